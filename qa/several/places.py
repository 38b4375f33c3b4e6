"""Places: the evidence of each document that answers, where a question asks which of them do, or for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index import Index, Only, Passage
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, cite, joined, numbered
from qa.contents.headings import called, is_heading, labels_of, spoken
from qa.contents.mentions import DATE
from qa.contents.quantities import quantity_in
from qa.intents.kinds import kin_of
from qa.intents.places import Each, asked_of_each, listed_topic
from qa.question import Kind, asked_words, kind_of

if TYPE_CHECKING:
    from qa.answered import Answer

# Passages whose documents are asked, so many of them at most.
SEARCHED, ASKED = 40, 6
# A document is asked if its best passage fits by this share of how well the best one of all does.
FITTING = 0.6
# A further document's answer is shown if it is this sure, and by no more less sure than the best.
SURE, LESS_SURE = 0.6, 0.3
# Of each document so many sentences are listed; it is looked through if its best passage fits by this share.
LISTED, LISTING = 5, 0.3
# Words under a heading are of a topic if their cosine with it is as large: .57 for "fees" and "3. Charges";
# of a list, so are they by themselves.
CLOSE, CLOSE_ALONE = 0.45, 0.2

# Asks a question of one document, or of all.
Asks = Callable[[str, Only], "Answer"]


def each_document(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What the documents say, one after another, the surest first; None where they are not all asked for.

    None too where fewer than two answer, unless every sentence is asked for: then there is one answer, to be
    looked up.
    """
    among = index.among(document)
    topic = listed_topic(question)
    if topic and (told := listed(topic, index, document, len(among))):
        return told
    each = Each(question, topic) if topic else asked_of_each(question)
    if each is None or len(among) < 2:
        return None
    if each.kind:
        return _of_each(each, index, among, asks)
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
    said = "answer" if each.topic_asks else f"say of “{each.topic}”" if each.topic else "say"
    statement = f"What {len(groups)} of {len(among):,} documents {said}"
    notes = (f"The {ASKED} documents that fit best were asked.",) if len(names) > ASKED else ()
    return Together(AnswerKind.PLACES, citations, statement, groups, notes)


def _of_each(each: Each, index: Index, among: Sequence[str], asks: Asks) -> Together | None:
    """What each document of a kind surely answers; None where fewer than two are of it, or none does."""
    kin = kin_of(each.kind)
    names = [name for name in among if kin & stems(called(name, index.documents[name]))][:ASKED]
    answers = {name: asks(each.question, name) for name in names} if len(names) > 1 else {}
    found = {name: evidence(one, index) for name, one in answers.items() if one.confidence >= SURE}
    citations = numbered(one for some in found.values() for one in some)
    if not citations:
        return None
    silent = labels_of([name for name in names if not found.get(name)], index)
    statement = f"What {len(names) - len(silent)} of {len(names)} documents answer to “{each.question}”"
    notes = tuple(f"No sure answer was found in “{label}”." for label in silent)
    return Together(AnswerKind.PLACES, citations, statement, by_document(citations), notes)


def listed(topic: str, index: Index, document: Only, among: int) -> Together | None:
    """What the documents say of a topic, sentence by sentence; None where no sentence is close to it."""
    names = fitting(topic, index, document, LISTING)
    each = [_close(topic, index, name) for name in names[:ASKED]]
    found = [some for some in each if some]
    if not found:
        return None
    citations = numbered(one for some in found for one in sorted(some[:LISTED], key=lambda one: one.start))
    groups = by_document(citations)
    say = "says" if len(groups) == 1 else "say"
    said = f"{len(groups)} of {among:,} documents {say}" if among > 1 else "the document says"
    notes = [f"The {ASKED} documents that fit best were looked through."] if len(names) > ASKED else []
    closest = (
        f"The {LISTED} closest sentences" if any(len(some) > LISTED for some in found) else "The sentences"
    )
    notes.append(f"{closest} of each that come close to these words; others may speak of it too.")
    return Together(AnswerKind.PLACES, citations, f"What {said} of “{topic}”", groups, tuple(notes))


def said_elsewhere(answer: Answer, among: Sequence[str], index: Index, asks: Asks) -> Answer:
    """An answer with what other documents say to the same question, where they are as sure and say otherwise.

    Only documents are asked that speak of all that the answer shares with the question, by its words or by
    the name of its document.

    Args:
        answer: what was looked up in all of them.
        among: the documents that may be meant.
        index: the documents.
        asks: asks a question of one document.

    """
    if not answer.answered or answer.span is None or kind_of(answer.question) is not Kind.SPAN:
        return answer
    first = answer.citations[0]
    names = list(dict.fromkeys(hit.passage.document for hit in answer.nearest))
    named = {name: stems(called(name, index.documents[name])) for name in names}
    asked = [kin_of(word) for word in asked_words(answer.question)]
    wanted = [one for one in asked if one & (_said_by(first) | named.get(first.document, frozenset()))]
    told = dict.fromkeys(one.document for one in answer.citations)
    speaking = dict.fromkeys(
        hit.passage.document
        for hit in answer.nearest
        if hit.passage.document in among
        and all(one & (_said_in(hit.passage) | named[hit.passage.document]) for one in wanted)
    )
    least = answer.confidence - LESS_SURE
    others = [asks(answer.question, name) for name in [*speaking][:ASKED] if wanted and name not in told]
    kept = [
        one
        for one in others
        if one.answered
        and one.confidence >= least
        and _tell_otherwise(answer.span, one.span or "")
        and all(word & (_said_by(one.citations[0]) | named[one.citations[0].document]) for word in wanted)
    ]
    if not kept:
        return answer
    own = sorted(answer.citations, key=lambda one: [*told].index(one.document))
    citations = numbered([*own, *(one.citations[0] for one in kept)])
    also = (
        f"“{kept[0].citations[0].document}” answers"
        if len(kept) == 1
        else f"{len(kept)} other documents answer"
    )
    return replace(
        answer,
        text=joined(citations),
        citations=citations,
        groups=by_document(citations),
        notes=(*answer.notes, f"{also} this otherwise, maybe of another thing."),
    )


def _tell_otherwise(one: str, other: str) -> bool:
    """Whether two exact answers tell different things of one kind: other sizes of a measure, other words."""
    are_dates = {bool(DATE.search(said)) for said in (one, other)}
    size, other_size = quantity_in(one), quantity_in(other)
    if (size or other_size) and are_dates == {False}:
        return bool(size and other_size and size.measure == other_size.measure and size != other_size)
    said, other_said = stems(one), stems(other)
    return bool(other_said) and not (said <= other_said or other_said <= said) and len(are_dates) == 1


def _said_by(citation: Citation) -> frozenset[str]:
    return stems(f"{citation.heading} {citation.quote}")


def _said_in(passage: Passage) -> frozenset[str]:
    return stems(f"{passage.heading} {passage.text}")


def _close(topic: str, index: Index, name: str) -> list[Citation]:
    """The sentences of a document that hold a topic's words or stand under them, or are close to it there."""
    document = index.documents[name]
    every = [
        (hit.passage, sentence)
        for hit in index.search(topic, k=SEARCHED, document=name)
        for sentence in hit.passage.sentences
        if not is_heading(document, sentence)
    ]
    words = [document.text[slice(*sentence)] for _, sentence in every]
    texts = [f"{passage.heading}: {said}" for (passage, _), said in zip(every, words, strict=True)]
    wanted, *vectors = index.vectors([topic, *texts, *words])
    closeness = [float(wanted @ vector) for vector in vectors]
    held = stems(topic)
    kept = [
        at
        for at, (said, alone) in enumerate(zip(words, closeness[len(texts) :], strict=True))
        if (closeness[at] >= CLOSE and alone >= CLOSE_ALONE)
        or (held and (held <= stems(said) or held <= stems(every[at][0].heading)))
    ]
    return [cite(1, document, *every[at]) for at in sorted(kept, key=lambda at: -closeness[at])]


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
