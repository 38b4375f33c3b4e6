"""The check of a whole index in Milvus, and the sweeping of what stopped writers left behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from index.errors import Finding, IndexCorrupt, Remedy
from index.fingerprint import faults, listed
from index.milvus.client import Client
from index.milvus.rows import ENTRY, SEALED, Entry, document_of, entry_of, heading_blob, passage_of, seal
from index.milvus.schema import META, Collections, left_over

if TYPE_CHECKING:
    from index.milvus.texts import Texts

IDS_AT_ONCE = 500


def problems(client: Client, collections: Collections, texts: Texts, dimension: int) -> list[Finding]:
    """What is wrong and what to do; empty when all is well."""
    entries = [entry_of(row) for row in client.each(collections.documents, ENTRY, f'id != "{META}"')]
    found = []
    for entry in entries:
        wrong = list(_wrong_in(client, collections, texts, entry, dimension))
        if wrong:
            found.append(Finding(f"{listed(wrong)}; remove it and add its file again", entry.name))
    passages, parts = _orphans(client, collections, 0)
    if passages or parts:
        orphans = f"{len(passages):,} passages and {len(parts):,} parts of texts"
        reason = f"{orphans} belong to no document and are never shown"
        found.append(Finding(reason, str(client.address), Remedy.SWEEP))
    if builds := left_over(client, 0):
        reason = f"{', '.join(builds)} belong to no index"
        found.append(Finding(reason, str(client.address), Remedy.SWEEP))
    return found


def sweep(client: Client, collections: Collections, older_than: float) -> int:
    """Remove orphans that were written more than so many seconds ago; returns how many."""
    passages, parts = _orphans(client, collections, older_than)
    for collection, ids in ((collections.passages, passages), (collections.texts, parts)):
        for start in range(0, len(ids), IDS_AT_ONCE):
            some = ", ".join(f'"{id_}"' for id_ in ids[start : start + IDS_AT_ONCE])
            client.delete(collection, f"id in [{some}]")
    builds = left_over(client, older_than)
    for name in builds:
        client.drop(name)
    return len(passages) + len(parts) + len(builds)


def _orphans(client: Client, collections: Collections, older_than: float) -> tuple[list[str], list[str]]:
    """The ids of passages and of parts that no document's row names; rows are read last, after their own."""
    latest = time.time() - older_than
    passages = [
        row
        for row in client.each(collections.passages, ("edition", "heading", "written"))
        if row["written"] <= latest
    ]
    parts = [row for row in client.each(collections.texts, ("blob", "written")) if row["written"] <= latest]
    rows = list(client.each(collections.documents, ("edition", "content", "layout"), f'id != "{META}"'))
    editions = {row["edition"] for row in rows}
    blobs = {row[column] for row in rows for column in ("content", "layout")}
    headings = (heading_blob(row["heading"]) for row in passages if row["edition"] in editions)
    blobs |= {heading.blob for heading in headings if heading}
    return (
        [row["id"] for row in passages if row["edition"] not in editions],
        [row["id"] for row in parts if row["blob"] not in blobs],
    )


def _wrong_in(
    client: Client, collections: Collections, texts: Texts, entry: Entry, dimension: int
) -> Iterator[str]:
    """What is wrong with one document and its passages, in parts of a sentence."""
    if not entry.is_sound:
        yield "its row is not what was written"
    texts.forget()
    try:
        text = texts.whole(collections.texts, entry.content, entry.text_parts)
        document = document_of(entry, text, texts.whole(collections.texts, entry.layout, entry.layout_parts))
    except (IndexCorrupt, ValueError, TypeError):
        yield "its text is not what was indexed"
        return
    fields = (*SEALED, "checksum")
    rows = list(client.each(collections.passages, fields, f'edition == "{entry.edition}"'))
    if len(rows) != entry.passages or not rows:
        yield f"it has {len(rows)} passages instead of {entry.passages}"
    for row in rows:
        heading = row["heading"]
        if blob := heading_blob(heading):
            heading = texts.stretches(collections.texts, [blob])[0] or ""
        passage = passage_of(document.name, row, document.text[row["start"] : row["stop"]], heading)
        vector = np.asarray(row["vector"], np.float32)
        is_sealed = seal(row) == row["checksum"]
        yield from faults(
            passage, document.text, bytes.fromhex(row["text_hash"]), is_sealed, vector, dimension
        )
