"""Totals: all rows of a table that make up what is asked for altogether, and what they add up to.

Where a table has a row for the total, or a sentence tells it, that answers: it is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index import Document, Index, Only, Row, Span, Table
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, numbered
from qa.contents.figures import YEAR, is_total, numbers_of, written_like
from qa.contents.headings import called
from qa.contents.rows import cells_of, words_in
from qa.intents.totals import TotalAsked, total_asked
from qa.tables.comparing import MOST_ROWS, cite_row
from qa.tables.planned import tells_done, tells_plan

# So many documents are looked through, and so many rows shown.
LOOKED_THROUGH, SHOWN = 50, 60
# A sentence among so many passages may tell the total.
SEARCHED = 20
_SUMS = re.compile(r"\b(?:total|amount|sum|costs?|gross|value|charged?|price\spaid)\b", re.IGNORECASE)
# What one of several things costs is not added up.
_OF_EACH = re.compile(r"\b(?:per|unit|each|rate|minimum|maximum)\b|/", re.IGNORECASE)
_SAYS_TOTAL = re.compile(r"\b(?:total(?:s|led|ling)?|altogether|overall|in\sall|sum)\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d")


class _Rows(NamedTuple):
    """Rows that are added up, with their figures, and the head over those; none where no head is sure."""

    document: Document
    rows: list[tuple[Row, Span | None]]
    head: str
    told: str


def added_up(question: str, index: Index, document: Only) -> Together | None:
    """The rows that make up what a question asks for altogether; None for any other question.

    None too where a row or a sentence tells the total, and where fewer than two rows are of what is asked.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    asked = total_asked(question)
    if asked is None or _is_told(question, asked, index, document):
        return None
    names = index.among(document)[:LOOKED_THROUGH]
    found = [one for name in names for one in _in_tables(asked, index.documents[name])]
    if not found or (not asked.stems and len(found) > 1):
        return None
    citations = [cite_row(1, one.document, row, figure) for one in found for row, figure in one.rows]
    shown: tuple[Citation, ...] = numbered(citations[:SHOWN])
    notes = (f"Of {len(citations):,} rows, these are the first {SHOWN}.",) if len(citations) > SHOWN else ()
    statement = "; ".join(_said(asked, one) for one in found)
    return Together(AnswerKind.PLACES, shown, statement, by_document(shown), notes)


def _is_told(question: str, asked: TotalAsked, index: Index, document: Only) -> bool:
    """Whether a sentence that is no row of a table tells the total."""
    hits = index.search(question, k=SEARCHED, document=document)
    found = {hit.passage.document: index.documents[hit.passage.document] for hit in hits}
    return any(
        bool(_SAYS_TOTAL.search(said) and _FIGURE.search(said))
        and asked.stems <= stems(said)
        and (not asked.is_planned or tells_plan(said))
        for hit in hits
        for place in hit.passage.sentences
        if found[hit.passage.document].row_at(place.start) is None
        for said in [found[hit.passage.document].text[slice(*place)]]
    )


def _in_tables(asked: TotalAsked, document: Document) -> Iterator[_Rows]:
    for table in document.tables:
        if len(table.rows) > MOST_ROWS:
            continue
        if asked.stems <= _above(document, table):  # "the stand" in "Budget of the stand": all of it
            asked = asked._replace(stems=frozenset())
        rows = [row for row in table.rows if not row.is_head and _is_asked(asked, document, row)]
        if len(rows) < 2 or any(is_total(_label(document, row)) for row in rows):
            continue
        column = _column(asked, table, document, rows)
        if column is not None:
            yield _summed(document, table, rows, column)
        elif asked.stems:
            yield _Rows(document, [(row, None) for row in rows], "", "")


def _above(document: Document, table: Table) -> frozenset[str]:
    """The stems of what a table stands under: of "the stand", the total is that of the whole table."""
    heading = document.section_at(table.rows[0].start).heading
    return stems(f"{called(document.name, document)} {heading} {table.title}")


def _is_asked(asked: TotalAsked, document: Document, row: Row) -> bool:
    """Whether one cell of a row holds all that is asked for, and the row is of no other year."""
    texts = _texts(document, row)
    years = {year for text in texts.values() for year in YEAR.findall(text)}
    is_of_year = not (asked.year and years) or asked.year in years
    return bool(texts) and is_of_year and any(asked.stems <= stems(text) for text in texts.values())


def _column(asked: TotalAsked, table: Table, document: Document, rows: Sequence[Row]) -> int | None:
    """The only column of what is asked for; of amounts, where none is called so; None where several are."""
    heads = {at: head for at, head in enumerate(table.heads) if _is_of_year(asked.year, head)}
    figured = {at: head for at, head in heads.items() if _figures(document, rows, at)}
    planned, done = (
        [at for at, head in figured.items() if is_it(head)] for is_it in (tells_plan, tells_done)
    )
    if planned or done:
        meant = planned if asked.is_planned else done
        return meant[0] if len(meant) == 1 else None
    is_a_plan = tells_plan(f"{called(document.name, document)} {table.title}")
    if (asked.is_planned and not is_a_plan) or (not asked.stems and not asked.is_planned):
        return None
    sums = [at for at, head in figured.items() if _SUMS.search(head) and not _OF_EACH.search(head)]
    totals = [at for at in sums if re.search(r"\b(?:total|gross)\b", heads[at], re.IGNORECASE)]
    meant = totals or sums
    return meant[0] if len(meant) == 1 else None


def _is_of_year(year: str, head: str) -> bool:
    years = YEAR.findall(head)
    return not (year and years) or year in years


def _figures(document: Document, rows: Sequence[Row], column: int) -> list[float]:
    """The figures of a column, none where a row has none there or their units differ."""
    texts = [_texts(document, row).get(column, "") for row in rows]
    figures = [figure for figure in numbers_of(texts) if figure is not None]
    return figures if len(figures) == len(rows) else []


def _summed(document: Document, table: Table, rows: Sequence[Row], column: int) -> _Rows:
    total = sum(_figures(document, rows, column))
    told = written_like(_texts(document, rows[0])[column], total)
    places = [
        next(Span(cell.start, cell.end) for cell in row.cells() if cell.column == column) for row in rows
    ]
    head = table.heads[column].strip(" :")
    return _Rows(document, list(zip(rows, places, strict=True)), head, told)


def _label(document: Document, row: Row) -> str:
    return next(iter(_texts(document, row).values()), "")


def _texts(document: Document, row: Row) -> dict[int, str]:
    return {at: words_in(document, cell) for at, cell in cells_of(row).items()}


def _said(asked: TotalAsked, found: _Rows) -> str:
    rows = f"{len(found.rows):,} rows{f' with “{asked.what}”' if asked.what else ''}"
    return f"{rows}, added up here: {found.told} under “{found.head}”" if found.head else rows
