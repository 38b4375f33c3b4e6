"""Spelling: the word of the index that a mistyped one is most likely meant to be.

The index's vocabulary is FTS5's own, by stems; those near the typed word's stem by the distance of Damerau
(1964) and Levenshtein (1966) are compared again as they are written in a passage that holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from index.words import words

if TYPE_CHECKING:
    from snowballstemmer.porter_stemmer import PorterStemmer

SHORTEST = 4
# From this length on two slips are likelier than another word.
LONG = 8
STEMS_COMPARED = 8
# What `nearest` looks into, in a connection's own temporary schema.
VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'words', 'row')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.instances USING fts5vocab('main', 'words', 'instance')",
)

Rows = Callable[[str, Iterable[object]], list[Any]]


def nearest(rows: Rows, typed: str, vocabulary: Sequence[str]) -> str | None:
    """The word of the index that is at most one slip from a typed one, or two from a long one; or None.

    Args:
        rows: runs an SQL query with values on the store and returns its rows.
        typed: a word that the index does not hold.
        vocabulary: the stems of the index.

    """
    from rapidfuzz import process  # noqa: PLC0415  (for mistyped words alone)
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

    typed = typed.casefold()
    if not _is_mistakable(typed):
        return None
    near = process.extract(
        _porter(typed),
        vocabulary,
        scorer=DamerauLevenshtein.distance,
        score_cutoff=_slips(typed),
        limit=STEMS_COMPARED,
    )
    return next(iter(closest(typed, {_written(rows, stem, typed) for stem, _, _ in near})), None)


def closest(typed: str, written: Iterable[str]) -> list[str]:
    """The words that a typed one may be meant to be, the likeliest first."""
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

    typed = typed.casefold()
    distances = {
        word: DamerauLevenshtein.distance(typed, word.casefold())
        for word in written
        if word and sorted(word[:2].casefold())[0] in typed[:2]
    }
    found = [word for word, distance in distances.items() if distance <= _slips(typed)]
    return sorted(found, key=lambda word: (distances[word], word)) if _is_mistakable(typed) else []


def _is_mistakable(typed: str) -> bool:
    return len(typed) >= SHORTEST and typed.isalpha()


def _slips(typed: str) -> int:
    return 2 if len(typed) >= LONG else 1


def _written(rows: Rows, stem: str, typed: str) -> str:
    """The word nearest to the typed one in a passage that holds a stem."""
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

    found = rows(
        "SELECT text FROM passages WHERE id = (SELECT doc FROM temp.instances WHERE term = ? LIMIT 1)",
        (stem,),
    )
    there = words(found[0][0]) if found else []
    return min(there, key=lambda word: DamerauLevenshtein.distance(typed, word.casefold()), default="")


def _porter(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> PorterStemmer:
    import snowballstemmer  # noqa: PLC0415

    return snowballstemmer.stemmer("porter")
