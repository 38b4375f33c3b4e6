"""Plots as plain geometry, each a pure function of what it shows; the page's template draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 240
INTERVAL_WIDTH = 120
LEFT, RIGHT, TOP, BOTTOM = 44, 20, 12, 36
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its box, what it says when pointed at, and the number above it, if any."""

    x: float
    y: float
    width: float
    height: float
    title: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot in a frame of WIDTH and HEIGHT.

    Attributes:
        title: its name.
        across, up: names of the axes.
        columns, rows: the ticks of both axes, each a place and its label.
        line: points of a curve, as SVG writes them.
        bars: bars from the lower axis up.
        has_diagonal: whether the line where both axes are equal is drawn.

    """

    title: str
    across: str
    up: str
    columns: tuple[tuple[float, str], ...]
    rows: tuple[tuple[float, str], ...]
    line: str = ""
    bars: tuple[Bar, ...] = ()
    has_diagonal: bool = False

    @property
    def area(self) -> str:
        """The points of the area under the curve."""
        first, last = self.line.split(" ")[0].split(",")[0], self.line.split(" ")[-1].split(",")[0]
        return f"{first},{_y(0):.1f} {self.line} {last},{_y(0):.1f}"


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and the ends of its interval, as places on a line of INTERVAL_WIDTH that goes from 0 to 1."""

    low: float
    value: float
    high: float


def interval(low: float, value: float, high: float) -> Interval:
    """A share with its interval; what lies beyond 0 or 1 is drawn at the end."""
    return Interval(*(4 + (INTERVAL_WIDTH - 8) * min(max(part, 0.0), 1.0) for part in (low, value, high)))


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> Plot:
    """The share of wrong answers as coverage grows from the most confident answer to all of them."""
    points: list[tuple[float, float]] = []
    wrong = 0
    ranked = sorted(zip(confidence, right, strict=True), reverse=True)
    for count, (score, is_right) in enumerate(ranked, start=1):
        wrong += not is_right
        if count == len(ranked) or ranked[count][0] < score:
            points.append((count / len(ranked), wrong / count))
    top = _round_up(max((risk for _, risk in points), default=1.0))
    line = " ".join(f"{_x(coverage):.1f},{_y(risk, top):.1f}" for coverage, risk in points)
    rows = _rows([f"{top * share:.2g}" for share in (0.0, 0.5, 1.0)])
    return Plot("Risk and coverage", "coverage: share answered", "wrong answers", _columns(), rows, line)


def reliability(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> Plot:
    """The share that is right in each tenth of confidence, beside the diagonal of perfect calibration."""
    bars = []
    members: list[list[bool]] = [[] for _ in range(bins)]
    for score, is_right in zip(confidence, right, strict=True):
        members[min(int(score * bins), bins - 1)].append(is_right)
    for number, member in enumerate(members):
        if member:
            share = sum(member) / len(member)
            title = f"{number / bins:.1f}–{(number + 1) / bins:.1f}: {share:.0%} of {len(member)} right"
            bars.append(_bar(number / bins, (number + 1) / bins, share, title, str(len(member))))
    rows = _rows(["0", "0.5", "1"])
    return Plot("Reliability", "confidence", "share right", _columns(), rows, "", tuple(bars), True)


def latency(seconds: Sequence[float], bins: int = 24) -> Plot:
    """How many questions took how long."""
    longest = _round_up(max(seconds, default=1.0))
    counts = [0] * bins
    for one in seconds:
        counts[min(int(one / longest * bins), bins - 1)] += 1
    top = max(counts)
    width = longest / bins * 1000
    bars = tuple(
        _bar(
            number / bins,
            (number + 1) / bins,
            count / top,
            f"{number * width:.0f}–{(number + 1) * width:.0f} ms: {count}",
        )
        for number, count in enumerate(counts)
        if count
    )
    columns = _columns([f"{share * longest * 1000:.0f}" for share in _QUARTERS])
    rows = _rows([f"{top * share:.0f}" for share in (0.0, 0.5, 1.0)])
    return Plot("Latency", "milliseconds", "questions", columns, rows, "", bars)


def _columns(labels: Sequence[str] = ("0", "0.25", "0.5", "0.75", "1")) -> tuple[tuple[float, str], ...]:
    return tuple((_x(share), label) for share, label in zip(_QUARTERS, labels, strict=True))


def _rows(labels: Sequence[str]) -> tuple[tuple[float, str], ...]:
    return tuple((_y(share), label) for share, label in zip((0.0, 0.5, 1.0), labels, strict=True))


def _bar(start: float, end: float, height: float, title: str, above: str = "") -> Bar:
    left, right, y = _x(start) + 1, _x(end) - 1, _y(height)
    return Bar(left, y, right - left, _y(0) - y, title, above)


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(value: float, top: float = 1.0) -> float:
    return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM)


def _round_up(value: float) -> float:
    """The next of 1, 2, 2.5 and 5 times a power of ten, so that ticks are round numbers."""
    if value <= 0:
        return 1.0
    unit = 10.0 ** (len(str(int(value))) if value >= 1 else 0)
    while unit >= value * 10:
        unit /= 10
    return next((unit * part / 10 for part in (1, 2, 2.5, 5, 10) if unit * part / 10 >= value), unit)
