"""A live index: what a server's parts hold in the place of an index that may be opened anew under them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import Document, Hit, Index
from index.search import Changes
from qa.server.opened import Opened


@dataclass(slots=True)
class _Writes:
    """How many writes are going on, and how many came to their end."""

    begun: int = 0
    ended: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def counted(self) -> Iterator[None]:
        with self.lock:
            self.begun += 1
        try:
            yield
        finally:
            with self.lock:
                self.ended += 1


class LiveIndex(Index):
    """An `Index` that stands for the one that is open at the moment; every public method goes to that one.

    While the index on disk is damaged or gone, each of them raises the error that says so.

    Args:
        opening: opens the index; called at once, and again by `reopen` and after damage.

    """

    def __init__(self, opening: Callable[[], Index]) -> None:
        self._opened = Opened(opening)
        self._writes = _Writes()

    def reopen(self) -> None:
        """Open the index anew, as `Opened.reopen` does."""
        self._opened.reopen()

    def check(self) -> None:
        """Look whether the index can be used.

        Raises:
            CitedQAError: as its name and message say.

        """
        self.search("index", k=1)

    @property
    def writes(self) -> tuple[int, int]:
        """How many writes of this process were begun, and how many came to their end."""
        return self._writes.begun, self._writes.ended

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by name, read when asked for."""
        return _Watched(self._opened)

    @property
    def path(self) -> Path | None:
        """The folder it is kept in, None for one in memory."""
        return self._opened.folder

    @property
    def address(self) -> str:
        """What it was opened by; "" for one in memory."""
        with self._opened.used() as index:
            return index.address

    @property
    def model(self) -> str:
        """Name of the embedding model."""
        with self._opened.used() as index:
            return index.model

    @property
    def changes(self) -> Changes:
        """What the last write has committed, as `Index.changes` tells."""
        with self._opened.used() as index:
            return index.changes

    def __len__(self) -> int:
        """The number of passages."""
        with self._opened.used() as index:
            return len(index)

    def add(self, *paths: Any, **options: Any) -> Changes:
        """Add files and folders, as `Index.add` does."""
        with self._opened.used() as index, self._writes.counted():
            return index.add(*paths, **options)

    def add_copy(self, *file: Any, **options: Any) -> Changes:
        """Add a file that will not stay, as `Index.add_copy` does."""
        with self._opened.used() as index, self._writes.counted():
            return index.add_copy(*file, **options)

    def sync(self, *folder: Any, **options: Any) -> Changes:
        """Bring a folder's documents up to date, as `Index.sync` does."""
        with self._opened.used() as index, self._writes.counted():
            return index.sync(*folder, **options)

    def remove(self, *names: str) -> None:
        """Remove documents, as `Index.remove` does."""
        with self._opened.used() as index, self._writes.counted():
            index.remove(*names)

    def search(self, query: str, k: int = 5, document: str | None = None) -> list[Hit]:
        """The best passages for a query, as `Index.search` finds them."""
        with self._opened.used() as index:
            return index.search(query, k=k, document=document)

    def occurs(self, word: str) -> bool:
        """Whether a word stands in any passage."""
        with self._opened.used() as index:
            return index.occurs(word)

    def suggest(self, word: str) -> str | None:
        """The indexed word that a mistyped one is most likely meant to be."""
        with self._opened.used() as index:
            return index.suggest(word)

    def closeness(self, query: str, texts: Sequence[str]) -> list[float]:
        """Cosines of a query and texts, as `Index.closeness` gives them."""
        with self._opened.used() as index:
            return index.closeness(query, texts)

    def verify(self) -> list[str]:
        """Check every text, offset and vector."""
        with self._opened.used() as index:
            return index.verify()

    def close(self, at_once: bool = False) -> None:
        """Close the index, as `Index.close` does."""
        self._opened.close(at_once)


class _Watched(Mapping[str, Document]):
    """The open index's documents, whose reading is watched for damage like everything else."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def __getitem__(self, name: str) -> Document:
        with self._opened.used() as index:
            return index.documents[name]

    def __iter__(self) -> Iterator[str]:
        with self._opened.used() as index:
            return iter(list(index.documents))

    def __len__(self) -> int:
        with self._opened.used() as index:
            return len(index.documents)

    def __contains__(self, name: Any) -> bool:
        with self._opened.used() as index:
            return name in index.documents
