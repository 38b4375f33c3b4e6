"""Whereabouts: where words stand in a document, as every screen says it to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index import Document


def place(document: Document, start: int, end: int, exact: int | None = None) -> str:
    """Where words stand: "page 3 · line 12" or "lines 12–14"; of a table, row and column too.

    Args:
        document: the document.
        start: where the words start in it.
        end: where they end.
        exact: where the exact answer in them starts, if there is one.

    """
    first, last = document.lines(start, end)
    page, row = document.page_at(start), document.row_at(start)
    is_in_row = row is not None and end <= row[1].end
    cell = document.cell_at(exact) if is_in_row and exact is not None else None
    parts = (
        f"page {page}" if page else "",
        "recognised text" if document.is_recognised(start, end) else "",
        f"line {first}" if first == last else f"lines {first}–{last}",
        f"row {row[1].number}" if row is not None and is_in_row else "",
        f"column {cell[1]}" if cell and cell[1] else "",
    )
    return " · ".join(filter(None, parts))
