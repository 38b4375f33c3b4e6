"""Statistics over weighted questions, and their intervals from resampled weights.

A statistic is a function from weights, shaped (resamples, questions), to values, shaped (resamples,). All
ones give the figure itself; drawing questions with replacement gives its spread. NaN is "not measured".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Statistic = Callable[[Array], Array]

RESAMPLES = 2000
_CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval, and how many questions it was measured on."""

    value: float
    low: float
    high: float
    count: int


def estimate(statistic: Statistic, applies: NDArray[np.bool_], seed: int = 0) -> Estimate | None:
    """A statistic with its bootstrap percentile interval; None where it cannot be measured.

    Args:
        statistic: what to measure.
        applies: which questions it is measured on; the others are left out of the resampling.
        seed: the same seed gives the same interval.

    """
    value = statistic(applies[None].astype(np.float64))[0]
    if np.isnan(value):
        return None
    drawn = [statistic(weights) for weights in resampled(applies, seed)]
    low, high = np.nanpercentile(np.concatenate(drawn), [2.5, 97.5])
    return Estimate(float(value), float(low), float(high), int(applies.sum()))


def paired_p_value(old: Statistic, new: Statistic, applies: NDArray[np.bool_], seed: int = 0) -> float:
    """The two-sided p-value of a difference between two statistics of the same questions."""
    drawn = [new(weights) - old(weights) for weights in resampled(applies, seed)]
    differences = np.concatenate(drawn)
    differences = differences[~np.isnan(differences)]
    # One more on each side: no finite number of resamples proves a p-value of nothing.
    below = (np.count_nonzero(differences <= 0) + 1) / (len(differences) + 1)
    above = (np.count_nonzero(differences >= 0) + 1) / (len(differences) + 1)
    return float(min(1.0, 2 * min(below, above)))


def resampled(applies: NDArray[np.bool_], seed: int, resamples: int = RESAMPLES) -> Iterator[Array]:
    """Weights of questions drawn with replacement, in chunks of bounded memory."""
    generator = np.random.default_rng(seed)
    chosen = np.flatnonzero(applies)
    rows = max(1, _CELLS_AT_ONCE // max(1, len(applies)))
    for start in range(0, resamples, rows):
        count = min(rows, resamples - start)
        drawn = chosen[generator.integers(len(chosen), size=(count, len(chosen)))]
        drawn += np.arange(count)[:, None] * len(applies)
        counts = np.bincount(drawn.ravel(), minlength=count * len(applies))
        yield counts.reshape(count, len(applies)).astype(np.float64)


def mean(values: Array) -> Statistic:
    """The mean of the values that are not NaN."""
    known = (~np.isnan(values)).astype(np.float64)
    filled = np.nan_to_num(values)
    return lambda weights: _ratio(weights @ filled, weights @ known)


def quantile(values: Array, share: float) -> Statistic:
    """The quantile, with linear interpolation, of whole-number weighted values."""
    order = np.argsort(values)
    ranked = values[order]

    def statistic(weights: Array) -> Array:
        cumulated = np.cumsum(weights[:, order], axis=1)
        place = share * (cumulated[:, -1] - 1)
        below = np.minimum(_first_above(cumulated, np.floor(place)), len(ranked) - 1)
        above = np.minimum(_first_above(cumulated, np.ceil(place)), len(ranked) - 1)
        values: Array = ranked[below] + (place - np.floor(place)) * (ranked[above] - ranked[below])
        return values

    return statistic


def auroc(scores: Array, positive: NDArray[np.bool_]) -> Statistic:
    """The chance that a positive's score is above a negative's, ties counting half."""
    order, starts = _tied(scores)
    signs = positive[order].astype(np.float64)

    def statistic(weights: Array) -> Array:
        ranked = weights[:, order]
        positives = np.add.reduceat(ranked * signs, starts, axis=1)
        negatives = np.add.reduceat(ranked * (1 - signs), starts, axis=1)
        below = np.cumsum(negatives, axis=1) - negatives
        wins = (positives * (below + negatives / 2)).sum(axis=1)
        return _ratio(wins, positives.sum(axis=1) * negatives.sum(axis=1))

    return statistic


def risk_coverage_area(confidence: Array, right: Array) -> Statistic:
    """The mean risk as coverage grows from the most confident answer to all; 0 is perfect."""
    order, starts = _tied(-confidence)
    wrong = 1 - right[order]

    def statistic(weights: Array) -> Array:
        ranked = weights[:, order]
        groups = np.add.reduceat(ranked, starts, axis=1)
        failed = np.cumsum(np.add.reduceat(ranked * wrong, starts, axis=1), axis=1)
        risk = failed / np.maximum(np.cumsum(groups, axis=1), 1e-12)
        return _ratio((groups * risk).sum(axis=1), groups.sum(axis=1))

    return statistic


def calibration_error(confidence: Array, right: Array, bins: int = 10) -> Statistic:
    """The expected gap between confidence and the share that is right, over bins of equal width."""
    member = np.eye(bins)[np.minimum((confidence * bins).astype(int), bins - 1)]

    def statistic(weights: Array) -> Array:
        gap = weights @ (member * (confidence - right)[:, None])
        return _ratio(np.abs(gap).sum(axis=1), weights.sum(axis=1))

    return statistic


def _tied(scores: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The order from low to high, and where in it each run of equal scores starts."""
    order = np.argsort(scores, kind="stable")
    ranked = scores[order]
    return order, np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])


def _first_above(cumulated: Array, rank: Array) -> NDArray[np.intp]:
    counted: NDArray[np.intp] = (cumulated <= rank[:, None]).sum(axis=1)
    return counted


def _ratio(above: Array, below: Array) -> Array:
    ratio: Array = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
    return ratio
