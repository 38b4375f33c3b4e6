"""Finding: words in the whole text of a document, also where it is not written out yet, and its outline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.app.html import Html, join, tag
from qa.app.icons import icon

if TYPE_CHECKING:
    from index import Document, Section

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


def render_seek() -> Html:
    """The field to find words with, closed."""
    field = tag(
        "input", type="search", id="seek-words", placeholder="Find in this document", autocomplete="off",
        spellcheck="false", maxlength=MOST_QUERY_CHARS, aria_label="Find in this document",
    )  # fmt: skip
    return tag(
        "div",
        field,
        tag("span", class_="told", role="status"),
        tag("button", "↑", type="button", data_seek="-1", aria_label="Previous place"),
        tag("button", "↓", type="button", data_seek="1", aria_label="Next place"),
        tag("button", icon("close"), type="button", data_seek="close", aria_label="Close"),
        id="seek", role="search", hidden=True,
    )  # fmt: skip


def render_ways() -> Html:
    """The buttons that open the field and the outline, and the outline, empty."""
    find = tag(
        "button", icon("find"), type="button", data_seek="open", title="Find in this document",
        aria_label="Find in this document",
    )  # fmt: skip
    opens = tag(
        "button",
        icon("outline"),
        type="button",
        popovertarget="outline",
        title="Outline",
        aria_label="Outline",
    )
    return join([find, opens, tag("div", id="outline", popover="auto", role="group", aria_label="Outline")])


def render_outline(document: Document) -> Html:
    """A document's headings, each a way to where it stands."""
    heads = [section for section in document.sections if section.heading]
    if not heads:
        return tag("p", "This document has no headings.", class_="said")
    top = min(section.level for section in heads)
    ends = dict(document.blocks)
    rows = [
        tag("li", _way(section, ends[section.start]), style=f"--depth: {min(section.level - top, 4)}")
        for section in heads[:MOST_HEADINGS]
    ]
    left = len(heads) - MOST_HEADINGS
    more = tag("p", f"{left:,} more headings", class_="said") if left > 0 else None
    return join([tag("ul", *rows, data_overview=document.name), more])


def _way(section: Section, end: int) -> Html:
    return tag("button", tag("bdi", section.heading), type="button", data_point=f"{section.start}-{end}")
