"""Plots as SVG text, each a pure function of what it shows; colours come from the page's style."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT = 360, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 20, 12, 36
_QUARTERS = ((0.0, "0"), (0.25, "0.25"), (0.5, "0.5"), (0.75, "0.75"), (1.0, "1"))


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> str:
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
    area = f"{_x(points[0][0]):.1f},{_y(0, top):.1f} {line} {_x(1):.1f},{_y(0, top):.1f}" if points else ""
    drawn = f'<polygon class="area" points="{area}"/><polyline class="curve" points="{line}"/>'
    return _framed("Risk by coverage", "coverage: share answered", "wrong answers", top, drawn)


def reliability(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> str:
    """The share that is right in each tenth of confidence, beside the diagonal of perfect calibration."""
    drawn = [f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>']
    members: list[list[bool]] = [[] for _ in range(bins)]
    for score, is_right in zip(confidence, right, strict=True):
        members[min(int(score * bins), bins - 1)].append(is_right)
    for number, member in enumerate(members):
        if not member:
            continue
        share = sum(member) / len(member)
        title = f"{number / bins:.1f}–{(number + 1) / bins:.1f}: {share:.0%} of {len(member)} right"
        drawn.append(_bar(number / bins, (number + 1) / bins, share, 1.0, title))
        middle = (_x(number / bins) + _x((number + 1) / bins)) / 2
        above = max(_TOP + 9, _y(share) - 3)
        drawn.append(f'<text class="count" x="{middle:.1f}" y="{above:.1f}">{len(member)}</text>')
    return _framed("Reliability", "confidence", "share right", 1.0, "".join(drawn))


def latency(seconds: Sequence[float], bins: int = 24) -> str:
    """How many questions took how long."""
    longest = _round_up(max(seconds, default=1.0))
    counts = [0] * bins
    for one in seconds:
        counts[min(int(one / longest * bins), bins - 1)] += 1
    top = max(counts)
    width = longest / bins
    bars = "".join(
        _bar(
            number / bins,
            (number + 1) / bins,
            count,
            top,
            f"{number * width * 1000:.0f}–{(number + 1) * width * 1000:.0f} ms: {count}",
        )
        for number, count in enumerate(counts)
        if count
    )
    ticks = [(share, f"{share * longest * 1000:.0f}") for share in (0, 0.25, 0.5, 0.75, 1)]
    return _framed("Latency", "milliseconds", "questions", top, bars, ticks, is_count=True)


def interval(low: float, value: float, high: float) -> str:
    """A share with its interval on a line from 0 to 1."""
    width, middle = 120, 7
    start, point, end = (4 + (width - 8) * min(max(part, 0.0), 1.0) for part in (low, value, high))
    return (
        f'<svg class="interval" viewBox="0 0 {width} 14" width="{width}" height="14" aria-hidden="true">'
        f'<line class="track" x1="4" y1="{middle}" x2="{width - 4}" y2="{middle}"/>'
        f'<line class="range" x1="{start:.1f}" y1="{middle}" x2="{end:.1f}" y2="{middle}"/>'
        f'<circle class="point" cx="{point:.1f}" cy="{middle}" r="3.5"/></svg>'
    )


def _framed(
    title: str,
    across: str,
    up: str,
    top: float,
    drawn: str,
    ticks: Sequence[tuple[float, str]] = _QUARTERS,
    *,
    is_count: bool = False,
) -> str:
    """A plot with its axes, their names and ticks."""
    parts = []
    for share, label in ticks:
        parts.append(
            f'<text class="tick across" x="{_x(share):.1f}" y="{_y(0) + 14:.1f}">{escape(label)}</text>'
        )
    for share in (0.0, 0.5, 1.0):
        height = _y(share)
        label = f"{top * share:.0f}" if is_count else f"{top * share:.2g}"
        parts.append(f'<line class="grid" x1="{_x(0)}" y1="{height:.1f}" x2="{_x(1)}" y2="{height:.1f}"/>')
        parts.append(f'<text class="tick up" x="{_LEFT - 5}" y="{height + 3:.1f}">{escape(label)}</text>')
    middle = (_TOP + _HEIGHT - _BOTTOM) / 2
    parts.append(
        f'<text class="axis" x="{(_x(0) + _x(1)) / 2:.1f}" y="{_HEIGHT - 5}">{escape(across)}</text>'
    )
    parts.append(
        f'<text class="axis" transform="rotate(-90 11 {middle:.1f})" x="11" y="{middle:.1f}">'
        f"{escape(up)}</text>"
    )
    return (
        f'<svg class="plot" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}{drawn}</svg>"
    )


def _bar(start: float, end: float, height: float, top: float, title: str) -> str:
    left, right = _x(start) + 1, _x(end) - 1
    y = _y(height, top)
    return (
        f'<rect class="bar" x="{left:.1f}" y="{y:.1f}" width="{right - left:.1f}" '
        f'height="{_y(0) - y:.1f}"><title>{escape(title)}</title></rect>'
    )


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, top: float = 1.0) -> float:
    return _HEIGHT - _BOTTOM - value / top * (_HEIGHT - _TOP - _BOTTOM)


def _round_up(value: float) -> float:
    """The next of 1, 2, 2.5 and 5 times a power of ten, so that ticks are round numbers."""
    if value <= 0:
        return 1.0
    unit = 10.0 ** (len(str(int(value))) if value >= 1 else 0)
    while unit >= value * 10:
        unit /= 10
    return next((unit * part / 10 for part in (1, 2, 2.5, 5, 10) if unit * part / 10 >= value), unit)
