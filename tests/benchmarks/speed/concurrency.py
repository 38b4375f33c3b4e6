"""Concurrent asks: what one process answers to 1, 4, 16 and 32 who ask at once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

from speed.figure import Figure, Tell, percentile
from speed.process import call
from speed.questions import own_questions

from index import Index
from qa import ask, bundled

SECTION = "concurrency"
LEVELS, QUICK_LEVELS = (1, 4, 16, 32), (1, 4)
QUESTIONS, QUICK_QUESTIONS = 96, 4
UNMEASURED = 3


def measure(runs: int, tell: Tell, quick: bool = False) -> list[Figure]:
    """Throughput, p95 and errors of each level, all levels in each run, a process each.

    Raises:
        BenchError: if one of the processes fails; an ask that fails is counted instead.

    """
    questions = own_questions()[: UNMEASURED + (QUICK_QUESTIONS if quick else QUESTIONS)]
    levels = QUICK_LEVELS if quick else LEVELS
    found: dict[int, list[dict[str, float]]] = {level: [] for level in levels}
    for number in range(1, runs + 1):
        for level in levels:
            tell(f"{level} concurrent asks, run {number} of {runs}")
            found[level].append(call(ask_at_once, questions, level).result)
    note = f"{len(questions) - UNMEASURED} questions a run"
    figures = []
    for level, samples in found.items():
        for name, unit in (("throughput", "asks/s"), ("p95", "ms"), ("errors", "")):
            figures.append(
                Figure.of(SECTION, f"{level} at once, {name}", unit, [one[name] for one in samples], note)
            )
    single = [one["p50"] for one in found[1]]
    most = levels[-1]
    shares = [crowd["p95"] / (most * one) for crowd, one in zip(found[most], single, strict=True)]
    name = f"p95 of {most} at once ÷ {most} × the single time"
    return [*figures, Figure.of(SECTION, name, "×", shares)]


def ask_at_once(questions: Sequence[str], level: int) -> dict[str, float]:
    """Ask all questions of one index by `level` threads; throughput in asks/s, p50 and p95 in ms, errors."""
    index = Index.build([bundled.article()])
    for question in questions[:UNMEASURED]:
        ask(question, index)
    waiting = list(questions[UNMEASURED:])
    lock, ready = Lock(), Barrier(level + 1)
    seconds: list[float] = []
    errors: list[str] = []

    def keep_asking() -> None:
        ready.wait()
        while True:
            with lock:
                if not waiting:
                    return
                question = waiting.pop()
            start = time.perf_counter()
            try:
                ask(question, index)
            except Exception as error:  # whatever fails under load is what is counted here
                errors.append(repr(error))
            seconds.append(time.perf_counter() - start)

    with ThreadPoolExecutor(level) as pool:
        threads = [pool.submit(keep_asking) for _ in range(level)]
        ready.wait()
        start = time.perf_counter()
        for thread in threads:
            thread.result()
        took = time.perf_counter() - start
    return {
        "throughput": len(seconds) / took,
        "p50": percentile(seconds, 50) * 1000,
        "p95": percentile(seconds, 95) * 1000,
        "errors": float(len(errors)),
    }
