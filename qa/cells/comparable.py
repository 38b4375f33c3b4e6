"""Comparable: the words of questions and of cells in the one form in which they are compared."""

from __future__ import annotations

import re
from datetime import date

from index.words import is_function_word, stem, words
from qa.contents.mentions import MONTHS, WEEKDAYS
from qa.contents.numerals import in_digits

_MONTHS = frozenset(month.casefold() for month in MONTHS) - {"may"}
_DATE = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_ORDINAL = re.compile(r"0?(\d+)(?:st|nd|rd|th)?")
# Shorter ones begin too many words.
_LEAST = 4


def comparable(word: str) -> str:
    """A word's stem: "4" for "four", "8" for "08" and "8th", "aug" for "August"."""
    low = word.casefold()
    if low in _MONTHS:
        return low[:3]
    return stem(_ORDINAL.sub(r"\1", low) if _ORDINAL.fullmatch(low) else in_digits(word))


def content_of(said: str) -> frozenset[str]:
    """The content words of a text in comparable form, those that a date stands for among them."""
    return frozenset(map(comparable, without_function_words(with_weekdays(said))))


def without_function_words(said: str) -> list[str]:
    """The words of a text without function words; none where it has no other, as a cell with "Who" has."""
    return [word for word in words(said) if not is_function_word(word)]


def with_weekdays(said: str) -> str:
    """A text with what dates like 2025-05-08 stand for behind them: "Thursday 8 May 2025"."""
    return _DATE.sub(_with_weekday, said)


def is_among(one: str, told: frozenset[str]) -> bool:
    """Whether a stem stands among some, or begins or ends a longer one there: "book" of "notebook"."""
    if one in told:
        return True
    if len(one) < _LEAST:
        return False
    return any(other.startswith(one) or other.endswith(one) for other in told)


def _with_weekday(found: re.Match[str]) -> str:
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return found[0]
    return f"{found[0]} {WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
