"""A visit: one visitor's conversation with the index, and the documents open beside it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from index import CitedQAError, Document, Index
from qa import Answer, Conversation, ask
from qa.app.html import Html, join
from qa.app.source import render_document
from qa.app.transcript import SHOWN_PASSAGES, Turn, marks_of, render_transcript

# Questions to start with, for the document that ships with the product.
EXAMPLES = {
    "microsoft-openai-deal.txt": (
        "How large is Microsoft's stake in OpenAI?",
        "Until when does the access last?",
        "Who verifies AGI?",
        "How much Azure does OpenAI commit to buy?",
    ),
}
FAILURE = "Something went wrong while looking this up; the server’s log says what."

logger = logging.getLogger("cited_qa")


class Visit:
    """What one visitor has asked, and what is open beside it; no two visitors share one."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._conversation = Conversation(index)
        self._turns: list[Turn] = []
        self._documents: dict[str, Document] = {}
        self._opened: list[str] = []
        self._open(list(index.documents)[:1])

    def begin(self, question: str) -> None:
        """Add a question that is not answered yet."""
        self._turns.append(Turn(question))

    def finish(self, literal: bool = False) -> None:
        """Answer the last question; literally as typed, or with the turns before as context."""
        question = self._turns[-1].question
        try:
            answer = ask(question, self._index) if literal else self._conversation.ask(question)
        except CitedQAError as error:
            self._turns[-1] = Turn(question, error=str(error))
        except Exception:
            logger.exception("A question could not be answered.")
            self._turns[-1] = Turn(question, error=FAILURE)
        else:
            self._turns[-1] = Turn(question, answer)
            self._open(_named(answer))
            self._know([hit.passage.document for hit in answer.nearest])

    def transcript(self) -> Html:
        """The conversation so far."""
        return render_transcript(self._turns, self._documents, examples_for(self._index))

    def source(self) -> Html:
        """The opened documents with all their marks; the first is shown, the script turns to another."""
        return join(
            render_document(document, marks_of(self._turns, document), hidden=number > 0)
            for number, document in enumerate(self._documents[name] for name in self._opened)
        )

    def _open(self, names: Sequence[str]) -> None:
        self._know(names)
        self._opened += [name for name in dict.fromkeys(names) if name not in self._opened]

    def _know(self, names: Sequence[str]) -> None:
        for name in dict.fromkeys(names):
            self._documents[name] = self._index.documents[name]


def examples_for(index: Index) -> Sequence[str]:
    """Questions to start with: those written for a bundled document, else one for each first heading."""
    names = list(index.documents)
    for name in names:
        if name in EXAMPLES:
            return EXAMPLES[name]
    sections = index.documents[names[0]].sections if names else ()
    headings = [section.heading for section in sections if section.heading]
    return [f"What does it say about “{heading}”?" for heading in headings[:4]]


def _named(answer: Answer) -> list[str]:
    """The documents that an answer leads to."""
    if answer.answered:
        return [citation.document for citation in answer.citations]
    return [hit.passage.document for hit in answer.nearest[:SHOWN_PASSAGES]]
