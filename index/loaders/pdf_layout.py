"""Layout of a PDF page: its running heads taken off, its lines put in reading order, column by column."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from statistics import median

from index.loaders.pdf_lines import Line, is_right_to_left

_EDGE_ROWS = 3  # running heads stand among a page's first or last rows
_REPEATED_SHARE = 0.4  # left and right pages may have heads of their own
_SAME_PLACE_POINTS = 6
_NUMBER = re.compile(r"(?a:\d{1,9})")
_MAX_NUMBERS = 4
_ROMAN = re.compile(r"[ivxlcIVXLC]{1,9}")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SAME_ROW_SIZES = 0.35
_MIN_COLUMN_LINES = 2
_MIN_COLUMN_CHARS = 12
_MIN_COLUMN_FILL = 0.45
_OVERHANG_SIZES = 1.5
_NEAR_ENDS_SIZES = 4.0
_WIDE_GAP = 1.1
_MAX_GAPS = 4
_MAX_DEPTH = 6

# Where a running head stands, its words, and how far its number is ahead of the page it stands on.
_Likeness = tuple[int, str, int]


@dataclass(frozen=True)
class Row:
    """What stands on one baseline within one column.

    Attributes:
        cells: its stretches from left to right (from right to left in right-to-left scripts).
        left, right: the column's edges.

    """

    cells: tuple[Line, ...]
    left: float
    right: float

    @cached_property
    def text(self) -> str:
        """Its words."""
        return " ".join(cell.text for cell in self.cells)

    @property
    def page(self) -> int:
        """Its page, from 1."""
        return self.cells[0].page

    @property
    def y(self) -> float:
        """Its baseline."""
        return self.cells[0].y

    @cached_property
    def size(self) -> float:
        """The type size of its longest stretch."""
        return max(self.cells, key=lambda cell: len(cell.text)).size

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(cell.bold for cell in self.cells)

    @property
    def aside(self) -> bool:
        """Whether it runs another way than its page."""
        return self.cells[0].aside

    @cached_property
    def begins(self) -> float:
        """Where reading begins, growing in the direction of reading."""
        return (
            -max(cell.right for cell in self.cells)
            if self._to_left
            else min(cell.left for cell in self.cells)
        )

    @cached_property
    def ends(self) -> float:
        """Where reading ends, growing in the direction of reading."""
        return (
            -min(cell.left for cell in self.cells)
            if self._to_left
            else max(cell.right for cell in self.cells)
        )

    def shares_column(self, other: Row) -> bool:
        """Whether the other row stands further down in the same column of the same page."""
        same = (self.left, self.right, self.page) == (other.left, other.right, other.page)
        return same and other.y > self.y and not self.aside and not other.aside

    @cached_property
    def _to_left(self) -> bool:
        return runs_to_left(self.text)


def runs_to_left(text: str) -> bool:
    """Whether most letters are of a script that is written from right to left."""
    return 2 * sum(map(is_right_to_left, text)) > sum(map(str.isalpha, text))


def without_running_heads(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Pages without the headers, footers and page numbers that stand on most of them."""
    filled = sum(bool(lines) for lines in pages)
    edges = [_edges(lines) for lines in pages]
    counts = Counter(key for page in edges for key in {key for keys in page.values() for key in keys})
    needed = max(2, _REPEATED_SHARE * filled)
    return [
        [line for line in lines if not any(counts[key] >= needed for key in page.get(id(line), ()))]
        for lines, page in zip(pages, edges, strict=True)
    ]


def _edges(lines: list[Line]) -> dict[int, list[_Likeness]]:
    """The lines that may be running heads, by identity, each with what it would share with other pages."""
    rows = _same_baseline([line for line in lines if not line.aside])
    picked = [line for row in (*rows[:_EDGE_ROWS], *rows[-_EDGE_ROWS:]) for line in row]
    return {id(line): _likenesses(line) for line in (*picked, *(line for line in lines if line.aside))}


def _likenesses(line: Line) -> list[_Likeness]:
    """Its place and words; and those with each number in turn counted from the page it stands on."""
    text, place = " ".join(line.text.split()), -1 if line.aside else round(line.y / _SAME_PLACE_POINTS)
    found = [(place, text, 0)]
    if _ROMAN.fullmatch(text):
        found.append((place, "#", _roman(text) - line.page))
    for number in list(_NUMBER.finditer(text))[:_MAX_NUMBERS]:
        masked = f"{text[: number.start()]}#{text[number.end() :]}"
        found.append((place, masked, int(number.group()) - line.page))
    return found


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text.lower()]
    return sum(-one if one < following else one for one, following in pairwise([*values, 0]))


def reading_order(lines: list[Line]) -> list[Row]:
    """The rows of one page in the order in which a person reads them; asides come last."""
    upright = [line for line in lines if not line.aside]
    rows = list(_regions(upright))
    rows += [Row((line,), line.left, line.right) for line in lines if line.aside]
    return rows


def _regions(lines: list[Line], depth: int = 0) -> Iterator[Row]:
    """Full-width stretches one after another; between them, columns one after another."""
    for band, sides in _bands(lines):
        if sides and depth < _MAX_DEPTH:
            for side in sides:
                yield from _regions(side, depth + 1)
        elif depth < _MAX_DEPTH and (parts := _apart(band)):
            for part in parts:
                yield from _regions(part, depth + 1)
        else:
            yield from _rows(band)


def _bands(lines: list[Line]) -> Iterator[tuple[list[Line], list[list[Line]]]]:
    """Stretches down the page, each with its columns in reading order; without any if it has none."""
    gutter = _gutter(lines)
    if gutter is None:
        yield lines, []
        return
    ordered = sorted(lines, key=lambda line: line.y)
    for crosses, group in groupby(ordered, key=lambda line: _side(line, gutter) == 0):
        columns, table = _without_table(list(group), gutter)
        sides = [[line for line in columns if _side(line, gutter) == side] for side in (-1, 1)]
        if crosses or not _are_columns(*sides):
            yield columns + table, []
            continue
        yield columns, sides[::-1] if runs_to_left("".join(line.text for line in columns)) else sides
        if table:
            yield table, []


def _without_table(band: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    """What stands in columns, and the rows of several cells that follow below the end of both."""
    rows = _same_baseline(band)
    end = len(rows)
    while end and _has_cells(rows[end - 1], gutter):
        end -= 1
    ends = [max((line.y for row in rows[:end] for line in row if _side(line, gutter) == side), default=0.0)
            for side in (-1, 1)]  # fmt: skip
    if end == len(rows):
        return band, []
    near = max(rows[end][0].y - max(ends), _NEAR_ENDS_SIZES * rows[end][0].size)
    if abs(ends[0] - ends[1]) > near:
        return band, []  # a table at the foot of the longer column
    return [line for row in rows[:end] for line in row], [line for row in rows[end:] for line in row]


def _has_cells(row: list[Line], gutter: float) -> bool:
    """Whether what stands on a baseline is no pair of lines from two columns."""
    is_short = all(len(line.text) < _MIN_COLUMN_CHARS for line in row)
    return len(row) > 1 and (is_short or len({_side(line, gutter) for line in row}) == 1)


def _apart(band: list[Line]) -> list[list[Line]]:
    """What stands above and below one of the wider gaps, if that parts columns from a table or the like."""
    rows = _same_baseline(band)
    gaps = [below[0].y - above[0].y for above, below in pairwise(rows)]
    if not gaps:
        return []
    wide = [at for at, gap in enumerate(gaps, 1) if gap > _WIDE_GAP * median(gaps)]
    for at in sorted(wide, key=lambda at: -gaps[at - 1])[:_MAX_GAPS]:
        parts = [[line for row in half for line in row] for half in (rows[:at], rows[at:])]
        if any(sides for part in parts for _, sides in _bands(part)):
            return parts
    return []


def _gutter(lines: list[Line]) -> float | None:
    """The x with the most text, by its width, wholly to its left and to its right; None if there is none."""
    by_left = sorted(lines, key=lambda line: line.left)
    by_right = sorted(lines, key=lambda line: line.right)
    lefts = [line.left for line in by_left]
    wider_left = list(accumulate(line.right - line.left for line in by_right))
    wider_right = [0.0, *accumulate(line.right - line.left for line in reversed(by_left))][::-1]
    best, found = (0.0, 0.0), None
    for line, on_left in zip(by_right, wider_left, strict=True):
        first = bisect_left(lefts, line.right)
        clear = (min(on_left, wider_right[first]), on_left + wider_right[first])
        if clear[0] > 0 and clear > best:
            best, found = clear, (line.right + lefts[first]) / 2
    return found


def _side(line: Line, gutter: float) -> int:
    """-1 left of the gutter, 1 right of it, 0 across it."""
    overhang = _OVERHANG_SIZES * line.size
    if line.left < gutter - overhang and line.right > gutter + overhang:
        return 0
    return -1 if line.left + line.right < 2 * gutter else 1


def _are_columns(left: list[Line], right: list[Line]) -> bool:
    """Whether both sides are running text (short entries that stand side by side are a table)."""
    if not left or not right or max(len(left), len(right)) < _MIN_COLUMN_LINES:
        return False
    for side in (left, right):
        width = max(line.right for line in side) - min(line.left for line in side)
        if median(len(line.text) for line in side) < _MIN_COLUMN_CHARS:
            return False
        if median(line.right - line.left for line in side) < _MIN_COLUMN_FILL * width:
            return False
    return True


def _rows(lines: list[Line]) -> Iterator[Row]:
    if not lines:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    for cells in _same_baseline(lines):
        yield Row(tuple(cells), left, right)


def _same_baseline(lines: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y):
        if rows and line.y - rows[-1][0].y <= _SAME_ROW_SIZES * max(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_across(row) for row in rows]


def _across(row: list[Line]) -> list[Line]:
    if runs_to_left("".join(line.text for line in row)):
        return sorted(row, key=lambda line: -line.right)
    return sorted(row, key=lambda line: line.left)
