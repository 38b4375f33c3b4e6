"""The plot of growth: one small drawing for each figure, over the number of passages, as one SVG text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from speed.figure import Figure

_COLUMNS = 4
_WIDTH, _HEIGHT = 240, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 16, 30, 28
_STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#57606a}.title{font-weight:600;fill:#1f2328}"
    ".grid{stroke:#d0d7de}.range{stroke:#0969da;opacity:.5}.curve{fill:none;stroke:#0969da;stroke-width:2}"
    ".point{fill:#0969da}.ground{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#9198a1}.title{fill:#f0f6fc}.grid{stroke:#3d444d}"
    ".range{stroke:#4493f8}.curve{stroke:#4493f8}.point{fill:#4493f8}.ground{fill:#0d1117}}"
)


def draw(figures: Sequence[Figure]) -> str:
    """Every figure that has a number of passages, in logarithmic scales; shares of one in a plain one."""
    named: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.passages:
            named.setdefault(figure.name, []).append(figure)
    panels = [
        f'<g transform="translate({_WIDTH * (place % _COLUMNS)},{_HEIGHT * (place // _COLUMNS)})">'
        f"{_panel(name, sorted(own, key=lambda one: one.passages or 0))}</g>"
        for place, (name, own) in enumerate(named.items())
    ]
    width = _WIDTH * min(_COLUMNS, len(panels))
    height = _HEIGHT * math.ceil(len(panels) / _COLUMNS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="Growth with the number of passages">'
        f'<style>{_STYLE}</style><rect class="ground" width="100%" height="100%"/>{"".join(panels)}</svg>'
    )


def _panel(name: str, figures: Sequence[Figure]) -> str:
    sizes = [figure.passages or 1 for figure in figures]
    is_share = not figures[0].unit
    lows, highs = [one.low for one in figures], [one.high for one in figures]
    # Whole powers of ten around all there is; a share runs from 0 to 1.
    bottom, top = (0.0, 1.0) if is_share else _powers(min(lows), max(highs))
    first, last = math.log10(min(sizes)), math.log10(max(sizes))

    def across(size: int) -> float:
        share = (math.log10(size) - first) / (last - first) if last > first else 0.5
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def up(value: float) -> float:
        height = value if is_share else math.log10(max(value, 1e-9))
        return _HEIGHT - _BOTTOM - (height - bottom) / (top - bottom) * (_HEIGHT - _TOP - _BOTTOM)

    unit = f", {figures[0].unit}" if figures[0].unit else ""
    parts = [f'<text class="title" x="8" y="16">{escape(name + unit)}</text>']
    for tick in (
        (0.0, 0.5, 1.0) if is_share else [10.0**power for power in range(round(bottom), round(top) + 1)]
    ):
        y = up(tick)
        parts.append(f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{_LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{tick:,g}</text>')
    for size in sizes:
        place = f'x="{across(size):.1f}" y="{_HEIGHT - 10}" text-anchor="middle"'
        parts.append(f"<text {place}>{_short(size)}</text>")
    for figure, size in zip(figures, sizes, strict=True):
        x = across(size)
        title = f"{size:,} passages: {figure.median:.3g} ({figure.low:.3g}–{figure.high:.3g})"
        low, middle, high = (f"{up(value):.1f}" for value in (figure.low, figure.median, figure.high))
        parts.append(f'<line class="range" x1="{x:.1f}" y1="{low}" x2="{x:.1f}" y2="{high}"/>')
        parts.append(
            f'<circle class="point" cx="{x:.1f}" cy="{middle}" r="3"><title>{title}</title></circle>'
        )
    points = " ".join(
        f"{across(size):.1f},{up(one.median):.1f}" for one, size in zip(figures, sizes, strict=True)
    )
    return "".join([*parts, f'<polyline class="curve" points="{points}"/>'])


def _powers(low: float, high: float) -> tuple[float, float]:
    """The exponents of the powers of ten around a range."""
    bottom = math.floor(math.log10(max(low, 1e-9)))
    return float(bottom), float(max(bottom + 1, math.ceil(math.log10(max(high, 1e-9)))))


def _short(size: int) -> str:
    """A number of passages in few characters."""
    for unit, name in ((1_000_000, "M"), (1_000, "k")):
        if size >= unit:
            return f"{size / unit:g}{name}"
    return str(size)
