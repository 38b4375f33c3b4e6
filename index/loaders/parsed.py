"""What every loader returns: the canonical text and where its parts stand."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from index.errors import Finding

# What readers of any format say of words that are crossed out.
STRUCK = Finding("What is struck out in it was left out")

# What they say of remarks beside the text.
COMMENTS = Finding("Its comments were not read")


class Span(NamedTuple):
    """A half-open stretch of characters, `text[start:end]`."""

    start: int
    end: int

    def touches(self, other: Span) -> bool:
        """Whether both hold a character."""
        return self.start < other.end and other.start < self.end


class Heading(NamedTuple):
    """A heading's words, `text[start:end]`, and its depth from 1; without words, a part of depth 0 begins."""

    start: int
    end: int
    level: int


class Cell(NamedTuple):
    """A value of a table, `text[start:end]`, and its column from 0."""

    start: int
    end: int
    column: int


class Row(NamedTuple):
    """A row of a table, `text[start:end]`.

    Attributes:
        start, end: where it stands; it is a block of its own.
        number: its place in the sheet or table of the file, from 1, heads counted.
        is_head: whether it names the columns, or the rows below it, which then repeat the name.
        edges: start and end of each column's value, counted from `start`; equal where the column is empty.

    """

    start: int
    end: int
    number: int
    is_head: bool
    edges: tuple[int, ...]

    def cells(self, start: int = 0, end: int = sys.maxsize) -> Iterator[Cell]:
        """Its values in order, empty ones left out; those alone that reach into a stretch of the text."""
        first_edge = bisect_right(self.edges, start - self.start)
        for column in range(first_edge // 2, len(self.edges) // 2):
            first, last = self.edges[2 * column], self.edges[2 * column + 1]
            if self.start + first >= end:
                return
            if first < last:
                yield Cell(self.start + first, self.start + last, column)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file, whose rows stand in the text as `head: value · head: value`.

    Attributes:
        heads: the name of each column, "" where nothing names it.
        rows: its rows in order, at least one.
        title: what stands above it and names it, "" where nothing does.

    """

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""


class Look(NamedTuple):
    """How a file shows some of its characters, `text[start:end]`, where they are no plain paragraph.

    Attributes:
        start, end: where they stand; words of a block, or a whole block.
        kind: of words "strong", "em" or "code"; of a block "item" of a list, "inner" for more of an item,
            "quote" or "pre".
        depth: in how many lists it stands, an item's own not counted.
        sign: what the file shows before an item: a bullet, or its number.

    """

    start: int
    end: int
    kind: str
    depth: int = 0
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's canonical text; every offset anywhere in the product refers to it.

    Attributes:
        text: the text.
        blocks: paragraphs, list items, headings and the like in order; together they hold all visible text.
        headings: the headings in order; each lies inside a block of its own.
        pages: for paged formats, the offset at which each page starts.
        title: the file's own title, "" where it names none.
        notes: what of the file is missing here or was left unread.
        tables: its tables in order.
        recognised: the pages, from 1, whose text was recognised in a picture, and may be wrong.
        places: which characters of its pages the words are, as `index.loaders.places` packs them.
        looks: how the file shows its words and blocks, in order, as far as the text does not say.

    """

    text: str
    blocks: tuple[Span, ...]
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    title: str = ""
    notes: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    recognised: tuple[int, ...] = ()
    places: str = ""
    looks: tuple[Look, ...] = ()


def trimmed(text: str, start: int, end: int) -> Span | None:
    """`text[start:end]` without the white space around it; None where nothing else is in it."""
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    end -= len(part) - len(part.rstrip())
    return Span(start, end) if start < end else None
