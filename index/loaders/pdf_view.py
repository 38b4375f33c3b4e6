"""The view of a PDF's pages: each as a picture, and where on it its characters stand."""

from __future__ import annotations

import ctypes
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from index.errors import DocumentError
from index.loaders.pdf_glyphs import LINE_END_HYPHEN
from index.loaders.pdf_pages import shown

# Left, top, right and bottom on the page as it is shown, in points or in shares of it.
Box = tuple[float, float, float, float]

_MAX_PIXELS = 16_000_000
# A page whose sides are further apart, or that has none, is no picture that anybody can look at.
_MOST_ASPECT = 200
_FINE = 100  # of a point, since PDFium tells places on a page as it is shown in whole units
_SAME_LINE = 0.5
_NEAR_HEIGHTS = 1.2
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def page_sizes(document: Any) -> list[tuple[float, float]]:
    """Width and height of each page (of a `pypdfium2.PdfDocument`) in points, as it is shown.

    Raises:
        DocumentError: if one of them has no such shape that it could be drawn.

    """
    sizes = [document.get_page_size(at) for at in range(len(document))]
    for number, size in enumerate(sizes, start=1):
        _check_shape(number, *size)
    return sizes


def picture(document: Any, number: int, width: int) -> bytes:
    """A page, from 1, as a PNG about so many pixels wide."""
    with shown(document, number) as (page, _):
        _check_shape(number, *page.get_size())
        scale = width / page.get_width()
        pixels = scale * scale * page.get_width() * page.get_height()
        scale *= min(1.0, (_MAX_PIXELS / pixels) ** 0.5)
        return _png(page.render(scale=scale, rev_byteorder=True).to_numpy())


def boxes(document: Any, number: int, wanted: Sequence[tuple[int, str]]) -> list[Box]:
    """Where words stand on a page, a box for each printed line of them.

    Each is told by the place of its first character on the page; words that do not stand there get no box.
    """
    with shown(document, number) as (page, _):
        width, height = page.get_size()
        _check_shape(number, width, height)
        text_page = page.get_textpage()
        try:
            return [
                (left / width, top / height, right / width, bottom / height)
                for at, words in wanted
                for left, top, right, bottom in _of_words(page, text_page.raw, at, words)
            ]
        finally:
            text_page.close()


def _check_shape(number: int, width: float, height: float) -> None:
    if not 0 < max(width, height) <= _MOST_ASPECT * min(width, height):
        raise DocumentError(
            f"its page {number} measures {width:g} by {height:g} points, which cannot be drawn; read its text"
        )


def _of_words(page: Any, text_page: Any, at: int, words: str) -> Iterator[Box]:
    letters = [(at + place, sign) for place, sign in enumerate(words) if not sign.isspace()]
    if not all(_is_spelled(text_page, place, sign) for place, sign in letters):
        return
    line: list[Box] = []
    for place, _ in letters:
        box = _box(page, text_page, place)
        if not (box[0] < box[2] and box[1] < box[3]):
            continue  # beyond the page's edge
        if line and not _goes_on(line, box):
            yield _around(line)
            line = []
        line.append(box)
    if line:
        yield _around(line)


def _around(line: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*line, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _is_spelled(text_page: Any, place: int, sign: str) -> bool:
    """Whether a page's character is the one that the text has of it, its shape or its direction aside."""
    code = pdfium.FPDFText_GetUnicode(text_page, place)
    if code == LINE_END_HYPHEN:
        return sign == "-"
    try:
        character = chr(code)
    except ValueError:
        return False
    return sign in (character, character.translate(_MIRRORED)) or sign in unicodedata.normalize(
        "NFKC", character
    )


def _box(page: Any, text_page: Any, place: int) -> Box:
    found = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, place, ctypes.byref(found))
    corners = [_on_page(page, found.left, found.top), _on_page(page, found.right, found.bottom)]
    (left, right), (top, bottom) = (sorted(axis) for axis in zip(*corners, strict=True))
    return left, top, right, bottom


def _on_page(page: Any, x: float, y: float) -> tuple[float, float]:
    """A point of the page's own space on the page as it is shown, whichever way it is turned."""
    across, down = ctypes.c_int(), ctypes.c_int()
    width, height = (round(_FINE * side) for side in page.get_size())
    pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return min(max(across.value, 0), width) / _FINE, min(max(down.value, 0), height) / _FINE


def _goes_on(line: Sequence[Box], box: Box) -> bool:
    """Whether a character follows the last one on its printed line, upright or turned, the same way on."""
    last = line[-1]
    for axis in (0, 1):
        height = box[3 - axis] - box[1 - axis]
        if (
            -_apart(last, box, 1 - axis) > _SAME_LINE * height
            and _apart(last, box, axis) < _NEAR_HEIGHTS * height
        ):
            way, before = box[axis] - last[axis], last[axis] - line[0][axis]
            return way * before >= 0
    return False


def _apart(one: Box, other: Box, axis: int) -> float:
    """The gap between two boxes along an axis; negative where they overlap."""
    return max(one[axis], other[axis]) - min(one[axis + 2], other[axis + 2])


def _png(pixels: np.ndarray) -> bytes:
    """The rows of a picture as a PNG file, in grey where nothing on it is coloured."""
    if np.array_equal(pixels[..., 0], pixels[..., 1]) and np.array_equal(pixels[..., 1], pixels[..., 2]):
        pixels = pixels[..., :1]
    height, width, channels = pixels.shape
    # Each row says first how it is filtered: not at all.
    rows = np.zeros((height, 1 + width * channels), np.uint8)
    rows[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2 if channels > 1 else 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
