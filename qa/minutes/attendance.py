"""Attendance: the lines of minutes that name who was present and who was not, and the names in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from index import Document, Span
from qa.minutes.attendance_labels import named_by_labels, named_in_lines
from qa.minutes.attendance_likely import with_likely
from qa.minutes.attendance_listed import listed_below
from qa.minutes.attendance_tables import listed_in
from qa.minutes.attendance_told import told_in_sentences
from qa.minutes.attended import CALLED, AttendanceLine, Attended, says_away
from qa.minutes.people import is_named_among, people_in

# "Guest, items 1-3 only:", "In attendance (item 4):", "Visitor for item 2:"
_FOR_WHAT = (
    r"(?:\s\([^()\n]{1,40}\)|(?:,|\s(?=(?:for|from|until|during|to|at|in|items?)\b))[^:\n]{1,40}(?=[*_]*:))?"
)
_LABEL = re.compile(
    rf"(?:^|(?<=\n)|(?-i:(?<=[^A-Z][.;]\s))|(?<=[|·]\s))[ \t]*[-*•_#]*[ \t]*"
    rf"(?:(?P<present>{CALLED[Attended.PRESENT]})|(?P<absent>{CALLED[Attended.ABSENT]}))"
    rf"{_FOR_WHAT}[*_]*\s?(?::|[–—-]\s)[*_]*[^\S\n]*(?=\S)",
    re.IGNORECASE,
)
# Behind the names the minutes go on: with a sentence in the same line, or in the next.
_GOES_ON = re.compile(
    r"(?<=[\w)*_])(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr))(?<!\b(?:Mrs|Rev|Hon))(?<!\b(?:Prof|Cllr))\.[*_]*\s+(?=[A-Z])"
    r"|(?<![,;&(])(?<!\sand)[^\S\n]*\n(?=[A-Z][^,;:\n]*\b(?:was|were|had|has|have|is|are|opened|welcomed|chaired|presided|took|noted"
    r"|reported|thanked|asked|called|declared|came|left|joined)\b)"
)
# The next line of its own, "Minutes: ..." or an empty one, ends a wrapped list.
_NEXT_LABEL = re.compile(
    r"\s[|·]\s(?=[*_]*[A-Z])|\n(?=[^\S\n]*(?:\n|[-*_#]*[A-Z][\w ,()–-]{2,60}[*_]*:|\d+[.)]\s))"
)
# So near the other lines of attendance.
_BESIDE_CHARS = 300


def attendance_in(document: Document) -> list[AttendanceLine]:
    """The lines of a document that name who was there and who was not, in order."""
    tables = [(table, lines) for table in document.tables if (lines := listed_in(document, table))]
    tabled = [Span(table.rows[0].start, table.rows[-1].end) for table, _ in tables]
    lines = [line for _, some in tables for line in some]
    lines += _outside(tabled, _lines(document.text))
    lines += _outside(tabled, listed_below(document))
    lines += _outside(tabled, named_in_lines(document, lines, _end(document, lines)))
    lines += _outside(tabled, _told_besides(document, lines))
    lines += _outside(tabled, named_by_labels(document, lines, _end(document, lines)))
    return sorted(with_likely(document, lines), key=lambda one: (one.line, one.names))


def _outside(tabled: Sequence[Span], lines: Iterable[AttendanceLine]) -> list[AttendanceLine]:
    return [one for one in lines if not any(map(one.line.touches, tabled))]


def _told_besides(document: Document, lines: Sequence[AttendanceLine]) -> Iterator[AttendanceLine]:
    """Those of whom sentences tell it; where lists do, too, those who stand in none of them, near by."""
    text = document.text
    labelled = {one.told for one in lines}
    end = _end(document, lines)
    for one in told_in_sentences(document):
        if one.told not in labelled:
            yield one
        elif one.line.start < end and not any(map(one.line.touches, (some.line for some in lines))):
            people = tuple(person for person in one.people if not is_named_among(text, person, lines))
            if people:
                yield one._replace(people=people)


def _end(document: Document, lines: Sequence[AttendanceLine]) -> int:
    """Where minutes have told who came: where a part begins behind the lines that do, or near by."""
    if not lines:
        return 0
    last = max(one.line.end for one in lines)
    headings = [one for one in document.sections if one.heading and ":" not in one.heading]
    parts = (one.start for one in headings if one.start >= last)
    return min(next(parts, last + _BESIDE_CHARS), last + _BESIDE_CHARS)


def names_of_those_there(document: Document) -> frozenset[str]:
    """The words of the names that minutes list as present or absent."""
    people = (document.text[slice(*person)] for line in attendance_in(document) for person in line.people)
    return frozenset(word for name in people for word in name.split())


def _lines(text: str) -> Iterator[AttendanceLine]:
    labels = list(_LABEL.finditer(text))
    for at, match in enumerate(labels):
        end = _NEXT_LABEL.search(text, match.end())
        ends = [len(text), *([end.start()] if end else []), *(one.start() for one in labels[at + 1 : at + 2])]
        sentence = _GOES_ON.search(text, match.end(), min(ends))
        ends += [sentence.start()] if sentence else []
        names = _trimmed(text, Span(match.end(), min(ends)))
        told = Attended.PRESENT if match["present"] else Attended.ABSENT
        is_of_members = not re.search(r"attend|also", match["present"] or "", re.IGNORECASE)
        line = Span(match.end() - len(match[0].lstrip()), names.end)
        yield from _told_apart(text, _line(text, told, line, names, is_of_members))


def _line(text: str, told: Attended, line: Span, names: Span, is_of_members: bool) -> AttendanceLine:
    return AttendanceLine(told, line, names, tuple(people_in(text, names)), is_of_members)


def _trimmed(text: str, span: Span) -> Span:
    return Span(span.start, span.start + len(text[slice(*span)].rstrip(" \t\n*_;")))


def _told_apart(text: str, line: AttendanceLine) -> Iterator[AttendanceLine]:
    """The line of those present, and apart from them those of whom it says that they were excused."""
    ends = [*(one.start for one in line.people[1:]), line.names.end][: len(line.people)]
    remarks = {one: text[one.end : end] for one, end in zip(line.people, ends, strict=True)}
    away = [one for one in line.people if line.told is Attended.PRESENT and says_away(remarks[one])]
    yield line._replace(people=tuple(one for one in line.people if one not in away))
    for one in away:
        said = remarks[one].rstrip(" \t\n*_,;.")
        names = Span(one.start, one.end + len(said))
        yield line._replace(told=Attended.ABSENT, names=names, people=(one,))
