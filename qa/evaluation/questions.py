"""Question sets: questions with the answers and the evidence that count as right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from index import CitedQAError


class QuestionSetError(CitedQAError):
    """A question set cannot be used: it is empty, malformed, or asks about unknown documents."""


class HasText(Protocol):
    """What a question set needs of a document."""

    @property
    def text(self) -> str:
        """The document's whole text."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a document, as evidence or as a citation; `document.text[start:end] == quote`."""

    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is right for it.

    Attributes:
        id: unique within its set.
        question: what is asked.
        history: earlier questions of the same conversation.
        document: the only document to look in, None for all.
        answers: spans that are equally right; empty where no single span is expected.
        evidence: the pieces that are all needed, each a tuple of equally good alternatives.
        answerable: False where refusing is right.
        tags: the groups it is reported in.
        relevant: documents and their grades, for sets that judge documents and expect no answer.
        line: where it stands in its file, from 1; 0 where the file has no lines of its own.

    """

    id: str
    question: str
    history: tuple[str, ...] = ()
    document: str | None = None
    answers: tuple[str, ...] = ()
    evidence: tuple[tuple[Excerpt, ...], ...] = ()
    answerable: bool = True
    tags: tuple[str, ...] = ()
    relevant: tuple[tuple[str, int], ...] = ()
    line: int = 0

    @property
    def places(self) -> tuple[Excerpt, ...]:
        """Every alternative of every piece of evidence."""
        return tuple(place for piece in self.evidence for place in piece)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions, and the documents that came with them, by name.

    Attributes:
        name: the file or folder it was read from.
        questions: in the file's order.
        texts: documents that are part of the set, as in SQuAD and BEIR; empty for JSON Lines.

    """

    name: str
    questions: tuple[Question, ...]
    texts: Mapping[str, str] = field(default_factory=dict)


def check_ids(source: str | Path, questions: Iterable[Question]) -> None:
    """Raise QuestionSetError if there is no question, or if two have the same id."""
    seen: dict[str, Question] = {}
    for question in questions:
        if question.id in seen:
            first = seen[question.id].line
            also = f" is on line {first} already" if first else " is there twice"
            raise QuestionSetError(f"the id {question.id!r}{also}; make it unique", at(source, question.line))
        seen[question.id] = question
    if not seen:
        raise QuestionSetError("there is no question in it; write one JSON object a line", source)


def check_documents(source: str, questions: Iterable[Question], documents: Mapping[str, HasText]) -> None:
    """Raise QuestionSetError if a question names a document, or quotes evidence, that is not indexed."""
    names = set(documents)
    texts: dict[str, str] = {}
    for question in questions:
        where = at(source, question.line)
        for name in (question.document, *(place.document for place in question.places)):
            if name is not None and name not in names:
                raise QuestionSetError(unknown_document(name, documents), where)
        for place in question.places:
            if place.document not in texts:
                texts[place.document] = documents[place.document].text
            if texts[place.document][place.start : place.end] != place.quote:
                raise QuestionSetError(
                    f"the evidence of {question.id!r} is not at {place.start}–{place.end} of "
                    f"{place.document!r}; evaluate on the text it was taken from",
                    where,
                )


def at(source: str | Path, line: int) -> str:
    """Where in a question set, for the head of a message."""
    return f"{source}, line {line}" if line else f"{source}"


def unknown_document(name: str, documents: Collection[str]) -> str:
    """Why a document that is not indexed cannot be asked."""
    known = ", ".join(sorted(documents)[:5]) or "none"
    more = ", …" if len(documents) > 5 else ""
    return f"the document {name!r} is not indexed (known: {known}{more}); add it with --documents"
