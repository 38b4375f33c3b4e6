"""Headline: the short answer shown in large type, only where it is a whole answer of the right kind."""

from __future__ import annotations

import re

from index import Span
from qa.evidence.candidates import Candidate
from qa.evidence.support import fits
from qa.question import Sought

_MONEY = "$€£¥₹"
# "Over how long?" is not answered by "years".
_UNITS = frozenset("seconds minutes hours days nights weeks months years decades centuries".split())
_OPENING_SIGNS, _CLOSING_SIGNS = _MONEY + "(“\"'‘«+−-", ")”\"'’»%€$£°"
# What stands right before words and turns their meaning round: "without notice", "not later than 5 May".
_TURNING = re.compile(
    r"(?<![\w'’-])(?:without|not|no|never|unless|except(?:\sfor)?|nor|cannot|\w+n['’]t)\s+"
    r"(?:(?:an?|any|the|be|been|to)\s+)?\Z",
    re.IGNORECASE,
)
_WITHIN_NUMBER = re.compile(r"\d[.,]\d")
# A longer run of letters is in a script that does not part its words.
_MOST_WORD_CHARS = 40


def whole_answer(candidate: Candidate, sought: Sought) -> Span | None:
    """The candidate's span, with its currency or percent sign, where it can stand by itself; or None."""
    passage, span = candidate.hit.passage, candidate.span
    start, end = span.start - passage.start, span.end - passage.start
    low, high = _around(candidate)
    while start < end and not passage.text[start].isalnum() and passage.text[start] not in _OPENING_SIGNS:
        start += 1
    while start < end and not passage.text[end - 1].isalnum() and passage.text[end - 1] not in _CLOSING_SIGNS:
        end -= 1
    if start > low and passage.text[start - 1] in _MONEY and passage.text[start].isdigit():
        start -= 1
    if end < high and passage.text[end] in "%€°" and passage.text[end - 1].isdigit():
        end += 1
    start, end = _by_words(passage.text, start, end, low, high)
    if turning := _TURNING.search(passage.text, low, start):
        start = turning.start()
    said = passage.text[start:end]
    is_word = any(sign.isalnum() for sign in said)
    lone = sought is Sought.PERSON and " " not in said and said.islower() and span not in passage.cells
    if not is_word or lone or said.casefold() in _UNITS or fits(sought, said, candidate.text) == 0.0:
        return None
    return Span(passage.start + start, passage.start + end)


def _around(candidate: Candidate) -> tuple[int, int]:
    """The edges of the cell or the sentence that the span stands in, by their places in the passage."""
    passage, span = candidate.hit.passage, candidate.span
    within = (cell for cell in passage.cells if cell.start <= span.start and span.end <= cell.end)
    low, high = next(within, candidate.sentence)
    return low - passage.start, high - passage.start


def _by_words(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """The same words with those whole that are cut, be it that they are numbers with signs within."""
    if end <= start:
        return start, end
    first, last = start, end
    while first > low and _are_one(text, first):
        first -= 1
    while last < high and _are_one(text, last):
        last += 1
    are_words = start - first <= _MOST_WORD_CHARS and last - end <= _MOST_WORD_CHARS
    return (first, last) if are_words else (start, end)


def _are_one(text: str, at: int) -> bool:
    """Whether the characters at both sides of a place are of one word or number."""
    if text[at - 1].isalnum() and text[at].isalnum():
        return True
    return any(_WITHIN_NUMBER.fullmatch(text, max(begin, 0), begin + 3) for begin in (at - 2, at - 1))
