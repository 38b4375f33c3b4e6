"""Stretches: whether the numbers of a question stand in some words, or in a stretch that is told there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.cells.asked import NUMBER

# Of a number that stands nowhere.
_MISSED = -0.5
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_BETWEEN = re.compile(rf"{_NUMBER}\s?(?:\w+\s?)?(?:[-–—]|to)\s?{_NUMBER}")
_FROM = (
    re.compile(rf"(?:>|≥|over|above|more\sthan|from)\s?{_NUMBER}", re.IGNORECASE),
    re.compile(rf"{_NUMBER}\s?(?:\+|and\s(?:over|above)|or\smore)", re.IGNORECASE),
)
_BELOW = re.compile(rf"(?:<|≤|\bunder|\bup\sto|\bbelow|\buntil|\bU(?=\d))\s?{_NUMBER}")


def held(numbers: Sequence[str], told: Sequence[str]) -> float:
    """How many numbers some texts tell, alone or in a stretch such as "251–500", less those missed."""
    return sum(1.0 if any(_is_told(number, text) for text in told) else _MISSED for number in numbers)


def _is_told(number: str, text: str) -> bool:
    return number in NUMBER.findall(text) or _is_within(_size(number), text)


def _is_within(size: float, text: str) -> bool:
    if any(_size(low) <= size <= _size(high) for low, high in _BETWEEN.findall(text)):
        return True
    if any(size >= _size(low) for form in _FROM for low in form.findall(text)):
        return True
    return any(size < _size(high) for high in _BELOW.findall(text))


def _size(number: str) -> float:
    return float(
        number.replace(",", ".")
        if number.count(",") == 1 and "." not in number
        else re.sub(r"[,.](?=.*[,.])|,", "", number)
    )
