"""Weighing: BM25 of what Milvus found, as FTS5 reckons it, so that both storages rank alike.

Milvus gives a word that stands in most passages a small weight where FTS5 gives it none, and may reckon how
rare a word is by a part of the passages alone. What it says of a word on its own tells the word's rarity:
the best passage's score, divided by what that passage's own length and count of the word make of it.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial

from index.milvus.client import Client, Match
from index.milvus.schema import BM25

# Those of FTS5.
K1, B = 1.2, 0.75
# The least weight of a word in FTS5.
LEAST = 1e-6
SAMPLED_PASSAGES = 1_000
SAMPLE_SECONDS = 60.0


class Weighing:
    """The weights of words in the passages of an index."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._mean_length = 1.0
        self._sampled: tuple[str, float] | None = None

    def forget(self) -> None:
        """Sample the passages' lengths anew at the next search, since they changed."""
        self._sampled = None

    def scores(self, passages: str, stems: Sequence[str], found: Sequence[Match]) -> dict[str, float]:
        """BM25 by id, best first, of passages found with their `words`; a stem given twice counts twice.

        What is equally good comes in the order of the ids.
        """
        distinct = list(dict.fromkeys(stems))
        mean = self._mean_of(passages)
        best = self._client.search_each(passages, "weights", distinct, 1, "", ("words",))
        rarity = {
            stem: _rarity(stem, matches[0], mean)
            for stem, matches in zip(distinct, best, strict=True)
            if matches
        }
        weights = [(stem, rarity[stem]) for stem in stems if stem in rarity]
        scores = {}
        for match in found:
            words = str(match.row["words"]).split(" ")
            counts, share = Counter(words), partial(_share, length=len(words), mean=mean, k1=K1, b=B)
            scores[match.row["id"]] = sum(weight * share(counts[stem]) for stem, weight in weights)
        return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))

    def _mean_of(self, passages: str) -> float:
        """The mean length of the passages, in stems; of so many of them at most."""
        if not self._sampled or self._sampled[0] != passages or time.monotonic() > self._sampled[1]:
            rows = self._client.query(passages, "length > 0", ("length",), SAMPLED_PASSAGES)
            self._mean_length = sum(row["length"] for row in rows) / max(1, len(rows))
            self._sampled = passages, time.monotonic() + SAMPLE_SECONDS
        return self._mean_length


def _rarity(stem: str, match: Match, mean: float) -> float:
    """A stem's weight as FTS5 reckons it, ln(x), from Milvus's ln(1 + x)."""
    words = str(match.row["words"]).split(" ")
    theirs = match.score / _share(
        words.count(stem), length=len(words), mean=mean, k1=BM25["bm25_k1"], b=BM25["bm25_b"]
    )
    return max(LEAST, math.log(max(math.expm1(theirs), LEAST)))


def _share(count: int, *, length: int, mean: float, k1: float, b: float) -> float:
    return count * (k1 + 1) / (count + k1 * (1 - b + b * length / mean)) if count else 0.0
