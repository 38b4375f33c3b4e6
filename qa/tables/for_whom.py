"""For whom: of columns for those who belong and those who do not, the one whose people a question names."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OUTSIDE = re.compile(
    r"\b(?:non[- ]?(?:members?|residents?|locals?)|outsiders?|external(?:s|ly)?|guests?|visitors?|strangers?"
    r"|(?:the|general)\spublic"
    r"|(?:who|that)\s(?:is|are)\s(?:not|no)\s(?:an?\s)?(?:members?|residents?))\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\b(?:members?|residents?|locals?|internal|staff|employees?)\b", re.IGNORECASE)
_TO_WHOM = re.compile(
    rf"(?:\b(?:for|to|as|by)\s)?(?:\b(?:an?|the|our)\s)?(?:{_OUTSIDE.pattern}|{_INSIDE.pattern})",
    re.IGNORECASE,
)


def column_for_whom(question: str, heads: Sequence[str], chosen: int) -> int | None:
    """The place of the only head for the people that a question names; for no others, None.

    Args:
        question: what is asked.
        heads: the heads of a row's cells, in order.
        chosen: the place of the cell that answers as it was read.

    """
    told = [_is_outside(head) for head in heads]
    asked = _is_outside(question)
    if asked is None or told.count(True) != 1 or told.count(False) != 1 or told[chosen] is asked:
        return None
    return told.index(asked)


def is_for_those_asked(question: str, heads: Sequence[str], place: int) -> bool:
    """Whether a head is that of the people whom a question names, beside one of others."""
    told = [_is_outside(head) for head in heads]
    return {True, False} <= {*told} and told[place] is not None and told[place] is _is_outside(question)


def is_for_others(question: str, heads: Sequence[str], place: int) -> bool:
    """Whether a head is that of others than those whom a question names, beside one of theirs."""
    told, asked = [_is_outside(head) for head in heads], _is_outside(question)
    return asked is not None and told[place] is (not asked) and asked in told


def columns_for_whom(question: str, heads: Sequence[str]) -> list[int]:
    """The place of the head for the people that a question names, of two side by side; for none, of both.

    Empty where there are no two such heads.
    """
    told = {place: said for place, head in enumerate(heads) if (said := _is_outside(head)) is not None}
    if sorted(told.values()) != [False, True] or max(told) - min(told) != 1:
        return []
    asked = _is_outside(question)
    return sorted(place for place, said in told.items() if asked in (None, said))


def without_whom(question: str) -> str:
    """A question without the words for the people it is about, and what leads to them."""
    return _TO_WHOM.sub(" ", question)


def _is_outside(said: str) -> bool | None:
    """Whether words name those who do not belong, or those who do; None for neither."""
    return True if _OUTSIDE.search(said) else False if _INSIDE.search(said) else None
