"""PDF: text in reading order, its lines joined into paragraphs, each page's start kept; read by PDFium."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2

from index.errors import DocumentError
from index.limits import Limits
from index.loaders.parsed import Heading, Parsed, Span
from index.loaders.pdf_headings import mark_headings
from index.loaders.pdf_hyphens import Hyphens
from index.loaders.pdf_layout import reading_order, without_running_heads
from index.loaders.pdf_lines import Line, page_lines
from index.loaders.pdf_paragraphs import Paragraph, body_size, paragraphs

SUFFIXES = (".pdf",)

_ENGINE = threading.Lock()  # PDFium may be used by one thread at a time
_NO_TITLE = re.compile(
    r"untitled\b.*|(?:microsoft )?(?:word|powerpoint|excel) - .*|(?:document|slide|presentation)\s?\d*"
    r"|\S+\.(?:docx?|odt|rtf|tex|dvi|pdf|indd|qxd|pptx?|odp|xlsx?|html?|txt|md)",
    re.IGNORECASE,
)
_MAX_TITLE_CHARS = 300


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of a PDF file.

    Raises:
        DocumentError: if it is encrypted, damaged, scanned, or has too many pages.

    """
    with _ENGINE, _opened(data) as document:
        count = len(document)
        if count > limits.max_pages:
            raise DocumentError(f"it has {count:,} pages and may have {limits.max_pages:,}; split it first")
        pages = [_lines(document, number) for number in range(1, count + 1)]
        title = _named_title(document.get_metadata_value("Title"))
    if not any(character.isalnum() for lines in pages for line in lines for character in line.text):
        raise DocumentError(
            "its pages hold no text, only pictures, as from a scanner; run text recognition over it first "
            "(ocrmypdf in.pdf out.pdf)"
        )
    rows = [reading_order(lines) for lines in without_running_heads(pages)]
    whole = paragraphs(rows)
    mark_headings(whole, body_size(rows))
    hyphens = Hyphens(row.text for page in rows for row in page)
    return _parsed(whole, hyphens, len(pages), title)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY}:
            raise DocumentError("it is encrypted and needs a password; save a copy without one") from None
        raise DocumentError("it is damaged or not a PDF; print or save it anew as PDF") from None
    try:
        yield document
    finally:
        document.close()


def _lines(document: Any, number: int) -> list[Line]:
    try:
        page = document[number - 1]
        if document.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
            # What was filled in stands apart from the page until the two are made one.
            pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number - 1]
        try:
            return page_lines(page, number)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        raise DocumentError(f"its page {number} is damaged; print or save it anew as PDF") from None


def _named_title(title: str) -> str:
    """The title that the file names, "" if it is one that a program made up."""
    words = " ".join("".join(character for character in title if character.isprintable()).split())
    is_one = any(map(str.isalpha, words)) and not _NO_TITLE.fullmatch(words)
    return words[:_MAX_TITLE_CHARS] if is_one else ""


def _parsed(whole: list[Paragraph], hyphens: Hyphens, page_count: int, title: str) -> Parsed:
    parts: list[str] = []
    length = 0
    blocks: list[Span] = []
    headings: list[Heading] = []
    starts: dict[int, int] = {}
    for paragraph in whole:
        if parts:
            parts.append("\n" if paragraph.is_table_row else "\n\n")
            length += len(parts[-1])
        begin = length
        for page, words in paragraph.pieces(hyphens):
            starts.setdefault(page, length)
            parts.append(words)
            length += len(words)
        blocks.append(Span(begin, length))
        if paragraph.level:
            headings.append(Heading(begin, length, paragraph.level))
    text = "".join(parts)
    return Parsed(
        text,
        tuple(blocks),
        tuple(headings),
        _page_starts(starts, page_count, length),
        title or _largest(text, headings),
    )


def _page_starts(starts: dict[int, int], count: int, length: int) -> tuple[int, ...]:
    """Where each page starts; a page without text, where the next one does."""
    found = [length] * count
    following = length
    for page in range(count, 0, -1):
        following = starts.get(page, following)
        found[page - 1] = following
    return tuple(found)


def _largest(text: str, headings: list[Heading]) -> str:
    """The first heading of the highest level, if no other shares it or it opens the document."""
    highest = [heading for heading in headings if heading.level == 1]
    return text[highest[0].start : highest[0].end] if highest else ""
