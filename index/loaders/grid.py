"""Grids: the cells of a table as its format has them, and its lines with merged cells written out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# A longer text or a wider merge is no label, and written out would make much of little.
_MAX_CARRIED_CHARS, _MAX_CARRIED_COLUMNS = 200, 64


class Merge(NamedTuple):
    """Cells that are one: its first row and column, from 0, and how many of each it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table.

    Attributes:
        rows: the words of each cell, row by row; a merged cell's stand in its first row and column.
        merges: which cells are merged.
        declared: how many rows at the top, empty ones aside, the file itself calls heads; None where it does
            not say.
        title: what the file itself calls the table's title.

    """

    rows: Sequence[Sequence[str]]
    merges: Sequence[Merge] = ()
    declared: int | None = None
    title: str = ""


class GridRow(NamedTuple):
    """A row of a grid, each cell on one line of text and merged ones in every place that they cover.

    Attributes:
        number: its place in the grid, from 1.
        cells: the words by column, "" where there are none.
        lone: where a single cell stands in it, how many columns that is merged over; else 0.
        across: whether a cell of it, among others, is merged over several columns.
        down: whether a cell of the line above reaches into it.

    """

    number: int
    cells: list[str]
    lone: int = 0
    across: bool = False
    down: bool = False


def lines_of(rows: Iterable[Sequence[str] | None], merges: Iterable[Merge] = ()) -> Iterator[GridRow]:
    """The lines of a grid in order; one of which nothing is seen has no cells, and None is a hidden row."""
    starting: dict[int, list[Merge]] = defaultdict(list)
    for merge in merges:
        starting[merge.row].append(merge)
    going: dict[int, tuple[Merge, str]] = {}  # by column, those that reach down to the line
    for place, row in enumerate(rows):
        if row is None:
            continue
        cells = [" ".join(value.split()) for value in row]
        if not any(cells):
            yield GridRow(place + 1, [])
            continue
        going = {column: one for column, one in going.items() if place < one[0].row + one[0].rows}
        yield (
            _written_out(place, cells, starting.get(place, ()), going)
            if starting
            else GridRow(place + 1, cells, int(len(cells) - cells.count("") == 1))
        )


def _written_out(
    place: int, cells: list[str], starting: Iterable[Merge], going: dict[int, tuple[Merge, str]]
) -> GridRow:
    """A line with its merged cells; those that reach further down are added to `going`."""
    own = len(cells) - cells.count("")
    lone, across, down = int(own == 1 and not going), False, bool(going)
    for merge, words in going.values():
        _spread(cells, words, merge)
    for merge in starting:
        words = cells[merge.column] if merge.column < len(cells) else ""
        if not words:
            continue
        if lone:
            lone = merge.columns
        else:
            across = across or merge.columns > 1
            _spread(cells, words, merge)
        if merge.rows > 1 and len(words) <= _MAX_CARRIED_CHARS:
            going[merge.column] = (merge, words)
    return GridRow(place + 1, cells, lone, across, down)


def _spread(cells: list[str], words: str, merge: Merge) -> None:
    columns = merge.columns if len(words) <= _MAX_CARRIED_CHARS else 1
    last = merge.column + min(columns, _MAX_CARRIED_COLUMNS)
    cells.extend([""] * (last - len(cells)))
    for column in range(merge.column, last):
        cells[column] = cells[column] or words
