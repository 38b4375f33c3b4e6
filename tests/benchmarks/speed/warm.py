"""Warm times: one process that searches and asks on and on, never the same question twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from speed.figure import Figure, Tell, percentile
from speed.process import call
from speed.questions import own_questions

from index import Index
from qa import ask, bundled

SECTION = "warm"
UNMEASURED = 3
QUESTIONS, QUICK_QUESTIONS = 60, 3


def measure(runs: int, tell: Tell, quick: bool = False) -> list[Figure]:
    """Median and 95th percentile of `Index.search` and `ask` on the bundled article, a process a run.

    Raises:
        BenchError: if one of them fails.

    """
    questions = own_questions()[: UNMEASURED + (QUICK_QUESTIONS if quick else QUESTIONS)]
    found: dict[str, list[list[float]]] = {"search": [], "ask": []}
    for number in range(1, runs + 1):
        tell(f"warm times, run {number} of {runs}")
        found["search"].append(call(time_searches, questions).result)
        found["ask"].append(call(time_asks, questions).result)
    note = f"{len(questions) - UNMEASURED} questions a run"
    return [
        Figure.of(
            SECTION, f"{name}, p{percent}", "ms", [percentile(one, percent) * 1000 for one in samples], note
        )
        for name, samples in found.items()
        for percent in (50, 95)
    ]


def time_searches(questions: Sequence[str]) -> list[float]:
    """Seconds of each search after the first few."""
    index = Index.build([bundled.article()])
    return _timed(index.search, questions)


def time_asks(questions: Sequence[str]) -> list[float]:
    """Seconds of each ask after the first few."""
    index = Index.build([bundled.article()])
    return _timed(lambda question: ask(question, index), questions)


def _timed(use: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    for question in questions[:UNMEASURED]:
        use(question)
    seconds = []
    for question in questions[UNMEASURED:]:
        start = time.perf_counter()
        use(question)
        seconds.append(time.perf_counter() - start)
    return seconds
