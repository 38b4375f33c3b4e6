"""Beyond plan: all rows of tables that came to more, or to less, than was planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from index import Cell, Document, Index, Only, Row, Span, Table
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, numbered
from qa.comparing import MOST_ROWS, cite_row
from qa.figures import is_total, numbers_of
from qa.intents.plans import AgainstPlan, against_plan
from qa.planned import planned_and_done

# So many documents are looked through, and so many rows shown.
LOOKED_THROUGH, SHOWN = 50, 60


class _Held(NamedTuple):
    """The rows of a table that were held against its plan, and those that are sought."""

    document: Document
    planned: str
    done: str
    rows: int
    found: list[tuple[Row, Span]]
    head: Row


def beyond_plan(question: str, index: Index, document: Only) -> Together | None:
    """Every row that is beyond its plan, where a question asks for them; None for any other question.

    None too where no table has a column for what was planned and one for what came of it, or where several
    rows make up each of what is sought.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    asked = against_plan(question)
    if asked is None:
        return None
    names = index.among(document)[:LOOKED_THROUGH]
    held = [one for name in names for one in _held(asked, index.documents[name])]
    if not held:
        return None
    citations = [cited for one in held for cited in _cited(one)]
    shown = numbered(citations[:SHOWN])
    notes = (f"Of {len(citations):,} rows, these are the first {SHOWN}.",) if len(citations) > SHOWN else ()
    statement = "; ".join(_said(one, asked.is_over) for one in held)
    return Together(AnswerKind.PLACES, shown, statement, by_document(shown), notes)


def _held(asked: AgainstPlan, document: Document) -> Iterator[_Held]:
    for table in document.tables:
        columns = planned_and_done(table.heads, asked.years)
        head = next((row for row in table.rows if row.is_head), None)
        if columns is None or head is None or len(table.rows) > MOST_ROWS:
            continue
        if not _is_of_years(asked, table, columns, document):
            continue
        label = _label_column(asked, table)
        rows = list(_compared(document, table, columns, label))
        found = [(row, name) for row, name, excess in rows if (excess > 0 if asked.is_over else excess < 0)]
        called = Counter(document.text[slice(*name)].casefold() for _, name, _ in rows)
        is_told_once = all(called[document.text[slice(*name)].casefold()] == 1 for _, name in found)
        if rows and is_told_once:
            planned, done = (table.heads[column].strip(" :") for column in columns)
            yield _Held(document, planned, done, len(rows), found, head)


def _is_of_years(asked: AgainstPlan, table: Table, columns: tuple[int, int], document: Document) -> bool:
    """Whether a table speaks of a year that is asked for, by its heads or by what it stands under."""
    section = document.section_at(table.rows[0].start).heading
    said = f"{table.heads[columns[1]]} {section} {table.title} {document.title} {document.name}"
    return not asked.years or any(year in said for year in asked.years)


def _label_column(asked: AgainstPlan, table: Table) -> int:
    """The column whose head is what is sought; else the first."""
    called = (at for at, head in enumerate(table.heads) if asked.sought & stems(head))
    return next(called, 0)


def _compared(
    document: Document, table: Table, columns: tuple[int, int], label: int
) -> Iterator[tuple[Row, Span, float]]:
    """The rows with both figures, each with its name and by how much the second is larger; no totals."""
    for row in table.rows:
        cells = {cell.column: cell for cell in map(Cell._make, row.cells())}
        if row.is_head or not {label, *columns} <= cells.keys():
            continue
        words = {column: document.text[cell.start : cell.end] for column, cell in cells.items()}
        planned, done = numbers_of([words[column] for column in columns])
        if planned is not None and done is not None and not is_total(words[min(cells)]):
            yield row, Span(cells[label].start, cells[label].end), done - planned


def _cited(held: _Held) -> list[Citation]:
    """The rows that are sought; the heads that were compared where there are none."""
    if not held.found:
        return [cite_row(1, held.document, held.head, None)]
    return [cite_row(1, held.document, row, name) for row, name in held.found]


def _said(held: _Held, is_over: bool) -> str:
    count, than = len(held.found) or "None", "more" if is_over else "less"
    rows = f"{held.rows:,} {'row' if held.rows == 1 else 'rows'}"
    return f"{count} of {rows} with {than} under “{held.done}” than under “{held.planned}”"
