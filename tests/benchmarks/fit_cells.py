"""Fit the weights of `qa/cells.json`: how sure an answer out of a table's cell is.

On `tests/benchmarks/cells`: in everyday words, what a row and a column hold, what a row of the table has no
column for, and what is no row of it. `--halves` fits on every other document and measures on the rest.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

from index import Index
from qa import ask
from qa.decision.cells import CELL_FEATURES, cell_features
from qa.evidence.candidates import Candidate
from qa.fitted import CELL_WEIGHTS, READER_SIZES, ReaderSize

CELLS = Path(__file__).parent / "cells"
BINS = 10


@dataclass(frozen=True)
class Cell:
    """The cell that came first, what is weighed of it, how sure its reading was, and whether it is right."""

    document: str
    features: tuple[float, ...]
    read: float
    is_right: bool


def gather(size: ReaderSize) -> Iterator[Cell]:
    """Ask every question of its document, whatever the confidence."""
    build = cache(lambda name: Index.build([CELLS / name], path=None))
    for line in (CELLS / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        seen: list[tuple[str, Candidate, float]] = []

        def remember(question: str, candidate: Candidate, read: float, _: ReaderSize) -> float:
            seen.append((question, candidate, read))  # noqa: B023
            return read

        with patch("qa.lookup.found.probability_of_cell", remember):
            answer = ask(item["question"], build(item["document"]), reader=size, threshold=0.0)
        said = (answer.span or "").replace(",", "")
        told = [one for one in seen if one[1].span_text.replace(",", "") == said]
        values = cell_features(*told[-1]) if told else None
        if values:
            is_right = said in {right.replace(",", "") for right in item["answers"]}
            yield Cell(item["document"], values, told[-1][2], is_right)


def fit(cells: list[Cell]) -> LogisticRegression:
    """The weights of some cells."""
    return LogisticRegression(C=1.0).fit([one.features for one in cells], [one.is_right for one in cells])


def measured(sure: np.ndarray, right: np.ndarray) -> str:
    """How confidence follows correctness."""
    bins = np.minimum(BINS - 1, (sure * BINS).astype(int))
    calibration = sum(
        (bins == one).mean() * abs(sure[bins == one].mean() - right[bins == one].mean()) for one in {*bins}
    )
    area, brier = roc_auc_score(right, sure), brier_score_loss(right, sure)
    return f"AUROC {area:.3f}  ECE {calibration:.3f}  Brier {brier:.3f}"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--halves", action="store_true", help="measure, and write nothing")
    halves = parser.parse_args().halves
    written: dict[str, object] = {"made_by": "tests/benchmarks/fit_cells.py"}
    for size in READER_SIZES:
        cells = list(gather(size))
        names = sorted({one.document for one in cells})
        for half in (0, 1) if halves else ():
            held = [one for one in cells if names.index(one.document) % 2 == half]
            fitted = fit([one for one in cells if one not in held])
            right = np.array([one.is_right for one in held])
            sure = fitted.predict_proba([one.features for one in held])[:, 1]
            print(f"{size}, {len(held)} held out: {measured(np.array([one.read for one in held]), right)}")
            print(f"{size}, by how it is named: {measured(sure, right)}", flush=True)
        whole = fit(cells)
        weights = dict(zip(CELL_FEATURES, whole.coef_[0].tolist(), strict=True))
        written[size] = weights | {"intercept": float(whole.intercept_[0])}
        print(f"{size}, {len(cells)} cells, {sum(one.is_right for one in cells)} right: {written[size]}")
    if not halves:
        CELL_WEIGHTS.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
