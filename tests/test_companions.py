"""Companions: of those who did something together, the short answer names all."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

NOTES = """Notes of the choir

Una Frey, who copied the scores together with Piet Vane, has them at home.

The hall was swept by Rosa Lind and Tom Hale. The chair is Ada Holm.
Bo Reed, assisted by Mrs Kay, tuned the piano.
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"notes": NOTES})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who copied the scores?", "Una Frey, who copied the scores together with Piet Vane"),
        ("Who swept the hall?", "Rosa Lind and Tom Hale"),
        ("Who tuned the piano?", "Bo Reed, assisted by Mrs Kay"),
        ("Who is the chair?", "Ada Holm"),
    ],
)
def test_all_who_did_it_are_told(index: Index, question: str, told: str):
    assert ask(question, index).span == told


def test_whoever_the_question_names_is_not_told_again(index: Index):
    assert "Vane" not in (ask("Who copied the scores with Piet Vane?", index).span or "")
