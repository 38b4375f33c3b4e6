"""The table of a bench: every figure a line, with its least and greatest."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from speed.figure import Figure


def print_figures(figures: Sequence[Figure], console: Console) -> None:
    """Print figures by section; the median first, then the least and the greatest."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("section")
    table.add_column("figure")
    table.add_column("median", justify="right")
    table.add_column("min–max", justify="right")
    table.add_column("unit")
    table.add_column("runs", justify="right")
    table.add_column("note", style="dim")
    before = ""
    for figure in figures:
        is_new = figure.section != before
        if is_new and before:
            table.add_section()
        low, high = _number(figure.low), _number(figure.high)
        table.add_row(
            figure.section if is_new else "",
            figure.name if figure.passages is None else f"{figure.passages:,} passages: {figure.name}",
            _number(figure.median),
            f"{low}–{high}" if low != high else low,
            figure.unit,
            str(figure.runs),
            figure.note,
        )
        before = figure.section
    console.print(table)


def _number(value: float) -> str:
    """Three digits that count, with thousands parted."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.3f}"
