"""Rows: documents and passages as Milvus keeps them, each sealed by a checksum, and back."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from index.documents import Document
from index.fingerprint import checksum, text_hash
from index.layout import document_layout, parsed_layout, parsed_sentences, passage_layout
from index.milvus.analysis import analysis
from index.milvus.client import Row
from index.milvus.schema import MOST_BYTES, row
from index.milvus.texts import Stretch, hash_of, part_count
from index.passages import Passage
from index.storage import Known

SEALED = ("start", "stop", "heading", "page", "sentences", "text_hash", "vector")
# What a search needs of a passage.
FOUND = ("edition", "start", "stop", "heading", "page", "sentences", "vector")
# A longer heading is a blob of its own, which this stands before.
_BLOB = "\x00blob "
_MOST_INLINE_BYTES = 1_000


class Entry(NamedTuple):
    """A document's row.

    Attributes:
        id: of its name.
        edition: what its passages are known by.
        stamp: of the writer that wrote it, as on the passages and parts that it wrote for it.
        content, layout: the blobs of its text and of what else there is of it.

    """

    id: str
    name: str
    source: str
    source_key: str
    content: str
    layout: str
    file_sha256: str
    edition: str
    stamp: str
    passages: int
    text_parts: int
    layout_parts: int
    added: int
    checksum: int = 0

    @property
    def known(self) -> Known:
        """What it is known by."""
        return Known(self.name, self.source, self.file_sha256)

    @property
    def is_sound(self) -> bool:
        """Whether it is what was written."""
        return self.checksum == checksum(*self[:-1])

    def sealed(self, **changes: Any) -> Entry:
        """The same with changes, and with the checksum of it."""
        changed = self._replace(**changes)
        changed = changed._replace(id=key_of(changed.name), source_key=key_of(changed.source))
        return changed._replace(checksum=checksum(*changed[:-1]))

    def to_row(self) -> Row:
        """The row that keeps it."""
        return row("documents", **self._asdict())


ENTRY = Entry._fields


def entry_of(found: Row) -> Entry:
    """The entry that a row keeps."""
    return Entry(**{field: found[field] for field in ENTRY})


def new_entry(document: Document, layout: str, passages: int, stamp: str, salt: str = "") -> Entry:
    """An entry for a document that is being written."""
    edition = hashlib.blake2b(digest_size=16)
    for part in (document.name, document.content_hash, hash_of(layout), salt):
        edition.update(hash_of(part).encode())
    return Entry(
        id="", name=document.name, source=document.source, source_key="", content=document.content_hash,
        layout=hash_of(layout), file_sha256=document.file_sha256, edition=edition.hexdigest(), stamp=stamp,
        passages=passages, text_parts=part_count(document.text), layout_parts=part_count(layout),
        added=time.time_ns(),
    ).sealed()  # fmt: skip


def key_of(text: str) -> str:
    """What a name or a path of any characters is looked up by; "" for ""."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest() if text else ""


def layout_of(document: Document) -> str:
    """What there is of a document beside its text, as a blob."""
    return json.dumps([document.title, document_layout(document)])


def document_of(entry: Entry, text: str, layout: str) -> Document:
    """The document that an entry and its blobs make."""
    title, parts = json.loads(layout)
    return Document(
        name=entry.name,
        text=text,
        title=title,
        source=entry.source,
        file_sha256=entry.file_sha256,
        **parsed_layout(parts)._asdict(),
    )


def passage_rows(edition: str, stamp: str, passages: Sequence[Passage], vectors: np.ndarray) -> Iterator[Row]:
    """The rows of a document's passages."""
    now = int(time.time())
    rows = vectors.astype(np.float16).astype(np.float32)
    words = analysis().lines([passage.text for passage in passages])
    for number, (passage, vector, line) in enumerate(zip(passages, rows, words, strict=True)):
        made = row(
            "passages", id=f"{edition}:{number:06}", edition=edition, stamp=stamp, start=passage.start,
            stop=passage.end, heading=kept_heading(passage.heading), page=passage.page or 0,
            sentences=passage_layout(passage), text_hash=text_hash(passage).hex(), words=line,
            length=len(line.split()),
            written=now, vector=vector,
        )  # fmt: skip
        yield {**made, "checksum": seal(made)}


def kept_heading(heading: str) -> str:
    """A heading as a row holds it."""
    if len(heading.encode()) <= _MOST_INLINE_BYTES and not heading.startswith(_BLOB):
        return heading
    return f"{_BLOB}{hash_of(heading)} {len(heading)}"


def heading_blob(kept: str) -> Stretch | None:
    """Where a heading that a row does not hold itself stands."""
    if not kept.startswith(_BLOB):
        return None
    blob, length = kept.removeprefix(_BLOB).split(" ")
    return Stretch(blob, 0, int(length))


def seal(found: Row) -> int:
    """The checksum of a passage's row."""
    vector = np.asarray(found["vector"], np.float32).astype(np.float16).tobytes()
    return checksum(*(found[field] for field in SEALED[:-1]), vector)


def passage_of(name: str, found: Row, text: str, heading: str) -> Passage:
    """The passage that a row and its words make."""
    sentences, cells = parsed_sentences(found["sentences"])
    return Passage(
        name, found["start"], found["stop"], text, heading, found["page"] or None, sentences, cells
    )


def fits(text: str) -> bool:
    """Whether a name or path is short enough for its field."""
    return len(text.encode()) <= MOST_BYTES
