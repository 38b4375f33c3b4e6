"""Rows of a PDF page: the lines that stand on one baseline within one column."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from index.loaders.pdf_bidi import runs_to_left
from index.loaders.pdf_lines import Line

_SAME_ROW_SIZES = 0.35


@dataclass(frozen=True)
class PrintedRow:
    """What stands on one baseline within one column.

    Attributes:
        cells: its stretches from left to right (from right to left in right-to-left scripts).
        left, right: the column's edges.

    """

    cells: tuple[Line, ...]
    left: float
    right: float

    @cached_property
    def text(self) -> str:
        """Its words."""
        return " ".join(cell.text for cell in self.cells)

    @cached_property
    def at(self) -> array[int]:
        """For each character of its words, the place of its glyph on the page; -1 where it has none."""
        joined = array("i")
        for cell in self.cells:
            if joined:
                joined.append(-1)
            joined.extend(cell.places)
        return joined

    @property
    def page(self) -> int:
        """Its page, from 1."""
        return self.cells[0].page

    @property
    def y(self) -> float:
        """Its baseline."""
        return self.cells[0].y

    @cached_property
    def size(self) -> float:
        """The type size of its longest stretch."""
        return max(self.cells, key=lambda cell: len(cell.text)).size

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(cell.bold for cell in self.cells)

    @property
    def inside(self) -> tuple[Line, ...]:
        """The lines of the ruled table that it stands for."""
        return self.cells[0].inside

    @property
    def aside(self) -> bool:
        """Whether it runs another way than its page."""
        return self.cells[0].aside

    @property
    def margin(self) -> bool:
        """Whether it is a running head or foot."""
        return self.cells[0].margin

    @cached_property
    def begins(self) -> float:
        """Where reading begins, growing in the direction of reading."""
        return (
            -max(cell.right for cell in self.cells)
            if self._to_left
            else min(cell.left for cell in self.cells)
        )

    @cached_property
    def ends(self) -> float:
        """Where reading ends, growing in the direction of reading."""
        return (
            -min(cell.left for cell in self.cells)
            if self._to_left
            else max(cell.right for cell in self.cells)
        )

    def shares_column(self, other: PrintedRow) -> bool:
        """Whether the other row stands further down in the same column of the same page."""
        same = (self.left, self.right, self.page) == (other.left, other.right, other.page)
        apart = self.aside or other.aside or self.margin != other.margin
        return same and other.y > self.y and not apart

    @cached_property
    def _to_left(self) -> bool:
        return runs_to_left(self.text)


def rows_of(lines: Iterable[Line]) -> list[PrintedRow]:
    """Lines as the rows of one column, from the top down."""
    found = same_baseline(lines)
    if not found:
        return []
    left, right = (
        min(min(c.left for c in row) for row in found),
        max(max(c.right for c in row) for row in found),
    )
    return [PrintedRow(cells, left, right) for row in found for cells in _beside_tables(row)]


def _beside_tables(row: list[Line]) -> Iterator[tuple[Line, ...]]:
    """A row, each ruled table in it as a row of its own."""
    for is_table, group in groupby(row, key=lambda line: bool(line.inside)):
        cells = tuple(group)
        yield from ((cell,) for cell in cells) if is_table else (cells,)


def same_baseline(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines grouped by baseline, each group in the direction of reading."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y):
        if rows and line.y - rows[-1][0].y <= _SAME_ROW_SIZES * max(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_across(row) for row in rows]


def _across(row: list[Line]) -> list[Line]:
    if len(row) == 1:
        return row
    if runs_to_left("".join(line.text for line in row)):
        return sorted(row, key=lambda line: -line.right)
    return sorted(row, key=lambda line: line.left)
