"""What is found and read for one way to understand a question, and how surely it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from index import Document, Hit, Index, Only, Span
from index.words import stem, stems, words
from qa.cells.likeliest import likeliest
from qa.contents.headings import called
from qa.deadline import Deadline
from qa.decision.contradicted import is_contradicted, is_moment_of_another, is_total_for_nothing
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
from qa.evidence.candidates import Candidate, Evidence, gather
from qa.evidence.clues import Prospect
from qa.evidence.support import is_unheard_of
from qa.fitted import ReaderSize
from qa.intents.kinds import kin_of
from qa.intents.topics import event_asked, thing_spoken_of, things_named
from qa.question import Kind, asked_words, kind_of
from qa.reader import Reader, Reading, load_larger
from qa.standalone.followups import EarlierTurn, own_part
from qa.standalone.leaning import is_small_talk
from qa.tables.banded import banded
from qa.tables.cell_asked import in_cell_asked, is_name_of_row, is_of_row_named
from qa.tables.comparing import COMPARED, Compared, compare, tables_at
from qa.tables.comparison import comparison_in, stands_for_a_bound
from qa.tables.crossing import crossed
from qa.tables.enumerated import enumerated
from qa.tables.itemised import itemised
from qa.tables.priced import priced
from qa.tables.stated import stated

PASSAGES_READ = 10
# Of so many documents the title is looked at, too; a shared index has to fetch each.
TITLED = 4
# Of so short a document every sentence is considered, whatever search makes of it.
SHORT_SENTENCES, SHORT_PASSAGES = 150, 60
# So many tables of the documents found are looked through for the cell that is asked for.
MOST_TABLES = 12
# Longer than this, an earlier answer's words may hold the next answer too.
TOLD_WORDS = 4
# Once one way is so sure, no further way is read.
SURE = 0.8
# So sure at most is an answer that tells another period, or the opposite of what is taken for granted.
CONTRADICTED = 0.15
# So sure at most is one of several counts that is told of something else than the question's words.
UNTOLD_COUNT = 0.45
# Words that people ask with, whatever they ask about: that they stand nowhere tells nothing.
_OF_ASKING = stems(
    "happen somebody someone anybody anyone everybody everyone something anything everything thing mention"
    " say tell want need date day"
    " aside earmarked allotted foreseen expect spend compared altogether"
)
# A sentence is no answer to whether something is so, where so many words of that stand in no document, one
# of them a thing's.
UNHEARD_OF = 2
# "How many?" is no word that a document could lack.
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


def prospect_of(question: str, hits: Sequence[Hit], index: Index) -> Prospect:
    """What some hits promise for a question."""
    return Prospect.of(question, hits, partial(index.closeness, question), _called(hits, index))


def prospect_for(question: str, scope: Scope) -> Prospect:
    """Search for one way to understand a question."""
    if scope.deadline:
        scope.deadline.check()
    hits = passages_for(question, scope.index, scope.document)
    return prospect_of(question, hits, scope.index)


def _called(hits: Sequence[Hit], index: Index) -> dict[str, str]:
    """What the hits' documents are called."""
    names = list(dict.fromkeys(hit.passage.document for hit in hits))
    titled = {name: called(name, index.documents[name]) for name in names[:TITLED]}
    return titled | {name: called(name) for name in names[TITLED:]}


def read(prospect: Prospect, said: EarlierTurn, scope: Scope) -> Found:
    """Read what was found for one way to understand a question.

    What an earlier turn told is no answer, and that a word of its question stands nowhere tells nothing.
    """
    index, question, hits = scope.index, prospect.question, prospect.hits
    one_span = kind_of(question) is Kind.SPAN
    told = said.span if one_span and len(words(said.span)) <= TOLD_WORDS else ""
    width = 1.0 if scope.reader == "small" else WIDTH
    evidence = gather(prospect, Reader.load(), told, width, scope.deadline)
    ranked = rank([one for one in evidence.candidates if one_span or one.text not in question])
    own = own_part(question, said.question)
    missing = tuple(word for word in _missing(prospect, scope) if word in words(own))
    asks_nothing = set(_things_asked(question)) <= set(missing) and is_small_talk(question)
    compared = _compared(question, hits, index)
    confidence = COMPARED if compared else 0.0
    named = [term for term in evidence.named.terms if not stands_for_a_bound(question, term.start)]
    texts = [*(hit.passage.text for hit in hits), *prospect.called.values()]
    if ranked and not (compared or asks_nothing or is_unheard_of(named, texts, missing)):
        ranked, confidence = _judged(question, evidence, ranked, told, scope)
        is_silent = confidence < SURE and _is_silent(own, missing)
        first = ranked[0].candidate
        is_other = is_contradicted(question, first) or any(
            is_it(question, first, missing) for is_it in (is_total_for_nothing, is_moment_of_another)
        )
        is_no_answer = is_silent or is_other
        confidence = min(confidence, CONTRADICTED) if is_no_answer else confidence
        if _is_count_of_others(question, first):
            confidence = min(confidence, UNTOLD_COUNT)
        if is_name_of_row(question, first):
            confidence = min(confidence, CONTRADICTED)
        compared, confidence = _surer(question, confidence, hits, index)
    considered = list(hits[:PASSAGES_READ])
    names = {hit.passage.document: prospect.called[hit.passage.document] for hit in considered}
    return Found(question, considered, names, evidence.readings, ranked, missing, confidence, compared)


def _is_silent(question: str, missing: Sequence[str]) -> bool:
    """Whether no document that is asked has a word of what a question is about."""
    event = event_asked(question)
    if kind_of(question) is Kind.YES_NO and _is_of_things_unheard_of(question, missing):
        return True
    return thing_spoken_of(question) in missing or (bool(event) and set(event) <= set(missing))


def _is_of_things_unheard_of(question: str, missing: Sequence[str]) -> bool:
    return len(set(missing)) >= UNHEARD_OF and not things_named(question).isdisjoint(missing)


def _is_count_of_others(question: str, first: Candidate) -> bool:
    begins = first.sentence.start
    read = Span(first.span.start - begins, first.span.end - begins)
    return not is_of_row_named(question, first) and is_count_of_others(
        question, first.text, read, first.context
    )


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
        ranked = first_in_cell_asked(question, meant_first(question, ranked))
        return ranked, _sureness(features(question, evidence, ranked), scope.reader)
    if scope.deadline:
        scope.deadline.check()
    looked = look_again(question, ranked, load_larger(), told)
    ranked = first_in_cell_asked(question, looked.ranked)
    values = (*features(question, evidence, ranked), *looked.features)
    return ranked, _sureness(values, scope.reader)


def _sureness(values: Sequence[float], size: ReaderSize) -> float:
    """How likely the first of the ranked is right, by how it reads."""
    names = DECISION_FEATURES if size == "small" else (*DECISION_FEATURES, *MORE_FEATURES)
    return probability(values, names, size)


def first_in_cell_asked(question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The ranked sentences; of the first, where it is a table's row, the cell that is asked for."""
    first, *others = ranked
    return [first._replace(candidate=in_cell_asked(question, first.candidate)), *others]


def _compared(question: str, hits: Sequence[Hit], index: Index) -> Compared | None:
    """What the tables among the hits say, where the question asks to compare their values or for a price."""
    comparison = comparison_in(question)
    if comparison is not None:
        return compare(comparison, _in_tables(hits, index))
    ways = (crossed, banded, priced, stated)
    told = next(filter(None, (way(question, _in_tables(hits, index)) for way in ways)), None)
    told = told or enumerated(question, _in_documents(hits, index))
    return told or itemised(question, _documents(hits, index))


def _surer(
    question: str, confidence: float, hits: Sequence[Hit], index: Index
) -> tuple[Compared | None, float]:
    """The cell that a question asks for where it is surer than what was read, and how sure the answer is."""
    if kind_of(question) is not Kind.SPAN:
        return None, confidence
    tables = islice(tables_at(_in_documents(hits, index)), MOST_TABLES)
    found = likeliest(question, tables, index)
    if found is None or found.probability <= confidence:
        return None, confidence
    is_whole = found.cell == Span(found.row.start, found.row.end)
    cell = Compared(found.document, found.row, found.cell, 0, 0, is_whole=is_whole)
    return cell, found.probability


def _in_documents(hits: Sequence[Hit], index: Index) -> Iterator[tuple[Document, int]]:
    """The tables of the hits' documents, whichever passages were found, fetched once somebody looks."""
    for document in _documents(hits, index):
        yield from ((document, table.rows[0].start) for table in document.tables if table.rows)


def _documents(hits: Sequence[Hit], index: Index) -> Iterator[Document]:
    names = dict.fromkeys(hit.passage.document for hit in hits)
    return map(index.documents.__getitem__, names)


def _in_tables(hits: Sequence[Hit], index: Index) -> Iterator[tuple[Document, int]]:
    """The rows among the hits, each with its document, fetched once somebody looks."""
    passages = [hit.passage for hit in hits if hit.passage.cells]
    documents = {name: index.documents[name] for name in {passage.document for passage in passages}}
    yield from ((documents[one.document], place.start) for one in passages for place in one.sentences)
