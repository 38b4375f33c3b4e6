"""Changed: by how much a row of a table tells more, or less, for one year than for another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index import Cell, Document, Index, Only, Row, Span, Table
from index.words import stems
from qa.citation import AnswerKind, Together, grouped
from qa.contents.figures import YEAR, numbers_of, written_like
from qa.contents.rows import cells_of
from qa.intents.changes import ChangeAsked, change_asked
from qa.tables.comparing import MOST_ROWS, cite_row
from qa.tables.planned import tells_done, tells_plan

# So many documents are looked through.
LOOKED_THROUGH = 50


class _Held(NamedTuple):
    """A row with the cells of both years, those' heads, and the row's label."""

    document: Document
    row: Row
    cells: tuple[Span, Span]
    heads: tuple[str, str]
    label: str


def changed(question: str, index: Index, document: Only) -> Together | None:
    """The figures of two years that a question holds against each other, and their difference.

    None for any other question, and where no row, or more than one, is of what is asked.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    asked = change_asked(question)
    if asked is None:
        return None
    names = index.among(document)[:LOOKED_THROUGH]
    found = [one for name in names for one in _in_tables(asked, index.documents[name])]
    least = min((len(stems(one.label)) for one in found), default=0)
    meant = [one for one in found if len(stems(one.label)) == least]
    told = _difference(meant[0]) if len(meant) == 1 else ""
    if not told:
        return None
    held = meant[0]
    citations, groups = grouped(
        held.heads, [[cite_row(1, held.document, held.row, cell)] for cell in held.cells]
    )
    return Together(AnswerKind.COMPARISON, citations, f"“{held.label}”: {told}", groups)


def _in_tables(asked: ChangeAsked, document: Document) -> Iterator[_Held]:
    wanted = stems(asked.what)
    for table in document.tables:
        columns = _columns(asked, table) if len(table.rows) <= MOST_ROWS else None
        if columns is None or not wanted:
            continue
        for row in table.rows:
            cells = cells_of(row)
            label = _label(document, cells, columns)
            if not row.is_head and label and {*columns} <= cells.keys() and wanted <= stems(label):
                one, other = (Span(cells[at].start, cells[at].end) for at in columns)
                heads = (table.heads[columns[0]].strip(" :"), table.heads[columns[1]].strip(" :"))
                yield _Held(document, row, (one, other), heads, label)


def _label(document: Document, cells: dict[int, Cell], columns: Sequence[int]) -> str:
    """The first words of a row before its figures."""
    said = (document.text[cell.start : cell.end] for at, cell in sorted(cells.items()) if at < min(columns))
    return next((words for words in said if any(map(str.isalpha, words))), "")


def _columns(asked: ChangeAsked, table: Table) -> tuple[int, int] | None:
    """The columns of both years: of several for one, those that both tell what was planned, or was done."""
    ones, others = (
        [at for at, head in enumerate(table.heads) if {*YEAR.findall(head)} == {year}]
        for year in (asked.year, asked.other)
    )
    pairs = [(one, other) for one in ones for other in others]
    alike = [pair for pair in pairs if _part(table.heads[pair[0]]) == _part(table.heads[pair[1]])]
    meant = alike if len(pairs) > 1 else pairs
    return meant[0] if len(meant) == 1 else None


def _part(head: str) -> tuple[bool, bool]:
    return tells_plan(head), tells_done(head)


def _difference(held: _Held) -> str:
    """By how much the first figure is more or less than the other; "" where they are of different kinds."""
    said = [held.document.text[slice(*cell)] for cell in held.cells]
    one, other = numbers_of(said)
    if one is None or other is None:
        return ""
    if one == other:
        return f"as much under “{held.heads[0]}” as under “{held.heads[1]}”"
    by = written_like(said[0], abs(one - other))
    than = f"{'more' if one > other else 'less'} under “{held.heads[0]}” than under “{held.heads[1]}”"
    return f"{by} {than}, subtracted here"
