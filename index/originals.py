"""Originals: the PDF files that documents were read from, kept where nothing else keeps them."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from index.documents import Document
from index.durable import put_in_place
from index.errors import DocumentError
from index.files import opened

FOLDER = "originals"
SUFFIX = ".pdf"
# A larger one is read and cited, but its pages cannot be shown.
MAX_KEPT_BYTES = 100_000_000


class Originals:
    """The files of an index that it has no other way to: what was sent to it, beside its database.

    A file that lies where it was read from is not copied; it is used for as long as its bytes are the same.

    Args:
        path: the index folder; None for memory, whose files go with this object.

    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def keep(self, file: Path) -> None:
        """Keep a copy of a PDF file by its bytes' hash, unless it is too large."""
        if file.suffix.lower() != SUFFIX or file.stat().st_size > MAX_KEPT_BYTES:
            return
        if self._path is None and self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="cited-qa-", ignore_cleanup_errors=True)
        folder = self._folder()
        assert folder is not None  # noqa: S101  (it was just made)
        folder.mkdir(exist_ok=True)
        kept = folder / f"{_sha256(file, _stamp(file))}{SUFFIX}"
        if not kept.exists():
            draft = folder / f"draft-{kept.name}"
            shutil.copyfile(file, draft)
            put_in_place(draft, kept)

    def keep_only(self, hashes: Collection[str]) -> None:
        """Delete the copies that no document was read from."""
        folder = self._folder()
        for kept in folder.glob(f"*{SUFFIX}") if folder else ():
            if kept.stem not in hashes:
                kept.unlink(missing_ok=True)

    def find(self, document: Document) -> Path | None:
        """The file that a PDF document was read from, None where it is none or is not to be had."""
        if not (document.pages and document.file_sha256):
            return None
        folder = self._folder()
        kept = [folder / f"{document.file_sha256}{SUFFIX}"] if folder else []
        source = [Path(document.source)] if document.source.lower().endswith(SUFFIX) else []
        return next((file for file in (*kept, *source) if _is_of(file, document.file_sha256)), None)

    def _folder(self) -> Path | None:
        if self._path:
            return self._path / FOLDER
        return Path(self._temporary.name) if self._temporary else None


def _is_of(file: Path, sha256: str) -> bool:
    try:
        return _sha256(file, _stamp(file)) == sha256
    except (DocumentError, OSError):  # it is no file any more
        return False


def _stamp(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=256)
def _sha256(file: Path, _: tuple[int, int]) -> str:
    """The hash of a file's bytes, remembered for as long as its size and time are the same."""
    with opened(file) as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
