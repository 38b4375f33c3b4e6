"""The same row: the cell that a follow-up asks for, of the row or the column that answered before.

"And how long does it take?" after what an examination costs, where a column beside the price says so; "And
for grade 2?" after what a table has for grade 1.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from index import Document, Row, Span, Table
from index.words import stems
from qa.contents.measured import is_cell_asked
from qa.contents.rows import Cells, cells_of, rows_of, words_in
from qa.question import LONGEST_FORM, Sought, asked_words, sought_by

# What is asked of anything, whatever it is.
_OF_ASKING = stems(
    "take takes last lasts run cost costs price pay paid charge charged long often much many get need needed"
    " happen done have due expect expected"
)
_HEADED = {
    Sought.PERSON: re.compile(
        r"\b(?:who|whom|owner|responsible|responsibility|person|contact|in\scharge|lead|leader|teacher|trainer"
        r"|instructor|assigned|by\swhom)\b",
        re.IGNORECASE,
    ),
    Sought.TIME: re.compile(
        r"\b(?:when|dates?|days?|due|deadlines?|times?|until|till|by|term|starts?|ends?)\b", re.IGNORECASE
    ),
    Sought.PLACE: re.compile(r"\b(?:where|place|room|location|venue|site|address|building)\b", re.IGNORECASE),
}
_HOW = re.compile(r"\bhow\s\w+", re.IGNORECASE)
_HOW_LONG = re.compile(r"\bhow\slong\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]{2,}")


class RowCell(NamedTuple):
    """A cell of a row: the row, the cell's place, and what the row is called."""

    row: Row
    cell: Span
    called: str


def other_cell(question: str, document: Document, told: Span) -> RowCell | None:
    """The one other cell of a row that a follow-up asks for; None where it may be none, or several.

    Args:
        question: the follow-up, which names nothing but what the row is about or a column's head.
        document: the document that answered before.
        told: the words that answered there, a whole row or some of it.

    """
    if len(question) > LONGEST_FORM:
        return None
    for table in document.tables:
        for row in table.rows:
            if not row.is_head and row.start <= told.start < row.end:
                return _of_row(question, document, table, row, told)
    return None


def same_cell(named: str, document: Document, told: Span) -> RowCell | None:
    """The cell of another row, under the same head, where a follow-up names that row: "grade 2".

    Args:
        named: what the follow-up names, without a preposition.
        document: the document that answered before.
        told: the words that answered there: a cell.

    """
    wanted = stems(named)
    for table in document.tables:
        rows = rows_of(table)
        column = next((at for row, cells in rows if (at := _column_at(cells, told)) is not None), None)
        if column is None or not wanted:
            continue
        called = {row.start: _called(document, table, cells, min(cells)) for row, cells in rows}
        held = [(row, cells) for row, cells in rows if wanted <= stems(called[row.start])]
        exact = [(row, cells) for row, cells in held if stems(called[row.start]) == wanted]
        meant = exact or held
        if len(meant) == 1 and column in meant[0][1] and column != min(meant[0][1]):
            row, cells = meant[0]
            cell = Span(cells[column].start, cells[column].end)
            return RowCell(row, cell, called[row.start]) if cell != told else None
    return None


def _column_at(cells: Cells, told: Span) -> int | None:
    """The column of the cell that holds some words; None where none does."""
    return next((at for at, cell in cells.items() if cell.start <= told.start and told.end <= cell.end), None)


def _of_row(question: str, document: Document, table: Table, row: Row, told: Span) -> RowCell | None:
    cells = cells_of(row)
    label = min(cells)
    asked = stems(" ".join(asked_words(_HOW.sub(" ", question))))
    known = stems(f"{document.text[row.start : row.end]} {table.title} {' '.join(table.heads)}")
    if asked - known - _OF_ASKING:
        return None
    others = [
        column
        for column, cell in cells.items()
        if column != label and not (told.start <= cell.start and cell.end <= told.end)
    ]
    column = _column_asked(question, document, table, cells, others, asked)
    if column is None:
        return None
    cell = cells[column]
    return RowCell(row, Span(cell.start, cell.end), _called(document, table, cells, label))


def _column_asked(
    question: str, document: Document, table: Table, cells: Cells, others: list[int], asked: frozenset[str]
) -> int | None:
    heads = {column: table.heads[column] for column in others if column < len(table.heads)}
    fits = {
        column: is_cell_asked(question, head, words_in(document, cells[column]))
        for column, head in heads.items()
    }
    possible = [column for column in heads if fits[column] is not False]
    said = {column: len(stems(heads[column]) & asked) for column in possible}
    named = [column for column in possible if said[column] and said[column] == max(said.values())]
    measured = [column for column in possible if fits[column] or _is_headed(question, heads[column])]
    for found in (named, measured):
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_headed(question: str, head: str) -> bool:
    form = _HEADED.get(sought_by(question))
    return form is not None and not _HOW_LONG.search(question) and bool(form.search(head))


def _called(document: Document, table: Table, cells: Cells, label: int) -> str:
    """What a row is called: "Priority 2" where its first cell is a mere number."""
    said = words_in(document, cells[label])
    return said if _LETTER.search(said) or label >= len(table.heads) else f"{table.heads[label]} {said}"
