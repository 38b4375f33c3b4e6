"""What every loader returns: the canonical text and where its parts stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch of characters, `text[start:end]`."""

    start: int
    end: int


class Heading(NamedTuple):
    """A heading's words, `text[start:end]`, and its depth from 1."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's canonical text; every offset anywhere in the product refers to it.

    Attributes:
        text: the text.
        blocks: paragraphs, list items, headings and the like in order; together they hold all visible text.
        headings: the headings in order; each lies inside a block of its own.
        pages: for paged formats, the offset at which each page starts.
        title: the file's own title, "" where it names none.
        notes: what of the file is missing here or was left unread, a sentence each.

    """

    text: str
    blocks: tuple[Span, ...]
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    title: str = ""
    notes: tuple[str, ...] = ()


def trimmed(text: str, start: int, end: int) -> Span | None:
    """`text[start:end]` without the white space around it; None where nothing else is in it."""
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    end -= len(part) - len(part.rstrip())
    return Span(start, end) if start < end else None
