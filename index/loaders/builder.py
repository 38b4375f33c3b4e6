"""A text put together from parts, so that every offset is right by construction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.errors import Finding
from index.loaders.parsed import Heading, Look, Parsed, Row, Span, Table
from index.loaders.table import TableText

PARAGRAPH_GAP = "\n\n"
LINE_GAP = "\n"


class Builder:
    """The canonical text of a format whose file is not itself text; ask for it with `parsed`."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Span] = []
        self._headings: list[Heading] = []
        self._pages: list[int] = []
        self._notes: dict[Finding, None] = {}
        self._tables: list[Table] = []
        self._looks: list[Look] = []
        self._begins_part = False

    @property
    def length(self) -> int:
        """How many characters the text has so far."""
        return self._length

    def block(self, words: str, gap: str = PARAGRAPH_GAP, looks: Iterable[Look] = ()) -> Span | None:
        """Append a paragraph, list item or row, `gap` apart from what stands before it.

        Args:
            words: what it says.
            gap: what parts it from what stands before it.
            looks: how it is shown, by offsets into words that begin and end with no white space.

        Returns:
            Where it stands; None where there is nothing but white space in it.

        """
        words = words.strip()
        if not words:
            return None
        if self._blocks:
            self._append(gap)
        start = self._append(words)
        span = Span(start, self._length)
        self._blocks.append(span)
        if self._begins_part:
            self._headings.append(Heading(start, start, 0))
            self._begins_part = False
        self._looks += (one._replace(start=start + one.start, end=start + one.end) for one in looks)
        return span

    def heading(self, words: str, level: int, looks: Iterable[Look] = ()) -> Span | None:
        """Append a heading of a depth from 1, as a block of its own."""
        span = self.block(words, looks=looks)
        if span:
            self._headings.append(Heading(span.start, span.end, level))
        return span

    def table(self, table: TableText, goes_on: bool = False) -> None:
        """Append a table, a block a row; one that `goes_on` is more rows of the one before."""
        rows: list[Row] = []
        gap = LINE_GAP if goes_on else PARAGRAPH_GAP
        for row in table.rows:
            span = self.block(row.text, gap)
            if span and not row.is_aside:
                rows.append(row.placed(span.start))
            gap = PARAGRAPH_GAP if row.is_aside and not rows else LINE_GAP
        if goes_on:
            before = self._tables.pop()
            self._tables.append(replace(before, rows=(*before.rows, *rows)))
        elif rows:
            self._tables.append(Table(table.heads, tuple(rows), table.title))

    def part(self) -> None:
        """Begin a part that stands under no heading: the next block, where it is not the first of all."""
        self._begins_part = bool(self._blocks)

    def page(self) -> None:
        """Begin a page: the next block is its first, and an empty page starts where the next one does."""
        self._pages.append(len(self._blocks))

    def note(self, note: Finding) -> None:
        """Tell the user, once, what of the file is missing or was left unread."""
        self._notes[note] = None

    def parsed(self, title: str = "") -> Parsed:
        """All of it; without a `title` of the file's own, a heading of level 1 that comes first is it."""
        text = "".join(self._parts)
        if not title and self._headings and self._headings[0].level == 1:
            title = text[self._headings[0].start : self._headings[0].end]
        starts = [block.start for block in self._blocks] + [len(text)]
        pages = [starts[first] for first in self._pages]
        return Parsed(
            text,
            tuple(self._blocks),
            tuple(self._headings),
            # The first page starts at 0 whatever stands on it.
            pages=(0, *pages[1:]) if pages else (),
            title=" ".join(title.split()),
            notes=tuple(self._notes),
            tables=tuple(self._tables),
            looks=tuple(self._looks),
        )

    def _append(self, part: str) -> int:
        start = self._length
        self._parts.append(part)
        self._length += len(part)
        return start
