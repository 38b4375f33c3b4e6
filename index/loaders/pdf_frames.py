"""Frames of a PDF page: the cells that its ruling lines part, by row and column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import NamedTuple

from index.loaders.pdf_glyphs import Glyph, Run
from index.loaders.pdf_rules import JOIN, Stroke, Strokes

_MAX_CROSSINGS = 100_000
_MAX_CELLS = 20_000
_MIN_WALLS = 0.5  # of the places for walls between cells; fewer are the boxes and arrows of a drawing
_MIDDLE = 0.3  # how high the middle of a letter stands, of the type size
_IN_WORD = 0.12  # glyphs of one word are nearer than this share of the type size
_OPEN_SIDE = 6.0  # points by which lines reach over the last one that they cross, where a side has none


@dataclass(frozen=True, eq=False)
class Frame:
    """Lines that part a stretch of a page into cells.

    Attributes:
        xs, ys: where columns and rows part, the outer edges among them.
        first: by row and column, the first row and column of the cell that lies there.

    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    first: tuple[tuple[tuple[int, int], ...], ...]

    def cell_at(self, x: float, y: float) -> FrameCell | None:
        """The cell that holds a point."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return FrameCell(self, *self.first[row][column])
        return None

    def cell_of(self, glyph: Glyph, size: float) -> FrameCell | None:
        """The cell that the middle of a glyph lies in."""
        return self.cell_at((glyph.left + glyph.right) / 2, glyph.y - _MIDDLE * size)

    def columns_of(self, cell: FrameCell) -> int:
        """Over how many columns a cell reaches."""
        row = self.first[cell.row]
        return _count(row[column] == cell[1:] for column in range(cell.column, len(row)))

    def rows_of(self, cell: FrameCell) -> int:
        """Over how many rows a cell reaches."""
        return _count(self.first[row][cell.column] == cell[1:] for row in range(cell.row, len(self.first)))


class FrameCell(NamedTuple):
    """A cell of a frame, by the first row and column that it covers, from 0."""

    frame: Frame
    row: int
    column: int


def _count(covered: Iterable[bool]) -> int:
    return sum(1 for _ in takewhile(bool, covered))


def frames(rules: Strokes) -> list[Frame]:
    """The frames that lines make which cross or touch one another."""
    if len(rules.across) * len(rules.down) > _MAX_CROSSINGS:
        return []
    return [frame for part in _connected(rules) for frame in _frames(*part)]


def fitting(found: Sequence[Frame], runs: Sequence[Run]) -> list[Frame]:
    """The frames whose lines cross no word of the page."""
    crossed = {
        id(frame)
        for run in runs
        for frame in found
        if _reaches_into(frame, run)
        for one, other in pairwise(run.glyphs)
        if max(other.left - one.right, one.left - other.right) < _IN_WORD * run.size
        and not (one.character.isspace() or other.character.isspace())
        and frame.cell_of(one, run.size) != frame.cell_of(other, run.size)
    }
    return [frame for frame in found if id(frame) not in crossed]


def cut_at(found: Sequence[Frame], run: Run) -> Iterator[tuple[Run, FrameCell | None]]:
    """A run in parts, each with the cell that it stands in."""
    frame = next((frame for frame in found if _reaches_into(frame, run)), None)
    if frame is None:
        yield run, None
        return
    begin, cell = 0, frame.cell_of(run.glyphs[0], run.size)
    for at, glyph in enumerate(run.glyphs):
        own = cell if glyph.character == " " else frame.cell_of(glyph, run.size)
        if own != cell:
            yield _part(run, begin, at), cell
            begin, cell = at, own
    yield _part(run, begin, len(run.glyphs)), cell


def _part(run: Run, begin: int, end: int) -> Run:
    if end - begin == len(run.glyphs):
        return run
    glyphs = run.glyphs[begin:end]
    while glyphs and glyphs[-1].character == " ":
        glyphs.pop()
    breaks = [at - begin for at in run.breaks if begin < at < begin + len(glyphs)]
    return replace(run, glyphs=glyphs, spaced=run.spaced or begin > 0, breaks=breaks)


def _reaches_into(frame: Frame, run: Run) -> bool:
    first, last = run.glyphs[0], run.glyphs[-1]
    left, right = min(first.left, last.left), max(first.right, last.right)
    return (
        frame.ys[0] < first.y - _MIDDLE * run.size < frame.ys[-1]
        and left < frame.xs[-1]
        and frame.xs[0] < right
    )


def _connected(rules: Strokes) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Lines across and down that hang together."""
    leads = list(range(len(rules.down)))

    def lead(at: int) -> int:
        while leads[at] != at:
            leads[at] = leads[leads[at]]
            at = leads[at]
        return at

    crossed: list[tuple[Stroke, int]] = []
    for rule in rules.across:
        met = [at for at, other in enumerate(rules.down) if _meet(rule, other)]
        for one in met[1:]:
            leads[lead(one)] = lead(met[0])
        crossed += ((rule, one) for one in met[:1])
    parts: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for rule, at in crossed:
        parts[lead(at)][0].append(rule)
    for at, rule in enumerate(rules.down):
        parts[lead(at)][1].append(rule)
    return (part for part in parts.values() if part[0])


def _meet(across: Stroke, down: Stroke) -> bool:
    return (
        across.begin - JOIN <= down.at <= across.end + JOIN
        and down.begin - JOIN <= across.at <= down.end + JOIN
    )


def _frames(across: Sequence[Stroke], down: Sequence[Stroke]) -> Iterator[Frame]:
    """The frames that lines make which hang together; tables that touch have no wall in common."""
    xs, ys = _edges(down, across), _edges(across, down)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 2 or rows * columns > _MAX_CELLS:
        return
    right_of, below = _walls(down, xs, ys), _walls(across, ys, xs)
    within: list[set[int]] = [set() for _ in range(rows)]
    for column, row in right_of:
        if 0 < column < columns:
            within[row].add(column)
    parts = [row for row in range(1, rows) if _are_strange(within[row - 1], within[row])]
    if parts:
        for begin, end in pairwise([0, *parts, rows]):
            yield from _frames(*_clipped(across, down, ys[begin], ys[end]))
        return
    walls = sum(map(len, within)) + sum(column < columns for row, column in below if 0 < row < rows)
    if walls >= _MIN_WALLS * (rows * (columns - 1) + columns * (rows - 1)):
        yield Frame(xs, ys, _merged(rows, columns, right_of, below))


def _are_strange(walls: set[int], others: set[int]) -> bool:
    return bool(walls and others) and walls.isdisjoint(others)


def _clipped(
    across: Sequence[Stroke], down: Sequence[Stroke], top: float, bottom: float
) -> tuple[list[Stroke], list[Stroke]]:
    """The lines between two heights."""
    clipped = (Stroke(one.at, max(one.begin, top), min(one.end, bottom)) for one in down)
    return [one for one in across if top - JOIN <= one.at <= bottom + JOIN], [
        one for one in clipped if one.end - one.begin > JOIN
    ]


def _edges(rules: Sequence[Stroke], crossing: Sequence[Stroke]) -> tuple[float, ...]:
    """Where lines stand, and where those that cross them end on an open side."""
    if not (rules and crossing):
        return ()
    found: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not found or at - found[-1] > JOIN:
            found.append(at)
    begin, end = min(rule.begin for rule in crossing), max(rule.end for rule in crossing)
    return (
        *([begin] if begin < found[0] - _OPEN_SIDE else []),
        *found,
        *([end] if end > found[-1] + _OPEN_SIDE else []),
    )


def _walls(rules: Iterable[Stroke], edges: Sequence[float], others: Sequence[float]) -> set[tuple[int, int]]:
    """Which edge has a line beside which band between the other edges: `(edge, band)`."""
    middles = [(one + other) / 2 for one, other in pairwise(others)]
    found: set[tuple[int, int]] = set()
    for rule in rules:
        edge = bisect_left(edges, rule.at - JOIN)
        bands = range(bisect_left(middles, rule.begin), bisect_right(middles, rule.end))
        found.update((edge, band) for band in bands)
    return found


def _merged(
    rows: int, columns: int, right_of: set[tuple[int, int]], below: set[tuple[int, int]]
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """By row and column, the first row and column of the cell there, within which no line runs."""
    first: list[list[tuple[int, int] | None]] = [[None] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if first[row][column]:
                continue
            right = column + 1
            while right < columns and not first[row][right] and (right, row) not in right_of:
                right += 1
            down = row + 1
            while down < rows and _is_open(down, column, right, right_of, below):
                down += 1
            for one in range(row, down):
                first[one][column:right] = [(row, column)] * (right - column)
    return tuple(tuple(one for one in row if one) for row in first)


def _is_open(
    row: int, begin: int, end: int, right_of: set[tuple[int, int]], below: set[tuple[int, int]]
) -> bool:
    """Whether nothing parts a stretch of columns from the row above, nor in that row."""
    return not any((row, column) in below for column in range(begin, end)) and not any(
        (column, row) in right_of for column in range(begin + 1, end)
    )
