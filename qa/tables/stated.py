"""Stated: the rows of a table with the value that a question names: "Which items are still open?".

One of several such rows would pass for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index import Cell, Document, Row, Span, Table
from index.words import content_words, stem, stems
from qa.contents.figures import is_total
from qa.contents.rows import rows_of, words_in
from qa.question import LONGEST_FORM
from qa.tables.comparing import Compared, tables_at
from qa.tables.comparison import MOST_NAMED

Words = frozenset[str]
_ASKED = re.compile(
    r"\W*(?:and\s|so\s)?(?:which|what|(?:list|show|name|give)(?:\sme|\sus)?(?:\sall)?(?:\sof)?)\s(?:of\s)?(?:the\s)?"
    r"(?P<noun>[\w-]+)\s(?P<rest>[^?]+?)\W*",
    re.IGNORECASE,
)
_ANY_ROW = stems("item row entry line position thing one")
_SAYS_LITTLE = stems("still currently already list table sheet")


def stated(question: str, places: Iterable[tuple[Document, int]]) -> Compared | None:
    """The rows that a question asks for by a value of theirs; None for any other, and for less than two.

    Args:
        question: what is asked.
        places: documents and offsets in them; the tables that stand there are looked through.

    """
    match = _ASKED.fullmatch(question) if len(question) <= LONGEST_FORM else None
    if match is None or not match["noun"].casefold().endswith("s"):
        return None
    asked = frozenset(map(stem, content_words(match["rest"]))) - _SAYS_LITTLE
    noun = stem(match["noun"].casefold())
    found = (_in_table(noun, asked, document, table) for document, table in tables_at(places))
    return next(filter(None, found), None)


def _in_table(noun: str, asked: Words, document: Document, table: Table) -> Compared | None:
    heads = [stems(head) for head in table.heads]
    label = next(
        (column for column, head in enumerate(heads) if noun in head), 0 if noun in _ANY_ROW else None
    )
    if label is None:
        return None
    above = stems(
        f"{document.name} {document.title} {document.section_at(table.rows[0].start).heading} {table.title}"
    )
    rows = [
        (row, cells)
        for row, cells in rows_of(table)
        if label in cells and not is_total(words_in(document, cells[label]))
    ]
    for column, head in enumerate(heads):
        told = [
            pair
            for pair in rows
            if column != label and _is_asked(pair, column, asked, asked - head - above, document)
        ]
        if 1 < len(told) <= MOST_NAMED and len(told) < len(rows):
            (row, span), *others = ((row, Span(cells[label].start, cells[label].end)) for row, cells in told)
            return Compared(document, row, span, len(asked), 0, tuple(others))
    return None


def _is_asked(
    pair: tuple[Row, dict[int, Cell]], column: int, asked: Words, wanted: Words, document: Document
) -> bool:
    """Whether the row's value in a column is what is asked for, all of it and nothing besides."""
    _, cells = pair
    value = stems(words_in(document, cells[column])) if column in cells else frozenset()
    return bool(value) and wanted <= value <= asked
