"""Evaluate: ask every question, stage by stage, and weigh what comes back."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from index import CitedQAError, Passage, cut
from qa.answer import ask
from qa.decision.deciding import default_threshold
from qa.evaluation.loading import load_questions
from qa.evaluation.metrics import contains_answer, exact_match, overlaps, precision, recall, token_f1
from qa.evaluation.questions import (
    Excerpt,
    Question,
    QuestionSet,
    QuestionSetError,
    check_documents,
    check_ids,
)
from qa.evaluation.ranking import ranking_scores
from qa.evaluation.report import Record, Report

if TYPE_CHECKING:
    from index import Document, Hit, Index
    from qa.answered import Answer
    from qa.fitted import ReaderSize
    from qa.reader import Reader

Progress = Callable[[int, int], None]

# Document rankings keep the best passage of each document, so more passages are needed for ten documents.
_RANKED_FOR_DOCUMENTS = 100
_BUDGETS = (200, 500, 1000)


def evaluate(
    questions: str | Path | QuestionSet | Iterable[Question],
    index: Index,
    *,
    tags: Sequence[str] = (),
    progress: Progress | None = None,
    seed: int = 0,
    reader: ReaderSize | None = None,
) -> Report:
    """Ask every question of an index and report what the answers are worth.

    Args:
        questions: a file or folder that `load_questions` reads, a set it gave, or questions.
        index: where to look.
        tags: only questions with all of these tags.
        progress: called after each question with how many are done, and how many there are.
        seed: of the bootstrap.
        reader: which reader decides; see `qa.ask`.

    Returns:
        The report. A KeyboardInterrupt ends the asking early, and the report tells of what was asked.

    Raises:
        QuestionSetError: if the set is empty, malformed, or about documents that are not in the index.

    """
    from qa.who_reads import default_reader  # noqa: PLC0415 - the readers, of no use to who reads a saved report

    started = perf_counter()
    reader = reader or default_reader()
    asked = _chosen(questions, index, tags)
    clock = _Clock({"loading": 0.0, "asking": 0.0, "searching": 0.0, "reading": 0.0})
    seen: list[_Seen] = []
    interrupted = False
    try:
        examiner = _Examiner.prepare(index, asked.questions, clock, reader)
        for question in asked.questions:
            seen.append(examiner.examine(question))
            if progress is not None:
                progress(len(seen), len(asked.questions))
    except KeyboardInterrupt:
        interrupted = True
    report = Report(
        name=asked.name,
        records=tuple(_records(seen)),
        total=len(asked.questions),
        interrupted=interrupted,
        about={**_about(index), "reader": reader},
        seed=seed,
    )
    _ = report.measures
    spent = {**clock.seconds, "evaluating": perf_counter() - started - sum(clock.seconds.values())}
    return replace(report, seconds={name: round(seconds, 4) for name, seconds in spent.items()})


def _chosen(
    questions: str | Path | QuestionSet | Iterable[Question], index: Index, tags: Sequence[str]
) -> QuestionSet:
    if isinstance(questions, str | Path):
        questions = load_questions(questions, index.documents)
    elif not isinstance(questions, QuestionSet):
        questions = QuestionSet("questions", tuple(questions))
    chosen = [question for question in questions.questions if set(tags) <= set(question.tags)]
    if questions.questions and not chosen:
        wanted = " and ".join(tags)
        raise QuestionSetError(f"no question has the tag {wanted}; check its name", questions.name)
    check_ids(questions.name, chosen)
    check_documents(questions.name, chosen, index.documents)
    return QuestionSet(questions.name, tuple(chosen))


@dataclass(frozen=True, slots=True)
class _Clock:
    seconds: dict[str, float]

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Add the time spent inside to a stage."""
        started = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += perf_counter() - started


@dataclass(frozen=True, slots=True)
class _Seen:
    """What each stage gave for a question."""

    question: Question
    hits: Sequence[Hit]
    gold: Sequence[Passage]
    answer: Answer | None = None
    forced: Answer | None = None
    read: str | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class _Examiner:
    """Puts a question to each stage."""

    index: Index
    reader: Reader
    documents: Mapping[str, Document]
    passages: Mapping[str, Sequence[Passage]]
    clock: _Clock
    size: ReaderSize

    @classmethod
    def prepare(
        cls, index: Index, questions: Sequence[Question], clock: _Clock, size: ReaderSize
    ) -> _Examiner:
        """Load the models ahead of the first question, and cut the documents that hold evidence."""
        from qa.reader import Reader  # noqa: PLC0415 - onnxruntime, of no use to who reads a saved report

        with clock.on("loading"):
            reader = Reader.load()
            index.search(questions[0].question, k=1)
            names = dict.fromkeys(place.document for question in questions for place in question.places)
            documents = {name: index.documents[name] for name in names}
            passages = {name: cut(document) for name, document in documents.items()}
        return cls(index, reader, documents, passages, clock, size)

    def examine(self, question: Question) -> _Seen:
        """Ask, search and read, each on its own.

        Raises:
            QuestionSetError: naming the question that could not be asked.

        """
        try:
            return self._retrieve(question) if question.relevant else self._ask(question)
        except CitedQAError as error:
            about = f"question {question.id!r} could not be asked", error.subject
            raise QuestionSetError(error.reason, ": ".join(filter(None, about)), error.remedy) from error

    def _retrieve(self, question: Question) -> _Seen:
        with self.clock.on("searching"):
            hits = self.index.search(question.question, k=_RANKED_FOR_DOCUMENTS)
        return _Seen(question, hits, ())

    def _ask(self, question: Question) -> _Seen:
        started = perf_counter()
        with self.clock.on("asking"):
            # A threshold of 0 has it say what it would have said: for risk–coverage and calibration.
            forced = ask(
                question.question,
                self.index,
                question.history,
                question.document,
                threshold=0.0,
                reader=self.size,
            )
        seconds = perf_counter() - started
        answered = forced.answered and forced.confidence >= default_threshold(self.size)
        answer = forced if answered else replace(forced, answered=False, text="", span=None, citations=())
        gold = self._gold(question)
        read = self._read(question, answer, gold)
        return _Seen(question, answer.nearest, gold, answer, forced, read, seconds)

    def _gold(self, question: Question) -> list[Passage]:
        names = dict.fromkeys(place.document for place in question.places)
        return [
            passage
            for name in names
            for passage in self.passages[name]
            if any(overlaps(passage, place) for place in question.places)
        ]

    def _read(self, question: Question, answer: Answer, gold: Sequence[Passage]) -> str | None:
        """The span that the reader finds in the passages that hold the evidence."""
        if not gold or not _expects_span(question):
            return None
        # Those that the search found have been read for the answer already.
        readings = [reading for reading in answer.readings if reading.passage in gold]
        if left := [passage for passage in gold if all(reading.passage != passage for reading in readings)]:
            with self.clock.on("reading"):
                readings += self.reader.read(answer.question, left)
        best = max(readings, key=lambda reading: reading.score)
        return self.documents[best.passage.document].text[best.start : best.end]


def _records(seen: Sequence[_Seen]) -> Iterator[Record]:
    """Weigh what was seen; the rankings all at once, which is what `ir-measures` is quick at."""
    ranked = {one.question.id: _ranking(one) for one in seen}
    relevant = {one.question.id: _relevance(one) for one in seen}
    rankings = ranking_scores(relevant, ranked)
    for one in seen:
        scores: dict[str, float | None] = dict(rankings.get(one.question.id, {}))
        yield _record(one, scores | _budget_scores(one) | _answer_scores(one))


def _record(seen: _Seen, scores: dict[str, float | None]) -> Record:
    question, answer = seen.question, seen.answer
    record = Record(
        id=question.id,
        question=question.question,
        history=question.history,
        document=question.document,
        tags=question.tags,
        answerable=question.answerable,
        answers=question.answers,
        evidence=question.evidence,
        asked=question.question,
        scores=scores,
    )
    if answer is None:
        return record
    return replace(
        record,
        asked=answer.question,
        answered=answer.answered,
        text=answer.text,
        span=answer.span,
        confidence=float(answer.confidence),
        citations=_excerpts(answer),
        seconds=seen.seconds,
    )


def _ranking(seen: _Seen) -> list[str]:
    if seen.question.relevant:
        return list(dict.fromkeys(hit.passage.document for hit in seen.hits))
    return list(dict.fromkeys(_key(hit.passage) for hit in seen.hits))


def _relevance(seen: _Seen) -> dict[str, int]:
    """The grades of what should be found: judged documents, or the passages that hold evidence."""
    if seen.question.relevant:
        return dict(seen.question.relevant)
    return dict.fromkeys(map(_key, seen.gold), 1)


def _key(passage: Passage) -> str:
    return f"{passage.document}\n{passage.start}\n{passage.end}"


def _budget_scores(seen: _Seen) -> dict[str, float | None]:
    """The evidence that stands within the first so many characters of the results."""
    if not seen.question.evidence:
        return {}
    return {
        f"evidence@{budget}": recall(_first_characters(seen.hits, budget), seen.question.evidence)
        for budget in _BUDGETS
    }


def _first_characters(hits: Sequence[Hit], budget: int) -> Iterator[Excerpt]:
    for hit in hits:
        end = min(hit.passage.end, hit.passage.start + budget)
        if end <= hit.passage.start:
            return
        budget -= end - hit.passage.start
        yield Excerpt(hit.passage.document, hit.passage.start, end, "")


def _answer_scores(seen: _Seen) -> dict[str, float | None]:
    question, answer = seen.question, seen.answer
    if answer is None:
        return {}
    if not question.answers and not question.evidence and question.answerable:
        return {}  # there is nothing to compare with
    scores: dict[str, float | None] = {"right": float(_is_right(question, seen.forced))}
    if _expects_span(question):
        said = (answer.span or answer.text) if answer.answered else ""
        scores |= {"em": exact_match(said, question.answers), "f1": token_f1(said, question.answers)}
        if seen.read is not None:
            scores |= {
                "reader_em": exact_match(seen.read, question.answers),
                "reader_f1": token_f1(seen.read, question.answers),
            }
    if question.evidence:
        cited = answer.citations
        scores |= {
            "citation_precision": precision(cited, question.evidence),
            "citation_recall": recall(cited, question.evidence),
        }
    if question.answerable:
        scores["first_citation"] = float(answer.answered and _is_right(question, answer))
    return scores


def _is_right(question: Question, answer: Answer | None) -> bool:
    """Whether the first citation shows evidence; without evidence to compare, a right answer's words."""
    if not question.answerable or answer is None or not answer.citations:
        return False
    first = answer.citations[0]
    if question.evidence:
        return any(overlaps(first, place) for place in question.places)
    return contains_answer(first.quote, question.answers)


def _expects_span(question: Question) -> bool:
    return bool(question.answers) and "two-answers" not in question.tags


def _excerpts(answer: Answer) -> tuple[Excerpt, ...]:
    return tuple(Excerpt(cited.document, cited.start, cited.end, cited.quote) for cited in answer.citations)


def _about(index: Index) -> dict[str, str]:
    try:
        release = version("cited-qa")
    except PackageNotFoundError:
        release = "unknown"
    names = list(index.documents)
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": release,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "documents": ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else ""),
    }
