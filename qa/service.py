"""The service: what a person can do with the documents; every screen calls it, and it knows none of them."""

from __future__ import annotations

import queue
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from index import DocumentError, DocumentGone, Hit, Index, Limits, Only, UnknownDocument
from index.models import preparing
from qa import bundled
from qa.answer import MAX_TURNS, ask
from qa.answered import Answer, turn_of
from qa.deadline import Deadline
from qa.fitted import ReaderSize
from qa.gist.overviews import Overview, overview
from qa.given import NothingToAsk, check_asked, check_searched
from qa.keeping import judging
from qa.keeping.adding import Added, Step, add_file, received, steps, with_aside
from qa.keeping.feedback import Asked, Rating, follow
from qa.keeping.judging import Judgement, Saved
from qa.keeping.library import Library
from qa.keeping.names import check_kind, clean_name
from qa.keeping.opened import Opened
from qa.meanwhile import Meanwhile
from qa.suggesting.suggested import Suggested, Wanted
from qa.who_reads import default_reader
from qa.work import Bounds, Busy, Workers, outcome

if TYPE_CHECKING:
    from index import Passage
    from qa.evaluation import QuestionSet

T = TypeVar("T")

# An answer whose documents were changed while it was made is made again this often.
ATTEMPTS = 3
WAITING_WRITES = 4
WAITING_SUGGESTIONS = 8
# A question with its history, or a query, that has more characters than a person asks with.
LONG_CHARS = 2_000
WAITING_LONG = 2


class Service(Library):
    """Answers, searches and keeps documents, for any number of callers at once.

    Args:
        opening: opens the index; called at once, and whenever it is to be opened anew.
        bounds: how much is done at once.
        limits: what a file may cost.
        once: whether the index is opened this once, for one command, and never anew.
        reader: which reader decides; see `qa.ask`. While it is being prepared on this machine the small one
            does, and the answer says so.
        has_example: whether the index opens with the bundled article as an example, which steps aside for the
            first document that is added.

    Attributes:
        opened: the open index.
        workers: what does the work, for those who count it.
        folder: where files lie for a while; it goes with the service.

    """

    def __init__(
        self,
        opening: Callable[[], Index],
        bounds: Bounds = Bounds(),  # noqa: B008  (frozen)
        limits: Limits = Limits(),  # noqa: B008
        once: bool = False,
        reader: ReaderSize | None = None,
        has_example: bool = False,
    ) -> None:
        super().__init__(Opened(opening, once))
        self.bounds = bounds
        self.limits = limits
        self._has_example = has_example
        self._reader = reader or default_reader()
        self._meanwhile = None if once else Meanwhile(self._reader)
        self.folder = Path(tempfile.mkdtemp(prefix="cited-qa-"))
        self._answers = Workers("answer", bounds.workers, bounds.waiting)
        # Those who send very much to answer wait for each other, not the others for them.
        self._long = Workers("long", max(1, bounds.workers // 2), WAITING_LONG)
        self._evaluations = Workers("evaluation", 1, 0)
        self._writes = Workers("write", 1, WAITING_WRITES)
        self._suggestions = Workers("suggestion", 1, WAITING_SUGGESTIONS)
        self.workers = (self._answers, self._long, self._evaluations, self._writes, self._suggestions)
        self._suggested = Suggested(lambda: bool(self._answers.pending), lambda: self._who_reads()[0])

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        document: Only = None,
        threshold: float | None = None,
        after: Answer | None = None,
    ) -> Answer:
        """Answer a question; arguments and errors as of `qa.ask`, and `Bounds`' own.

        In a conversation, `after` is the answer that this question follows, in the place of a history.

        Raises:
            NothingToAsk: if there is no document.

        """
        check_asked(question, history, threshold)
        previous = turn_of(after) if after else None

        def attempt(index: Index, deadline: Deadline) -> Answer | None:
            deadline.check()
            reader, note = self._who_reads()
            answer = _while_there(
                lambda: ask(question, index, history, document, threshold, previous, deadline, reader),
                index,
                document,
            )
            if answer is None or not _stands(answer, index):
                return None
            return replace(answer, notes=(*answer.notes, note)) if note else answer

        def work(index: Index, deadline: Deadline) -> Answer:
            if not index.documents:
                raise NothingToAsk(index.address)
            for _ in range(ATTEMPTS):
                if answer := attempt(index, deadline):
                    return answer
            # In its turn among the changes, so that none that is made here comes in between.
            if answer := self._writes.run_until(deadline, lambda: attempt(index, deadline)):
                return answer
            raise _changing()

        return self._run(work, self._fit_for(question, *history[-MAX_TURNS:]))

    def search(self, query: str, k: int = 5, document: Only = None) -> list[Hit]:
        """The best passages; errors as of `Index.search`."""
        check_searched(query, k)
        return self._run(lambda index, _: index.search(query, k=k, document=document), self._fit_for(query))

    def overview(self, document: str, questions: bool = False) -> Overview:
        """What a document is, and if wanted questions that it answers; errors as of `qa.overview`."""
        found = self._run(lambda index, _: overview(index, document), self._answers)
        return replace(found, questions=self.suggestions(Wanted((document,)))) if questions else found

    def suggestions(self, wanted: Wanted) -> tuple[str, ...]:
        """Questions that work, found while nobody waits for an answer; errors as of `Bounds` and `qa.ask`."""

        def work(index: Index, deadline: Deadline) -> tuple[str, ...]:
            chosen = wanted.scope or None
            found = _while_there(lambda: self._suggested.of(index, wanted, deadline), index, chosen)
            if found is None:
                raise _changing()
            return found

        return self._run(work, self._suggestions)

    def evaluate(self, prepare: Callable[[Index], QuestionSet]) -> dict[str, Any]:
        """The report on a question set, in JSON's types; one set at a time.

        Raises:
            Busy: if another evaluation is going on.
            QuestionSetError: if the set cannot be used.

        """
        from qa.evaluation.run import evaluate  # noqa: PLC0415  (not owed by those who never evaluate)

        def work(index: Index, deadline: Deadline) -> dict[str, Any]:
            questions = prepare(index)
            return evaluate(
                questions, index, progress=lambda *_: deadline.check(), reader=self._reader
            ).to_dict()

        return self._run(work, self._evaluations, self.bounds.write_seconds)

    def add(
        self,
        given_name: str,
        content: BinaryIO,
        replace: bool = True,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Step]:
        """Index a file under its name made clean, and tell how far that is.

        A document of that name is replaced, or this one gets a name of its own. Once begun, the work comes to
        its end even where nobody waits for it, unless it is cancelled: then nothing of the file is added.

        Raises:
            Cancelled: if it was.
            UnsupportedKind: if no loader reads this kind of file.
            DocumentError: if it cannot be read; the index then stays as it was.
            Busy, TooSlow, StorageError, IndexLocked: as their names say.

        """
        name = clean_name(given_name)
        check_kind(name)
        file = received(content, name, self.folder)
        told: queue.SimpleQueue[Step | None] = queue.SimpleQueue()

        def ended(_: object) -> None:
            shutil.rmtree(file.parent, ignore_errors=True)
            told.put(None)

        def work() -> Added:
            with self.opened.used() as index:
                is_first = self._has_example and list(index.documents) == [bundled.NAME]
                added = add_file(index, file, self.limits, replace, told.put, is_cancelled)
                if is_first and added.name != bundled.NAME:
                    index.remove(bundled.NAME)
                    added = with_aside(added, bundled.NAME)
                follow(index)
                return added

        deadline = Deadline(self.bounds.write_seconds)
        try:
            going_on = self._writes.begin(work)
        except Busy:
            ended(None)
            raise
        going_on.add_done_callback(ended)
        yield from steps(told, deadline)
        yield outcome(going_on)

    def bring_example(self) -> None:
        """Put the bundled article among the documents again; errors as of `add`."""
        with bundled.article().open("rb") as content:
            for _ in self.add(bundled.NAME, content):
                pass

    def remove(self, *names: str) -> int:
        """Remove documents, all or none; returns how many test questions were set aside with them.

        Raises:
            UnknownDocument: if one of them is not there.

        """

        def change(index: Index) -> int:
            index.remove(*names)
            return follow(index)

        return self._changed(change)

    def rename(self, name: str, new: str) -> str:
        """Give a document another name, made clean; its test questions go with it. Returns the name.

        Raises:
            UnknownDocument: if there is no such document.
            DocumentError: if the name is another one's, or nothing of it is left.

        """
        cleaned = clean_name(new, "")
        if not cleaned:
            raise DocumentError("such a name cannot be kept; give one with letters or digits", name)

        def change(index: Index) -> str:
            index.rename(name, cleaned)
            follow(index, [(name, cleaned)])
            return cleaned

        return self._changed(change)

    def rate(self, asked: Asked, rating: Rating, visitor: str) -> None:
        """Judge an answer; as `judging.rate`."""
        with self.opened.used() as index:
            judging.rate(index, asked, rating, visitor)

    def save(self, asked: Asked, right: Passage | bool = True) -> Saved:
        """Keep an answer as a test question; as `judging.save`."""
        with self.opened.used() as index:
            return judging.save(index, asked, right)

    def judged(self, asked: Sequence[Asked], visitor: str) -> list[Judgement]:
        """What a visitor judged of answers before; as `judging.judged`."""
        with self.opened.used() as index:
            return judging.judged(index, asked, visitor)

    def awaited(self) -> dict[str, float]:
        """The networks that an answer waits for at the moment, by name, each with its seconds so far."""
        return self._meanwhile.awaited() if self._meanwhile else preparing()

    def check(self) -> None:
        """Look whether the index can be used.

        Raises:
            CitedQAError: as its name and message say.

        """
        with self.opened.used() as index:
            index.search("index", k=1)

    def close(self, at_once: bool = False) -> None:
        """Let what has begun come to its end, then close the index; `at_once` as of `Index.close`."""
        self._suggested.close()
        if self._meanwhile:
            self._meanwhile.close()
        for workers in self.workers:
            workers.close()
        self.opened.close(at_once)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _who_reads(self) -> tuple[ReaderSize, str]:
        """The reader that answers now, and what is to be said of that."""
        return (self._meanwhile.reader, self._meanwhile.note) if self._meanwhile else (self._reader, "")

    def _fit_for(self, *texts: str) -> Workers:
        """The workers for a question of these texts."""
        return self._long if sum(map(len, texts)) > LONG_CHARS else self._answers

    def _run(self, work: Callable[[Index, Deadline], T], workers: Workers, seconds: float | None = None) -> T:
        """The one place where the time of a request begins."""

        def done(deadline: Deadline) -> T:
            with self.opened.used() as index:
                return work(index, deadline)

        return workers.run(done, seconds or self.bounds.answer_seconds)

    def _changed(self, change: Callable[[Index], T]) -> T:
        return self._run(lambda index, _: change(index), self._writes, self.bounds.write_seconds)


def _while_there(work: Callable[[], T], index: Index, chosen: Only) -> T | None:
    """What a piece of work comes to; None where a document that it came upon was removed meanwhile.

    Raises:
        UnknownDocument: if one of the chosen documents is not there.

    """
    index.among(chosen)
    try:
        return work()
    except (DocumentGone, UnknownDocument):
        return None


def _changing() -> Busy:
    return Busy("The documents are changing too fast to be cited; try again", 1)


def _stands(answer: Answer, index: Index) -> bool:
    """Whether the cited documents still say what was found in them."""
    documents = {one.document: index.documents.get(one.document) for one in answer.citations}
    for citation in answer.citations:
        document, passage = documents[citation.document], citation.passage
        if document is None or document.text[passage.start : passage.end] != passage.text:
            return False
    return True
