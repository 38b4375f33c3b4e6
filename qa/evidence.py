"""Evidence: the sentences that may answer a question, each seen at two grains and weighed.

Reading is what an answer costs, so what cannot come first any more is not read: passages that search and
shared words put far behind the best, or behind the sentences read before them, and sentences that are far
behind once their passages were read. On 2,249 questions whose readings were recorded the first sentence stays
the same for 99.8 %, at 36 % of the characters read; `python tests/benchmarks/thrift.py` asks both ways.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index import Hit, Passage, Span
from index.words import content_words, stem, stems
from qa.fitted import weights as fitted_weights
from qa.question import as_read
from qa.reader import Reader, Reading

FLOOR = -15.0
# In units of the ranking's score.
PASSAGE_GAP = 3.0
# What is known of a passage before it is read lacks the low scores of what was not read alone yet.
UNREAD_LEAD = 1.0
SENTENCE_GAP = 2.0
ALWAYS_READ = 2
# Passages read together; each round tells whether another is needed.
ROUND = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        hit: the retrieved passage it stands in.
        sentence: the sentence, as document offsets.
        span: the best span inside it, as document offsets.
        passage_reading: log-odds that the passage answers.
        in_passage: log-odds that this sentence answers, read within its passage.
        alone: the same, read by itself; `FLOOR` where it was not.
        overlap: share of the question's content words that stand in it, rare words weighing more; 0..1.
        heading_overlap: the same for the heading above it.

    """

    hit: Hit
    sentence: Span
    span: Span
    passage_reading: float
    in_passage: float
    alone: float
    overlap: float
    heading_overlap: float

    def features(self) -> tuple[float, ...]:
        """What the ranking weighs, in the order of `RANKING_FEATURES`."""
        return (
            max(self.passage_reading, FLOOR),
            max(self.in_passage, FLOOR),
            max(self.alone, FLOOR),
            self.hit.score,
            self.hit.dense_score,
            self.overlap,
            self.heading_overlap,
        )


RANKING_FEATURES = (
    "passage_reading", "in_passage", "alone", "fused", "dense", "overlap", "heading_overlap",
)  # fmt: skip


def gather(
    question: str, hits: Sequence[Hit], reader: Reader, told: str = "", thrifty: bool = True
) -> tuple[list[Candidate], list[Reading]]:
    """Read passages whole and sentence by sentence; returns candidates and whole readings.

    Args:
        question: what is asked.
        hits: the passages, best first.
        reader: what reads them.
        told: words that no span may overlap.
        thrifty: leave out what cannot come first; False reads everything, as fitting the ranking needs.

    """
    phrased = as_read(question)
    shared = _SharedWords.of(question, hits)

    def read(some: Sequence[Hit]) -> tuple[list[Candidate], list[Reading]]:
        readings = reader.read(phrased, [hit.passage for hit in some], told)
        return list(_candidates(some, readings, shared)), readings

    candidates, readings = _read_in_rounds(hits, shared, read) if thrifty else read(hits)
    open_places = _undecided(candidates) if thrifty else range(len(candidates))
    by_itself = reader.read(phrased, [_as_passage(candidates[place]) for place in open_places], told)
    for place, alone in zip(open_places, by_itself, strict=True):
        candidates[place] = _read_alone(candidates[place], alone)
    return candidates, readings


def ranking_score(candidate: Candidate) -> float:
    """How good an answer a candidate is; larger is better."""
    weights = fitted_weights()["ranking"]
    return float(
        sum(weights[name] * value for name, value in zip(RANKING_FEATURES, candidate.features(), strict=True))
    )


@dataclass(frozen=True, slots=True)
class _SharedWords:
    """How much of the question's meaning stands, word for word, in each sentence and above each passage.

    Attributes:
        sentences: the share by hit's rank and sentence.
        headings: the same of the heading by hit's rank.

    """

    sentences: Mapping[tuple[int, Span], float]
    headings: Mapping[int, float]

    @classmethod
    def of(cls, question: str, hits: Sequence[Hit]) -> _SharedWords:
        found = {
            (hit.rank, span): stems(_text(hit.passage, span))
            for hit in hits
            for span in hit.passage.sentences
        }
        weights = _word_weights(question, found.values())
        return cls(
            {place: _overlap(weights, words) for place, words in found.items()},
            {hit.rank: _overlap(weights, stems(hit.passage.heading)) for hit in hits},
        )

    def promise(self, hit: Hit) -> float:
        """The ranking's score of a hit by what is known before it is read."""
        weights = fitted_weights()["ranking"]
        best = max((self.sentences[hit.rank, one] for one in hit.passage.sentences), default=0.0)
        return float(
            weights["fused"] * hit.score
            + weights["dense"] * hit.dense_score
            + weights["overlap"] * best
            + weights["heading_overlap"] * self.headings[hit.rank]
        )


def _candidates(
    hits: Sequence[Hit], readings: Sequence[Reading], shared: _SharedWords
) -> Iterator[Candidate]:
    for hit, reading in zip(hits, readings, strict=True):
        for one in reading.sentences:
            yield Candidate(
                hit=hit,
                sentence=one.sentence,
                span=one.span,
                passage_reading=reading.score,
                in_passage=one.score,
                alone=FLOOR,
                overlap=shared.sentences[hit.rank, one.sentence],
                heading_overlap=shared.headings[hit.rank],
            )


def _read_in_rounds(
    hits: Sequence[Hit],
    shared: _SharedWords,
    read: Callable[[Sequence[Hit]], tuple[list[Candidate], list[Reading]]],
) -> tuple[list[Candidate], list[Reading]]:
    """Read the most promising hits, then those that may still beat the best sentence read so far."""
    promise = {hit.rank: shared.promise(hit) for hit in hits}
    waiting = sorted(hits, key=lambda hit: -promise[hit.rank])
    least = max(promise.values(), default=0.0) - PASSAGE_GAP
    candidates: list[Candidate] = []
    readings: list[Reading] = []
    while waiting := [hit for hit in waiting if promise[hit.rank] >= least]:
        found, made = read(waiting[:ROUND])
        waiting = waiting[ROUND:]
        candidates += found
        readings += made
        if found:
            least = max(least, max(map(ranking_score, found)) + UNREAD_LEAD)
    return candidates, readings


def _undecided(candidates: Sequence[Candidate]) -> list[int]:
    """Places of the candidates to read alone: near the best, answers on their own, or of the same words."""
    if not candidates:
        return []
    scores = [ranking_score(one) for one in candidates]
    order = sorted(range(len(candidates)), key=lambda place: -scores[place])
    best = candidates[order[0]]
    words = _text(best.hit.passage, best.span).casefold()
    return [
        place
        for turn, place in enumerate(order)
        if turn < ALWAYS_READ
        or scores[place] >= scores[order[0]] - SENTENCE_GAP
        or candidates[place].in_passage > 0
        or _text(candidates[place].hit.passage, candidates[place].span).casefold() == words
    ]


def _read_alone(candidate: Candidate, alone: Reading) -> Candidate:
    if candidate.in_passage >= alone.score:
        return replace(candidate, alone=alone.score)
    return replace(candidate, alone=alone.score, span=Span(alone.start, alone.end))


def _as_passage(candidate: Candidate) -> Passage:
    passage, sentence = candidate.hit.passage, candidate.sentence
    cells = tuple(one for one in passage.cells if sentence.start <= one.start and one.end <= sentence.end)
    text = _text(passage, sentence)
    return Passage(passage.document, *sentence, text, sentences=(sentence,), cells=cells)


def _text(passage: Passage, span: Span) -> str:
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
