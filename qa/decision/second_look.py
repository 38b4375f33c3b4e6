"""The second look: the larger reader weighs the few best sentences anew.

The small reader has read everything; what it left far behind does not come back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from qa.decision.deciding import Ranked, meant_first, named_first
from qa.evidence.candidates import FLOOR, Candidate
from qa.fitted import weights
from qa.question import as_read
from qa.reader import Reader, Reading, SentenceReading

# So many sentences are read again, whatever their score, and at most so many that are not further behind the
# first, in units of the first ranking's score; they are gathered so many times as wide.
ALWAYS, LOOKED_AT, GAP, WIDTH = 2, 8, 4.0, 2.0
RANKING_FEATURES = ("score", "reading", "against")
MORE_FEATURES = ("larger_reading", "larger_reading_gap")


class Looked(NamedTuple):
    """What came out.

    Attributes:
        ranked: the candidates that were looked at, best first.
        features: what the decision weighs besides its own, in the order of `MORE_FEATURES`.

    """

    ranked: list[Ranked]
    features: tuple[float, ...]


def look_again(question: str, ranked: Sequence[Ranked], larger: Reader, told: str = "") -> Looked:
    """Rank the best candidates anew.

    Args:
        question: what is asked.
        ranked: the candidates, best first; at least one.
        larger: what looks at them.
        told: words that no span may overlap.

    """
    best = worth_a_look(named_first(question, ranked))
    return reranked(question, best, look_at(question, [one.candidate for one in best], larger, told))


def worth_a_look(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Those of the best candidates that may still come first.

    Where the first is the row that the question names by a cell, no row that it does not name is looked at.
    """
    first, least = ranked[0], ranked[0].score - GAP
    near = [one for place, one in enumerate(ranked[:LOOKED_AT]) if place < ALWAYS or one.score >= least]
    if not first.candidate.clues.cell_named:
        return near
    return [one for one in near if one.candidate.clues.cell_named or not one.candidate.window.cells]


def reranked(question: str, ranked: Sequence[Ranked], looks: Sequence[SentenceReading]) -> Looked:
    """Candidates in the order that the looks at them make, and what the decision weighs of them."""
    scored = [
        (Ranked(_score(one, look.score), replace(one.candidate, span=look.span)), look.score)
        for one, look in zip(ranked, looks, strict=True)
    ]
    scored.sort(key=lambda pair: -pair[0].score)
    best = meant_first(question, [one for one, _ in scored])
    look = next(look for one, look in scored if one is best[0])
    return Looked(best, (look, max(score for _, score in scored) - look))


def ranking_features(one: Ranked, look: float) -> tuple[float, ...]:
    """What the second ranking weighs, in the order of `RANKING_FEATURES`."""
    return (one.score, look, min(look, 0.0))


def look_at(
    question: str, candidates: Sequence[Candidate], larger: Reader, told: str = ""
) -> list[SentenceReading]:
    """What the larger reader makes of each sentence, read with the one before it."""
    readings = larger.read(as_read(question), [one.window for one in candidates], told)
    return [_own(one, reading) for one, reading in zip(candidates, readings, strict=True)]


def _own(candidate: Candidate, window: Reading) -> SentenceReading:
    """The reading of a candidate's sentence; where the window has none, its span stands."""
    for one in window.sentences:
        if one.sentence == candidate.sentence:
            return replace(one, score=max(FLOOR, one.score))
    return SentenceReading(candidate.sentence, candidate.span, FLOOR)


def _score(one: Ranked, look: float) -> float:
    fitted = weights("large")["ranking"]
    return math.fsum(
        fitted[name] * value
        for name, value in zip(RANKING_FEATURES, ranking_features(one, look), strict=True)
    )
