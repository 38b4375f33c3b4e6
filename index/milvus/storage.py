"""The storage in Milvus: any number of writers and readers, on any number of machines."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from index import spelling
from index.address import MilvusAddress
from index.documents import Document
from index.errors import Finding, IndexCorrupt, IndexNotFound, Remedy, UnknownDocument
from index.milvus import check, holding, schema
from index.milvus.analysis import analysis, written
from index.milvus.batch import Batch, quoted
from index.milvus.client import MOST_FOUND, Client, Match, Row
from index.milvus.notes import MilvusNotes
from index.milvus.rows import (
    ENTRY,
    FOUND,
    SEALED,
    Entry,
    document_of,
    entry_of,
    heading_blob,
    key_of,
    layout_of,
    passage_of,
    seal,
)
from index.milvus.schema import META, Collections
from index.milvus.texts import Stretch, Texts, hash_of
from index.milvus.vocabulary import Vocabulary
from index.milvus.weighing import Weighing
from index.passages import Passage
from index.storage import Find, FoundPassages, Known
from index.words import content_words
from index.words import words as split_words

HASHES_AT_ONCE = 100
# A search that finds too many passages of editions that nobody sees asks for so many times as many.
WIDER = 4
# What Milvus finds by words is weighed anew by FTS5's constants: of so many times as many as are wanted, the
# best are those of the folder (`python tests/benchmarks/shared.py searches`).
REWEIGHED = 4
WITH_WORDS = (*FOUND, "words")
# A document that is replaced while it is read is read again so often.
ATTEMPTS = 5
# So many passages are written before Milvus Lite is told to sort them: fewer are read in some milliseconds.
SETTLED_PASSAGES = 100
# A word of several parts is looked for in so many passages that hold any of them.
OCCURRENCES = 200


@dataclass
class _Mine(threading.local):
    """What belongs to one thread: its open transaction, and what its search found."""

    batch: Batch | None = None
    found: dict[str, tuple[Row, Entry]] = field(default_factory=dict)


class MilvusStorage:
    """An index in Milvus.

    Args:
        address: where.
        create: whether an index is to be made there; `replacing` makes it.

    Raises:
        IndexNotFound: if there is none, and none is to be made.
        StorageError: if the server cannot be used, or the name belongs to another program.
        IndexCorrupt, FormatMismatch, IndexLocked: as their names say.

    """

    path: Path | None = None
    is_current: bool = True  # a search or a write looks anew at what the address leads to

    def __init__(self, address: MilvusAddress, create: bool = False) -> None:
        self.address = str(address)
        if not create and address.file and not address.file.exists():
            raise IndexNotFound.at(self.address)  # Milvus Lite would make it
        self._client = Client(address)
        self._texts = Texts(self._client)
        self._weighing = Weighing(self._client)
        self._vocabulary = Vocabulary(self._client)
        self._turn = threading.RLock()
        self._mine = _Mine()
        self._dimension = 0
        self._written = 0
        self._previous: Collections | None = None
        try:
            self._collections = schema.resolve(self._client)
            if self._collections is None and not create:
                raise IndexNotFound.at(self.address)
            if self._collections and address.file:
                self._check_passages()
        except BaseException:
            self._client.close()
            raise

    def use(self, dimension: int) -> None:
        """Get ready for vectors of a length."""
        self._dimension = dimension

    def close(self, at_once: bool = False) -> None:  # noqa: ARG002  (nothing goes on beside the caller)
        """Close the connection."""
        self._client.close()

    def get_meta(self, key: str) -> str | None:
        """A value noted with the index, or None."""
        return self._collections.meta.get(key) if self._collections else None

    def notes(self, kind: str) -> MilvusNotes:
        """What is kept beside the documents."""
        return MilvusNotes(self._client, kind)

    # Reading

    @contextmanager
    def searching(self) -> Iterator[Find]:
        """What is found inside is of documents that were whole when they were found."""
        self._refresh()
        self._mine.found = {}
        try:
            yield self._find
        finally:
            self._mine.found = {}

    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        """Passages that this search found, by id."""
        return self._made_of([(id_, *self._mine.found[id_]) for id_ in ids])

    def occurs(self, word: str, only: tuple[str, ...] | None = None) -> bool:
        """Whether a word, or another with its stem, stands in any passage, or in one of some documents."""
        stems = {written(stem) for stem in analysis().stems([" ".join(split_words(word))])[0]}
        if not stems:
            return False
        condition = self._within(only)
        if len(stems) == 1:
            return bool(self._live("weights", " ".join(stems), 1, condition, ("edition",)))
        found = self._live("weights", " ".join(stems), OCCURRENCES, condition, ("edition", "words"))
        return any(stems <= set(match.row["words"].split(" ")) for match in found)

    def nearest_word(self, typed: str) -> str | None:
        """The indexed word that a mistyped one is most likely meant to be, None where none is near."""
        return next(filter(self.occurs, spelling.closest(typed, self._vocabulary.near(typed))), None)

    def names(self) -> list[str]:
        """The documents' names, in the order they were added."""
        rows = self._rows(("name", "added"))
        return [row["name"] for row in sorted(rows, key=lambda row: (row["added"], row["name"]))]

    def versions(self) -> dict[str, str]:
        """What changes whenever a document's text or title does, by names in the order they were added."""
        rows = sorted(
            self._rows(("name", "added", "content", "layout")), key=lambda row: (row["added"], row["name"])
        )
        return {row["name"]: f"{row['content']} {row['layout']}" for row in rows}

    def count_documents(self) -> int:
        """The number of documents."""
        return self._client.count(self.collections.documents, f'id != "{META}"')

    def document(self, name: str) -> Document | None:
        """A document by name, or None."""
        for attempt in range(ATTEMPTS):
            entry = self._entry(name)
            if entry is None:
                return None
            try:
                return document_of(entry, *self._blobs(entry))
            except IndexCorrupt:
                if self._entry(name) == entry or attempt == ATTEMPTS - 1:
                    raise
        return None

    def count(self) -> int:
        """The number of passages."""
        return sum(row["passages"] for row in self._rows(("passages",)))

    def known(self, name: str) -> Known | None:
        """What a document is known by, or None where there is none of that name."""
        entry = self._entry(name)
        return entry.known if entry else None

    def known_by(self, *, source: str | None = None, file_sha256: str | None = None) -> list[Known]:
        """The documents that were read from a file, by its path or by its bytes."""
        column, value = ("source_key", key_of(source)) if source else ("file_sha256", file_sha256)
        if not value:
            return []
        found = {entry.name: entry for entry in self._entries_where(f'{column} == "{value}"')}
        if self._mine.batch:
            found = self._mine.batch.over(found, lambda entry: getattr(entry, column) == value)
        return [entry.known for entry in found.values()]

    def all_known(self) -> list[Known]:
        """What each document is known by, in the order they were added."""
        return [entry.known for entry in self.entries()]

    def holds(self, document: Document) -> bool:
        """Whether a document is held just so: the same name, text, title and layout."""
        entry = self._entry(document.name)
        return entry is not None and (entry.content, entry.layout) == (
            document.content_hash,
            hash_of(layout_of(document)),
        )

    def vectors_of(self, hashes: Iterable[bytes]) -> dict[bytes, np.ndarray]:
        """The vectors that are there for texts already, float16 of shape (dimension,), by `text_hash`."""
        wanted = [hash_.hex() for hash_ in hashes]
        found: dict[bytes, np.ndarray] = {}
        for build in filter(None, (self.collections, self._previous)):
            for start in range(0, len(wanted), HASHES_AT_ONCE):
                some = quoted(wanted[start : start + HASHES_AT_ONCE])
                for row in self._client.query(
                    build.passages, f"text_hash in [{some}]", [*SEALED, "checksum"]
                ):
                    if seal(row) == row["checksum"]:
                        found[bytes.fromhex(row["text_hash"])] = np.asarray(row["vector"], np.float16)
        return found

    def passages_of(self, name: str) -> tuple[list[Passage], np.ndarray]:
        """A document's passages in order, and their vectors, float16 of shape (len(passages), dimension)."""
        entry = self._entry(name)
        if entry is None:
            return [], np.empty((0, self._dimension), np.float16)
        rows = sorted(
            self._client.each(self.collections.passages, FOUND, f'edition == "{entry.edition}"'),
            key=lambda row: str(row["id"]),
        )
        made = self._made_of([(row["id"], row, entry) for row in rows])
        vectors = np.array([row["vector"] for row in rows], np.float16).reshape(len(rows), -1)
        return list(made.values()), vectors

    def verify(self) -> list[Finding]:
        """What is wrong and what to do; empty when all is well."""
        self._refresh()
        return check.problems(self._client, self.collections, self._texts, self._dimension)

    def sweep(self, older_than_seconds: float) -> int:
        """Remove what writers that were stopped left behind; returns how many rows and collections."""
        self._refresh()
        return check.sweep(self._client, self.collections, older_than_seconds)

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A write, beside those of other processes."""
        with self._turn:
            self._refresh()
            try:
                yield
            finally:
                self._settle()

    @contextmanager
    def replacing(self, meta: Mapping[str, str]) -> Iterator[None]:
        """A write to new collections, which take the place of those that are there when it ends."""
        with self._turn:
            before = schema.resolve(self._client)
            made = schema.create(self._client, self._dimension, meta)
            is_alike = before is not None and before.meta["model_key"] == meta["model_key"]
            self._collections, self._previous = made, before if is_alike else None
            try:
                if before is None:
                    self._client.point(self._name, made.documents, is_new=True)
                yield
                self._settle()
                if before is not None:
                    self._client.point(self._name, made.documents, is_new=False)
            except BaseException:
                self._give_up(made, before)
                raise
            finally:
                self._previous = None
            if before is not None:
                self._drop(before)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All documents that are written inside are kept, each whole; what is removed inside goes last."""
        if self._mine.batch is not None:
            yield
            return
        batch = self._mine.batch = Batch(self._client, self.collections, self._vocabulary)
        try:
            yield
            batch.commit()
            self._written += batch.written
        finally:
            self._mine.batch = None

    def add(self, document: Document, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Add a document with its passages and their vectors, (len(passages), dimension)."""
        self._batch.add(document, passages, vectors)

    def remove(self, name: str) -> None:
        """Remove a document, if there is one of that name."""
        if entry := self._entry(name):
            self._batch.remove(entry)

    def rename(self, name: str, new: str, source: str) -> None:
        """Give a document another name and source; its passages stay as they are."""
        self._batch.rename(self._held(name), new, source)

    def note_file(self, name: str, source: str, file_sha256: str) -> None:
        """Note the file that a document now comes from."""
        self._batch.put(self._held(name).sealed(source=source, file_sha256=file_sha256))

    # Helpers

    @property
    def collections(self) -> Collections:
        """The collections of the build that is read and written."""
        if self._collections is None:
            raise IndexNotFound.at(self.address)
        return self._collections

    def entries(self) -> list[Entry]:
        """All documents' rows, in the order they were added."""
        return sorted(map(entry_of, self._rows(ENTRY)), key=lambda entry: (entry.added, entry.name))

    def _rows(self, fields: Sequence[str]) -> Iterator[Row]:
        """These fields of all documents' rows, in no order."""
        return self._client.each(self.collections.documents, fields, f'id != "{META}"')

    @property
    def _name(self) -> str:
        return self._client.address.name

    @property
    def _batch(self) -> Batch:
        if self._mine.batch is None:
            raise RuntimeError("the storage is written to inside `transaction` alone")
        return self._mine.batch

    def _refresh(self) -> None:
        """See the build that the alias stands for now."""
        found = self._client.described(self._name)
        if (
            found is None
            or self._collections is None
            or found["collection_name"] != self._collections.documents
        ):
            self._collections = schema.resolve(self._client)

    def _entry(self, name: str) -> Entry | None:
        if self._mine.batch and name in self._mine.batch.pending:
            return self._mine.batch.pending[name]
        found = self._entries_where(f'id == "{key_of(name)}"')
        return found[0] if found else None

    def _held(self, name: str) -> Entry:
        entry = self._entry(name)
        if entry is None:
            raise UnknownDocument(name)
        return entry

    def _entries_where(self, condition: str) -> list[Entry]:
        return [entry_of(row) for row in self._client.query(self.collections.documents, condition, ENTRY)]

    def _blobs(self, entry: Entry) -> tuple[str, str]:
        texts = self.collections.texts
        return (
            self._texts.whole(texts, entry.content, entry.text_parts),
            self._texts.whole(texts, entry.layout, entry.layout_parts),
        )

    def _find(
        self, query: str, vector: np.ndarray, depth: int, only: tuple[str, ...] | None
    ) -> FoundPassages:
        condition = self._within(only)
        near = self._live("vector", vector.tolist(), depth, condition, WITH_WORDS)
        alike, lexical = self._alike(query, depth, condition)
        found = [*near, *alike]
        exact = self._holding(query, depth, condition, found)
        dense = {
            match.row["id"]: float(np.asarray(match.row["vector"], np.float32) @ vector)
            for match in (*found, *exact)
        }
        return FoundPassages(dense, lexical, {match.row["id"] for match in exact})

    def _within(self, only: tuple[str, ...] | None) -> str:
        """The condition that a passage is of some documents; nothing for all of them."""
        if only is None:
            return ""
        return f"edition in {json.dumps([self._held(name).edition for name in only])}"

    def _alike(self, query: str, k: int, condition: str) -> tuple[list[Match], dict[str, float]]:
        """The `k` passages whose words match best, as FTS5 weighs them, with their BM25 by id."""
        words = dict.fromkeys(content_words(query))
        line = analysis().lines([" ".join(words)])[0]
        found = self._live("weights", line, REWEIGHED * k, condition, WITH_WORDS) if line else []
        if not found:
            return [], {}
        scores = self._weighing.scores(self.collections.passages, line.split(" "), found)
        best = dict(list(scores.items())[:k])
        return [match for match in found if match.row["id"] in best], best

    def _holding(self, query: str, k: int, condition: str, among: Sequence[Match]) -> list[Match]:
        """Passages that hold an id or a labelled number of the query: all among some, and the first `k`."""
        held: dict[str, Match] = {}
        more: dict[str, Match] = {}
        for line, is_held in holding.tests(query):
            some = self._live("weights", line, REWEIGHED * k, condition, WITH_WORDS)
            for matches, kept in ((among, held), (some, more)):
                kept |= {one.row["id"]: one for one in matches if is_held(one.row["words"].split(" "))}
        return list((held | {id_: more[id_] for id_ in sorted(more)[:k]}).values())

    def _live(self, column: str, query: Any, k: int, condition: str, fields: Sequence[str]) -> list[Match]:
        """The `k` best passages that readers see; their ids sort as passages were added.

        Their documents' entries are kept for `passages`.
        """
        search = partial(self._client.search, self.collections.passages, column, query)
        asked = k
        while True:
            found = search(asked, condition, fields)
            entries = self._entries_of({match.row["edition"] for match in found})
            live = [match for match in found if match.row["edition"] in entries][:k]
            if len(live) == k or len(found) < asked or asked >= MOST_FOUND:
                break
            asked *= WIDER
        for match in live:
            entry = entries[match.row["edition"]]
            match.row["id"] = f"{entry.added:020} {match.row['id']}"
            self._mine.found[match.row["id"]] = match.row, entry
        return live

    def _entries_of(self, editions: set[str]) -> dict[str, Entry]:
        if not editions:
            return {}
        return {entry.edition: entry for entry in self._entries_where(f"edition in [{quoted(editions)}]")}

    def _made_of(self, found: Sequence[tuple[str, Row, Entry]]) -> dict[str, Passage]:
        """Passages of rows, their words cut from their documents' texts."""
        wanted = [Stretch(entry.content, row["start"], row["stop"]) for _, row, entry in found]
        blobs = [heading_blob(row["heading"]) for _, row, _ in found]
        wanted += [blob for blob in blobs if blob]
        texts = self._texts.stretches(self.collections.texts, wanted)
        if any(text is None for text in texts):
            raise IndexCorrupt("parts of a document's text are missing", self.address, Remedy.VERIFY)
        by_place = dict(zip(wanted, texts, strict=True))
        return {
            id_: passage_of(
                entry.name, row, by_place[Stretch(entry.content, row["start"], row["stop"])] or "",
                (by_place[blob] or "") if blob else row["heading"],
            )
            for (id_, row, entry), blob in zip(found, blobs, strict=True)
        }  # fmt: skip

    def _check_passages(self) -> None:
        """See that a file has what its rows name: Milvus Lite takes a lost part of it for an empty one."""
        if self._client.count(self.collections.passages) < self.count():
            raise IndexCorrupt.at(self.address, "passages are missing")

    def _settle(self) -> None:
        self._weighing.forget()
        if self._written >= SETTLED_PASSAGES:
            self._written = 0
            self._client.settle(self.collections.passages)

    def _give_up(self, made: Collections, before: Collections | None) -> None:
        """Leave no trace of a build that failed; a first one that holds documents is left as it is."""
        if before is None and self._client.count(made.documents) > 1:
            return
        found = self._client.described(self._name) if before is None else None
        if found and found["collection_name"] == made.documents:
            self._client.unpoint(self._name)
        self._drop(made)
        self._collections = before

    def _drop(self, build: Collections) -> None:
        for name in reversed(build.names):
            self._client.drop(name)
