"""Rows: what the store reads becomes documents, passages and vectors, if it is what was written.

One changed byte is told by the row's checksum or its text's hash, before it is read as anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index import schema
from index.documents import Document
from index.errors import IndexCorrupt
from index.fingerprint import checksum, text_hash
from index.layout import parsed_layout, parsed_sentences
from index.passages import Passage

# In the order in which the functions below take them.
DOCUMENT = f"SELECT text, checksum, {schema.DOCUMENT_SEALED} FROM documents"  # noqa: S608
PASSAGE = f"p.id, p.text, p.checksum, {schema.PASSAGE_SEALED}"
VECTOR = f"SELECT id, checksum, {schema.PASSAGE_SEALED} FROM passages"  # noqa: S608


def document(row: Sequence[Any], path: Path | None) -> Document:
    """A document from a row of `DOCUMENT`.

    Raises:
        IndexCorrupt: if it is not what was written.

    """
    text, seal, *sealed = row
    _check(seal, sealed, path)
    name, source, title, sha256, file_sha256, kept_layout = sealed
    found = Document(
        name=name,
        text=text,
        title=title,
        source=source,
        file_sha256=file_sha256,
        **parsed_layout(kept_layout)._asdict(),
    )
    if not isinstance(text, str) or found.content_hash != sha256:
        raise IndexCorrupt.at(path, f"the text of {name} is not what was written")
    return found


def passage(row: Sequence[Any], name: str, path: Path | None) -> tuple[int, Passage]:
    """A passage of the document `name`, with its id, from a row of `PASSAGE`.

    Raises:
        IndexCorrupt: if it is not what was written.

    """
    row_id, text, seal, *sealed = row
    _check(seal, sealed, path)
    start, end, heading, page, sentences, hash_, _ = sealed
    found = Passage(name, start, end, text, heading, page, *parsed_sentences(sentences))
    if not isinstance(text, str) or text_hash(found) != hash_:
        raise IndexCorrupt.at(path, f"a passage of {name} is not what was written")
    return row_id, found


def vectors(rows: Sequence[Sequence[Any]], path: Path | None) -> tuple[list[int], np.ndarray]:
    """Ids and their vectors, float32 (n, dimension), from one or more rows of `VECTOR`.

    Raises:
        IndexCorrupt: if one is not what was written.

    """
    for _, seal, *sealed in rows:
        _check(seal, sealed, path)
    joined = np.frombuffer(b"".join(row[-1] for row in rows), np.float16)
    return [row[0] for row in rows], joined.reshape(len(rows), -1).astype(np.float32)


def _check(seal: object, sealed: Sequence[object], path: Path | None) -> None:
    if seal != checksum(*sealed):
        raise IndexCorrupt.at(path, "a row is not what was written")
