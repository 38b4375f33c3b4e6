"""The index: documents in, the best passages for a query out, by meaning and by words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.changing import Changeable, Told, check_model, noted
from index.copying import copy
from index.documents import Document
from index.encoder import Encoder
from index.errors import DocumentError, Finding, IndexNotFound, UnknownDocument
from index.folders import find_files
from index.hits import Hit, Only, check_query, fuse, ranked
from index.ingest import Ingest
from index.limits import Rules
from index.pages import Pages, PageSize, Rectangle
from index.ray import Ray
from index.spelling import ASKING, closest, without_plural
from index.storage import Notes, Storage
from index.storages import begin_at, is_free, storage_at

# Each half of the search brings this many candidates to the fusion, or five times what is asked for.
CANDIDATES = 50


class Index(Changeable):
    """Documents that can be searched; make one with `build`, `from_texts` or `open`.

    Any number of threads and processes may search while one writes: each search sees what was committed
    when it began.
    """

    def __init__(self, store: Storage, encoder: Encoder) -> None:
        super().__init__(store, encoder)
        self._pages = Pages(self._originals)

    @classmethod
    def build(
        cls,
        paths: Iterable[str | Path],
        path: str | Path | None = None,
        model: str | Path | None = None,
        progress: Told | None = None,
        rules: Rules = Rules(),  # noqa: B008  (frozen)
        ray: Ray | None = None,
    ) -> Index:
        """Index files and folders, in memory or at the address `path`.

        An index that is there already is replaced whole, or stays as it was; texts that it held are not
        encoded again. A new one is committed batch by batch: what interrupts that leaves a sound index of the
        documents so far, which `add` of the same paths completes. `changes` tells what could not be read.

        With `ray`, a cluster does it, and an index that is there already is added to.

        Raises:
            DocumentError: if no file can be read; an index at `path` then stays as it was.
            ModelError, ModelMismatch, StorageError, IndexLocked: as their names say.

        """
        if ray and (there := cls._there(path, model)):
            there.add(paths, progress, rules, ray)
            return there
        files = find_files(paths, rules)
        return cls._made(path, model, lambda index: index._write(files, rules.limits, progress, ray))

    @classmethod
    def from_texts(
        cls, texts: Mapping[str, str], path: str | Path | None = None, model: str | Path | None = None
    ) -> Index:
        """Index texts given in code, by name; the same as `build` otherwise."""
        documents = [Document.from_text(name, text) for name, text in texts.items()]
        if not documents:
            raise DocumentError("There is no text to index; give at least one")
        return cls._made(
            path, model, lambda index: Ingest(index._store, index._encoder).write(documents, len(documents))
        )

    @classmethod
    def begin(cls, folder: str | Path, model: str | Path | None = None) -> bool:
        """Make an index without documents in a folder that is not there, or is empty.

        What is at any other address stays as it is.

        Returns:
            Whether it was made.

        Raises:
            AddressError, ModelError, StorageError, IndexLocked: as their names say.

        """
        if is_free(folder):
            begin_at(folder, noted(Encoder.load(model)))
            return True
        return False

    @classmethod
    def open(cls, path: str | Path, model: str | Path | None = None) -> Index:
        """Open the index in a folder, with the model that it was made with.

        Raises:
            IndexNotFound, IndexCorrupt, FormatMismatch, ModelError: as their names say.
            ModelMismatch: if `model` is another one than the index was made with.

        """
        store = storage_at(path)
        try:
            encoder = Encoder.load(model or store.get_meta("model"))
            check_model(store, encoder)
        except BaseException:
            store.close()
            raise
        return cls(store, encoder)

    @property
    def path(self) -> Path | None:
        """The folder it is kept in; None for one that is kept in none."""
        return self._store.path

    @property
    def address(self) -> str:
        """What to open it by again; "" for one in memory."""
        return self._store.address

    @property
    def model(self) -> str:
        """Name of the embedding model."""
        return self._encoder.name

    @property
    def is_current(self) -> bool:
        """Whether what is open is what its address now leads to; False once that was replaced or is gone."""
        return self._store.is_current

    def __len__(self) -> int:
        """The number of passages."""
        return self._store.count()

    def search(self, query: str, k: int = 5, document: Only = None) -> list[Hit]:
        """The `k` best passages for a query, best first; of one document or of several, if those are named.

        Dense and BM25 scores are fused by the mean of each divided by its best for the query. Passages that
        hold an id or a labelled number of the query ("ORD-1202", "room 206") come before all others; those
        that are equally good come by their documents' names, and by place within one.

        Raises:
            QuestionError: if the query has no word or is longer than 10,000 characters.
            UnknownDocument: if the index holds no document of such a name.

        """
        check_query(query)
        depth = max(CANDIDATES, 5 * k)
        vector = self._encoder.encode_query(query)
        with self._store.searching() as find:
            check_model(self._store, self._encoder)
            only = None if document is None else tuple(self.among(document))
            dense, lexical, exact = find(query, vector, depth, only)
            scores = fuse(dense, lexical)
            best = ranked(scores, exact, k, self._store.passages)
        return [
            Hit(passage, scores[i], dense[i], lexical.get(i, 0.0), rank)
            for rank, (i, passage) in enumerate(best, start=1)
        ]

    def prepare_pages(self) -> None:
        """Get ready to draw pages, where a document has some; returns at once."""
        if any(name.lower().endswith(".pdf") for name in self._store.names()):
            self._pages.prepare()

    def page_sizes(self, document: str) -> tuple[PageSize, ...]:
        """The sizes of a PDF document's pages; none where it is no PDF or its file is not to be had.

        Raises:
            UnknownDocument: if the index holds no document of that name.
            DocumentError: if its pages cannot be drawn.

        """
        return self._pages.sizes(self.documents.named(document))

    def page_image(self, document: str, page: int, width: int) -> bytes:
        """A page of a PDF document, from 1, as a PNG at least so many pixels wide, within bounds.

        Raises:
            UnknownDocument, DocumentError: if there is no such document or page, or it cannot be drawn.

        """
        return self._pages.image(self.documents.named(document), page, width)

    def page_rectangles(self, document: str, start: int, end: int) -> list[Rectangle]:
        """Where `text[start:end]` of a PDF document stands on its pages, a rectangle a printed line.

        Raises:
            UnknownDocument, DocumentError: if there is no such document, or its pages cannot be drawn.

        """
        return self._pages.rectangles(self.documents.named(document), start, end)

    def among(self, document: Only) -> list[str]:
        """The names of the documents that are meant: those that are named, or all.

        Raises:
            UnknownDocument: if the index holds no document of such a name.

        """
        names = self.documents
        if document is None:
            return list(names)
        named = [document] if isinstance(document, str) else list(document)
        if unknown := [name for name in named if name not in names]:
            raise UnknownDocument(*unknown)
        return named

    def closeness(self, query: str, texts: Sequence[str]) -> list[float]:
        """Cosines of a query and texts, each encoded once and remembered for the next query."""
        vector = self._encoder.encode_query(query)
        return [float(row @ vector) for row in self._encoder.encode_remembered(texts)]

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors of texts, float32 of shape (len(texts), dimension); remembered, as for `closeness`."""
        return np.stack(self._encoder.encode_remembered(texts))

    def occurs(self, word: str, document: Only = None) -> bool:
        """Whether a word, or another with its stem, stands in any passage, or in one of some documents.

        Raises:
            UnknownDocument: if the index holds no document of such a name.

        """
        return self._store.occurs(word, None if document is None else tuple(self.among(document)))

    def suggest(self, word: str) -> str | None:
        """The word that a mistyped one is most likely meant to be; None where it is no slip.

        It is one of the index's, or one that asks ("which", "when"). A word that the index holds, or that the
        embedding model knows whole or in the singular, is taken to be meant.
        """
        if self._store.occurs(word) or self._encoder.knows(word) or self._encoder.knows(without_plural(word)):
            return None
        return next(iter(closest(word, ASKING)), None) or self._store.nearest_word(word)

    def notes(self, kind: str) -> Notes | None:
        """What is kept beside the documents; None where that is not done here: a folder has files for it."""
        return self._store.notes(kind)

    def verify(self) -> list[Finding]:
        """Check every checksum, offset, word and vector; waits for a writer to end.

        Returns:
            What is wrong and what to do; empty when all is well.

        """
        return self._store.verify()

    def sweep(self, older_than_seconds: float = 3600.0) -> int:
        """Remove what stopped writers left behind, which no search shows; returns how much that was.

        Only a storage that several machines write to is ever left with such. What a writer has begun in the
        last seconds may still become a document, so it stays.
        """
        return self._store.sweep(older_than_seconds)

    def copy(self, address: str | Path, progress: Told | None = None) -> Index:
        """Copy the documents to another address, with their vectors; returns the index there.

        Documents that are there already stay; a copy that was interrupted goes on where it was.

        Raises:
            ModelMismatch: if the index there was made with another model.
            AddressError, StorageError, IndexLocked: as their names say.

        """
        store = storage_at(address, create=True)
        store.use(self._encoder.dimension)
        copy(self._store, store, progress or (lambda _: None))
        return Index(store, self._encoder)

    def close(self, at_once: bool = False) -> None:
        """Close the index; it cannot be used afterwards.

        A large index may still be sorting its vectors after a change; `at_once` leaves that for another time.
        """
        self._pages.close()
        self._store.close(at_once)

    @classmethod
    def _there(cls, path: str | Path | None, model: str | Path | None) -> Index | None:
        """The index at an address, or None where there is none."""
        try:
            return cls.open(path, model) if path else None
        except IndexNotFound:
            return None

    @classmethod
    def _made(
        cls, path: str | Path | None, model: str | Path | None, write: Callable[[Index], object]
    ) -> Index:
        encoder = Encoder.load(model)
        store = storage_at(path, create=True)
        index = cls(store, encoder)
        with store.replacing(noted(encoder)):
            write(index)
            index._forget_originals()
        return index
