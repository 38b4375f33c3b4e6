"""Tables as text: a line a row, each value after the head of its column, for every format that has tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from typing import NamedTuple

from index.loaders.grid import Grid, GridRow, lines_of
from index.loaders.parsed import Row
from index.loaders.table_heads import Heads, are_pairs, figure_columns, filled, find_heads, is_title

CELL_GAP = " · "
HEAD_GAP = ": "
# As many rows tell what kinds of values the columns hold.
SAMPLE_ROWS = 200
_MAX_LABEL_CHARS = 80
_LEAST_GAPS = 2
_MAX_TITLE_CHARS = 200
_SENTENCE_END = (".", "!", "?")
_TOTAL = re.compile(r"(?:sub-?)?totals?\b", re.IGNORECASE)


class RowText(NamedTuple):
    """A row as a line of text.

    Attributes:
        text: the line; never empty.
        edges: start and end in it of each column's value, equal where the column is empty.
        number: the row's place in its grid or sheet, from 1.
        is_head: whether it names the columns, or the rows below it, which then repeat the name.
        is_aside: whether it is no row of values: a title above the table, or a note below.

    """

    text: str
    edges: tuple[int, ...]
    number: int
    is_head: bool = False
    is_aside: bool = False

    def placed(self, start: int) -> Row:
        """The row where its text begins at an offset."""
        return Row(start, start + len(self.text), self.number, self.is_head, self.edges)


@dataclass(frozen=True, slots=True)
class TableText:
    """A table as lines of text.

    Attributes:
        heads: the name of each column, "" where nothing names it.
        title: what names the table, "" where nothing does.
        rows: its rows in order, the heads among them; can be read once.

    """

    heads: tuple[str, ...]
    title: str
    rows: Iterator[RowText]


def as_text(grid: Grid) -> TableText:
    """A table as text: every word of the grid stands in it, merged labels in each row that they cover."""
    return text_of(lines_of(grid.rows, grid.merges), grid.declared, grid.title)


def text_of(
    lines: Iterable[GridRow], declared: int | None = None, title: str = "", inherited: Sequence[str] = ()
) -> TableText:
    """The lines of one table as text; empty ones are left out.

    Args:
        lines: the lines in order.
        declared: how many of the first ones the file itself calls heads; None where it says nothing.
        title: what the file itself calls the table's title.
        inherited: the names of the columns where the lines go on with a table that began before.

    """
    seen = (line for line in lines if line.cells)
    sample = list(islice(seen, SAMPLE_ROWS))
    if declared is not None and declared >= len(sample):
        declared = None  # of nothing but heads, none is one
    is_headed = not all(map(is_title, sample[:declared])) if declared else False
    if not is_headed and not inherited and are_pairs(sample, known=declared == 0):
        return replace(pairs_of(chain(sample, seen)), title=title)
    heads = Heads(names=tuple(inherited)) if inherited else find_heads(sample, declared)
    above = [words for line in sample[: heads.above] if line.lone for words in line.cells if words]
    named = title or " ".join(words for words in above if len(words) <= _MAX_TITLE_CHARS)
    return TableText(heads.names, named, _with_sections(_rows(heads, sample, seen)))


def pairs_of(lines: Iterable[GridRow]) -> TableText:
    """Lines of a name and a value each, as `name: value`."""
    rows = (
        _joined([("", cell) for cell in line.cells], line.number, HEAD_GAP) for line in lines if line.cells
    )
    return TableText((), "", rows)


def _rows(heads: Heads, sample: Sequence[GridRow], rest: Iterator[GridRow]) -> Iterator[RowText]:
    last = heads.above + heads.rows
    for line in sample[: heads.above]:
        yield _bare(line, is_aside=True)
    for line in sample[heads.above : last]:
        yield _bare(line, is_head=True)
    body = sample[last:]
    labels = _Labels(heads.names, body)
    repeated = [line.cells for line in sample[heads.above : last]]
    for line in chain(body, rest):
        if line.cells in repeated:
            yield _bare(line, is_head=True)
        else:
            yield labels.row(line)


def _with_sections(rows: Iterator[RowText]) -> Iterator[RowText]:
    """The rows, those that only name the ones below them as heads."""
    for row, following in pairwise(chain(rows, [None])):
        if row and following and CELL_GAP not in row.text:
            name = f"{row.text.rstrip(': ')}{HEAD_GAP}"
            yield row._replace(is_head=True) if following.text.startswith(name) else row
        elif row:
            yield row


def _bare(line: GridRow, is_head: bool = False, is_aside: bool = False) -> RowText:
    # A head that is merged over columns, or a note, stands there once.
    cells = [cell if cell != before else "" for before, cell in pairwise(["", *line.cells])]
    return _joined([("", cell) for cell in cells], line.number)._replace(is_head=is_head, is_aside=is_aside)


class _Labels:
    """Gives each value of a table's body its head, and each row the labels that stand above it."""

    def __init__(self, heads: Sequence[str], body: Sequence[GridRow]) -> None:
        self._heads = heads
        self._width = max((len(line.cells) for line in body), default=0)
        self._carries = _has_gaps_to_fill(body)
        self._carried = ""
        self._section = ""

    def row(self, line: GridRow) -> RowText:
        if line.lone and not self._heads:
            return _bare(line, is_aside=True)
        if line.lone and self._is_label(line):
            words = line.cells[0]
            is_section = len(words) <= _MAX_LABEL_CHARS and not words.endswith(_SENTENCE_END)
            self._section = words.rstrip(": ") if is_section else ""
            return _bare(line, is_aside=not is_section)
        heads, cells = list(self._heads), list(line.cells)
        if self._carries:
            cells[0] = self._carried = cells[0] or self._carried
        elif self._section and cells[0]:
            heads[:1] = [self._section]
            if _TOTAL.match(cells[0]):
                self._section = ""
        heads += [""] * (len(cells) - len(heads))
        return _joined(list(zip(heads, cells, strict=False)), line.number)

    def _is_label(self, line: GridRow) -> bool:
        """Whether the only cell of a line is about those below or above it, and no value of a column."""
        if not line.cells[0]:
            return False
        return self._width > 2 or line.lone > 1 or line.cells[0].endswith(":")


def _has_gaps_to_fill(body: Sequence[GridRow]) -> bool:
    """Whether the first column has a label for a group of rows in the first of them alone.

    Then no label comes twice, and words in the second column tell the rows of a group apart.
    """
    lines = [line for line in body if not line.lone]
    labels = [line.cells[0] for line in lines]
    below = [line for line in lines if not line.cells[0]]
    if not below or not labels[0] or len(set(labels)) != len(labels) - len(below) + 1:
        return False
    return (
        not {0, 1} & figure_columns(lines)
        and len(below) >= max(_LEAST_GAPS, len(lines) / 4)
        and all(len(line.cells) > 1 and line.cells[1] for line in lines)
        and all(filled(line) > 1 for line in below)
    )


def _joined(values: Sequence[tuple[str, str]], number: int, gap: str = CELL_GAP) -> RowText:
    """`head: value · head: value`, without what has no value, and where each value stands in it."""
    parts: list[str] = []
    edges: list[int] = []
    length = 0
    for head, value in values:
        if value:
            name = head.rstrip(":")
            before = f"{gap if parts else ''}{name}{HEAD_GAP if name else ''}"
            parts += (before, value)
            start = length + len(before)
            length = start + len(value)
            edges += (start, length)
        else:
            edges += (length, length)
    return RowText("".join(parts), tuple(edges), number)
