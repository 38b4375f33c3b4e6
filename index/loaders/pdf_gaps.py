"""Gaps in the lines of a PDF page: one that has its like above and below parts columns or cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.loaders.pdf_lines import Gap, Line
from index.loaders.pdf_rows import same_baseline
from index.loaders.pdf_tables import LIST_MARK

_NEAR_ROWS = 4  # as many rows above and below tell
_LINED_UP_POINTS = 1.3
_MIN_LIKE = 2
_MIN_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where the stretches of one row begin and end, in order, gaps within its lines counted."""

    lefts: list[float]
    rights: list[float]


def parted(lines: Sequence[Line]) -> list[Line]:
    """The lines, each cut at those of its gaps that stand above one another."""
    if not any(line.gaps for line in lines):
        return list(lines)
    rows = same_baseline(lines)
    edges = [_edges(row) for row in rows]
    found: list[Line] = []
    for place, row in enumerate(rows):
        near = edges[max(0, place - _NEAR_ROWS) : place] + edges[place + 1 : place + 1 + _NEAR_ROWS]
        for line in row:
            cuts = [gap for gap in line.gaps if _parts(line, gap, edges[place], near)]
            found.extend(_cut(line, cuts))
    return found


def _edges(row: Sequence[Line]) -> _Edges:
    lefts = [x for line in row for x in (line.left, *(gap.right for gap in line.gaps))]
    rights = [x for line in row for x in (line.right, *(gap.left for gap in line.gaps))]
    return _Edges(sorted(lefts), sorted(rights))


def _parts(line: Line, gap: Gap, own: _Edges, near: Sequence[_Edges]) -> bool:
    if LIST_MARK.fullmatch(line.text[: gap.at].strip()):
        return False
    end = own.rights[min(bisect_left(own.rights, gap.right), len(own.rights) - 1)]
    like = sum(_has(edges.lefts, gap.right) or _has(edges.rights, end) for edges in near)
    against = sum(_spans(edges, gap.left, gap.right) for edges in near)
    return like >= _MIN_LIKE and like >= _MIN_SHARE * (like + against)


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
