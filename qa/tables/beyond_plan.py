"""Beyond plan: all rows of tables that came to more, or to less, than was planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index import Document, Index, Only, Row, Span, Table
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, numbered
from qa.contents.figures import has_word, is_total, numbers_of
from qa.contents.rows import cells_of, words_in
from qa.intents.plans import AgainstPlan, against_plan
from qa.tables.comparing import MOST_ROWS, cite_row
from qa.tables.planned import left_over, planned_and_done, speaks_of_plan

# So many documents are looked through, and so many rows shown.
LOOKED_THROUGH, SHOWN = 50, 60
# What is left when decimal fractions are added up is no difference.
TINY = 1e-6


class _Compared(NamedTuple):
    """A row, the name in it of what it is of, and by how much more it came to than was planned."""

    row: Row
    name: Span
    excess: float


class _Held(NamedTuple):
    """The rows of a table that were held against its plan, those that are sought, and by what."""

    document: Document
    rows: int
    found: list[_Compared]
    head: Row
    said: str
    is_of_sought: bool


def beyond_plan(question: str, index: Index, document: Only) -> Together | None:
    """Every row that is beyond its plan, where a question asks for them; None for any other question.

    None too where no table has a column for what was planned and one for what came of it, nor one for what
    is left. Where several rows make up each of what is sought, they are added up.

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
    held = [one for one in held if one.is_of_sought] or held
    held = [one for one in held if one.found] or held
    citations = [cited for one in held for cited in _cited(one)]
    shown = numbered(citations[:SHOWN])
    notes = (f"Of {len(citations):,} rows, these are the first {SHOWN}.",) if len(citations) > SHOWN else ()
    statement = "; ".join(map(_said, held))
    return Together(AnswerKind.PLACES, shown, statement, by_document(shown), notes)


def _held(asked: AgainstPlan, document: Document) -> Iterator[_Held]:
    for table in document.tables:
        columns = _columns(asked, table, document)
        head = next((row for row in table.rows if row.is_head), None)
        if not columns or head is None or len(table.rows) > MOST_ROWS:
            continue
        label = _label_column(asked, table)
        if rows := list(_compared(document, table, columns, _name_column(document, table, label))):
            heads = [table.heads[column].strip(" :") for column in columns]
            found, is_added = _sought(asked, document, rows)
            said = _by(asked, heads, is_added)
            yield _Held(document, len(rows), found, head, said, label is not None)


def _columns(asked: AgainstPlan, table: Table, document: Document) -> tuple[int, ...]:
    """The columns for what was planned and what came of it, or the one for what is left of a plan."""
    above = (
        f"{document.section_at(table.rows[0].start).heading} {table.title} {document.title} {document.name}"
    )
    columns: tuple[int, ...] = planned_and_done(table.heads, asked.years) or ()
    left = left_over(table.heads)
    if not columns and left is not None and speaks_of_plan(f"{' '.join(table.heads)} {above}"):
        columns = (left,)
    said = " ".join([*(table.heads[column] for column in columns), above])
    return columns if not asked.years or any(year in said for year in asked.years) else ()


def _sought(asked: AgainstPlan, document: Document, rows: list[_Compared]) -> tuple[list[_Compared], bool]:
    """The rows that are sought, and whether any were added up, as those of the same name are."""
    names = [document.text[slice(*one.name)].casefold() for one in rows]
    excess: defaultdict[str, float] = defaultdict(float)
    for name, one in zip(names, rows, strict=True):
        excess[name] += one.excess if asked.is_over else -one.excess
    least = max([TINY, *excess.values()]) - TINY if asked.is_most else TINY
    found = [one for name, one in zip(names, rows, strict=True) if excess[name] > max(least, TINY)]
    return found, len(excess) < len(names)


def _label_column(asked: AgainstPlan, table: Table) -> int | None:
    """The column whose head is what is sought; None where no head is."""
    called = (at for at, head in enumerate(table.heads) if asked.sought & stems(head))
    return next(called, None)


def _name_column(document: Document, table: Table, label: int | None) -> int:
    """The column that names the rows: the one that is sought unless it numbers them, else one of words."""
    rows = [cells_of(row) for row in table.rows if not row.is_head]
    columns: list[int] = [*([] if label is None else [label]), *range(len(table.heads))]
    for column in columns:
        said = [words_in(document, one[column]) for one in rows if column in one]
        if said and 2 * sum(has_word(words) for words in said) > len(said):
            return column
    return label or 0


def _compared(document: Document, table: Table, columns: Sequence[int], label: int) -> Iterator[_Compared]:
    """The rows with all the figures, each with its name and how far it is beyond the plan; no totals."""
    for row in table.rows:
        cells = cells_of(row)
        if row.is_head or not {label, *columns} <= cells.keys():
            continue
        words = {column: words_in(document, cell) for column, cell in cells.items()}
        figures = numbers_of([words[column] for column in columns])
        if None not in figures and not is_total(words[min(cells)]):
            *planned, last = (figure or 0.0 for figure in figures)
            yield _Compared(
                row, Span(cells[label].start, cells[label].end), last - planned[0] if planned else -last
            )


def _cited(held: _Held) -> list[Citation]:
    """The rows that are sought; the heads that were compared where there are none."""
    if not held.found:
        return [cite_row(1, held.document, held.head, None)]
    return [cite_row(1, held.document, one.row, one.name) for one in held.found]


def _by(asked: AgainstPlan, heads: Sequence[str], is_added: bool) -> str:
    *planned, last = heads
    if planned:
        said = f"{'more' if asked.is_over else 'less'} under “{last}” than under “{planned[0]}”"
    else:
        said = f"{'less' if asked.is_over else 'more'} than nothing under “{last}”"
    said = f"{said}, by the most" if asked.is_most else said
    return f"{said}, those of the same name added up" if is_added else said


def _said(held: _Held) -> str:
    rows = f"{held.rows:,} {'row' if held.rows == 1 else 'rows'}"
    return f"{len(held.found) or 'None'} of {rows} with {held.said}"
