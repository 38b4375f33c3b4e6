"""Lines of a PDF page: what PDFium reads of it, glyph after glyph, gathered into stretches of one line."""

from __future__ import annotations

import ctypes
import math
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from index.errors import DocumentError

# A stretch ends where the gap to the next glyph is wider than this share of the type size: beyond it lies
# another column or another cell. Justified lines have gaps of up to about one size.
_GAP_SIZES = 1.5
_MAX_PAGE_CHARS = 500_000  # more than a hundred closely printed pages: a few kilobytes can unpack to millions
_RAISED_SIZES = 0.5  # super- and subscripts stay in their line
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_SPACE_SIZES = 0.16  # a hyphen nearer than this has no space before it, whatever PDFium guesses
_HYPHENS = "-\u2010\u2011"
_LINE_END_HYPHEN = "\x02"  # what PDFium puts for a hyphen that it joins two lines at
_SLANT_DEGREES = 5.0


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

    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    page: int
    aside: bool = False


class _Glyph(NamedTuple):
    """A character as PDFium places it; `turn` is its angle in degrees, `left`..`right` lie along its line."""

    character: str
    left: float
    right: float
    y: float
    at: int


@lru_cache(maxsize=4096)
def is_right_to_left(character: str) -> bool:
    """Whether a character is of a script that is written from right to left."""
    return unicodedata.bidirectional(character) in {"R", "AL"}


def page_lines(page: Any, number: int) -> list[Line]:
    """The lines of one page (a `pypdfium2.PdfPage`), in the order of its content.

    Raises:
        DocumentError: if the page holds more characters than any page can show.

    """
    text_page = page.get_textpage()
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        if count > _MAX_PAGE_CHARS:
            raise DocumentError(
                f"its page {number} holds {count:,} characters and may hold {_MAX_PAGE_CHARS:,}; "
                "split it first"
            )
        runs = list(_runs(text_page))
        turns = Counter[float]()
        for turn, glyphs in runs:
            turns[turn] += len(glyphs)
        upright = turns.most_common(1)[0][0] if turns else 0.0
        lines = []
        for turn, glyphs in runs:
            line = _line(text_page, glyphs, number)
            if line:
                lines.append(line if turn == upright else replace(line, aside=True))
        return lines
    finally:
        text_page.close()


def _runs(text_page: Any) -> Iterator[tuple[float, list[_Glyph]]]:
    """Glyphs that follow one another on one line, with the angle of that line."""
    count = pdfium.FPDFText_CountChars(text_page)
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    run: list[_Glyph] = []
    run_turn, size, space, right_to_left = 0.0, 0.0, False, False
    for index in range(max(0, count)):
        character = _character(text_page, index)
        if character in "\r\n" or not character:
            if character and run:
                yield run_turn, run
                run = []
            continue
        if character.isspace():
            space = True
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box))
        pdfium.FPDFText_GetCharOrigin(text_page, index, ctypes.byref(x), ctypes.byref(y))
        turn = _turn(pdfium.FPDFText_GetCharAngle(text_page, index))
        left, right, base = _placed(turn, box, x.value, y.value)
        if run:
            before = run[-1]
            gap = max(left - before.right, before.left - right)
            apart = not right_to_left and gap > _GAP_SIZES * size
            if turn != run_turn or apart or abs(base - run[0].y) > _RAISED_SIZES * size:
                yield run_turn, run
                run = []
            elif space and not (character in _HYPHENS and gap < _SPACE_SIZES * size):
                run.append(_Glyph(" ", before.right, before.right, before.y, before.at))
        if not run:
            size, run_turn, right_to_left = max(_size(text_page, index), 1.0), turn, False
        right_to_left = right_to_left or is_right_to_left(character)
        run.append(_Glyph(character, left, right, base, index))
        space = False
    if run:
        yield run_turn, run


def _character(text_page: Any, index: int) -> str:
    """One character; "" for what is none (a glyph without a known letter, half a surrogate pair)."""
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if code == ord(_LINE_END_HYPHEN) and pdfium.FPDFText_IsHyphen(text_page, index) == 1:
        return "-"
    return _spelled(code)


@lru_cache(maxsize=4096)
def _spelled(code: int) -> str:
    if code > sys.maxunicode or 0xD800 <= code < 0xE000 or (code & 0xFFFE) == 0xFFFE:
        return ""
    character = chr(code)
    return character if character in "\t\r\n" or unicodedata.category(character) != "Cc" else ""


def _turn(radians: float) -> float:
    """An angle in whole degrees; within a few of a right angle, that angle."""
    degrees = math.degrees(radians) % 360 if math.isfinite(radians) else 0.0
    right_angle = round(degrees / 90) * 90
    return float(right_angle % 360 if abs(degrees - right_angle) <= _SLANT_DEGREES else round(degrees))


def _placed(turn: float, box: Any, x: float, y: float) -> tuple[float, float, float]:
    """Left, right and baseline as seen with the text upright; y grows downwards."""
    if turn == 90:
        return -box.top, -box.bottom, -x
    if turn == 180:
        return -box.right, -box.left, y
    if turn == 270:
        return box.bottom, box.top, x
    if turn:
        # Slanted text is an aside: its place on the page does not matter, its being one line does.
        return 0.0, 0.0, 0.0
    return box.left, box.right, -y


def _size(text_page: Any, index: int) -> float:
    """The type size in points, the text's own scaling included."""
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(text_page, index))
    if pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)):
        size *= math.hypot(matrix.c, matrix.d)
    return size if math.isfinite(size) else 0.0


def _line(text_page: Any, glyphs: list[_Glyph], number: int) -> Line | None:
    text = "".join(glyph.character for glyph in glyphs)
    edges = [edge for glyph in glyphs for edge in (glyph.left, glyph.right, glyph.y)]
    if not text.strip() or not all(map(math.isfinite, edges)):
        return None
    samples = {glyphs[one].at for one in (0, len(glyphs) // 2, -1)}
    size = max(_size(text_page, index) for index in samples)
    return Line(
        text=text,
        left=min(glyph.left for glyph in glyphs),
        right=max(glyph.right for glyph in glyphs),
        y=Counter(glyph.y for glyph in glyphs).most_common(1)[0][0],
        size=max(size, 1.0),
        bold=all(_is_bold(text_page, index) for index in samples),
        page=number,
    )


def _is_bold(text_page: Any, index: int) -> bool:
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFText_GetFontInfo(text_page, index, name, len(name), None)
    weight: int = pdfium.FPDFText_GetFontWeight(text_page, index)
    return weight >= _BOLD_WEIGHT or bool(_BOLD_NAME.search(name.value.decode("utf-8", "replace")))
