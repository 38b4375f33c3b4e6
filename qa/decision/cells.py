"""Cells: how sure an answer out of a table's cell is, by how its row and its column are named.

How well it reads tells little of a bare figure. The weights stand in `qa/cells.json`, fitted by
`python tests/benchmarks/fit_cells.py`.
"""

from __future__ import annotations

import math

from index.words import stems, words
from qa.evidence.candidates import Candidate
from qa.evidence.clues import text_of
from qa.fitted import ReaderSize, cell_weights
from qa.question import Kind, kind_of
from qa.tables.cell_asked import heads_of
from qa.tables.named_cell import is_named_cell, things_asked

CELL_FEATURES = ("log_odds", "named_cell", "unmet", "row_named")
_LEAST = 0.001
# A cell of more words holds a sentence.
_MOST_WORDS = 6


def probability_of_cell(question: str, candidate: Candidate, read: float, size: ReaderSize) -> float:
    """The calibrated probability, 0..1, that a candidate answers; as it was read of what is no such cell.

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
    """What the probability of a cell weighs, in the order of `CELL_FEATURES`.

    Of a cell whose row and column are named, nothing is unmet. Else a word of the question is met by the head
    of the cell's column, by the rest of its row, or by what all rows stand under; the head of another column
    does not meet it.

    None where one thing is not asked for, of what is no headed cell, and of one with a sentence in it, which
    reads as any sentence does.
    """
    heads = heads_of(candidate)
    own = next((cell for cell in heads if cell.touches(candidate.span)), None)
    passage = candidate.hit.passage
    head = stems(heads[own]) if own else frozenset()
    if own is None or not head or kind_of(question) is not Kind.SPAN:
        return None
    if len(words(text_of(passage, own))) > _MOST_WORDS:
        return None
    odds = min(max(read, _LEAST), 1 - _LEAST)
    log_odds = math.log(odds / (1 - odds))
    if is_named_cell(question, candidate):
        return log_odds, 1.0, 0.0, 1.0
    asked = things_asked(question)
    above = f"{passage.heading} {passage.document.replace('_', ' ')} {next(iter(heads.values()))}"
    of_row = asked - head - stems(above)
    met = of_row & stems(" ".join(text_of(passage, cell) for cell in heads if cell != own))
    unmet = len(of_row - met) / len(asked) if of_row else 0.0
    return log_odds, 0.0, unmet, float(bool(met) or not of_row)
