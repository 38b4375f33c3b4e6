"""Places: the evidence of each document that answers, where a question asks which of them do, or for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from index import Index, Only
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, numbered
from qa.headings import spoken
from qa.intent import asked_of_each

if TYPE_CHECKING:
    from qa.answer import Answer

# Passages whose documents are asked, so many of them at most.
SEARCHED, ASKED = 40, 6
# A document is asked if its best passage fits by this share of how well the best one of all does.
FITTING = 0.6
# A further document's answer is shown if it is this sure, and by no more less sure than the best.
SURE, LESS_SURE = 0.6, 0.3
# Words under a heading are of a topic if their cosine with it is as large: .57 for "fees" and "3. Charges".
CLOSE = 0.45

# Asks a question of one document, or of all.
Asks = Callable[[str, Only], "Answer"]


def each_document(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What the documents say, one after another, the surest first; None where they are not all asked for.

    None too where fewer than two answer: then there is one answer, to be looked up.
    """
    among = index.among(document)
    each = None if len(among) < 2 else asked_of_each(question)
    if each is None:
        return None
    names = fitting(each.topic or each.question, index, document)
    if len(names) < 2:
        return None
    if each.topic:
        found = [about(each.topic, index, name, asks) for name in names[:ASKED]]
    else:
        found = _sure([asks(each.question, name) for name in names[:ASKED]], index)
    if sum(map(bool, found)) < 2:
        return None
    citations = numbered(one for some in found for one in some)
    groups = by_document(citations)
    topic = f" of “{each.topic}”" if each.topic else ""
    statement = f"What {len(groups)} of {len(among):,} documents say{topic}"
    notes = (f"The {ASKED} documents that fit best were asked.",) if len(names) > ASKED else ()
    return Together(AnswerKind.PLACES, citations, statement, groups, notes)


def fitting(query: str, index: Index, document: Only, share: float = FITTING) -> list[str]:
    """The documents, best first, whose best passage fits by a share of how well the best one of all does."""
    hits = index.search(query, k=SEARCHED, document=document)
    return list(dict.fromkeys(hit.passage.document for hit in hits if hit.score >= hits[0].score * share))


def about(topic: str, index: Index, document: Only, asks: Asks) -> Sequence[Citation]:
    """What a document says of a topic: the evidence close to it in words or meaning, or all that is sure."""
    answer = asks(f"What about {topic}?", document)
    found = evidence(answer, index)
    if answer.confidence >= SURE:
        return found
    texts = [f"{one.heading}: {one.quote}" for one in found]
    if not texts:
        return []
    wanted, *vectors = index.vectors([topic, *texts])
    close = [float(wanted @ vector) >= CLOSE for vector in vectors]
    words = stems(topic)
    return [
        one
        for one, text, is_close in zip(found, texts, close, strict=True)
        if is_close or words & stems(text)
    ]


def evidence(answer: Answer, index: Index) -> list[Citation]:
    """An answer's citations, each of words that say something, none twice."""
    said = (spoken(one, index.documents[one.document]) for one in answer.citations)
    return list({(one.document, one.start, one.end): one for one in said if one}.values())


def _sure(answers: Sequence[Answer], index: Index) -> list[Sequence[Citation]]:
    """The evidence of the sure answers, the surest first."""
    best = max(answer.confidence for answer in answers)
    ordered = sorted(answers, key=lambda one: -one.confidence)
    return [evidence(one, index) for one in ordered if one.confidence >= max(SURE, best - LESS_SURE)]
