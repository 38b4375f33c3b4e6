"""Attendance listed: those whom minutes name a line each, below "Present", "Apologies" or the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Document, Span
from qa.minutes.attendance_told import says_of_those_below, says_who_came
from qa.minutes.attended import LABELS, AttendanceLine, Attended
from qa.minutes.people import PERSON, is_person, people_in

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ITEM = re.compile(r"\s*(?P<bullet>(?:[-*•▪◦–—·]|\(?\d+[.)])\s+)?[*_]*")
# What may stand over a name within such a list.
_OFFICE = re.compile(
    r"\W*(?:guests?|visitors?|observers?|(?:in\sthe\s)?chair(?:man|woman|person)?|minutes|(?:minute|note)[\s-]?taker|secretary"
    r"|clerk|staff|members|officers)\W*",
    re.IGNORECASE,
)
# What may follow a name in its line: "Ada Stone (chair)", "Bo Lee, treasurer", "Dan Hale – ill".
_REMARK = re.compile(r"[*_]*(?:\s*\([^()\n]*\))?(?:\s*[,;:–—-]\s?[^\n.,;]{1,60}){0,2}[.;,]?\s*")


def listed_below(document: Document) -> Iterator[AttendanceLine]:
    """The lines below a line that is nothing but such a label, as long as each begins with a name."""
    lines = [Span(*match.span()) for match in _LINE.finditer(document.text)]
    told: Attended | None = None
    label = before = Span(0, 0)
    for line in lines:
        said = _told(document, line)
        if said is not None:
            told, label, before = said, line, line
            continue
        if told is not None and _OFFICE.fullmatch(document.text, *line):
            told, label, before = Attended.PRESENT, line, line
            continue
        found = _named(document, line, told) if told is not None else None
        if found is None or not _goes_on(document.text, label, before, line):
            told = None
            continue
        before = line
        yield found


def _told(document: Document, line: Span) -> Attended | None:
    """What a line says of those who are named in the lines below it; None where it names somebody itself."""
    words = document.text[slice(*line)]
    for told, form in LABELS.items():
        if form.fullmatch(words):
            return told
    return says_of_those_below(document, line) if words.rstrip(" *_").endswith(":") else None


def _named(document: Document, line: Span, told: Attended) -> AttendanceLine | None:
    """Whom a line names that says no more than one name and what that person is, or several names."""
    text = document.text
    item = _ITEM.match(text, *line)
    name = PERSON.match(text, item.end(), line.end) if item else None
    if item is None or name is None or document.row_at(line.start) or says_who_came(text, line):
        return None
    person, names = Span(*name.span()), Span(name.start(), line.end)
    several = tuple(people_in(text, names))
    is_several = len(several) > 1 and all(" " in text[slice(*one)] for one in several)
    is_one = _REMARK.fullmatch(text, name.end(), line.end) and (item["bullet"] or " " in name[0])
    if not (is_several or is_one) or not is_person(text, person, is_opening=True):
        return None
    return AttendanceLine(told, Span(item.end(), line.end), names, several if is_several else (person,), True)


def _goes_on(text: str, label: Span, before: Span, line: Span) -> bool:
    """Whether a line stands no further from the one before than the first did from the label."""
    first = _LINE.search(text, label.end)
    gap = text.count("\n", label.end, first.start()) if first else 0
    return text.count("\n", before.end, line.start) <= max(gap, 1)
