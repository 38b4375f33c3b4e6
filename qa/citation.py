"""Citations: words of a document, by exact position."""

from __future__ import annotations

from dataclasses import dataclass

from index import Document, Passage, Span


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a document that answer; `document.text[start:end] == quote`.

    Attributes:
        n: its number in the answer, from 1.
        document: name of the document.
        start, end: half-open character offsets into the document's text.
        quote: the words, verbatim.
        heading: the nearest heading above, "" where there is none.
        page: the page, from 1; None where the document has no pages.
        passage: the passage it stands in.
        first_line, last_line: lines of the document's text, from 1.
        span_start, span_end: the exact answer inside the quote, as document offsets; or None.
        recognised: whether it was recognised in a picture, and may be wrong.
        row: the row of a table that it is, by its number in the table or sheet, from 1; or None.
        column: the name of the column that the exact answer stands in, "" where it is no value of a table.

    """

    n: int
    document: str
    start: int
    end: int
    quote: str
    heading: str
    page: int | None
    passage: Passage
    first_line: int
    last_line: int
    span_start: int | None = None
    span_end: int | None = None
    recognised: bool = False
    row: int | None = None
    column: str = ""


def cite(n: int, document: Document, passage: Passage, words: Span, span: Span | None = None) -> Citation:
    """The citation of some words of a document, and of the exact answer in them."""
    start, end = words
    first_line, last_line = document.lines(start, end)
    found = document.row_at(start)
    cell = document.cell_at(span.start) if span else None
    return Citation(
        n=n,
        document=document.name,
        start=start,
        end=end,
        quote=document.text[start:end],
        heading=document.section_at(start).heading,
        page=document.page_at(start),
        passage=passage,
        first_line=first_line,
        last_line=last_line,
        span_start=span.start if span else None,
        span_end=span.end if span else None,
        recognised=document.is_recognised(start, end),
        row=found[1].number if found else None,
        column=cell[1] if cell else "",
    )
