"""Signed: whether cells that stand side by side are blocks of signatures, which are read one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_TELLS = re.compile(
    r"\W*(?:title|position|capacity|role|office|its|date[d]?|place)\s*(?::|_{2}|\.{3}|\Z)", re.IGNORECASE
)


def opening(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row of blocks of signatures side by side, by the words of each row's cells.

    None where the cells are something else.
    """
    filled = [[cell for cell in row if cell.strip()] for row in rows]
    first = next((at for at, row in enumerate(filled) if _all(row, _OPENS, _SIGNS)), None)
    if first is None:
        return None
    beside = [row for row in filled[first:] if len(row) > 1]
    if len(beside) > _MOST_ROWS:
        return None
    labelled = sum(_all(row, _OPENS, _SIGNS, _TELLS) for row in beside)
    is_signed = _all(beside[0], _OPENS) or (len(beside) > 1 and 2 * labelled >= len(beside))
    return first if is_signed else None


def _all(row: Sequence[str], *forms: re.Pattern[str]) -> bool:
    return len(row) > 1 and all(any(form.match(cell) for form in forms) for cell in row)
