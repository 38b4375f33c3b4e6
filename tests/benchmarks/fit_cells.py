"""Fit the weights of `qa/cells.json`: which cell of a table is asked for, and how surely.

On the tables of `tests/benchmarks/cells`, the workbooks of `tests/benchmarks/workbooks` and the desks A to F
of `tests/benchmarks/desks`, where most questions are answered by no cell. `--parts` fits on some documents,
measures on the others, in turn, and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from desks import QUESTIONS, files_of
from scipy.optimize import minimize
from scipy.special import expit, logsumexp
from sklearn.metrics import roc_auc_score

from index import Index
from qa.cells.asked import CellAsked
from qa.cells.likeliest import SURE_FEATURES, sureness
from qa.cells.weighing import FEATURES, Weighed, weighed
from qa.fitted import CELL_WEIGHTS

HERE = Path(__file__).parent
SETS = (HERE / "cells", HERE / "workbooks")
DESKS = HERE / "desks"
# Of these, the half that is for tuning, and the documents with tables.
MIXED = (HERE / "office", HERE / "kinds")
# "870 euros", "12 working days"
_UNIT = re.compile(
    r"(?<=\d)\s?(?:euros?|pounds?|eur|gbp|chf|(?:working )?days|weeks|minutes|hours|people|m|kg|g|cm)\Z"
)
# What of a desk one cell may answer.
KINDS = {"amount", "everyday", "none"}
# The more of these, the less likely a cell is right.
WORSE = {"unsaid", "nowhere", "no_row_said", "is_label"}
PARTS = 5
RIDGE, STRENGTH = 0.02, 0.3


@dataclass(frozen=True)
class Example:
    """A question, its cells with what is known of each, and which of them are right."""

    document: str
    question: str
    index: Index
    cells: list[Weighed]
    right: np.ndarray

    @property
    def table(self) -> np.ndarray:
        """What is known of the cells, of shape (cells, features)."""
        return np.array([one.values for one in self.cells])


@cache
def index_of(*paths: Path) -> Index:
    """An index of some files."""
    return Index.build(list(paths), path=None)


def asked_of_sets() -> Iterator[tuple[str, Index, dict[str, object], list[str]]]:
    """All questions: the document, its index, the question's line, and the values that are right."""
    for folder in SETS:
        for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            name = f"{folder.name}/{item['document']}"
            yield name, index_of(folder / item["document"]), item, item.get("answers", [])
    for folder in MIXED:
        for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if "tune" in item["tags"] and not item.get("history"):
                name = f"{folder.name}/{item['document']}"
                yield name, index_of(folder / item["document"]), item, item.get("answers", [])
    for desk in sorted(DESKS.glob("*")):
        files = files_of(desk)
        for line in (desk / QUESTIONS).read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if desk.name[0] <= "F" and item["kind"] in KINDS and not item.get("history"):
                shown = item.get("shown", [])
                yield f"desks/{desk.name}", index_of(*files), item, shown[0] if len(shown) == 1 else []


def examples() -> Iterator[Example]:
    """Every question with the cells of its documents."""
    for name, index, item, values in asked_of_sets():
        asked = CellAsked(str(item["question"]))
        documents = [index.documents[one] for one in index.documents]
        cells = [
            cell for one in documents for table in one.tables for cell in weighed(asked, one, table, index)
        ]
        right = np.array([holds(one, values) for one in cells], bool)
        if "cell" in item and right.sum() > 1:  # the same value stands elsewhere, too
            at = [stands_at(one, str(item["cell"])) for one in cells]
            right = right & np.array(at) if (right & np.array(at)).any() else right
        if cells:
            yield Example(name, asked.question, index, cells, right)


def holds(cell: Weighed, values: list[str]) -> bool:
    """Whether a cell holds one of some values."""
    said = plain(cell.document.text[cell.cell.start : cell.cell.end])
    return any(said == plain(value) for value in values)


def plain(value: str) -> str:
    """A value as it is compared: 3.5 and 3.50 are the same."""
    bare = _UNIT.sub("", value.replace(",", "").strip("£€$% ").casefold())
    try:
        return str(float(bare))
    except ValueError:
        return value.strip().casefold()


def stands_at(cell: Weighed, address: str) -> bool:
    """Whether a cell stands in the row and the column of an address such as "C7"."""
    letter, number = address.rstrip("0123456789"), int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return cell.row.number == number and cell.cell.column == ord(letter) - ord("A")


def fit_ranking(some: list[Example]) -> np.ndarray:
    """The weights of which cell comes first: the right ones of a question share the probability."""
    answered = [(one.table, one.right) for one in some if one.right.any()]
    scale = np.vstack([table for table, _ in answered]).std(axis=0) + 1e-9

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        ridge = RIDGE * len(answered) / 50
        total, slope = ridge * float(weights @ weights), 2 * ridge * weights
        for table, right in answered:
            scores = table / scale @ weights
            every, those = logsumexp(scores), logsumexp(scores[right])
            total += float(every - those)
            wanted = np.where(right, np.exp(scores - those), 0.0)
            slope = slope + (table / scale).T @ (np.exp(scores - every) - wanted)
        return total, slope

    return np.asarray(minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B").x / scale)


def decided(some: list[Example], ranking: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the probability weighs, of shape (questions, features), and whether the first cells are right."""
    scores = [one.table @ ranking for one in some]
    values = [
        sureness(CellAsked(one.question), one.cells, score, one.index)
        for one, score in zip(some, scores, strict=True)
    ]
    return np.array(values), np.array(
        [one.right[score.argmax()] for one, score in zip(some, scores, strict=True)]
    )


def fit_sureness(values: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, float]:
    """The weights of a logistic regression, of which none has the wrong sign, and its intercept."""
    middle, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    inputs = (values - middle) / scale

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = inputs @ weights[1:] + weights[0]
        error, ridge = expit(logits) - right, np.r_[0.0, weights[1:]] / STRENGTH
        value = float((np.logaddexp(0, logits) - right * logits).sum()) + float(ridge @ weights) / 2
        return value, np.r_[error.sum(), inputs.T @ error] + ridge

    bounds = [(None, None), *((None, 0.0) if name in WORSE else (0.0, None) for name in SURE_FEATURES)]
    fitted = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = fitted[1:] / scale
    return weights, float(fitted[0] - weights @ middle)


def measure(every: list[Example]) -> None:
    """Fit on four parts of the documents, and measure on the fifth, in turn."""
    names = sorted({one.document for one in every})
    part = np.array([names.index(one.document) % PARTS for one in every])
    sure, right = np.zeros(len(every)), np.zeros(len(every), bool)
    for held in range(PARTS):
        known = [one for one, at in zip(every, part, strict=True) if at != held]
        ranking = fit_ranking(known)
        weights, intercept = fit_sureness(*decided(known, ranking))
        values, right[part == held] = decided(
            [one for one, at in zip(every, part, strict=True) if at == held], ranking
        )
        sure[part == held] = 1 / (1 + np.exp(-(values @ weights + intercept)))
    for folder in ("cells", "workbooks", "office", "kinds", "desks", ""):
        some = np.array([one.document.startswith(folder) for one in every])
        told = np.array([one.right.any() for one in every])[some]
        print(
            f"{folder or 'all':10} {some.sum():4} questions, a cell answers {told.sum()}, comes first for"
            f" {right[some].sum()}, AUROC {roc_auc_score(right[some], sure[some]):.3f}, at 0.5 right"
            f" {(right & (sure >= 0.5))[some].sum()}, wrong {(~right & (sure >= 0.5))[some].sum()}"
        )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", action="store_true", help="measure, and write nothing")
    is_measured = parser.parse_args().parts
    every = list(examples())
    if is_measured:
        measure(every)
        return
    ranking = fit_ranking(every)
    weights, intercept = fit_sureness(*decided(every, ranking))
    written = {
        "made_by": "tests/benchmarks/fit_cells.py",
        "ranking": dict(zip(FEATURES, ranking.round(4).tolist(), strict=True)),
        "sureness": dict(zip(SURE_FEATURES, weights.round(4).tolist(), strict=True)),
        "intercept": round(intercept, 4),
    }
    CELL_WEIGHTS.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
