"""Likeliest: of all cells of some tables the one that a question most likely asks for, and how likely it is.

Which comes first is a conditional logit over all cells (McFadden, 1974), how likely it is right a logistic
regression on how it came first. The weights stand in `qa/cells.json`, fitted by
`python tests/benchmarks/fit_cells.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from index import Document, Index, Row, Span, Table
from qa.cells.asked import CellAsked
from qa.cells.sorts import CellSort
from qa.cells.unfit import is_unfit
from qa.cells.weighing import FEATURES, Weighed, weighed
from qa.fitted import cell_weights
from qa.tables.dated_heads import column_from_or_until
from qa.tables.price_or_cost import column_of_price

SURE_FEATURES = (
    "log_odds", "row_lead", "column_lead", "said", "unsaid", "nowhere", "row_said", "head_heard", "sort",
    "times", "numbers", "concept", "no_row_said", "things", "is_label",
)  # fmt: skip
MOST_LEAD = 8.0
# So likely at most is a cell that cannot be what is asked for.
UNFIT = 0.15
_LEAST = 1e-6
# So far behind, in units of the ranking's score, a cell is about as likely.
_ALIKE = 1.5


class Likeliest(NamedTuple):
    """The cell that is most likely asked for.

    Attributes:
        document, row, cell: where it stands; the cell is the whole row where none of several is named.
        probability: how likely it is right, 0..1, calibrated.

    """

    document: Document
    row: Row
    cell: Span
    probability: float


def likeliest(question: str, tables: Iterable[tuple[Document, Table]], index: Index) -> Likeliest | None:
    """The cell of some tables that a question most likely asks for; None where they have none.

    It is the whole row where several of its cells are alike and the question does not say which.
    """
    asked = CellAsked(question)
    cells = [one for document, table in tables for one in weighed(asked, document, table, index)]
    if not cells:
        return None
    fitted = cell_weights()
    scores = np.array([one.values for one in cells]) @ [fitted["ranking"][name] for name in FEATURES]
    best = cells[int(scores.argmax())]
    is_whole = _is_whole_row(best, cells, scores)
    values = sureness(asked, cells, scores, index, is_whole)
    logit = fitted["intercept"] + math.fsum(
        fitted["sureness"][name] * value for name, value in zip(SURE_FEATURES, values, strict=True)
    )
    best = best if is_whole else _in_column_meant(question, best, cells)
    most = UNFIT if is_unfit(asked, best, cells, index) else 1.0
    place = Span(best.row.start, best.row.end) if is_whole else Span(best.cell.start, best.cell.end)
    return Likeliest(best.document, best.row, place, min(most, 1 / (1 + math.exp(-logit))))


def _is_whole_row(best: Weighed, cells: Sequence[Weighed], scores: np.ndarray) -> bool:
    """Whether a time is asked for, with no word of its column, and another in the row is about as likely."""
    known = dict(zip(FEATURES, best.values, strict=True))
    is_named = known["head_said"] > 0 or known["head_times"] > 0 or known["concept"] > 0
    if is_named or best.held is not CellSort.MOMENT:
        return False
    top = float(scores.max())
    return any(
        one is not best and _is_beside(one, best) and one.held is best.held and score > top - _ALIKE
        for one, score in zip(cells, scores, strict=True)
    )


def _is_beside(one: Weighed, other: Weighed) -> bool:
    return one.document is other.document and one.row == other.row


def _in_column_meant(question: str, best: Weighed, cells: Iterable[Weighed]) -> Weighed:
    """The cell of the same row under the head of a price, or of the side of a day, that is asked for."""
    heads = best.table.heads
    column = column_from_or_until(question, heads, column_of_price(question, heads, best.cell.column))
    beside = (one for one in cells if _is_beside(one, best))
    return next((one for one in beside if one.cell.column == column), best)


def sureness(
    asked: CellAsked,
    cells: Sequence[Weighed],
    scores: np.ndarray,
    index: Index,
    is_whole_row: bool = False,
) -> tuple[float, ...]:
    """What the probability of the first cell, or of its row, weighs, in the order of `SURE_FEATURES`."""
    place = int(scores.argmax())
    best, top = cells[place], float(scores[place])
    known = dict(zip(FEATURES, best.values, strict=True))
    is_of_row = np.array([_is_beside(one, best) for one in cells])
    told = np.exp(scores - top)
    share = float(told[is_of_row].sum() if is_whole_row else 1.0) / float(told.sum())
    elsewhere = scores[~is_of_row].max(initial=top - MOST_LEAD)
    beside = np.delete(scores[is_of_row], int(np.flatnonzero(is_of_row).searchsorted(place)))
    unsaid = [one for one in asked.things if one not in best.said]
    return (
        math.log((share + _LEAST) / (1 - share + _LEAST)),
        min(MOST_LEAD, top - float(elsewhere)),
        min(MOST_LEAD, top - float(beside.max(initial=top - MOST_LEAD))),
        known["row_said"] + known["head_said"] + known["above_said"],
        float(len(unsaid)),
        float(sum(not index.occurs(one) for one in unsaid)),
        known["row_said"],
        known["head_heard"],
        known["sort"],
        known["row_times"] + known["head_times"],
        known["numbers"],
        known["concept"],
        float(known["row_said"] == 0),
        float(len(asked.things)),
        known["is_label"],
    )
