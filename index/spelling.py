"""Spelling: the word of an index that a mistyped one is most likely meant to be.

Each storage keeps the words of its passages as they are written, each once; a removed document's words stay,
so whoever takes one looks whether it still occurs. What a typed word is near to is told by the distance of
Damerau (1964) and Levenshtein (1966).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.words import words

# What a question asks by need not stand in the documents.
ASKING = ("which", "what", "when", "where", "whose")
SHORTEST, LONGEST = 4, 40
# A word no longer than this is most likely another one, unless its letters are swapped: "fete" is no "fee".
SHORT = 4
# From this length on two slips are likelier than another word.
LONG = 8
_ENDING = re.compile(r"(?<=\w{4})(?:ings?|ed|[eo]rs?|(?<!s)s)\Z")


def vocabulary(texts: Iterable[str]) -> dict[str, str]:
    """The words that can be meant, by their folded forms; of several forms the one in smallest letters."""
    found = {word for word in set().union(*map(words, texts)) if word.isalpha()}
    # Small letters are sorted after capitals, so they come last.
    return {
        folded: word for word in sorted(found) if SHORTEST - 1 <= len(folded := word.casefold()) <= LONGEST
    }


def sizes(typed: str) -> tuple[int, int]:
    """The least and the largest length, folded, of what a typed word can be meant to be."""
    size, slips = len(typed.casefold()), _slips(typed.casefold())
    return size - slips, size + slips


def closest(typed: str, written: Iterable[str]) -> list[str]:
    """The words that a typed one may be meant to be, the likeliest first."""
    from rapidfuzz import process  # noqa: PLC0415  (for mistyped words alone)
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

    typed = typed.casefold()
    if len(typed) < SHORTEST or not typed.isalpha():
        return []
    near = process.extract(
        typed,
        list(written),
        processor=str.casefold,
        scorer=DamerauLevenshtein.distance,
        score_cutoff=_slips(typed),
        limit=None,
    )
    found = [(distance, word) for word, distance, _ in near if _may_be(typed, word.casefold())]
    return [word for _, word in sorted(found)]


def without_plural(typed: str) -> str:
    """A word of English without the "s" of its plural; as it is where it has none."""
    return re.sub(r"(?<=\w{3}[^\Ws])s\Z", "", typed.casefold())


def _may_be(typed: str, word: str) -> bool:
    """Whether it is no other word: slips seldom touch the first letter (Pollock and Zamora, 1984).

    A prefix, as in "unusable", is no slip, nor is another ending: "cleaners" are not "cleans".
    """
    if len(typed) <= SHORT and word not in ASKING and sorted(typed) != sorted(word):
        return False
    if _ENDING.search(typed) and _ENDING.sub("", typed) == _ENDING.sub("", word):
        return False
    begins = typed[0] == word[0] or typed[:2] == word[1::-1]
    shorter, longer = sorted((typed, word), key=len)
    return begins and not (len(longer) - len(shorter) > 1 and longer.endswith(shorter))


def _slips(typed: str) -> int:
    return 2 if len(typed) >= LONG else 1
