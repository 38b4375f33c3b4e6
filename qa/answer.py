"""Answers: search, read, decide, cite; every citation stands in its document at the offsets it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

from index import Document, Hit, Index, Only, Passage, Span, check_query, sent
from index.words import stems, words
from qa.citation import AnswerKind, Citation, Group, Together, cite
from qa.clues import Prospect
from qa.comparing import COMPARED, Compared, compare
from qa.comparison import comparison_in, stands_for_a_bound
from qa.counting import counted
from qa.deadline import Deadline
from qa.decision import DECISION_FEATURES, Ranked, default_threshold, features, probability, rank
from qa.evidence import Candidate, Evidence, gather
from qa.fitted import ReaderSize
from qa.followups import Turn, is_small_talk, names_in, standalone
from qa.headline import whole_answer
from qa.language import languages_apart
from qa.named import named_alone
from qa.overviews import overviews_asked
from qa.places import each_document
from qa.question import Kind, kind_of, sought_by, telling_words
from qa.reader import Reader, Reading, load_larger
from qa.second_look import MORE_FEATURES, WIDTH, look_again
from qa.sides import side_by_side
from qa.support import is_unheard_of
from qa.who_reads import default_reader
from qa.wire import in_json
from qa.wording import respell, tidy

REFUSAL = "No answer was found in the document."
REFUSAL_SEVERAL = "No answer was found in the documents."
PASSAGES_READ = 10
# Of so short a document every sentence is considered, whatever search makes of it.
SHORT_SENTENCES, SHORT_PASSAGES = 150, 60
MAX_SENTENCES = 3
# Another sentence of a list or an explanation is cited if its score is this close to the best one's.
NEAR_SCORE = 1.0
MAX_TURNS = 3
# Longer than this, an earlier answer's words may hold the next answer too.
TOLD_WORDS = 4
# A later way to understand a question is preferred to the first one only if it is clearly the surer.
REWRITE_GAIN = 0.05
# Once one way is so sure, no further way is read.
SURE = 0.8
# One that holds the earlier quotation finds that quotation's words again, whatever is asked of it.
QUOTE_GAIN = 0.2

_LEANING_SENTENCE = re.compile(
    r"^\W*(it|its|they|their|them|he|she|his|her|this|that|these|those|such)\b", re.IGNORECASE
)
# "How many?" is no word that a document could lack.
_HOW = re.compile(r"\bhow\s(\w+)", re.IGNORECASE)


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
        groups: its citations by what they are of; none for what was looked up.
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

    def to_dict(self) -> dict[str, Any]:
        """The answer in JSON's types."""
        found: dict[str, Any] = in_json(self)
        return found


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a question is asked, until when, and who reads."""

    index: Index
    document: Only
    deadline: Deadline | None
    reader: ReaderSize


@dataclass(frozen=True, slots=True)
class _Found:
    """What one reading of the question found, before anything is cited."""

    question: str
    hits: list[Hit]
    readings: list[Reading]
    ranked: list[Ranked]
    missing: tuple[str, ...]
    confidence: float
    compared: Compared | None


def ask(
    question: str,
    index: Index,
    history: Sequence[str] = (),
    document: Only = None,
    threshold: float | None = None,
    previous: Turn | None = None,
    deadline: Deadline | None = None,
    reader: ReaderSize | None = None,
) -> Answer:
    """Answer a question with the documents' own words, or say that no answer was found.

    Args:
        question: what is asked.
        index: the documents.
        history: earlier questions, oldest first, for a question that leans on them.
        document: look in this document alone, or in these.
        threshold: answer from this confidence on; by default where both kinds of error cost the same.
        previous: the earlier turn where it is known already; spares asking the history again.
        deadline: when to give up; looked at between steps.
        reader: "large" has a larger network look again at what the small one found best; by default it does
            where it is installed, unless the environment variable CITED_QA_READER says "small".

    Raises:
        QuestionError: if the question has no word or is too long.
        DocumentError: if the index holds no document of such a name.
        ModelError: if the reader is not installed or cannot be prepared, or the variable names none.
        TooSlow: if the deadline is past.

    """
    check_query(question)
    reader = reader or default_reader()
    scope = _Scope(index, document, deadline, reader)
    least = default_threshold(reader) if threshold is None else threshold
    if previous is None:
        previous = _last_turn(history, scope)
    told = overviews_asked(tidy(question), index, document, previous is None, deadline)
    if told := told or counted(question, index, document, deadline):
        return _together(question, told, reader)
    meant = respell(tidy(question), index)

    def asks(part: str, name: Only) -> Answer:
        within = replace(scope, document=name)
        return _answer(part, _best_reading([part], Turn(""), within), within, least)

    if told := side_by_side(meant, index, document, asks) or each_document(meant, index, document, asks):
        return _together(question, told, reader)
    questions = standalone(meant, previous)
    said = previous if previous and questions != [meant] else Turn("")
    found = _best_reading(questions, said, scope)
    return _answer(question, _of_the_named(found, said, scope), scope, least)


def passages_for(question: str, index: Index, document: Only = None) -> list[Hit]:
    """The passages to consider: all of a short document or index, else the best."""
    hits = index.search(question, k=SHORT_PASSAGES, document=document)
    is_whole = len(hits) < SHORT_PASSAGES
    is_short = sum(len(hit.passage.sentences) for hit in hits) <= SHORT_SENTENCES
    return hits if is_whole and is_short else hits[:PASSAGES_READ]


def turn_of(answer: Answer) -> Turn:
    """What a later question can lean on."""
    if not answer.citations:
        return Turn(answer.question)
    around = "\n".join(hit.passage.text for hit in answer.nearest)
    return Turn(answer.question, answer.citations[0].quote, answer.span or "", tuple(names_in(around)))


def _last_turn(history: Sequence[str], scope: _Scope) -> Turn | None:
    turn = None
    for question in history[-MAX_TURNS:]:
        answer = ask(
            question,
            scope.index,
            document=scope.document,
            previous=turn,
            deadline=scope.deadline,
            reader=scope.reader,
        )
        turn = turn_of(answer)
    return turn


def _best_reading(questions: Sequence[str], said: Turn, scope: _Scope) -> _Found:
    """The surest of several ways to understand a question; the first unless it is clearly beaten.

    All are searched; they are read one after another, the most promising first, until one is sure.
    """
    first, *others = [_prospect(question, scope) for question in questions]
    others.sort(key=lambda one: -one.promise)
    found = _read(first, said.span, scope)
    most = found.confidence
    for prospect in others:
        if most >= SURE:
            break
        later = _read(prospect, said.span, scope)
        quotes = bool(said.quote) and said.quote in prospect.question
        worth = later.confidence - (QUOTE_GAIN if quotes else REWRITE_GAIN)
        if worth > most:
            found, most = later, worth
    return found


def _of_the_named(found: _Found, said: Turn, scope: _Scope) -> _Found:
    """What a document that the question names says, unless another speaks of it and is surer."""
    asked = scope.index.among(scope.document)
    named = named_alone(found.question, scope.index, asked)
    if named is None or not found.ranked:
        return found
    if (
        len(named.documents) == len(asked) and len(words(named.words)) < 2
    ):  # "the lease" beside no other document
        return found
    within = _best_reading([named.question], said, replace(scope, document=named.documents))
    passage = found.ranked[0].candidate.hit.passage
    speaks_of_it = stems(named.words) <= stems(f"{passage.heading} {passage.text}")
    is_another = passage.document not in named.documents and speaks_of_it
    if is_another and found.confidence > within.confidence:
        return found
    return replace(within, question=found.question)


def _prospect(question: str, scope: _Scope) -> Prospect:
    """Search for one way to understand a question."""
    if scope.deadline:
        scope.deadline.check()
    hits = passages_for(question, scope.index, scope.document)
    return Prospect.of(question, hits, partial(scope.index.closeness, question))


def _read(prospect: Prospect, told: str, scope: _Scope) -> _Found:
    """Read what was found for one way to understand a question; what an earlier turn told is no answer."""
    index, question, hits = scope.index, prospect.question, prospect.hits
    one_span = kind_of(question) is Kind.SPAN
    told = told if one_span and len(words(told)) <= TOLD_WORDS else ""
    width = 1.0 if scope.reader == "small" else WIDTH
    evidence = gather(prospect, Reader.load(), told, width, scope.deadline)
    ranked = rank([one for one in evidence.candidates if one_span or one.text not in question])
    meaning = telling_words(question)
    asked_how = _HOW.findall(question)
    missing = tuple(word for word in meaning if word not in asked_how and not index.occurs(word))
    asks_nothing = len(missing) == len(meaning) and is_small_talk(question)
    compared = _compared(question, hits, index)
    confidence = COMPARED if compared else 0.0
    named = [term for term in evidence.named.terms if not stands_for_a_bound(question, term.start)]
    texts = [hit.passage.text for hit in hits]
    if ranked and not (compared or asks_nothing or is_unheard_of(named, texts, missing)):
        ranked, confidence = _judged(question, evidence, ranked, told, scope)
    return _Found(
        question, list(hits[:PASSAGES_READ]), evidence.readings, ranked, missing, confidence, compared
    )


def _judged(
    question: str, evidence: Evidence, ranked: list[Ranked], told: str, scope: _Scope
) -> tuple[list[Ranked], float]:
    """The candidates in their last order, and how likely the first one is right."""
    if scope.reader == "small":
        return ranked, probability(features(question, evidence, ranked))
    if scope.deadline:
        scope.deadline.check()
    looked = look_again(question, ranked, load_larger(), told)
    values = (*features(question, evidence, looked.ranked), *looked.features)
    return looked.ranked, probability(values, (*DECISION_FEATURES, *MORE_FEATURES), scope.reader)


def _compared(question: str, hits: Sequence[Hit], index: Index) -> Compared | None:
    """What the tables among the hits say, where the question asks to compare their values."""
    comparison = comparison_in(question)
    if comparison is None:
        return None
    passages = [hit.passage for hit in hits if hit.passage.cells]
    documents = {name: index.documents[name] for name in {passage.document for passage in passages}}
    return compare(
        comparison, ((documents[one.document], place.start) for one in passages for place in one.sentences)
    )


def _answer(asked: str, found: _Found, scope: _Scope, threshold: float) -> Answer:
    index = scope.index
    answered = bool(found.ranked or found.compared) and found.confidence >= threshold
    citations = _cite(found, index) if answered else ()
    spans = [span for citation in citations if (span := _span_of(citation)) is not None]
    refusal = REFUSAL if len(index.documents) == 1 else REFUSAL_SEVERAL
    apart = None if answered else languages_apart(asked, " ".join(hit.passage.text for hit in found.hits))
    if apart:
        refusal = (
            f"{refusal} The question is in {apart[0]}, what was searched in {apart[1]}: ask in {apart[1]}."
        )
    return Answer(
        asked=asked,
        question=found.question,
        answered=answered,
        text=_joined(citations) if answered else refusal,
        span=spans[0] if spans else None,
        confidence=found.confidence,
        citations=citations,
        nearest=tuple(found.hits),
        readings=tuple(found.readings),
        missing=found.missing,
        notes=tuple(_notes(found)),
        reader=scope.reader,
    )


def _together(asked: str, found: Together, reader: ReaderSize) -> Answer:
    return Answer(
        asked=asked,
        question=asked,
        answered=True,
        text=_joined(found.citations),
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


def _span_of(citation: Citation) -> str | None:
    """The exact answer's words, cut from the quote that holds them."""
    if citation.span_start is None or citation.span_end is None:
        return None
    return citation.quote[citation.span_start - citation.start : citation.span_end - citation.start]


def _notes(found: _Found) -> Iterator[str]:
    read = Reader.load().cut_question(found.question)
    if read != found.question:
        yield f"the reader's window has room for the first {len(read)} characters"
    if found.compared:
        yield f"the answer was found by comparing {found.compared.among} values of a table"


def _cite(found: _Found, index: Index) -> tuple[Citation, ...]:
    if found.compared:
        return (found.compared.citation(),)
    if kind_of(found.question) is Kind.SENTENCES:
        chosen = _near(found.ranked)
        spans: list[Span | None] = [None] * len(chosen)
    else:
        chosen = [found.ranked[0].candidate, *_same_answer(found.ranked)]
        yes_no = kind_of(found.question) is Kind.YES_NO
        sought = sought_by(found.question)
        spans = [None if yes_no else whole_answer(one, sought) for one in chosen]
        chosen = chosen[:1] if yes_no else chosen
    placed = _placed(chosen, spans, index)
    return tuple(
        cite(n, index.documents[passage.document], passage, place, span)
        for n, (passage, place, span) in enumerate(placed, start=1)
    )


def _placed(
    chosen: Sequence[Candidate], spans: Sequence[Span | None], index: Index
) -> list[tuple[Passage, Span, Span | None]]:
    """Where the chosen ones are cited, with their exact answers; no sentence is cited twice."""
    placed: list[tuple[Passage, Span, Span | None]] = []
    for one, span in zip(chosen, spans, strict=False):
        passage = one.hit.passage
        cited = [place for other, place, _ in placed if other.document == passage.document]
        if any(map(one.sentence.touches, cited)):
            continue
        place = _with_referent(one, index.documents[passage.document])
        placed.append((passage, one.sentence if any(map(place.touches, cited)) else place, span))
    return placed


def _near(ranked: Sequence[Ranked]) -> list[Candidate]:
    """The best sentences of an answer that is not one span, the best first."""
    return [one.candidate for one in ranked[:MAX_SENTENCES] if one.score >= ranked[0].score - NEAR_SCORE]


def _same_answer(ranked: Sequence[Ranked]) -> list[Candidate]:
    """Sentences of other passages that the reader, read narrowly, finds to give the same answer."""
    top = ranked[0].candidate
    wanted = _folded(top)
    same: dict[Passage, Candidate] = {}
    for _, one in ranked[1:]:
        if one.hit.passage != top.hit.passage and one.narrowly > 0 and wanted and _folded(one) == wanted:
            same.setdefault(one.hit.passage, one)
    return list(same.values())[: MAX_SENTENCES - 1]


def _folded(candidate: Candidate) -> str:
    said = candidate.span_text.casefold()
    return re.sub(
        r"\W+", " ", re.sub(r"\b(a|an|the|about|around|approximately|over|nearly)\b", " ", said)
    ).strip()


def _with_referent(candidate: Candidate, document: Document) -> Span:
    """The sentence, with the one before it where it opens with a word that points back to it."""
    passage, sentence = candidate.hit.passage, candidate.sentence
    if not _LEANING_SENTENCE.match(document.text[slice(*sentence)]):
        return sentence
    for before, this in pairwise(passage.sentences):
        same_block = any(
            block.start <= before.start and sentence.end <= block.end for block in document.blocks
        )
        if this == sentence and same_block:
            return Span(before.start, sentence.end)
    return sentence


def _joined(citations: Sequence[Citation]) -> str:
    return " … ".join(citation.quote for citation in citations)


__all__ = ["Answer", "Citation", "ask"]
