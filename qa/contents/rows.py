"""Rows: a table's rows with their cells by the column that each stands in."""

from __future__ import annotations

from index import Cell, Document, Row, Table

Cells = dict[int, Cell]


def cells_of(row: Row) -> Cells:
    """A row's cells by their columns, empty ones left out."""
    return {cell.column: cell for cell in row.cells()}


def rows_of(table: Table) -> list[tuple[Row, Cells]]:
    """The rows of a table that are no heads, each with its cells."""
    return [(row, cells_of(row)) for row in table.rows if not row.is_head]


def words_in(document: Document, cell: Cell) -> str:
    """What a cell of a document holds."""
    return document.text[cell.start : cell.end]
