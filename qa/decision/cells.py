"""Cells: how sure an answer out of a table's cell is, by how its row and its column are named.

How well it reads tells little of a bare figure. The weights stand in `qa/cells.json`, fitted by
`python tests/benchmarks/fit_cells.py`.
"""

from __future__ import annotations

import math

from index.words import stems
from qa.evidence.candidates import Candidate
from qa.evidence.clues import text_of
from qa.fitted import ReaderSize, cell_weights
from qa.tables.cell_asked import heads_of
from qa.tables.named_cell import is_named_cell, things_asked

CELL_FEATURES = ("log_odds", "named_cell", "unmet", "row_named")
_LEAST = 0.001


def probability_of_cell(question: str, candidate: Candidate, read: float, size: ReaderSize) -> float:
    """The calibrated probability, 0..1, that a candidate answers; as it was read where it is no headed cell.

    Args:
        question: what is asked.
        candidate: what ranks first, with the cell that is asked for.
        read: the probability that it answers, by how it reads.
        size: the reader.

    """
    values = cell_features(question, candidate, read)
    if values is None:
        return read
    weights = cell_weights(size)
    logit = weights["intercept"] + sum(
        weights[name] * value for name, value in zip(CELL_FEATURES, values, strict=True)
    )
    return 1 / (1 + math.exp(-logit))


def cell_features(question: str, candidate: Candidate, read: float) -> tuple[float, ...] | None:
    """What the probability of a cell weighs, in the order of `CELL_FEATURES`; None of what is no headed cell.

    A word of the question is met by the head of the cell's column, by the rest of its row, or by what all
    rows stand under; the head of another column does not meet it.
    """
    heads = heads_of(candidate)
    own = next((cell for cell in heads if cell.touches(candidate.span)), None)
    passage = candidate.hit.passage
    head = stems(heads[own]) if own else frozenset()
    if not head:
        return None
    above = f"{passage.heading} {passage.document.replace('_', ' ')} {next(iter(heads.values()))}"
    of_row = things_asked(question) - head - stems(above)
    met = of_row & stems(" ".join(text_of(passage, cell) for cell in heads if cell != own))
    unmet = len(of_row - met) / len(things_asked(question)) if of_row else 0.0
    odds = min(max(read, _LEAST), 1 - _LEAST)
    named = float(is_named_cell(question, candidate))
    return math.log(odds / (1 - odds)), named, unmet, float(bool(met) or not of_row)
