"""Sentences of minutes: where each ends, and whether a text is of a meeting at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Span
from qa.minutes.attended import CALLED

# Minutes say what they are where they begin, or who came.
_OF_MEETING = re.compile(r"\b(?:minutes|meeting|assembly|session|get-together|we\smet)\b", re.IGNORECASE)
_TELLS_WHO_CAME = re.compile(
    rf"(?:^|(?<=\.\s))[ \t]*[-*•#_]*[ \t]*(?:{'|'.join(CALLED.values())})[*_]*:", re.IGNORECASE | re.MULTILINE
)
_OPENING_CHARS = 400
_ENDS = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Fr|Sr|Lt))(?<!\b(?:Mrs|Rev|Ing|Sis|Bro|Sgt|Hon))(?<!\b(?:Prof|Cllr|Capt|Bros))(?<!\bCllrs)"
    r"(?P<stop>[.!?][*_]{0,3})(?:\s+(?=[*_]{0,3}[A-Z])|\Z)"
)
# In characters: an end is looked for so far around a label.
_LONGEST_SENTENCE = 1_000


def is_of_meeting(text: str) -> bool:
    """Whether a text says where it begins that it is of a meeting, or who came to it."""
    return any(form.search(text, 0, _OPENING_CHARS) for form in (_OF_MEETING, _TELLS_WHO_CAME))


def sentences_of(text: str, unit: Span) -> Iterator[Span]:
    """The sentences of a stretch of a text."""
    start = unit.start
    for one in _ENDS.finditer(text, *unit):
        yield Span(start, one.end("stop"))
        start = one.end()
    if start < unit.end:
        yield Span(start, unit.end)


def sentence_around(text: str, unit: Span, within: Span) -> Span:
    """The sentence of a stretch of a text that some words stand in."""
    first = max(unit.start, within.start - _LONGEST_SENTENCE)
    # What an end is followed by has to be seen, behind the signs of emphasis.
    ends = [one.end() for one in _ENDS.finditer(text, first, within.start + 4) if one.end() <= within.start]
    stop = _ENDS.search(text, within.end, min(unit.end, within.end + _LONGEST_SENTENCE))
    return Span(
        ends[-1] if ends else first,
        stop.end("stop") if stop else min(unit.end, within.end + _LONGEST_SENTENCE),
    )
