"""The check of a whole store: every row against its checksum, its neighbours and the words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np

from index import rows, schema, spelling
from index.errors import Finding, IndexCorrupt, Remedy
from index.fingerprint import checksum, faults, listed
from index.layout import parsed_sentences
from index.passages import Passage
from index.store import Store

_PASSAGES = (
    f"SELECT text, checksum, {schema.PASSAGE_SEALED} FROM passages"  # noqa: S608
    " WHERE document = (SELECT id FROM documents WHERE name = ?) ORDER BY id"
)


def problems(store: Store, dimension: int | None = None) -> list[Finding]:
    """What is wrong with a store and what to do; empty when all is well.

    Args:
        store: what to check.
        dimension: the length of a vector, where it is known.

    """
    with store.snapshot():
        found = list(_problems(store, dimension))
    try:
        store.check_words()
    except IndexCorrupt:
        reason = "the words it searches are not those of its passages"
        found.append(Finding(reason, str(store.path), Remedy.ANEW))
    return found


def _problems(store: Store, dimension: int | None) -> Iterator[Finding]:
    pages = [row[0] for row in store.rows("PRAGMA integrity_check") if row[0] != "ok"]
    if pages:
        reason = f"the database is damaged ({'; '.join(pages[:3])})"
        yield Finding(reason, str(store.path), Remedy.REPLACE)
        return
    for row in store.rows("PRAGMA foreign_key_check"):
        yield Finding(f"row {row[1]} of {row[0]} belongs to no document", str(store.path), Remedy.ANEW)
    vocabulary = store.vocabulary()
    for name in store.names():
        try:
            wrong = list(_wrong_in(store, name, vocabulary, dimension))
        except IndexCorrupt as error:
            wrong = [f"its rows cannot be read ({error.reason})"]
        except (AttributeError, IndexError, ValueError, TypeError) as error:  # no text, no row
            wrong = [f"its rows cannot be read ({error})"]
        if wrong:
            yield Finding(listed(wrong), name, Remedy.ANEW)


def _wrong_in(store: Store, name: str, vocabulary: frozenset[str], dimension: int | None) -> Iterator[str]:
    """What is wrong with one document and its passages, in parts of a sentence."""
    text, seal, *sealed = store.rows(f"{rows.DOCUMENT} WHERE name = ?", (name,))[0]
    if seal != checksum(*sealed):
        yield "its row is not what was written"
    if hashlib.sha256(text.encode()).hexdigest() != sealed[3]:
        yield "its text is not what was indexed"
        return
    passages = store.rows(_PASSAGES, (name,))
    if not passages:
        yield "it has no passages"
    if spelling.vocabulary(passage[0] for passage in passages).keys() - vocabulary:
        yield "words of it are not among those that slips are mended by"
    for words, seal, *sealed in passages:
        start, end, heading, page, sentences, hash_, vector = sealed
        passage = Passage("", start, end, words, heading, page, *parsed_sentences(sentences))
        numbers = np.frombuffer(vector, np.float16).astype(np.float32)
        yield from faults(passage, text, hash_, seal == checksum(*sealed), numbers, dimension)
