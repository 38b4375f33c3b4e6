"""Intake: files become documents, in order, each with its reason where it cannot be read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.documents import Document
from index.errors import DocumentError
from index.files import Unreadable, read_bytes
from index.limits import Limits
from index.parsing import parse

__all__ = ["Unchanged", "Unreadable", "read_files"]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file that was hashed, not parsed, because it is known already."""

    name: str


def never(name: str, file_sha256: str) -> bool:  # noqa: ARG001  (called as every such test)
    """No file is known already."""
    return False


def read_files(
    files: Mapping[str, Path | Unreadable],
    limits: Limits = Limits(),  # noqa: B008  (frozen)
    unchanged: Callable[[str, str], bool] = never,
) -> Iterator[Document | Unreadable | Unchanged]:
    """Read files by the names to index them under, in the mapping's order.

    Args:
        files: as `find_files` returns them; an `Unreadable` is passed on.
        limits: what a file may be or take.
        unchanged: called with a name and the SHA-256 of the file's bytes; where true, it is not parsed.

    """
    for name, path in files.items():
        if isinstance(path, Unreadable):
            yield path
            continue
        try:
            data = read_bytes(path, limits)
            sha256 = hashlib.sha256(data).hexdigest()
            if unchanged(name, sha256):
                yield Unchanged(name)
            else:
                yield Document.from_parsed(name, parse(path.suffix, data, limits), path, sha256)
        except DocumentError as error:
            yield Unreadable(name, path, f"{error}.")
        except OSError as error:
            yield Unreadable(name, path, f"it cannot be read ({error.strerror}); check its rights.")
