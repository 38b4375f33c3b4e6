"""A batch: documents that are written together, so that readers see each of them whole or not at all.

Texts and passages are put first; then the documents' rows, which make them seen; what the rows took the place
of is removed last, and only what its own writer wrote, so that no writer removes what another one put anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from index.documents import Document
from index.errors import DocumentError, StorageError
from index.milvus.client import ROWS_AT_ONCE, Client, Row
from index.milvus.rows import (
    ENTRY,
    Entry,
    entry_of,
    fits,
    heading_blob,
    kept_heading,
    key_of,
    layout_of,
    new_entry,
    passage_rows,
)
from index.milvus.schema import Collections
from index.milvus.texts import part_rows
from index.milvus.vocabulary import Vocabulary
from index.passages import Passage
from index.spelling import vocabulary as words_of

TEXTS_AT_ONCE = 200


class Batch:
    """The writes of one transaction.

    Attributes:
        pending: rows that are to be written, by name; None for one that is to go.
        written: how many passages were put.

    """

    def __init__(self, client: Client, collections: Collections, vocabulary: Vocabulary) -> None:
        self.pending: dict[str, Entry | None] = {}
        self.written = 0
        self._client = client
        self._collections = collections
        self._vocabulary = vocabulary
        self._stamp = secrets.token_hex(16)
        self._words: dict[str, str] = {}
        self._texts: dict[str, Row] = {}
        self._passages: list[Row] = []
        self._new: list[Entry] = []
        self._replaced: list[Entry] = []

    def over(self, found: Mapping[str, Entry], is_alike: Callable[[Entry], bool]) -> dict[str, Entry]:
        """Entries that meet a condition, as they will be once the batch is committed."""
        kept = {name: entry for name, entry in found.items() if name not in self.pending}
        own = {name: entry for name, entry in self.pending.items() if entry and is_alike(entry)}
        return {**kept, **own}

    def add(self, document: Document, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Add a document."""
        if not fits(document.name) or not fits(document.source):
            raise DocumentError("this name or path is too long; rename it", f"{document.name[:100]}…")
        layout = layout_of(document)
        entry = new_entry(document, layout, len(passages), self._stamp)
        if any(other.name != document.name for other in self._of(entry.edition)):
            entry = new_entry(document, layout, len(passages), self._stamp, salt=secrets.token_hex(8))
        for blob in (document.text, layout, *_long_headings(passages)):
            self._put_texts(part_rows(blob, self._stamp))
        for folded, word in words_of(passage.text for passage in passages).items():
            self._words[folded] = max(word, self._words.get(folded, ""))
        for row in passage_rows(entry.edition, self._stamp, passages, vectors):
            self._passages.append(row)
            if len(self._passages) >= ROWS_AT_ONCE:
                self._flush()
        self._new.append(entry)
        self.pending[document.name] = entry

    def put(self, entry: Entry) -> None:
        """Write a row anew."""
        self.pending[entry.name] = entry

    def remove(self, entry: Entry) -> None:
        """Remove a document."""
        self.pending[entry.name] = None
        self._replaced.append(entry)

    def rename(self, entry: Entry, new: str, source: str) -> None:
        """Give a document another name; its passages are known by its edition, which stays."""
        self.pending[entry.name] = None
        self.pending[new] = entry.sealed(name=new, source=source)

    def commit(self) -> None:
        """Write it all."""
        self._vocabulary.add(self._words)
        self._flush()
        rows = [entry.to_row() for entry in self.pending.values() if entry]
        if rows:
            self._client.put(self._collections.documents, rows)
        gone = [key_of(name) for name, entry in self.pending.items() if entry is None]
        if gone:
            self._client.delete(self._collections.documents, f"id in [{quoted(gone)}]")
        self._check_whole()
        for entry in self._replaced:
            self._forget(entry)

    def _put_texts(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._texts[row["id"]] = row
            if len(self._texts) >= TEXTS_AT_ONCE:
                self._flush_texts()

    def _flush_texts(self) -> None:
        self._client.put(self._collections.texts, list(self._texts.values()))
        self._texts.clear()

    def _flush(self) -> None:
        self._flush_texts()
        self._client.put(self._collections.passages, self._passages)
        self.written += len(self._passages)
        self._passages.clear()

    def _check_whole(self) -> None:
        """See that nobody removed what this batch wrote, before its rows were there to keep it."""
        new = [entry for entry in self._new if self.pending.get(entry.name) is entry]
        if not new:
            return
        editions = {entry.edition for entry in new}
        blobs: dict[str, int] = {}
        for entry in new:
            blobs |= {entry.content: entry.text_parts, entry.layout: entry.layout_parts}
        passages = self._client.count(self._collections.passages, f"edition in [{quoted(editions)}]")
        texts = self._client.count(self._collections.texts, f"blob in [{quoted(blobs)}]")
        if passages < sum(entry.passages for entry in new) or texts < sum(blobs.values()):
            mine = f'stamp == "{self._stamp}" and id in [{quoted(entry.id for entry in new)}]'
            self._client.delete(self._collections.documents, mine)
            raise StorageError(
                "another process changed the same documents at the same time, and "
                "these were not kept; run the same command again",
                self._client.address,
            )

    def _forget(self, entry: Entry) -> None:
        """Remove the passages and texts of a document that is gone, where no other one has them."""
        if not self._of(entry.edition):
            self._client.delete(
                self._collections.passages, f'edition == "{entry.edition}" and stamp == "{entry.stamp}"'
            )
        for column, blob in (("content", entry.content), ("layout", entry.layout)):
            if not self._client.count(self._collections.documents, f'{column} == "{blob}"'):
                self._client.delete(self._collections.texts, f'blob == "{blob}" and stamp == "{entry.stamp}"')

    def _of(self, edition: str) -> list[Entry]:
        """The documents, written or to be, that have an edition."""
        own = [entry for entry in self.pending.values() if entry and entry.edition == edition]
        found = self._client.query(self._collections.documents, f'edition == "{edition}"', ENTRY)
        return own + [entry_of(row) for row in found]


def quoted(values: Iterable[str]) -> str:
    """Hexadecimal values as they stand in a condition's list."""
    return ", ".join(f'"{value}"' for value in values)


def _long_headings(passages: Sequence[Passage]) -> set[str]:
    return {passage.heading for passage in passages if heading_blob(kept_heading(passage.heading))}
