"""How fast and how small this machine runs the product, as one table, JSON or a plot.

python tests/benchmarks/measure_speed.py cold warm     # by default everything; --quick to see that it works
python tests/benchmarks/measure_speed.py growth --plot growth.svg
"""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from speed import cold, concurrency, growth, ingest, warm
from speed.growth_plot import draw
from speed.process import BenchError
from speed.table import print_figures

from index import CitedQAError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speed.figure import Figure, Tell

RUNS, QUICK_RUNS = 5, 1


class Section(StrEnum):
    """The kinds of measurement."""

    cold = "cold"
    warm = "warm"
    ingest = "ingest"
    concurrency = "concurrency"
    growth = "growth"


def measure(
    sections: Annotated[
        list[Section] | None, typer.Argument(help="What to measure; by default everything.")
    ] = None,
    runs: Annotated[
        int | None,
        typer.Option(
            min=1, help=f"How often each figure is measured; {RUNS} by default, {QUICK_RUNS} if quick."
        ),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="Little of everything, to see that it works; no chat, and nothing else to compare with.",
        ),
    ] = False,
    size: Annotated[
        list[int] | None,
        typer.Option(
            min=100,
            help="Growth: measure with this many passages; may be given again. By default 1000 to a million.",
        ),
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Save the figures as JSON here.")] = None,
    plot: Annotated[Path | None, typer.Option("--plot", help="Draw the growth as SVG here.")] = None,
) -> None:
    """Measure speed and memory on this machine: medians with the least and the greatest of several runs."""
    out = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
    err = Console(stderr=True, highlight=False)
    for path in filter(None, (json_file, plot)):
        _check_writable(path)
    figures: list[Figure] = []
    with err.status("measuring") as status:
        for section in dict.fromkeys(sections or Section):
            figures += _measured(
                section,
                runs or (QUICK_RUNS if quick else RUNS),
                quick,
                size,
                status.update,
            )
    machine = _machine()
    out.print(f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}", style="dim")
    print_figures(figures, out)
    if json_file:
        told = {"machine": machine, "figures": [asdict(one) for one in figures]}
        json_file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if plot:
        plot.write_text(draw(figures) + "\n", encoding="utf-8")


def _measured(
    section: Section, runs: int, quick: bool, sizes: Sequence[int] | None, tell: Tell
) -> list[Figure]:
    match section:
        case Section.cold:
            return cold.measure(runs, tell, quick)
        case Section.warm:
            return warm.measure(runs, tell, quick)
        case Section.ingest:
            return ingest.measure(runs, tell, quick)
        case Section.concurrency:
            return concurrency.measure(runs, tell, quick)
        case Section.growth:
            return growth.measure(runs, tell, quick, sizes)


def _machine() -> dict[str, Any]:
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "version": version("cited-qa"),
    }


def _check_writable(path: Path) -> None:
    """Find out before the measuring, not after it, that its result cannot be kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("a").close()
    except OSError as error:
        raise BenchError(f"{path}: it cannot be written ({error.strerror}); check the path") from error


def main() -> None:
    """Run the command; what the user can mend becomes one sentence and exit code 1."""
    try:
        typer.run(measure)
    except CitedQAError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
