"""Dated heads: of a column until a day and one from it on, the one whose time a question names.

Of "Until 30 April" and "From 1 May", what something costs "from May" or "in July" stands under the second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from qa.contents.mentions import MONTHS
from qa.question import LONGEST_FORM

_NAMES = [month[:3].casefold() for month in MONTHS[:12]]
_DAY = rf"(?:the\s)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?)?(?P<month>{'|'.join(MONTHS)})\b"


class _Side(Enum):
    BEFORE = auto()
    FROM = auto()


_UNTIL = re.compile(rf"\b(?:until|till|up\sto|to|through|before)\s{_DAY}", re.IGNORECASE)
_SINCE = re.compile(
    rf"\b(?:(?:as\s)?from|since|as\sof|after|starting(?:\s(?:in|on))?)\s{_DAY}", re.IGNORECASE
)
_WITHIN = re.compile(rf"\b(?:in|on|during)\s{_DAY}", re.IGNORECASE)
_LED_DAY = re.compile(rf"(?:\b[a-z]+\s){{0,2}}?{_DAY}(?:\s\d{{4}})?", re.IGNORECASE)
_NEW = re.compile(r"\b(?:new|in\sfuture)\b", re.IGNORECASE)
_OLD = re.compile(r"\b(?:old|former(?:ly)?|previous(?:ly)?|so\sfar|until\snow)\b", re.IGNORECASE)


def column_from_or_until(question: str, heads: Sequence[str], chosen: int) -> int:
    """The place of the head on the side of the day that is asked for; the chosen one for no such heads.

    Args:
        question: what is asked.
        heads: the heads of a row's cells, in order.
        chosen: the place of the cell that answers as it was read.

    """
    meant = _column_meant(question, heads)
    return chosen if meant is None or not _is_of_either(heads[chosen]) else meant


def is_side_named(question: str, heads: Sequence[str], place: int) -> bool:
    """Whether a question names the side of a day that a column is of, beside one of the other side."""
    return _column_meant(question, heads) == place


def without_days(question: str) -> str:
    """A question without the days and months that it names, and what leads to them."""
    return _LED_DAY.sub(" ", question)


def _is_of_either(head: str) -> bool:
    return bool(_UNTIL.search(head) or _SINCE.search(head))


def _column_meant(question: str, heads: Sequence[str]) -> int | None:
    """The place of the head on the side that is asked for; None where there are no two such heads."""
    untils = [place for place, head in enumerate(heads) if _UNTIL.search(head)]
    froms = [place for place, head in enumerate(heads) if _SINCE.search(head)]
    if len(untils) != 1 or len(froms) != 1:
        return None
    side = _side_asked(question[:LONGEST_FORM], _month(_SINCE.search(heads[froms[0]])))
    return {_Side.BEFORE: untils[0], _Side.FROM: froms[0], None: None}[side]


def _side_asked(question: str, turns: int) -> _Side | None:
    """The side of the month from which it is otherwise that a question asks for; None for neither."""
    if _NEW.search(question) or _OLD.search(question):
        return _Side.FROM if _NEW.search(question) else _Side.BEFORE
    if until := _UNTIL.search(question):
        return _Side.BEFORE if _month(until) <= turns else None
    if found := _SINCE.search(question) or _WITHIN.search(question):
        return _Side.FROM if _month(found) >= turns else _Side.BEFORE
    return None


def _month(found: re.Match[str] | None) -> int:
    return _NAMES.index(found["month"][:3].casefold()) + 1 if found else 0
