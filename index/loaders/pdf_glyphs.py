"""Glyphs of a PDF page as PDFium reads them, in runs: what stands on one baseline without a wide gap."""

from __future__ import annotations

import ctypes
import math
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from index.errors import DocumentError

# A run ends where the gap to the next glyph is wider than this share of the type size: beyond it lies
# another column or another cell. Justified lines have gaps of up to about one size.
GAP_SIZES = 1.5
# A gap from here on may part columns or cells, if others stand above and below it.
SOFT_GAP_SIZES = 0.6
_MAX_PAGE_CHARS = 500_000  # more than a hundred closely printed pages: a few kilobytes can unpack to millions
_SAME_BASELINE_SIZES = 0.08
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_SPACE_SIZES = 0.16  # a hyphen nearer than this has no space before it, whatever PDFium guesses
_HYPHENS = "-\u2010\u2011"
_LATIN = "\u024f"  # no letter up to here runs from right to left
LINE_END_HYPHEN = 2  # what PDFium puts for a hyphen that it joins two lines at
_SLANT_DEGREES = 5.0


class Glyph(NamedTuple):
    """A character as PDFium places it, seen upright: x grows to the right and y down the page, in points.

    `at` is its place among all characters of its page; -1 for a space that stands for a gap.
    """

    character: str
    left: float
    right: float
    y: float
    at: int


@dataclass(slots=True)
class Run:
    """Glyphs that follow one another on one baseline.

    Attributes:
        glyphs: them, with a space for each gap between words.
        turn: the angle of the line in degrees.
        size: type size in points.
        bold: whether all of it is set in bold.
        spaced: whether white space stands before it.
        to_left: whether a letter in it is of a script that is written from right to left.
        breaks: which glyphs stand behind a gap that may part columns or cells.

    """

    glyphs: list[Glyph]
    turn: float
    size: float
    spaced: bool
    bold: bool = False
    to_left: bool = False
    breaks: list[int] = field(default_factory=list)


@lru_cache(maxsize=4096)
def is_right_to_left(character: str) -> bool:
    """Whether a character is of a script that is written from right to left."""
    return unicodedata.bidirectional(character) in {"R", "AL"}


def page_runs(page: Any, number: int) -> list[Run]:
    """The runs of one page (a `pypdfium2.PdfPage`), in the order of its content.

    Raises:
        DocumentError: if the page holds more characters than any page can show.

    """
    text_page = page.get_textpage()
    try:
        count = pdfium.FPDFText_CountChars(text_page.raw)
        if count > _MAX_PAGE_CHARS:
            raise DocumentError(
                f"its page {number} holds {count:,} characters and may hold {_MAX_PAGE_CHARS:,}; "
                "split it first"
            )
        return list(_runs(text_page.raw, max(0, count)))
    finally:
        text_page.close()


def _runs(text_page: Any, count: int) -> Iterator[Run]:
    run: Run | None = None
    begin = last = 0
    space = False
    for index, character, turn, glyph in _glyphs(text_page, count):
        if glyph is None:
            space = space or character == " "
            if run and character == "\n":
                yield _measured(text_page, run, begin, last)
                run = None
            continue
        if run:
            before = run.glyphs[-1]
            gap = max(glyph.left - before.right, before.left - glyph.right)
            off_line = abs(glyph.y - run.glyphs[0].y) > _SAME_BASELINE_SIZES * run.size
            if turn != run.turn or off_line or (gap > GAP_SIZES * run.size and not run.to_left):
                yield _measured(text_page, run, begin, last)
                run = None
            elif space and not (character in _HYPHENS and gap < _SPACE_SIZES * run.size):
                run.glyphs.append(Glyph(" ", before.right, before.right, before.y, -1))
                if gap > SOFT_GAP_SIZES * run.size:
                    run.breaks.append(len(run.glyphs))
        if run is None:
            run = Run([], turn, max(_size(text_page, index), 1.0), space)
            begin = index
        if character > _LATIN:
            run.to_left = run.to_left or is_right_to_left(character)
        run.glyphs.append(glyph)
        last, space = index, False
    if run:
        yield _measured(text_page, run, begin, last)


def _glyphs(text_page: Any, count: int) -> Iterator[tuple[int, str, float, Glyph | None]]:
    """Each character with its index, its angle and its place; a space and the end of a line have none."""
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at_box, at_x, at_y = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    origin_of, angle_of = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetCharAngle
    for index in range(count):
        code = code_of(text_page, index)
        character = "-" if code == LINE_END_HYPHEN and _is_hyphen(text_page, index) else _spelled(code)
        if not character:
            continue
        if character in " \n":
            yield index, character, 0.0, None
            continue
        box_of(text_page, index, at_box)
        origin_of(text_page, index, at_x, at_y)
        turn = _turn(angle_of(text_page, index))
        if turn:
            yield index, character, turn, Glyph(character, *_placed(turn, box, x.value, y.value), index)
        else:
            yield index, character, turn, Glyph(character, box.left, box.right, -y.value, index)


def _measured(text_page: Any, run: Run, begin: int, last: int) -> Run:
    """The run with the size and weight of its first, middle and last glyph."""
    samples = {begin, (begin + last) // 2, last}
    run.size = max(run.size, *(_size(text_page, index) for index in samples))
    run.bold = all(_is_bold(text_page, index) for index in samples)
    return run


def _is_hyphen(text_page: Any, index: int) -> bool:
    return bool(pdfium.FPDFText_IsHyphen(text_page, index) == 1)


@lru_cache(maxsize=4096)
def _spelled(code: int) -> str:
    """A character, any white space as a space or line feed; "" for what is none (half a pair, say)."""
    if code > sys.maxunicode or 0xD800 <= code < 0xE000 or (code & 0xFFFE) == 0xFFFE:
        return ""
    character = chr(code)
    if character in "\r\n":
        return "\n"
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) == "Cc" else character


def _turn(radians: float) -> float:
    """An angle in whole degrees; within a few of a right angle, that angle."""
    if not radians:
        return 0.0
    degrees = math.degrees(radians) % 360 if math.isfinite(radians) else 0.0
    right_angle = round(degrees / 90) * 90
    return float(right_angle % 360 if abs(degrees - right_angle) <= _SLANT_DEGREES else round(degrees))


def _placed(turn: float, box: Any, x: float, y: float) -> tuple[float, float, float]:
    """Left, right and baseline of turned text as seen with it upright; y grows downwards."""
    if turn == 90:
        return -box.top, -box.bottom, -x
    if turn == 180:
        return -box.right, -box.left, y
    if turn == 270:
        return box.bottom, box.top, x
    # Slanted text is an aside: its place on the page does not matter, its being one line does.
    return 0.0, 0.0, 0.0


def _size(text_page: Any, index: int) -> float:
    """The type size in points, the text's own scaling included."""
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(text_page, index))
    if pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)):
        size *= math.hypot(matrix.c, matrix.d)
    return size if math.isfinite(size) else 0.0


def _is_bold(text_page: Any, index: int) -> bool:
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFText_GetFontInfo(text_page, index, name, len(name), None)
    weight: int = pdfium.FPDFText_GetFontWeight(text_page, index)
    return weight >= _BOLD_WEIGHT or bool(_BOLD_NAME.search(name.value.decode("utf-8", "replace")))
