"""What every peer's runner does alike: build or search, and tell what came of it as JSON.

It runs in the peer's own environment and needs the standard library alone. A runner is a script that hands
its class to `main`.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

UNMEASURED = 3


@dataclass(frozen=True)
class Result:
    """One result of a search; `start` is its character offset in the document where the peer tells it."""

    document: str
    text: str
    start: int | None = None


class System(Protocol):
    """What is measured."""

    def __init__(self, setting: str, model: str, reader: str) -> None: ...

    def prepare(self) -> None:
        """Load what building needs, before the clock runs."""

    def build(self, texts: dict[str, str], folder: Path) -> None:
        """Index texts and save the index."""

    def open(self, folder: Path) -> None:
        """Open a saved index."""

    def search(self, question: str) -> list[Result]:
        """Results, the best first."""


def main(system: type[System]) -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=f"Measure {system.__name__}; started by peers.py.")
    parser.add_argument("task", choices=("build", "search"))
    parser.add_argument("setting")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "input", type=Path, help="JSON: texts by name to build, a list of questions to search"
    )
    parser.add_argument("output", type=Path, help="JSON is written here")
    parser.add_argument("--model", required=True)
    parser.add_argument("--reader", required=True)
    options = parser.parse_args()
    made = system(options.setting, options.model, options.reader)
    given = json.loads(options.input.read_text(encoding="utf-8"))
    told = (
        build(made, given, options.folder) if options.task == "build" else search(made, given, options.folder)
    )
    options.output.write_text(json.dumps({**told, "peak": peak_bytes()}), encoding="utf-8")


def build(system: System, texts: dict[str, str], folder: Path) -> dict[str, object]:
    """Seconds to index and save."""
    system.prepare()
    start = time.perf_counter()
    system.build(texts, folder)
    return {"seconds": time.perf_counter() - start}


def search(system: System, questions: list[str], folder: Path) -> dict[str, object]:
    """Results of every question, and its seconds; several questions are preceded by some to warm up."""
    system.open(folder)
    if len(questions) > 1:
        for question in questions[-UNMEASURED:]:
            system.search(question)
    results, seconds = [], []
    for question in questions:
        start = time.perf_counter()
        found = system.search(question)
        seconds.append(time.perf_counter() - start)
        results.append([asdict(one) for one in found])
    return {"results": results, "seconds": seconds}


def peak_bytes() -> int:
    """The most memory this process ever held; getrusage alone may tell a parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
