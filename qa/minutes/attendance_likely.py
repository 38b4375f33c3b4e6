"""Attendance likely: those whom sentences name that are likely to tell who was there or who was not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Document, Span
from qa.minutes.attended import AttendanceLine, Attended
from qa.minutes.likeliest import opening_told, tells_of_meeting
from qa.minutes.people import is_named_among, people_in, people_told
from qa.minutes.told import SentenceKind

_KINDS = {Attended.PRESENT: SentenceKind.PRESENT, Attended.ABSENT: SentenceKind.ABSENT}
_FLOOR = 0.5
# "Here today:", "Not here –"
_LABEL = re.compile(r"[^\n:–—]{1,40}(?::|\s[–—-])[*_]*\s*")
_WRAPPED = re.compile(r",[^\S\n]*\n")
_STOPS = " \t\n*_;."


def with_likely(document: Document, known: Sequence[AttendanceLine]) -> list[AttendanceLine]:
    """The known lines and the sentences that are likely to tell it, with those whom no known line names.

    A known line that goes on in its sentence, as a list that is wrapped does, is given all of that.
    """
    lines = list(known)
    for sentence in opening_told(document) if tells_of_meeting(document) else ():
        told = max(_KINDS, key=lambda one: sentence.tells(_KINDS[one]))
        if sentence.tells(_KINDS[told]) < _FLOOR:
            continue
        line = _line(document.text, told, sentence.span)
        held = [one for one in known if one.line.touches(line.line)]
        if not held:
            people = tuple(one for one in line.people if not is_named_among(document.text, one, known))
            lines += [line._replace(people=people)] if people else []
        elif len(held) == 1 and _goes_on(document.text, held[0], line):
            lines[lines.index(held[0])] = line._replace(is_of_members=held[0].is_of_members)
    return lines


def _goes_on(text: str, known: AttendanceLine, line: AttendanceLine) -> bool:
    """Whether a labelled list goes on in the next written line, where a known line ends."""
    is_labelled = line.line.start == known.line.start and line.names.start > line.line.start
    is_wrapped = _WRAPPED.match(text, known.line.end, line.line.end) is not None
    return line.told is known.told and is_labelled and is_wrapped


def _line(text: str, told: Attended, sentence: Span) -> AttendanceLine:
    label = _LABEL.match(text, *sentence)
    start = label.end() if label else sentence.start
    names = Span(start, start + len(text[start : sentence.end].rstrip(_STOPS)))
    people = people_in(text, names) if label else people_told(text, names, sentence.start)
    return AttendanceLine(told, Span(sentence.start, names.end), names, tuple(people), True)
