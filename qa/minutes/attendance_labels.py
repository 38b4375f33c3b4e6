"""Attendance by labels: those whom minutes name behind other labels, where they tell who came.

"Councillors: …", "Note-taker: …", "Dialled in: …": there a label with nothing but names behind it tells it,
too. A chair, a guest or who takes the minutes may be named by one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Document, Span
from qa.minutes.attended import AttendanceLine, Attended
from qa.minutes.people import PERSON, is_named_among, is_person, people_in

_INVITED = r"(?:special|invited|guest|external|visiting)\s"
_FOR_WHAT = (
    r"(?:\s\([^()\n]{1,40}\)|(?:,|\s(?=(?:for|from|until|during|to|at|in|items?)\b))[^:|\n]{1,40}(?=[*_]*:))?"
)
_SEVERAL = (
    rf"(?:{_INVITED})?(?:guests|visitors|observers|speakers)"
    r"|(?:other\s|(?:committee|board|council)\s)*members(?=[*_]*:)"
)
# Whoever is said to have such an office at the meeting was there.
_OFFICE = (
    r"(?:in\sthe\schair|(?:vice-?)?chair(?:ed\sby|man|woman|person)?|presiding|moderat(?:ion|or|ed\sby)|facilitat(?:ion|or)"
    rf"|{_SEVERAL}|(?:{_INVITED})?(?:guest|visitor|observer|speaker)"
    r"|(?:also\s)?invited|by\sinvitation"
    r"|(?:minutes|notes|protocol|record)(?:\s(?:(?:taken|kept|written)\s)?by)?|(?:minute|note)[\s-]?taker"
    r"|taking\s(?:the\s)?(?:notes|minutes)|secretary|clerk|recorder|scribe)"
)
_STARTS = r"(?:^|(?<=\n)|(?-i:(?<=[^A-Z][.;]\s))|(?<=[|·]\s))[ \t]*[-*•_#|]*[ \t]*"
_LABELLED = re.compile(
    rf"{_STARTS}(?P<label>(?:(?P<office>{_OFFICE}){_FOR_WHAT}|(?-i:[A-Z])[^:|·\n]{{1,40}}?)[*_]*(?:\s?(?::|(?<!\n)[|·])|(?<=\bby)\s)[*_]*[^\S\n]*)"
    r"(?P<names>[A-Z](?:[^\n.|·]|(?<=\b(?:Mr|Ms|Dr))\.|(?<=\b(?:Mrs|Rev|Hon))\.|(?<=\b(?:Prof|Cllr))\.|(?-i:(?<=\b[A-Z]))\.|\.(?=[^\s]))*)",
    re.IGNORECASE,
)
_IS_SEVERAL = re.compile(_SEVERAL, re.IGNORECASE)
_AWAY = re.compile(
    r"\b(?:apolog\w*|absent\w*|away|sorry|regrets?|missing|excused|unable|not|n['’]t|ill|leave|holiday)\b",
    re.IGNORECASE,
)
# What a label of names may be that are not of those who came.
_OTHER = re.compile(
    r"\b(?:distribut\w*|cop(?:y|ies)|cc|bcc|to|sent|circulat\w*|place|venue|where|location|room|held|next|date|(?<!this\s)time|day|subject|re"
    r"|topic|title|about|project|client|company|address|action|decision|agreed|resolved|proposed|proposer|seconded|seconder"
    r"|elected|vote[sd]?|against|abst\w+|contact|author|approved|signed|tel|phone|e-?mail)\b",
    re.IGNORECASE,
)
_ASIDES = re.compile(r"\([^()\n]*\)|,\swho\s[^,.\n]*(?=,|\.|\sand\s|\Z)")
_BARE_LINE = re.compile(r"(?<=\n)[A-Z][^\n:|]*[^\s:|]", re.MULTILINE)
_FEWEST_IN_LINE = 3


def named_by_labels(
    document: Document, lines: Sequence[AttendanceLine], until: int
) -> Iterator[AttendanceLine]:
    """Those whom labels name up to some place, and none of the lines that are known names."""
    text = document.text
    for match in _LABELLED.finditer(text, 0, until):
        names = Span(match.start("names"), match.end("names"))
        names = Span(names.start, names.start + len(text[slice(*names)].rstrip(" \t*_;,")))
        line = Span(match.start("label"), names.end)
        is_told = any(line.touches(one.line) for one in lines)
        if is_told or not (
            match["office"] or (_may_be_of_people(match["label"]) and _are_names(text, names))
        ):
            continue
        people = tuple(people_in(text, names))
        if match["office"] and not _IS_SEVERAL.match(text, match.start("office")):
            people = people[:1]  # what follows is the office of one
        people = tuple(one for one in people if not is_named_among(text, one, lines))
        if people:
            told = Attended.ABSENT if _AWAY.search(match["label"]) else Attended.PRESENT
            is_of_members = not match["office"] or "members" in match["office"].casefold()
            yield AttendanceLine(told, line, names, people, is_of_members)


def named_in_lines(
    document: Document, lines: Sequence[AttendanceLine], until: int
) -> Iterator[AttendanceLine]:
    """Those whom a line of nothing but several names tells, beside the lines that are known."""
    text = document.text
    for match in _BARE_LINE.finditer(text, 0, until):
        line = Span(*match.span())
        people = tuple(people_in(text, line))
        is_told = any(line.touches(one.line) for one in lines)
        if len(people) >= _FEWEST_IN_LINE and not is_told and _are_names(text, line):
            yield AttendanceLine(Attended.PRESENT, line, line, people, True)


def _may_be_of_people(label: str) -> bool:
    return bool(_AWAY.search(label)) or not _OTHER.search(label)


def _are_names(text: str, names: Span) -> bool:
    """Whether nothing but names in full stands somewhere, each with what that person is."""
    said = _ASIDES.sub(lambda one: " " * len(one[0]), text[slice(*names)])
    found = [one for one in PERSON.finditer(said) if " " in one[0]]
    parts = [one for one in re.split(r"[,;&]|\band\b", said) if one.strip()]
    return (
        bool(found)
        and len(found) == len(parts)
        and all(is_person(said, Span(*one.span()), is_opening=False) for one in found)
    )
