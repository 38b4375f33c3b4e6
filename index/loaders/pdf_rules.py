"""Ruling lines of a PDF page: the straight lines that are drawn on it, across and down."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

JOIN = 3.0  # points; lines nearer than this meet, or are the two edges of one

Point = tuple[float, float]

_MAX_THICK = 3.0
_MIN_LONG = 5.0
_STRAIGHT = 0.5
# A page with more is a drawing or a map.
_MAX_OBJECTS = 50_000
_MAX_SEGMENTS = 50_000


class Stroke(NamedTuple):
    """A line across at y `at` from x `begin` to `end`, or down at x `at` from y `begin` to `end`."""

    at: float
    begin: float
    end: float


class Strokes(NamedTuple):
    """The lines of a page, seen upright: x grows to the right and y down the page, in points."""

    across: list[Stroke]
    down: list[Stroke]


def page_rules(page: Any, turn: float) -> Strokes:
    """The lines drawn on a page (a `pypdfium2.PdfPage`) whose text is turned by an angle in degrees."""
    count = max(0, pdfium.FPDFPage_CountObjects(page.raw))
    if count > _MAX_OBJECTS or turn not in (0, 90, 180, 270):
        return Strokes([], [])
    across, down = list[Stroke](), list[Stroke]()
    for one, other in _lines(page.raw, count):
        (x, y), (to_x, to_y) = _upright(turn, *one), _upright(turn, *other)
        if not math.isfinite(x + y + to_x + to_y):
            continue
        left, right, top, bottom = *sorted((x, to_x)), *sorted((y, to_y))
        if bottom - top <= _MAX_THICK and right - left >= _MIN_LONG:
            across.append(Stroke((top + bottom) / 2, left, right))
        elif right - left <= _MAX_THICK and bottom - top >= _MIN_LONG:
            down.append(Stroke((left + right) / 2, top, bottom))
    return Strokes(_joined(across), _joined(down))


def _upright(turn: float, x: float, y: float) -> tuple[float, float]:
    return {0: (x, -y), 90: (-y, -x), 180: (-x, y), 270: (y, x)}[int(turn)]


def _lines(page: Any, count: int) -> Iterator[tuple[Point, Point]]:
    """Two opposite corners of each thin shape, and the straight sides of what else is drawn in lines."""
    bounds = [ctypes.c_float() for _ in range(4)]
    at_bounds = [ctypes.byref(bound) for bound in bounds]
    left_segments = _MAX_SEGMENTS
    for index in range(count):
        shape = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(shape, *at_bounds):
            continue
        left, bottom, right, top = (bound.value for bound in bounds)
        if min(right - left, top - bottom) <= _MAX_THICK:
            yield (left, bottom), (right, top)  # corners, not ends: a bar is a line too
        elif _is_stroked(shape):
            left_segments -= pdfium.FPDFPath_CountSegments(shape)
            if left_segments < 0:
                return
            for path in _paths(shape):
                yield from _sides(path)


def _is_stroked(shape: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def _sides(path: Iterable[Point]) -> Iterator[tuple[Point, Point]]:
    for (x, y), (to_x, to_y) in pairwise(path):
        if min(abs(x - to_x), abs(y - to_y)) <= _STRAIGHT:
            yield (x, y), (to_x, to_y)


def _paths(shape: Any) -> Iterator[list[Point]]:
    """The corners of each unbroken stretch of straight sides."""
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    if not pdfium.FPDFPageObj_GetMatrix(shape, ctypes.byref(matrix)):
        return
    path: list[Point] = []
    first: Point | None = None
    for index in range(pdfium.FPDFPath_CountSegments(shape)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        if kind != pdfium.FPDF_SEGMENT_LINETO and path:
            yield path
            path = []
        path.append(point)
        if first and pdfium.FPDFPathSegment_GetClose(segment):
            path.append(first)
    if path:
        yield path


def _joined(rules: list[Stroke]) -> list[Stroke]:
    """The lines, those that lie in one another's course and touch made one."""
    courses: list[list[Stroke]] = []
    for rule in sorted(rules):
        if courses and rule.at - courses[-1][0].at <= JOIN:
            courses[-1].append(rule)
        else:
            courses.append([rule])
    found: list[Stroke] = []
    for course in courses:
        stretch, end = list[Stroke](), 0.0
        for rule in sorted(course, key=lambda rule: rule.begin):
            if stretch and rule.begin > end + JOIN:
                found.append(_as_one(stretch))
                stretch = []
            end = max(end, rule.end) if stretch else rule.end
            stretch.append(rule)
        found.append(_as_one(stretch))
    return found


def _as_one(rules: Sequence[Stroke]) -> Stroke:
    at = sum(rule.at for rule in rules) / len(rules)
    return Stroke(at, rules[0].begin, max(rule.end for rule in rules))
