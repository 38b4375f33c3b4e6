"""Figures: the numbers that a table's cells hold, as far as they can be held against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
_TOTAL = re.compile(
    r"(?:(?:sub-?|grand )?totals?|sum|average|mean|all)\b"
    r"|(?:[\w-]+\s){0,3}(?:both|(?:al(?:l\s)?)?together|in\s(?:all|total))\W*\Z",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d(?:[\d.,'’\u00a0\u202f ]*\d)?")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+")
_AROUND = re.compile(r"\A(?P<before>[^\d()−–-]*)[(−–-]?\d(?:[\d.,'’\s]*\d)?\)?(?P<after>[^\d()]*)\Z")
_FIGURE = re.compile(r"[^\w\s]*\s?\d[\d.,'’\s]*\s?(?:[^\w\s]|[A-Z]{3})?")
# What stands under it counts the rows.
_NUMBERING = re.compile(r"(?:\A|·)\W*(?:no|nr|pos(?:ition)?|id|code|#)\b\W*\Z", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")
_SILENT = re.compile(r"[\s()+\-−–.,*]")


def has_word(text: str) -> bool:
    """Whether a text holds a word, which a number or a code such as "A1" is not."""
    return bool(_WORD.search(text))


def is_figure(cell: str) -> bool:
    """Whether a cell holds nothing but a figure, maybe with its sign of currency or its unit."""
    return bool(_FIGURE.fullmatch(cell))


def is_numbering(head: str) -> bool:
    """Whether what stands under a head does no more than number the rows."""
    return bool(_NUMBERING.search(head))


def is_total(label: str) -> bool:
    """Whether a row of such a name sums up others."""
    return bool(_TOTAL.match(label))


def numbers_of(cells: Sequence[str]) -> list[float | None]:
    """The number of each cell, None where it holds none or several; all None where their units differ."""
    read = [_number(cell) for cell in cells]
    units = {unit for _, unit in filter(None, read)} - {""}
    return [one[0] if one and len(units) < 2 else None for one in read]


def written_like(cell: str, number: float) -> str:
    """A number with the sign of currency or the unit of a cell that holds one: "£1,285" beside "£5,890"."""
    around = _AROUND.match(cell.strip())
    figure = f"{number:,.2f}".removesuffix(".00")
    return f"{around['before']}{figure}{around['after']}" if around else figure


def _number(cell: str) -> tuple[float, str] | None:
    """A number with its unit or sign of currency; one in brackets is negative."""
    found = _DIGITS.search(cell)
    if not found:
        return None
    before, after = cell[: found.start()], cell[found.end() :]
    if any(sign.isdigit() for sign in after):
        return None
    size = _size(re.sub(r"['’\s]", "", found[0]))
    if size is None:
        return None
    is_negative = any(sign in before for sign in "(-−–")
    return (-size if is_negative else size), _SILENT.sub("", before + after)


def _size(digits: str) -> float | None:
    if "." in digits and "," in digits:
        decimal = max(".", ",", key=digits.rindex)
        digits = digits.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    elif _GROUPS.fullmatch(digits) or digits.count(",") > 1:
        digits = digits.replace(",", "")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    return float(digits) if digits.count(".") < 2 else None
