"""The check of a whole store: every row against its checksum, its neighbours and the words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np

from index import rows, schema
from index.errors import IndexCorrupt, Remedy
from index.fingerprint import checksum, text_hash
from index.layout import parsed_sentences
from index.passages import Passage
from index.store import Store

_ANEW = f"{Remedy.ANEW} (texts that are sound are not encoded again)."
_PASSAGES = (
    f"SELECT text, checksum, {schema.PASSAGE_SEALED} FROM passages"  # noqa: S608
    " WHERE document = (SELECT id FROM documents WHERE name = ?) ORDER BY id"
)


def problems(store: Store, dimension: int | None = None) -> list[str]:
    """What is wrong with a store and what to do, in sentences; empty when all is well.

    Args:
        store: what to check.
        dimension: the length of a vector, where it is known.

    """
    with store.snapshot():
        found = list(_problems(store, dimension))
    try:
        store.check_words()
    except IndexCorrupt:
        found.append(f"{store.path}: the words it searches are not those of its passages; {_ANEW}")
    return found


def _problems(store: Store, dimension: int | None) -> Iterator[str]:
    pages = [row[0] for row in store.rows("PRAGMA integrity_check") if row[0] != "ok"]
    if pages:
        yield f"{store.path}: the database is damaged ({'; '.join(pages[:3])}); {Remedy.REPLACE}."
        return
    for row in store.rows("PRAGMA foreign_key_check"):
        yield f"{store.path}: row {row[1]} of {row[0]} belongs to no document; {_ANEW}"
    for name in store.names():
        try:
            wrong = list(_wrong_in(store, name, dimension))
        except (IndexCorrupt, AttributeError, IndexError, ValueError, TypeError) as error:  # no text, no row
            wrong = [f"its rows cannot be read ({error})"]
        if wrong:
            told = wrong[:3] + ([f"and {len(wrong) - 3} more of the kind"] if len(wrong) > 3 else [])
            yield f"{name}: {', '.join(told)}; {_ANEW}"


def _wrong_in(store: Store, name: str, dimension: int | None) -> Iterator[str]:
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
    for words, passage_seal, *passage_sealed in passages:
        yield from _wrong_passage(text, words, passage_seal, passage_sealed, dimension)


def _wrong_passage(
    text: str, words: str, seal: int, sealed: list[Any], dimension: int | None
) -> Iterator[str]:
    start, end, heading, _page, sentences, hash_, vector = sealed
    where = f"passage {start}-{end}"
    if text[start:end] != words:
        yield f"{where} does not stand there"
    elif text_hash(Passage("", start, end, words, heading)) != hash_:
        yield f"{where} is not what was encoded"
    elif not all(start <= first <= last <= end for first, last in chain(*parsed_sentences(sentences))):
        yield f"{where} has sentences that stand elsewhere"
    if seal != checksum(*sealed):
        yield f"{where} is not what was written"
    numbers = np.frombuffer(vector, np.float16).astype(np.float32)
    if dimension is not None and len(numbers) != dimension:
        yield f"{where} has a vector of {len(numbers)} numbers instead of {dimension}"
    elif not np.isclose(np.linalg.norm(numbers), 1, atol=0.01):
        yield f"{where} has a vector that is not of unit length"
