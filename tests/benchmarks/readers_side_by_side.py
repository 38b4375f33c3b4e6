"""How long `ask` takes with either reader: each question of three documents is asked of both, in turn."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np

from index import Index
from qa import ask
from qa.fitted import READER_SIZES

KINDS = Path(__file__).parent / "kinds"
DOCUMENTS = ("lease.txt", "river-article.md", "minutes.txt")
QUESTIONS = 120


def main() -> None:
    """Print the median and the 95th centile for each."""
    index = Index.build([KINDS / name for name in DOCUMENTS])
    rows = map(json.loads, (KINDS / "questions.jsonl").read_text(encoding="utf-8").splitlines())
    questions = [row["question"] for row in rows if row["document"] in DOCUMENTS][:QUESTIONS]
    taken: dict[str, list[float]] = {size: [] for size in READER_SIZES}
    for question in ["What is asked first?", *questions]:
        for size in READER_SIZES:
            started = time.perf_counter()
            ask(question, index, reader=size)
            taken[size].append(time.perf_counter() - started)
    for size, seconds in taken.items():
        median, late = 1000 * np.quantile(seconds[1:], (0.5, 0.95))
        print(f"{size:6} {len(questions)} questions: median {median:.0f} ms, 95th centile {late:.0f} ms")


if __name__ == "__main__":
    main()
