"""PDF: text in reading order, its lines joined into paragraphs, each page's start kept; read by PDFium."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.errors import DocumentError, Finding, Remedy
from index.limits import Limits
from index.loaders.builder import Builder
from index.loaders.parsed import Heading, Parsed
from index.loaders.pdf_headings import mark_headings
from index.loaders.pdf_hyphens import Hyphens
from index.loaders.pdf_layout import reading_order
from index.loaders.pdf_margins import without_repeats
from index.loaders.pdf_pages import Sheet, opened, sheet_of
from index.loaders.pdf_paragraphs import PdfParagraph, body_size, paragraphs
from index.loaders.pdf_tables import TableGrid
from index.loaders.places import Placing
from index.loaders.table import RowText, as_text

SUFFIXES = (".pdf",)

_NO_TITLE = re.compile(
    r"untitled\b.*|\(?(?:anonymous|unspecified)\)?|(?:microsoft )?(?:word|powerpoint|excel) - .*"
    r"|(?:document|slide|presentation)\s?\d*"
    r"|\S+\.(?:docx?|odt|rtf|tex|dvi|pdf|indd|qxd|pptx?|odp|xlsx?|html?|txt|md)",
    re.IGNORECASE,
)
_MAX_TITLE_CHARS = 300
_NAMED_PAGES = 10


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of a PDF file.

    Raises:
        DocumentError: if it is encrypted, damaged, scanned, or has too many pages.

    """
    with opened(data, limits) as document:
        sheets = [sheet_of(document, number, limits.ocr) for number in range(1, len(document) + 1)]
        title = _named_title(document.get_metadata_value("Title"))
    _check_text(sheets, limits.ocr)
    rows = [reading_order(lines) for lines in without_repeats([sheet.lines for sheet in sheets])]
    whole = paragraphs(rows)
    mark_headings([item for item in whole if isinstance(item, PdfParagraph)], body_size(rows))
    parsed = _parsed(whole, Hyphens(row.text for page in rows for row in page), len(sheets), title)
    numbered = list(enumerate(sheets, 1))
    unread = [page for page, sheet in numbered if sheet.is_picture and not sheet.is_recognised]
    return replace(
        parsed,
        notes=(_unread_note(unread),) if unread else (),
        recognised=tuple(page for page, sheet in numbered if sheet.is_recognised),
    )


def _check_text(sheets: Sequence[Sheet], ocr: bool) -> None:
    if any(character.isalnum() for sheet in sheets for line in sheet.lines for character in line.text):
        return
    if ocr:
        raise DocumentError("its pages are pictures in which no text was recognised; scan it anew, larger")
    raise DocumentError("its pages are pictures without text, as from a scanner", remedy=Remedy.RECOGNISE)


def _unread_note(pages: Sequence[int]) -> Finding:
    if len(pages) == 1:
        return Finding(f"Its page {pages[0]} is a picture without text", remedy=Remedy.RECOGNISE)
    named = ", ".join(map(str, pages[:_NAMED_PAGES])) + ", …" * (len(pages) > _NAMED_PAGES)
    reason = f"{len(pages):,} of its pages are pictures without text ({named})"
    return Finding(reason, remedy=Remedy.RECOGNISE)


def _named_title(title: str) -> str:
    """The title that the file names, "" if it is one that a program made up."""
    words = " ".join("".join(character for character in title if character.isprintable()).split())
    is_one = any(map(str.isalpha, words)) and not _NO_TITLE.fullmatch(words)
    return words[:_MAX_TITLE_CHARS] if is_one else ""


def _parsed(
    whole: Sequence[PdfParagraph | TableGrid], hyphens: Hyphens, page_count: int, title: str
) -> Parsed:
    builder, placing = Builder(), Placing()
    starts: dict[int, int] = {}
    foot = _last_foot(whole)
    for at, item in enumerate(whole):
        if at == foot:
            builder.part()
        if isinstance(item, TableGrid):
            text = as_text(item.grid)
            builder.table(replace(text, rows=_noted(text.rows, item, builder, placing, starts)))
        else:
            _pour(item, hyphens, builder, placing, starts)
    parsed = builder.parsed()
    return replace(
        parsed,
        pages=_page_starts(starts, page_count, len(parsed.text)),
        title=title or _largest(parsed.text, parsed.headings),
        places=placing.packed(),
    )


def _last_foot(whole: Sequence[PdfParagraph | TableGrid]) -> int:
    """Where the running feet begin that all text ends in."""
    foot = len(whole)
    while foot and isinstance(item := whole[foot - 1], PdfParagraph) and item.rows[0].margin:
        foot -= 1
    return foot


def _noted(
    rows: Iterator[RowText], table: TableGrid, builder: Builder, placing: Placing, starts: dict[int, int]
) -> Iterator[RowText]:
    """The rows of a table on their way into the text; once one stands there, its page has begun."""
    for row in rows:
        yield row
        start = builder.length - len(row.text)
        starts.setdefault(table.pages[row.number - 1], start)
        for column, (left, right) in enumerate(zip(row.edges[::2], row.edges[1::2], strict=True)):
            page, at = table.places_of(row.number - 1, column, row.text[left:right])
            placing.add(start + left, page, at)


def _pour(
    paragraph: PdfParagraph, hyphens: Hyphens, builder: Builder, placing: Placing, starts: dict[int, int]
) -> None:
    pieces = list(paragraph.pieces(hyphens))
    words = "".join(piece for _, piece in pieces)
    span = builder.heading(words, paragraph.level) if paragraph.level else builder.block(words)
    if not span:
        return
    at = span.start - (len(words) - len(words.lstrip()))
    for row, piece in pieces:
        starts.setdefault(row.page, max(at, span.start))
        placing.add(at, row.page, row.at[: len(piece)])
        at += len(piece)


def _page_starts(starts: dict[int, int], count: int, length: int) -> tuple[int, ...]:
    """Where each page starts; a page without text, where the next one does."""
    found = [length] * count
    following = length
    for page in range(count, 0, -1):
        following = starts.get(page, following)
        found[page - 1] = following
    return tuple(found)


def _largest(text: str, headings: Sequence[Heading]) -> str:
    """The first heading of the highest level, if no other shares it or it opens the document."""
    highest = [heading for heading in headings if heading.level == 1]
    return text[highest[0].start : highest[0].end] if highest else ""
