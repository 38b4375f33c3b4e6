"""Sheets: what tells of a document that is mostly tables: heads, largest rows, totals, and sums of money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from index import Cell, Document, Row, Span, Table
from index.words import words
from qa.contents.figures import is_total, numbers_of
from qa.contents.measured import says_money
from qa.contents.mentions import Mention
from qa.contents.rows import rows_of
from qa.units import unit_of

# Of a larger table the first rows are told.
MOST_ROWS = 20_000
# A title or a note has so many words.
_SHORTEST, _LONGEST = 2, 40
# So many values of a column tell what it is in.
_TRIED = 5


class _Column(NamedTuple):
    """A column of money: its values by row, and the words that say what they are in, "" where they do."""

    values: dict[Row, tuple[Span, float]]
    unit: str


def is_mostly_tables(document: Document) -> bool:
    """Whether at least half of a document's text stands in tables."""
    in_rows = sum(row.end - row.start for table in document.tables for row in table.rows)
    return in_rows > 0 and 2 * in_rows >= len(document.text)


def telling_rows(document: Document, most: int) -> list[Span]:
    """The lines above and below a document's tables and the rows that tell most of these, in order.

    Heads and totals are always told, of the first tables; of other rows as many as there is room for, but
    none of a list without a total where lines say what it is.
    """
    tables = [table for table in document.tables if len(table.heads) > 1] or list(document.tables)
    tables = tables[: max(1, most // 2)]
    if not tables:
        return []
    beside = _beside(document)[: max(1, most - len(tables))]
    each = max(1 if beside else 2, (most - len(beside)) // len(tables))
    has_total = [any(_sums_up(document, row) for row in table.rows) for table in tables]
    rooms = [each if is_summed or not beside else 1 for is_summed in has_total]
    told = zip(tables, rooms, strict=True)
    rows = (row for table, room in told for row in _telling(document, table, room))
    return sorted({*beside, *(Span(row.start, row.end) for row in rows)})


def sums_of_money(document: Document) -> list[Mention]:
    """The figures of tables that are of money, each once with what it is in: of a table the totals first."""
    told: dict[tuple[str, str], Mention] = {}
    for table in document.tables:
        found = [
            (not _sums_up(document, row), -size, span, column.unit)
            for column in _of_money(document, table)
            for row, (span, size) in column.values.items()
        ]
        for _, _, span, unit in sorted(found):
            said = document.text[slice(*span)]
            told.setdefault((said, unit), Mention(said, 1, (span,), unit))
    return list(told.values())


def _beside(document: Document) -> list[Span]:
    """The short lines of a document that are neither headings nor rows of values: titles and notes."""
    headings = {section.start for section in document.sections if section.heading}
    blocks = [
        Span(*block[:2])
        for block in document.blocks
        if block[0] not in headings and document.row_at(block[0]) is None
    ]
    notes = [
        Span(*next(row.cells())[:2])
        for table in document.tables
        if len(table.rows) <= MOST_ROWS
        for row in table.rows
        if _is_line(table, row)
    ]
    told = [
        one for one in (*blocks, *notes) if _SHORTEST <= len(words(document.text[slice(*one)])) <= _LONGEST
    ]
    return sorted(told)


def _is_line(table: Table, row: Row) -> bool:
    """Whether a row is a line of text: a cell with none beside it, or a title in a column of its own."""
    cells = list(row.cells())
    return len(cells) == 1 and (len(table.heads) == 1 or (len(table.heads) > 1 and not row.is_head))


def _telling(document: Document, table: Table, most: int) -> list[Row]:
    """The heads of a table, its largest rows by money and its total; of one without it the first rows too."""
    said = [row for row in table.rows if any(map(str.isalnum, document.text[row.start : row.end]))]
    heads = [row for row in said if row.is_head][:1]
    rows = [row for row in said if not row.is_head]
    columns = _of_money(document, table)
    totals = [row for row in rows if _sums_up(document, row)][-1:]
    rows = [row for row in rows if row not in totals and not _is_line(table, row)]
    if not columns or most <= len(heads) + len(totals):
        return [*heads, *rows[: max(0, most - len(heads) - len(totals))], *totals]
    main = max(columns, key=lambda one: sum(size for _, size in one.values.values()))
    ranked = sorted(
        (row for row in main.values if not _sums_up(document, row)), key=lambda row: -main.values[row][1]
    )
    room = most - len(heads) - len(totals)
    first = [] if totals else rows[: room - 1]
    largest = islice((row for row in ranked if row not in first), max(1, room - len(first)))
    return [*heads, *first, *largest, *totals]


def _of_money(document: Document, table: Table) -> list[_Column]:
    """The columns of a table whose figures are of money."""
    if len(table.rows) > MOST_ROWS:
        return []
    rows = rows_of(table)
    return [column for at in range(len(table.heads)) if (column := _column(document, rows, at))]


def _column(document: Document, rows: Sequence[tuple[Row, dict[int, Cell]]], at: int) -> _Column | None:
    cells = [(row, Span(*found[at][:2])) for row, found in rows if at in found]
    numbers = numbers_of([document.text[slice(*span)] for _, span in cells])
    values = {
        row: (span, number) for (row, span), number in zip(cells, numbers, strict=True) if number is not None
    }
    units = list(islice(_units(document, [span for span, _ in values.values()]), _TRIED))
    unit = next((one for one in units if one is not None), None)
    return _Column(values, unit) if unit is not None and 2 * len(values) > len(cells) else None


def _units(document: Document, spans: Sequence[Span]) -> Iterator[str | None]:
    """What each figure is in, "" where it says so itself; None where it is no money."""
    for span in spans:
        unit = unit_of(document, span)
        said = document.text[slice(*unit)] if unit else ""
        if says_money(document.text[slice(*span)]) or (said and says_money(f"1 {said}")):
            yield said
        else:
            yield None


def _sums_up(document: Document, row: Row) -> bool:
    first = next(row.cells(), None)
    return first is not None and is_total(document.text[first[0] : first[1]])
