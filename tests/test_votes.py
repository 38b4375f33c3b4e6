"""Votes: how many voted so, by the words beside the number."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

HEDGE = "Decision: The hedge is cut in March, if the town agrees (7 for, 1 against, 2 abstaining)."
PUMP = "The motion to buy a pump was rejected: in favour 22, against 33, abstentions 4."
ROOF = "Decision 3: The roof is approved, four votes to one (Ada Stone against)."
ORGAN = "The organ was rejected by five votes to two."
BENCH = "The bench was adopted with five votes in favour and three against."


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("said", "question", "count"),
    [
        (HEDGE, "How many voted against cutting the hedge?", "1"),
        (HEDGE, "How many voted for cutting the hedge?", "7"),
        (HEDGE, "How many people abstained on the hedge?", "2"),
        (PUMP, "How many voted against the pump?", "33"),
        (PUMP, "How many were in favour of the pump?", "22"),
        (BENCH, "How many members voted for the bench?", "five"),
        (BENCH, "How many members voted against the bench?", "three"),
        (ROOF, "How many voted against the roof?", "one"),
        (ROOF, "How many voted for the roof?", "four"),
        (ORGAN, "How many voted against the organ?", "five"),
    ],
)
def test_how_many_voted_so_is_the_number_beside_it(said: str, question: str, count: str, reader):
    text = f"Minutes of the garden society\n\nAda Stone came at seven.\n\n{said}\n\nTea was served."
    assert ask(question, Index.from_texts({"minutes.txt": text}), reader=reader).span == count
