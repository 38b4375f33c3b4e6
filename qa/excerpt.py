"""Excerpts: the words of a passage as the page shows them, without headings and the signs of markup."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from index import Span
from qa.markup import dressed, words_of

if TYPE_CHECKING:
    from index import Document, Hit, Passage
    from qa.answer import Answer
    from qa.markup import Wrap

SHOWN_PASSAGES = 3


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


def _words(document: Document, passage: Passage) -> Iterator[str]:
    first = bisect_right(document.blocks, passage.start, key=lambda block: block.start) - 1
    last = bisect_left(document.blocks, passage.end, key=lambda block: block.start)
    for block in document.blocks[max(first, 0) : last]:
        section = document.section_at(block.start)
        if section.heading and section.start == block.start:
            continue
        clipped = Span(max(block.start, passage.start), min(block.end, passage.end))
        if found := document.row_at(block.start):
            cells = [Span(cell.start, cell.end) for cell in found[1].cells()]
            shown = (_shown(document.text, cell, words_of(document, cell)) for cell in cells)
            yield " · ".join(filter(None, shown))
        else:
            yield _shown(document.text, clipped, dressed(document, block).wraps)


def _shown(text: str, span: Span, wraps: tuple[Wrap, ...]) -> str:
    hidden = [(wrap.start, wrap.end) for wrap in wraps if wrap.kind == "syntax"]
    return "".join(
        text[place] for place in range(*span) if not any(start <= place < end for start, end in hidden)
    ).strip()
