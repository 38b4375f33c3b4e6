"""Respects: in what a question compares contracts, such as the notice, the end or the price of each.

Multinomial logistic regression over the packaged model's vector of the question without its sides, and its
words; `python tests/benchmarks/fit_comparison.py` fits the weights on `tests/benchmarks/comparisons`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

import numpy as np

from index import Span
from index.models import packaged_vectors
from index.words import stem, words
from qa.fitted import comparison_weights

# What stands in the place of a side.
SIDE = "it"


class Respect(StrEnum):
    """What contracts are compared in; `OTHER` for what is looked up in each as it is asked."""

    NOTICE = "notice"
    END = "end"
    BEGINNING = "beginning"
    DURATION = "duration"
    RENEWAL = "renewal"
    PRICE = "price"
    PAYMENT = "payment"
    DEPOSIT = "deposit"
    LIABILITY = "liability"
    INSURANCE = "insurance"
    LATE = "late"
    WARRANTY = "warranty"
    RESPONSE = "response"
    HOURS = "hours"
    DELIVERY = "delivery"
    RISE = "rise"
    EXIT_COST = "exit_cost"
    PENALTY = "penalty"
    SIGNERS = "signers"
    SIGNED_WHEN = "signed_when"
    OTHER = "other"


def respect_of(question: str, sides: Sequence[Span]) -> Respect:
    """In what a question most likely compares its sides."""
    vector, intercepts, stems = _weights()
    masked = without_sides(question, sides)
    scores = intercepts + packaged_vectors([masked])[0] @ vector
    for one in sorted(stems_of(masked)):
        if one in stems:
            scores = scores + stems[one]
    return list(Respect)[int(scores.argmax())]


def without_sides(question: str, sides: Sequence[Span]) -> str:
    """A question with the same word in the place of each of its sides."""
    for one in sorted(sides, reverse=True):
        question = f"{question[: one.start]}{SIDE}{question[one.end :]}"
    return question


def stems_of(question: str) -> frozenset[str]:
    """The words of a question as stems, with those that every text has: "when" and "until" tell much."""
    return frozenset(stem(word.casefold()) for word in words(question))


@lru_cache(maxsize=1)
def _weights() -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    found = comparison_weights()["respects"]
    stems = {word: np.array(weights) for word, weights in found["stems"].items()}
    return np.array(found["vector"]), np.array(found["intercepts"]), stems
