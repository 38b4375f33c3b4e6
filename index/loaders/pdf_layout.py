"""Layout of a PDF page: its lines in reading order, full-width stretches and columns one after another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, groupby, pairwise
from statistics import median

from index.loaders.pdf_bidi import runs_to_left
from index.loaders.pdf_gaps import parted
from index.loaders.pdf_lines import Line
from index.loaders.pdf_rows import PrintedRow, rows_of, same_baseline
from index.loaders.pdf_ruled import gathered

_MIN_COLUMN_LINES = 2
_MIN_COLUMN_CHARS = 12
_MIN_COLUMN_FILL = 0.5
_MIN_FLOWING = 0.25
_MAX_LEVEL_SHARE = 0.5
_OVERHANG_SIZES = 1.5
_NEAR_ENDS_SIZES = 4.0
_WIDE_GAP = 1.1
_MAX_GAPS = 4
_MAX_DEPTH = 10


def reading_order(lines: list[Line]) -> list[PrintedRow]:
    """The rows of one page in the order in which a person reads them; asides come last."""
    upright = [line for line in lines if not (line.aside or line.margin)]
    top = min((line.y for line in upright), default=0.0)
    margins = rows_of(line for line in lines if line.margin)
    rows = [row for row in margins if row.y < top]
    rows += _regions(parted(gathered(upright)))
    rows += (row for row in margins if row.y >= top)
    rows += (PrintedRow((line,), line.left, line.right) for line in lines if line.aside)
    return rows


def _regions(lines: list[Line], depth: int = 0) -> Iterator[PrintedRow]:
    """Full-width stretches one after another; between them, columns one after another."""
    bands = list(_bands(lines)) if depth < _MAX_DEPTH else []
    if any(sides for _, sides in bands):
        for band, sides in bands:
            for part in sides or [band]:
                yield from _regions(part, depth + 1)
    elif bands and (parts := _apart(lines)):
        for part in parts:
            yield from _regions(part, depth + 1)
    else:
        yield from rows_of(lines)


def _bands(lines: list[Line]) -> Iterator[tuple[list[Line], list[list[Line]]]]:
    """Stretches down the page, each with its columns in reading order; without any if it has none."""
    gutter = _gutter(lines)
    if gutter is None:
        return
    ordered = sorted(lines, key=lambda line: line.y)
    plain: list[Line] = []
    for crosses, group in groupby(ordered, key=lambda line: _side(line, gutter) == 0):
        band = list(group)
        columns, table = ([], band) if crosses else _without_table(band, gutter)
        if columns:
            if plain:
                yield plain, []
            plain = []
            sides = _sides(columns, gutter)
            yield columns, sides[::-1] if runs_to_left("".join(line.text for line in columns)) else sides
        plain += table
    if plain:
        yield plain, []


def _sides(lines: list[Line], gutter: float) -> list[list[Line]]:
    return [[line for line in lines if _side(line, gutter) == side] for side in (-1, 1)]


def _without_table(band: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    """What stands in columns, and what does not: all of it, or the rows of cells that follow below both."""
    rows = same_baseline(band)
    count = sum(_columns(side) for side in _sides(band, gutter))
    end = len(rows)
    while end and (len(rows[end - 1]) > max(count, 2) or _are_cells(rows[end - 1])):
        end -= 1
    ends = [max((line.y for row in rows[:end] for line in row if _side(line, gutter) == side), default=0.0)
            for side in (-1, 1)]  # fmt: skip
    if end == len(rows) - 1:
        end = len(rows)  # the short last lines of paragraphs that end side by side
    if end < len(rows):
        near = max(rows[end][0].y - max(ends), _NEAR_ENDS_SIZES * rows[end][0].size)
        if abs(ends[0] - ends[1]) > near:
            end = len(rows)  # a table at the foot of the longer column
    columns = [line for row in rows[:end] for line in row]
    if not _are_columns(*_sides(columns, gutter)):
        return [], band
    return columns, [line for row in rows[end:] for line in row]


def _are_cells(row: list[Line]) -> bool:
    return len(row) > 1 and all(len(line.text) < _MIN_COLUMN_CHARS for line in row)


def _apart(band: list[Line]) -> list[list[Line]]:
    """What stands above and below one of the wider gaps, if that parts columns from a table or the like."""
    rows = same_baseline(band)
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
    return bool(_columns(left) and _columns(right)) and (_flows([*left, *right]) or not _level(left, right))


def _columns(side: list[Line], depth: int = 0) -> int:
    """How many columns of running text one side of a gutter is; 0 if it is something else."""
    if not side:
        return 0
    width = max(line.right for line in side) - min(line.left for line in side)
    is_text = median(len(line.text) for line in side) >= _MIN_COLUMN_CHARS
    if is_text and median(line.right - line.left for line in side) >= _MIN_COLUMN_FILL * width:
        return 1
    gutter = _gutter(side) if depth < _MAX_DEPTH else None
    if gutter is None:
        return 0
    counts = [_columns(half, depth + 1) for half in _sides(side, gutter)]
    return sum(counts) if all(counts) else 0


def _flows(lines: list[Line]) -> bool:
    """Whether sentences go on from line to line, so that many begin with a small letter."""
    begun = [line.text[0] for line in lines]
    small, large = sum(map(str.islower, begun)), sum(map(str.isupper, begun))
    return small >= _MIN_FLOWING * len(lines) or (small + large == 0 and len(lines) > _MIN_COLUMN_LINES)


def _level(left: list[Line], right: list[Line]) -> bool:
    """Whether the lines of both sides stand on the same baselines, as the cells of a table do."""
    rows = same_baseline([*left, *right])
    on_left = set(map(id, left))
    both = sum(len({id(line) in on_left for line in row}) > 1 for row in rows)
    return both > _MAX_LEVEL_SHARE * len(rows)
