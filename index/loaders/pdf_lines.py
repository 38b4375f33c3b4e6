"""Lines of a PDF page: runs of glyphs put together as printed, raised and lowered marks in place."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from index.loaders.marks import lowered, raised
from index.loaders.pdf_bidi import logical
from index.loaders.pdf_frames import FrameCell, cut_at, fitting, frames
from index.loaders.pdf_glyphs import GAP_SIZES, SOFT_GAP_SIZES, Glyph, Run, page_runs
from index.loaders.pdf_rules import page_rules

_SAME_BASELINE_SIZES = 0.15
_SPACE_SIZES = 0.16
_JOINED_SIZES = 0.5  # runs nearer than this to one another are one line
_OVERLAP_SIZES = 0.3
_MARK_CHARS = 12
_MARK_SHIFTS = (0.1, 0.75)  # how far a mark's baseline lies from its line's, in sizes of the line
_MARK_SMALLER = 0.92
_MARK_SMALLEST = 0.45
_MARK_CHARS_AT_SIZE = 3  # of a mark that is as large as its line
_CELL = 24.0  # points; runs that may touch stand in neighbouring cells of this grid
_CELL_RUNS = 40


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap wide for a space: its line's `text[:at]` ends at x `left`, `text[at:]` begins at `right`."""

    at: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of one printed line; x grows to the right and y down the page, in points.

    Attributes:
        text: its characters, in the order in which they are read.
        left, right: where it begins and ends.
        y: its baseline.
        size: type size.
        bold: whether all of it is set in bold.
        page: from 1.
        aside: whether it runs another way than most of the page (a stamp in the margin, a watermark).
        margin: whether it is a running head or foot.
        gaps: where another column or cell may begin in it.
        cell: the one that ruling lines draw around it; None where none do.
        inside: the lines of a ruled table, where it stands for them.
        at: for each character, the place of its glyph among the characters of the page; -1 where it has none.

    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    page: int
    aside: bool = False
    margin: bool = False
    gaps: tuple[Gap, ...] = ()
    cell: FrameCell | None = None
    inside: tuple[Line, ...] = ()
    at: array[int] = field(default_factory=lambda: array("i"), compare=False)

    @property
    def places(self) -> array[int]:
        """The same, also of a line whose glyphs are not known."""
        return self.at or array("i", [-1]) * len(self.text)

    def part(self, start: int, end: int, left: float, right: float) -> Line:
        """`text[start:end]` without the white space around it, as a line from `left` to `right`."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        at = self.at[start : start + len(words)]
        return replace(self, text=words, left=left, right=right, gaps=(), at=at)


@dataclass(slots=True)
class _Piece:
    """A run with its measures, and the marks that stand at it."""

    run: Run
    left: float
    right: float
    y: float
    cell: FrameCell | None = None
    is_mark: bool = False
    marks: list[_Piece] = field(default_factory=list)


def page_lines(page: Any, number: int) -> list[Line]:
    """The lines of one page (a `pypdfium2.PdfPage`)."""
    runs = page_runs(page, number)
    turns = Counter[float]()
    for run in runs:
        turns[run.turn] += len(run.glyphs)
    upright = turns.most_common(1)[0][0] if turns else 0.0
    framed = fitting(frames(page_rules(page, upright)), [run for run in runs if run.turn == upright])
    parts = (part for run in runs for part in cut_at(framed if run.turn == upright else (), run))
    pieces = [piece for part in parts if (piece := _piece(*part))]
    asides = [_line([piece], number) for piece in pieces if piece.run.turn != upright]
    pieces = [piece for piece in pieces if piece.run.turn == upright]
    _hang_marks(pieces)
    lines = [line for group in _printed(pieces) for line in _of_one_line(group, number)]
    lines += (replace(line, aside=True) for line in asides)
    return [line for line in lines if line.text.strip()]


def _piece(run: Run, cell: FrameCell | None) -> _Piece | None:
    lefts, rights = [glyph.left for glyph in run.glyphs], [glyph.right for glyph in run.glyphs]
    left, right, y = min(lefts), max(rights), run.glyphs[0].y
    # A sum is finite if all of its parts are.
    if not math.isfinite(sum(lefts) + sum(rights) + y):
        return None
    return _Piece(run, left, right, y, cell)


def _hang_marks(pieces: Sequence[_Piece]) -> None:
    """Find the raised and lowered pieces and hang each on the piece that it stands at."""
    small = [piece for piece in pieces if _length(piece) <= _MARK_CHARS]
    if not small or len(small) == len(pieces) == 1:
        return
    grid: dict[tuple[int, int], list[_Piece]] = defaultdict(list)
    for piece in pieces:
        for cell in {_cell(piece.left, piece.y), _cell(piece.right, piece.y)}:
            if len(grid[cell]) < _CELL_RUNS:
                grid[cell].append(piece)
    for mark in small:
        bases = [base for base in _near(grid, mark) if base is not mark and _is_mark(mark, base)]
        if bases:
            base = min(bases, key=lambda one: _distance(mark, one))
            mark.is_mark = True
            base.marks.append(mark)


def _length(piece: _Piece) -> int:
    return len(piece.run.glyphs)


def _cell(x: float, y: float) -> tuple[int, int]:
    return int(x // _CELL), int(y // _CELL)


def _near(grid: dict[tuple[int, int], list[_Piece]], piece: _Piece) -> Iterator[_Piece]:
    left, row = _cell(piece.left, piece.y)
    right, _ = _cell(piece.right, piece.y)
    for across in range(left - 1, min(right, left + 4) + 2):
        for down in (row - 1, row, row + 1):
            yield from grid.get((across, down), ())


def _is_mark(mark: _Piece, base: _Piece) -> bool:
    size, shift = base.run.size, abs(mark.y - base.y) / base.run.size
    if base.is_mark or mark.cell != base.cell or not _MARK_SHIFTS[0] <= shift <= _MARK_SHIFTS[1]:
        return False
    smaller = mark.run.size / size
    if smaller > _MARK_SMALLER and (_length(mark) > _MARK_CHARS_AT_SIZE or smaller > 1 / _MARK_SMALLER):
        return False
    if smaller < _MARK_SMALLEST or (_length(base) < _length(mark) and smaller > _MARK_SMALLER):
        return False
    return _distance(mark, base) < _OVERLAP_SIZES * size


def _distance(mark: _Piece, base: _Piece) -> float:
    return min(abs(mark.left - base.right), abs(base.left - mark.right))


def _printed(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces on one baseline, from left to right, each with its marks beside it."""
    group: list[_Piece] = []
    for piece in sorted((one for one in pieces if not one.is_mark), key=lambda one: one.y):
        if group and piece.y - group[0].y > _SAME_BASELINE_SIZES * min(piece.run.size, group[0].run.size):
            yield _with_marks(group)
            group = []
        group.append(piece)
    if group:
        yield _with_marks(group)


def _with_marks(group: list[_Piece]) -> list[_Piece]:
    found, rest = list[_Piece](), list(group)
    while rest:
        found.append(rest.pop())
        rest.extend(found[-1].marks)
    return sorted(found, key=lambda piece: (piece.left, piece.right))


def _of_one_line(pieces: list[_Piece], number: int) -> Iterator[Line]:
    """The stretches on one baseline: a gap that is too wide for a space parts them."""
    to_left = any(piece.run.to_left for piece in pieces)
    stretch: list[_Piece] = []
    edge = 0.0
    for piece in pieces:
        size = max(piece.run.size, stretch[-1].run.size) if stretch else 0.0
        near = (GAP_SIZES if to_left else _JOINED_SIZES) * size
        overlap = math.inf if to_left else _OVERLAP_SIZES * size
        if stretch and (piece.cell != stretch[0].cell or not -overlap < piece.left - edge < near):
            yield from _split(stretch, number)
            stretch = []
        edge = max(edge, piece.right) if stretch else piece.right
        stretch.append(piece)
    if stretch:
        yield from _split(stretch, number)


def _split(pieces: list[_Piece], number: int) -> Iterator[Line]:
    """One line; what runs from right to left comes in no order, so that its wide gaps are seen only here."""
    if not any(piece.run.to_left for piece in pieces):
        yield _line(pieces, number)
        return
    glyphs = sorted((g for piece in pieces for g in piece.run.glyphs), key=lambda glyph: glyph.left)
    main = max(pieces, key=_length)
    start = 0
    edge = glyphs[0].right
    for at, glyph in enumerate(glyphs):
        if glyph.left - edge > GAP_SIZES * main.run.size:
            yield _turned(glyphs[start:at], main, number)
            start = at
        edge = max(edge, glyph.right)
    yield _turned(glyphs[start:], main, number)


def _turned(glyphs: Sequence[Glyph], main: _Piece, number: int) -> Line:
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    text, at = logical(glyphs, main.run.size)
    return Line(text, left, right, main.y, main.run.size, main.run.bold, number, cell=main.cell, at=at)


def _line(pieces: Sequence[_Piece], number: int) -> Line:
    """Pieces from left to right as one line, marks written out."""
    main = max(pieces, key=lambda piece: (not piece.is_mark, _length(piece)))
    parts, gaps, places = list[str](), list[Gap](), array("i")
    edge = pieces[0].left
    read = [_words(piece) for piece in pieces]
    words = [text for text, _ in read]
    for at, piece in enumerate(pieces):
        gap = piece.left - edge
        if parts and (gap > _SPACE_SIZES * main.run.size or (piece.run.spaced and gap > 0)):
            parts.append(" ")
            places.append(-1)
        if piece.is_mark:
            shown = raised if piece.y < main.y else lowered
            after = words[at + 1] if at + 1 < len(pieces) and not pieces[at + 1].run.spaced else ""
            words[at] = shown("".join(parts[-3:]), words[at], after)
        elif gap > SOFT_GAP_SIZES * main.run.size:
            gaps.append(Gap(len(places), edge, piece.left))
        if not piece.is_mark:
            glyphs = piece.run.glyphs
            begun = len(places)
            gaps += (Gap(begun + at, glyphs[at - 2].right, glyphs[at].left) for at in piece.run.breaks)
        parts.append(words[at])
        places.extend(_placed_in(words[at], *read[at]) if piece.is_mark else read[at][1])
        edge = max(edge, piece.right)
    bold = all(piece.run.bold for piece in pieces)
    text, size, left = "".join(parts), main.run.size, pieces[0].left
    return Line(
        text, left, edge, main.y, size, bold, number, gaps=tuple(gaps), cell=pieces[0].cell, at=places
    )


def _words(piece: _Piece) -> tuple[str, array[int]]:
    glyphs = piece.run.glyphs
    if piece.run.to_left:
        return logical(glyphs, piece.run.size)
    return "".join(glyph.character for glyph in glyphs), array("i", (glyph.at for glyph in glyphs))


def _placed_in(shown: str, words: str, places: array[int]) -> array[int]:
    """The places of a mark's characters as it is written out, with what was put before and behind it."""
    own = iter(zip(words.strip(), places[len(words) - len(words.lstrip()) :], strict=False))
    found, (character, place) = array("i"), next(own, ("", -1))
    for one in shown:
        found.append(place if one == character else -1)
        if one == character:
            character, place = next(own, ("", -1))
    return found
