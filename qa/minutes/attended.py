"""Attended: somebody who was at a meeting or was not, as a line of minutes names them."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from index import Span
from qa.contents.mentions import ROLES, TITLES


class Attended(Enum):
    """Whether somebody was there."""

    PRESENT = auto()
    ABSENT = auto()


class AttendanceLine(NamedTuple):
    """A line that names some people; offsets are the document's.

    Attributes:
        told: whether they were there.
        line: the line, its label included, over as many written lines as it takes; or the row of a table.
        names: what of it names them.
        people: each of the names in it; none where it says "none".
        is_of_members: whether they are members, not guests "in attendance".

    """

    told: Attended
    line: Span
    names: Span
    people: tuple[Span, ...]
    is_of_members: bool


CAPITAL = "[A-ZÀ-ÖØ-ÞČĐĞİŁŚŞŠŽŻ]"
NAME = re.compile(
    rf"(?:(?i:the)\s)?(?:{CAPITAL}[\w.’'-]*)(?:\s+(?:(?:de|van|von|der|den|la|le|di|da)\s)*{CAPITAL}[\w.’'-]*)*"
)
_WHO = r"(?:(?:committee|board|council|staff)\s)?(?:members?|people|persons|those|councillors|trustees)"
_TABLE = r"(?:a?round|at)\sthe\stable"
# "Officers present", "The following were in attendance", "Owners of flats not present".
_SOME = r"(?:(?!not\b|also\b)[\w’'-]+[^\S\n]){0,4}?"
# What lines, lists and sections of those who were there and who were not are called.
CALLED = {
    Attended.PRESENT: (
        rf"(?:{_SOME}(?:also\s)?(?:present(?:\sor\srepresented)?|represented|in\sattendance|attending)|(?:(?:also|{_WHO})\s)*{_TABLE}|also\sthere|attend(?:ance|ees|ed\sby)"
        r"|(?:in\sthe\sroom|on\sthe\s(?:call|line|phone)|online|there|taking\spart|joining(?:\s(?:online|remotely))?)(?=\W*(?:\(|:|\Z))"
        r"|participants|(?:those|all|members)\s(?:who\s(?:attended|came|were\s(?:there|present))|there)"
        r"|who\s(?:was\s(?:there|present|in\sattendance)|came|attended|took\spart))"
    ),
    Attended.ABSENT: (
        r"(?:(?:sent\s)?apologies(?:\s(?:for\sabsence|received|from))*|absentees|regrets"
        rf"|{_SOME}(?:absent(?:\swith(?:out)?\sapologies)?|excused|not\s(?:present|there|represented|in\sattendance)|missing"
        r"|(?:unable\sto|could\snot|cannot)\s(?:attend|come)|not\sattending)"
        rf"|(?:{_WHO}\s)?who\s(?:(?:was|were)\s(?:absent|excused|missing|not\s(?:present|there))|(?:could|did)\snot\s(?:attend|come)))"
    ),
}
LABELS = {
    told: re.compile(rf"\W*(?:\d+[.)]?\s+)?{called}(?:\sand\sapologies)?\W*", re.IGNORECASE)
    for told, called in CALLED.items()
}
# Of one alone, and not a label of those who follow, nor of a part of the meeting.
_AWAY = re.compile(
    r"\b(?:excused|apolog(?:y|ies|i[sz]ed)|absent|regrets|not\s(?:present|there)|unable\sto\s(?:attend|come)"
    r"|(?:did|could)\snot\s(?:attend|come)|on\s(?:sick\s|annual\s)?leave|off\ssick)\b"
    r"(?!\s*:|\s(?:(?:for|from|until|till|after|before|during)\s(?:the\s)?(?:items?|agenda|point|part|\d)))",
    re.IGNORECASE,
)


def is_name(said: str) -> bool:
    """Whether capitals name somebody: not "Chair", nor "None"."""
    words = [word.strip(".") for word in said.split()]
    is_role = all(word in ROLES for word in words)
    return not is_role and said.casefold() not in ("none", "nil", "nobody") and {*words} - TITLES != set()


def says_away(remark: str) -> bool:
    """Whether what stands with a name says that they were not there: "(excused)", "apologies sent"."""
    return _AWAY.search(remark) is not None
