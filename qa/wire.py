"""The wire: answers, hits and documents as JSON; the same from Python, command line, HTTP and MCP.

What is sent are the public dataclasses themselves, `qa.Answer` and `index.Hit`, and those below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index import Document, Hit

MAX_TEXT_CHARS = 1_000_000


@dataclass(frozen=True)
class Hits:
    """The passages that fit best, best first."""

    hits: Sequence[Hit]


@dataclass(frozen=True)
class Listed:
    """A document without its text; `pages` is null where its format has none."""

    name: str
    title: str
    words: int
    characters: int
    pages: int | None


@dataclass(frozen=True)
class Documents:
    """Some of the documents, in the order they were added."""

    total: int
    offset: int
    documents: Sequence[Listed]


@dataclass(frozen=True)
class TextPart:
    """A stretch of a document's text; `characters` is the length of the whole text."""

    document: str
    start: int
    end: int
    characters: int
    text: str


def in_json(value: Any) -> Any:
    """A public dataclass in JSON's types."""
    from pydantic import TypeAdapter  # noqa: PLC0415  (not owed by those who send nothing)

    return TypeAdapter(type(value)).dump_python(value, mode="json")


def listed(document: Document) -> Listed:
    """A document as a list tells of it."""
    words, pages = len(document.text.split()), len(document.pages) or None
    return Listed(document.name, document.title, words, len(document.text), pages)


def text_part(document: Document, start: int, end: int | None = None, most: int = MAX_TEXT_CHARS) -> TextPart:
    """A stretch of a document's text, cut to what there is of it and to the most that is given at once."""
    whole = len(document.text)
    start = min(start, whole)
    end = max(start, min(whole if end is None else end, whole, start + most))
    return TextPart(document.name, start, end, whole, document.text[start:end])
