"""Told: what the sentences of minutes are, as a linear chain fitted on examples says, each with how likely.

The weights are those of `python tests/benchmarks/fit_sentences.py`, on what `style` sees and on vectors of
the packaged model.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from index.models import packaged_vectors
from qa.fitted import sentence_weights
from qa.minutes.masked import names_in
from qa.minutes.style import Said, shown_by


class SentenceKind(StrEnum):
    """What a sentence of minutes tells."""

    PRESENT = "present"
    ABSENT = "absent"
    DECISION = "decision"
    ACTION = "action"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    OTHER = "other"


class Weights(NamedTuple):
    """Of each row one column for each `SentenceKind`, in its order.

    Attributes:
        shown: of what `style` sees.
        vector: of each number of a sentence's vector.
        intercept: of any sentence.
        follows: of what follows what, within a section and from one to the next.

    """

    shown: dict[str, np.ndarray]
    vector: np.ndarray
    intercept: np.ndarray
    follows: np.ndarray


def likelihoods(sentences: Sequence[Said], weights: Weights | None = None) -> np.ndarray:
    """How likely each sentence, in order, is each of `SentenceKind`; shape (sentences, len(SentenceKind))."""
    if not sentences:
        return np.zeros((0, len(SentenceKind)))
    weights = weights or _fitted()
    names = names_in(one.words for one in sentences)
    vectors = packaged_vectors([one.words for one in sentences])
    scores = weights.intercept + vectors @ weights.vector
    for at, said in enumerate(sentences):
        known = sorted(shown_by(said, names) & weights.shown.keys())
        scores[at] += sum(weights.shown[one] for one in known)
    before, behind, whole = chained(scores, weights.follows[[int(not one.before) for one in sentences]])
    found: np.ndarray = np.exp(before + behind - whole)
    return found


def chained(scores: np.ndarray, follows: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """The logarithms of what a chain sums to before and behind each of its links, and of the whole.

    Args:
        scores: of each link, what it is.
        follows: of each link, what it is by the one before.

    """
    before, behind = np.array(scores), np.zeros_like(scores)
    for at in range(1, len(scores)):
        before[at] += _summed(before[at - 1][:, None] + follows[at], 0)
    for at in range(len(scores) - 1, 0, -1):
        behind[at - 1] = _summed(follows[at] + scores[at] + behind[at], 1)
    return before, behind, float(_summed(before[-1], 0))


def _summed(logarithms: np.ndarray, axis: int) -> np.ndarray:
    """The logarithms of sums of what logarithms are of."""
    most = logarithms.max(axis=axis, keepdims=True)
    found: np.ndarray = np.log(np.exp(logarithms - most).sum(axis=axis)) + most.squeeze(axis)
    return found


@lru_cache(maxsize=1)
def _fitted() -> Weights:
    found = sentence_weights()
    shown = {one: np.array(some) for one, some in found["shown"].items()}
    return Weights(shown, *(np.array(found[one]) for one in ("vector", "intercept", "follows")))
