"""The library: the documents that all visitors share; files are added to it with progress, and removed."""

from __future__ import annotations

import os
import queue
import re
import shutil
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from index import CitedQAError, Document, Index
from index.errors import DocumentError
from index.limits import Limits
from index.loaders import READABLE
from index.passages import cut
from qa.feedback import set_aside

if TYPE_CHECKING:
    from index.search import Progress

MAX_NAME_BYTES = 200
# An upload lies where the server itself put it: a folder named by a hash, a file named by chance.
_TOKEN = re.compile(r"[0-9a-f]{64}/[0-9a-f]{32}")
# What one file system or another has no room for in a name.
_FORBIDDEN = frozenset('<>:"|?*')


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as a list shows it."""

    name: str
    title: str
    words: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The upload is being read."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """So many passages are indexed so far."""

    passages: int


@dataclass(frozen=True, slots=True)
class Added:
    """The document is in the index.

    Attributes:
        name: its name there.
        passages: how many it has; 0 where the index had the same text under that name already.
        replaced: whether another text of that name made room for it.

    """

    name: str
    passages: int
    replaced: bool = False


Step = Reading | Indexing | Added


class Library:
    """The documents of an index, as the visitors of one page share them."""

    def __init__(self, index: Index, limits: Limits = Limits()) -> None:  # noqa: B008  (frozen)
        self.index = index
        self.limits = limits
        self._writing = threading.Lock()
        self._entries: dict[str, Entry] = {}
        self._held: WeakValueDictionary[str, Document] = WeakValueDictionary()

    @property
    def folder(self) -> Path | None:
        """Where the index is kept; None for one in memory, which ends with the server."""
        return self.index.path

    def names(self) -> list[str]:
        """The documents' names, in the order they were added."""
        return list(self.index.documents)

    def document(self, name: str) -> Document | None:
        """A document as it stands now, None where it was removed; visitors share one copy."""
        found = self.index.documents.get(name)
        held = self._held.get(name)
        if found is None or (held is not None and held == found):
            return held if found is not None else None
        self._held[name] = found
        return found

    def entries(self) -> list[Entry]:
        """The documents, with titles and sizes; each is read once."""
        names = self.names()
        for name in names:
            if name not in self._entries and (document := self.document(name)):
                self._entries[name] = Entry(name, document.title, len(document.text.split()))
        return [self._entries[name] for name in names if name in self._entries]

    def add(self, upload: Path, given_name: str, replace: bool = False) -> Iterator[Step]:
        """Index an uploaded file under a free name, or in place of the one of its name; deletes the file.

        The work is done in a thread of its own and comes to its end even where nobody waits for it.

        Raises:
            DocumentError: if it cannot be read; the index then stays as it was.
            StorageError, IndexLocked: as their names say.

        """
        told: queue.SimpleQueue[Step | BaseException | None] = queue.SimpleQueue()

        def work() -> None:
            try:
                self._add(upload, clean_name(given_name), replace, told.put)
                told.put(None)
            except BaseException as error:
                told.put(error)

        threading.Thread(target=work, daemon=True).start()
        while (step := told.get()) is not None:
            if isinstance(step, BaseException):
                raise step
            if not isinstance(step, Indexing) or told.empty():
                yield step

    def remove(self, name: str) -> int:
        """Remove a document; returns how many test questions were set aside with it.

        Raises:
            DocumentError: if there is no such document.

        """
        with self._writing:
            self.index.remove(name)
            self._entries.pop(name, None)
            return self._mend()

    def _add(self, upload: Path, name: str, replace: bool, tell: Callable[[Step], None]) -> None:
        with self._writing, tempfile.TemporaryDirectory(prefix="cited-qa-") as folder:
            tell(Reading())
            known = self.document(name)
            file = Path(folder) / (name if known is None or replace else self.free_name(name))
            try:
                shutil.move(upload, file)
                tell(self._write(file, tell))
            except OSError as error:
                raise DocumentError(f"{name}: the upload did not arrive whole; add it again.") from error
            except CitedQAError as error:
                raise type(error)(_without_path(str(error), folder)) from None
            finally:
                discard(upload)

    def _write(self, file: Path, tell: Callable[[Step], None]) -> Added:
        """Index a file; if it can be read, it takes the place of a document of its name."""
        if file.stat().st_size > self.limits.max_bytes:
            raise DocumentError(f"{file}: it is larger than {self.limits.max_bytes:,} bytes; split it first.")
        passages = 0

        def progress(state: Progress) -> None:
            nonlocal passages
            passages = max(passages, state.passages)
            tell(Indexing(passages))

        changes = self.index.add_copy(file, file.name, progress=progress, limits=self.limits)
        self._entries.pop(file.name, None)
        self._mend()
        is_new = bool(changes.added or changes.changed)
        held = len(cut(self.index.documents[file.name])) if is_new else 0
        return Added(file.name, held, replaced=bool(changes.changed))

    def free_name(self, name: str) -> str:
        """The name itself, or with the first number that makes it one of its own."""
        stem, suffix = os.path.splitext(name)  # noqa: PTH122  (a name, no path)
        taken = set(self.names())
        number = 1
        while name in taken:
            number += 1
            name = f"{stem} ({number}){suffix}"
        return name

    def _mend(self) -> int:
        return set_aside(self.folder, self.index) if self.folder else 0


def upload_of(token: str, folder: Path) -> Path:
    """The uploaded file that a token names, in the server's upload folder.

    Raises:
        DocumentError: if the token is none that the page makes.

    """
    if not _TOKEN.fullmatch(token):
        raise DocumentError("The upload did not arrive; add the file again.")
    return folder / token


def discard(upload: Path) -> None:
    """Delete an uploaded file, and its folder once that is empty."""
    upload.unlink(missing_ok=True)
    if upload.parent.is_dir() and not any(upload.parent.iterdir()):
        upload.parent.rmdir()


def clean_name(given: str) -> str:
    """A file's own name, without folders, control signs and what a file system has no room for."""
    base = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    signs = (
        " " if sign.isspace() else "_" if sign in _FORBIDDEN or not sign.isprintable() else sign
        for sign in base
    )
    stem, suffix = os.path.splitext("".join(signs).strip(" ."))  # noqa: PTH122  (a name, no path)
    suffix = suffix[:20]
    while len(f"{stem}{suffix}".encode()) > MAX_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip()}{suffix}" or "document"


def accepted() -> list[str]:
    """The suffixes of files that can be read."""
    return list(READABLE)


def _without_path(message: str, folder: str) -> str:
    """A message that names the file as its giver knows it."""
    for prefix in dict.fromkeys((os.path.realpath(folder), folder)):
        message = message.replace(prefix + os.sep, "")
    return message
