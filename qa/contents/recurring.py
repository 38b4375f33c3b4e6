"""Recurring: the weekdays, hours of the day and months that words name, by a class, a range or one by one.

Each is a set of numbers, so that what holds another is told by comparing them: "Mon–Fri" and "weekdays" are
the same five, and July is among "Jun–Aug".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto

from qa.contents.mentions import MONTHS, WEEKDAYS

Times = frozenset[int]


class Scale(Enum):
    """What recurs: Monday is 0, the hour from midnight 0, and January 0."""

    WEEKDAY = auto()
    HOUR = auto()
    MONTH = auto()


_IN_WEEK, _IN_DAY, _IN_YEAR = 7, 24, 12
_TO = r"\s?(?:[-–—]|\b(?:to|until|till|through|and\sincluding)\b)\s?"

# "We" and "So" are days in a range or a list alone.
_SHORT = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)\b"
_WEEKDAY = (
    rf"(?:(?i:{'|'.join(WEEKDAYS)})(?i:s?)\b|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?"
    rf"|{_SHORT}(?=\s?[-–—/,&+])|(?:(?<=[-–—/,&+])|(?<=[-–—/,&+]\s)){_SHORT})"
)
_WEEKDAYS = re.compile(rf"\b(?P<first>{_WEEKDAY})(?:{_TO}(?P<last>{_WEEKDAY}))?")
_CLASSES_OF_DAYS = (
    (re.compile(r"\bweek[-\s]?ends?\b", re.IGNORECASE), range(5, 7)),
    (
        re.compile(
            r"\b(?:week|work|working|business)[-\s]?days?\b|\bmid-?week\b|\b(?:during|in)\sthe\sweek\b",
            re.IGNORECASE,
        ),
        range(5),
    ),
)


def _clock(place: str) -> str:
    """The pattern of a time of day; its groups begin with what names its place."""
    return (
        rf"(?P<{place}hour>[01]?\d|2[0-4])(?:[.:](?P<{place}minute>[0-5]\d))?"
        rf"(?:\s?(?P<{place}half>[ap]\.?m\b\.?))?(?![\d%£$€])"
    )


_HOURS = re.compile(
    rf"(?:\b(?P<led>from|after|since|until|till|before|by|up\sto)\s)?(?<![\d.,:£$€])"
    rf"{_clock('a')}(?:{_TO}{_clock('b')})?(?P<on>\s(?:on(?:wards?)?|or\slater)\b)?",
    re.IGNORECASE,
)
_PARTS_OF_DAYS = (
    (re.compile(r"\bmornings?\b", re.IGNORECASE), range(6, 12)),
    (re.compile(r"\b(?:noon|midday)\b", re.IGNORECASE), range(12, 13)),
    (re.compile(r"\bafternoons?\b", re.IGNORECASE), range(12, 17)),
    (re.compile(r"\b(?:evenings?|tonight)\b", re.IGNORECASE), range(18, 23)),
)
_UNTIL = re.compile(r"until|till|before|by|up\sto", re.IGNORECASE)

_NAMES = [month[:3].casefold() for month in MONTHS[:12]]
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\b\.?\s(?:of\s)?)"
_ASKS_LEAVE = r"May\s(?:I|we|you|he|she|it|they|one|the|an?|my|our|their|any\w+|some\w+)\b"


def _month(place: str) -> str:
    """The pattern of a month with a day before or after it; its groups begin with what names its place."""
    names = "|".join(sorted(MONTHS, key=len, reverse=True))
    return (
        rf"(?P<{place}day>{_DAY})?(?P<{place}month>(?!{_ASKS_LEAVE})(?:{names})\b\.?)"
        rf"(?:\s(?P<{place}after>\d{{1,2}})\b(?!\d))?(?:\s\d{{4}}\b)?"
    )


_MONTHS = re.compile(
    r"(?:\b(?P<led>(?i:from|since|until|till|before|after|up\sto|by))\s)?"
    rf"\b{_month('a')}(?:{_TO}{_month('b')})?"
)
_LAST_DAYS = 28


def recurring(words: str) -> dict[Scale, Times]:
    """What words name of each scale; a scale of which they name nothing is left out.

    A month is named where all of it is. A day from which on, or until which, something is so, names none.
    """
    named = {Scale.WEEKDAY: _weekdays(words), Scale.HOUR: _hours(words), Scale.MONTH: _months(words)}
    return {scale: times for scale, times in named.items() if times}


def without_recurring(words: str) -> str:
    """Words without the weekdays, hours and months that they name."""
    for form, _ in (*_CLASSES_OF_DAYS, *_PARTS_OF_DAYS):
        words = form.sub(" ", words)
    words = _HOURS.sub(lambda said: " " if _hours_of(said.groupdict()) else said[0], words)
    return _MONTHS.sub(" ", _WEEKDAYS.sub(" ", words))


def _weekdays(words: str) -> Times:
    named = {day for form, days in _CLASSES_OF_DAYS if form.search(words) for day in days}
    for match in _WEEKDAYS.finditer(words):
        first = _weekday(match["first"])
        named |= _round(first, _weekday(match["last"]) if match["last"] else first, _IN_WEEK)
    return frozenset(named)


def _hours(words: str) -> Times:
    named = {hour for form, hours in _PARTS_OF_DAYS if form.search(words) for hour in hours}
    for match in _HOURS.finditer(words):
        named |= _hours_of(match.groupdict())
    return frozenset(named)


def _hours_of(said: Mapping[str, str | None]) -> set[int]:
    """The full hours of a time of day, of a stretch, or of the day before or after it; none for a number."""
    if not any(said[part] for part in ("aminute", "ahalf", "bminute", "bhalf")):
        return set()
    first, is_full = _hour(said["ahour"], said["ahalf"] or said["bhalf"]), not int(said["aminute"] or 0)
    if said["bhour"]:
        return _round(first + (not is_full), _hour(said["bhour"], said["bhalf"]) - 1, _IN_DAY)
    if said["led"] and _UNTIL.fullmatch(said["led"]):
        return {*range(first)}
    return {*range(first + (not is_full), _IN_DAY)} if said["led"] or said["on"] else {first % _IN_DAY}


def _hour(said: str | None, half: str | None) -> int:
    hour = int(said or 0)
    return hour % 12 + (12 if half.casefold().startswith("p") else 0) if half else hour


def _months(words: str) -> Times:
    named: set[int] = set()
    for match in _MONTHS.finditer(words):
        if match["bmonth"] or not match["led"]:
            named |= _months_of(match.groupdict())
    return frozenset(named)


def _months_of(said: Mapping[str, str | None]) -> set[int]:
    """The months from one date to another, the first and last only where all their days are."""
    first = _NAMES.index((said["amonth"] or "")[:3].casefold())
    if not said["bmonth"]:
        return {first}
    last = _NAMES.index(said["bmonth"][:3].casefold())
    named = _round(first, last, _IN_YEAR)
    if _day(said["aday"] or said["aafter"], 1) > 1:
        named.discard(first)
    if _day(said["bday"] or said["bafter"], _LAST_DAYS) < _LAST_DAYS:
        named.discard(last)
    return named


def _day(said: str | None, otherwise: int) -> int:
    found = re.match(r"\d+", said) if said else None
    return int(found[0]) if found else otherwise


def _weekday(said: str) -> int:
    return next(place for place, day in enumerate(WEEKDAYS) if day[:2].casefold() == said[:2].casefold())


def _round(first: int, last: int, of: int) -> set[int]:
    """The numbers from one to another, over the end where the second is less."""
    return {place % of for place in range(first, last + 1 if last >= first else last + of + 1)}
