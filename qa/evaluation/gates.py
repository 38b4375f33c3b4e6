"""Gates: figures below which a build must not pass."""

from __future__ import annotations

from dataclasses import dataclass

from index import CitedQAError
from qa.evaluation.bootstrap import Estimate
from qa.evaluation.measures import BY_NAME


class GateError(CitedQAError):
    """A gate names no measure, or no limit that the measure can have."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A limit on one measure: a floor, or a ceiling for a measure that is better when smaller."""

    measure: str
    limit: float

    @classmethod
    def parse(cls, text: str) -> Gate:
        """A gate from `NAME=VALUE`.

        Raises:
            GateError: if there is no such measure, or the value is no share, or for a time no seconds.

        """
        name, _, value = text.partition("=")
        known = [measure.name for measure in BY_NAME.values() if measure.is_judged]
        if name not in known:
            raise GateError(f"there is no measure {name!r}; take one of: {', '.join(known)}")
        is_time = BY_NAME[name].is_time
        try:
            limit = float(value)
        except ValueError:
            limit = -1.0
        if not 0 <= limit <= (86_400 if is_time else 1):
            wanted = "a number of seconds" if is_time else "a number from 0 to 1"
            raise GateError(f"{text!r} has no limit that can be met; give {wanted}, as in {name}=0.7")
        return cls(name, limit)

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
