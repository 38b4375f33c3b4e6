"""Gates: figures below which a build must not pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.evaluation.bootstrap import Estimate
from qa.evaluation.measures import BY_NAME
from qa.evaluation.report import Report


@dataclass(frozen=True, slots=True)
class Gate:
    """A limit on one measure: a floor, or a ceiling for a measure that is better when smaller."""

    measure: str
    limit: float

    def met_by(self, found: Estimate | None) -> bool:
        """Whether a figure is good enough; what was not measured is not."""
        if found is None:
            return False
        return found.value <= self.limit if BY_NAME[self.measure].falls else found.value >= self.limit

    def described(self, found: Estimate | None) -> str:
        """The figure and its limit, in words."""
        measure = BY_NAME[self.measure]
        sign = "≤" if measure.falls else "≥"
        value = "not measured" if found is None else f"{found.value:.3f}"
        verdict = "met" if self.met_by(found) else "NOT MET"
        return f"{verdict}: {measure.stage} · {measure.label} {value}, wanted {sign} {self.limit:g}"


def check_gates(report: Report, limits: Mapping[str, float | None]) -> list[tuple[Gate, bool]]:
    """Each gate that has a limit, and whether the report meets it."""
    gates = [Gate(name, limit) for name, limit in limits.items() if limit is not None]
    return [(gate, gate.met_by(report.measures[gate.measure])) for gate in gates]
