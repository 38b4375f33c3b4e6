"""Tables of every format, as their loaders read them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from docx import Document as Word
from pptx import Presentation as PowerPoint

from index.limits import Limits
from index.loaders import LOADERS, Parsed
from index.loaders.builder import Builder
from index.loaders.grid import Grid
from index.loaders.table import as_text as written

FERRIES = """Route,Departure,Price
Oslo – Kiel,14:00,95 euros
Turku – Stockholm,08:45,38 euros
Rostock – Trelleborg,07:45,41 euros
"""


def built(grid: Grid) -> Parsed:
    builder = Builder()
    builder.table(written(grid))
    return builder.parsed()


def csv(text: str) -> Parsed:
    return LOADERS[".csv"](text.encode(), Limits())


def xlsx(rows: Sequence[Sequence[object]], *merged: str) -> Parsed:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    return LOADERS[".xlsx"](saved(book), Limits())


def html(rows: Sequence[Sequence[str]]) -> Parsed:
    cells = ("".join(f"<td>{words}</td>" for words in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return LOADERS[".html"](f"<meta charset=utf-8><table>{body}</table>".encode(), Limits())


def markdown(rows: Sequence[Sequence[str]]) -> Parsed:
    source = [f"| {' | '.join(row)} |" for row in rows]
    source.insert(1, "|---" * len(rows[0]) + "|")
    return LOADERS[".md"]("\n".join(source).encode(), Limits())


def docx(rows: Sequence[Sequence[str]]) -> Parsed:
    document = Word()
    fill(document.add_table(len(rows), len(rows[0])), rows)
    return LOADERS[".docx"](saved(document), Limits())


def pptx(rows: Sequence[Sequence[str]]) -> Parsed:
    presentation = PowerPoint()
    shapes = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes
    fill(shapes.add_table(len(rows), len(rows[0]), 0, 0, 10**6, 10**6).table, rows)
    return LOADERS[".pptx"](saved(presentation), Limits())


def fill(made: Any, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            made.cell(number, column).text = words


def saved(file: Any) -> bytes:
    packed = io.BytesIO()
    file.save(packed)
    return packed.getvalue()


def lines(parsed: Parsed) -> list[str]:
    return [parsed.text[start:end] for start, end in parsed.blocks]


def cells(parsed: Parsed) -> list[tuple[int, str, str]]:
    """Number of the row, head and value of each cell of the tables' bodies."""
    return [
        (row.number, table.heads[cell.column] if cell.column < len(table.heads) else "", words)
        for table in parsed.tables
        for row in table.rows
        if not row.is_head
        for cell in row.cells()
        for words in [parsed.text[cell.start : cell.end]]
    ]
