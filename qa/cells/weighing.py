"""Weighing: what is known of each cell of a table that a question may ask for.

A cell is weighed by what of the question its row and its column say: in words, in times ("July" is in
"Jun–Aug"), in numbers ("300" is in "251–500") and by meaning; and by whether it holds the sort of thing that
is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from index import Cell, Document, Index, Row, Table
from index.words import words
from qa.cells.asked import CellAsked
from qa.cells.comparable import content_of, is_among, with_weekdays
from qa.cells.heads import excepts, spelled_out, stands_for
from qa.cells.sorts import CellSort, fits_sort, sort_of
from qa.cells.stretches import held
from qa.cells.time_told import done_or_planned
from qa.contents.figures import has_word, is_figure, is_numbering, is_total
from qa.contents.headings import called
from qa.contents.recurring import Scale, Times, recurring
from qa.contents.rows import Cells, rows_of, words_in

FEATURES = (
    "row_said", "head_said", "above_said", "label_heard", "label_near", "label_behind", "row_behind",
    "is_total", "head_heard", "head_near", "left_near", "sort", "row_times", "head_times", "numbers",
    "concept", "excepts", "done_or_planned", "is_label", "is_first_figure",
)  # fmt: skip
# Of a longer table the rows with most of the question's words are weighed.
MOST_ROWS = 60
# What a head says counts so much where it is a word that people ask with.
_OF_ASKING = 0.5
# A cell of more words tells a tale, and names no row.
_MOST_WORDS = 10

Words = frozenset[str]


class Weighed(NamedTuple):
    """A cell that may be asked for.

    Attributes:
        document, table, row, cell: where it stands.
        label: what its row is called.
        around: the words of its row beside it, and of what that stands under.
        held: what its column holds.
        values: what is known of it, in the order of `FEATURES`.
        said: the words of the question that stand in its row, its column's head or above.

    """

    document: Document
    table: Table
    row: Row
    cell: Cell
    label: str
    around: str
    held: CellSort
    values: tuple[float, ...]
    said: Words


def weighed(asked: CellAsked, document: Document, table: Table, index: Index) -> list[Weighed]:
    """The cells of a table that hold something, each with what is known of it."""
    rows = [(row, cells) for row, cells in rows_of(table) if cells]
    if not rows or not any(table.heads):
        return []
    if len(rows) > MOST_ROWS:
        things = frozenset(asked.things)
        rows.sort(key=lambda pair: -len(content_of(document.text[pair[0].start : pair[0].end]) & things))
    return list(_Weighing(asked, document, table, rows[:MOST_ROWS], index).cells())


class _Named(NamedTuple):
    """A row of a table.

    Attributes:
        row, cells: itself.
        column, label: what it is called by, and the column of that.
        section: what it stands under in its table.
        said: the content words of each cell, by column.
        said_above: those of what it stands under.
        times: the weekdays, hours and months it is for.

    """

    row: Row
    cells: Cells
    column: int
    label: str
    section: str
    said: Mapping[int, Words]
    said_above: Words
    times: Mapping[Scale, Times]

    @property
    def words(self) -> Words:
        """The words of all its cells, and of what it stands under."""
        return self.said_above.union(*self.said.values())

    def beside(self, column: int) -> Words:
        """The same without those of one cell."""
        return self.said_above.union(*(some for at, some in self.said.items() if at != column))


class _Weighing:
    """Weighs the cells of some rows of a table."""

    def __init__(
        self,
        asked: CellAsked,
        document: Document,
        table: Table,
        rows: Sequence[tuple[Row, Cells]],
        index: Index,
    ) -> None:
        self._asked, self._document, self._table, self._heads = asked, document, table, table.heads
        self._spelled = list(map(spelled_out, table.heads))
        self._head_words = list(map(content_of, self._spelled))
        self._head_times = list(map(recurring, table.heads))
        told = [
            [words_in(document, cells[at]) for _, cells in rows if at in cells]
            for at in range(len(table.heads))
        ]
        self._figured = {at for at, some in enumerate(told) if sum(map(is_figure, some)) * 2 > len(some)}
        heading = document.section_at(table.rows[0].start).heading
        self._sorts = [
            sort_of(head, some, f"{heading} {table.title}")
            for head, some in zip(table.heads, told, strict=True)
        ]
        self._above = content_of(
            f"{called(document.name, document)} {document.name.replace('_', ' ')} {heading} {table.title}"
        )
        self._rows = [self._named(row, cells) for row, cells in rows]
        self._words = [row.words for row in self._rows]
        self._weight = self._weights()
        self._of = sum(self._weight.values()) or 1.0
        self._near(index)
        self._concepts = stands_for(asked.question, self._spelled)
        parts = [*self._heads, *(one.section for one in self._rows)]
        self._has_exceptions = any(map(excepts, parts))

    def _named(self, row: Row, cells: Cells) -> _Named:
        column = self._label_column(cells)
        first = min(cells)
        before = self._document.text[row.start : cells[first].start].strip(" :·")
        section = before.removesuffix(self._heads[first]).strip(" :·")
        told = {at: with_weekdays(words_in(self._document, cell)) for at, cell in cells.items()}
        times = _united(
            recurring(said) for at, said in told.items() if at == column or at not in self._figured
        )
        said = {at: content_of(words_in(self._document, cell)) for at, cell in cells.items()}
        label = words_in(self._document, cells[column])
        times = _united([times, recurring(section)])
        return _Named(row, cells, column, label, section, said, content_of(section), times)

    def _label_column(self, cells: Cells) -> int:
        """The column of what a row is called by: no code, where there are words."""
        told = {at: words_in(self._document, cell) for at, cell in sorted(cells.items())}
        named = [
            at
            for at, said in told.items()
            if at not in self._figured and has_word(said) and len(words(said)) <= _MOST_WORDS
        ]
        return next((at for at in named if any(map(str.islower, told[at]))), next(iter(named), min(told)))

    def _weights(self) -> dict[str, float]:
        """How much each thing asked tells: the more, the fewer rows say it (inverse document frequency)."""
        of = len(self._rows) + 1
        in_rows = {one: sum(is_among(one, some) for some in self._words) for one in self._asked.things}
        return {one: math.log(1 + of / (1 + rows)) for one, rows in in_rows.items()}

    def _near(self, index: Index) -> None:
        """How close rows and heads come to the question by meaning, and heads to what no row says of it."""
        in_rows = {one for one in self._asked.things if any(one in some for some in self._words)}
        texts = [
            self._asked.question,
            self._asked.without(in_rows) or " ",
            *(f"{row.section} {row.label}" for row in self._rows),
            *(head or " " for head in self._spelled),
        ]
        question, left, *others = index.vectors(texts)
        labels, heads = np.stack(others[: len(self._rows)]), np.stack(others[len(self._rows) :])
        self._labels_near, self._heads_near = labels @ question, heads @ question
        self._left_near = heads @ left - (heads @ left).max()

    def cells(self) -> Iterator[Weighed]:
        """Every cell that holds something, but for the name of a row that a question calls by it."""
        in_rows = [{one for one in self._asked.things if is_among(one, some)} for some in self._words]
        most = max(sum(self._weight[one] for one in some) for some in in_rows)
        for place, (row, some) in enumerate(zip(self._rows, in_rows, strict=True)):
            of_row = self._of_row(place, some, most)
            first = next((at for at in sorted(row.cells) if self._is_value(at)), None)
            for column, cell in row.cells.items():
                value = words_in(self._document, cell)
                is_name = column == row.column and not row.said[column].isdisjoint(self._asked.things)
                if is_name or not any(map(str.isalnum, value)):
                    continue
                others = [words_in(self._document, one) for at, one in row.cells.items() if at != column]
                around = [row.section, *others]
                said, words_said = self._said(column, row.beside(column), some)
                values = (*said, *of_row, *self._values(row, column, around), float(column == first))
                yield Weighed(
                    self._document,
                    self._table,
                    row.row,
                    cell,
                    row.label,
                    " ".join(around),
                    self._sorts[column],
                    values,
                    words_said,
                )

    def _is_value(self, column: int) -> bool:
        return column in self._figured and not is_numbering(self._heads[column])

    def _of_row(self, place: int, said: set[str], most: float) -> tuple[float, ...]:
        """What is known of all cells of a row."""
        row, near = self._rows[place], float(self._labels_near[place])
        label = row.said[row.column]
        return (
            len(label.intersection(self._asked.stems)) / max(1, len(label)),
            near,
            near - float(self._labels_near.max()),
            (sum(self._weight[one] for one in said) - most) / self._of,
            float(is_total(row.label) and not self._asked.is_of_whole),
        )

    def _said(self, column: int, beside: Words, in_row: set[str]) -> tuple[tuple[float, ...], Words]:
        """How much of the question row, head and what stands above say, and which words they are."""
        asked, weight = self._asked, self._weight
        by_row = {one for one in in_row if is_among(one, beside)}
        by_head = {one for one in asked.stems if is_among(one, self._head_words[column])}
        above = {one for one in asked.things if is_among(one, self._above)} - by_row - by_head
        said = (
            sum(weight[one] for one in by_row) / self._of,
            sum(weight.get(one, _OF_ASKING) for one in by_head - by_row) / self._of,
            sum(weight[one] for one in above) / self._of,
        )
        return said, frozenset(by_row | by_head | above)

    def _values(self, row: _Named, column: int, around: Sequence[str]) -> tuple[float, ...]:
        """What is known of a cell by its column."""
        asked, head, head_words = self._asked, self._heads[column], self._head_words[column]
        by_head = _fitting(asked.times, self._head_times[column])
        # A weekday that the head tells need not be the row's.
        told_by_head = self._head_times[column] if by_head > 0 else {}
        times = {scale: told for scale, told in row.times.items() if scale not in told_by_head}
        is_excepted = excepts(f"{row.section} {head}")
        return (
            len(head_words.intersection(asked.stems)) / max(1, len(head_words)),
            float(self._heads_near[column]),
            float(self._left_near[column]),
            fits_sort(asked.sort, self._sorts[column], words_in(self._document, row.cells[column])),
            _fitting(asked.times, times),
            by_head,
            held(asked.numbers, [*around, head]),
            self._concepts[column],
            _agree(is_excepted, excepts(asked.question)) if self._has_exceptions else 0.0,
            done_or_planned(asked.question, head),
            float(column == row.column),
        )


def _agree(one: bool, other: bool) -> float:
    return 1.0 if one == other else -1.0


def _fitting(asked: Mapping[Scale, Times], told: Mapping[Scale, Times]) -> float:
    """From -1, where no time asked for is told, to 1, where all are; 0 where nothing is told of when."""
    both = asked.keys() & told.keys()
    fits = (_agree(len(asked[scale] & told[scale]) * 2 > len(asked[scale]), True) for scale in both)
    return sum(fits) / len(both) if both else 0.0


def _united(told: Iterable[Mapping[Scale, Times]]) -> dict[Scale, Times]:
    united: dict[Scale, Times] = {}
    for one in told:
        for scale, times in one.items():
            united[scale] = united.get(scale, frozenset()) | times
    return united
