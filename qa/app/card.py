"""The card above a document: what it is, each of its words a way to where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.app.html import Html, join, tag

if TYPE_CHECKING:
    from index import Document, Span
    from qa import Overview
    from qa.mentions import Mention
    from qa.overviews import Heading

MOST_HEADINGS = 100
# A click goes from place to place; more of them nobody walks.
MOST_PLACES = 50


def render_slot(document: Document) -> Html:
    """Where a document's card comes once the document is looked at."""
    return tag("div", class_="overview", data_overview=document.name, data_version=document.content_hash[:16])


def render_card(overview: Overview) -> Html:
    """An overview, to be folded."""
    mentioned = (("Names", overview.names), ("Dates", overview.dates), ("Amounts", overview.amounts))
    return tag(
        "details",
        tag("summary", "Overview"),
        tag("ol", *(tag("li", _way(one.quote, one.start, one.end)) for one in overview.sentences)),
        *(_mentioned(label, some) for label, some in mentioned if some),
        _outline(overview.outline) if overview.outline else None,
        data_fold="overview",
    )


def _mentioned(label: str, mentioned: Sequence[Mention]) -> Html:
    ways = (_mention(one) for one in mentioned)
    return tag("p", tag("b", label), " ", join(ways, " "), class_="mentioned")


def _mention(one: Mention) -> Html:
    count = tag("span", f" {one.count:,}", class_="count", aria_hidden="true") if one.count > 1 else None
    times = f": {one.count:,} places, a click each" if one.count > 1 else ""
    return tag(
        "button", tag("bdi", one.text), count, type="button", aria_label=f"{one.text}{times}",
        data_point=_places(one.places[:MOST_PLACES]),
    )  # fmt: skip


def _outline(outline: Sequence[Heading]) -> Html:
    top = min(heading.level for heading in outline)
    rows = [
        tag("li", _way(one.words, one.start, one.start + 1), style=f"--depth: {min(one.level - top, 4)}")
        for one in outline[:MOST_HEADINGS]
    ]
    left = len(outline) - MOST_HEADINGS
    more = tag("li", f"{left:,} more headings", class_="more") if left > 0 else None
    heads = tag("ul", *rows, more)
    return tag("details", tag("summary", f"Outline ({len(outline):,})"), heads, data_fold="outline")


def _way(words: str, start: int, end: int) -> Html:
    return tag("button", tag("bdi", words), type="button", data_point=f"{start}-{end}")


def _places(places: Sequence[Span]) -> str:
    return " ".join(f"{start}-{end}" for start, end in places)
