"""A visit: one visitor's conversation with the shared documents, and the documents open beside it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from index import CitedQAError, Document, Passage
from qa import Answer, Conversation, ask
from qa.app.export import Export, Format, export
from qa.app.html import Html, join
from qa.app.library import Library
from qa.app.shelf import render_line, render_scope
from qa.app.source import render_document
from qa.app.transcript import render_transcript
from qa.app.turn import SHOWN_PASSAGES, Turn, marks_of, named
from qa.feedback import (
    QUESTIONS,
    RATINGS,
    Asked,
    Kept,
    Lines,
    Rating,
    as_line,
    question_key,
    question_row,
    rating_key,
    rating_row,
)

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
SAID = {
    Kept.ADDED: f"Saved to {QUESTIONS} in the index folder, for qa eval.",
    Kept.REPLACED: f"The line in {QUESTIONS} was changed.",
    Kept.UNCHANGED: f"It stands in {QUESTIONS} already.",
}

logger = logging.getLogger("cited_qa")


class Visit:
    """What one visitor has asked, and what is open beside it; no two visitors share one.

    Attributes:
        scope: the only document that is asked, None for all.
        left_out: how many questions the address it was restored from had no room for.

    """

    def __init__(self, library: Library, visitor: str = "", left_out: int = 0) -> None:
        self.scope: str | None = None
        self.left_out = left_out
        self._library = library
        self._visitor = visitor or secrets.token_hex(8)
        self._conversation = Conversation(library.index)
        self._turns: list[Turn] = []
        self._opened: list[str] = library.names()[:1]

    def begin(self, question: str, literal: bool = False) -> None:
        """Add a question that is not answered yet; it is put to the documents in scope."""
        if self.scope is not None and self.scope not in self._library.names():
            gone, self.scope = self.scope, None
            error = f"“{gone}” was removed from the index; ask again to search all documents, or choose one."
            self._turns.append(Turn(question, error=error))
            return
        history = () if literal else tuple(self._conversation.questions)
        self._turns.append(Turn(question, literal=literal, document=self.scope, history=history))

    def finish(self) -> None:
        """Answer the last question; literally as typed, or with the turns before as context."""
        turn = self._turns[-1]
        if turn.error:
            return
        try:
            answer = (
                ask(turn.question, self._library.index, document=turn.document)
                if turn.literal
                else self._conversation.ask(turn.question, document=turn.document)
            )
            self._turns[-1] = replace(turn, answer=answer, documents=self._documents_of(answer))
        except CitedQAError as error:
            self._turns[-1] = replace(turn, error=str(error))
        except Exception:
            logger.exception("A question could not be answered.")
            self._turns[-1] = replace(turn, error=FAILURE)
        else:
            self._open(_leading(answer))

    def recall(self) -> None:
        """Bring back what this visitor judged and kept of the same answers before.

        Raises:
            FeedbackError: if what was kept cannot be read.

        """
        if self._library.folder is None:
            return
        ratings = Lines(self._library.folder / RATINGS).read()
        questions = Lines(self._library.folder / QUESTIONS).read()
        for number, turn in enumerate(self._turns):
            if turn.answer is None:
                continue
            asked = _asked(turn)
            rated = ratings.get(rating_key(asked, self._visitor), {})
            same = rated.get("answer") == turn.answer.text and rated.get("rating") in list(Rating)
            self._turns[number] = replace(
                turn,
                rating=Rating(rated["rating"]) if same else Rating.NONE,
                saved=question_key(asked) in questions,
            )

    def choose(self, name: str | None) -> None:
        """Ask one document alone, and open it; None asks all."""
        self.scope = name if name in self._library.names() else None
        if self.scope is not None:
            self._open([self.scope])

    def welcome(self, name: str) -> None:
        """Open a document that was just added; where one document is asked alone, turn to this one."""
        self._open([name])
        if self.scope is not None:
            self.scope = name

    def rate(self, number: int, rating: Rating) -> None:
        """Judge an answer, or take the judgement back; it is kept where the index has a folder.

        Raises:
            FeedbackError: if it cannot be written.

        """
        turn = self._turns[number - 1]
        asked = _asked(turn)
        rating = Rating.NONE if turn.rating is rating else rating
        if self._library.folder is not None:
            row = rating_row(asked, rating, self._visitor)
            lines = Lines(self._library.folder / RATINGS)
            lines.put(row) if rating else lines.drop(row["id"])
        self._turns[number - 1] = replace(turn, rating=rating, saved=False)

    def save(self, number: int, right: str = "") -> Html | str:
        """Keep an answer as a test question: as it is, as a refusal ("refuse"), or by a passage's rank.

        Returns:
            What became of it in a sentence, or a sheet with the line where there is no folder to keep it in.

        Raises:
            FeedbackError: if it cannot be written, or its words are no longer in the index.

        """
        turn = self._turns[number - 1]
        asked = _asked(turn)
        row = question_row(asked, self._library.index, _right(asked.answer, right))
        if self._library.folder is None:
            return render_line(as_line(row), QUESTIONS)
        kept = Lines(self._library.folder / QUESTIONS).put(row)
        self._turns[number - 1] = replace(turn, saved=True)
        return SAID[kept]

    def export(self, kind: Format) -> Export:
        """The conversation as a file."""
        return export(self._turns, kind, datetime.now().astimezone())

    def transcript(self) -> Html:
        """The conversation so far."""
        named = {name for turn in self._turns for name in turn.documents}
        documents = {name: document for name in named if (document := self._library.document(name))}
        is_empty = not self._library.names()
        return render_transcript(self._turns, documents, self._examples(), is_empty, self.left_out)

    def source(self) -> Html:
        """The opened documents with all their marks; the first is shown, the script turns to another."""
        opened = [document for name in self._opened if (document := self._library.document(name))]
        return join(
            render_document(document, marks_of(self._turns, document), hidden=number > 0, sharing=len(opened))
            for number, document in enumerate(opened)
        )

    def scope_button(self) -> Html:
        """What is asked, and the way to change it."""
        return render_scope(self.scope, len(self._library.names()))

    def _open(self, names: Sequence[str]) -> None:
        self._opened += [name for name in dict.fromkeys(names) if name not in self._opened]

    def _documents_of(self, answer: Answer) -> dict[str, Document]:
        return {name: document for name in named(answer) if (document := self._library.document(name))}

    def _examples(self) -> Sequence[str]:
        """Questions to start with: those written for a bundled document, else one for each first heading."""
        if self._turns:
            return ()
        names = [self.scope] if self.scope else self._library.names()
        for name in names:
            if name in EXAMPLES:
                return EXAMPLES[name]
        document = self._library.document(names[0]) if names else None
        headings = [section.heading for section in document.sections if section.heading] if document else []
        return [f"What does it say about “{heading}”?" for heading in headings[:4]]


def _asked(turn: Turn) -> Asked:
    if turn.answer is None:
        raise ValueError("a turn without an answer")
    return Asked(turn.answer, turn.history, turn.document)


def _right(answer: Answer, right: str) -> Passage | bool:
    """What is right: the answer itself, a refusal, or the passage of a rank."""
    if right in {"", "refuse"}:
        return right == ""
    return next(hit.passage for hit in answer.nearest if str(hit.rank) == right)


def _leading(answer: Answer) -> list[str]:
    """The documents that an answer leads to."""
    if answer.answered:
        return [citation.document for citation in answer.citations]
    return [hit.passage.document for hit in answer.nearest[:SHOWN_PASSAGES]]
