"""Attendance: the lines of minutes that name who was present and who was not, and the names in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Document, Span
from qa.contents.mentions import TITLES
from qa.contents.numerals import NUMERAL
from qa.minutes.attendance_tables import listed_in
from qa.minutes.attended import NAME, AttendanceLine, Attended, is_name, says_away
from qa.minutes.resolved import is_of_meeting

_WHO = r"(?:(?:committee|board|council|staff)\s)?(?:members?|people|persons|those|councillors|trustees)"
_PRESENT = (
    rf"(?:(?:(?:also|{_WHO})\s)*(?:present|in\sattendance|attending)|also\sthere|attend(?:ance|ees|ed\sby)"
    r"|participants)"
)
_ABSENT = (
    r"(?:(?:sent\s)?apologies(?:\s(?:for\sabsence|received|from))*|absentees|regrets"
    rf"|(?:{_WHO}\s)?(?:absent(?:\swith(?:out)?\sapologies)?|excused|not\s(?:present|there|in\sattendance)|missing"
    r"|(?:unable\sto|could\snot)\s(?:attend|come)))"
)
# "Guest, items 1-3 only:", "In attendance (item 4):", "Visitor for item 2:"
_FOR_WHAT = (
    r"(?:\s\([^()\n]{1,40}\)|(?:,|\s(?=(?:for|from|until|during|to|at|in|items?)\b))[^:\n]{1,40}(?=[*_]*:))?"
)
_LABEL = re.compile(
    rf"(?:^|(?<=\n)|(?<=[.;]\s))[ \t]*[-*•_#]*[ \t]*(?:(?P<present>{_PRESENT})|(?P<absent>{_ABSENT}))"
    rf"{_FOR_WHAT}[*_]*\s?(?::|[–—-]\s)[*_]*[^\S\n]*(?=\S)",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"\bapologies(?:\sfor\sabsence)?\s(?:(?:were|was|had(?:\sbeen)?|have(?:\sbeen)?)\s)?"
    r"(?:received|sent|given|accepted|noted|came|come)?"
    r"\s?(?:from|by)\s(?P<names>(?:[^.\n]|(?-i:(?<=\b[A-Z])|(?<=\b(?:Mr|Ms|Dr))|(?<=\bMrs))\.)*)",
    re.IGNORECASE,
)
# "… from Ruth Oak, and Sam Pen arrived at eight"
_ANOTHER_DOES = re.compile(
    r",?\s(?:and|but|while)\s[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*)*\s(?:[a-z]+ed|came|had|was|would|left)\b"
)
# Behind the names the minutes go on: with a sentence in the same line, or in the next.
_GOES_ON = re.compile(
    r"(?<=[\w)*_])(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr))(?<!\b(?:Mrs|Rev|Hon))(?<!\b(?:Prof|Cllr))\.[*_]*\s+(?=[A-Z])"
    r"|(?<![,;&(])(?<!\sand)[^\S\n]*\n(?=[A-Z][^,;:\n]*\b(?:was|were|had|has|have|is|are|opened|welcomed|chaired|presided|took|noted"
    r"|reported|thanked|asked|called|declared|came|left|joined)\b)"
)
# Where no line is labelled, what the sentences of minutes say.
_TOLD = re.compile(
    r"(?:\bwelcomed|\b(?:present|in\sattendance)\s(?:were|was)|\battended\sby)\s(?P<names>[^.:;\n]+(?:\n[^.:;\n]+)*)"
    r"|(?P<one>(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?[^\S\n])?[A-Z][\w’'-]+(?:[^\S\n][A-Z][\w’'-]+){0,2})[^\S\n]"
    rf"(?:(?:had\s)?(?:arrived|joined|came)\s(?:late|the\smeeting|at\s(?:\d|half|quarter|noon|{NUMERAL}\b))|"
    r"opened\sthe|chaired|presided|took\sthe\schair|called\sthe\smeeting)"
)
# The next line of its own, "Minutes: ..." or an empty one, ends a wrapped list.
_NEXT_LABEL = re.compile(r"\n(?=[^\S\n]*(?:\n|[-*_#]*[A-Z][\w ,()–-]{2,60}[*_]*:|\d+[.)]\s))")
_INVITED = r"(?:special|invited|guest|external|visiting)\s"
# Whoever is said to have such an office at the meeting was there.
_OFFICES = re.compile(
    r"(?:^|(?<=\n))[ \t]*[-*•_#|]*[ \t]*"
    r"(?P<label>(?:in\sthe\schair|chair(?:ed\sby|man|woman|person)?|presiding"
    rf"|(?P<several>(?:{_INVITED})?(?:guests|visitors|observers|speakers))|(?:{_INVITED})?(?:guest|visitor|observer|speaker)"
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
_PART = re.compile(r"(?:[^,;()\n&]|\n(?!\n)|\([^()]*\)|&)+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# "for the school: head teacher Mr Bo Lee", "as a guest: Ann Day"
_WITH_OFFICE = re.compile(
    rf"(?:[a-z][^:]{{0,40}}:\s(?:[a-z-]+\s){{0,3}}|(?:[a-z-]+\s){{1,3}}(?=(?:{'|'.join(sorted(TITLES))})\b))(?P<name>{NAME.pattern})"
)
_AND = re.compile(r"\s(?:and|&)\s(?=(?:[A-Z]|the\s))")


def attendance_in(document: Document) -> list[AttendanceLine]:
    """The lines of a document that name who was there and who was not, in order."""
    tables = [(table, lines) for table in document.tables if (lines := listed_in(document, table))]
    tabled = [Span(table.rows[0].start, table.rows[-1].end) for table, _ in tables]
    lines = [line for _, some in tables for line in some]
    lines += [one for one in _lines(document.text) if not any(map(one.line.touches, tabled))]
    lines += _under_heading(document.text, lines)
    lines += _by_office(document.text, lines)
    is_unlisted = all(one.told is Attended.ABSENT for one in lines)
    if is_unlisted and is_of_meeting(document.text):
        lines += _in_sentences(document.text)
    return sorted(lines, key=lambda one: (one.line, one.names))


def names_of_those_there(document: Document) -> frozenset[str]:
    """The words of the names that minutes list as present or absent."""
    people = (document.text[slice(*person)] for line in attendance_in(document) for person in line.people)
    return frozenset(word for name in people for word in name.split())


def _lines(text: str) -> Iterator[AttendanceLine]:
    labelled = []
    labels = list(_LABEL.finditer(text))
    for at, match in enumerate(labels):
        end = _NEXT_LABEL.search(text, match.end())
        ends = [len(text), *([end.start()] if end else []), *(one.start() for one in labels[at + 1 : at + 2])]
        sentence = _GOES_ON.search(text, match.end(), min(ends))
        ends += [sentence.start()] if sentence else []
        names = _trimmed(text, Span(match.end(), min(ends)))
        labelled.append(names)
        told = Attended.PRESENT if match["present"] else Attended.ABSENT
        is_of_members = not re.search(r"attend|also", match["present"] or "", re.IGNORECASE)
        line = Span(match.end() - len(match[0].lstrip()), names.end)
        yield from _told_apart(text, _line(text, told, line, names, is_of_members))
    for match in _RECEIVED.finditer(text):
        names = _trimmed(text, _until_another(text, Span(*match.span("names"))))
        if not any(names.touches(one) for one in labelled) and NAME.search(text, *names):
            yield _line(text, Attended.ABSENT, Span(match.start(), names.end), names, True)


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
        line = _line(text, Attended.PRESENT, Span(match.start("label"), names.end), names, False)
        named = line.people if match["several"] else line.people[:1]  # what follows is the office of one
        people = tuple(one for one in named if text[slice(*one)].rsplit(maxsplit=1)[-1] not in known)
        if people:
            yield line._replace(people=people)


def _until_another(text: str, names: Span) -> Span:
    """Some names, at the latest up to where a sentence goes on with somebody else."""
    another = _ANOTHER_DOES.search(text, *names)
    return Span(names.start, another.start() if another else names.end)


def _in_sentences(text: str) -> Iterator[AttendanceLine]:
    """Those who were welcomed, opened the meeting or came later."""
    known: set[str] = set()
    for match in _TOLD.finditer(text):
        names = _trimmed(text, Span(*match.span("names" if match["names"] else "one")))
        line = _line(text, Attended.PRESENT, Span(match.start(), max(names.end, match.end())), names, True)
        people = tuple(one for one in line.people if text[slice(*one)] not in known)
        known |= {text[slice(*one)] for one in people}
        if people:
            yield line._replace(people=people)


def _line(text: str, told: Attended, line: Span, names: Span, is_of_members: bool) -> AttendanceLine:
    return AttendanceLine(told, line, names, tuple(_people(text, names)), is_of_members)


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


def _trimmed(text: str, span: Span) -> Span:
    return Span(span.start, span.start + len(text[slice(*span)].rstrip(" \t\n*_;")))


def _people(text: str, names: Span) -> Iterator[Span]:
    """The names of a list; what stands in brackets or behind a comma without one is of the name before."""
    for part in _PART.finditer(text, *names):
        start = part.start()
        for stop in [*(match.span() for match in _AND.finditer(_IN_BRACKETS.sub(_blank, part[0]))), None]:
            end = part.start() + stop[0] if stop else part.end()
            begins = start + len(text[start:end]) - len(text[start:end].lstrip())
            match = NAME.match(text, begins, end) or _WITH_OFFICE.match(text, begins, end)
            name = Span(*match.span("name" if "name" in match.re.groupindex else 0)) if match else None
            if name and is_name(text[slice(*name)]):
                yield name
            start = part.start() + stop[1] if stop else end


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
