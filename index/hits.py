"""Hits: what a query may be, and the passages it finds with their scores brought together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import QuestionError
from index.passages import Passage
from index.sending import sent

# The documents to look in: the name of one, the names of some, or None for all.
Only = str | tuple[str, ...] | None
MAX_QUERY_CHARS = 10_000
# Scores are the same to so many places in every storage; what they differ by beyond orders nothing.
PLACES = 6


@sent(rounded=("score", "dense_score", "lexical_score"))
@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a query found.

    Attributes:
        passage: the passage.
        score: the mean of both scores, each divided by the best of its kind for this query; at most 1.
        dense_score: cosine of query and passage vectors.
        lexical_score: BM25; 0 where the passage shares no word with the query.
        rank: place in the result, from 1.

    """

    passage: Passage
    score: float
    dense_score: float
    lexical_score: float
    rank: int


def check_query(query: str) -> None:
    """Raise QuestionError unless the query has a word, at most 10,000 characters and no lone surrogate."""
    if not any(character.isalnum() for character in query):
        raise QuestionError("There is no word in the question; ask something")
    if len(query) > MAX_QUERY_CHARS:
        raise QuestionError(
            f"The question has {len(query):,} characters and may have {MAX_QUERY_CHARS:,}; shorten it"
        )
    if any("\ud800" <= character <= "\udfff" for character in query):
        raise QuestionError("The question is not valid Unicode text; send it as UTF-8")


def fuse(dense: Mapping[Any, float], lexical: Mapping[Any, float]) -> dict[Any, float]:
    """The mean of two scores by id, each divided by the best of its kind; missing and negative count 0."""
    best_dense = max(dense.values(), default=0.0)
    best_lexical = max(lexical.values(), default=0.0)
    shares = {
        i: (_share(dense.get(i, 0.0), best_dense), _share(lexical.get(i, 0.0), best_lexical))
        for i in {**dense, **lexical}
    }
    return {i: round(sum(both) / 2, PLACES) for i, both in shares.items()}


def ranked(
    scores: Mapping[Any, float],
    exact: Collection[Any],
    k: int,
    read: Callable[[Sequence[Any]], Mapping[Any, Passage]],
) -> list[tuple[Any, Passage]]:
    """The `k` best passages with their ids: those that are `exact` first, then by score, name and place.

    Args:
        scores: of all that were found, by id.
        exact: ids of those that come before all others.
        k: how many.
        read: gives passages by id.

    """

    def behind(i: Any) -> tuple[bool, float]:
        return i not in exact, -scores[i]

    by_score = sorted(scores, key=behind)
    # Who is as good as the last one is there too, since names are known only once passages are read.
    near = [i for i in by_score if behind(i) <= behind(by_score[:k][-1])]
    passages = read(near)
    near.sort(key=lambda i: (*behind(i), passages[i].document, passages[i].start))
    return [(i, passages[i]) for i in near[:k]]


def _share(score: float, best: float) -> float:
    return max(score, 0.0) / best if best > 0 else 0.0
