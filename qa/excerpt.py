"""Excerpts: the words of a passage as the page shows them, without headings and the signs of markup."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from index import Span
from qa.markup import HEADING_SIGNS, Wrap, dressed, words_of

if TYPE_CHECKING:
    from index import Document, Hit, Passage
    from qa.answered import Answer
    from qa.citation import Citation

SHOWN_PASSAGES = 3
_TO_WRITE_ON = re.compile(r"_{4,}")


def closest(answer: Answer, documents: Mapping[str, Document]) -> tuple[Hit, ...]:
    """The passages that a refusal shows; one that is a heading alone says nothing."""

    def says(passage: Passage) -> bool:
        document = documents.get(passage.document)
        return document is None or bool(excerpt(document, passage))

    return tuple(hit for hit in answer.nearest if says(hit.passage))[:SHOWN_PASSAGES]


def excerpt(document: Document, passage: Passage) -> str:
    """What a passage says; "" for one that is headings alone."""
    return " ".join(" ".join(_words(document, passage)).split())


def shortened(text: str, limit: int) -> str:
    """Text cut at a word's end, with a sign that it goes on."""
    if len(text) <= limit:
        return text
    cut = text[:limit].strip()
    return f"{cut.rsplit(maxsplit=1)[0] if ' ' in cut else cut} …"


def pieces(document: Document, citation: Citation) -> list[tuple[str, str]]:
    """A quotation's words in order, and what they are: "strong" the answer, "syntax" signs not to be seen."""
    signs = signs_in(citation, document)
    return cut(citation.quote, citation.start, citation.span_start, citation.span_end, signs)


def signs_in(citation: Citation, document: Document | None) -> list[tuple[int, int]]:
    """The edges in the document of a quotation's signs of markup; none where the document is not at hand."""
    start, end = citation.start, citation.end
    signs = _signs(document, Span(start, end)) if document else ()
    return [
        (max(one.start, start), min(one.end, end)) for one in signs if one.start < end and start < one.end
    ]


def cut(
    quote: str,
    start: int,
    span_start: int | None,
    span_end: int | None,
    signs: Sequence[tuple[int, int]] = (),
) -> list[tuple[str, str]]:
    """A quotation that begins at `start` in pieces: words, "strong" ones of the answer, "syntax" of signs."""
    wraps = [Wrap(*edges, "syntax") for edges in signs]
    if span_start is not None and span_end is not None:
        wraps.append(Wrap(span_start, span_end, "strong"))
    edges = sorted({start, start + len(quote), *(edge for one in wraps for edge in one[:2])})
    return [
        (
            quote[left - start : right - start],
            next((one.kind for one in wraps if one.start <= left < one.end), ""),
        )
        for left, right in pairwise(edges)
    ]


def bare_pieces(citation: Citation, signs: Sequence[tuple[int, int]] = ()) -> list[tuple[str, str]]:
    """The same of a quotation whose document is not at hand: the signs that are given are not seen."""
    return cut(citation.quote, citation.start, citation.span_start, citation.span_end, signs)


def _signs(document: Document, span: Span) -> Iterator[Wrap]:
    """The signs of markup in a stretch of running text; those between the cells of a table part its words."""
    for block in _blocks(document, span):
        if _is_heading(document, block):
            if hashes := HEADING_SIGNS.match(document.text, *block):
                yield Wrap(*hashes.span(), "syntax")
        elif document.row_at(block.start) is None:
            yield from _signs_of(document, block)


def _signs_of(document: Document, block: Span) -> Iterator[Wrap]:
    """The signs of markup in a block, and the lines to write on."""
    yield from (Wrap(*line.span(), "syntax") for line in _TO_WRITE_ON.finditer(document.text, *block))
    yield from (wrap for wrap in dressed(document, block).wraps if wrap.kind == "syntax")


def _words(document: Document, passage: Passage) -> Iterator[str]:
    for block in _blocks(document, Span(passage.start, passage.end)):
        if _is_heading(document, block):
            continue
        clipped = Span(max(block.start, passage.start), min(block.end, passage.end))
        if found := document.row_at(block.start):
            cells = [Span(cell.start, cell.end) for cell in found[1].cells()]
            shown = (_shown(document.text, cell, words_of(document, cell)) for cell in cells)
            yield " · ".join(filter(None, shown))
        else:
            yield _shown(document.text, clipped, tuple(_signs_of(document, block)))


def _blocks(document: Document, span: Span) -> Sequence[Span]:
    first = bisect_right(document.blocks, span.start, key=lambda block: block.start) - 1
    last = bisect_left(document.blocks, span.end, key=lambda block: block.start)
    return document.blocks[max(first, 0) : last]


def _is_heading(document: Document, block: Span) -> bool:
    section = document.section_at(block.start)
    return bool(section.heading) and section.start == block.start


def _shown(text: str, span: Span, wraps: tuple[Wrap, ...]) -> str:
    hidden = [(wrap.start, wrap.end) for wrap in wraps if wrap.kind == "syntax"]
    return "".join(
        text[place] for place in range(*span) if not any(start <= place < end for start, end in hidden)
    ).strip()
