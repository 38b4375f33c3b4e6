"""Comparison of two reports on the questions they share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qa.evaluation.bootstrap import paired_p_value
from qa.evaluation.measures import MEASURES, Measure, columns
from qa.evaluation.report import Record, Report, ReportError

# A change of less than this in what an answer is worth is not worth a line.
_CHANGE = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure then and now, over the shared questions.

    Attributes:
        measure: what was measured.
        old, new: then and now.
        p_value: two-sided, by paired bootstrap: how easily chance alone would give as large a difference.

    """

    measure: Measure
    old: float
    new: float
    p_value: float

    @property
    def change(self) -> float:
        """How much it grew."""
        return self.new - self.old

    @property
    def verdict(self) -> str:
        """Either "better" or "worse" where chance is an unlikely reason (p < 0.05), or ""."""
        if self.p_value >= 0.05 or not self.change or not self.measure.is_judged:
            return ""
        return "better" if (self.change > 0) != self.measure.falls else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one report to another.

    Attributes:
        shared: how many questions, with the same words, both asked.
        differences: of every measure that both have.
        better, worse: the questions whose answer changed, old and new record, the largest change first.

    """

    shared: int
    differences: tuple[Difference, ...]
    better: tuple[tuple[Record, Record], ...]
    worse: tuple[tuple[Record, Record], ...]


def compare(old: Report, new: Report) -> Comparison:
    """Compare two reports on the questions that have the same id and words in both.

    Raises:
        ReportError: if they share no question.

    """
    before = {(record.id, record.question, record.history): record for record in old.records}
    pairs = [
        (before[key], record)
        for record in new.records
        if (key := (record.id, record.question, record.history)) in before
    ]
    if not pairs:
        raise ReportError(f"{old.name} and {new.name}: they share no question; compare runs of one set")
    changes = sorted(pairs, key=lambda pair: pair[1].goodness - pair[0].goodness)
    return Comparison(
        shared=len(pairs),
        differences=tuple(_differences(pairs, new.seed)),
        better=tuple(pair for pair in reversed(changes) if pair[1].goodness - pair[0].goodness > _CHANGE),
        worse=tuple(pair for pair in changes if pair[0].goodness - pair[1].goodness > _CHANGE),
    )


def _differences(pairs: list[tuple[Record, Record]], seed: int) -> list[Difference]:
    then, now = columns([old for old, _ in pairs]), columns([new for _, new in pairs])
    found = []
    for measure in MEASURES:
        before, after = measure.applies(then), measure.applies(now)
        # Means skip what a run has not measured; the others need both.
        applies = before | after if len(measure.columns) == 1 else before & after
        if not applies.any():
            continue
        old, new = measure.statistic(then), measure.statistic(now)
        weights = applies[None].astype(np.float64)
        values = float(old(weights)[0]), float(new(weights)[0])
        if not np.isnan(values).any():
            found.append(Difference(measure, *values, paired_p_value(old, new, applies, seed)))
    return found
