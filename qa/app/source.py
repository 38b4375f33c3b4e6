"""The source: a document typeset for reading, with the cited words marked by their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.app.html import Html, join, tag

if TYPE_CHECKING:
    from index import Document

_PREFORMATTED = re.compile(r"^(?:```|~~~|\||[ \t]{2,}\S)", re.MULTILINE)
_HEADING_SIGNS = re.compile(r"#{1,6}[ \t]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a document to mark.

    Attributes:
        key: the citation they belong to, as its anchors carry it.
        start, end: half-open character offsets into the document's text.
        exact: whether these are the exact words of the answer, inside the words of the citation.
    """

    key: str
    start: int
    end: int
    exact: bool = False


def render_document(document: Document, marks: Iterable[Mark] = (), hidden: bool = False) -> Html:
    """A document as an article; every mark becomes one `<mark>` per block and overlap."""
    levels = {section.start: section.level for section in document.sections if section.heading}
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.end))
    blocks = [
        _block(
            document,
            start,
            end,
            levels.get(start, 0),
            [mark for mark in ordered if mark.start < end and mark.end > start],
        )
        for start, end in document.blocks
    ]
    title = document.title or document.name
    titled = bool(document.title) and document.sections[0].heading == document.title
    return tag(
        "article",
        tag(
            "header",
            None if titled else tag("h2", title, dir="auto"),
            tag("p", _about(document), class_="about"),
        ),
        *blocks,
        class_="document titled" if titled else "document",
        data_document=document.name,
        aria_label=title,
        hidden=hidden,
    )


def render_marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> Html:
    """`text[start:end]` with its marks; where marks overlap, the words carry the keys of all."""
    edges = {start, end}
    for mark in marks:
        edges |= {edge for edge in (mark.start, mark.end) if start < edge < end}
    cuts = sorted(edges)
    return join(_stretch(text, left, right, marks) for left, right in pairwise(cuts))


def _stretch(text: str, start: int, end: int, marks: Sequence[Mark]) -> Html:
    over = [mark for mark in marks if mark.start <= start and end <= mark.end]
    words = join([text[start:end]])
    if not over:
        return words
    keys = dict.fromkeys(mark.key for mark in over)
    exact = dict.fromkeys(mark.key for mark in over if mark.exact)
    return tag("mark", words, data_cites=" ".join(keys), data_exact=" ".join(exact) or None)


def _block(document: Document, start: int, end: int, level: int, marks: Sequence[Mark]) -> Html:
    first_line, _ = document.lines(start, end)
    if level:
        signs = _HEADING_SIGNS.match(document.text, start, end)
        begin = signs.end() if signs else start
        words = render_marked(document.text, begin, end, marks)
        return tag(f"h{min(level + 2, 6)}", words, dir="auto", data_line=first_line)
    name = "pre" if _PREFORMATTED.search(document.text, start, end) else "p"
    return tag(name, render_marked(document.text, start, end, marks), dir="auto", data_line=first_line)


def _about(document: Document) -> str:
    words = len(document.text.split())
    counted = f"{words:,} {'word' if words == 1 else 'words'}"
    return f"{document.name} · {counted}" if document.title else counted
