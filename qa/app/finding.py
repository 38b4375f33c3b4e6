"""Finding: words in the whole text of a document, also where it is not written out yet, and its outline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.app.html import Html, render

if TYPE_CHECKING:
    from index import Document

# More places nobody walks; they are counted.
MOST_PLACES = 1_000
MOST_QUERY_CHARS = 200
MOST_HEADINGS = 500


def places_of(document: Document, query: str) -> tuple[int, list[tuple[int, int]]]:
    """How often words stand in a document, in whatever case and spacing, and where: the first places."""
    words = query[:MOST_QUERY_CHARS].split()
    if not words:
        return 0, []
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    spans = [found.span() for found in pattern.finditer(document.text)]
    return len(spans), spans[:MOST_PLACES]


def render_outline(document: Document) -> Html:
    """A document's headings, each a way to where it stands."""
    ends = dict(document.blocks)
    heads = [
        (section.level, section.heading, section.start, ends[section.start])
        for section in document.sections
        if section.heading
    ]
    return render("finding.outline", document.name, heads, MOST_HEADINGS)
