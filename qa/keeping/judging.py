"""Judging: what visitors say of answers, kept with the index and found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.keeping.feedback import (
    QUESTIONS,
    RATINGS,
    Asked,
    Rating,
    question_key,
    question_row,
    rating_key,
    rating_row,
)
from qa.keeping.kept import Kept, as_line, rows_of

if TYPE_CHECKING:
    from index import Index, Passage


@dataclass(frozen=True, slots=True)
class Saved:
    """A test question: its line, and what became of it; None where there is no place to keep it in."""

    line: str
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a visitor said of an answer, and whether it is kept as a test question."""

    rating: Rating = Rating.NONE
    saved: bool = False


def rate(index: Index, asked: Asked, rating: Rating, visitor: str) -> None:
    """Judge an answer, or take that back; it is kept unless the index is in memory alone.

    Raises:
        FeedbackError: if it cannot be written.

    """
    if rows := rows_of(index, RATINGS):
        row = rating_row(asked, rating, visitor)
        rows.put(row) if rating else rows.drop(row["id"])


def save(index: Index, asked: Asked, right: Passage | bool = True) -> Saved:
    """Keep an answer as a test question, unless all is in memory alone; `right` as of `question_row`.

    Raises:
        FeedbackError: if it cannot be written, or its words are no longer in the index.

    """
    row = question_row(asked, index, right)
    rows = rows_of(index, QUESTIONS)
    return Saved(as_line(row), rows.put(row) if rows else None)


def judged(index: Index, asked: Sequence[Asked], visitor: str) -> list[Judgement]:
    """What a visitor judged of these answers before, and which are kept as test questions.

    Raises:
        FeedbackError: if what was kept cannot be read.

    """
    kept = rows_of(index, RATINGS), rows_of(index, QUESTIONS)
    ratings, questions = (rows.read() if rows else {} for rows in kept)
    found = []
    for one in asked:
        row = ratings.get(rating_key(one, visitor), {})
        same = row.get("answer") == one.answer.text and row.get("rating") in list(Rating)
        rating = Rating(row["rating"]) if same else Rating.NONE
        found.append(Judgement(rating, question_key(one) in questions))
    return found
