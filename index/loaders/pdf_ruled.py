"""Ruled tables of a PDF: what stands in the cells of a frame of lines, as a grid."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain, pairwise
from statistics import median

from index.loaders.grid import Grid, Merge
from index.loaders.pdf_frames import Frame
from index.loaders.pdf_lines import Line
from index.loaders.pdf_rows import same_baseline
from index.loaders.pdf_tables import TableGrid
from index.loaders.table_heads import is_measure

_MAX_USUAL_CHARS = 300  # of a cell; where most hold more, the lines frame running text
_MAX_PARTED_SHARE = 0.2
_MIN_UNRULED = 3

_Cells = dict[int, list[Line]]  # the lines of one row by column


def gathered(lines: Iterable[Line]) -> list[Line]:
    """The lines, those of each ruled table as one that holds them."""
    found: list[Line] = []
    framed: dict[Frame, list[Line]] = defaultdict(list)
    for line in lines:
        (framed[line.cell.frame] if line.cell else found).append(line)
    for frame, inside in framed.items():
        if _is_table(inside):
            first = min(inside, key=lambda line: line.y)
            longest = max(inside, key=lambda line: len(line.text))
            words = " ".join(line.text for line in inside)
            found.append(
                replace(
                    first, text=words, left=frame.xs[0], right=frame.xs[-1], size=longest.size, bold=False,
                    gaps=(), at=array("i"), inside=tuple(inside),
                )
            )  # fmt: skip
        else:
            found += inside
    return found


def _is_table(lines: Sequence[Line]) -> bool:
    """Whether lines in the cells of a frame are those of a table, each column of which has a wall."""
    cells: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        if line.cell:
            cells[line.cell.row, line.cell.column].append(line)
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    if len(rows) < 2 or len(columns) < 2 or len(cells) <= len(rows):
        return False
    if median(sum(len(line.text) for line in inside) for inside in cells.values()) > _MAX_USUAL_CHARS:
        return False
    return sum(map(_has_columns, cells.values())) <= _MAX_PARTED_SHARE * len(cells)


def _has_columns(lines: Sequence[Line]) -> bool:
    """Whether words stand side by side in a cell, more than the sign of a currency before its sum."""
    return any(len(row) > 1 and any(map(str.isalnum, row[0].text)) for row in same_baseline(lines))


def ruled_grid(lines: Sequence[Line]) -> TableGrid:
    """The lines in the cells of one frame as a grid."""
    frame = next(line.cell.frame for line in lines if line.cell)
    bands: list[list[Line]] = [[] for _ in frame.ys[1:]]
    for line in lines:
        if line.cell:
            bands[line.cell.row].append(line)
    parted = [list(_parted(frame, band, len(bands) == at == 2)) for at, band in enumerate(bands, 1)]
    rows = list(chain.from_iterable(parted))
    columns = sorted({column for row in rows for column in row})
    joined = [[_joined(row.get(column, ())) for column in columns] for row in rows]
    grid = Grid(
        [[words for words, _ in row] for row in joined],
        list(_merges(frame, parted, columns)),
        _heads(rows),
    )
    edges = tuple((frame.xs[column], frame.xs[column + 1]) for column in columns)
    places = tuple([at for _, at in row] for row in joined)
    return TableGrid(grid, edges, (lines[0].page,) * len(rows), places)


def _merges(frame: Frame, parted: Sequence[Sequence[_Cells]], columns: Sequence[int]) -> Iterator[Merge]:
    """The cells that reach over several rows or columns; a band may hold several rows."""
    starts = [0, *accumulate(map(len, parted))]
    for at, row in enumerate(chain.from_iterable(parted)):
        for place, column in enumerate(columns):
            cell = row[column][0].cell if column in row else None
            if cell is None:
                continue
            bands, end = frame.rows_of(cell), column + frame.columns_of(cell)
            down = starts[cell.row + bands] - starts[cell.row] if bands > 1 else 1
            wide = bisect_left(columns, end) - place
            if down > 1 or wide > 1:
                yield Merge(at, place, down, wide)


def _parted(frame: Frame, band: Sequence[Line], is_last_of_two: bool) -> Iterator[_Cells]:
    """The rows between two lines across: one, unless each of several names itself in the first column."""
    baselines = same_baseline(band)
    begins = _begins(baselines, is_last_of_two)
    if any(line.cell and frame.rows_of(line.cell) > 1 for line in band):
        begins = [0]
    for begin, end in pairwise([*begins, max(len(baselines), 1)]):
        cells: _Cells = defaultdict(list)
        for line in chain.from_iterable(baselines[begin:end]):
            if line.cell:
                cells[line.cell.column].append(line)
        yield cells


def _begins(baselines: Sequence[Sequence[Line]], is_last_of_two: bool) -> list[int]:
    """Which baselines of a band begin a row."""
    by_column = [{line.cell.column: line.text for line in row if line.cell} for row in baselines]
    columns = set(chain.from_iterable(by_column))
    label = min(columns, default=0)
    named = [at for at, row in enumerate(by_column) if label in row]
    rows = [by_column[at] for at in named]
    if len(named) < 2 or named[0] or any(2 * len(row) <= len(columns) or len(row) < 2 for row in rows):
        return [0]
    if any(row[label][0].islower() for row in rows):
        return [0]
    has_figures = any(all(is_measure(row.get(column, "")) for row in rows) for column in columns - {label})
    return named if has_figures or (is_last_of_two and len(named) >= _MIN_UNRULED) else [0]


def _joined(lines: Sequence[Line]) -> tuple[str, array[int]]:
    """The words of a cell, and for each character the place of its glyph on the page."""
    words, places = "", array("i")
    for line in lines:
        if words:
            words += " "
            places.append(-1)
        words += line.text
        places.extend(line.places)
    return words, places


def _heads(rows: Sequence[Mapping[int, Sequence[Line]]]) -> int | None:
    """How many rows at the top are bold, where not all are."""
    bold = [all(line.bold for line in chain.from_iterable(row.values())) for row in rows if row]
    return None if all(bold) else bold.index(False) or None
