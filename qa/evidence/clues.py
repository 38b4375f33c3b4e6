"""Clues: what is known of the sentences found for a question before any of them is read."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index import Hit, Passage, Span
from index.words import content_words, stem, stems
from qa.evidence.amount_rows import HeadedCell, asks_when_or_who, tells_when_or_who
from qa.evidence.support import NamedThings, is_neighbour, missing_share, missing_terms
from qa.fitted import weights as fitted_weights
from qa.minutes.votes import telling, vote_asked
from qa.question import Sought, sought_by

# What stands before a heading's words: "## 3.", "Article 5 –", "§ 2".
_NUMBERED = re.compile(
    r"\A[#*\s]*(?:(?:article|section|part|chapter|clause|§)\s)?(?:\d+(?:\.\d+)*|[IVXLC]+\b)?[.):]?\s?[-–—:]?\s?",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
# Texts to cosines with what is asked.
Closeness = Callable[[Sequence[str]], Sequence[float]]
# A sentence of a hit, after the one before it.
_Place = tuple[Hit, Span | None, Span]


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a sentence without reading it.

    Attributes:
        closeness: cosine of the question and the sentence with its heading.
        overlap: share of the question's content words that stand in it, rare words weighing more; 0..1.
        heading_overlap: the same for the heading above it.
        terms_missing: share of the question's ids and numbers that neither its passage, the heading nor what
            its document is called holds.
        names_missing: share of the names that neither it, the sentence before it, the heading nor what its
            document is called holds.
        overlap_before, closeness_before: those of the sentence before it in its passage, 0 where there is
            none; an answer often follows the words that the question takes up.
        row_overlap: `overlap` of a table's row, heads included, without words that mention another row;
            0 for another sentence.
        cell_named: whether all words of a cell of a row stand in the question, which then names the row.
        unshared: share of the question's content words that even the sentence with most of them lacks: where
            no words are shared, meaning has to decide.

    """

    closeness: float
    overlap: float
    heading_overlap: float
    terms_missing: float
    names_missing: float
    row_overlap: float
    cell_named: float
    overlap_before: float = 0.0
    closeness_before: float = 0.0
    unshared: float = 0.0

    def features(self, hit: Hit) -> tuple[float, ...]:
        """What the ranking weighs of it, in the order of `CLUE_FEATURES`."""
        return (
            hit.score,
            hit.dense_score,
            self.closeness * self.unshared,
            self.overlap,
            self.heading_overlap,
            self.row_overlap,
            self.cell_named,
            self.overlap_before,
            self.closeness_before,
        )


CLUE_FEATURES = (
    "fused", "dense", "closeness_unshared", "overlap", "heading_overlap", "row_overlap",
    "cell_named", "overlap_before", "closeness_before",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prospect:
    """A question and what was found for it, before anything is read.

    A sentence about a neighbour of what the question numbers ("room 207" for "room 206") is left out, and a
    line of those who voted otherwise than the question asks.

    Attributes:
        question: what is asked.
        hits: the passages, best first.
        named: what the question names.
        clues: those of every sentence that may answer, by its hit's rank and place.
        called: what the hits' documents are called.
        promises: the ranking's score of each hit's best sentence by its clues alone, by the hit's rank.

    """

    question: str
    hits: Sequence[Hit]
    named: NamedThings
    clues: Mapping[tuple[int, Span], Clues]
    called: Mapping[str, str]
    promises: Mapping[int, float]

    @classmethod
    def of(
        cls, question: str, hits: Sequence[Hit], closeness: Closeness, called: Mapping[str, str]
    ) -> Prospect:
        """Look at the hits without reading them.

        Args:
            question: what is asked.
            hits: what was found for it.
            closeness: compares texts with the question.
            called: what each of their documents is called; who asks often names it.

        """
        passages = [hit.passage for hit in hits]
        headings = [one.heading for one in passages]
        named = NamedThings.of(question, [one.text for one in passages], [*headings, *called.values()])
        clues = _clues(question, named, hits, closeness, called)
        return cls(question, hits, named, clues, called, _promises(hits, clues))

    @property
    def promise(self) -> float:
        """The best of the promises; that of nothing is below all others."""
        return max(self.promises.values(), default=-math.inf)


def weighed(names: Sequence[str], values: Sequence[float]) -> float:
    """The ranking's score of some of its features."""
    weights = fitted_weights()["ranking"]
    return float(sum(weights[name] * value for name, value in zip(names, values, strict=True)))


def _promises(hits: Sequence[Hit], clues: Mapping[tuple[int, Span], Clues]) -> dict[int, float]:
    """The ranking's score of each hit's best sentence by its clues alone, by the hit's rank."""
    by_rank = {hit.rank: hit for hit in hits}
    promise: dict[int, float] = {}
    for (rank, _), clue in clues.items():
        score = weighed(CLUE_FEATURES, clue.features(by_rank[rank]))
        promise[rank] = max(score, promise.get(rank, score))
    return promise


def _clues(
    question: str, named: NamedThings, hits: Sequence[Hit], closeness: Closeness, called: Mapping[str, str]
) -> dict[tuple[int, Span], Clues]:
    """Clues of every sentence that can be a candidate, by its hit's rank and place."""
    places = _to_the_point(
        question,
        [
            (hit, before, span)
            for hit in hits
            for before, span in zip((None, *hit.passage.sentences), hit.passage.sentences, strict=False)
            if not is_neighbour(named.terms, text_of(hit.passage, span))
            and not _only_heads(hit.passage, span)
        ],
    )
    sentences = [stems(text_of(hit.passage, span)) for hit, _, span in places]
    weights = _word_weights(question, sentences)
    asked = stems(question)
    labels = _labels_said(hits, asked)
    headings = {hit.rank: stems(hit.passage.heading) for hit in hits}
    around = {hit.rank: missing_terms(named.terms, _around(hit.passage, called)) for hit in hits}
    close = closeness([under_heading(hit.passage, span) for hit, _, span in places])
    found = {}
    for (hit, before, span), own, cosine in zip(places, sentences, close, strict=True):
        context = f"{called[hit.passage.document]} {in_place(hit.passage, before, span)}"
        overlap = _overlap(weights, own)
        cells = cells_in(hit.passage, span)
        mentions = _mentions(hit.passage, span, cells, asked, labels)
        found[hit.rank, span] = Clues(
            cosine,
            overlap,
            _overlap(weights, headings[hit.rank]),
            around[hit.rank],
            missing_share(named.names, stems(context)),
            _overlap(weights, own - mentions) if cells else 0.0,
            float(any(said - mentions for said in _said(hit.passage, cells, asked))),
        )
    return _in_context(found, hits)


def _to_the_point(question: str, places: list[_Place]) -> list[_Place]:
    """The places that may answer: no amounts of when or who; of who voted how, what tells it."""
    if asks_when_or_who(question):
        places = _without_mere_amounts(question, places)
    if sought_by(question) is not Sought.PERSON:
        return places
    tells = telling(vote_asked(question), [text_of(hit.passage, span) for hit, _, span in places])
    return [place for place, does in zip(places, tells, strict=True) if does]


def _without_mere_amounts(question: str, places: list[_Place]) -> list[_Place]:
    """The places without a document's rows of amounts, where none of them tells when or who as is asked.

    Where one does, a row that does not tell it of what is asked for says that it is not told.
    """
    tells = [_tells_when_or_who(question, hit.passage, span) for hit, _, span in places]
    telling_rows = {hit.passage.document for (hit, _, _), one in zip(places, tells, strict=True) if one}
    return [
        place
        for place, one in zip(places, tells, strict=True)
        if one is not False or place[0].passage.document in telling_rows
    ]


def _tells_when_or_who(question: str, passage: Passage, row: Span) -> bool | None:
    cells = cells_in(passage, row)
    heads = _heads(passage, row, cells)
    return tells_when_or_who(
        question, [HeadedCell(head, text_of(passage, cell)) for head, cell in zip(heads, cells, strict=True)]
    )


def _only_heads(passage: Passage, span: Span) -> bool:
    """Whether a sentence is a heading without a figure: it names what is told under it."""
    said, heading = (
        _NUMBERED.sub("", words).strip("#* ") for words in (text_of(passage, span), passage.heading)
    )
    return bool(heading) and said in ("", heading) and not _FIGURE.search(said)


def _around(passage: Passage, called: Mapping[str, str]) -> str:
    return f"{called[passage.document]} {passage.heading} {passage.text}"


def _in_context(
    found: Mapping[tuple[int, Span], Clues], hits: Sequence[Hit]
) -> dict[tuple[int, Span], Clues]:
    """Clues with what the sentence before each, and all sentences together, tell of it."""
    unshared = 1.0 - max((clue.overlap for clue in found.values()), default=0.0)
    before = {
        (hit.rank, span): found.get((hit.rank, last))
        for hit in hits
        for last, span in pairwise(hit.passage.sentences)
    }
    told: dict[tuple[int, Span], Clues] = {}
    for place, clue in found.items():
        last = before.get(place)
        overlap, closeness = (last.overlap, last.closeness) if last else (0.0, 0.0)
        told[place] = replace(clue, overlap_before=overlap, closeness_before=closeness, unshared=unshared)
    return told


def _labels_said(hits: Sequence[Hit], asked: frozenset[str]) -> set[frozenset[str]]:
    """The first cells of rows that a question says, each as its stems."""
    rows = ((hit.passage, cells_in(hit.passage, span)) for hit in hits for span in hit.passage.sentences)
    return {said for passage, cells in rows for said in _said(passage, cells[:1], asked) if said}


def _mentions(
    passage: Passage, row: Span, cells: Sequence[Span], asked: frozenset[str], labels: set[frozenset[str]]
) -> frozenset[str]:
    """What a row says that is another row's first cell, under a head that the question does not name."""
    heads = [stems(head) for head in _heads(passage, row, cells)]
    said = _said(passage, cells, asked)
    mentioned = [
        words for words, head in zip(said, heads, strict=True) if words in labels and not head & asked
    ]
    return frozenset().union(*mentioned) - said[0] if mentioned else frozenset()


def _heads(passage: Passage, row: Span, cells: Sequence[Span]) -> list[str]:
    """The words before each cell of a row: the head of its column."""
    ends = [row.start, *(cell.end for cell in cells)]
    return [text_of(passage, Span(end, cell.start)) for end, cell in zip(ends, cells, strict=False)]


def _said(passage: Passage, cells: Sequence[Span], asked: frozenset[str]) -> list[frozenset[str]]:
    """The stems of each cell of which a question holds all, none of another."""
    found = [stems(text_of(passage, cell)) for cell in cells]
    return [words if words <= asked else frozenset() for words in found]


def cells_in(passage: Passage, span: Span) -> list[Span]:
    """The cells of a passage that stand in a span."""
    return [cell for cell in passage.cells if span.start <= cell.start < span.end]


def under_heading(passage: Passage, span: Span) -> str:
    """A span's words after those of its passage's heading."""
    text = text_of(passage, span)
    return f"{passage.heading}: {text}" if passage.heading else text


def in_place(passage: Passage, before: Span | None, span: Span) -> str:
    """The words of the sentence before, of the heading, and a span's own."""
    return " ".join((text_of(passage, before) if before else "", passage.heading, text_of(passage, span)))


def text_of(passage: Passage, span: Span) -> str:
    """A span's words."""
    return passage.text[span.start - passage.start : span.end - passage.start]


def _word_weights(question: str, texts: Iterable[frozenset[str]]) -> dict[str, float]:
    """The question's content words by stem, each with its inverse document frequency among the texts."""
    texts = list(texts)
    counts = Counter(word for text in texts for word in text)
    return {
        word: math.log(1 + len(texts) / (1 + counts[word]))
        for word in dict.fromkeys(map(stem, content_words(question)))
    }


def _overlap(weights: dict[str, float], found: frozenset[str]) -> float:
    return sum(weight for word, weight in weights.items() if word in found) / (sum(weights.values()) or 1.0)
