"""Bands: stretches of a number as a table's cells tell them: "up to 250 euros", "6 to 15", "over 30 days"."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from qa.contents.mentions import DATE
from qa.contents.quantities import Quantity, quantity_in

_COIN = r"(?:[$€£]|\b(?:EUR|USD|GBP|CHF)\b)"
_FIGURE = rf"{_COIN}?\s?\d[\d,]*(?:\.\d+)?"
# From one year to another is when, not how much.
_YEARS = re.compile(r"\b(?:19|20)\d\d\s?(?:[–—/-]|to|and)\s?(?:(?:19|20)\d\d|\d\d)\b")
_UNIT = r"\s?(?:%|[$€£]|[^\W\d_]+)?"
_FORMS = tuple(
    re.compile(rf"[^\w<>≤≥$€£]*{form}\D*", re.IGNORECASE | re.VERBOSE)
    for form in (
        rf"""(?:(?:from|between|at\sleast|(?P<over>over|above|more\sthan))\s)?(?P<low>{_FIGURE})(?P<unit>{_UNIT}?)
        \s?(?:[–—-]|to|and|(?:(?:and|but)\s)?(?:up\sto(?:\sand\sincluding)?|at\smost|no\smore\sthan|(?P<under>(?:up\sto\s(?:but\s)?)?(?:under|below|less\sthan))))\s?
        (?P<high>{_FIGURE})(?P<last>{_UNIT})""",
        rf"(?P<low>{_FIGURE})(?P<unit>{_UNIT})(?:\s?\+|\s(?:or|and)\s(?:more|over|above|older|up|upwards|longer))",
        rf"(?P<high>{_FIGURE})(?P<last>{_UNIT})\s(?:or|and)\s(?:less|fewer|under|below|younger|shorter)",
        rf"(?:up\sto(?:\sand\sincluding)?|until|at\smost|no\smore\sthan|maximum|≤|(?P<under>under|below|(?:less|fewer|younger)\sthan|<))"
        rf"\s?(?P<high>{_FIGURE})(?P<last>{_UNIT})",
        rf"(?:from|at\sleast|minimum|≥|(?P<over>over|above|beyond|(?:more|older)\sthan|exceeding|>))"
        rf"\s?(?P<low>{_FIGURE})(?P<unit>{_UNIT})",
    )
)


class Band(NamedTuple):
    """A stretch of a number, with what it is of.

    Attributes:
        low: where it begins, minus infinity for one that only ends.
        high: where it ends, infinity for one that only begins.
        measure: what `Quantity` calls it.
        is_over: whether what equals `low` is outside.
        is_under: whether what equals `high` is outside.
        unit: the word or sign that both are in; "" for bare numbers.

    """

    low: float
    high: float
    measure: str
    is_over: bool
    is_under: bool
    unit: str

    def holds(self, figure: str, unit: str) -> bool:
        """Whether a number is in it; one without a unit is in its own.

        Args:
            figure: the number as it is written.
            unit: the word or sign that it is in, "" where none is said.

        """
        asked = _quantity(figure, unit)
        if asked and self.measure and not asked.measure:
            asked = _quantity(figure, self.unit)
        if asked is None or (asked.measure and asked.measure != self.measure):
            return False
        is_above = asked.size > self.low if self.is_over else asked.size >= self.low
        is_below = asked.size < self.high if self.is_under else asked.size <= self.high
        return is_above and is_below


def band_in(cell: str, unit: str = "") -> Band | None:
    """The band that a cell tells; None where it tells none.

    Args:
        cell: the cell's words.
        unit: what its column is in, where the cell does not say it.

    """
    match = next((found for form in _FORMS if (found := form.fullmatch(cell))), None)
    if match is None or DATE.search(cell) or _YEARS.search(cell):
        return None
    said = match.groupdict()
    units = [(said.get(name) or "").strip() for name in ("last", "unit")]
    own = next((one for one in units if is_unit(one)), unit)
    low, high = (_quantity(said.get(name) or "", own) for name in ("low", "high"))
    ends = [one.size for one in (low, high) if one]
    if not ends:
        return None
    bounds = (min(ends) if low else -math.inf, max(ends) if high else math.inf)
    measure = next(one.measure for one in (high, low) if one)
    return Band(*bounds, measure, bool(said.get("over")), bool(said.get("under")), own)


def is_unit(word: str) -> bool:
    """Whether a word or sign is a unit of some measure that is known."""
    found = _quantity("2", word)
    return bool(found and found.measure)


def _quantity(figure: str, unit: str) -> Quantity | None:
    return quantity_in(f"{figure} {unit}") if figure else None
