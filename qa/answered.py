"""Answered: the answer to a question, made of what was looked up, of several places, or of nothing found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index import Hit, Index, sent
from qa.citation import AnswerKind, Citation, Group, Together, grouped, joined
from qa.decision.citing import cited
from qa.fitted import ReaderSize
from qa.language import languages_apart
from qa.lookup.found import Found, Scope
from qa.reader import Reader, Reading
from qa.standalone.followups import EarlierTurn, names_in, opening_of
from qa.wire import in_json


@sent(without=("readings",), rounded=("confidence",))
@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents say to a question.

    Attributes:
        asked: the question as it was typed.
        question: the standalone question that was searched.
        answered: False means that no answer was found.
        text: the words to show: the quotes, or the refusal.
        span: the shortest exact answer, verbatim; None where whole sentences answer, or nothing does.
        confidence: calibrated probability that the first citation answers, 0..1.
        citations: the evidence, the best first.
        nearest: the closest passages, best first; also on a refusal.
        readings: what the reader made of those passages.
        missing: words of the question that occur in no document.
        notes: what a user should know of how the question was treated.
        kind: what it is: one answer looked up, or what several places say together.
        statement: what that is, in a sentence of this program's; "" for what was looked up.
        groups: its citations by what they are of; of what was looked up, only where documents differ.
        reader: which reader decided; counting and overviews need none.

    """

    asked: str
    question: str
    answered: bool
    text: str
    span: str | None
    confidence: float
    citations: tuple[Citation, ...]
    nearest: tuple[Hit, ...]
    readings: tuple[Reading, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    kind: AnswerKind = AnswerKind.LOOK_UP
    statement: str = ""
    groups: tuple[Group, ...] = ()
    reader: ReaderSize = "small"

    @property
    def unit(self) -> str:
        """What the exact answer, a table's figure, is in, by the document's words; "" where it says so."""
        return next((one.unit for one in self.citations if one.exact is not None), "") if self.span else ""

    def to_dict(self) -> dict[str, Any]:
        """The answer in JSON's types."""
        found: dict[str, Any] = in_json(self)
        return found


def of_found(asked: str, found: Found, scope: Scope, threshold: float) -> Answer:
    """The answer that was looked up, or the refusal where it is below the threshold."""
    index = scope.index
    answered = bool(found.ranked or found.compared) and found.confidence >= threshold
    citations = _cited(found, index) if answered else ()
    spans = [span for citation in citations if (span := citation.exact) is not None]
    spans = [] if found.compared and found.compared.others else spans
    refusal = _refusal(len(index.among(scope.document)), len(index.documents))
    apart = None if answered else languages_apart(asked, " ".join(hit.passage.text for hit in found.hits))
    if apart:
        refusal = (
            f"{refusal} The question is in {apart[0]}, what was searched in {apart[1]}: ask in {apart[1]}."
        )
    return Answer(
        asked=asked,
        question=found.question,
        answered=answered,
        text=joined(citations) if answered else refusal,
        span=spans[0] if spans else None,
        confidence=found.confidence,
        citations=citations,
        nearest=tuple(found.hits),
        readings=tuple(found.readings),
        missing=found.missing,
        notes=tuple(_notes(found)),
        reader=scope.reader,
    )


def of_places(asked: str, found: Together, reader: ReaderSize) -> Answer:
    """What several places say together."""
    return Answer(
        asked=asked,
        question=asked,
        answered=True,
        text=joined(found.citations),
        span=None,
        confidence=1.0,
        citations=found.citations,
        nearest=(),
        notes=found.notes,
        kind=found.kind,
        statement=found.statement,
        groups=found.groups,
        reader=reader,
    )


def of_both(question: str, two: tuple[str, str], answers: Sequence[Answer]) -> Answer:
    """Two answers as one, the evidence of each under its question."""
    citations, parts = grouped(two, [one.citations for one in answers])
    sure = (one.confidence if one.kind is AnswerKind.LOOK_UP else 0.0 for one in answers)
    groups = tuple(replace(part, confidence=of_it) for part, of_it in zip(parts, sure, strict=True))
    first, second = answers
    return replace(
        first,
        asked=question,
        question=question,
        text=joined(citations),
        span=None,
        confidence=min(first.confidence, second.confidence),
        citations=citations,
        nearest=(*first.nearest, *second.nearest),
        readings=(*first.readings, *second.readings),
        missing=(),
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
        kind=AnswerKind.PLACES,
        statement="Two questions, each answered by itself",
        groups=groups,
    )


def of_nothing(question: str, silence: str, scope: Scope) -> Answer:
    """The refusal of a question, with what is known of why nothing answers it."""
    refusal = _refusal(len(scope.index.among(scope.document)), len(scope.index.documents))
    return Answer(question, question, False, f"{refusal} {silence}", None, 0.0, (), (), reader=scope.reader)


def turn_of(answer: Answer) -> EarlierTurn:
    """What a later question can lean on."""
    opening = opening_of(answer.question, answer.asked)
    if not answer.citations:
        return EarlierTurn(answer.question, opening=opening)
    around = "\n".join(hit.passage.text for hit in answer.nearest)
    first, *more = answer.citations
    told = (first,) if answer.kind is AnswerKind.LOOK_UP else (first, *more)
    documents = tuple(dict.fromkeys(one.document for one in told))
    names = tuple(names_in(around))
    return EarlierTurn(
        answer.question, first.quote, answer.span or "", names, documents, opening, _place_of(answer)
    )


def _place_of(answer: Answer) -> tuple[int, int] | None:
    """Where the exact answer stands, or the only words that are cited; None where several places answer."""
    first = answer.citations[0]
    if answer.span and first.span_start is not None and first.span_end is not None:
        return first.span_start, first.span_end
    return (first.start, first.end) if len(answer.citations) == 1 else None


def _refusal(asked: int, documents: int) -> str:
    """That no answer was found, in so many documents of all."""
    if asked == 1:
        return "No answer was found in the document."
    return f"No answer was found in the {f'{asked:,} chosen ' if asked < documents else ''}documents."


def _cited(found: Found, index: Index) -> tuple[Citation, ...]:
    if found.compared:
        return found.compared.citations()
    return cited(found.question, found.ranked, index)


def _notes(found: Found) -> Iterator[str]:
    read = Reader.load().cut_question(found.question)
    if read != found.question:
        yield f"the reader's window has room for the first {len(read)} characters"
    if found.compared and found.compared.among:
        yield f"the answer was found by comparing {found.compared.among} values of a table"
