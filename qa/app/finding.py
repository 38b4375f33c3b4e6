"""Finding: words in the whole text of a document, also where it is not written out yet, and its outline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.app.html import Html, render

if TYPE_CHECKING:
    from index import Document

# More places nobody walks; they are counted.
MOST_PLACES = 1_000
MOST_QUERY_CHARS, MOST_QUERY_WORDS = 200, 20
# A text is looked through in pieces, between which other visitors' threads go on; words that begin in a piece
# may end so far beyond it.
PIECE_CHARS, BEYOND_CHARS = 200_000, 20_000
MOST_HEADINGS = 500


def places_of(document: Document, query: str) -> tuple[int, list[tuple[int, int]]]:
    """How often words stand in a document, in whatever case and spacing, and where: the first places."""
    words = query[:MOST_QUERY_CHARS].split()[:MOST_QUERY_WORDS]
    if not words:
        return 0, []
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    count, places = 0, []
    for place in _found(pattern, document.text):
        count += 1
        if count <= MOST_PLACES:
            places.append(place)
    return count, places


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    begins = 0
    while begins < len(text):
        start, edge = begins, begins + PIECE_CHARS
        begins = edge
        for found in pattern.finditer(text, start, edge + BEYOND_CHARS):
            if found.start() >= edge:
                break
            yield found.span()
            begins = max(edge, found.end())


def render_outline(document: Document) -> Html:
    """A document's headings, each a way to where it stands."""
    ends = dict(document.blocks)
    heads = [
        (section.level, section.heading, section.start, ends[section.start])
        for section in document.sections
        if section.heading
    ]
    return render("finding.outline", document.name, heads, MOST_HEADINGS)
