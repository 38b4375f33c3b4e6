"""Passages: stretches of a document on sentence boundaries, each knowing where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from sentencex import get_sentence_boundaries

from index.documents import Document
from index.loaders import Row, Span
from index.loaders.parsed import trimmed
from index.sending import sent

MAX_CHARS = 1000
# Shorter paragraphs join their neighbours: alone, a list item or a line of dialogue says too little.
SHORT_CHARS = 200

# The segmenter takes time by the square of what stands between quotes or brackets that never close.
_SEGMENTED_CHARS = 5_000
_LAST_SPACE = re.compile(r"\s(?=\S*\Z)")
_EMPHASIS = re.compile(r"(?<=[.!?]\s)[*_]{1,3}(?=\w)|(?<=[.!?])[*_]{1,3}(?=\s|\Z)")
# "Present: …", also in the signs of emphasis; a time such as "10:30" is no label.
_LABELLED = re.compile(r"^[^\S\n]*(?:[-+*]\s)?[*_]{0,3}[A-Z][\w ,&/’'()-]{1,40}:(?=[*_\s])", re.MULTILINE)


@sent(without=("sentences", "cells"))
@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document; `document.text[start:end] == text`.

    Attributes:
        document: name of the document it stands in.
        start, end: half-open character offsets into the document's text.
        text: its words, verbatim.
        heading: the nearest heading above it, "" where there is none.
        page: the page it starts on, from 1; None where the document has no pages.
        sentences: its sentences in order, as document offsets; a row of a table is one, unless it is of
            heads, which each row below repeats.
        cells: the cells of those rows, as document offsets.

    """

    document: str
    start: int
    end: int
    text: str
    heading: str = ""
    page: int | None = None
    sentences: tuple[Span, ...] = ()
    cells: tuple[Span, ...] = ()


def cut(document: Document, max_chars: int = MAX_CHARS) -> list[Passage]:
    """Cut a document into passages that together hold all its visible text.

    A passage is a paragraph, several short ones, or whole sentences of a long one; it never runs across
    a heading, and the heading itself stands in its section's first passage.
    """
    return [_passage(document, parts) for parts in _groups(document, max_chars)]


class _Part(NamedTuple):
    """A sentence, or a row of a table or a part of one."""

    start: int
    end: int
    row: Row | None = None


def _passage(document: Document, parts: Sequence[_Part]) -> Passage:
    start, end = parts[0].start, parts[-1].end
    kept = [part for part in parts if not (part.row and part.row.is_head)]
    return Passage(
        document=document.name,
        start=start,
        end=end,
        text=document.text[start:end],
        heading=_heading(document, start),
        page=document.page_at(start),
        sentences=tuple(Span(part.start, part.end) for part in kept),
        cells=tuple(cell for part in kept if part.row for cell in _cells(part, part.row)),
    )


def _heading(document: Document, start: int) -> str:
    """The heading above, and inside a table its title."""
    heading = document.section_at(start).heading
    found = document.row_at(start)
    title = found[0].title[:MAX_CHARS] if found else ""
    return " · ".join(words for words in (heading, title if title != heading else "") if words)


def _cells(part: _Part, row: Row) -> Iterator[Span]:
    """The cells that stand in a row or a part of it; of one that is cut, its part."""
    if part.start == row.start and part.end == row.end:
        for first, last in zip(row.edges[::2], row.edges[1::2], strict=True):
            if first < last:
                yield Span(row.start + first, row.start + last)
        return
    for cell in row.cells(part.start, part.end):
        yield Span(max(cell.start, part.start), min(cell.end, part.end))


def _groups(document: Document, max_chars: int) -> Iterator[list[_Part]]:
    """Runs of sentences, each run one passage."""
    rows = {row.start: row for table in document.tables for row in table.rows}
    section_starts = {section.start for section in document.sections}
    group: list[_Part] = []
    short = after_heading = False
    for block in document.blocks:
        row = rows.get(block.start)
        spans = (
            _parts_of_row(document.text, row, max_chars)
            if row
            else _sentences(document.text, block, max_chars)
        )
        starts_section = block.start in section_starts
        joins = short and not starts_section and (after_heading or block.end - group[0].start <= max_chars)
        if group and not joins:
            yield group
            group = []
        for start, end in spans:
            if group and end - group[0].start > max_chars:
                yield group
                group = []
            group.append(_Part(start, end, row))
        if group:
            short = group[-1].end - group[0].start < SHORT_CHARS
        after_heading = starts_section and bool(document.section_at(block.start).heading)
    if group:
        yield group


def _parts_of_row(text: str, row: Row, max_chars: int) -> Iterator[Span]:
    """A row whole; one that is longer than a passage may be, in runs of cells, a long cell by sentences."""
    if row.end - row.start <= max_chars:
        yield Span(row.start, row.end)
        return
    run: Span | None = None
    before = row.start
    for cell in row.cells():
        part = trimmed(text, before, cell.end) or Span(cell.start, cell.end)
        if run and cell.end - run.start > max_chars:
            yield run
            run = None
        run = Span(run.start if run else part.start, cell.end)
        if cell.end - run.start > max_chars:
            yield from _sentences(text, run, max_chars)
            run = None
        before = cell.end
    if run:
        yield run


def _sentences(text: str, block: Span, max_chars: int) -> Iterator[Span]:
    for part in _labelled_lines(text, block):
        words = text[slice(*part)]
        # A line end inside a paragraph is a space to the segmenter: hard-wrapped sentences stay whole. So are
        # the signs of emphasis around a sentence, at which it would see none end.
        flat = _EMPHASIS.sub(lambda signs: " " * len(signs[0]), words).replace("\n", " ").replace("\r", " ")
        starts = [_before_signs(words, start) for start, _ in _boundaries(flat)]
        for start, end in pairwise([*starts, len(words)]):
            if sentence := trimmed(text, part.start + start, part.start + end):
                yield from _pieces(text, sentence, max_chars)


def _before_signs(words: str, at: int) -> int:
    """Where a sentence starts whose first word stands at a place: at the signs of emphasis before that."""
    while at and words[at - 1] in "*_":
        at -= 1
    return at


def _labelled_lines(text: str, block: Span) -> Iterator[Span]:
    """A block from one labelled line to the next, where it has several: each says something of its own."""
    found = [match.start() for match in _LABELLED.finditer(text, block.start, block.end)]
    starts = [block.start, *found] if len(found) > 1 else [block.start]
    for start, end in pairwise([*dict.fromkeys(starts), block.end]):
        yield Span(start, end)


def _boundaries(flat: str) -> Iterator[tuple[int, int]]:
    """Where sentences start and end; a long text is taken in stretches, each from the last start found."""
    start = 0
    while start < len(flat):
        stretch = flat[start : start + _SEGMENTED_CHARS]
        found = [(one["start_index"], one["end_index"]) for one in get_sentence_boundaries("en", stretch)]
        goes_on = start + len(stretch) < len(flat) and len(found) > 1
        for first, last in found[:-1] if goes_on else found:
            yield start + first, start + last
        start += found[-1][0] if goes_on else len(stretch)


def _pieces(text: str, sentence: Span, max_chars: int) -> Iterator[Span]:
    """A sentence longer than a passage may be is cut between words, or anywhere if it has no spaces."""
    start, end = sentence
    while end - start > max_chars:
        space = _LAST_SPACE.search(text, start + 1, start + max_chars)
        middle = space.start() if space else start + max_chars
        if piece := trimmed(text, start, middle):
            yield piece
        start = middle
    if piece := trimmed(text, start, end):
        yield piece
