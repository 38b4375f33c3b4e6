"""Words: what a query is about, without the function words that every text has."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from Stemmer import Stemmer

# A document's words come again with every question; some megabytes at most.
_STEMS_KEPT = 1 << 15
_WORD = re.compile(r"\w+")
_FUNCTION_WORDS = """
a about after again all also am an and any are as at be because been before being between both but by can
cannot could did do does doing done down during each either else ever every few for from further get gets
give given had has have having he her here hers him his how i if in into is it its itself just let may me
might more most much must my no nor not now of off on once one only or other our out over own please same
say says shall she should so some still such tell than that the their them then there these they this
those through to too under until up upon us very was we were what whatever when whenever where wherever
whether which whichever while who whoever whom whose why will with within without would yet you your s t re ve
ll d m don doesn didn isn aren
wasn weren
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
# Without its own cache: `stem` has one.
_ENGLISH = Stemmer("english", 0)


def words(text: str) -> list[str]:
    """The words of a text as they stand, in order."""
    return _WORD.findall(text)


def content_words(text: str) -> list[str]:
    """The words that carry a text's meaning, in order; all its words where nothing else is left."""
    found = words(text)
    return [word for word in found if word.casefold() not in FUNCTION_WORDS] or found


def stems(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(map(stem, content_words(text)))


def is_function_word(word: str) -> bool:
    """Whether a word is one that every text has."""
    return word.casefold() in FUNCTION_WORDS


@lru_cache(_STEMS_KEPT)
def stem(word: str) -> str:
    """A word's comparable form: no case, no diacritics, no English ending (Porter2; Porter, 2001)."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return str(_ENGLISH.stemWord(plain))
