"""Held times: the rows or the columns of a table for the weekdays, hours or months that a question names.

What something costs "in July" stands in the row "June–August", who is there "on Tuesday" in the row
"Mon–Thu", and when a shop opens "in winter" under "October to April".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index import Document, Row, Table
from index.words import stems
from qa.contents.figures import YEAR
from qa.contents.mentions import DATE
from qa.contents.recurring import Scale, recurring
from qa.contents.rows import Cells, rows_of, words_in
from qa.tables.recurring_heads import Named, fitting, times_asked, without_times

_UNTIL = stems("close closing end finish") | {"to", "until", "till"}
_FROM = stems("open opening start begin") | {"from"}
_OF_HOURS = _UNTIL | _FROM | stems("hour time")


class Held(NamedTuple):
    """What of a table is for the times that a question names.

    Attributes:
        question: the question without these times.
        rows: where the rows for them start, all rows where they are told by columns alone.
        columns: the columns for them, none where they are told by rows alone.
        labels: the columns that say when their rows are for.
        is_by_row: whether the rows are told by time.
        is_at_hour: whether an hour is named that neither rows nor columns are for, but maybe cells.

    """

    question: str
    rows: frozenset[int]
    columns: frozenset[int]
    labels: frozenset[int]
    is_by_row: bool
    is_at_hour: bool

    def columns_of(self, width: int) -> list[int]:
        """The columns that may answer, of so many: those for the times, or all beside the labels."""
        return sorted(self.columns) or [at for at in range(1, width) if at not in self.labels]


def held_times(question: str, document: Document, table: Table) -> Held | None:
    """What of a table is for the times that a question names; None where it names none, or no such row.

    Args:
        question: what is asked.
        document: the document that holds the table.
        table: the table.

    """
    asked = times_asked(question)
    if not asked:
        return None
    rows = rows_of(table)
    labels = _labels(document, rows, len(table.heads))
    by_row = {at: scales for at, scales in labels.items() if scales & asked.keys()}
    by_head = {at: recurring(head) for at, head in enumerate(table.heads) if at not in by_row}
    columns = _best({at: fitting(asked, told) for at, told in by_head.items()})
    held = _best({row.start: _fitting(asked, document, cells, by_row) for row, cells in rows})
    scales = {scale for at in columns for scale in by_head[at]}.union(*(by_row.values() if held else ()))
    left = asked.keys() - scales
    is_missed = (by_row and not held) or left - {Scale.HOUR} or not scales
    if is_missed or not _has_years(question, document, table):
        return None
    starts = held or frozenset(row.start for row, _ in rows)
    return Held(without_times(question), starts, columns, frozenset(by_row), bool(held), bool(left))


def tells_hours(cell: str) -> bool:
    """Whether a cell tells hours of the day."""
    return Scale.HOUR in recurring(cell)


def with_hours(said: frozenset[str], question: str) -> frozenset[str]:
    """Stems of a question with those of heads for when something opens, or for until when that is."""
    if not said & _OF_HOURS:
        return said
    is_until = (
        any(one in question.casefold().split() for one in ("until", "till", "late")) or not said & _FROM
    )
    return said - _FROM | _UNTIL if is_until else said | _FROM


def without_hours(said: frozenset[str], cell: str) -> frozenset[str]:
    """Stems of what a question asks for without those of hours, where a cell tells hours."""
    return said - _OF_HOURS if tells_hours(cell) else said


def _labels(
    document: Document, rows: Sequence[tuple[Row, Cells]], columns: int
) -> dict[int, frozenset[Scale]]:
    """The columns that say when their rows are for, each with the scales; hours say so in the first alone."""
    found = {}
    for at in range(columns):
        told = [recurring(said) for said in _words(document, rows, at) if not DATE.fullmatch(said)]
        scales = [scale for scale in Scale if sum(scale in one for one in told) * 2 > len(rows)]
        kept = frozenset(scale for scale in scales if scale is not Scale.HOUR or at == 0)
        if kept and len(rows) > 1:
            found[at] = kept
    return found


def _words(document: Document, rows: Sequence[tuple[Row, Cells]], column: int) -> list[str]:
    return [words_in(document, cells[column]) for _, cells in rows if column in cells]


def _fitting(asked: Named, document: Document, cells: Cells, labels: Mapping[int, frozenset[Scale]]) -> int:
    """On how many scales a row is for what is asked, by each of its labels; 0 where by one it is not."""
    told = [
        {scale: times for scale, times in recurring(words_in(document, cells[at])).items() if scale in scales}
        for at, scales in labels.items()
        if at in cells
    ]
    fits = [fitting(asked, one) for one in told]
    return sum(fits) if all(fits) else 0


def _best(fits: Mapping[int, int]) -> frozenset[int]:
    """Those that fit best; none where nothing fits."""
    best = max(fits.values(), default=0)
    return frozenset(one for one, fit in fits.items() if best and fit == best)


def _has_years(question: str, document: Document, table: Table) -> bool:
    """Whether the years that a question names stand above a table, or in it."""
    years = frozenset(YEAR.findall(question))
    first, last = table.rows[0], table.rows[-1]
    heading = document.section_at(first.start).heading
    around = (
        f"{document.name} {document.title} {heading} {table.title} {document.text[first.start : last.end]}"
    )
    return years <= frozenset(YEAR.findall(around))
