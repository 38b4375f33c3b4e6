"""Tables of a web page: of data, as grids, and those that only lay the page out, as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from index.loaders.builder import LINE_GAP, PARAGRAPH_GAP
from index.loaders.grid import Grid, Merge
from index.loaders.parsed import Look
from index.loaders.signed import opening
from index.loaders.table import CELL_GAP

# A longer cell is there for the page's layout, unless heads stand above it: its paragraphs stay paragraphs.
_MAX_CELL_CHARS = 500
# What a page may claim of a cell: more rows than the format has room for, or columns than a table has.
_MAX_ROWS, _MAX_COLUMNS = 65_534, 500


class Piece(NamedTuple):
    """A block of the page, or a table with all its words.

    Attributes:
        words: what it says.
        level: of a heading, else 0.
        gap: what parts it from the block before.
        table: the table.
        looks: how it is shown, by offsets into its words without the white space around them.

    """

    words: str
    level: int
    gap: str
    table: Grid | None = None
    looks: tuple[Look, ...] = ()


@dataclass
class _Cell:
    is_head: bool
    columns: int
    rows: int
    pieces: list[Piece] = field(default_factory=list)

    @cached_property
    def words(self) -> str:
        return " ".join(self.lines.split())

    @property
    def lines(self) -> str:
        return "\n".join(piece.words for piece in self.pieces)


@dataclass
class _Row:
    is_head: bool
    cells: list[_Cell] = field(default_factory=list)

    def names_columns(self) -> bool:
        filled = [cell for cell in self.cells if cell.words]
        return bool(filled) and (self.is_head or all(cell.is_head for cell in filled))


@dataclass
class PageTable:
    """A table while it is read.

    Attributes:
        is_layout: whether it is known to lay out the page rather than to hold data.
        is_row: whether it is a row that stands in no table.
        title: the words of its caption.
        row: the row that is open, if one is.

    """

    is_layout: bool = False
    is_row: bool = False
    title: str = ""
    row: _Row | None = None
    _rows: list[_Row] = field(default_factory=list)

    def begin_row(self, is_head: bool) -> None:
        """Begin a row; `is_head` where the page says that it names the columns."""
        self.row = _Row(is_head)
        self._rows.append(self.row)

    def begin_cell(self, is_head: bool, attributes: Mapping[str, str | None]) -> None:
        """Begin a cell of the open row."""
        if self.row:
            columns = _count(attributes.get("colspan"), _MAX_COLUMNS)
            self.row.cells.append(_Cell(is_head, columns, _count(attributes.get("rowspan"), _MAX_ROWS)))

    def end_row(self) -> None:
        """End the open row."""
        self.row = None

    @property
    def cell(self) -> list[Piece] | None:
        """The pieces of the open cell, to be added to; None where no row is open."""
        if self.row is None:
            return None
        if not self.row.cells:
            self.row.cells.append(_Cell(False, 1, 1))
        return self.row.cells[-1].pieces

    def pieces(self) -> Iterator[Piece]:
        """The table as one piece, or what stands in it piece by piece."""
        if self._is_signed():
            for cell in (cell for column in zip_longest(*self._cells()) for cell in column if cell):
                lines = (line.strip() for piece in cell.pieces for line in piece.words.split("\n"))
                yield from (Piece(line, 0, LINE_GAP) for line in lines if line)
            return
        if not self.is_layout and self._holds_data():
            words = " ".join(cell.words for row in self._rows for cell in row.cells)
            if words.strip():
                yield Piece(words, 0, PARAGRAPH_GAP, self._grid())
            return
        for row in self._rows:
            pieces = [piece for cell in row.cells for piece in cell.pieces]
            if any(piece.level or piece.table or len(piece.words) > _MAX_CELL_CHARS for piece in pieces):
                yield from pieces
            elif pieces:
                yield Piece(CELL_GAP.join(cell.words for cell in row.cells if cell.words), 0, LINE_GAP)

    def _cells(self) -> list[list[_Cell]]:
        return [row.cells for row in self._rows]

    def _is_signed(self) -> bool:
        """Whether it is blocks of signatures side by side."""
        return opening([[cell.lines for cell in row] for row in self._cells()]) is not None

    def _holds_data(self) -> bool:
        cells = [cell for row in self._rows for cell in row.cells]
        if any(piece.level or piece.table for cell in cells for piece in cell.pieces):
            return False
        if len(self._rows) > 1 and self._rows[0].names_columns():
            return True
        return all(len(piece.words) <= _MAX_CELL_CHARS for cell in cells for piece in cell.pieces)

    def _grid(self) -> Grid:
        rows: list[list[str]] = []
        merges: list[Merge] = []
        reaching: dict[int, int] = {}  # columns, and the row down to which a cell from above fills them
        for number, row in enumerate(self._rows):
            words: list[str] = []
            for cell in row.cells:
                while reaching.get(len(words), 0) > number:
                    words.append("")
                column = len(words)
                columns = max(1, min(cell.columns, _MAX_COLUMNS - column))
                words += [cell.words, *[""] * (columns - 1)]
                if columns > 1 or cell.rows > 1:
                    merges.append(Merge(number, column, cell.rows, columns))
                if cell.rows > 1:
                    reaching.update(dict.fromkeys(range(column, column + columns), number + cell.rows))
            rows.append(words)
        return Grid(rows, merges, self._declared(), self.title)

    def _declared(self) -> int | None:
        """How many rows that are not empty the page says are heads; None where it marks no cell as a head."""
        if not any(row.is_head or cell.is_head for row in self._rows for cell in row.cells):
            return None
        filled = [row for row in self._rows if any(cell.words for cell in row.cells)]
        return next((at for at, row in enumerate(filled) if not row.names_columns()), len(filled))


def _count(value: str | None, most: int) -> int:
    """How many rows or columns a cell covers by its own word."""
    if not value:
        return 1
    digits = value.strip()[:6]
    return max(1, min(int(digits), most)) if digits.isascii() and digits.isdigit() else 1
