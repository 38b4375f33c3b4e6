"""Learned: what kind of thing a question asks for, however it is worded, by weights fitted on many wordings.

Multinomial logistic regression over the packaged model's vector of the question and its words in ones and
twos. `python tests/benchmarks/fit_intents.py` fits the weights and says how well they do.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.models import packaged_vectors
from qa.intents.grams import grams_of

WEIGHTS = Path(__file__).with_name("learned.npz")


class Intent(StrEnum):
    """What a question asks for: all of some kind, documents beside each other, or one fact."""

    DECISIONS = "decisions"
    ACTIONS = "actions"
    PRESENT = "present"
    ABSENT = "absent"
    SIGNERS = "signers"
    SIGNED_WHEN = "signed_when"
    SUMMARY = "summary"
    COMPARE = "compare"
    EVERY_DOCUMENT = "every_document"
    EVERYTHING = "everything"
    COUNT = "count"
    ONE_FACT = "one_fact"


class _Weights(NamedTuple):
    """For each intent, in their order: what it starts from, and what each feature adds to it."""

    intercepts: np.ndarray
    of_vector: np.ndarray
    of_grams: dict[str, np.ndarray]


def intent_of(question: str) -> tuple[Intent, float]:
    """What a question most likely asks for, and how likely that is."""
    weights = _weights()
    scores = weights.intercepts + packaged_vectors([question])[0] @ weights.of_vector
    if known := [weights.of_grams[one] for one in sorted(grams_of(question)) if one in weights.of_grams]:
        scores = scores + np.sum(known, axis=0) / np.sqrt(len(known))
    chances = np.exp(scores - scores.max())
    best = int(chances.argmax())
    return list(Intent)[best], float(chances[best] / chances.sum())


def speaks_for(word: str, intents: Collection[Intent]) -> bool:
    """Whether a word that the weights know tells of one of some intents more than of any other."""
    weights = _weights().of_grams.get(word.casefold())
    return weights is not None and list(Intent)[int(weights.argmax())] in intents


def leans_to(word: str, intent: Intent) -> bool:
    """Whether a word that the weights know tells of an intent more than of one fact."""
    weights = _weights().of_grams.get(word.casefold())
    intents = list(Intent)
    return weights is not None and bool(
        weights[intents.index(intent)] > weights[intents.index(Intent.ONE_FACT)]
    )


@lru_cache(maxsize=1)
def _weights() -> _Weights:
    with np.load(WEIGHTS) as found:
        intercepts, of_vector, of_grams = (
            found[name].astype(np.float32) for name in ("intercepts", "of_vector", "of_grams")
        )
        return _Weights(intercepts, of_vector, dict(zip(found["grams"].tolist(), of_grams, strict=True)))
