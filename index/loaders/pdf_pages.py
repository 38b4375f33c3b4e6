"""Pages of a PDF file, opened by PDFium: what is printed on them, filled in and written over them."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import DocumentError
from index.limits import Limits
from index.loaders.pdf_lines import Line, page_lines
from index.loaders.recognition import recognised_lines

_ENGINE = threading.Lock()  # PDFium may be used by one thread at a time
_SHOWN = {pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WIDGET}
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_BOX_TEXT_SIZE = 10.0
_BOX_LEADING = 12.0
_EMPTY_BYTES = 2  # of an empty text with its end, as PDFium counts it
_WIDE = ctypes.POINTER(pdfium.FPDF_WCHAR)
_MAX_BOX_CHARS = 10_000


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[Any]:
    """The document, for as long as no other thread needs PDFium.

    Raises:
        DocumentError: if it is encrypted, damaged, or has too many pages.

    """
    with _ENGINE:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
                raise DocumentError("it is encrypted and needs a password; save a copy without one") from None
            raise DocumentError("it is damaged or not a PDF; print or save it anew as PDF") from None
        try:
            count = len(document)
            if count > limits.max_pages:
                raise DocumentError(
                    f"it has {count:,} pages and may have {limits.max_pages:,}; split it first"
                )
            yield document
        finally:
            document.close()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read of one page.

    Attributes:
        lines: its lines.
        is_picture: whether nothing on it is text.
        is_recognised: whether its lines are what text recognition made of the picture.

    """

    lines: list[Line]
    is_picture: bool = False
    is_recognised: bool = False


def sheet_of(document: Any, number: int, ocr: bool) -> Sheet:
    """One page, from 1, with what was filled in and written over it; a picture is read if `ocr` is set.

    Raises:
        DocumentError: if it is damaged, or text recognition is not installed.

    """
    try:
        with shown(document, number) as (page, boxes):
            lines = [*page_lines(page, number), *boxes]
            if any(character.isalnum() for line in lines for character in line.text):
                return Sheet(lines)
            is_picture = any(True for _ in page.get_objects(max_depth=1))
            if not (is_picture and ocr):
                return Sheet(lines, is_picture)
            return Sheet([*lines, *recognised_lines(page, number)], is_picture, is_recognised=True)
    except pypdfium2.PdfiumError:
        raise DocumentError(f"its page {number} is damaged; print or save it anew as PDF") from None


@contextmanager
def shown(document: Any, number: int) -> Iterator[tuple[Any, list[Line]]]:
    """One page, from 1, with what was filled in and drawn over it, and the lines that only a viewer draws.

    Raises:
        pypdfium2.PdfiumError: if it is damaged.

    """
    page = document[number - 1]
    try:
        is_over, boxes = _written_over(page, number)
        if is_over or document.get_formtype() != pdfium.FORMTYPE_NONE:
            # What was filled in stands apart from the page until the two are made one.
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number - 1]
        yield page, boxes
    finally:
        page.close()


def _written_over(page: Any, number: int) -> tuple[bool, list[Line]]:
    """Whether boxes of text are drawn over a page, and the lines of those that only a viewer draws."""
    is_over, boxes = False, list[Line]()
    for index in range(max(0, pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind in _SHOWN and not pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            is_over = True
            if kind == pdfium.FPDF_ANNOT_FREETEXT and not _is_drawn(annotation):
                boxes += _box_lines(annotation, number)
        pdfium.FPDFPage_CloseAnnot(annotation)
    return is_over, boxes


def _is_drawn(annotation: Any) -> bool:
    normal = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
    return bool(pdfium.FPDFAnnot_GetAP(annotation, normal, None, 0) > _EMPTY_BYTES)


def _box_lines(annotation: Any, number: int) -> list[Line]:
    """The words of a text box, below one another where it stands."""
    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    buffer = ctypes.create_string_buffer(max(size, _EMPTY_BYTES))
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", ctypes.cast(buffer, _WIDE), len(buffer))
    words = buffer.raw[:-_EMPTY_BYTES].decode("utf-16-le", "ignore")[:_MAX_BOX_CHARS]
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
        return []
    lines = (" ".join(filter(str.isprintable, line.split())) for line in words.splitlines())
    return [
        Line(
            line,
            box.left,
            max(box.left, box.right),
            at * _BOX_LEADING - box.top,
            _BOX_TEXT_SIZE,
            False,
            number,
        )
        for at, line in enumerate((line for line in lines if line), 1)
    ]
