"""Sheets: the blocks that stand apart on one, each a table, a list of names and values, or a few words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from index.loaders.builder import Builder
from index.loaders.grid import GridRow, Merge, lines_of
from index.loaders.table import pairs_of, text_of
from index.loaders.table_heads import figure_columns, filled, find_heads, is_figure, is_measure

# A block of more rows is read as it comes, and not looked at for an empty column between two tables.
_KEPT_ROWS = 2_000
# A list of names and values above a table is no longer than this.
_MAX_PAIRS = 20


def pour(
    rows: Iterable[Sequence[str] | None], builder: Builder, merges: Iterable[Merge] = (), heading: str = ""
) -> None:
    """Append a sheet's blocks to a text, under a heading; empty rows and empty columns part them."""
    sheet = _Sheet(builder)
    for number, block in enumerate(_blocks(lines_of(rows, merges))):
        if number == 0:
            builder.heading(heading, 1)
        sheet.put(block)
    sheet.end()


class _Block(NamedTuple):
    """Lines without an empty one between: the first, those that follow, and the column they begin in."""

    lines: list[GridRow]
    rest: Iterable[GridRow] = ()
    column: int = 0

    @property
    def width(self) -> int:
        return max(len(line.cells) for line in self.lines)


def _blocks(lines: Iterator[GridRow]) -> Iterator[_Block]:
    kept: list[GridRow] = []
    for line in lines:
        if line.cells:
            kept.append(line)
            if len(kept) == _KEPT_ROWS:
                yield _aligned(kept, _until_empty(lines))
                kept = []
        elif kept:
            yield _aligned(kept)
            kept = []
    if kept:
        yield _aligned(kept)


def _until_empty(lines: Iterator[GridRow]) -> Iterator[GridRow]:
    for line in lines:
        if not line.cells:
            return
        yield line


def _aligned(lines: list[GridRow], rest: Iterable[GridRow] = ()) -> _Block:
    """A block without the empty columns at its left and right."""
    first = min(next(column for column, cell in enumerate(line.cells) if cell) for line in lines)
    aligned = (_from_column(line, first) for line in rest)
    return _Block([_from_column(line, first) for line in lines], aligned, first)


def _from_column(line: GridRow, first: int) -> GridRow:
    if first == 0 and line.cells[-1]:
        return line
    last = max(column for column, cell in enumerate(line.cells) if cell) + 1
    before = [cell for cell in line.cells[:first] if cell]
    cells = line.cells[first:last]
    if before:  # further to the left than the block's first lines
        cells[:1] = [" ".join([*before, *cells[:1]]).strip()]
    return line._replace(cells=cells)


class _Sheet:
    """Appends blocks in order; one that may belong to the next is kept until that is seen."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._waiting: list[GridRow] = []
        # Of the table before: its heads, the columns that hold figures, and the column that it begins in.
        self._heads: tuple[str, ...] = ()
        self._figures: frozenset[int] = frozenset()
        self._column = 0

    def put(self, block: _Block) -> None:
        block = self._moved_back(block)
        lines, self._waiting = self._waiting, []
        if lines and _is_head_of(lines, block):
            block = block._replace(lines=[*lines, *block.lines])
        elif lines and _may_be_pairs(lines) and block.width > 2:
            self._builder.table(pairs_of(lines))
        elif lines:
            self._table(_Block(lines))
        if _may_wait(block) and not self._goes_on(block.lines) and not self._heads_above(block):
            self._waiting = block.lines
            return
        for part in _side_by_side(block.lines) if len(block.lines) < _KEPT_ROWS else [block.lines]:
            self._table(block._replace(lines=part))

    def end(self) -> None:
        if self._waiting:
            self._table(_Block(self._waiting))

    def _table(self, block: _Block) -> None:
        goes_on = self._goes_on(block.lines)
        above = () if goes_on else self._heads_above(block)
        title = block.lines[0].cells[0] if above else ""
        text = text_of(
            chain(block.lines, block.rest), title=title, inherited=self._heads if goes_on else above
        )
        if not above:  # a third block below two keeps to the first, which has all the columns
            self._heads, self._figures = text.heads, figure_columns(block.lines)
            self._column = block.column
        self._builder.table(text, goes_on)

    def _heads_above(self, block: _Block) -> tuple[str, ...]:
        """The heads of the table before, for a block with a title that has the same columns and no heads.

        "Income", below the expenditure of the same years, stands under the same heads.
        """
        first, *rows = block.lines
        moved = block.column - self._column
        names = self._heads[moved:] if moved >= 0 else ()
        if not (first.lone and first.cells[0] and rows) or block.width > len(names) or find_heads(rows).rows:
            return ()
        figures = {column + moved for column in figure_columns(rows)}
        is_alike = len(figures) > 1 or figures == self._figures - {0}
        return names if figures and figures <= self._figures and is_alike else ()

    def _moved_back(self, block: _Block) -> _Block:
        """A block whose rows are of the table before, and lack its first cells, with these empty again.

        "To be met from reserves", below the totals, has no number in the first column.
        """
        moved = block.column - self._column
        if moved <= 0 or not self._heads or block.width + moved > len(self._heads):
            return block
        rows = [_moved(line, moved) for line in block.lines]
        has_figures = any(rows[0].cells[column] for column in self._figures if column < len(rows[0].cells))
        if not has_figures or not self._goes_on(rows) or find_heads(block.lines).rows:
            return block
        return _Block(rows, (_moved(line, moved) for line in block.rest), self._column)

    def _goes_on(self, lines: Sequence[GridRow]) -> bool:
        """Whether a block is of the table before: its first line is a row like those and names nothing."""
        first = lines[0]
        if not self._heads or first.lone or len(first.cells) > len(self._heads):
            return False
        figures = [first.cells[column] for column in self._figures if column < len(first.cells)]
        if any(figures):
            return all(map(is_measure, filter(None, figures)))
        return len(first.cells) == len(self._heads) and not figure_columns(lines[1:])


def _moved(line: GridRow, columns: int) -> GridRow:
    return line._replace(cells=[*[""] * columns, *line.cells])


def _may_wait(block: _Block) -> bool:
    one_line = len(block.lines) == 1 and not block.lines[0].lone
    return len(block.lines) < _KEPT_ROWS and (one_line or _may_be_pairs(block.lines))


def _may_be_pairs(lines: Sequence[GridRow]) -> bool:
    """Whether each line may be a name and its value; a title of one cell may stand among them."""
    if len(lines) > _MAX_PAIRS or not all(
        len(line.cells) <= 2 and line.cells[0] and not is_figure(line.cells[0]) for line in lines
    ):
        return False
    values = [line.cells[1] for line in lines if not line.lone]
    return bool(values) and not (len(values) > 2 and all(map(is_measure, values[1:])))


def _is_head_of(lines: Sequence[GridRow], block: _Block) -> bool:
    """Whether a line that stands alone names the columns of the block below it."""
    if len(lines) > 1 or lines[0].lone or len(lines[0].cells) != block.width:
        return False
    has_its_own = find_heads(block.lines).rows and figure_columns(block.lines[1:])
    return not has_its_own and find_heads([*lines, *block.lines]).above == 0


def _side_by_side(lines: list[GridRow]) -> list[list[GridRow]]:
    """The tables that stand beside each other in a block, with an empty column between."""
    used = {column for line in lines for column, cell in enumerate(line.cells) if cell}
    runs = [
        [column for _, column in run]
        for _, run in groupby(enumerate(sorted(used)), key=lambda item: item[1] - item[0])
    ]
    parts = [_columns(lines, run[0], run[-1] + 1) for run in runs]
    are_tables = all(len(run) > 1 for run in runs) and all(find_heads(part).rows for part in parts)
    if len(parts) > 1 and are_tables and all(_stand_apart(*pair) for pair in pairwise(parts)):
        return parts
    return [lines]


def _columns(lines: Sequence[GridRow], first: int, last: int) -> list[GridRow]:
    parts = [line._replace(cells=line.cells[first:last]) for line in lines if any(line.cells[first:last])]
    return [line._replace(lone=int(filled(line) == 1)) for line in parts]


def _stand_apart(left: Sequence[GridRow], right: Sequence[GridRow]) -> bool:
    """Whether two tables are not one with an empty column in it."""
    if [line.number for line in left] != [line.number for line in right]:
        return True
    heads = [set(find_heads(part).names) - {""} for part in (left, right)]
    figures = figure_columns(right)
    return bool(heads[0] & heads[1]) or (0 not in figures and bool(figures))
