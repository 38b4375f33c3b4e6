"""The second look: the larger reader weighs the few best sentences anew.

The small reader has read everything; what it left far behind does not come back. Its spans are kept: where
both find the right sentence they are at least as often the gold ones (`tests/benchmarks/FIGURES.md`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from qa.decision import Ranked
from qa.evidence import FLOOR, Candidate
from qa.fitted import weights
from qa.question import as_read
from qa.reader import LargerReader

# So many sentences are compared with the question, and so many of them read.
LOOKED_AT, READ = 20, 6
RANKING_FEATURES = ("score", "closeness", "closeness_unshared", "reading", "against", "is_read")
MORE_FEATURES = ("larger_closeness", "larger_closeness_gap", "larger_reading", "larger_reading_gap")


class Look(NamedTuple):
    """What the larger reader makes of a sentence.

    Attributes:
        closeness: cosine of the question and the sentence with its heading.
        reading: log-odds that the sentence answers, read with the one before it; None where it was not read.

    """

    closeness: float
    reading: float | None


class Looked(NamedTuple):
    """What came out.

    Attributes:
        ranked: the candidates that were looked at, best first.
        features: what the decision weighs besides its own, in the order of `MORE_FEATURES`.

    """

    ranked: list[Ranked]
    features: tuple[float, ...]


def look_again(question: str, ranked: Sequence[Ranked], larger: LargerReader, told: str = "") -> Looked:
    """Rank the best candidates anew.

    Args:
        question: what is asked.
        ranked: the candidates, best first; at least one.
        larger: what looks at them.
        told: words that no span may overlap.

    """
    best = ranked[:LOOKED_AT]
    return reranked(best, look_at(question, [one.candidate for one in best], larger, told))


def reranked(ranked: Sequence[Ranked], looks: Sequence[Look]) -> Looked:
    """Candidates in the order that the looks at them make, and what the decision weighs of them."""
    scored = [
        (Ranked(_score(one, look), one.candidate), look) for one, look in zip(ranked, looks, strict=True)
    ]
    scored.sort(key=lambda pair: -pair[0].score)
    return Looked([one for one, _ in scored], _features(scored[0][1], looks))


def ranking_features(one: Ranked, look: Look) -> tuple[float, ...]:
    """What the second ranking weighs, in the order of `RANKING_FEATURES`."""
    reading = _log_odds(look)
    return (
        one.score,
        look.closeness,
        look.closeness * one.candidate.clues.unshared,
        reading,
        min(reading, 0.0),
        float(look.reading is not None),
    )


def look_at(
    question: str, candidates: Sequence[Candidate], larger: LargerReader, told: str = ""
) -> list[Look]:
    """Compare candidates with the question, and read the best of them."""
    close = larger.closeness(question, [one.under_heading for one in candidates])
    windows = [one.window for one in candidates[:READ]]
    readings = larger.spans.read(as_read(question), windows, told)
    odds: list[float | None] = [None] * len(candidates)
    for place, (one, reading) in enumerate(zip(candidates, readings, strict=False)):
        own = [part.score for part in reading.sentences if part.sentence == one.sentence]
        odds[place] = own[0] if own else FLOOR
    return [Look(closeness, reading) for closeness, reading in zip(close, odds, strict=True)]


def _score(one: Ranked, look: Look) -> float:
    fitted = weights("large")["ranking"]
    return math.fsum(
        fitted[name] * value
        for name, value in zip(RANKING_FEATURES, ranking_features(one, look), strict=True)
    )


def _features(best: Look, looks: Sequence[Look]) -> tuple[float, ...]:
    closest = max(look.closeness for look in looks)
    surest = max(map(_log_odds, looks))
    return (best.closeness, closest - best.closeness, _log_odds(best), surest - _log_odds(best))


def _log_odds(look: Look) -> float:
    return FLOOR if look.reading is None else max(look.reading, FLOOR)
