"""Figures: what was measured several times, as a median with the least and the greatest."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    Attributes:
        section: the kind of measurement it belongs to.
        name: what was measured.
        unit: "s", "ms", "MB", "passages/s", "×" and the like; "" for a plain number.
        median, low, high: over the runs.
        runs: how often it was measured.
        note: what a reader must know beside it.
        passages: how many the measured index held, where that is what varies.

    """

    section: str
    name: str
    unit: str
    median: float
    low: float
    high: float
    runs: int
    note: str = ""
    passages: int | None = None

    @classmethod
    def of(
        cls,
        section: str,
        name: str,
        unit: str,
        samples: Sequence[float],
        note: str = "",
        passages: int | None = None,
    ) -> Figure:
        """The figure of some samples, at least one."""
        median, low, high = statistics.median(samples), min(samples), max(samples)
        return cls(section, name, unit, median, low, high, len(samples), note, passages)


def percentile(samples: Sequence[float], percent: int) -> float:
    """The `percent`-th percentile, interpolated; of one sample, itself."""
    if len(samples) == 1:
        return samples[0]
    return statistics.quantiles(samples, n=100, method="inclusive")[percent - 1]
