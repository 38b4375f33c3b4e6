"""A live index: a running server's index, opened anew when its files are replaced or mended."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from index import (
    CitedQAError,
    Document,
    FormatMismatch,
    Hit,
    Index,
    IndexCorrupt,
    IndexNotFound,
    ModelMismatch,
)
from index.store import FILE

# How long a damaged index is left alone before it is tried again.
RETRY_SECONDS = 1.0
_DAMAGE = (IndexCorrupt, IndexNotFound, FormatMismatch, ModelMismatch)

logger = logging.getLogger("cited_qa")


class LiveIndex(Index):
    """An `Index` that stands for the one that is open at the moment; every public method goes to that one.

    While the index on disk is damaged or gone, each of them raises the error that says so.

    Args:
        opening: opens the index; called at once, and again by `reopen` and after damage.

    """

    def __init__(self, opening: Callable[[], Index]) -> None:
        self._opening = opening
        self._lock = threading.RLock()
        self._index = opening()
        self._folder = self._index.path
        self._identity = self._found()
        self._fault: CitedQAError | None = None
        self._tried = 0.0
        self._writing = 0
        self._written = 0

    def reopen(self) -> None:
        """Open the index anew; one in memory stays as it is.

        Raises:
            CitedQAError: if it cannot be opened; requests are told so until it can.

        """
        if self._folder is None:
            return
        with self._lock:
            self._reopen()

    def check(self) -> None:
        """Look whether the index can be used.

        Raises:
            CitedQAError: as its name and message say.

        """
        with self._used() as index:
            index.search("index", k=1)

    @property
    def writes(self) -> tuple[int, int]:
        """How many writes of this process are going on, and how many came to their end."""
        return self._writing, self._written

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by name, read when asked for."""
        with self._used() as index:
            return _Watched(index.documents, self)

    @property
    def path(self) -> Path | None:
        """The folder it is kept in, None for one in memory."""
        return self._folder

    @property
    def model(self) -> str:
        """Name of the embedding model."""
        return self._index.model

    def __len__(self) -> int:
        """The number of passages."""
        with self._used() as index:
            return len(index)

    @property
    def changes(self) -> Any:
        """What the last write has committed, as `Index.changes` tells."""
        with self._used() as index:
            return cast(Any, index).changes

    def add(self, *paths: Any, **options: Any) -> Any:
        """Add files and folders, as `Index.add` does."""
        with self._used() as index, self._counted():
            return index.add(*paths, **options)

    def sync(self, *folder: Any, **options: Any) -> Any:
        """Bring a folder's documents up to date, as `Index.sync` does."""
        with self._used() as index, self._counted():
            return cast(Any, index).sync(*folder, **options)

    def remove(self, name: str) -> None:
        """Remove a document, as `Index.remove` does."""
        with self._used() as index, self._counted():
            index.remove(name)

    def search(self, query: str, k: int = 5, document: str | None = None) -> list[Hit]:
        """The best passages for a query, as `Index.search` finds them."""
        with self._used() as index:
            return index.search(query, k=k, document=document)

    def occurs(self, word: str) -> bool:
        """Whether a word stands in any passage."""
        with self._used() as index:
            return index.occurs(word)

    def verify(self) -> list[str]:
        """Check every text, offset and vector."""
        with self._used() as index:
            return index.verify()

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    @contextmanager
    def _used(self) -> Iterator[Index]:
        """The open index; damage that shows while it is used is remembered."""
        index = self._current()
        try:
            yield index
        except _DAMAGE as error:
            with self._lock:
                if index is self._index and self._folder is not None:
                    self._break(error)
            raise

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._writing += 1
        try:
            yield
        finally:
            with self._lock:
                self._writing -= 1
                self._written += 1

    def _current(self) -> Index:
        if self._folder is None:
            return self._index
        with self._lock:
            replaced = self._found() != self._identity
            waited = time.monotonic() - self._tried >= RETRY_SECONDS
            if replaced or (self._fault and waited):
                self._reopen()
            if self._fault:
                raise type(self._fault)(*self._fault.args)
            return self._index

    def _reopen(self) -> None:
        self._tried = time.monotonic()
        self._identity = self._found()
        try:
            fresh = self._opening()
            fresh.search("index", k=1)
        except CitedQAError as error:
            self._break(error)
            raise
        if self._fault:
            logger.warning("%s: the index can be used again.", self._folder)
        # The one before is not closed: answers may still be reading it; it goes with the last of them.
        self._index, self._fault = fresh, None

    def _break(self, error: CitedQAError) -> None:
        if self._fault is None:
            logger.error("%s", error)
        self._fault, self._tried = error, time.monotonic()

    def _found(self) -> tuple[int, int] | None:
        """Which file the index is at the moment; one that was replaced has another number."""
        if self._folder is None:
            return None
        try:
            status = (self._folder / FILE).stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino


class _Watched(Mapping[str, Document]):
    """Documents whose reading is watched for damage like everything else."""

    def __init__(self, documents: Mapping[str, Document], live: LiveIndex) -> None:
        self._documents = documents
        self._live = live

    def __getitem__(self, name: str) -> Document:
        with self._live._used():
            return self._documents[name]

    def __iter__(self) -> Iterator[str]:
        with self._live._used():
            return iter(list(self._documents))

    def __len__(self) -> int:
        with self._live._used():
            return len(self._documents)

    def __contains__(self, name: Any) -> bool:
        with self._live._used():
            return name in self._documents
