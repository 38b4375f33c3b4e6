"""Durable renames: a file takes its place whole, and keeps it when the power fails."""

from __future__ import annotations

import os
from pathlib import Path


def put_in_place(draft: Path, final: Path) -> None:
    """Rename a finished draft to its final name, with both its bytes and its name on the disk afterwards.

    Raises:
        OSError: if the system refuses; the draft may then be left.

    """
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(final)
    sync_folder(final.parent)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, where the system has a way to (Windows has none)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
