"""Lexical search: the passages whose words match a query best, by BM25 (Robertson & Zaragoza, 2009) in FTS5.

FTS5 weighs every passage that holds any word of the query, at about a microsecond each: a few words that
stand in every tenth of a million passages would take seconds. Among many passages the rarer words of a query
therefore choose, as many as bring no more than `WEIGHED` passages; what the others would add is little, since
BM25 weighs a word by its rarity. Up to `WEIGHED` passages nothing is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from index.exact import Term, terms
from index.words import content_words, is_function_word
from index.words import words as split_words

# `python tests/benchmarks/scale.py words` prints times and agreement with weighing all.
WEIGHED = 20_000
# Words that may stand between a label and its number.
LABEL_GAP = 2

Rows = Callable[[str, Iterable[object]], list[Any]]


def match(rows: Rows, query: str, k: int, only: tuple[str, ...] | None = None) -> dict[int, float]:
    """BM25 of the `k` passages that match best by id, best first; of some documents, if those are named.

    The query's content words are searched as words, whatever signs stand around them.

    Args:
        rows: runs an SQL query with values on the store and returns its rows.
        query: what is searched.
        k: how many.
        only: the names of the documents to look in; None for all.

    """
    words = list(dict.fromkeys(content_words(query)))
    if only is None and words and _last_passage(rows) > WEIGHED:
        expression = _affordable(rows, words)
    else:
        expression = " OR ".join(map(_quoted, words))
    if not expression:
        return {}
    scope, values = _scope(only)
    weighed = (
        f"SELECT rowid AS id, -bm25(words) AS score FROM words WHERE words MATCH ?{scope} LIMIT {WEIGHED}"  # noqa: S608
    )
    best = f"SELECT id, score FROM ({weighed}) ORDER BY score DESC, id LIMIT ?"  # noqa: S608
    found = rows(best, (expression, *values, k))
    return {row[0]: row[1] for row in found}


def holding(
    rows: Rows, query: str, k: int, only: tuple[str, ...] | None = None, among: Iterable[int] = ()
) -> set[int]:
    """Ids of the passages that hold an id or a labelled number of the query, to the letter.

    These are those `among` some that do, and the first `k` that were added.
    """
    phrases = [phrase for term in terms(query) if term.names_a_thing for phrase in _phrases(term)]
    if not phrases:
        return set()
    scope, values = _scope(only)
    first = f"SELECT rowid FROM words WHERE words MATCH ?{scope} ORDER BY rowid LIMIT ?"  # noqa: S608
    some = "SELECT rowid FROM words WHERE words MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
    expression = " OR ".join(phrases)
    found = [*rows(first, (expression, *values, k)), *rows(some, (expression, json.dumps([*among])))]
    return {row[0] for row in found}


def occurs(rows: Rows, word: str, only: tuple[str, ...] | None = None) -> bool:
    """Whether a word, or another form of it with the same stem, stands anywhere, or in some documents."""
    parts = split_words(word)
    scope, values = _scope(only)
    some = f"SELECT 1 FROM words WHERE words MATCH ?{scope} LIMIT 1"  # noqa: S608
    return bool(parts) and bool(rows(some, (" ".join(map(_quoted, parts)), *values)))


def _phrases(term: Term) -> list[str]:
    if term.label:
        return [f"NEAR({_quoted(term.label)} {_quoted(term.text)}, {LABEL_GAP})"]
    return list(dict.fromkeys((_quoted(term.text), _quoted(term.key))))


def _scope(only: tuple[str, ...] | None) -> tuple[str, tuple[str, ...]]:
    """The condition that a word's row belongs to some documents, with its value; nothing for all of them."""
    if only is None:
        return "", ()
    return (
        " AND rowid IN (SELECT p.id FROM passages p JOIN documents d ON d.id = p.document"
        " WHERE d.name IN (SELECT value FROM json_each(?)))",
        (json.dumps(only),),
    )


def _last_passage(rows: Rows) -> int:
    """The newest passage's id, which is at least their number; counting them would read them all."""
    return int(rows("SELECT coalesce(max(id), 0) FROM passages", ())[0][0])


def _affordable(rows: Rows, words: list[str]) -> str:
    """The rarest words of a query, or all of its words together where each one is common; or nothing."""
    words = [word for word in words if not is_function_word(word)]
    counts = {word: _count(rows, word) for word in words}
    chosen: list[str] = []
    left = WEIGHED
    for word in sorted(counts, key=lambda word: counts[word]):
        left -= counts[word]
        if left < 0:
            break
        chosen.append(_quoted(word))
    return " OR ".join(chosen) or " AND ".join(map(_quoted, words))


def _count(rows: Rows, word: str) -> int:
    """The number of passages that a word stands in, as far as that matters."""
    query = f"SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT {WEIGHED + 1})"  # noqa: S608
    return int(rows(query, (_quoted(word),))[0][0])


def _quoted(word: str) -> str:
    return f'"{word}"'
