"""Centrality: which sentences say most of what the others say.

LexRank (Erkan and Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text Summarization", JAIR
22, 2004) over the cosines of sentence vectors, with the random jumps biased towards sentences that are
likelier to tell (Otterbacher, Erkan and Radev, "Biased LexRank", IPM 45, 2009); the best are chosen one after
another, each worth less the more it repeats one chosen before (Carbonell and Goldstein, "The Use of MMR",
SIGIR 1998), and the more was chosen of its part of the text, which counts by a root of the sum of what was
chosen there (Lin and Bilmes, "A Class of Submodular Functions for Document Summarization", ACL 2011).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# The share of steps that follow a likeness, the rest being jumps; and how often the walk is taken further.
FOLLOWED, STEPS = 0.75, 50
# Sentences that are less alike have nothing to do with one another.
LEAST_LIKENESS = 0.1
# What a sentence is worth less by its likeness to one chosen before; less so where parts keep them apart.
REPETITION, REPETITION_OF_PARTS = 0.6, 0.25
# The power of what was chosen of a part of the text by which that part counts.
SHARED = 0.9


def centrality(vectors: np.ndarray, likely: np.ndarray) -> np.ndarray:
    """How central each sentence is, the most central one 1.

    Args:
        vectors: unit vectors of the sentences, of shape (n, dimension).
        likely: how likely each is to tell much, before any comparison; positive, of shape (n,).

    """
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, 0.0)
    alike[alike < LEAST_LIKENESS] = 0.0
    steps = alike / np.maximum(alike.sum(axis=1, keepdims=True), 1e-9)
    jumps = likely / likely.sum()
    found = jumps
    for _ in range(STEPS):
        found = (1 - FOLLOWED) * jumps + FOLLOWED * (steps.T @ found)
    return np.asarray(found / found.max())


def diverse(
    worth: np.ndarray,
    vectors: np.ndarray,
    most: int,
    parts: Sequence[int] | None = None,
    spans: Sequence[tuple[int, int]] | None = None,
) -> list[int]:
    """Places of at most `most` sentences, worth most and alike least, in the order of the text.

    Args:
        worth: of each sentence, of shape (n,).
        vectors: unit vectors of the sentences, of shape (n, dimension).
        most: how many are wanted.
        parts: the part of the text that each stands in, so that the sentences are of many parts.
        spans: where each stands, so that none is chosen beside one that it overlaps.

    """
    worth = worth / worth.max()
    part = np.asarray(range(len(worth)) if parts is None else parts)
    taken = np.zeros(part.max() + 1)
    repeated = np.zeros(len(worth))
    starts, ends = np.array(spans or [(n, n + 1) for n in range(len(worth))]).T
    is_free = np.ones(len(worth), bool)
    chosen: list[int] = []
    while len(chosen) < most and is_free.any():
        gain = worth if parts is None else (taken[part] + worth) ** SHARED - taken[part] ** SHARED
        left = gain - (REPETITION if parts is None else REPETITION_OF_PARTS) * repeated
        left[~is_free] = -np.inf
        best = int(left.argmax())
        chosen.append(best)
        is_free &= (ends <= starts[best]) | (ends[best] <= starts)
        taken[part[best]] += worth[best]
        repeated = np.maximum(repeated, vectors @ vectors[best])
    return sorted(chosen)
