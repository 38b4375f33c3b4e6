"""Grams: the words of a question in ones and twos, with a sign in the place of each name, number and date."""

from __future__ import annotations

import re
from itertools import pairwise

from qa.contents.mentions import MONTHS, WEEKDAYS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\w.,/:]*|[?:]")
_MONTHS = frozenset(map(str.casefold, MONTHS))
_DAYS = frozenset(map(str.casefold, WEEKDAYS)) | frozenset("tue tues wed thu thur thurs fri".split())
# "Who's" is two words that ask, "Ben's" is a name.
_ASKING = frozenset("who what when where how why that there here it let".split())
_START, _END, _FIGURE, _MONTH, _DAY, _NAME = "^", "$", "#", "@month", "@day", "@name"


def grams_of(question: str) -> frozenset[str]:
    """The words of a question, and each two that stand beside each other, its ends among them."""
    signs = _signs(question)
    return frozenset([*signs, *(f"{one} {other}" for one, other in pairwise(signs))])


def _signs(question: str) -> list[str]:
    found = [_START]
    for match in _WORD.finditer(question):
        sign = _sign(match[0], is_first=len(found) == 1)
        if sign != _NAME or found[-1] != _NAME:
            found.append(sign)
    return [*found, _END]


def _sign(word: str, *, is_first: bool) -> str:
    said = word.casefold().replace("’", "'")
    head, apostrophe, end = said.partition("'")
    if apostrophe and end == "s" and head not in _ASKING:
        said = head
    if said[0].isdigit():
        return _FIGURE
    if said in _DAYS:
        return _DAY
    if said in _MONTHS and (said != "may" or (word[0].isupper() and not is_first)):
        return _MONTH
    is_name = word[0].isupper() and not is_first and word != "I"
    return _NAME if is_name else said
