"""Tables of a Word document: their cells as a grid, with what is merged in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docx.oxml.ns import qn

from index.loaders.grid import Grid, Merge

# More columns than a table has room for.
_MAX_COLUMNS = 500
_OFF = frozenset({"0", "false", "off", "none"})


def grid_of(rows: Sequence[Sequence[Any]], words: Mapping[Any, str]) -> Grid:
    """The grid of a table by its cells, row by row, and the words of each."""
    found: list[list[str]] = []
    merges: list[Merge] = []
    open_merges: dict[int, Merge] = {}  # by column, those that may reach further down
    for number, row in enumerate(rows):
        cells = [""] * _columns_before(row)
        reaching: dict[int, Merge] = {}
        for cell in row:
            column, columns = len(cells), _value(cell, "tcPr", "gridSpan", 1)
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
            if goes_on and column in open_merges:
                above = open_merges[column]
                reaching[column] = above._replace(rows=number - above.row + 1)
                cells += [""] * columns
                continue
            cells += [words[cell], *[""] * (columns - 1)]
            if merged is not None:
                reaching[column] = Merge(number, column, 1, columns)
            elif columns > 1:
                merges.append(Merge(number, column, 1, columns))
        merges += [merge for column, merge in open_merges.items() if column not in reaching]
        merges += [
            merge
            for column, merge in open_merges.items()
            if column in reaching and reaching[column].row != merge.row
        ]
        open_merges = reaching
        found.append(cells)
    return Grid(found, [*merges, *open_merges.values()], _declared(rows, words))


def _columns_before(row: Sequence[Any]) -> int:
    """How many columns a row leaves out at its left."""
    return _value(row[0].getparent(), "trPr", "gridBefore", 0) if row else 0


def _value(element: Any, properties: str, name: str, least: int) -> int:
    found = element.find(f"{qn(f'w:{properties}')}/{qn(f'w:{name}')}")
    value = "" if found is None else found.get(qn("w:val"), "")
    return max(least, min(int(value), _MAX_COLUMNS)) if value.isascii() and value.isdigit() else least


def _declared(rows: Sequence[Sequence[Any]], words: Mapping[Any, str]) -> int | None:
    """How many rows the document repeats as heads on each page; None where it repeats none."""
    count = 0
    for row in (row for row in rows if any(words[cell] for cell in row)):
        mark = row[0].getparent().find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
        if mark is None or mark.get(qn("w:val"), "true").lower() in _OFF:
            break
        count += 1
    return count or None
