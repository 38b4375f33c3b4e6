"""The card above a document: what it is, each of its words a way to where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.app.html import Html, render
from qa.excerpt import pieces

if TYPE_CHECKING:
    from index import Document
    from qa import Overview


def render_card(overview: Overview, document: Document) -> Html:
    """An overview, to be folded."""
    told = [(pieces(document, one), one.start, one.end) for one in overview.sentences]
    heads = [(one.level, one.words, one.start, one.start + 1) for one in overview.outline]
    return render("card.card", overview, told, heads)
