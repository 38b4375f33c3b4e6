"""Attendance: the lines of minutes that name who was present and who was not, and the names in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Document, Span
from qa.minutes.attendance_listed import listed_below
from qa.minutes.attendance_tables import listed_in
from qa.minutes.attendance_told import told_in_sentences
from qa.minutes.attended import CALLED, AttendanceLine, Attended, says_away
from qa.minutes.people import people_in

# "Guest, items 1-3 only:", "In attendance (item 4):", "Visitor for item 2:"
_FOR_WHAT = (
    r"(?:\s\([^()\n]{1,40}\)|(?:,|\s(?=(?:for|from|until|during|to|at|in|items?)\b))[^:\n]{1,40}(?=[*_]*:))?"
)
_LABEL = re.compile(
    rf"(?:^|(?<=\n)|(?<=[.;]\s))[ \t]*[-*•_#]*[ \t]*"
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
_NEXT_LABEL = re.compile(r"\n(?=[^\S\n]*(?:\n|[-*_#]*[A-Z][\w ,()–-]{2,60}[*_]*:|\d+[.)]\s))")
_INVITED = r"(?:special|invited|guest|external|visiting)\s"
# Whoever is said to have such an office at the meeting was there.
_OFFICES = re.compile(
    r"(?:^|(?<=\n)|(?<=[.;]\s))[ \t]*[-*•_#|]*[ \t]*"
    r"(?P<label>(?:in\sthe\schair|chair(?:ed\sby|man|woman|person)?|presiding"
    rf"|(?P<several>(?:{_INVITED})?(?:guests|visitors|observers|speakers)"
    r"|(?:other\s|(?:committee|board|council)\s)*members(?=[*_]*:))"
    rf"|(?:{_INVITED})?(?:guest|visitor|observer|speaker)"
    r"|(?:also\s)?invited|by\sinvitation"
    r"|minutes(?:\s(?:taken\s)?by)?|minute[\s-]taker|secretary)"
    rf"{_FOR_WHAT}[*_]*\s?(?::|\||·)[*_]*[^\S\n]*)"
    r"(?P<names>[A-Z](?:[^\n.]|(?<=\b(?:Mr|Ms|Dr))\.|(?<=\bMrs)\.|(?-i:(?<=\b[A-Z]))\.|\.(?=\S))*)",
    re.IGNORECASE,
)
# "Attendance", and lines with names below it: "Committee: …", "Coaches: …".
_HEADED = re.compile(
    r"(?:^|(?<=\n))[#*_ \t]*(?:attendance|those\spresent|present|who\swas\sthere)[*_: \t]*\n\s*"
    r"(?P<lines>(?:[^\n:]{2,40}:[^\n]+(?:\n|\Z))+)",
    re.IGNORECASE,
)
# So near the other lines of attendance.
_BESIDE_CHARS = 300


def attendance_in(document: Document) -> list[AttendanceLine]:
    """The lines of a document that name who was there and who was not, in order."""
    tables = [(table, lines) for table in document.tables if (lines := listed_in(document, table))]
    tabled = [Span(table.rows[0].start, table.rows[-1].end) for table, _ in tables]
    lines = [line for _, some in tables for line in some]
    lines += [one for one in _lines(document.text) if not any(map(one.line.touches, tabled))]
    lines += _under_heading(document.text, lines)
    lines += [one for one in listed_below(document) if not any(map(one.line.touches, tabled))]
    labelled = {one.told for one in lines}
    lines += [one for one in told_in_sentences(document) if one.told not in labelled]
    lines += _by_office(document.text, lines)
    return sorted(lines, key=lambda one: (one.line, one.names))


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


def _under_heading(text: str, lines: Sequence[AttendanceLine]) -> Iterator[AttendanceLine]:
    """Those whom the lines below "Attendance" name, whatever stands before the colon; no known line."""
    for match in _HEADED.finditer(text):
        for line in re.finditer(r"[^\n:]+:[^\S\n]*(?P<names>[A-Z][^\n]*)", text[slice(*match.span("lines"))]):
            start = match.start("lines")
            names = _trimmed(text, Span(start + line.start("names"), start + line.end("names")))
            found = _line(text, Attended.PRESENT, Span(start + line.start(), names.end), names, True)
            if found.people and not any(found.line.touches(one.line) for one in lines):
                yield found


def _by_office(text: str, lines: Sequence[AttendanceLine]) -> Iterator[AttendanceLine]:
    """Those whom a line of their own names as chair, guest or minute-taker, and no other line does."""
    if not lines:
        return
    known = {word for one in lines for person in one.people for word in text[slice(*person)].split()}
    for match in _OFFICES.finditer(text, 0, max(one.line.end for one in lines) + _BESIDE_CHARS):
        names = _trimmed(text, Span(*match.span("names")))
        is_of_members = "members" in match["label"].casefold()
        line = _line(text, Attended.PRESENT, Span(match.start("label"), names.end), names, is_of_members)
        named = line.people if match["several"] else line.people[:1]  # what follows is the office of one
        people = tuple(one for one in named if text[slice(*one)].rsplit(maxsplit=1)[-1] not in known)
        if people:
            yield line._replace(people=people)


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
