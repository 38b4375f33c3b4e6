"""Tables as text: a line a row, each value after the head of its column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from index.loaders.builder import LINE_GAP, PARAGRAPH_GAP, Builder
from index.loaders.readable import CELL_GAP

# As many rows tell what kind of values a column holds.
_SAMPLE_ROWS = 50
_MAX_HEAD_CHARS = 100
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")
_NUMBER = re.compile(r"[+\-−]?[^\w\s]?\s?\d[\d.,'\s]*\s?(?:%|[^\w\s]|[A-Z]{3})?")
_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}([T ]\d{1,2}:\d\d.*)?|\d{1,2}:\d\d(:\d\d)?")
_TRUTH = frozenset({"true", "false", "yes", "no"})

Row = Sequence[str]


def pour(rows: Iterable[Row], builder: Builder) -> None:
    """Append a table to a text: `head: value · head: value`, a block a row.

    Every row is there as it stands, the heads of the columns too, so that nothing is lost where the first
    row is taken for heads and is none. Empty cells and rows are left out.
    """
    filled = (row for row in (list(map(_one_line, row)) for row in rows) if any(row))
    sample = list(islice(filled, _SAMPLE_ROWS))
    at = _place_of_heads(sample)
    heads = sample[at] if at is not None else []
    gap = PARAGRAPH_GAP
    for number, row in enumerate(chain(sample, filled)):
        named = at is not None and number > at
        builder.block(CELL_GAP.join(_cells(heads if named else [], row)), gap)
        gap = LINE_GAP


def _cells(heads: Row, row: Row) -> Iterator[str]:
    for column, value in enumerate(row):
        if value:
            head = heads[column] if column < len(heads) else ""
            yield f"{head.rstrip(':')}: {value}" if head else value


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _place_of_heads(rows: Sequence[Row]) -> int | None:
    """Which row names the columns, None where none does; lines of a title may stand above it."""
    width = max((_filled(row) for row in rows), default=0)
    for place, row in enumerate(rows[:-1]):
        # A title above the table has fewer cells; the heads fill most of the width.
        if _filled(row) >= max(1, (width + 1) // 2):
            return place if _names_columns(row, rows[place + 1 :]) else None
    return None


def _filled(row: Row) -> int:
    return sum(map(bool, row))


def _names_columns(row: Row, body: Sequence[Row]) -> bool:
    named = 0
    for column, head in enumerate(row):
        if not head:
            continue
        values = [other[column] for other in body if column < len(other) and other[column]]
        if len(head) > _MAX_HEAD_CHARS or head in values:
            return False
        if _is_value(head):
            # Years head columns of figures; any other figure in the row makes it one of the table's own.
            if not _YEAR.fullmatch(head) or all(_YEAR.fullmatch(value) for value in values):
                return False
        else:
            named += 1
    return named > 0


def _is_value(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text) or _DATE.fullmatch(text)) or text.lower() in _TRUTH
