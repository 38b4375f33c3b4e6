"""The index: documents in, the best passages for a query out, by meaning and by words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.documents import Document
from index.encoder import Encoder
from index.errors import DocumentError, IndexCorrupt, ModelMismatch, QuestionError
from index.folders import find_files
from index.intake import Unreadable, read_files
from index.passages import Passage, cut
from index.store import Store
from index.vectors import Vectors

MAX_QUERY_CHARS = 10_000
# Each half of the search brings this many candidates to the fusion, or five times what is asked for.
CANDIDATES = 50
BATCH_DOCUMENTS = 64

logger = logging.getLogger("cited_qa")


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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far indexing is: documents read, of how many, and passages encoded so far."""

    documents: int
    total: int
    passages: int


class Index:
    """Documents that can be searched; make one with `build`, `from_texts` or `open`."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder
        self._generation = -1
        self._vectors = Vectors.empty(encoder.dimension)

    @classmethod
    def build(
        cls,
        paths: Iterable[str | Path],
        path: str | Path | None = None,
        model: str | Path | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Index:
        """Index files and folders, in memory or in the folder `path`; an index there is replaced whole.

        Raises:
            DocumentError: if a file cannot be read; an index at `path` then stays as it was.
            ModelError, StorageError, IndexLocked: as their names say.

        """
        files = find_files(paths)
        documents = _readable(files)
        return cls._made(path, model, documents, len(files), progress)

    @classmethod
    def from_texts(
        cls, texts: Mapping[str, str], path: str | Path | None = None, model: str | Path | None = None
    ) -> Index:
        """Index texts given in code, by name; the same as `build` otherwise."""
        documents = [Document.from_text(name, text) for name, text in texts.items()]
        if not documents:
            raise DocumentError("There is no text to index; give at least one.")
        return cls._made(path, model, documents, len(documents), None)

    @classmethod
    def open(cls, path: str | Path, model: str | Path | None = None) -> Index:
        """Open the index in a folder, with the model that it was made with.

        Raises:
            IndexNotFound, IndexCorrupt, FormatMismatch, ModelError: as their names say.
            ModelMismatch: if `model` is another one than the index was made with.

        """
        store = Store(Path(path))
        made_with = store.get_meta("model")
        if made_with is None:
            raise IndexCorrupt(f"{path}: the index names no model; build it anew with: qa index build PATH")
        encoder = Encoder.load(model or made_with)
        if encoder.key != store.get_meta("model_key"):
            raise ModelMismatch(
                f"{path}: this index was made with {made_with}, not with {encoder.name} as it is now; "
                "open it with that model or build it anew."
            )
        return cls(store, encoder)

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by name, read when asked for."""
        return _Documents(self._store)

    @property
    def path(self) -> Path | None:
        """The folder it is kept in, None for one in memory."""
        return self._store.path

    @property
    def model(self) -> str:
        """Name of the embedding model."""
        return self._encoder.name

    def __len__(self) -> int:
        """The number of passages."""
        return self._store.count()

    def add(
        self, paths: Iterable[str | Path], progress: Callable[[Progress], None] | None = None
    ) -> list[str]:
        """Add files and folders; one of a known name replaces it, an unchanged one costs nothing.

        Returns:
            The names of the documents that are new or changed.

        Raises:
            DocumentError, StorageError, IndexLocked: as their names say; the index then stays as it was.

        """
        files = find_files(paths)
        documents = _readable(files)
        with self._store.transaction():
            changed = self._write(documents, len(files), progress)
        self._refresh()
        return changed

    def remove(self, name: str) -> None:
        """Remove a document.

        Raises:
            DocumentError: if the index holds no document of that name.

        """
        if self._store.document(name) is None:
            raise DocumentError(f"{name}: the index holds no such document; see: qa index list")
        with self._store.transaction():
            self._store.remove(name)
        self._refresh()

    def search(self, query: str, k: int = 5, document: str | None = None) -> list[Hit]:
        """The `k` best passages for a query, best first; of one document, if that is named.

        Dense and BM25 scores are fused by the mean of each divided by its best for the query.

        Raises:
            QuestionError: if the query has no word or is longer than 10,000 characters.
            DocumentError: if the index holds no document of that name.

        """
        check_query(query)
        if document is not None and document not in self.documents:
            raise DocumentError(f"{document}: the index holds no such document; see: qa index list")
        self._refresh()
        among = self._store.ids_of(document) if document is not None else None
        depth = max(CANDIDATES, 5 * k)
        vector = self._encoder.encode_query(query)
        dense = self._vectors.search(vector, depth, among)
        lexical = self._store.match(query, depth, document)
        only_lexical = [i for i in lexical if i not in dense]
        if only_lexical:
            dense |= dict(
                zip(only_lexical, map(float, self._vectors.get(only_lexical) @ vector), strict=True)
            )
        fused = fuse(dense, lexical)
        best = sorted(fused, key=lambda i: (-fused[i], i))[:k]
        passages = self._store.passages(best)
        return [
            Hit(passages[i], fused[i], dense[i], lexical.get(i, 0.0), rank)
            for rank, i in enumerate(best, start=1)
        ]

    def occurs(self, word: str) -> bool:
        """Whether a word, or another form of it with the same stem, stands in any passage."""
        return self._store.occurs(word)

    def verify(self) -> list[str]:
        """Check every text, offset and vector; returns what is wrong in sentences, empty when all is well."""
        self._refresh()
        problems = self._store.problems()
        for ids, vectors in self._store.vectors():
            if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=0.01):
                problems.append(f"vectors of passages {ids[0]}-{ids[-1]} are not of unit length")
            elif not np.array_equal(self._vectors.get(ids), vectors):
                problems.append(f"vectors of passages {ids[0]}-{ids[-1]} differ from the stored ones")
        return problems

    def close(self) -> None:
        """Close the index; it cannot be used afterwards."""
        self._store.close()

    @classmethod
    def _made(
        cls,
        path: str | Path | None,
        model: str | Path | None,
        documents: Iterable[Document],
        total: int,
        progress: Callable[[Progress], None] | None,
    ) -> Index:
        encoder = Encoder.load(model)
        name = str(Path(encoder.name).resolve()) if Path(encoder.name).is_dir() else encoder.name
        index = cls(Store(Path(path) if path else None, create=True), encoder)
        try:
            with index._store.transaction():
                for known in index._store.names():
                    index._store.remove(known)
                index._store.set_meta("model", name)
                index._store.set_meta("model_key", encoder.key)
                index._write(documents, total, progress)
        except BaseException:
            index._store.discard_if_new()
            raise
        index._refresh()
        return index

    def _write(
        self, documents: Iterable[Document], total: int, progress: Callable[[Progress], None] | None
    ) -> list[str]:
        known = self._store.hashes()
        changed: list[str] = []
        seen = encoded = 0
        for batch in _batches(documents, BATCH_DOCUMENTS):
            fresh = [document for document in batch if known.get(document.name) != document.content_hash]
            cuts = [cut(document) for document in fresh]
            before = Progress(seen, total, encoded)
            vectors = self._encode([passage for passages in cuts for passage in passages], before, progress)
            for document, passages in zip(fresh, cuts, strict=True):
                self._store.remove(document.name)
                self._store.add(document, passages, vectors[: len(passages)])
                vectors = vectors[len(passages) :]
                encoded += len(passages)
            changed += [document.name for document in fresh]
            seen += len(batch)
            if progress:
                progress(Progress(seen, total, encoded))
        return changed

    def _encode(
        self, passages: list[Passage], before: Progress, progress: Callable[[Progress], None] | None
    ) -> np.ndarray:
        done = before.passages

        def advance(count: int) -> None:
            nonlocal done
            done += count
            if progress:
                progress(Progress(before.documents, before.total, done))

        return self._encoder.encode([_indexed_text(passage) for passage in passages], advance)

    def _refresh(self) -> None:
        """Bring the vectors to the store's generation: from its FAISS file or, failing that, itself."""
        generation = self._store.generation
        if generation == self._generation:
            return
        file = self.path / f"vectors-{generation}.faiss" if self.path else None
        vectors = Vectors.open(file) if file and file.is_file() else None
        shape = (self._store.count(), self._encoder.dimension)
        if vectors is None or (len(vectors), vectors.dimension) != shape:
            vectors = Vectors.empty(self._encoder.dimension)
            for ids, rows in self._store.vectors():
                vectors.add(ids, rows)
            if file:
                _save_derived(vectors, file)
        self._vectors, self._generation = vectors, generation


class _Documents(Mapping[str, Document]):
    """The documents of a store by name, each read when asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, name: str) -> Document:
        document = self._store.document(name)
        if document is None:
            raise KeyError(name)
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._store.names())

    def __len__(self) -> int:
        return len(self._store.names())

    def __contains__(self, name: object) -> bool:
        return name in self._store.names()


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


def _indexed_text(passage: Passage) -> str:
    """What is encoded: the passage under its heading, since later passages of a section don't repeat it."""
    if passage.heading and not passage.text.startswith(passage.heading):
        return f"{passage.heading}\n{passage.text}"
    return passage.text


def _readable(files: Mapping[str, Path | Unreadable]) -> Iterator[Document]:
    for read in read_files(files):
        if isinstance(read, Document):
            yield read
        elif isinstance(read, Unreadable):
            raise DocumentError(f"{read.path}: {read.reason}")


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _save_derived(vectors: Vectors, file: Path) -> None:
    """Keep the vectors for the next process; it can do without, so a failure is told and passed over."""
    try:
        vectors.save(file)
    except OSError as error:
        logger.warning("The vectors could not be saved (%s); they are rebuilt at each start.", error)
        return
    for stale in file.parent.glob("vectors-*.faiss"):
        if stale != file:
            stale.unlink(missing_ok=True)
