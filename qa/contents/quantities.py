"""Quantities: the amounts that words tell, as far as they can be held against each other."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.contents.numerals import TENS, UNITS

_NUMBERS = {
    **{word: float(number) for number, word in enumerate(UNITS)},
    **{word: 10.0 * number for number, word in enumerate(TENS, 2)},
    "a": 1.0, "an": 1.0, "half": 0.5,
}  # fmt: skip
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "m": 1e6, "bn": 1e9, "k": 1e3}
# A month and a year are as long as they are at the mean.
_DAYS = {
    "second": 1 / 86_400, "minute": 1 / 1_440, "hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0,
    "fortnight": 14.0, "month": 30.44, "quarter": 91.31, "year": 365.25, "decade": 3_652.5,
}  # fmt: skip
_METRES = {
    "mm": 1e-3,
    "cm": 1e-2,
    "metre": 1.0,
    "meter": 1.0,
    "km": 1e3,
    "kilometre": 1e3,
    "kilometer": 1e3,
    "mile": 1_609.0,
}
_GRAMS = {"gram": 1.0, "g": 1.0, "kg": 1e3, "kilogram": 1e3, "kilo": 1e3, "tonne": 1e6, "ton": 1e6}
_COINS = {
    "£": "GBP", "€": "EUR", "$": "USD", "pound": "GBP", "euro": "EUR", "dollar": "USD", "gbp": "GBP",
    "eur": "EUR", "usd": "USD", "chf": "CHF", "franc": "CHF",
}  # fmt: skip
_SIZES = {
    **{unit: ("time", size) for unit, size in _DAYS.items()},
    **{unit: ("length", size) for unit, size in _METRES.items()},
    **{unit: ("weight", size) for unit, size in _GRAMS.items()},
    **{unit: (coin, 1.0) for unit, coin in _COINS.items()},
    "%": ("share", 1.0), "percent": ("share", 1.0),
}  # fmt: skip
_COUNTED = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"""(?P<sign>[£€$]|\b(?:GBP|EUR|USD|CHF)\b)?\s?
    (?:(?P<digits>\d[\d,]*(?:\.\d+)?)|\b(?P<word>{_COUNTED})\b(?:[-\s](?P<more>{_COUNTED})\b)?)
    (?:\s?(?P<scale>{"|".join(_SCALES)})\b)?
    (?:\)|\s\(\d+\))?\s?(?:working\s|calendar\s|full\s|clear\s|consecutive\s|business\s)*
    (?P<unit>%|per\s?cent|[£€$]|[a-z]+)?""",
    re.IGNORECASE | re.VERBOSE,
)


class Quantity(NamedTuple):
    """A size and what it is of.

    Attributes:
        measure: "time" in days, "length" in metres, "weight" in grams, "share" in per cent, money by its
            currency; "" for a bare number.
        size: how much.

    """

    measure: str
    size: float


def currency_of(words: str) -> str:
    """The currency of the one amount that words tell, such as "GBP"; "" where it is of none that is known."""
    found = quantity_in(words.replace("US ", "").replace(" sterling", ""))
    return found.measure if found and found.measure in _COINS.values() else ""


def quantity_in(words: str) -> Quantity | None:
    """The one quantity that words tell; None where they tell none, or several."""
    matches = list(_QUANTITY.finditer(words))
    counted = [match for match in matches if not _is_article(match)]
    # "Nine euros a month" tells what a month costs.
    found = {_read(match) for match in counted or matches if counted or _measured(match)}
    return found.pop() if len(found) == 1 else None


def _is_article(match: re.Match[str]) -> bool:
    return (match["word"] or "").casefold() in ("a", "an") and not match["more"]


def _read(match: re.Match[str]) -> Quantity:
    if match["digits"]:
        size = float(match["digits"].replace(",", ""))
    else:
        size = sum(_NUMBERS[word.casefold()] for word in (match["word"], match["more"]) if word)
    if match["scale"]:
        size *= _SCALES[match["scale"].casefold()]
    measure, one = _measured(match) or ("", 1.0)
    return Quantity(measure, size * one)


def _measured(match: re.Match[str]) -> tuple[str, float] | None:
    said = (match["sign"] or match["unit"] or "").casefold().replace("per cent", "percent")
    return _SIZES.get(said) or _SIZES.get(said.removesuffix("s"))
