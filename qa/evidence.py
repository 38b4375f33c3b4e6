"""Evidence: the sentences that may answer a question, each seen at two grains and weighed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit, Passage
from index.loaders import Span
from index.words import content_words, stem
from qa.question import as_read
from qa.reader import Reader, Reading, SentenceReading

FLOOR = -15.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        hit: the retrieved passage it stands in.
        sentence: the sentence, as document offsets.
        span: the best span inside it, as document offsets.
        passage_reading: log-odds that the passage answers.
        in_passage: log-odds that this sentence answers, read within its passage.
        alone: the same, read by itself.
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
    question: str, hits: Sequence[Hit], reader: Reader, told: str = ""
) -> tuple[list[Candidate], list[Reading]]:
    """Read the hits' passages whole and sentence by sentence; returns candidates and whole readings.

    Args:
        question: what the reader reads for.
        hits: where.
        reader: the reader.
        told: words that no span may overlap.

    """
    phrased = as_read(question)
    readings = reader.read(phrased, [hit.passage for hit in hits], told)
    pairs = [
        (hit, reading, one) for hit, reading in zip(hits, readings, strict=True) for one in reading.sentences
    ]
    alone = reader.read(phrased, [_as_passage(hit.passage, one.sentence) for hit, _, one in pairs], told)
    texts = [_text(hit.passage, one.sentence) for hit, _, one in pairs]
    weights = _word_weights(question, texts)
    candidates = [
        Candidate(
            hit=hit,
            sentence=one.sentence,
            span=_better_span(one, by_itself),
            passage_reading=reading.score,
            in_passage=one.score,
            alone=by_itself.score,
            overlap=_overlap(weights, text),
            heading_overlap=_overlap(weights, hit.passage.heading),
        )
        for (hit, reading, one), by_itself, text in zip(pairs, alone, texts, strict=True)
    ]
    return candidates, readings


def _as_passage(passage: Passage, sentence: Span) -> Passage:
    return Passage(passage.document, *sentence, _text(passage, sentence), sentences=(sentence,))


def _text(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.start : span.end - passage.start]


def _better_span(in_passage: SentenceReading, alone: Reading) -> Span:
    return in_passage.span if in_passage.score >= alone.score else Span(alone.start, alone.end)


def _word_weights(question: str, texts: Sequence[str]) -> dict[str, float]:
    """The question's content words by stem, each with its inverse document frequency among the sentences."""
    counts = Counter(word for text in texts for word in set(map(stem, content_words(text))))
    return {
        word: math.log(1 + len(texts) / (1 + counts[word]))
        for word in dict.fromkeys(map(stem, content_words(question)))
    }


def _overlap(weights: dict[str, float], text: str) -> float:
    found = set(map(stem, content_words(text)))
    return sum(weight for word, weight in weights.items() if word in found) / (sum(weights.values()) or 1.0)
