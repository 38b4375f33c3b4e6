"""The decision: which sentence answers best, and how likely it is right.

Both are linear in a few features; the weights stand in `decision.json`, fitted by
`python tests/benchmarks/fit_decision.py`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from index.words import content_words, stem, words
from qa.evidence import FLOOR, Candidate, ranking_score
from qa.fitted import weights as _weights
from qa.question import Kind, kind_of

DECISION_FEATURES = (
    "top_score", "margin", "in_passage", "alone", "passage_reading", "dense", "overlap",
    "words_missing_in_sentence", "words_missing_in_passage", "words_missing_everywhere",
    "names_missing_in_sentence",
    "yes_no", "sentences",
)  # fmt: skip

_NAME = re.compile(
    r"(?<=[\w,;:’'\"”)]\s)[^\W\d_a-z]\w*|\w*\d[\w.,]*\w|\d|\b[^\W\d_a-z]{2,}\b|(?<=^)[^\W\d_a-z]\w+(?=[’']s\b)"
)


class Ranked(NamedTuple):
    """A candidate with its place's reason: a larger score is a better answer."""

    score: float
    candidate: Candidate


def rank(candidates: Sequence[Candidate]) -> list[Ranked]:
    """Candidates, best first."""
    ranked = [Ranked(ranking_score(one), one) for one in candidates]
    return sorted(ranked, key=lambda item: (-item.score, item.candidate.hit.rank, item.candidate.sentence))


def features(question: str, ranked: Sequence[Ranked], missing: Sequence[str]) -> tuple[float, ...]:
    """What the probability weighs, in the order of `DECISION_FEATURES`.

    Args:
        question: the question that was searched.
        ranked: the candidates, best first; at least one.
        missing: the question's content words that stand in no document.

    """
    score, top = ranked[0]
    second = next((one.score for one in ranked if _span_text(one.candidate) != _span_text(top)), score - 10)
    passage = top.hit.passage
    sentence = passage.text[top.sentence.start - passage.start : top.sentence.end - passage.start]
    asked = content_words(question)
    kind = kind_of(question)
    return (
        score,
        min(score - second, 10.0),
        max(top.in_passage, FLOOR),
        max(top.alone, FLOOR),
        max(top.passage_reading, FLOOR),
        top.hit.dense_score,
        top.overlap,
        _missing_share(asked, sentence),
        _missing_share(asked, passage.text),
        len(missing) / len(asked),
        _missing_share(names_of(question), sentence),
        float(kind is Kind.YES_NO),
        float(kind is Kind.SENTENCES),
    )


def probability(values: Sequence[float]) -> float:
    """The calibrated probability, 0..1, that the first-ranked sentence answers the question."""
    decision = _weights()["decision"]
    weights = decision["weights"]
    logit = decision["intercept"] + sum(
        weights[name] * value for name, value in zip(DECISION_FEATURES, values, strict=True)
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def default_threshold() -> float:
    """The confidence from which to answer: where a wrong answer and a wrong refusal cost the same."""
    return float(_weights()["threshold"])


def names_of(question: str) -> list[str]:
    """The names and numbers in a question: capitalised words past the first, and anything with a digit."""
    return list(dict.fromkeys(match.group() for match in _NAME.finditer(question)))


def _missing_share(wanted: Sequence[str], text: str) -> float:
    """The share of words that do not stand in a text in any form; 0 where none is wanted."""
    there = {stem(word) for word in words(text)}
    return sum(stem(word) not in there for word in wanted) / max(1, len(wanted))


def _span_text(candidate: Candidate) -> str:
    passage = candidate.hit.passage
    return passage.text[candidate.span.start - passage.start : candidate.span.end - passage.start].casefold()
