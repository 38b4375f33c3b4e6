"""Feedback: what people think of answers, and test questions for `qa eval`, kept beside the index."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qa.keeping.kept import FeedbackError, rows_of

if TYPE_CHECKING:
    from index import Document, Index, Passage
    from qa.answered import Answer

QUESTIONS = "questions.jsonl"
SET_ASIDE = "questions-set-aside.jsonl"
RATINGS = "feedback.jsonl"
TAG = "saved"


class Rating(StrEnum):
    """What a person thinks of an answer."""

    UP = "up"
    DOWN = "down"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, with what it was asked under.

    Attributes:
        answer: the answer that was given.
        history: the questions before it that it could lean on, oldest first.
        document: the only document that was looked in, None for all.

    """

    answer: Answer
    history: tuple[str, ...] = ()
    document: str | None = None

    @property
    def key(self) -> str:
        """The same for the same question, history and document, so that none is kept twice."""
        return _key(self.answer.asked, self.history, self.document)


def rating_key(asked: Asked, visitor: str) -> str:
    """The same for the same visitor's rating of the same question, and nobody else's."""
    return hashlib.sha256(f"{visitor}\n{asked.key}".encode()).hexdigest()[:12]


def question_key(asked: Asked) -> str:
    """The id of a test question."""
    return f"{TAG}-{asked.key}"


def rating_row(asked: Asked, rating: Rating, visitor: str) -> dict[str, Any]:
    """What is kept of a rating: who is told apart by a hash, what was answered by its citations."""
    answer = asked.answer
    return {
        "id": rating_key(asked, visitor),
        "rating": rating.value,
        "question": answer.asked,
        "history": list(asked.history),
        "document": asked.document,
        "answered": answer.answered,
        "answer": answer.text,
        "span": answer.span,
        "confidence": round(answer.confidence, 4),
        "citations": [
            {"document": citation.document, "start": citation.start, "end": citation.end}
            for citation in answer.citations
        ],
    }


def question_row(asked: Asked, index: Index, right: Passage | bool = True) -> dict[str, Any]:
    """A test question, as `qa eval` reads it.

    Args:
        asked: the answer to make it of.
        index: the documents, to quote so much of the evidence that it stands there once.
        right: True where the answer is what should be said, False where refusing would have been right,
            the passage that answers where neither is.

    Raises:
        FeedbackError: if the cited words are no longer in the index.

    """
    answer = asked.answer
    cited: Sequence[tuple[str, int, int, str]] = ()
    if right is True:
        cited = [(one.document, one.start, one.end, one.quote) for one in answer.citations]
    elif right is not False:
        cited = [(right.document, right.start, right.end, right.text)]
    document, quotes = _evidence(cited, asked.document, index.documents)
    span = answer.span if right is True and answer.answered else None
    return {
        "id": question_key(asked),
        "question": answer.asked,
        "history": list(asked.history),
        "document": document,
        "answers": [span] if span else [],
        # Citations of one short answer are equally good; whole sentences are all needed.
        "evidence": [quotes] if span and len(quotes) > 1 else quotes,
        "answerable": bool(quotes),
        "tags": [TAG],
    }


def set_aside(index: Index) -> int:
    """Set test questions aside that the index no longer bears out; returns how many.

    Where a document was removed, replaced or copied, `qa eval` would otherwise refuse them all.

    Raises:
        FeedbackError: if they cannot be read or written.

    """
    questions, aside = rows_of(index, QUESTIONS), rows_of(index, SET_ASIDE)
    if not questions or not aside or not questions.read():
        return 0
    documents = dict(index.documents.items())

    def stands(row: Mapping[str, Any]) -> bool:
        scope = row.get("document")
        if scope is not None and scope not in documents:
            return False
        searched = documents if scope is None else {scope: documents[scope]}
        evidence = row.get("evidence") or []
        pieces = [evidence] if isinstance(evidence, str) else evidence
        quotes = [quote for piece in pieces for quote in ([piece] if isinstance(piece, str) else piece)]
        return all(_count(quote, searched) == 1 for quote in quotes)

    return questions.part(stands, aside)


def rename_questions(index: Index, name: str, new: str) -> None:
    """Have the test questions that are asked of one document alone follow it to its new name.

    Raises:
        FeedbackError: if they cannot be read or written.

    """
    questions = rows_of(index, QUESTIONS)
    if not questions:
        return
    for row in questions.read().values():
        if row.get("document") == name:
            questions.drop(row["id"])
            kept = row | {"document": new}
            if row["id"].startswith(f"{TAG}-"):
                kept["id"] = f"{TAG}-{_key(row.get('question', ''), row.get('history', ()), new)}"
            questions.put(kept)


def follow(index: Index, moved: Sequence[tuple[str, str]] = ()) -> int:
    """Have an index's test questions follow a change of its documents; returns how many were set aside.

    Raises:
        FeedbackError: if they cannot be read or written.

    """
    for name, new in moved:
        rename_questions(index, name, new)
    return set_aside(index)


def copy_kept(source: Index, target: Index) -> None:
    """Have what is kept with an index kept with a copy of it too.

    Raises:
        FeedbackError: if it cannot be read or written.

    """
    for kind in (QUESTIONS, SET_ASIDE, RATINGS):
        here, there = rows_of(source, kind), rows_of(target, kind)
        for row in here.read().values() if here else ():
            if there:
                there.put(row)


def _key(question: str, history: Sequence[str], document: str | None) -> str:
    asked = json.dumps([question, history, document])
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _evidence(
    cited: Sequence[tuple[str, int, int, str]], scope: str | None, documents: Mapping[str, Document]
) -> tuple[str | None, list[str]]:
    """Quotes that stand once in what is searched; where copies forbid that, in the first one's document."""
    for name, start, end, quote in cited:
        if name not in documents or documents[name].text[start:end] != quote:
            raise FeedbackError(
                "it was changed or removed since; ask again, then save what is said now", name
            )
    searched = documents if scope is None else {scope: documents[scope]} if scope in documents else {}
    if scope is not None and not searched:
        raise FeedbackError("it was removed since; ask again without it", scope)
    quotes = [_standing_once(documents[name], start, end, searched) for name, start, end, _ in cited]
    if all(quotes):
        return scope, list(dict.fromkeys(quote for quote in quotes if quote))
    first = cited[0][0]
    alone = {first: documents[first]}
    own = [_standing_once(alone[first], start, end, alone) for name, start, end, _ in cited if name == first]
    return first, list(dict.fromkeys(quote for quote in own if quote))


def _standing_once(document: Document, start: int, end: int, searched: Mapping[str, Document]) -> str | None:
    """The words, or as much around them as makes them stand once in all that is searched."""
    for left, right in _wider(document, start, end):
        quote = document.text[left:right]
        if _count(quote, searched) == 1:
            return quote
    return None


def _wider(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words themselves, then the blocks they stand in with ever more neighbours, then the whole text."""
    yield start, end
    over = [i for i, block in enumerate(document.blocks) if block.start < end and start < block.end]
    reach = 0
    while over and reach <= len(document.blocks):
        first, last = max(0, over[0] - reach), min(len(document.blocks) - 1, over[-1] + reach)
        yield min(start, document.blocks[first].start), max(end, document.blocks[last].end)
        reach = 2 * reach or 1
    yield 0, len(document.text)


def _count(quote: str, documents: Mapping[str, Document]) -> int:
    """How often the words stand there; two stands for more."""
    found = 0
    for document in documents.values():
        at = document.text.find(quote)
        while at >= 0:
            found += 1
            if found > 1:
                return found
            at = document.text.find(quote, at + 1)
    return found
