"""People: the names of those whom a list or a sentence of minutes names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index import Span
from index.words import is_function_word
from qa.contents.mentions import MONTHS, ROLES, TITLES, WEEKDAYS
from qa.contents.numerals import NUMERAL
from qa.minutes.attended import CAPITAL, NAME, AttendanceLine, is_name

_PART = re.compile(r"(?:[^,;()\n&]|\n(?!\n)|\([^()]*\)|&)+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# "for the school: head teacher Mr Bo Lee", "as a guest: Ann Day"
_WITH_OFFICE = re.compile(
    rf"(?:[a-z][^:]{{0,40}}:\s(?:[a-z-]+\s){{0,3}}|(?:among(?:st)?\s(?:them|others)|including)\s|(?:[a-z-]+\s){{1,3}}(?=(?:{'|'.join(sorted(TITLES))})\b))(?P<name>{NAME.pattern})"
)
_AND = re.compile(rf"\s(?:and|&)\s(?=(?:{CAPITAL}|the\s))")
# Not that of "Jr." and "Ada S."
_STOP = re.compile(r"(?<=\w{3})\.\Z")
_TITLE = rf"(?:{'|'.join(sorted(TITLES))})"
_WORD = rf"{CAPITAL}(?:[\w’'-]*\w)?"
PERSON = re.compile(
    rf"(?<![\w’'-])(?:{_TITLE}\.?\s+)?{_WORD}(?:(?:\.(?=\s+{CAPITAL})|(?<=\b{CAPITAL})\.)?\s+(?:(?:de|van|von|der|den|la|le|di|da)\s)*{_WORD})*"
)
# In sentences: "Bo Lee (treasurer)", "Bo Lee, who lives in Bern,", "Mr Lee of Lee & Sons".
_ASIDE = re.compile(
    rf"\([^()]*\)|,\s(?:who|whose|which)\s[^,;]*(?:,|\Z)|(?<![,;]\s)(?<!\band\s)(?<!\A)\b(?:of|at|in|on|for|from|near|representing)\s(?:the\s)?{_WORD}(?:\s(?:&\s)?{_WORD})*"
)
_NO_NAMES = frozenset(
    (
        "Besides Apart Everyone Everybody Nobody None Members Later Apologies Regrets Present Absent Minutes"
    ).split()
).union(MONTHS, WEEKDAYS)
_NUMBER = re.compile(rf"{NUMERAL}(?:-\w+)?", re.IGNORECASE)


def people_in(text: str, names: Span) -> Iterator[Span]:
    """The names of a list; what stands in brackets or behind a comma without one is of the name before."""
    for part in _PART.finditer(text, *names):
        start = part.start()
        for stop in [*(match.span() for match in _AND.finditer(_IN_BRACKETS.sub(_blank, part[0]))), None]:
            end = part.start() + stop[0] if stop else part.end()
            begins = start + len(text[start:end]) - len(text[start:end].lstrip())
            match = NAME.match(text, begins, end) or _WITH_OFFICE.match(text, begins, end)
            name = match["name" if "name" in match.re.groupindex else 0] if match else ""
            if match and is_name(name):
                begins = match.end() - len(name)
                yield Span(begins, begins + len(_STOP.sub("", name)))
            start = part.start() + stop[1] if stop else end


def people_told(text: str, words: Span, sentence_start: int) -> Iterator[Span]:
    """The names in some words of a sentence, without those of places, firms, days and offices."""
    said = text[: words.start] + _ASIDE.sub(_blank, text[slice(*words)])
    for match in PERSON.finditer(said, words.start):
        start = match.start()
        if start == sentence_start:
            start += _opening(match[0])
        name = Span(start, match.end())
        if start < match.end() and is_person(text, name, is_opening=start == sentence_start):
            yield name


def is_named_among(text: str, name: Span, lines: Iterable[AttendanceLine]) -> bool:
    """Whether some lines name somebody: "Mrs Roe" is Agnes Roe, and Sam Roe somebody else."""
    said = _said_of(text, name)
    return any(said <= _said_of(text, person) for one in lines for person in one.people)


def _said_of(text: str, name: Span) -> frozenset[str]:
    """The words of a name, without titles and initials."""
    found = (word.strip(".") for word in text[slice(*name)].split())
    return frozenset(word for word in found if len(word) > 1 and word not in TITLES)


def is_person(text: str, name: Span, *, is_opening: bool) -> bool:
    """Whether capitals name somebody, and not a day, an office or what a sentence opens with."""
    words = [word.strip(".") for word in text[slice(*name)].split()]
    if not is_name(text[slice(*name)]) or _NO_NAMES.issuperset(words) or all(map(str.isupper, words)):
        return False
    if len(words) > 1:
        return True
    # "Parents", where a sentence begins, is a word that stands elsewhere in small letters.
    is_word = is_function_word(words[0]) or words[0].rstrip("s") in ROLES or bool(_NUMBER.fullmatch(words[0]))
    return not is_word and not (is_opening and re.search(rf"\b{words[0].casefold()}\b", text))


def _opening(said: str) -> int:
    """How many of a sentence's first letters are no part of a name: of "With Ada Berg", five."""
    first, _, rest = said.partition(" ")
    return len(first) + 1 if is_function_word(first) and rest else 0


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
