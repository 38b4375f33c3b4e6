"""Compounds: what a question names by two words, and whether a sentence tells that or only a like thing."""

from __future__ import annotations

import re
from itertools import pairwise

from index.words import is_function_word, stem, words
from qa.question import LONGEST_FORM

# "The gate key": an article, two words, and the end of what is named.
_NAMED = re.compile(
    r"\b(?:the|an?|my|our|your|one)\s(?P<first>[a-z]{3,})\s(?P<last>[a-z]{3,})(?P<next>\W*\Z|\W*\s?[\w-]+)",
    re.IGNORECASE,
)
_PERIODS = frozenset(
    map(stem, "hourly daily weekly monthly quarterly yearly annual annually total overall average".split())
)


def tells_compound(question: str, sentence: str, around: str) -> bool | None:
    """Whether a sentence speaks of "the gate key" that a question names, or of another key.

    None where a question names nothing so, and where a sentence speaks of neither.

    Args:
        question: what is asked.
        sentence: the sentence that may answer.
        around: what stands around it, where the first of the two words may stand.

    """
    named = _named_in(question)
    if named is None:
        return None
    first, last = named
    said = [stem(word) for word in words(sentence)]
    if any(pair == named for pair in pairwise(said)):
        return True
    return False if last in said and first not in {stem(word) for word in words(around)} else None


def _named_in(question: str) -> tuple[str, str] | None:
    """The stems of the two words; None where a third follows, which the two may only describe."""
    if len(question) > LONGEST_FORM:
        return None
    for match in _NAMED.finditer(question):
        following = words(match["next"])
        is_whole = not following or is_function_word(following[0].casefold())
        first, last = stem(match["first"].casefold()), stem(match["last"].casefold())
        if is_whole and first not in _PERIODS and not is_function_word(match["first"].casefold()):
            return first, last
    return None
