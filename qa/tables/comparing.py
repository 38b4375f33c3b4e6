"""Comparing: the row of a table that a comparison is after, and the words of it that answer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index import Cell, Document, Passage, Row, Span, Table
from index.words import stem, stems, words
from qa.citation import Citation, cite
from qa.contents.figures import has_word, is_figure, is_total, numbers_of
from qa.contents.measured import says_money
from qa.contents.mentions import COINS
from qa.contents.rows import Cells, rows_of
from qa.tables.across import month_in, named_parts
from qa.tables.comparison import ANY_THING, RECEIVED, SPENT, Aim, ValueComparison, each_unit
from qa.tables.planned import tells_done, tells_plan

# How often such an answer is right (`python tests/benchmarks/tables.py --tatqa FILE` counts them).
COMPARED = 0.9
# A larger table is not compared in an instant.
MOST_ROWS = 20_000
_YEAR = re.compile(r"\b(?:FY ?)?(?:1[89]|20|21)\d\d(?:[/–-]\d\d(?:\d\d)?)?\b")
_PERIOD = re.compile(
    r"\bQ[1-4]\b|\b(?:first|second|third|fourth|[1-4](?:st|nd|rd|th)) quarter\b", re.IGNORECASE
)
_PRICE, _OF_MONTHS = stem("price"), stem("month")
_PRICES = stems("price fee rate charge tariff")
# A clipped word, such as "lab", has at least three letters and lacks at least four.
_LEAST_CLIPPED, _CLIPPED = 3, 4
_BRACKETED = re.compile(r"[(\[][^)\]]*[)\]]")
UNITS = stems("per hour half full morning afternoon evening day night week weekend month quarter season year")
# What was spent so far is not all of it.
_SO_FAR = re.compile(r"\b(?:to\sdate|so\sfar|until\snow|by\s\d)\b", re.IGNORECASE)
_HEAD_GAP = ": "
# "EUR per word", "price each".
_EACH_COUNTED = re.compile(r"\bper\s[\w-]+|\beach\b", re.IGNORECASE)
_COIN_NAMES = stems(" ".join(COINS))
_COINS = {"£": stem("pounds"), "€": stem("euros"), "$": stem("dollars")}
_TOTALS = stems("total sum subtotal grand")
_BALANCE = stems("balance surplus deficit result reserve")
_CHANGE = stems("change variance difference growth increase")

Words = frozenset[str]


class Compared(NamedTuple):
    """What a comparison found.

    Attributes:
        document: the document that holds the table.
        row: the row of the value that is sought.
        span: the words of the row that answer.
        shared: how many words of the question stand where the values are.
        among: how many values were compared; 0 where the rows are named and nothing is compared.
        others: further rows, each with the words that answer, where several are sought.
        is_whole: whether the row answers, and no part of it by itself.

    """

    document: Document
    row: Row
    span: Span
    shared: int
    among: int
    others: tuple[tuple[Row, Span], ...] = ()
    is_whole: bool = False

    def citations(self) -> tuple[Citation, ...]:
        """The rows, each cited with the words that answer."""
        every = ((self.row, self.span), *self.others)
        return tuple(
            cite_row(n, self.document, row, None if self.is_whole else span)
            for n, (row, span) in enumerate(every, start=1)
        )


def cite_row(n: int, document: Document, row: Row, span: Span | None) -> Citation:
    """The citation of a whole row of a table, and of the words in it that answer."""
    where = Span(row.start, row.end)
    passage = Passage(
        document.name,
        *where,
        document.text[slice(*where)],
        document.section_at(where.start).heading,
        document.page_at(where.start),
        (where,),
        tuple(Span(cell.start, cell.end) for cell in row.cells()),
    )
    return cite(n, document, passage, where, span)


class _Value(NamedTuple):
    """A value that is compared, and the words that answer where it is the one sought."""

    row: Row
    cell: Cell
    answer: Span


class _Line(NamedTuple):
    """Values that are compared with each other, and how many words of the question stand where they are."""

    values: list[_Value]
    shared: int


def compare(comparison: ValueComparison, places: Iterable[tuple[Document, int]]) -> Compared | None:
    """What tables say to a comparison: of several, the one that shares most of its words.

    Args:
        comparison: what is compared, and what is sought.
        places: documents and offsets in them, the likeliest first; the tables that stand there are compared.

    """
    best: Compared | None = None
    for document, table in tables_at(places):
        one = _Comparing(comparison, document, table).result()
        if one and (best is None or one.shared > best.shared):
            best = one
    return best


def tables_at(places: Iterable[tuple[Document, int]]) -> Iterator[tuple[Document, Table]]:
    """The tables that stand at offsets in documents, each once; none that is too large to look through."""
    seen: set[tuple[str, int]] = set()
    for document, offset in places:
        found = document.row_at(offset)
        if found is None or len(found[0].rows) > MOST_ROWS:
            continue
        place = (document.name, found[0].rows[0].start)
        if place not in seen:
            seen.add(place)
            yield document, found[0]


class _Comparing:
    """Compares the values of one table: down a column, or across a row."""

    def __init__(self, asked: ValueComparison, document: Document, table: Table) -> None:
        self._asked = asked
        self._document = document
        self._rows = rows_of(table)
        self._names = table.heads
        self._wanted = asked.about | asked.measure
        above = (document.title, document.section_at(table.rows[0].start).heading, table.title)
        self._above = _stems(" ".join(above))
        self._heads = [_stems(head) | _coins(head) for head in table.heads]
        self._heads = [
            head | {_PRICE} if self._is_priced(column) else head for column, head in enumerate(self._heads)
        ]

    def result(self) -> Compared | None:
        """What answers; None where the table does not hold what is compared, or no one value is sought."""
        ways = {
            Aim.TIME: (self._across, self._down),
            Aim.LABEL: (self._down, self._across_named),
            Aim.VALUE: (self._down,) if self._asked.about <= SPENT else (self._down, self._across),
        }
        lines = [line for way in ways[self._asked.sought] if (line := way()) and len(line.values) > 1]
        if not lines or (len(lines) > 1 and self._asked.sought is Aim.VALUE):
            return None
        values, shared = lines[0]
        numbers = numbers_of([self._text(value.cell) for value in values])
        read = [(one, number) for one, number in zip(values, numbers, strict=True) if number is not None]
        places = self._asked.winners([number for _, number in read]) if len(read) > 1 else []
        if not places:
            return None
        won, *others = (read[place][0] for place in places)
        more = tuple((one.row, one.answer) for one in others)
        return Compared(self._document, won.row, won.answer, shared, len(read), more)

    def _down(self) -> _Line | None:
        """The values of the column that is named, each with the label of its row."""
        label, unnamed = self._label_column()
        if label is None and self._asked.sought is not Aim.VALUE:
            return None
        heads = [head if column != label else frozenset() for column, head in enumerate(self._heads)]
        column = self._best_named(heads)
        column = self._latest_planned() if column is None else column
        if column is None:
            return None
        left = (self._asked.required | unnamed) - heads[column] - self._above
        left -= {word for word in left if self._is_clipped(word)}
        left -= _PRICES if _PRICE in heads[column] else frozenset()
        kind, rows = self._of_the_kind(self._asked.required | unnamed)
        left -= kind
        is_of_costs = bool(left & SPENT) and self._tells_costs(column)
        left -= SPENT if is_of_costs else frozenset()
        left -= frozenset().union(*self._heads_of_rows(label))
        incomes = self._summed_as_income() if is_of_costs else frozenset()
        values = [
            _Value(row, cells[column], self._answer(cells[column if label is None else label]))
            for row, cells in rows
            if column in cells
            and (label is None or label in cells)
            and not self._sums_up(cells)
            and not (is_of_costs and (self._section(row, cells) & RECEIVED or row in incomes))
            if not left or left <= _stems(self._text(row))
        ]
        if self._asked.sought is Aim.TIME:
            values = [value for value in values if self._time_in(self._text(value.answer))]
        return _Line(values, len(heads[column] & self._wanted) + len(left))

    def _is_clipped(self, word: str) -> bool:
        """Whether a word begins a much longer one that the table stands under: "lab" for "laboratory"."""
        longer = len(word) + _CLIPPED if len(word) >= _LEAST_CLIPPED else math.inf
        return any(one.startswith(word) and len(one) >= longer for one in self._above)

    def _latest_planned(self) -> int | None:
        """The column of what is planned or spent of the latest year, where no more is asked than expenses."""
        if not self._asked.about or not self._asked.about <= SPENT:
            return None
        planned = [at for at, head in enumerate(self._names) if tells_plan(head) or tells_done(head)]
        years = {at: max(_YEAR.findall(self._names[at]), default="") for at in planned}
        latest = [at for at in planned if years[at] == max(years.values())]
        done = [at for at in latest if tells_done(self._names[at]) and not _SO_FAR.search(self._names[at])]
        planned = [at for at in latest if tells_plan(self._names[at])]
        meant = latest if len(latest) == 1 else done or planned
        return meant[0] if len(meant) == 1 else None

    def _of_the_kind(self, asked: Words) -> tuple[Words, list[tuple[Row, Cells]]]:
        """The words for what is spent or comes in, and the rows with a cell that says so; else all rows."""
        for kind in (SPENT, RECEIVED):
            if not kind & asked:
                continue
            rows = [one for one in self._rows if any(self._is_kind(cell, kind) for cell in one[1].values())]
            if len(rows) > 1:
                return kind, rows
        return frozenset(), self._rows

    def _is_kind(self, cell: Cell, kind: Words) -> bool:
        said = _stems(self._text(cell))
        return bool(said) and said <= kind

    def _label_column(self) -> tuple[int | None, Words]:
        """The column that the question's noun names, and the words before that noun."""
        asked = self._asked
        for at in reversed(range(len(asked.noun))):
            for column, head in enumerate(self._heads):
                if asked.noun[at] in head:
                    return column, frozenset(asked.noun[:at])
        if not asked.noun and asked.sought is Aim.LABEL:
            return 0, frozenset()
        if asked.noun and asked.measure and (named := self._column_of(frozenset(asked.noun))) is not None:
            return named, frozenset(asked.noun)
        if asked.noun and asked.noun[-1] in ANY_THING:
            return self._column_of_words(), frozenset(asked.noun[:-1])
        has_no_name = not self._heads or not self._heads[0]
        return (0 if asked.noun and (has_no_name or asked.sought is Aim.TIME) else None), frozenset()

    def _column_of_words(self) -> int | None:
        """The first column with words in all its cells, and no two the same."""
        for column in range(len(self._heads)):
            cells = [self._text(cells[column]) for _, cells in self._rows if column in cells]
            if cells and all(map(has_word, cells)) and len({*cells}) == len(cells):
                return column
        return None

    def _column_of(self, noun: Words) -> int | None:
        """The first column with such things in several cells: for "the cheapest repair", two repairs."""
        for column in range(len(self._heads)):
            cells = [_stems(self._text(cells[column])) for _, cells in self._rows if column in cells]
            if sum(noun <= cell for cell in cells) > 1:
                return column
        return None

    def _heads_of_rows(self, label: int | None) -> Sequence[Words]:
        """The heads that say what the rows are: of "the cheapest boat costs", any."""
        if label is not None:
            return self._heads[label : label + 1]
        return self._heads if self._asked.measure else ()

    def _is_priced(self, column: int) -> bool:
        """Whether a column of money says no more than what it is for: "Per day (£)", "Budget 2026"."""
        if _PRICE not in self._asked.measure:
            return False
        own = _stems(_BRACKETED.sub(" ", self._names[column]))
        cells = [self._text(cells[column]) for _, cells in self._rows if column in cells]
        is_listed = bool(self._above & _PRICES) and sum(map(is_figure, cells)) * 2 > len(cells)
        is_spent_or_asked = bool(own & SPENT or own & UNITS & self._asked.about)
        is_of_numbers = is_spent_or_asked and numbers_of(cells).count(None) == 0
        is_money = says_money(self._names[column]) or (bool(cells) and all(map(says_money, cells)))
        counted = _stems(" ".join(_EACH_COUNTED.findall(self._names[column])))
        said = frozenset(word for word in own if not _YEAR.fullmatch(word)) - counted - _COIN_NAMES
        return (is_money or is_of_numbers or is_listed) and said <= UNITS | SPENT | self._wanted

    def _across(self) -> _Line | None:
        """The values of the row that is named, each with the head of its column."""
        labels = [_stems(self._label(row, cells)) for row, cells in self._rows]
        place = self._best_named(labels)
        if place is None:
            return None
        row, cells = self._rows[place]
        units = _stems(" ".join(self._text(cell) for cell in cells.values()))
        left = self._asked.required - labels[place] - self._above - units
        left -= SPENT if SPENT & self._above else frozenset()
        columns = self._columns(min(cells), left)
        if any(not left <= self._heads[column] for column in columns):
            return None
        values = [
            _Value(row, cells[column], self._answer_across(cells[column]))
            for column in columns
            if column in cells
        ]
        return _Line(values, len(labels[place] & self._wanted) + len(left))

    def _across_named(self) -> _Line | None:
        """The values of the row that is named, each under what goes by a name: "Spring fair"."""
        asked = self._asked
        if asked.bound is not None or self._is_told_in_rows(frozenset(asked.noun)):
            return None
        said = asked.required - self._above
        said = said - SPENT - RECEIVED - _PRICES or said
        found = named_parts(self._document, self._names, self._rows, said)
        if found is None:
            return None
        row, cells = found
        return _Line([_Value(row, cell, self._answer_across(cell)) for cell in cells], len(said))

    def _is_told_in_rows(self, noun: Words) -> bool:
        """Whether a column of words is of such things."""
        named = [column for column, head in enumerate(self._heads) if noun & head]
        return any(has_word(self._text(cells[at])) for _, cells in self._rows for at in named if at in cells)

    def _tells_costs(self, column: int) -> bool:
        """Whether what stands under a head is planned or spent, and not what comes in."""
        head = self._names[column]
        is_of_plan = tells_plan(head) or tells_done(head) or bool(self._heads[column] & SPENT)
        totals = (self._label(row, cells) for row, cells in self._rows if cells)
        sums = [_stems(label) for label in totals if is_total(label.rsplit(_HEAD_GAP, 1)[-1])]
        above = frozenset() if self._above & SPENT else self._above  # "costs and income"
        return is_of_plan and not any(said & RECEIVED for said in (above, *sums[-1:]))

    def _summed_as_income(self) -> frozenset[Row]:
        """The rows that a total of income below them sums up, where one of costs follows."""
        sums = [
            (at, _stems(self._text(cells[min(cells)])) - _TOTALS)
            for at, (_, cells) in enumerate(self._rows)
            if cells and self._sums_up(cells)
        ]
        ends = [at for at, said in sums if said and said <= RECEIVED]
        if not ends or not any(said and said <= SPENT and at > ends[0] for at, said in sums):
            return frozenset()
        return frozenset(row for row, _ in self._rows[: ends[0]])

    def _sums_up(self, cells: Cells) -> bool:
        """Whether a row is a total, or goes by no more than what it sums up: "INCOME", "Balance"."""
        label = self._text(cells[min(cells)])
        return is_total(label) or (bool(_stems(label)) and _stems(label) <= SPENT | RECEIVED | _BALANCE)

    def _section(self, row: Row, cells: Cells) -> Words:
        """The name of the rows that a row stands among, or the head of its first column."""
        return _stems(self._document.text[row.start : cells[min(cells)].start])

    def _columns(self, label: int, left: Words) -> list[int]:
        """The columns that are compared: of several for a time, those whose heads say least beside it."""
        is_time = self._asked.sought is Aim.TIME
        beside = {
            column: len([word for word in head - left if word.isalpha()])
            for column, head in enumerate(self._heads)
            if column > label and head and left <= head and not head & _CHANGE - left
            if not is_time or self._is_asked(self._time_in(self._names[column]))
        }
        least = min(beside.values(), default=0)
        for found in (list(beside), [column for column, count in beside.items() if count == least]):
            if not is_time or len({self._time_in(self._names[column]) for column in found}) == len(found):
                return found
        return []

    def _time_in(self, said: str) -> str:
        return month_in(said) if _OF_MONTHS in self._asked.noun else _time_in(said)

    def _is_asked(self, time: str) -> bool:
        """Whether a time is among those that the question names, if it names several."""
        return bool(time) and (len(self._asked.years) < 2 or time in self._asked.years)

    def _best_named(self, names: Sequence[Words]) -> int | None:
        """The place of the name that shares most words with what is compared, and has fewest of its own."""
        asked = self._asked
        worth = [
            (len(name & self._wanted), -len(name - self._wanted))
            if not asked.measure or name & asked.measure
            else (0, 0)
            for name in names
        ]
        best = max(worth, default=(0, 0))
        places = [place for place, one in enumerate(worth) if best[0] and one == best]
        return _latest(names, places)

    def _label(self, row: Row, cells: Cells) -> str:
        """The first words of a row, with the name of the rows that it stands among."""
        return self._document.text[row.start : cells[min(cells)].end] if cells else ""

    def _answer(self, cell: Cell) -> Span:
        return self._narrowed(Span(cell.start, cell.end))

    def _answer_across(self, cell: Cell) -> Span:
        """A value, or where a time is sought the head before it."""
        if self._asked.sought is Aim.VALUE:
            return Span(cell.start, cell.end)
        size = len(self._names[cell.column].rstrip(":"))
        end = cell.start - len(": ")
        return self._narrowed(Span(end - size, end))

    def _narrowed(self, span: Span) -> Span:
        """The year in it, where one is asked for."""
        found = (
            _YEAR.search(self._text(span)) if "year" in self._asked.noun or "fy" in self._asked.noun else None
        )
        return Span(span.start + found.start(), span.start + found.end()) if found else span

    def _text(self, where: Span | Cell | Row) -> str:
        return self._document.text[where.start : where.end]


def _latest(names: Sequence[Words], places: Sequence[int]) -> int | None:
    """The only place, or of names that differ in nothing but their year, that of the latest."""
    years = {place: max(filter(_YEAR.fullmatch, names[place]), default="") for place in places}
    if len({names[place] - {years[place]} for place in places}) != 1 or (
        len(places) > 1 and not all(years.values())
    ):
        return None
    return max(places, key=lambda place: years[place])


def _time_in(said: str) -> str:
    """The year or quarter that words name, "" for none or several years."""
    years = dict.fromkeys(_YEAR.findall(said))
    quarters = _PERIOD.findall(said)
    return " ".join([*years, *quarters]) if len(years) < 2 else ""


def _coins(head: str) -> Words:
    """The names of the coins whose signs a head holds."""
    return frozenset(name for sign, name in _COINS.items() if sign in head)


def _stems(said: str) -> Words:
    return stems(" ".join(map(each_unit, words(said)))) if said else frozenset()
