"""A range is answered as a whole, not by one of its ends."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask
from qa.fitted import ReaderSize

NOTES = """Notes for plot holders

The treasurer said that the rent of a half plot goes from £26 to £29 a year.

The repair of a pump takes between 3 and 5 working days.

The seedlings need 10–12 weeks in the cold frame.

A barrel holds twenty-one gallons.
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"notes.txt": NOTES})


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("What is the rent of a half plot?", "£26", "£29"),
        ("How many days does the repair of a pump take?", "3", "5"),
        ("How long do the seedlings need in the cold frame?", "10", "12"),
    ],
)
def test_both_ends_of_a_range_are_the_answer(
    index: Index, reader: ReaderSize | None, question: str, low: str, high: str
):
    span = ask(question, index, reader=reader, threshold=0.0).span
    assert span
    assert low in span
    assert high in span


def test_a_number_written_with_a_hyphen_is_no_range(index: Index):
    assert "twenty-one" in (ask("How many gallons does a barrel hold?", index, threshold=0.0).span or "")


RISE = "The caterer wants to raise the price of a lunch from 4.10 to 4.60 euros after Easter."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does a lunch cost now?", "4.10"),
        ("What is the current price of a lunch?", "4.10"),
        ("What will a lunch cost after Easter?", "4.60 euros"),
        ("What is the new price of a lunch?", "4.60 euros"),
    ],
)
def test_of_a_price_that_changes_the_end_that_is_asked_for_is_told(question: str, told: str):
    assert ask(question, Index.from_texts({"notes.txt": f"{RISE} The hall is open on Mondays."})).span == told
