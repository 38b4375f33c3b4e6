"""Files: the bytes of one as they stood at one time, or why they cannot be had."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from index.errors import DocumentError, Finding, Remedy, too_large
from index.limits import Limits


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read.

    Attributes:
        name: what it would be indexed under; bytes of it that are not UTF-8 stand as lone surrogates.
        path: where it is.
        reason, remedy: as of a `Finding`.

    """

    name: str
    path: Path
    reason: str
    remedy: Remedy | None = None

    def why(self, subject: str = "") -> Finding:
        """What is told of it, by its name or path where that is not said already."""
        return Finding(self.reason, subject, self.remedy)


def read_bytes(path: Path, limits: Limits) -> bytes:
    """A file's bytes as they stood at one time; what is not a regular file is never waited for.

    Raises:
        DocumentError: if it is no regular file, too large, or changed while it was read.
        OSError: if it cannot be opened or read.

    """
    with opened(path) as file:
        before = os.fstat(file.fileno())
        if before.st_size > limits.max_bytes:
            raise too_large(f"{before.st_size:,}", limits.max_bytes)
        data = file.read(before.st_size + 1)
        after = os.fstat(file.fileno())
    if len(data) != before.st_size or _stamp(before) != _stamp(after):
        raise DocumentError("it changed while it was read; try again")
    return data


def opened(path: Path) -> BufferedReader:
    """A file, to be read; what is not a regular one is never waited for.

    Raises:
        DocumentError: if it is none.
        OSError: if it cannot be opened.

    """
    _check_regular(path.stat())
    # Should a pipe have taken the file's place by now, opening it must not wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags), "rb")
    try:
        _check_regular(os.fstat(file.fileno()))
    except DocumentError:
        file.close()
        raise
    return file


def _check_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError("it is a folder, pipe or device, not a file; leave it out or rename it")


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns
