"""Tables of a PDF: rows of several cells that line up with the rows next to them, as a grid of columns."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from statistics import median

from index.loaders.grid import Grid, Merge
from index.loaders.pdf_bidi import runs_to_left
from index.loaders.pdf_lines import Line
from index.loaders.pdf_rows import PrintedRow

BULLET = re.compile(r"[•‣▪▫●○◦■□·\uf0b7\uf0a7]|[-–—*](?=\s|\Z)")
LIST_MARK = re.compile(rf"{BULLET.pattern}|\(?(?:\d{{1,3}}|[a-zA-Z]|[ivx]{{1,4}})[.)](?=\s|\Z)|\[\d{{1,3}}\]")

_LINED_UP_SIZES = 0.5
_NEAR_SIZES = 4.0
_LOOKED_BACK = 3
_MAX_SINGLES = 3
_TIGHT_SIZES = 1.35  # rows nearer than this may be one row whose cells are broken into lines
_SAME_ROW_SIZES = 0.9  # rows nearer than this are
_TIGHTER = 0.85
_WITHIN_CELL = 1.15
_LEADING_SIZES = 1.25
_HEAD_GAP_SIZES = 3.0


@dataclass(slots=True)
class _Column:
    left: float
    right: float
    rows: set[int] = field(default_factory=set)


def table_spans(rows: Sequence[PrintedRow]) -> list[tuple[int, int]]:
    """Which of a page's rows make a table, as half-open ranges in order; a ruled table is one row."""
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(rows):
        end = _end(rows, at)
        if end - at > 1 or rows[at].inside:
            spans.append((at, end))
            at = end
        else:
            at += 1
    return spans


def _end(rows: Sequence[PrintedRow], begin: int) -> int:
    """Where the table ends that begins with a row; at most one row on, if none does."""
    if not _has_cells(rows[begin]):
        return begin + 1
    whole, end = [rows[begin]], begin + 1
    for at in range(begin + 1, len(rows)):
        row, before = rows[at], rows[at - 1]
        if row.inside or not before.shares_column(row) or row.y - before.y > _NEAR_SIZES * row.size:
            break
        if _has_cells(row):
            if not any(_line_up(one, row) for one in whole[-_LOOKED_BACK:]):
                break
            whole.append(row)
            end = at + 1
        elif len(row.cells) > 1 or not _may_stand_between(row, whole[-1]):
            break
        elif _goes_on(row, before, whole[-1]):
            end = at + 1
        elif at - end >= _MAX_SINGLES:
            break
    return end


def _has_cells(row: PrintedRow) -> bool:
    """Whether it has two cells, the mark of a list item not being one."""
    return len(row.cells) > 1 + bool(LIST_MARK.fullmatch(row.cells[0].text))


def _line_up(row: PrintedRow, following: PrintedRow) -> bool:
    near = _LINED_UP_SIZES * row.size
    return any(
        abs(one.left - other.left) < near
        or abs(one.right - other.right) < near
        or abs(one.left + one.right - other.left - other.right) < 2 * near
        for one in row.cells[1:]
        for other in following.cells[1:]
    )


def _may_stand_between(row: PrintedRow, full: PrintedRow) -> bool:
    """Whether a single cell is no line of running text: it ends before the table's last column begins."""
    if runs_to_left(row.text):
        return row.cells[0].left > full.cells[-1].right
    return row.cells[0].right < full.cells[-1].left or row.cells[0].left >= full.cells[1].left - row.size


def _goes_on(row: PrintedRow, before: PrintedRow, full: PrintedRow) -> bool:
    """Whether a single cell is more of the cell above it."""
    cell = row.cells[0]
    lined_up = any(abs(cell.left - one.left) < _LINED_UP_SIZES * row.size for one in full.cells[1:])
    return lined_up and row.y - before.y < _TIGHT_SIZES * row.size


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table.

    Attributes:
        grid: its cells.
        columns: the left and right edge of each column.
        pages: the page of each row of the grid.
        at: for each cell by row and column, the places of its characters' glyphs on that page, as of a line.

    """

    grid: Grid
    columns: tuple[tuple[float, float], ...]
    pages: tuple[int, ...]
    at: tuple[list[array[int]], ...]

    def places_of(self, row: int, column: int, value: str) -> tuple[int, array[int]]:
        """The page, and the places of its characters, of a value that stands in a row and column as text.

        A label that is told again in the rows or columns that it covers stands where it is printed.
        """
        above = ((one, column) for one in range(row, -1, -1))
        before = ((row, one) for one in range(column - 1, -1, -1))
        for one, other in chain(above, before):
            if other < len(self.at[one]) and " ".join(self.grid.rows[one][other].split()) == value:
                words, places = self.grid.rows[one][other], self.at[one][other]
                shown = [at for at, sign in zip(places, words, strict=True) if not sign.isspace()]
                own = iter(shown)
                return self.pages[one], array("i", (-1 if sign == " " else next(own) for sign in value))
        return self.pages[row], array("i")

    def goes_on_with(self, other: TableGrid) -> bool:
        """Whether a table has the same columns, on the next page."""
        same = len(self.columns) == len(other.columns) and self.pages[-1] + 1 == other.pages[0]
        return same and all(
            one[0] < two[1] and two[0] < one[1] for one, two in zip(self.columns, other.columns, strict=True)
        )

    def with_rows_of(self, other: TableGrid) -> TableGrid:
        """Both as one table, heads that come again left out."""
        again = next((at for at, row in enumerate(other.grid.rows) if row not in self.grid.rows), 0)
        ahead = len(self.grid.rows) - again
        merges = (merge._replace(row=merge.row + ahead) for merge in other.grid.merges if merge.row >= again)
        grid = replace(
            self.grid,
            rows=[*self.grid.rows, *other.grid.rows[again:]],
            merges=[*self.grid.merges, *merges],
        )
        pages, at = (*self.pages, *other.pages[again:]), (*self.at, *other.at[again:])
        return TableGrid(grid, self.columns, pages, at)


def as_grid(rows: Sequence[PrintedRow]) -> TableGrid:
    """The rows of one table as a grid; what is broken into lines within a cell is one again."""
    columns = _columns(rows)
    if runs_to_left("".join(row.text for row in rows)):
        columns.reverse()
    placed = [_placed(row, columns) for row in rows]
    cells, pages = list[list[str]](), list[int]()
    places: list[list[array[int]]] = []
    merges: list[Merge] = []
    starts = set(_starts(rows, placed))
    heads = 0
    all_bold = all(row.bold for row in rows)
    for at, (row, found) in enumerate(zip(rows, placed, strict=True)):
        if at in starts:
            cells.append([""] * len(columns))
            places.append([array("i") for _ in columns])
            pages.append(row.page)
            heads += row.bold and not all_bold and heads == len(cells) - 1
        for first, count, cell in found:
            gap = " " if cells[-1][first] else ""
            cells[-1][first] += gap + cell.text
            places[-1][first].extend((*(-1 for _ in gap), *cell.places))
            if count > 1:
                merges.append(Merge(len(cells) - 1, first, 1, count))
    edges = tuple((column.left, column.right) for column in columns)
    return TableGrid(Grid(cells, merges, heads or None), edges, tuple(pages), tuple(places))


def _columns(rows: Sequence[PrintedRow]) -> list[_Column]:
    """The columns from left to right: what stands above and below one another without overlapping others."""
    columns: list[_Column] = []
    for at in sorted(range(len(rows)), key=lambda at: -len(rows[at].cells)):
        for cell in rows[at].cells:
            over = [one for one in columns if cell.left < one.right and one.left < cell.right]
            if not over:
                columns.append(_Column(cell.left, cell.right, {at}))
            elif len(over) == 1:
                over[0].left, over[0].right = min(over[0].left, cell.left), max(over[0].right, cell.right)
                over[0].rows.add(at)
    columns.sort(key=lambda column: column.left)
    whole = columns[:1]
    for column in columns[1:]:
        before = whole[-1]
        apart = column.left - before.right
        alone = min(len(before.rows), len(column.rows)) == 1
        if alone and not before.rows & column.rows and apart < _HEAD_GAP_SIZES * rows[0].size:
            before.right, before.rows = column.right, before.rows | column.rows
        else:
            whole.append(column)
    return whole


def _placed(row: PrintedRow, columns: Sequence[_Column]) -> list[tuple[int, int, Line]]:
    """The first column of each cell of a row, over how many it reaches, and the cell."""
    found = []
    for cell in row.cells:
        over = [at for at, one in enumerate(columns) if cell.left < one.right and one.left < cell.right] or [
            min(range(len(columns)), key=lambda at: abs(columns[at].left - cell.left))
        ]
        found.append((over[0], len(over), cell))
    return found


def _starts(rows: Sequence[PrintedRow], placed: Sequence[list[tuple[int, int, Line]]]) -> Iterator[int]:
    """Which rows begin a row of the grid; the others are further lines of its cells."""
    yield 0
    apart = _apart(rows, [cells[0][0] == 0 for cells in placed])
    if apart:
        yield from apart
        return
    named = [row.y for row, cells in zip(rows, placed, strict=True) if cells[0][0] == 0]
    pitch = median([below - above for above, below in pairwise(named)] or [0.0])
    filled = {column for column, _, _ in placed[0]}
    for at in range(1, len(rows)):
        row, cells = rows[at], placed[at]
        gap, own = row.y - rows[at - 1].y, {column for column, _, _ in cells}
        small = all(cell.text[:1].islower() for _, _, cell in cells)
        is_more = (
            gap < _TIGHT_SIZES * row.size
            and own <= filled
            and ((0 not in own and (small or gap < _TIGHTER * pitch)) or (own == {0} and small))
        )
        if gap < _SAME_ROW_SIZES * row.size or is_more:
            filled |= own
        else:
            filled = own
            yield at


def _apart(rows: Sequence[PrintedRow], named: Sequence[bool]) -> list[int]:
    """The rows behind a gap wider than those within cells; none where gaps do not tell rows apart."""
    gaps = [below.y - above.y for above, below in pairwise(rows)]
    within = [gap for gap, both in zip(gaps, pairwise(named), strict=True) if not all(both)]
    if not within:
        return []
    near = max(_WITHIN_CELL * min(within), _LEADING_SIZES * rows[0].size)
    starts = [at for at, gap in enumerate(gaps, 1) if gap > near]
    groups = pairwise([0, *starts, len(rows)])
    return starts if starts and all(sum(named[begin:end]) <= 1 for begin, end in groups) else []
