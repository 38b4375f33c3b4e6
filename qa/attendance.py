"""Attendance: the lines of minutes that name who was present and who was not, and the names in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from index import Document, Span
from qa.mentions import ROLES, TITLES


class Attended(Enum):
    """Whether somebody was there."""

    PRESENT = auto()
    ABSENT = auto()


class AttendanceLine(NamedTuple):
    """A line that names some people; offsets are the document's.

    Attributes:
        told: whether they were there.
        line: the line, its label included, over as many written lines as it takes.
        names: what of it names them.
        people: each of the names in it; none where it says "none".
        is_of_members: whether they are members, not guests "in attendance".

    """

    told: Attended
    line: Span
    names: Span
    people: tuple[Span, ...]
    is_of_members: bool


_WHO = r"(?:(?:committee|board|council|staff)\s)?(?:members?|people|persons|those|councillors|trustees)"
_PRESENT = (
    rf"(?:(?:(?:also|{_WHO})\s)*(?:present|in\sattendance|attending)|attend(?:ance|ees|ed\sby)|participants)"
)
_ABSENT = (
    rf"(?:apologies(?:\s(?:for\sabsence|received|from))*|(?:{_WHO}\s)?(?:absent|not\spresent)|absentees)"
)
_LABEL = re.compile(
    rf"(?:^|(?<=\n))[ \t]*[-*•_#]*[ \t]*(?:(?P<present>{_PRESENT})|(?P<absent>{_ABSENT}))"
    r"(?:\s\([^()\n]{1,40}\))?[*_]*\s?(?::|[–—-]\s)[*_]*[^\S\n]*(?=\S)",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"\bapologies(?:\sfor\sabsence)?\s(?:(?:were|was|had\sbeen|have\sbeen)\s)?(?:received|sent|given|accepted|noted|came)?"
    r"\s?(?:from|by)\s(?P<names>(?:[^.\n]|(?-i:(?<=\b[A-Z])|(?<=\b(?:Mr|Ms|Dr))|(?<=\bMrs))\.)*)",
    re.IGNORECASE,
)
# The next line of its own, "Minutes: ..." or an empty one, ends a wrapped list.
_NEXT_LABEL = re.compile(r"\n(?=[^\S\n]*(?:\n|[-*_#]*[A-Z][\w ]{2,40}[*_]*:|\d+[.)]\s))")
_PART = re.compile(r"(?:[^,;()\n&]|\n(?!\n)|\([^()]*\)|&)+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_AND = re.compile(r"\s(?:and|&)\s(?=(?:[A-Z]|the\s))")
_NAME = re.compile(
    r"(?:(?i:the)\s)?(?:[A-Z][\w.’'-]*)(?:\s+(?:(?:de|van|von|der|den|la|le|di|da)\s)*[A-Z][\w.’'-]*)*"
)


def attendance_in(document: Document) -> list[AttendanceLine]:
    """The lines of a document that name who was there and who was not, in order."""
    return sorted(_lines(document.text), key=lambda one: one.line)


def _lines(text: str) -> Iterator[AttendanceLine]:
    labelled = []
    for match in _LABEL.finditer(text):
        end = _NEXT_LABEL.search(text, match.end())
        names = _trimmed(text, Span(match.end(), end.start() if end else len(text)))
        labelled.append(names)
        told = Attended.PRESENT if match["present"] else Attended.ABSENT
        is_of_members = not re.search(r"attend|also", match["present"] or "", re.IGNORECASE)
        yield _line(text, told, Span(match.end() - len(match[0].lstrip()), names.end), names, is_of_members)
    for match in _RECEIVED.finditer(text):
        names = _trimmed(text, Span(*match.span("names")))
        if not any(names.touches(one) for one in labelled) and _NAME.search(text, *names):
            yield _line(text, Attended.ABSENT, Span(match.start(), names.end), names, True)


def _line(text: str, told: Attended, line: Span, names: Span, is_of_members: bool) -> AttendanceLine:
    return AttendanceLine(told, line, names, tuple(_people(text, names)), is_of_members)


def _trimmed(text: str, span: Span) -> Span:
    return Span(span.start, span.start + len(text[slice(*span)].rstrip(" \t\n*_")))


def _people(text: str, names: Span) -> Iterator[Span]:
    """The names of a list; what stands in brackets or behind a comma without one is of the name before."""
    for part in _PART.finditer(text, *names):
        start = part.start()
        for stop in [*(match.span() for match in _AND.finditer(_IN_BRACKETS.sub(_blank, part[0]))), None]:
            end = part.start() + stop[0] if stop else part.end()
            match = _NAME.match(text, start + len(text[start:end]) - len(text[start:end].lstrip()), end)
            if match and _is_name(match[0]):
                yield Span(*match.span())
            start = part.start() + stop[1] if stop else end


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _is_name(said: str) -> bool:
    """Whether capitals name somebody: not "Chair", nor "None"."""
    words = [word.strip(".") for word in said.split()]
    is_role = all(word in ROLES for word in words)
    return not is_role and said.casefold() not in ("none", "nil", "nobody") and {*words} - TITLES != set()
