"""Blocks of signatures on a page of a PDF: those that stand side by side, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.loaders.pdf_lines import Line
from index.loaders.pdf_rows import PrintedRow, same_baseline
from index.loaders.signed import opening


def signed_from(rows: Sequence[PrintedRow]) -> int | None:
    """The row of a table from which on it is blocks of signatures; None where it is none."""
    ruled = rows[0].inside
    lines = same_baseline(ruled) if ruled else [list(row.cells) for row in rows]
    first = opening([[line.text for line in row] for row in lines])
    return first if first is None or not ruled else 0


def by_signer(rows: Sequence[PrintedRow], columns: Sequence[tuple[float, float]]) -> Iterator[PrintedRow]:
    """The lines of blocks of signatures, each a row of its own, down one column after another."""
    lines = rows[0].inside or [cell for row in rows for cell in row.cells]
    for column in columns:
        for line in lines:
            if max(columns, key=lambda one: _shared(line, one)) == column:
                yield PrintedRow((line,), *column)


def _shared(line: Line, column: tuple[float, float]) -> float:
    return min(line.right, column[1]) - max(line.left, column[0])
