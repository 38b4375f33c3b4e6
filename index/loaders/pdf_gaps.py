"""Gaps in the lines of a PDF page: one that has its like above and below parts columns or cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.loaders.pdf_lines import Gap, Line
from index.loaders.pdf_rows import same_baseline
from index.loaders.pdf_tables import LIST_MARK

_NEAR_ROWS = 4  # as many rows above and below tell
_LINED_UP_POINTS = 1.3
_MIN_LIKE = 2
_MIN_SHARE = 0.6
_MAX_AGAINST = 2  # further lines that reach over the gap are running text above or below a table
_WIDE_GAP = 1.2
_SAME_SIZE = 1.06


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where the stretches of one row begin and end, in order, gaps within its lines counted.

    Attributes:
        opens: whether the row is set apart from the one above it.

    """

    lefts: list[float]
    rights: list[float]
    opens: bool


def parted(lines: Sequence[Line]) -> list[Line]:
    """The lines, each cut at those of its gaps that stand above one another."""
    if not any(line.gaps for line in lines):
        return list(lines)
    rows = same_baseline(lines)
    edges = [_edges(row, opens) for row, opens in zip(rows, _opening(rows), strict=True)]
    found: list[Line] = []
    for place, row in enumerate(rows):
        above = edges[max(0, place - _NEAR_ROWS) : place + 1][::-1]
        below = edges[place : place + 1 + _NEAR_ROWS]
        for line in row:
            cuts = [gap for gap in line.gaps if _parts(line, gap, above, below)]
            found.extend(_cut(line, cuts))
    return found


def _opening(rows: Sequence[Sequence[Line]]) -> Iterator[bool]:
    """For each row, whether it is set apart from the one above, by its size or by a wider gap than others."""
    yield False
    gaps = [below[0].y - above[0].y for above, below in pairwise(rows)]
    for at, (above, below) in enumerate(pairwise(rows)):
        least = min(gaps[max(0, at - 1) : at + 2])
        sizes = above[0].size, below[0].size
        yield gaps[at] > _WIDE_GAP * least or max(sizes) > _SAME_SIZE * min(sizes)


def _edges(row: Sequence[Line], opens: bool) -> _Edges:
    lefts = [x for line in row for x in (line.left, *(gap.right for gap in line.gaps))]
    rights = [x for line in row for x in (line.right, *(gap.left for gap in line.gaps))]
    return _Edges(sorted(lefts), sorted(rights), opens)


def _parts(line: Line, gap: Gap, above: Sequence[_Edges], below: Sequence[_Edges]) -> bool:
    """Whether a gap parts a line; its own edges come first among those above and below."""
    if LIST_MARK.fullmatch(line.text[: gap.at].strip()):
        return False
    rights = below[0].rights
    end = rights[min(bisect_left(rights, gap.right), len(rights) - 1)]
    opens = ([one.opens for one in above[:-1]], [one.opens for one in below[1:]])
    votes = [
        vote
        for near, apart in zip((above[1:], below[1:]), opens, strict=True)
        for vote in _votes(gap, end, zip(near, apart, strict=True))
    ]
    like = votes.count(True)
    return like >= _MIN_LIKE and like >= _MIN_SHARE * len(votes)


def _votes(gap: Gap, end: float, near: Iterable[tuple[_Edges, bool]]) -> Iterator[bool]:
    """What each row outward says of a gap, as far as they belong to the same table or text.

    True for one that has its like, False for one that reaches over it.
    """
    against = 0
    for edges, apart in near:
        if _has(edges.lefts, gap.right) or _has(edges.rights, end):
            against = 0
            yield True
        elif _spans(edges, gap.left, gap.right):
            against += 1
            if apart or against > _MAX_AGAINST:
                return
            yield False


def _has(edges: Sequence[float], x: float) -> bool:
    at = bisect_left(edges, x - _LINED_UP_POINTS)
    return at < len(edges) and edges[at] <= x + _LINED_UP_POINTS


def _spans(edges: _Edges, left: float, right: float) -> bool:
    """Whether a stretch reaches over the gap from one side to the other."""
    begun = bisect_left(edges.lefts, left)
    ended = bisect_left(edges.rights, right)
    return begun > ended


def _cut(line: Line, gaps: Sequence[Gap]) -> Iterator[Line]:
    at, left = 0, line.left
    for gap in gaps:
        yield line.part(at, gap.at, left, gap.left)
        at, left = gap.at, gap.right
    yield line.part(at, len(line.text), left, line.right)
