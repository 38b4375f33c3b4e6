"""Signed: whether cells that stand side by side are blocks of signatures, which are read one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

# A longer table only tells who signed what.
_MOST_ROWS = 16
_OPENS = re.compile(
    r"\W*(?:(?:signed\s|executed\s|agreed\s)?(?:for\sand\s)?on\sbehalf\sof\b|signed\sfor\b|executed\s(?:by|as)\b)",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"\W*(?:(?:(?:print(?:ed)?\s|full\s)?name|by|signature|signed(?:\sby)?|witness(?:ed\sby)?)\s*(?::|_{2}|\.{3}|\Z)"
    r"|[_.…]{4,}\W*\Z)",
    re.IGNORECASE,
)
_FOR = re.compile(r"\W*(?:(?i:for)\s(?:the\s|[^\W\d_a-z])|[Tt]he\s[^\W\d_a-z])[^.;?!\d]{1,80}\Z")
_PERSON = re.compile(
    r"(?:\W*(?:sgd|signed|/s/|(?-i:Mr|Mrs|Ms|Dr|Prof))\b\W*)*"
    r"(?-i:[^\W\d_a-z][\w’'.-]*\s(?:[^\W\d_a-z]\.\s|[a-z]{2,3}\s)*[^\W\d_a-z][\w’'-]+)",
    re.IGNORECASE,
)
_ONLY_PERSON = re.compile(rf"{_PERSON.pattern}(?:\s(?-i:[^\W\d_a-z])[\w’'-]+)?\W*\Z", re.IGNORECASE)
_WITH_OFFICE = re.compile(
    rf"{_PERSON.pattern}(?:\s(?-i:[^\W\d_a-z])[\w’'-]+)?(?:\s?[,(–—-][^.;?!\d]{{2,60}})?\W*", re.IGNORECASE
)
_DATED = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\.?\s[^\W\d_]{3,9}\.?,?\s\d{4}|[^\W\d_]{3,9}\s\d{1,2},\s\d{4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4})\W*\Z"
)
# "Thorn, 3 May 2024"; "Signed at Thorn on 3 May 2024"
_PLACED = re.compile(
    r"\W*(?:(?:signed|done|executed)\s)?(?:(?:at|in)\s)?(?-i:[^\W\d_a-z])[^\d,;:]{1,40}?(?:,|\son\b)\s?(?:the\s)?"
    rf"{_DATED.pattern}",
    re.IGNORECASE,
)
_RULED = re.compile(r"\W*[_.…]{4,}\W*\Z")
_RULE_WITHIN = re.compile(r"_{4,}|[.…]{8,}")
_MOST_CELL_CHARS = 80
_ONLY_DATE = re.compile(rf"\W*(?:(?:signed|dated?)(?:\son|:)?\s)?{_DATED.pattern}", re.IGNORECASE)
_TEXT_ENDS = (".", ";", "?", "!")
_TELLS = re.compile(
    r"\W*(?:title|position|capacity|role|office|its|date[d]?|place)\s*(?::|_{2}|\.{3}|\Z)", re.IGNORECASE
)


def opening(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row of blocks of signatures side by side, by the words of each row's cells, line by line.

    None where the cells are something else. Where the cells of a row say it only together, that is the first.
    """
    stacked = [[[line for line in cell.split("\n") if line.strip()] for cell in row] for row in rows]
    first = _opening([[" ".join(cell) for cell in row] for row in stacked])
    if first is not None or all(len(cell) < 2 for row in stacked for cell in row):
        return first
    lines = [line for row in stacked for line in zip_longest(*row, fillvalue="")]
    is_signed = _are_for_people(stacked) or _are_dated(stacked) or _opening(lines) is not None
    return 0 if is_signed else None


def is_stacked(lines: Sequence[str]) -> bool:
    """Whether lines one below another name somebody, with no more than an office between, and end in when."""
    *above, last = lines or [""]
    is_short = all(len(line) <= _MOST_CELL_CHARS and not line.endswith(_TEXT_ENDS) for line in lines)
    is_dated = bool(_PLACED.match(last) or _ONLY_DATE.match(last))
    return is_short and is_dated and any(map(_ONLY_PERSON.match, above)) and _holds_nothing_else(above)


def _are_for_people(rows: Sequence[Sequence[Sequence[str]]]) -> bool:
    """Whether the lines of each cell name a party first, and somebody below it."""
    cells = [cell for row in rows for cell in row if cell]
    lines = [line for cell in cells for line in cell]
    if len(cells) < 2 or not _holds_nothing_else(lines):
        return False
    return all(
        (_FOR.match(cell[0]) or _OPENS.match(cell[0])) and any(map(_ONLY_PERSON.match, cell[1:]))
        for cell in cells
    )


def _are_dated(rows: Sequence[Sequence[Sequence[str]]]) -> bool:
    """Whether each cell names somebody, often with an office, and a day, in lines of their own."""
    cells = [cell for row in rows for cell in row if cell]
    if not 1 < len(cells) <= _MOST_ROWS or not _holds_nothing_else([line for cell in cells for line in cell]):
        return False
    return all(
        any(map(_WITH_OFFICE.fullmatch, cell))
        and any(_ONLY_DATE.match(one) or _PLACED.match(one) for one in cell)
        for cell in cells
    )


def _opening(rows: Sequence[Sequence[str]]) -> int | None:
    filled = [[cell for cell in row if cell.strip()] for row in rows]
    if _are_people(filled):
        return 0
    first = next((at for at, row in enumerate(filled) if _all(row, _OPENS, _SIGNS)), None)
    if first is None:
        return next(
            (at for at, row in enumerate(filled) if _all(row, _FOR) and _are_signed(filled, at)), None
        )
    beside = [row for row in filled[first:] if len(row) > 1]
    if len(beside) > _MOST_ROWS:
        return None
    labelled = sum(_all(row, _OPENS, _SIGNS, _TELLS) for row in beside)
    is_signed = _all(beside[0], _OPENS) or (len(beside) > 1 and 2 * labelled >= len(beside))
    return first if is_signed else None


def _are_people(rows: Sequence[Sequence[str]]) -> bool:
    """Whether each column is of one person, over or under a line to write on or a place and a date."""
    told = [row for row in rows if row]
    if len(told) == 1:
        return len(told[0]) > 1 and all(_RULE_WITHIN.search(one) and _PERSON.search(one) for one in told[0])
    if not 1 < len(told) <= _MOST_ROWS:
        return False
    cells = [cell for row in told for cell in row]
    if any(len(cell) > _MOST_CELL_CHARS or "@" in cell for cell in cells):
        return False
    widest = max(map(len, told))  # what is longer than its column goes on in a row of fewer cells
    signed = [row for row in told if len(row) == widest and _all(row, _RULED, _PLACED)]
    people = [row for row in told if len(row) == widest and _all(row, _ONLY_PERSON)]
    rest = [cell for row in told if row not in signed for cell in row]
    return bool(signed and people) and all(_DATED.search(one) or not re.search(r"\d", one) for one in rest)


def _are_signed(rows: Sequence[Sequence[str]], first: int) -> bool:
    """Whether below each party somebody is named, with a date or a line to write on, and nothing else."""
    below = [row for row in rows[first + 1 :] if len(row) == len(rows[first])]
    if not 0 < len(below) <= _MOST_ROWS:
        return False
    return _holds_nothing_else([cell for row in rows[first + 1 :] for cell in row]) and all(
        any(map(_PERSON.match, column)) and any(map(_ends_signature, column))
        for column in zip(*below, strict=True)
    )


def _holds_nothing_else(cells: Sequence[str]) -> bool:
    """Whether no cell has an address to write to, or a figure that is no date."""
    return all("@" not in one and not (re.search(r"\d", one) and not _DATED.search(one)) for one in cells)


def _ends_signature(cell: str) -> bool:
    return bool(_DATED.search(cell) or _SIGNS.match(cell) or _TELLS.match(cell))


def _all(row: Sequence[str], *forms: re.Pattern[str]) -> bool:
    return len(row) > 1 and all(any(form.match(cell) for form in forms) for cell in row)
