"""Tables of a PDF: rows of several cells that line up with the rows next to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.loaders.pdf_layout import Row

BULLET = re.compile(r"[•‣▪▫●○◦■□·\uf0b7\uf0a7]|[-–—*](?=\s|\Z)")
LIST_MARK = re.compile(rf"{BULLET.pattern}|\(?(?:\d{{1,3}}|[a-zA-Z]|[ivx]{{1,4}})[.)](?=\s|\Z)|\[\d{{1,3}}\]")

_LINED_UP_SIZES = 0.5
_NEAR_SIZES = 4.0


def table_rows(rows: Sequence[Row]) -> set[int]:
    """Those of a page's rows that belong to a table, by identity."""
    found: set[int] = set()
    for row, following in pairwise(rows):
        if _line_up(row, following):
            found.update((id(row), id(following)))
    return found


def _line_up(row: Row, following: Row) -> bool:
    if not row.shares_column(following) or following.y - row.y > _NEAR_SIZES * row.size:
        return False
    if not (_has_cells(row) and _has_cells(following)):
        return False
    near = _LINED_UP_SIZES * row.size
    return any(
        abs(one.left - other.left) < near
        or abs(one.right - other.right) < near
        or abs(one.left + one.right - other.left - other.right) < 2 * near
        for one in row.cells[1:]
        for other in following.cells[1:]
    )


def _has_cells(row: Row) -> bool:
    """Whether it has two cells, the mark of a list item not being one."""
    return len(row.cells) > 1 + bool(LIST_MARK.fullmatch(row.cells[0].text))
