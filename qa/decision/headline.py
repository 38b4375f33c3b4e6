"""Headline: the short answer shown in large type, only where it is a whole answer of the right kind."""

from __future__ import annotations

from index import Span
from qa.evidence.candidates import Candidate
from qa.evidence.support import fits
from qa.question import Sought

_MONEY = "$€£¥₹"
# "Over how long?" is not answered by "years".
_UNITS = frozenset("seconds minutes hours days nights weeks months years decades centuries".split())
_OPENING_SIGNS, _CLOSING_SIGNS = _MONEY + "(“\"'‘«+−-", ")”\"'’»%€$£°"


def whole_answer(candidate: Candidate, sought: Sought) -> Span | None:
    """The candidate's span, with its currency or percent sign, where it can stand by itself; or None."""
    passage, span = candidate.hit.passage, candidate.span
    start, end = span.start - passage.start, span.end - passage.start
    low, high = candidate.sentence.start - passage.start, candidate.sentence.end - passage.start
    while start < end and not passage.text[start].isalnum() and passage.text[start] not in _OPENING_SIGNS:
        start += 1
    while start < end and not passage.text[end - 1].isalnum() and passage.text[end - 1] not in _CLOSING_SIGNS:
        end -= 1
    if start > low and passage.text[start - 1] in _MONEY and passage.text[start].isdigit():
        start -= 1
    if end < high and passage.text[end] in "%€°" and passage.text[end - 1].isdigit():
        end += 1
    said = passage.text[start:end]
    is_word = any(sign.isalnum() for sign in said)
    lone = sought is Sought.PERSON and " " not in said and said.islower() and span not in passage.cells
    if not is_word or lone or said.casefold() in _UNITS or fits(sought, said, candidate.text) == 0.0:
        return None
    return Span(passage.start + start, passage.start + end)
