"""The index: documents in, the best passages for a query out, by meaning and by words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.copying import copy
from index.documents import Document
from index.encoder import Encoder
from index.errors import (
    DocumentError,
    DocumentGone,
    IndexNotFound,
    ModelMismatch,
    QuestionError,
    Remedy,
    StorageError,
    UnknownDocument,
)
from index.files import Unreadable
from index.folders import find_files
from index.ingest import Changes, Ingest, Progress, is_gone
from index.limits import Limits, Rules
from index.originals import Originals
from index.pages import Pages, PageSize, Rectangle
from index.passages import Passage
from index.ray import Ray
from index.sending import sent
from index.storage import Notes, Storage
from index.storages import storage_at

if TYPE_CHECKING:
    from index.fleet import Fleet

MAX_QUERY_CHARS = 10_000
# Each half of the search brings this many candidates to the fusion, or five times what is asked for.
CANDIDATES = 50

__all__ = ["Changes", "Hit", "Index", "Progress", "check_query", "fuse"]

Told = Callable[[Progress], None]
# The documents to look in: the name of one, the names of some, or None for all.
Only = str | tuple[str, ...] | None


@sent(rounded=("score", "dense_score", "lexical_score"))
@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a query found.

    Attributes:
        passage: the passage.
        score: the mean of both scores, each divided by the best of its kind for this query; at most 1.
        dense_score: cosine of query and passage vectors.
        lexical_score: BM25; 0 where the passage shares no word with the query.
        rank: place in the result, from 1.

    """

    passage: Passage
    score: float
    dense_score: float
    lexical_score: float
    rank: int


class Index:
    """Documents that can be searched; make one with `build`, `from_texts` or `open`.

    Any number of threads and processes may search while one writes: each search sees what was committed
    when it began.
    """

    def __init__(self, store: Storage, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder
        store.use(encoder.dimension)
        self._last: Ingest | Fleet | None = None
        self._originals = Originals(store.path)
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
            raise DocumentError("There is no text to index; give at least one.")
        return cls._made(
            path, model, lambda index: Ingest(index._store, index._encoder).write(documents, len(documents))
        )

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
            _check_model(store, encoder)
        except BaseException:
            store.close()
            raise
        return cls(store, encoder)

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by name, read when asked for."""
        return _Documents(self._store)

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
    def changes(self) -> Changes:
        """What the last write through this object has committed, also when it was interrupted."""
        return self._last.changes if self._last else Changes()

    @property
    def is_current(self) -> bool:
        """Whether what is open is what its address now leads to; False once that was replaced or is gone."""
        return self._store.is_current

    def __len__(self) -> int:
        """The number of passages."""
        return self._store.count()

    def add(
        self,
        paths: Iterable[str | Path],
        progress: Told | None = None,
        rules: Rules = Rules(),  # noqa: B008  (frozen)
        ray: Ray | None = None,
    ) -> Changes:
        """Add files and folders; a changed file replaces its document, an unchanged one costs nothing.

        A file is known by its path, or by its name where the file of that name is gone, or by its bytes where
        the file of these is gone: then its document is renamed. Each batch is committed once it is encoded.
        With `ray`, a cluster reads, encodes and, where the index is in a server, writes.

        Raises:
            DocumentError: if no file can be read.
            ModelMismatch, StorageError, IndexLocked: as their names say.

        """
        files = find_files(paths, rules)
        with self._writing():
            return self._write(files, rules.limits, progress, ray)

    def add_copy(
        self,
        file: str | Path,
        name: str,
        progress: Told | None = None,
        limits: Limits = Limits(),  # noqa: B008  (frozen)
    ) -> Changes:
        """Add a file that will not stay where it is, such as an upload; a document of that name is replaced.

        Raises:
            DocumentError: if it cannot be read.
            ModelMismatch, StorageError, IndexLocked: as their names say.

        """
        with self._writing(progress) as ingest:
            ingest.write_copy(name, Path(file), limits)
            if not ingest.changes.unreadable:
                self._keep(Path(file), name)
        for failed in ingest.changes.unreadable:
            raise DocumentError(failed.reason, name)
        return ingest.changes

    def sync(
        self,
        folder: str | Path,
        progress: Told | None = None,
        rules: Rules = Rules(),  # noqa: B008  (frozen)
    ) -> Changes:
        """Add a folder, and remove the documents that came from it and whose files are gone.

        What the patterns leave out or what can no longer be read stays, as long as its file is there.

        Raises:
            DocumentError: if there is no such folder, or no document in it: then nothing is removed.
            ModelMismatch, StorageError, IndexLocked: as their names say.

        """
        root = Path(folder)
        if root.exists() and not root.is_dir():
            raise DocumentError("this is no folder; give one, or add it as a file.", str(folder))
        files = find_files([root], rules)
        root = root.resolve()
        with self._writing(progress) as ingest:
            ingest.write_files(files, rules.limits)
            ingest.remove([
                name for name, source, _ in self._store.all_known()
                if source and Path(source).is_relative_to(root) and is_gone(source)
            ])  # fmt: skip
            ingest.check_read()
        return ingest.changes

    def remove(self, *names: str) -> None:
        """Remove documents, all of them or none.

        Raises:
            UnknownDocument: if the index holds none of one of these names.

        """
        with self._writing() as ingest:
            unknown = [name for name in names if name not in self.documents]
            if unknown:
                raise UnknownDocument(*unknown, also=", and nothing was removed")
            ingest.remove(list(dict.fromkeys(names)))
            self._forget_originals()

    def rename(self, name: str, new: str) -> None:
        """Give a document another name; its words, and the file that it came from, stay.

        Raises:
            UnknownDocument: if the index holds no document of that name.
            DocumentError: if the new name is empty or another document's.

        """
        if not new.strip():
            raise DocumentError("the new name is empty; give one.", name)
        with self._writing(), self._store.transaction():
            known = self._store.known(name)
            if known is None:
                raise UnknownDocument(name)
            if new == name:
                return
            if new in self.documents:
                raise DocumentError("another document has this name; choose another one.", new)
            self._store.rename(name, new, known.source)

    def search(self, query: str, k: int = 5, document: Only = None) -> list[Hit]:
        """The `k` best passages for a query, best first; of one document or of several, if those are named.

        Dense and BM25 scores are fused by the mean of each divided by its best for the query. Passages that
        hold an id or a labelled number of the query ("ORD-1202", "room 206") come before all others.

        Raises:
            QuestionError: if the query has no word or is longer than 10,000 characters.
            UnknownDocument: if the index holds no document of such a name.

        """
        check_query(query)
        depth = max(CANDIDATES, 5 * k)
        vector = self._encoder.encode_query(query)
        with self._store.searching() as find:
            _check_model(self._store, self._encoder)
            only = None if document is None else tuple(self.among(document))
            dense, lexical, exact = find(query, vector, depth, only)
            fused = fuse(dense, lexical)
            best = sorted(fused, key=lambda i: (i not in exact, -fused[i], i))[:k]
            passages = self._store.passages(best)
        return [
            Hit(passages[i], fused[i], dense[i], lexical.get(i, 0.0), rank)
            for rank, i in enumerate(best, start=1)
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
        return self._pages.sizes(self._document(document))

    def page_image(self, document: str, page: int, width: int) -> bytes:
        """A page of a PDF document, from 1, as a PNG at least so many pixels wide, within bounds.

        Raises:
            UnknownDocument, DocumentError: if there is no such document or page, or it cannot be drawn.

        """
        return self._pages.image(self._document(document), page, width)

    def page_rectangles(self, document: str, start: int, end: int) -> list[Rectangle]:
        """Where `text[start:end]` of a PDF document stands on its pages, a rectangle a printed line.

        Raises:
            UnknownDocument, DocumentError: if there is no such document, or its pages cannot be drawn.

        """
        return self._pages.rectangles(self._document(document), start, end)

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

    def occurs(self, word: str) -> bool:
        """Whether a word, or another form of it with the same stem, stands in any passage."""
        return self._store.occurs(word)

    def suggest(self, word: str) -> str | None:
        """The indexed word that a mistyped one is most likely meant to be; None where it is no slip.

        A word that the index holds, or that the embedding model knows whole, is taken to be meant.
        """
        if self._store.occurs(word) or self._encoder.knows(word):
            return None
        return self._store.nearest_word(word)

    def notes(self, kind: str) -> Notes | None:
        """What is kept beside the documents; None where that is not done here: a folder has files for it."""
        return self._store.notes(kind)

    def verify(self) -> list[str]:
        """Check every checksum, offset, word and vector; waits for a writer to end.

        Returns:
            What is wrong and what to do, in sentences; empty when all is well.

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

    def _document(self, name: str) -> Document:
        document = self._store.document(name)
        if document is None:
            raise UnknownDocument(name)
        return document

    def _keep(self, file: Path, name: str) -> None:
        try:
            self._originals.keep(file)
            self._forget_originals()
        except OSError as error:
            raise StorageError(
                f"{name} is indexed, but its file cannot be kept ({error.strerror}), so its pages are not "
                "shown; check space and rights and add it again."
            ) from error

    def _forget_originals(self) -> None:
        self._originals.keep_only({known.file_sha256 for known in self._store.all_known()})

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
        with store.replacing(_noted(encoder)):
            write(index)
            index._forget_originals()
        return index

    def _write(
        self, files: Mapping[str, Path | Unreadable], limits: Limits, progress: Told | None, ray: Ray | None
    ) -> Changes:
        """Write files, in this process or by a cluster."""
        if ray:
            from index.fleet import Fleet  # noqa: PLC0415  (for a cluster alone)

            self._last = Fleet(self._store, _noted(self._encoder)["model"], ray, progress)
        else:
            self._last = Ingest(self._store, self._encoder, progress)
        self._last.write_files(files, limits)
        self._last.check_read()
        return self._last.changes

    @contextmanager
    def _writing(self, progress: Told | None = None) -> Iterator[Ingest]:
        """A write, with every other writer kept out."""
        with self._store.writing():
            _check_model(self._store, self._encoder)
            self._last = ingest = Ingest(self._store, self._encoder, progress)
            yield ingest


def _noted(encoder: Encoder) -> dict[str, str]:
    """What an index notes of its model."""
    folder = Path(encoder.name)
    return {"model": str(folder.resolve()) if folder.is_dir() else encoder.name, "model_key": encoder.key}


def _check_model(store: Storage, encoder: Encoder) -> None:
    """Raise ModelMismatch unless the index is made with this model, as it is now."""
    if encoder.key != store.get_meta("model_key"):
        raise ModelMismatch(
            f"this index was made with {store.get_meta('model')}, not with {encoder.name} as it is now; "
            f"open it with that model or {Remedy.ANEW}.",
            store.address,
        )


class _Documents(Mapping[str, Document]):
    """The documents of a store by name, each read when asked for."""

    def __init__(self, store: Storage) -> None:
        self._store = store

    def __getitem__(self, name: str) -> Document:
        document = self._store.document(name)
        if document is None:
            raise DocumentGone(name)
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._store.names())

    def __len__(self) -> int:
        return self._store.count_documents()

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._store.known(name) is not None


def check_query(query: str) -> None:
    """Raise QuestionError unless the query has a word, at most 10,000 characters and no lone surrogate."""
    if not any(character.isalnum() for character in query):
        raise QuestionError("There is no word in the question; ask something.")
    if len(query) > MAX_QUERY_CHARS:
        raise QuestionError(
            f"The question has {len(query):,} characters and may have {MAX_QUERY_CHARS:,}; shorten it."
        )
    if any("\ud800" <= character <= "\udfff" for character in query):
        raise QuestionError("The question is not valid Unicode text; send it as UTF-8.")


def fuse(dense: Mapping[int, float], lexical: Mapping[int, float]) -> dict[int, float]:
    """The mean of two scores by id, each divided by the best of its kind; missing and negative count 0."""
    best_dense = max(dense.values(), default=0.0)
    best_lexical = max(lexical.values(), default=0.0)
    return {
        i: (_share(dense.get(i, 0.0), best_dense) + _share(lexical.get(i, 0.0), best_lexical)) / 2
        for i in {**dense, **lexical}
    }


def _share(score: float, best: float) -> float:
    return max(score, 0.0) / best if best > 0 else 0.0
