"""The conversation: questions, quoted answers and honest refusals as markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qa.app.html import Html, render

if TYPE_CHECKING:
    from index import Document
    from qa.app.turn import Turn

# The address holds this many of the last questions, and the browser this many.
LINKED_QUESTIONS, KEPT_QUESTIONS = 20, 100


def render_transcript(
    turns: Sequence[Turn],
    documents: Mapping[str, Document],
    scope: Sequence[str] = (),
    among: int = 1,
    left_out: int = 0,
) -> Html:
    """The whole conversation, or an invitation with questions to start with while there is none.

    Args:
        turns: the conversation.
        documents: the documents that it names and that the index still holds.
        scope: the documents that are asked; none for all.
        among: how many documents there are.
        left_out: how many questions before it were not kept.

    """
    limits = LINKED_QUESTIONS, KEPT_QUESTIONS
    return render("transcript.transcript", turns, documents, scope, among, left_out, *limits)


def render_lacking(count: int) -> Html:
    """A sentence on how many questions were not kept."""
    return Html("<p>{}</p>").format(render("transcript.lacking", count))


def render_awaited(networks: Mapping[str, float]) -> Html:
    """A sentence on networks that are being prepared, by name with their seconds so far; nothing for none."""
    return render("transcript.awaited", networks, int(max(networks.values(), default=0)))


def render_suggested(questions: Sequence[str], label: str) -> Html:
    """Questions to ask by a click, found to work."""
    return render("transcript.suggested", questions, label)
