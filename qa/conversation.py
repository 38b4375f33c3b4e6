"""Conversation: questions asked one after another, each of which may lean on the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answer import ask
from qa.answered import turn_of

if TYPE_CHECKING:
    from index import Index
    from qa.answered import Answer
    from qa.fitted import ReaderSize


class Conversation:
    """Questions asked one after another; each may lean on the ones before.

    Args:
        index: the documents.
        reader: which reader decides; see `qa.ask`.

    Attributes:
        answers: the answers so far, oldest first.

    """

    def __init__(self, index: Index, reader: ReaderSize | None = None) -> None:
        self._index = index
        self._reader = reader
        self.answers: list[Answer] = []

    @property
    def questions(self) -> list[str]:
        """The questions so far as they were typed, oldest first."""
        return [answer.asked for answer in self.answers]

    def ask(self, question: str, document: str | None = None, threshold: float | None = None) -> Answer:
        """Ask, with the turns so far as context; arguments and errors as of `qa.ask`."""
        previous = turn_of(self.answers[-1]) if self.answers else None
        answer = ask(
            question,
            self._index,
            document=document,
            threshold=threshold,
            previous=previous,
            reader=self._reader,
        )
        self.answers.append(answer)
        return answer
