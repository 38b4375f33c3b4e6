"""A visit: one visitor's conversation with the shared documents, and the documents open beside it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from index import CitedQAError, Document, Passage
from qa import bundled
from qa.app.export import Export, Format, export
from qa.app.html import Html, render
from qa.app.notes import Note, export_notes, note_of
from qa.app.quoting import note_id
from qa.app.recalled import again, recalled
from qa.app.renamed import renamed
from qa.app.shelf import MOST_CHOSEN, render_scope
from qa.app.source import Mark, render_document
from qa.app.transcript import render_transcript
from qa.app.turn import Turn, marks_of, named
from qa.keeping.feedback import QUESTIONS, Asked, Rating
from qa.keeping.kept import Kept

if TYPE_CHECKING:
    from qa import Answer
    from qa.service import Service

SAID = {
    Kept.ADDED: f"Saved to {QUESTIONS} of the index, as a test question.",
    Kept.REPLACED: f"The line in {QUESTIONS} was changed.",
    Kept.UNCHANGED: f"It stands in {QUESTIONS} already.",
}


class Visit:
    """What one visitor has asked, and what is open beside it; no two visitors share one.

    Attributes:
        scope: the documents that are asked; none for all.
        left_out: how many questions of the conversation it goes on with were not kept.

    """

    def __init__(
        self, service: Service, visitor: str = "", left_out: int = 0, before: Visit | None = None
    ) -> None:
        self.scope: tuple[str, ...] = ()
        self.left_out = left_out
        self._service = service
        self._visitor = visitor or secrets.token_hex(8)
        self._before = before
        self._conversation: list[Answer] = []
        self._turns: list[Turn] = []
        self._opened: list[str] = _first(service.names())
        self._pointed: tuple[str, Mark] | None = None

    def begin(self, question: str, literal: bool = False) -> None:
        """Add a question that is not answered yet; it is put to the documents in scope."""
        known = set(self._service.names())
        if gone := [name for name in self.scope if name not in known]:
            self.scope = tuple(name for name in self.scope if name in known)
            rest = "the others" if self.scope else "all documents"
            error = f"“{gone[0]}” was removed from the index; ask again to search {rest}, or choose others."
            self._turns.append(Turn(question, error=error))
            return
        history = () if literal else tuple(answer.asked for answer in self._conversation)
        self._turns.append(
            Turn(question, literal=literal, only=self.scope, history=history, among=self._among)
        )

    def finish(self) -> None:
        """Answer the last question, if it is not; literally as typed, or with the turns before as context."""
        if not self._turns or self._turns[-1].error or self._turns[-1].answer:
            return
        turn = self._turns[-1]
        after = self._conversation[-1] if self._conversation and not turn.literal else None
        try:
            answer = self._service.ask(turn.question, document=turn.only or None, after=after)
        except CitedQAError as error:
            self._turns[-1] = replace(turn, error=str(error))
            return
        if not turn.literal:
            self._conversation.append(answer)
        self._turns[-1] = replace(turn, answer=answer, documents=self._documents_of(answer))
        closest = [hit.passage for hit in self._turns[-1].closest]
        self._open([words.document for words in (answer.citations if answer.answered else closest)])

    def resume(self, question: str, literal: bool, only: Sequence[str], note: Note | None) -> None:
        """Bring a question of before back with the answer that was read; asked anew where none was kept."""
        if note is None:
            self.scope = tuple(only)
            self.begin(question, literal)
            self.finish()
            return
        if not self._turns:
            self._opened = []
        history = tuple(answer.asked for answer in self._conversation)
        turn = replace(recalled(note, self._service.found, literal, history), among=self._among)
        if self._before and (whole := self._before.whole(turn)):
            turn = replace(whole, history=history)
        self._turns.append(turn)
        if turn.answer and not literal:
            self._conversation.append(turn.answer)
        self._open(list(turn.documents))

    def settle(self) -> None:
        """Let go of the visit before, once all that it held was brought back."""
        self._before = None

    def whole(self, read: Turn) -> Turn | None:
        """The turn that was read, with all that was found for it, while its documents are what they were."""
        for turn in self._turns:
            is_same = (turn.question, turn.literal, turn.only) == (read.question, read.literal, read.only)
            if is_same and turn.answer and read.answer and note_id(turn.answer) == note_id(read.answer):
                now = {name: one for name in turn.documents if (one := self._service.found(name))}
                return None if turn.shelf(now).lost(turn.documents) else turn
        return None

    def recall(self) -> None:
        """Bring back what this visitor judged and kept of the same answers before.

        Raises:
            FeedbackError: if what was kept cannot be read.

        """
        answered = [number for number, turn in enumerate(self._turns) if turn.answer is not None]
        judged = self._service.judged([_asked(self._turns[number]) for number in answered], self._visitor)
        for number, judgement in zip(answered, judged, strict=True):
            self._turns[number] = replace(self._turns[number], rating=judgement.rating, saved=judgement.saved)

    def choose(self, names: Sequence[str]) -> list[str]:
        """Ask some documents alone; none asks all.

        Returns:
            Those of the documents that are no longer there.

        """
        known = set(self._service.names())
        self.scope = tuple(name for name in dict.fromkeys(names) if name in known)[:MOST_CHOSEN]
        return [name for name in dict.fromkeys(names) if name not in known]

    def look_at(self, name: str) -> str | None:
        """Open a document to read, whatever is asked; its name, if it is there."""
        if not self._service.found(name):
            return None
        if not self._turns:
            self._opened = []
        self._open([name])
        return name

    def forget(self, name: str) -> None:
        """Ask a document no more."""
        self.scope = tuple(one for one in self.scope if one != name)

    def point(self, key: str, name: str, start: int, end: int) -> None:
        """Mark words of a document that no answer cites, in the place of those marked so before."""
        self._pointed = name, Mark(key, start, end)
        self._open([name])

    def renamed(self, name: str, new: str) -> None:
        """Follow a document to its new name."""
        self._opened = [new if one == name else one for one in self._opened]
        self.scope = tuple(new if one == name else one for one in self.scope)
        if document := self._service.found(new):
            self._turns = [renamed(turn, name, document) for turn in self._turns]

    def welcome(self, name: str) -> None:
        """Open a document that was just added; it takes the place of one asked alone, or joins several."""
        self._open([name])
        if self.scope:
            self.scope = (*(self.scope if len(self.scope) > 1 else ()), name)

    def rate(self, number: int, rating: Rating) -> Rating:
        """Judge an answer, or take the judgement back; it is kept where the index has a folder.

        Raises:
            FeedbackError: if it cannot be written.

        """
        turn = self._turns[number - 1]
        rating = Rating.NONE if turn.rating is rating else rating
        self._service.rate(_asked(turn), rating, self._visitor)
        self._turns[number - 1] = replace(turn, rating=rating, saved=False)
        return rating

    def save(self, number: int, right: str = "") -> Html | str:
        """Keep an answer as a test question: as it is, as a refusal ("refuse"), or by a passage's rank.

        Returns:
            What became of it in a sentence, or a sheet with the line where there is no folder to keep it in.

        Raises:
            FeedbackError: if it cannot be written, or its words are no longer in the index.

        """
        turn = self._turns[number - 1]
        asked = _asked(turn)
        saved = self._service.save(asked, _right(asked.answer, right))
        if saved.kept is None:
            return render("shelf.line", saved.line, QUESTIONS)
        self._turns[number - 1] = replace(turn, saved=True)
        return SAID[saved.kept]

    def export(self, kind: Format, title: str = "") -> Export:
        """The conversation as a file, below the title that it was given."""
        now = datetime.now().astimezone()
        if kind is Format.HTML:
            told = [turn.read() for turn in self._turns]
            notes = [note for note in told if note]
            return export_notes(notes, kind, now, title or "Conversation", "Conversation")
        return export(self._turns, kind, now, title)

    def note(self, number: int) -> Note:
        """An answer to be pinned."""
        turn = self._turns[number - 1]
        at = datetime.now().astimezone().isoformat(timespec="minutes")
        return note_of(_asked(turn).answer, turn.spot, turn.only, at, documents=turn.documents)

    def transcript(self) -> Html:
        """The conversation so far."""
        self._turns = [again(turn, self._service.found) for turn in self._turns]
        names = {name for turn in self._turns for name in (*turn.names, *turn.documents)}
        documents = {name: document for name in names if (document := self._service.found(name))}
        return render_transcript(self._turns, documents, self.scope, self._among, self.left_out)

    def source(self) -> Html:
        """The opened documents with all their marks; the first is shown, the script turns to another."""
        opened = [document for name in self._shown() if (document := self._service.found(name))]
        return Html().join(
            render_document(document, self._marks(document), hidden=number > 0, sharing=len(opened))
            for number, document in enumerate(opened)
        )

    def scope_button(self) -> Html:
        """What is asked, and the way to change it."""
        return render_scope(self.scope, len(self._service.names()))

    def _marks(self, document: Document) -> list[Mark]:
        pointed = [self._pointed[1]] if self._pointed and self._pointed[0] == document.name else []
        return [*marks_of(self._turns, document), *pointed]

    def _shown(self) -> list[str]:
        return self._opened or _first(self._service.names())

    def _open(self, names: Sequence[str]) -> None:
        self._opened += [name for name in dict.fromkeys(names) if name not in self._opened]

    @property
    def _among(self) -> int:
        return len(self._service.names())

    def _documents_of(self, answer: Answer) -> dict[str, Document]:
        return {name: document for name in named(answer) if (document := self._service.found(name))}


def _first(names: Sequence[str]) -> list[str]:
    """What is open before anything is asked: the first; where the article came by itself, the newest."""
    return list(names[-1:] if names[:1] == [bundled.NAME] else names[:1])


def _asked(turn: Turn) -> Asked:
    if turn.answer is None:
        raise ValueError("a turn without an answer")
    return Asked(turn.answer, turn.history, turn.only[0] if len(turn.only) == 1 else None)


def _right(answer: Answer, right: str) -> Passage | bool:
    """What is right: the answer itself, a refusal, or the passage of a rank."""
    if right in {"", "refuse"}:
        return right == ""
    return next(hit.passage for hit in answer.nearest if str(hit.rank) == right)
