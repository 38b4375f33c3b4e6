"""The second look: the larger reader weighs the few best sentences anew.

The small reader has read everything; what it left far behind does not come back. Its spans are kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from qa.decision import Ranked
from qa.evidence import FLOOR, Candidate
from qa.fitted import weights
from qa.question import as_read
from qa.reader import Reader

# So many sentences are read again; they are gathered so many times as wide.
LOOKED_AT, WIDTH = 6, 2.0
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
    best = ranked[:LOOKED_AT]
    return reranked(best, look_at(question, [one.candidate for one in best], larger, told))


def reranked(ranked: Sequence[Ranked], looks: Sequence[float]) -> Looked:
    """Candidates in the order that the looks at them make, and what the decision weighs of them."""
    scored = [
        (Ranked(_score(one, look), one.candidate), look) for one, look in zip(ranked, looks, strict=True)
    ]
    scored.sort(key=lambda pair: -pair[0].score)
    best = scored[0][1]
    return Looked([one for one, _ in scored], (best, max(looks) - best))


def ranking_features(one: Ranked, look: float) -> tuple[float, ...]:
    """What the second ranking weighs, in the order of `RANKING_FEATURES`."""
    return (one.score, look, min(look, 0.0))


def look_at(question: str, candidates: Sequence[Candidate], larger: Reader, told: str = "") -> list[float]:
    """Log-odds that each sentence answers, read with the one before it."""
    readings = larger.read(as_read(question), [one.window for one in candidates], told)
    return [
        max([FLOOR, *(part.score for part in reading.sentences if part.sentence == one.sentence)])
        for one, reading in zip(candidates, readings, strict=True)
    ]


def _score(one: Ranked, look: float) -> float:
    fitted = weights("large")["ranking"]
    return math.fsum(
        fitted[name] * value
        for name, value in zip(RANKING_FEATURES, ranking_features(one, look), strict=True)
    )
