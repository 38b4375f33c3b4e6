"""The service: what a person can do with the documents; every screen calls it, and it knows none of them."""

from __future__ import annotations

import queue
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar
from weakref import WeakValueDictionary

from index import (
    CitedQAError,
    Document,
    DocumentError,
    DocumentGone,
    Hit,
    Index,
    Limits,
    Only,
    PageSize,
    Progress,
    Rectangle,
    UnknownDocument,
    cut,
)
from qa.answer import MAX_TURNS, Answer, ask, turn_of
from qa.deadline import Deadline
from qa.feedback import (
    QUESTIONS,
    RATINGS,
    Asked,
    Rating,
    follow,
    question_key,
    question_row,
    rating_key,
    rating_row,
)
from qa.fitted import ReaderSize
from qa.given import check_asked, check_searched
from qa.kept import Kept, Rows, as_line, rows_of
from qa.names import check_kind, clean_name, free_name
from qa.opened import Opened
from qa.overviews import Overview, overview
from qa.suggested import Suggested, Wanted
from qa.wire import Listed, listed
from qa.work import Bounds, Busy, Workers, outcome

if TYPE_CHECKING:
    from index import Passage
    from qa.evaluation import QuestionSet

T = TypeVar("T")

# An answer whose documents were changed while it was made is made again this often.
ATTEMPTS = 3
COPY_BYTES = 1 << 20
WAITING_WRITES = 4
WAITING_SUGGESTIONS = 8
# A question with its history, or a query, that has more characters than a person asks with.
LONG_CHARS = 2_000
WAITING_LONG = 2


@dataclass(frozen=True, slots=True)
class Receiving:
    """The file is being read."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """So many passages are indexed so far, `of` so many; 0 while that is not known."""

    passages: int
    of: int = 0


@dataclass(frozen=True, slots=True)
class Added:
    """The document is in the index.

    Attributes:
        name: its name there.
        passages: how many it has; 0 where the index had the same text under that name already.
        is_new: whether no document had that name before.

    """

    name: str
    passages: int
    is_new: bool = True


class Cancelled(CitedQAError):
    """What was being done was stopped by whoever asked for it."""


Step = Receiving | Indexing | Added


@dataclass(frozen=True, slots=True)
class Saved:
    """A test question: its line, and what became of it; None where there is no place to keep it in."""

    line: str
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a visitor said of an answer, and whether it is kept as a test question."""

    rating: Rating = Rating.NONE
    saved: bool = False


class Service:
    """Answers, searches and keeps documents, for any number of callers at once.

    Args:
        opening: opens the index; called at once, and whenever it is to be opened anew.
        bounds: how much is done at once.
        limits: what a file may cost.
        once: whether the index is opened this once, for one command, and never anew.
        reader: which reader decides; see `qa.ask`.

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
        reader: ReaderSize = "small",
    ) -> None:
        self.opened = Opened(opening, once)
        self.bounds = bounds
        self.limits = limits
        self._reader: ReaderSize = reader
        self.folder = Path(tempfile.mkdtemp(prefix="cited-qa-"))
        self._answers = Workers("answer", bounds.workers, bounds.waiting)
        # Those who send very much to answer wait for each other, not the others for them.
        self._long = Workers("long", max(1, bounds.workers // 2), WAITING_LONG)
        self._evaluations = Workers("evaluation", 1, 0)
        self._writes = Workers("write", 1, WAITING_WRITES)
        self._suggestions = Workers("suggestion", 1, WAITING_SUGGESTIONS)
        self.workers = (self._answers, self._long, self._evaluations, self._writes, self._suggestions)
        self._suggested = Suggested(lambda: bool(self._answers.pending))
        self._entries: dict[str, Listed] = {}
        self._held: WeakValueDictionary[str, Document] = WeakValueDictionary()
        self._counted: Index | None = None

    @property
    def in_memory(self) -> bool:
        """Whether everything ends with the service."""
        return not self.opened.address

    @property
    def keeps_ratings(self) -> bool:
        """Whether what people think of answers is kept, with the index."""
        return not self.in_memory

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
        """
        check_asked(question, history, threshold)
        previous = turn_of(after) if after else None

        def work(index: Index, deadline: Deadline) -> Answer:
            for _ in range(ATTEMPTS):
                deadline.check()
                try:
                    answer = ask(
                        question, index, history, document, threshold, previous, deadline, self._reader
                    )
                except DocumentGone:  # between search and citation
                    continue
                if _stands(answer, index):
                    return answer
            raise Busy("The documents are changing too fast to be cited; try again.", 1)

        return self._answered(work, self._fit_for(question, *history[-MAX_TURNS:]))

    def search(self, query: str, k: int = 5, document: Only = None) -> list[Hit]:
        """The best passages; errors as of `Index.search`."""
        check_searched(query, k)
        return self._answered(
            lambda index, _: index.search(query, k=k, document=document), self._fit_for(query)
        )

    def overview(self, document: str, questions: bool = False) -> Overview:
        """What a document is, and if wanted questions that it answers; errors as of `qa.overview`."""
        found = self._answered(lambda index, _: overview(index, document), self._answers)
        return replace(found, questions=self.suggestions(Wanted((document,)))) if questions else found

    def suggestions(self, wanted: Wanted) -> tuple[str, ...]:
        """Questions that work, found while nobody waits for an answer; errors as of `Bounds` and `qa.ask`."""
        return self._answered(
            lambda index, deadline: self._suggested.of(index, wanted, deadline), self._suggestions
        )

    def evaluate(self, prepare: Callable[[Index], QuestionSet]) -> dict[str, Any]:
        """The report on a question set, in JSON's types; one set at a time.

        Raises:
            Busy: if another evaluation is going on.
            QuestionSetError: if the set cannot be used.

        """
        from qa.evaluation.run import evaluate  # noqa: PLC0415  (not owed by those who never evaluate)

        def work(index: Index, deadline: Deadline) -> dict[str, Any]:
            questions = prepare(index)
            return evaluate(questions, index, progress=lambda *_: deadline.check()).to_dict()

        return self._answered(work, self._evaluations, self.bounds.write_seconds)

    def names(self) -> list[str]:
        """The documents' names, in the order they were added."""
        with self.opened.used() as index:
            return list(index.documents)

    def entries(self, offset: int = 0, limit: int | None = None) -> list[Listed]:
        """The documents with titles and sizes, or some of them; each is read once."""
        with self.opened.used() as index:
            if index is not self._counted:
                self._entries, self._counted = {}, index
            names = list(islice(index.documents, offset, None if limit is None else offset + limit))
        for name in names:
            if name not in self._entries and (document := self.found(name)):
                self._entries[name] = listed(document)
        return [self._entries[name] for name in names if name in self._entries]

    def document(self, name: str) -> Document:
        """A document by name.

        Raises:
            UnknownDocument: if there is none.

        """
        document = self.found(name)
        if document is None:
            raise UnknownDocument(name)
        return document

    def found(self, name: str) -> Document | None:
        """A document as it stands now, None where it was removed; callers share one copy."""
        with self.opened.used() as index:
            found = index.documents.get(name)
        held = self._held.get(name)
        if found is not None and held != found:
            self._held[name] = held = found
        return held if found is not None else None

    def prepare_pages(self) -> None:
        """Get ready to draw pages, as `Index.prepare_pages`."""
        with self.opened.used() as index:
            index.prepare_pages()

    def page_sizes(self, name: str) -> tuple[PageSize, ...]:
        """The sizes of a document's pages as they are drawn; errors and none as of `Index.page_sizes`."""
        with self.opened.used() as index:
            return index.page_sizes(name)

    def page_image(self, name: str, page: int, width: int) -> bytes:
        """A page as a PNG; arguments and errors as of `Index.page_image`."""
        with self.opened.used() as index:
            return index.page_image(name, page, width)

    def page_rectangles(self, name: str, spans: Sequence[tuple[int, int]]) -> list[list[Rectangle]]:
        """Where stretches of a document's text stand on its pages; errors as of `Index.page_rectangles`."""
        with self.opened.used() as index:
            return [index.page_rectangles(name, start, end) for start, end in spans]

    def taken(self, names: Sequence[str]) -> list[str]:
        """Those of some files' names, made clean, that the index has a document of."""
        known = set(self.names())
        return [name for name in map(clean_name, names) if name in known]

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
        file = self._received(content, name)
        told: queue.SimpleQueue[Step | None] = queue.SimpleQueue()

        def ended(_: object) -> None:
            shutil.rmtree(file.parent, ignore_errors=True)
            told.put(None)

        deadline = Deadline(self.bounds.write_seconds)
        try:
            work = self._writes.begin(lambda: self._add(file, name, replace, told.put, is_cancelled))
        except Busy:
            ended(None)
            raise
        work.add_done_callback(ended)
        while (step := _next(told, deadline)) is not None:
            if not isinstance(step, Indexing) or told.empty():
                yield step
        yield outcome(work)

    def remove(self, *names: str) -> int:
        """Remove documents, all or none; returns how many test questions were set aside with them.

        Raises:
            UnknownDocument: if one of them is not there.

        """

        def change(index: Index) -> int:
            index.remove(*names)
            return self._mend(index, *names)

        return self._changed(change)

    def rename(self, name: str, new: str) -> str:
        """Give a document another name, made clean; its test questions go with it. Returns the name.

        Raises:
            UnknownDocument: if there is no such document.
            DocumentError: if the name is another one's, or nothing of it is left.

        """
        cleaned = clean_name(new, "")
        if not cleaned:
            raise DocumentError("such a name cannot be kept; give one with letters or digits.", name)

        def change(index: Index) -> str:
            index.rename(name, cleaned)
            self._mend(index, name, moved=[(name, cleaned)])
            return cleaned

        return self._changed(change)

    def rate(self, asked: Asked, rating: Rating, visitor: str) -> None:
        """Judge an answer, or take that back; it is kept unless the index is in memory alone.

        Raises:
            FeedbackError: if it cannot be written.

        """
        if rows := self._kept(RATINGS):
            row = rating_row(asked, rating, visitor)
            rows.put(row) if rating else rows.drop(row["id"])

    def save(self, asked: Asked, right: Passage | bool = True) -> Saved:
        """Keep an answer as a test question, unless all is in memory alone; `right` as of `question_row`.

        Raises:
            FeedbackError: if it cannot be written, or its words are no longer in the index.

        """
        with self.opened.used() as index:
            row = question_row(asked, index, right)
        rows = self._kept(QUESTIONS)
        return Saved(as_line(row), rows.put(row) if rows else None)

    def judged(self, asked: Sequence[Asked], visitor: str) -> list[Judgement]:
        """What a visitor judged of these answers before, and which are kept as test questions.

        Raises:
            FeedbackError: if what was kept cannot be read.

        """
        kept = self._kept(RATINGS), self._kept(QUESTIONS)
        ratings, questions = (rows.read() if rows else {} for rows in kept)
        judged = []
        for one in asked:
            row = ratings.get(rating_key(one, visitor), {})
            same = row.get("answer") == one.answer.text and row.get("rating") in list(Rating)
            rating = Rating(row["rating"]) if same else Rating.NONE
            judged.append(Judgement(rating, question_key(one) in questions))
        return judged

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
        for workers in self.workers:
            workers.close()
        self.opened.close(at_once)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _kept(self, kind: str) -> Rows | None:
        with self.opened.used() as index:
            return rows_of(index, kind)

    def _fit_for(self, *texts: str) -> Workers:
        """The workers for a question of these texts."""
        return self._long if sum(map(len, texts)) > LONG_CHARS else self._answers

    def _answered(
        self, work: Callable[[Index, Deadline], T], workers: Workers, seconds: float | None = None
    ) -> T:
        """The one place where the time of a question begins."""

        def done(deadline: Deadline) -> T:
            with self.opened.used() as index:
                return work(index, deadline)

        return workers.run(done, seconds or self.bounds.answer_seconds)

    def _changed(self, change: Callable[[Index], T]) -> T:
        def done(_: Deadline) -> T:
            with self.opened.used() as index:
                return change(index)

        return self._writes.run(done, self.bounds.write_seconds)

    def _add(
        self,
        file: Path,
        name: str,
        replace: bool,
        tell: Callable[[Step], None],
        is_cancelled: Callable[[], bool],
    ) -> Added:
        tell(Receiving())
        told = Indexing(0)

        def progress(state: Progress) -> None:
            nonlocal told
            if is_cancelled():
                raise Cancelled("stopped; nothing of it is in the index.", name)
            of = round(state.passages / state.done) if state.done else 0
            if state.passages > told.passages:
                told = Indexing(state.passages, of)
            tell(told)

        with self.opened.used() as index:
            is_new = name not in index.documents
            if not (is_new or replace):
                name = free_name(name, index.documents)
                is_new = True
            changes = index.add_copy(file, name, progress=progress, limits=self.limits)
            self._mend(index, name)
            has_changed = bool(changes.added or changes.changed)
            return Added(name, len(cut(index.documents[name])) if has_changed else 0, is_new)

    def _mend(self, index: Index, *names: str, moved: Sequence[tuple[str, str]] = ()) -> int:
        """After a change: forget what was known of these documents, and have questions follow it."""
        for name in names:
            self._entries.pop(name, None)
        return follow(index, moved)

    def _received(self, content: BinaryIO, name: str) -> Path:
        """A file of what is sent, alone in a folder."""
        file = Path(tempfile.mkdtemp(dir=self.folder)) / name
        try:
            with file.open("wb") as copy:
                shutil.copyfileobj(content, copy, COPY_BYTES)
        except OSError as error:
            shutil.rmtree(file.parent, ignore_errors=True)
            raise DocumentError("the file did not arrive whole; add it again.", name) from error
        return file


def _next(told: queue.SimpleQueue[Step | None], deadline: Deadline) -> Step | None:
    try:
        return told.get(timeout=deadline.left)
    except queue.Empty:
        deadline.check()
        raise


def _stands(answer: Answer, index: Index) -> bool:
    """Whether the cited documents still say what was found in them."""
    documents = {one.document: index.documents.get(one.document) for one in answer.citations}
    for citation in answer.citations:
        document, passage = documents[citation.document], citation.passage
        if document is None or document.text[passage.start : passage.end] != passage.text:
            return False
    return True
