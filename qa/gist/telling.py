"""Telling: the sentences of a document that tell most of what it says.

A sentence is judged by how central it is among the others (`qa.centrality`), by where it stands, by what its
words say (`qa.substance`) and by whether it can be understood alone (`qa.leaning`). They are chosen of as
many parts of the document as there is room for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from index import Document, Index, Passage, Span
from index.words import content_words, stem
from qa.citation import Citation, cite, passage_of
from qa.contents.headings import ENDS_WHOLE, title_of
from qa.gist.centrality import centrality, diverse
from qa.gist.chief_terms import Chief, chief_terms
from qa.gist.leaning import OF_ITSELF, leans, tells_outcome, understood_from
from qa.gist.sheets import is_mostly_tables, telling_rows
from qa.gist.substance import is_formality, substance, tells_rejection, ungreeted
from qa.minutes.labelled import labelled
from qa.minutes.labels import Sort

TELLING, MOST_TELLING = 5, 8
# With fewer parts, sentences are chosen from the whole.
LEAST_PARTS = 3
# So many sentences are compared with each other; of a longer document, those whose words are its commonest.
COMPARED = 300
LEAST_WORDS, MOST_WORDS = 8, 60
# One that says what the document is, and who made it, may be longer, and so may a debate with its outcome.
LONGEST_WORDS = 100
# How much likelier a sentence tells: at the beginning, like the title, like its heading, first below it, in a
# summary. These, and those of `qa.centrality`, were chosen by eye over `tests/benchmarks/kinds`.
LEAD, LEAD_SENTENCES, TITLE, HEADING, FIRST, SUMMARY, ANY = 1.0, 5, 1.0, 0.5, 0.4, 0.6, 0.3
# What the first sentence of all is worth, and the first of a summary.
OPENING = 1.2
# What it is worth if it leans on a sentence that it cannot be told with, and where it is told with that one;
# what became of a proposal is always told with it, and how a contract ends with how long it runs. So many
# words make a full sentence.
LEANING, JOINED, OUTCOME, ENDING, FULL_WORDS = 0.6, 0.8, 1.3, 1.05, 30
# What it is worth if the document itself calls it a decision.
LABELLED = 1.6
# A document that tells so many decisions is of a meeting: none is worth less than this share of the best
# sentence, and so much else is told beside them where there is room.
SEVERAL, DECISIVE, BESIDE_DECISIONS = 2, 0.9, 3

_SUMMARY = re.compile(
    r"\b(?:summary|abstract|overview|introduction|at\sa\sglance|in\sbrief|highlights|key\s(?:points|facts|findings)"
    r"|results|findings|conclusions?)\b",
    re.IGNORECASE,
)
# "Resolution 3 - …", and words that a sentence has and a heading has not.
_NUMBERED = re.compile(
    r"\W*(?:decision|resolution|motion)\s(?:no\.?\s)?[\w/.-]*\d[\w/.]*[*_]*\s[–—-]\s", re.IGNORECASE
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|shall|will|may|must|can|should|would|has|have|had|does|did|that|\w{3,}(?:ed|es))\b"
)
_OPENING_SIGNS = re.compile(r"[\s*_#>•·–—-]+")


class _Sentence(NamedTuple):
    """A sentence, the words from the one on with which it is understood, whether it is, whether decided."""

    passage: Passage
    span: Span
    words: str
    is_first: bool
    whole: Span
    is_understood: bool
    is_decision: bool = False


def telling(
    index: Index, document: Document, passages: Sequence[Passage], most: int = 0
) -> tuple[Citation, ...]:
    """The most telling sentences of a document, in their order; one without any gives its opening words.

    There are `most` of them, or as many as the document has parts, within bounds. One that leans on a
    sentence before it comes together with that one.
    """
    whole = list(_sentences(document, passages))
    sentences = _commonest([one for one in whole if not is_formality(one.words)] or whole)
    room = most or (MOST_TELLING if len(document.tables) > 1 else TELLING)
    rows = telling_rows(document, room) if is_mostly_tables(document) else []
    if rows and len(sentences) < len(rows):
        spans = sorted({*rows, *(one.whole for one in sentences)})
        return _cited(document, passages, spans)
    if not sentences:
        return _cited(document, passages, [passages[0].sentences[0]])
    vectors = index.vectors([sentence.words for sentence in sentences])
    worth = centrality(vectors, _likely(index, document, sentences, vectors)) * _saying(sentences)
    parts = _parts(document, sentences)
    decisions = sum(one.is_decision for one in sentences)
    most = most or min(MOST_TELLING, max(TELLING, len(set(parts or ())) + 1, decisions + BESIDE_DECISIONS))
    spans = [one.whole for one in sentences]
    worth = _terms_first(sentences, _decisions_first(sentences, _together(sentences, worth)))
    chosen = diverse(worth, vectors, most, parts, spans)
    return _cited(document, passages, [spans[place] for place in chosen])


def _cited(document: Document, passages: Sequence[Passage], spans: Sequence[Span]) -> tuple[Citation, ...]:
    return tuple(
        cite(n, document, passage_of(document, passages, span), span) for n, span in enumerate(spans, start=1)
    )


def _parts(document: Document, sentences: Sequence[_Sentence]) -> list[int] | None:
    """The part of the document that each sentence stands in, by its outermost headings; None without them."""
    for level in sorted({section.level for section in document.sections if section.heading}):
        starts = [section.start for section in document.sections if section.level <= level]
        parts = [bisect_right(starts, one.span.start) for one in sentences]
        if len(set(parts)) >= LEAST_PARTS:
            return parts
    return None


def _sentences(document: Document, passages: Sequence[Passage]) -> Iterator[_Sentence]:
    """The whole sentences of running text, each once, without the signs they open with."""
    seen: set[str] = set()
    decided = labelled(document, Sort.DECISION)
    for _, run in groupby(passages, lambda passage: passage.heading):
        is_first = True
        for one in _of_section(document, list(run), decided):
            words = _words(document, one.whole)
            if words not in seen:
                seen.add(words)
                yield one._replace(is_first=is_first)
                is_first = False


def _of_section(
    document: Document, passages: Sequence[Passage], decided: Sequence[Span]
) -> Iterator[_Sentence]:
    placed = [(passage, _bare(document, span)) for passage in passages for span in passage.sentences]
    said = [_words(document, span) for _, span in placed]
    decisions = dict(_decisions([span for _, span in placed], said, decided))
    for at, (passage, span) in enumerate(placed):
        if not ENDS_WHOLE.search(said[at]) or document.row_at(span.start) is not None:
            continue
        is_long = OF_ITSELF.match(said[at]) or tells_outcome(said[at])
        longest = LONGEST_WORDS if is_long else MOST_WORDS
        begins = decisions.get(at, understood_from(said, at))
        whole = Span(span.start if begins is None else placed[begins][1].start, span.end)
        is_understood = begins is not None
        rows = (document.row_at(between.start) for _, between in placed[begins or at : at])
        if not _is_of_length(document, whole, longest) or any(row is not None for row in rows):
            whole, is_understood = span, not leans(said[at])
        if _is_of_length(document, whole, longest):
            yield _Sentence(passage, span, said[at], False, whole, is_understood, at in decisions)


def _decisions(
    spans: Sequence[Span], said: Sequence[str], decided: Sequence[Span]
) -> Iterator[tuple[int, int]]:
    """The places of the sentences that say what was decided, each with that of the label it is told with."""
    for decision in decided:
        first, behind = (bisect_left(spans, Span(edge, edge)) for edge in decision)
        within = range(first, behind)
        full = next((at for at in within if not _is_heading_alone(said[at])), within[0] if within else None)
        if full is not None and not tells_rejection(said[full]):
            begins = understood_from(said, full)
            yield full, within[0] if begins is None or within[0] < full else begins


def _is_heading_alone(words: str) -> bool:
    """Whether words are what a decision is called, not a sentence: "Resolution 3 - Panels on the roof"."""
    is_short = len(words.split()) < LEAST_WORDS
    return is_short or (bool(_NUMBERED.match(words)) and not _FINITE.search(words))


def _bare(document: Document, span: Span) -> Span:
    signs = _OPENING_SIGNS.match(document.text, *span)
    return Span(signs.end() if signs else span.start, span.end)


def _words(document: Document, span: Span) -> str:
    return " ".join(document.text[slice(*span)].split())


def _is_of_length(document: Document, span: Span, longest: int) -> bool:
    words = _words(document, span)
    return len(ungreeted(words).split()) >= LEAST_WORDS and len(words.split()) <= longest


def _commonest(sentences: list[_Sentence]) -> list[_Sentence]:
    """Of many sentences those whose words are on average commonest, and the first ones.

    Nenkova and Vanderwende, "The Impact of Frequency on Summarization", 2005.
    """
    if len(sentences) <= COMPARED:
        return sentences
    stemmed = [[stem(word) for word in content_words(one.words)] for one in sentences]
    common = Counter(word for words in stemmed for word in set(words))
    worth = [sum(common[word] for word in words) / len(words) for words in stemmed]
    first, rest = sentences[: COMPARED // 10], range(COMPARED // 10, len(sentences))
    best = sorted(sorted(rest, key=lambda place: -worth[place])[: COMPARED - len(first)])
    return [*first, *(sentences[place] for place in best)]


def _likely(
    index: Index, document: Document, sentences: Sequence[_Sentence], vectors: np.ndarray
) -> np.ndarray:
    """How likely each sentence is to tell much, by where it stands and what the title says."""
    headings = dict.fromkeys(one.passage.heading for one in sentences if one.passage.heading)
    title, *found = index.vectors([title_of(document), *headings])
    said = {"": np.zeros_like(title)} | dict(zip(headings, found, strict=True))
    heading = np.array([said[one.passage.heading] for one in sentences])
    of_itself = [bool(OF_ITSELF.match(one.words)) for one in sentences]
    summary = [bool(_SUMMARY.search(one.passage.heading)) for one in sentences]
    return np.asarray(
        ANY
        + LEAD * np.exp(-np.arange(len(sentences)) / LEAD_SENTENCES)
        + TITLE * np.clip(vectors @ title, 0, 1)
        + HEADING * np.clip((vectors * heading).sum(axis=1), 0, 1)
        + FIRST * np.array([one.is_first for one in sentences])
        + SUMMARY * np.logical_or(of_itself, summary)
    )


def _saying(sentences: Sequence[_Sentence]) -> np.ndarray:
    """How much each sentence says by its own words, and how well it is understood."""
    length = np.array([len(one.words.split()) for one in sentences])
    said = [substance(one.words) * (1.0 if one.is_understood else LEANING) for one in sentences]
    opens = [
        one.is_first and (place == 0 or bool(_SUMMARY.search(one.passage.heading)))
        for place, one in enumerate(sentences)
    ]
    is_decision = [one.is_decision for one in sentences]
    return (
        np.asarray(said)
        * np.minimum(1.0, 0.6 + length / FULL_WORDS)
        * np.where(opens, OPENING, 1.0)
        * np.where(is_decision, LABELLED, 1.0)
    )


def _together(sentences: Sequence[_Sentence], worth: np.ndarray) -> np.ndarray:
    """The worth of each sentence with those before it that it is understood with."""
    alone = {one.span.start: worth[place] for place, one in enumerate(sentences)}
    return np.array(
        [
            max(worth[place], alone.get(one.whole.start, 0.0)) * _with_its_ground(one.words)
            if one.whole != one.span
            else worth[place]
            for place, one in enumerate(sentences)
        ]
    )


def _decisions_first(sentences: Sequence[_Sentence], worth: np.ndarray) -> np.ndarray:
    """The worth of each sentence, where several tell decisions that of these hardly below the best."""
    is_decision = np.array([one.is_decision for one in sentences])
    if is_decision.sum() < SEVERAL:
        return worth
    return np.where(is_decision, DECISIVE * worth.max() + (1 - DECISIVE) * worth, worth)


def _terms_first(sentences: Sequence[_Sentence], worth: np.ndarray) -> np.ndarray:
    """The worth of each sentence; of a contract, the best for each chief term is hardly below the best."""
    told = [chief_terms(one.words) for one in sentences]
    if not any(terms - {Chief.PRICE} for terms in told):
        return worth
    of_each = ([at for at, terms in enumerate(told) if term in terms] for term in Chief)
    best = [max(places, key=lambda at: worth[at]) for places in of_each if places]
    is_best = np.isin(np.arange(len(worth)), best)
    return np.where(is_best, DECISIVE * worth.max() + (1 - DECISIVE) * worth, worth)


def _with_its_ground(words: str) -> float:
    """What a sentence is worth more or less by being told with the one that it leans on."""
    if tells_outcome(words):
        return OUTCOME
    return ENDING if chief_terms(words) else JOINED
