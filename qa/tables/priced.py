"""Priced: what something costs by a list of prices, where a row is named by the last word of its name.

"How much does a chair cost?" means the row "Folding chair"; of several rows that end so, all are told. Where
a list has a column for those who belong and one for others, that of those asked for is told, else both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index import Cell, Document, Row, Span, Table
from index.words import stem, stems, words
from qa.contents.figures import numbers_of
from qa.contents.measured import says_money
from qa.contents.rows import Cells, rows_of, words_in
from qa.intents.prices import Price, price_asked
from qa.tables.comparing import UNITS, Compared, tables_at
from qa.tables.comparison import each_unit
from qa.tables.for_whom import columns_for_whom, without_whom

# More rows than these do not answer one question.
_MOST_NAMED = 5
_PRICES = stems("price cost fee charge rent rate tariff")
# "Trailer hire" is the price of a trailer.
_HIRE = stems("hire rental loan")
_SIGNS = re.compile(r"\W*")
_BRACKETED = re.compile(r"[(\[][^)\]]*[)\]]")
_ADDED = re.compile(r"\s*[,;(\[–—].*", re.DOTALL)


def priced(question: str, places: Iterable[tuple[Document, int]]) -> Compared | None:
    """What a list of prices says; None for any other question, and where none or several name such a thing.

    Args:
        question: what is asked.
        places: documents and offsets in them; the tables that stand there are looked through.

    """
    asked = price_asked(" ".join(without_whom(question).split()))
    if asked is None:
        return None
    found = [one for document, table in tables_at(places) if (one := _told(question, asked, document, table))]
    return found[0] if len(found) == 1 else None


def _told(question: str, asked: Price, document: Document, table: Table) -> Compared | None:
    """What the rows of a table cost that are named; None where it has no such prices, or several."""
    unit = each_unit(asked.unit).casefold()
    columns = [column for column, head in enumerate(table.heads) if column and _is_price(head, unit)]
    if len(columns) != 1:
        columns = columns_for_whom(question, table.heads)
    if not columns:
        return None
    is_of_groups = len(columns) > 1 or not _is_price(table.heads[columns[0]], unit)
    named = [
        (cells[0], _Price.of(document, row, cells, columns))
        for row, cells in rows_of(table)
        if 0 in cells and {*columns} <= {*cells} and _is_named(asked, words_in(document, cells[0]))
        if not (is_of_groups and unit) or stem(unit) in stems(document.text[row.start : row.end])
    ]
    exact = [price for label, price in named if stems(asked.what) == stems(words_in(document, label))]
    told = exact or [price for _, price in named]
    if not 0 < len(told) <= _MOST_NAMED or not _are_numbers(document, told):
        return None
    first, *others = told
    more = tuple((one.row, one.span) for one in others)
    return Compared(document, first.row, first.span, len(stems(asked.what)), 0, more)


class _Price(NamedTuple):
    """The price in a row, or the prices of those who belong and those who do not, and the words that tell."""

    row: Row
    span: Span
    figures: tuple[Cell, ...]

    @classmethod
    def of(cls, document: Document, row: Row, cells: Cells, columns: Sequence[int]) -> _Price:
        """The only cell with a figure; of several side by side, all of them with their heads."""
        figures = tuple(cells[column] for column in columns)
        told = [one for one in figures if any(map(str.isdigit, document.text[one.start : one.end]))]
        if len(told) == 1:
            return cls(row, Span(told[0].start, told[0].end), figures)
        first, last = figures[0], figures[-1]
        start = max((cell.end for cell in cells.values() if cell.end <= first.start), default=row.start)
        between = _SIGNS.match(document.text, start)
        return cls(row, Span(between.end() if between else start, last.end), figures)


def _are_numbers(document: Document, prices: Sequence[_Price]) -> bool:
    """Whether each row has a price, and all are in the same money."""
    said = [[document.text[cell.start : cell.end] for cell in one.figures] for one in prices]
    numbers = numbers_of([words for some in said for words in some if any(map(str.isalnum, words))])
    return all(any(any(map(str.isdigit, words)) for words in some) for some in said) and None not in numbers


def _is_price(head: str, unit: str) -> bool:
    """Whether a column is one of prices, and for a unit of time where one is asked for."""
    own = stems(_BRACKETED.sub(" ", head))
    is_price = bool(own & _PRICES) or (says_money(head) and own <= UNITS)
    return is_price and (not unit or stem(unit) in {stem(each_unit(word)) for word in words(head)})


def _is_named(asked: Price, label: str) -> bool:
    """Whether a row is named, by the last word of its name or by more, and tells what befell that."""
    what = asked.what
    called, name = words(what), words(_ADDED.sub("", label))
    while len(name) > 1 and stem(name[-1].casefold()) in _PRICES | _HIRE:
        name.pop()
    if not called or not name or not stems(what) <= stems(label):
        return False
    if asked.mishap and asked.mishap.isdisjoint(stems(label)):
        return False
    return stem(called[-1].casefold()) == stem(name[-1].casefold()) or stems(what) == stems(label)
