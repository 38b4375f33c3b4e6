"""The embedded storage: an index folder, or memory; SQLite holds all of it, FAISS a copy of its vectors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

import numpy as np

from index.check import problems
from index.derived import DerivedVectors
from index.errors import Finding, IndexCorrupt, IndexNotFound
from index.passages import Passage
from index.storage import Find, FoundPassages
from index.store import Store
from index.vectors import Vectors


class Embedded(Store):
    """A store with the vectors that are derived from it; one writer at a time.

    Args:
        path: the index folder, or None for memory.
        create: whether to make the folder and the database where there is none.

    Raises:
        IndexNotFound, IndexCorrupt, FormatMismatch, StorageError, IndexLocked: as their names say.

    """

    def __init__(self, path: Path | None, create: bool = False) -> None:
        self._noted: dict[str, str] = {}
        self._dimension = 0
        super().__init__(path, create)

    @classmethod
    def open(cls, path: Path) -> Embedded:
        """The index in a folder.

        Raises:
            IndexNotFound: if there is none, or a first build was cut short before it held anything.
            IndexCorrupt, FormatMismatch: as their names say.

        """
        store = cls(path)
        if store.get_meta("model") is not None:
            return store
        is_begun = store.generation == 0
        store.close()
        if is_begun:
            raise IndexNotFound.at(path)
        raise IndexCorrupt.at(path, "it names no model")

    @property
    def address(self) -> str:
        """The folder; "" for memory."""
        return str(self.path or "")

    def use(self, dimension: int) -> None:
        """Get ready for vectors of a length."""
        self._dimension = dimension
        self.derived = DerivedVectors(self, dimension)

    def close(self, at_once: bool = False) -> None:
        """Close the database, once what is sorted is sorted; `at_once` leaves that for another time."""
        if self._dimension:
            self.derived.close(at_once)
        super().close()

    def notes(self, kind: str) -> None:
        """None: files in the folder are the place for them."""

    @contextmanager
    def searching(self) -> Iterator[Find]:
        """All that is found and read inside is of one generation."""
        with self.derived.snapshot() as vectors:
            yield partial(self._find, vectors)

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Passages by id; one that a search found and that is not there is damage."""
        found = super().passages(ids)
        if len(found) < len(ids):
            raise self.damaged("a passage that it finds is not there")
        return found

    def verify(self) -> list[Finding]:
        """Check every checksum, offset, word and vector; waits for a writer to end."""
        with self.locked():
            return problems(self, self._dimension) + self.derived.problems()

    def passages_of(self, name: str) -> tuple[list[Passage], np.ndarray]:
        """A document's passages in order, and their vectors, float16 of shape (len(passages), dimension)."""
        with self.snapshot():
            ids = sorted(self.ids_of(name))
            passages, vectors = self.passages(ids), self.vectors_by_id(ids)
        rows = np.array([vectors[i] for i in ids], np.float16).reshape(len(ids), self._dimension)
        return [passages[i] for i in ids], rows

    def sweep(self, older_than_seconds: float) -> int:  # noqa: ARG002  (a transaction leaves nothing behind)
        """Nothing is ever left behind."""
        return 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A write, with every other writer kept out."""
        with self.locked():
            yield
            self.checkpoint()
            self.derived.keep()

    def begin(self, meta: Mapping[str, str]) -> None:
        """Note what is to be noted of an index without documents; one that another writer has made stays."""
        try:
            with self.locked():
                if self.generation == 0:
                    self._noted = dict(meta)
                    with self.transaction():
                        pass
                    self.checkpoint()
        except BaseException:
            self.discard_if_new()
            raise

    @contextmanager
    def replacing(self, meta: Mapping[str, str]) -> Iterator[None]:
        """A write that replaces what is there in one transaction; a first one is kept batch by batch."""
        try:
            with self.locked():
                is_there = self.generation > 0
                self._noted = dict(meta)
                with self.transaction() if is_there else nullcontext():
                    if is_there:
                        self.clear(keep_vectors=self.get_meta("model_key") == meta["model_key"])
                    yield
                self.checkpoint()
                self.derived.keep(wait=True)
        except BaseException:
            self.discard_if_new()
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept, or none of it; the first one notes what is to be noted."""
        with super().transaction():
            while self._noted:
                self.set_meta(*self._noted.popitem())
            yield

    def _find(
        self, vectors: Vectors, query: str, vector: np.ndarray, depth: int, only: tuple[str, ...] | None
    ) -> FoundPassages:
        among = [one for name in only for one in self.ids_of(name)] if only is not None else None
        dense = vectors.search(vector, depth, among)
        lexical = self.match(query, depth, only)
        exact = self.holding(query, depth, only, {*dense, *lexical})
        without_vector = self.vectors_by_id([i for i in {*lexical, *exact} if i not in dense])
        dense |= {i: float(row @ vector) for i, row in without_vector.items()}
        return FoundPassages(dense, lexical, exact)
