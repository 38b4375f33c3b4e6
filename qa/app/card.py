"""The card above a document: what it is, each of its words a way to where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.app.html import Html, render

if TYPE_CHECKING:
    from qa import Overview


def render_card(overview: Overview) -> Html:
    """An overview, to be folded."""
    heads = [(one.level, one.words, one.start, one.start + 1) for one in overview.outline]
    return render("card.card", overview, heads)
