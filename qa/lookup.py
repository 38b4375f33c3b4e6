"""Look-ups: what is found and read for a question, in the surest of the ways to understand it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from index import Document, Hit, Index, Only, Passage, Span
from index.words import stem, stems, words
from qa.contents.figures import YEAR
from qa.contents.headings import called
from qa.contents.measured import names_a_measure
from qa.contracts.apposed import names_no_more, with_the_name
from qa.contracts.called_off import in_other_words
from qa.contracts.cost import are_parties, cost_asked, cost_told
from qa.deadline import Deadline
from qa.decision.contradicted import is_contradicted
from qa.decision.deciding import (
    DECISION_FEATURES,
    Ranked,
    features,
    meant_first,
    probability,
    rank,
)
from qa.decision.second_look import MORE_FEATURES, WIDTH, look_again
from qa.decision.side_counts import is_count_of_others
from qa.decision.sum_named import tell_the_sum
from qa.evidence.candidates import Candidate, Evidence, gather
from qa.evidence.clues import Prospect
from qa.evidence.support import is_unheard_of
from qa.fitted import ReaderSize
from qa.intents.kinds import kin_of
from qa.intents.topics import event_asked, thing_spoken_of
from qa.question import Kind, asked_words, at_whose_expense, kind_of, tells_who_pays
from qa.reader import Reader, Reading, load_larger
from qa.several.named import NamedDocuments, named_alone
from qa.several.owned import named_elsewhere, owner_named
from qa.standalone.followups import EarlierTurn, asks_for_another_thing, document_in, is_small_talk
from qa.tables.banded import banded
from qa.tables.cell_asked import in_cell_asked
from qa.tables.comparing import COMPARED, Compared, compare
from qa.tables.comparison import comparison_in, stands_for_a_bound
from qa.tables.in_charge import is_in_charge
from qa.tables.priced import priced
from qa.tables.stated import stated

PASSAGES_READ = 10
# Of so many documents the title is looked at, too; a shared index has to fetch each.
TITLED = 4
# Of so short a document every sentence is considered, whatever search makes of it.
SHORT_SENTENCES, SHORT_PASSAGES = 150, 60
# Longer than this, an earlier answer's words may hold the next answer too.
TOLD_WORDS = 4
# A later way to understand a question is preferred to the first one only if it is clearly the surer.
REWRITE_GAIN = 0.05
# Once one way is so sure, no further way is read.
SURE = 0.8
# One that holds the earlier quotation finds that quotation's words again, whatever is asked of it.
QUOTE_GAIN = 0.2
# What a document says that holds a name of the question, beside one that does not.
NAMED_GAIN = 0.25

# So sure at most is an answer that tells another period, or the opposite of what is taken for granted.
CONTRADICTED = 0.15
# So sure at most is one of several counts that is told of something else than the question's words.
UNTOLD_COUNT = 0.45

# "How many?" is no word that a document could lack.
# Words that people ask with, whatever they ask about: that they stand nowhere tells nothing.
_OF_ASKING = stems(
    "happen somebody someone anybody anyone something anything thing mention say tell want need date day"
)
_OF_CANCELLING = stems("cancel cancelled cancelling call free cost charge")
_HOW = re.compile(r"\bhow\s(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a question is asked, until when, and who reads."""

    index: Index
    document: Only
    deadline: Deadline | None
    reader: ReaderSize


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading of the question found, before anything is cited."""

    question: str
    hits: list[Hit]
    called: dict[str, str]
    readings: list[Reading]
    ranked: list[Ranked]
    missing: tuple[str, ...]
    confidence: float
    compared: Compared | None


def passages_for(question: str, index: Index, document: Only = None) -> list[Hit]:
    """The passages to consider: all of a short document or index, else the best."""
    hits = index.search(question, k=SHORT_PASSAGES, document=document)
    is_whole = len(hits) < SHORT_PASSAGES
    is_short = sum(len(hit.passage.sentences) for hit in hits) <= SHORT_SENTENCES
    return hits if is_whole and is_short else hits[:PASSAGES_READ]


def best_reading(questions: Sequence[str], said: EarlierTurn, scope: Scope) -> Found:
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
        if _says_nothing_new(later, questions[0], said):
            continue
        quotes = bool(said.quote) and said.quote in prospect.question
        worth = later.confidence - (QUOTE_GAIN if quotes else REWRITE_GAIN)
        if worth > most:
            found, most = later, worth
    if most >= SURE:
        return found
    for of_it in (_of_the_sum_named, _of_who_it_is, _in_other_words, _at_whose_expense, _of_its_cost):
        found = of_it(found, said, scope)
    return found


def _says_nothing_new(found: Found, question: str, said: EarlierTurn) -> bool:
    """Whether what an earlier turn told is found again, with no word of a question for another thing."""
    if not (found.ranked and said.quote and asks_for_another_thing(question, said.question)):
        return False
    told = found.ranked[0].candidate.text
    return told.strip() == said.quote.strip() and stems(" ".join(asked_words(question))).isdisjoint(
        stems(told)
    )


def _at_whose_expense(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What is found for who pays for something, or for at whose expense it is, where that is told of it."""
    question = at_whose_expense(found.question)
    if not question:
        return found
    later = _read(_prospect(question, scope), said.span, scope)
    if not later.ranked or later.confidence < found.confidence + REWRITE_GAIN:
        return found
    first = later.ranked[0].candidate
    of_it = stems(" ".join(asked_words(found.question))) & stems(f"{first.hit.passage.heading} {first.text}")
    told = replace(later, question=found.question, missing=found.missing)
    return told if of_it and tells_who_pays(first.text) else found


def of_what_was_spoken_of(
    found: Found, questions: Sequence[str], said: EarlierTurn, scope: Scope, least: float
) -> Found:
    """What the document says that was spoken of, where a question points back and another one answers.

    Where the earlier question named that document, whatever it says; else where it answers.

    Args:
        found: what is found in all documents.
        questions: the ways to understand the question.
        said: the earlier turn.
        scope: where it is asked.
        least: the confidence from which to answer.

    """
    among = scope.index.among(scope.document)
    if not (found.ranked and said.question and len(among) > 1) or document_in(questions[0]):
        return found
    named = named_alone(said.question, scope.index, among)
    # The earlier answer may be of one that is not asked now, or is there no more.
    spoken_of = named.documents if named else tuple(name for name in said.documents if name in among)
    if len(spoken_of) != 1 or found.ranked[0].candidate.hit.passage.document in spoken_of:
        return found
    within = best_reading(questions, said, replace(scope, document=spoken_of))
    return within if named or within.confidence >= least else found


def _of_the_sum_named(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What is found where the sum asked for is called by its name, if what answers is none so called."""
    first = found.ranked[0].candidate if found.ranked else None
    telling = tell_the_sum(found.question, first, [hit.passage for hit in found.hits]) if first else []
    if not telling:
        return found
    later = _read(_prospect(found.question, replace(scope, document=tuple(telling))), said.span, scope)
    return later if later.confidence > found.confidence else found


def _of_who_it_is(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What other documents say of who somebody is, where a row says no more than who is in charge of it."""
    first = found.ranked[0].candidate if found.ranked else None
    if first is None or not is_in_charge(found.question, first):
        return found
    named = dict.fromkeys(hit.passage.document for hit in found.hits)
    others = tuple(name for name in named if name != first.hit.passage.document)
    if not others:
        return found
    later = _read(_prospect(found.question, replace(scope, document=others)), said.span, scope)
    return later if later.confidence > found.confidence else found


def _in_other_words(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What is found for a question about cancelling in a document's own words for it, where that is surer."""
    about = stems(" ".join(asked_words(found.question))) - _OF_CANCELLING
    texts = [hit.passage.text for hit in found.hits if about <= _said_in(hit.passage, found.called)]
    question = in_other_words(found.question, texts)
    later = _read(_prospect(question, scope), said.span, scope) if question else found
    is_surer = bool(question) and later.confidence >= found.confidence + REWRITE_GAIN
    return replace(later, question=found.question) if is_surer else found


def _said_in(passage: Passage, named: dict[str, str]) -> frozenset[str]:
    return stems(f"{named[passage.document]} {passage.heading} {passage.text}")


def _of_its_cost(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What is found for the fee or the rent of a contract, where it is asked what that costs."""
    asked = cost_asked(found.question)
    told = cost_told(asked, [hit.passage for hit in found.hits], found.called) if asked else None
    if not (asked and told and are_parties(asked.between, scope.index.documents[told.passage.document])):
        return found
    within = replace(scope, document=told.passage.document)
    later = _read(_prospect(f"How much is the {told.sum}?", within), said.span, within)
    first = later.ranked[0].candidate if later.ranked else None
    if first is None or first.sentence != told.sentence or later.confidence < found.confidence:
        return found
    return replace(later, question=found.question, missing=found.missing)


def of_the_apposed(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What is found for the name of whom a question calls by what he does, where that is surer."""
    if found.compared or found.confidence >= SURE:
        return found
    search = partial(scope.index.search, k=SHORT_PASSAGES, document=scope.document)
    question = with_the_name(found.question, [hit.passage for hit in search(found.question)])
    later = best_reading([question], said, scope) if question else found
    if question and found.ranked and names_no_more(found.ranked[0].candidate.span_text, question):
        return later  # the caterer is not who writes to the caterer
    return later if later.confidence >= found.confidence + REWRITE_GAIN else found


def of_the_named(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What a document that the question names says, unless another speaks of that one and is surer."""
    asked = scope.index.among(scope.document)
    if not found.ranked:
        return found
    if named := named_alone(found.question, scope.index, asked):
        if len(named.documents) == len(asked) and len(words(named.words)) < 2:
            return found  # "the lease", where there is no other document
        return _surer(found, _within(named, said, scope), named)
    if owned := owner_named(found.question, found.hits, found.called):
        within = _within(owned, said, scope)
        return replace(within, question=found.question) if within.confidence > found.confidence else found
    return _of_the_one_named(found, said, scope) if len(asked) > 1 else found


def _of_the_one_named(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What the documents say that hold a name of the question, where the one that answers does not."""
    search = partial(scope.index.search, document=scope.document)
    elsewhere = named_elsewhere(found.question, found.ranked[0].candidate.hit, search)
    if elsewhere is None:
        return found
    if names_a_measure(found.question):  # the salary of one is not that of another
        return best_reading([found.question], said, replace(scope, document=elsewhere.documents))
    within = _within(elsewhere, said, scope)
    is_likely = within.confidence > found.confidence - NAMED_GAIN
    return replace(within, question=found.question) if is_likely else found


def _within(named: NamedDocuments, said: EarlierTurn, scope: Scope) -> Found:
    """What the named documents say to the question without the words that name them."""
    return best_reading([named.question], said, replace(scope, document=named.documents))


def _surer(found: Found, within: Found, named: NamedDocuments) -> Found:
    passage = found.ranked[0].candidate.hit.passage
    there = stems(f"{passage.heading} {passage.text}")
    is_another = passage.document not in named.documents and stems(named.words) <= there
    if passage.document in named.documents and found.confidence > within.confidence:
        return found
    if is_another and (found.confidence > within.confidence or _says_more(found, within)):
        return found
    if within.ranked and YEAR.search(named.words):  # "in the 2026 budget"
        within = replace(within, ranked=_in_cell_asked(found.question, within.ranked))
    return replace(within, question=found.question)


def _says_more(found: Found, within: Found) -> bool:
    """Whether what is found holds all that is asked, and what the named documents say does not."""
    first, other = (one.ranked[0].candidate.hit.passage if one.ranked else None for one in (found, within))
    kin = [kin_of(word) for word in asked_words(within.question)]

    def holds_all(passage: Passage | None) -> bool:
        there = stems(f"{passage.heading} {passage.text}") if passage else frozenset()
        return all(one & there for one in kin)

    return holds_all(first) and not holds_all(other)


def _called(hits: Sequence[Hit], index: Index) -> dict[str, str]:
    """What the hits' documents are called."""
    names = list(dict.fromkeys(hit.passage.document for hit in hits))
    titled = {name: called(name, index.documents[name]) for name in names[:TITLED]}
    return titled | {name: called(name) for name in names[TITLED:]}


def prospect_of(question: str, hits: Sequence[Hit], index: Index) -> Prospect:
    """What some hits promise for a question."""
    return Prospect.of(question, hits, partial(index.closeness, question), _called(hits, index))


def _prospect(question: str, scope: Scope) -> Prospect:
    """Search for one way to understand a question."""
    if scope.deadline:
        scope.deadline.check()
    hits = passages_for(question, scope.index, scope.document)
    return prospect_of(question, hits, scope.index)


def _read(prospect: Prospect, told: str, scope: Scope) -> Found:
    """Read what was found for one way to understand a question; what an earlier turn told is no answer."""
    index, question, hits = scope.index, prospect.question, prospect.hits
    one_span = kind_of(question) is Kind.SPAN
    told = told if one_span and len(words(told)) <= TOLD_WORDS else ""
    width = 1.0 if scope.reader == "small" else WIDTH
    evidence = gather(prospect, Reader.load(), told, width, scope.deadline)
    ranked = rank([one for one in evidence.candidates if one_span or one.text not in question])
    missing = _missing(prospect, scope)
    asks_nothing = set(_things_asked(question)) <= set(missing) and is_small_talk(question)
    compared = _compared(question, hits, index)
    confidence = COMPARED if compared else 0.0
    named = [term for term in evidence.named.terms if not stands_for_a_bound(question, term.start)]
    texts = [*(hit.passage.text for hit in hits), *prospect.called.values()]
    if ranked and not (compared or asks_nothing or is_unheard_of(named, texts, missing)):
        ranked, confidence = _judged(question, evidence, ranked, told, scope)
        is_silent = confidence < SURE and _is_silent(question, missing)
        is_no_answer = is_silent or is_contradicted(question, ranked[0].candidate)
        confidence = min(confidence, CONTRADICTED) if is_no_answer else confidence
        if _is_count_of_others(question, ranked[0].candidate):
            confidence = min(confidence, UNTOLD_COUNT)
    considered = list(hits[:PASSAGES_READ])
    names = {hit.passage.document: prospect.called[hit.passage.document] for hit in considered}
    return Found(question, considered, names, evidence.readings, ranked, missing, confidence, compared)


def _is_silent(question: str, missing: Sequence[str]) -> bool:
    """Whether no document that is asked has a word of what a question is about."""
    event = event_asked(question)
    return thing_spoken_of(question) in missing or (bool(event) and set(event) <= set(missing))


def _is_count_of_others(question: str, first: Candidate) -> bool:
    begins = first.sentence.start
    read = Span(first.span.start - begins, first.span.end - begins)
    return is_count_of_others(question, first.text, read, first.context)


def _things_asked(question: str) -> list[str]:
    """The words of a question that a text could hold, without those that people ask with."""
    asked_how = _HOW.findall(question)
    asked = (word for word in asked_words(question) if word not in asked_how)
    return [word for word in asked if stem(word.casefold()) not in _OF_ASKING]


def _missing(prospect: Prospect, scope: Scope) -> tuple[str, ...]:
    """The words of a question that stand in no document that is asked, and in no name of those found."""
    names = stems(" ".join(prospect.called.values()))
    asked = _things_asked(prospect.question)
    occurs = partial(scope.index.occurs, document=scope.document)
    return tuple(word for word in asked if not (kin_of(word) & names or any(map(occurs, _forms(word)))))


def _forms(word: str) -> tuple[str, ...]:
    """A word, and what else may stand for it where it is a kind of document."""
    return (word, *(kin_of(word) - {stem(word.casefold())}))


def _judged(
    question: str, evidence: Evidence, ranked: list[Ranked], told: str, scope: Scope
) -> tuple[list[Ranked], float]:
    """The candidates in their last order, and how likely the first one is right."""
    if scope.reader == "small":
        ranked = _in_cell_asked(question, meant_first(question, ranked))
        return ranked, probability(features(question, evidence, ranked))
    if scope.deadline:
        scope.deadline.check()
    looked = look_again(question, ranked, load_larger(), told)
    ranked = _in_cell_asked(question, looked.ranked)
    values = (*features(question, evidence, ranked), *looked.features)
    return ranked, probability(values, (*DECISION_FEATURES, *MORE_FEATURES), scope.reader)


def _in_cell_asked(question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    first, *others = ranked
    return [first._replace(candidate=in_cell_asked(question, first.candidate)), *others]


def _compared(question: str, hits: Sequence[Hit], index: Index) -> Compared | None:
    """What the tables among the hits say, where the question asks to compare their values or for a price."""
    comparison = comparison_in(question)
    if comparison is not None:
        return compare(comparison, _in_tables(hits, index))
    ways = (banded, priced, stated)
    return next(filter(None, (way(question, _in_tables(hits, index)) for way in ways)), None)


def _in_tables(hits: Sequence[Hit], index: Index) -> Iterator[tuple[Document, int]]:
    """The rows among the hits, each with its document, fetched once somebody looks."""
    passages = [hit.passage for hit in hits if hit.passage.cells]
    documents = {name: index.documents[name] for name in {passage.document for passage in passages}}
    yield from ((documents[one.document], place.start) for one in passages for place in one.sentences)
