"""Suggested: what a service suggests to ask, found while nobody waits for an answer, and remembered."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from qa import bundled
from qa.answer import ask
from qa.suggesting.suggestions import MOST, SURE, Asks, repeats, suggest
from qa.work import Busy

if TYPE_CHECKING:
    from index import Document, Index
    from qa.answered import Answer
    from qa.deadline import Deadline
    from qa.fitted import ReaderSize

# Where all are asked, questions are made of so many documents, and looked for in so many; so many lists are
# remembered.
DOCUMENTS, TRIED, REMEMBERED = 3, 8, 256
# Answers of a search that ran out of time; the next one goes on from there.
MOST_ANSWERS = 64
# What is wanted is remembered too: so many names and questions, each of so many characters.
MOST_SENT, MOST_CHARS = 100, 1_000
# What goes on from an answer is a question or two.
MOST_NEXT = 2
PAUSE_SECONDS = 0.05
# Answered by the telling sentences, whatever the documents are.
ABOUT_ONE, ABOUT_ALL = "What is this document about?", "What are these documents about?"


class Wanted(NamedTuple):
    """What questions are wanted for.

    Attributes:
        scope: the documents that are asked; none for all.
        near: the document and the character that an answer stands at, for what goes on from there.
        besides: questions that were asked already.

    """

    scope: tuple[str, ...] = ()
    near: tuple[str, int] | None = None
    besides: tuple[str, ...] = ()


class Suggested:
    """Finds and remembers questions to suggest.

    Args:
        is_busy: whether somebody waits for an answer, whom suggestions then let go first.
        reader: says which reader would answer them now.

    """

    def __init__(self, is_busy: Callable[[], bool], reader: Callable[[], ReaderSize]) -> None:
        self._is_busy = is_busy
        self._reader = reader
        self._closing = threading.Event()
        self._known: OrderedDict[tuple[object, ...], tuple[str, ...]] = OrderedDict()
        self._answers: OrderedDict[tuple[object, ...], Answer] = OrderedDict()

    def of(self, index: Index, wanted: Wanted, deadline: Deadline) -> tuple[str, ...]:
        """Questions that work, as they are asked in the scope; errors as of `qa.ask`."""
        names = [wanted.near[0]] if wanted.near else wanted.scope or list(index.documents)
        # What was chosen or added last is what somebody comes to ask.
        newest = names[: -TRIED - 1 : -1]
        documents = [index.documents[name] for name in newest if name in index.documents]
        asked = (wanted.scope, len(index.documents), *(document.content_hash for document in documents))
        key = (wanted, *asked)
        if key not in self._known:

            def asks(question: str) -> Answer:
                return self._answer(question, index, wanted.scope, asked, deadline)

            most = MOST_NEXT if wanted.near else max(1, MOST // min(DOCUMENTS, len(documents) or 1))
            answered = filter(
                None, (_questions(one, asks, wanted, most, len(names) > 1) for one in documents)
            )
            found = list(islice(answered, DOCUMENTS))
            mixed = _once(filter(None, chain.from_iterable(zip_longest(*found))))
            about = ABOUT_ONE if len(names) == 1 else ABOUT_ALL
            whole = [] if wanted.near or not documents or repeats(about, wanted.besides) else [about]
            self._known[key] = (*mixed[: MOST - len(whole)], *whole)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return self._known[key]

    def _answer(
        self,
        question: str,
        index: Index,
        scope: tuple[str, ...],
        asked: tuple[object, ...],
        deadline: Deadline,
    ) -> Answer:
        found = self._answers.get((question, *asked))
        if found is None:
            self._wait(deadline)
            found = ask(question, index, document=scope or None, deadline=deadline, reader=self._reader())
            self._answers[question, *asked] = found
            if len(self._answers) > MOST_ANSWERS:
                self._answers.popitem(last=False)
        return found

    def close(self) -> None:
        """Stop finding."""
        self._closing.set()

    def _wait(self, deadline: Deadline) -> None:
        while self._is_busy() and not self._closing.is_set():
            deadline.check()
            time.sleep(PAUSE_SECONDS)
        if self._closing.is_set():
            raise Busy("The server is stopping; try again later", 1)


def _questions(document: Document, asks: Asks, wanted: Wanted, most: int, among: bool) -> list[str]:
    """Questions that one document answers; the bundled article has some of its own."""
    given = bundled.QUESTIONS if document.name == bundled.NAME and not wanted.near else ()
    new = (one for one in given if not repeats(one, wanted.besides))
    found = list(islice((one for one in new if _is_sure(asks(one))), most))
    near = wanted.near[1] if wanted.near else None
    made = []
    if len(found) < most:
        made = suggest(document, asks, near, (*wanted.besides, *found), most, among)
    return [*found, *(one.question for one in made)][:most]


def _once(questions: Iterable[str]) -> list[str]:
    """Questions without those that ask what one before them does."""
    kept: list[str] = []
    for one in questions:
        if not repeats(one, kept):
            kept.append(one)
    return kept


def _is_sure(answer: Answer) -> bool:
    return answer.answered and answer.confidence >= SURE


def as_wanted(scope: Sequence[object], near: object, besides: Sequence[object]) -> Wanted:
    """What a page asks for, of whatever kind and length it sends."""
    place = (str(near[0]), int(near[1])) if isinstance(near, list) and len(near) == 2 else None
    chosen, asked = (tuple(str(one)[:MOST_CHARS] for one in some[:MOST_SENT]) for some in (scope, besides))
    return Wanted(chosen, place, asked)
