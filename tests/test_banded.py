"""Bands: which row of a table holds the number that a question is asked with."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from qa import ask
from qa.tables.bands import band_in

HALL = """# Hire of the Wherry Hall

## Fees for classes

| Age | Course fee (£) | Materials |
|---|---|---|
| under 6 | free | brought by parents |
| 6 to 15 | 24 | included |
| 16 and over | 58 | £5 a term |

## Discounts for groups

| Number of tickets | Discount |
|---|---|
| 10 to 24 | 5 % |
| 25–49 | 10 % |
| 50+ | 15 % |

## Cancellation

| Cancelled | We keep |
|---|---|
| more than 60 days before the event | nothing |
| 60 to 22 days before the event | 30 % of the hire |
| 21 days or less before the event | the whole hire |

## Who signs

| Amount | Approved by |
|---|---|
| up to £250 | the caretaker |
| over £250 and up to £2,000 | the treasurer |
| above £2,000 | the committee |

## The bar

| Takings of the evening | Share of the hall | Settled |
|---|---|---|
| up to CHF 400 | 4 % | Monday |
| above 400 up to 900 | 6.5 % | Monday |
| above CHF 900 | 8 % | Friday |

The caretaker lives in flat 12. Doors open 30 minutes before the event.
"""
ORDERS = """Order number,Item,Price (£)
71-0010,Cable 10 m,39.00
71-0025,Cable 25 m,84.00
"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory) -> Index:
    folder = tmp_path_factory.mktemp("hall")
    (folder / "hall.md").write_text(HALL, "utf-8")
    (folder / "orders.csv").write_text(ORDERS, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "span", "of"),
    [
        ("My daughter is 9, what is the course fee?", "24", "6 to 15"),
        ("What does a five year old pay for the course?", "free", "under 6"),
        ("What discount do we get for 30 tickets?", "10 %", "25–49"),
        ("Is there a discount for sixty tickets?", "15 %", "50+"),
        ("How much do you keep if we cancel 40 days before the event?", "30 % of the hire", "60 to 22"),
        ("What happens if we cancel two weeks before the event?", "the whole hire", "21 days or less"),
        ("We cancel three months before the event. What do you keep?", "nothing", "more than 60"),
        ("Who has to approve a purchase of £1,800?", "the treasurer", "over £250"),
        ("What does the barman pay if takings are 700 francs?", "6.5 %", "above 400"),
        ("What share is due on takings of CHF 350?", "4 %", "up to CHF 400"),
        ("What percentage is due on takings of 1,000 francs?", "8 %", "above CHF 900"),
        ("Who must sign off something costing 4000?", "the committee", "above £2,000"),
    ],
)
def test_the_row_answers_whose_band_holds_the_number(hall: Index, question: str, span: str, of: str):
    answer = ask(question, hall)
    assert answer.span == span
    (citation,) = answer.citations
    assert of in citation.quote
    assert hall.documents["hall.md"].text[citation.start : citation.end] == citation.quote


def test_what_equals_an_end_is_in_the_band_that_does_not_leave_it_out(hall: Index):
    assert ask("Who approves 250 pounds?", hall).span == "the caretaker"


@pytest.mark.parametrize(
    "question",
    [
        "Who lives in flat 20?",
        "What do 12 people pay for dinner?",
        "Who has to approve a purchase of 1,800 euros?",
        "What does item 71-0018 cost?",
    ],
)
def test_a_number_of_something_else_is_in_no_band(hall: Index, question: str):
    assert not ask(question, hall).answered


def test_what_stands_in_words_is_looked_up_as_ever(hall: Index):
    assert "The caretaker lives" in ask("Who lives in flat 12?", hall).text
    assert ask("How long before the event do doors open?", hall).span == "30 minutes"


@given(
    st.integers(0, 5_000),
    st.integers(1, 5_000),
    st.integers(0, 12_000),
    st.sampled_from([" to ", "–", " - "]),
)
def test_a_band_holds_what_lies_between_its_ends(low: int, more: int, number: int, joint: str):
    high = low + more
    band = band_in(f"{low:,}{joint}{high:,} km")
    assert band is not None
    assert band.holds(f"{number:,}", "km") == band.holds(str(number), "") == (low <= number <= high)
    assert not band.holds(str(low), "weeks")


@pytest.mark.parametrize(
    "cell", ["3 May to 8 June", "9:00 to 17:00", "2020–2021", "12", "DP-200", "1 000 pcs", ""]
)
def test_a_date_a_time_and_a_number_are_no_band(cell: str):
    assert band_in(cell) is None


def test_an_ordinal_falls_into_a_band_of_years(tmp_path):
    rent = "| Years | Rent a month (£) |\n| --- | --- |\n| 1 to 3 | 900 |\n| 4 to 6 | 960 |\n"
    (tmp_path / "lease.md").write_text(f"# Lease of the mill\n\n{rent}", "utf-8")
    assert ask("What is the rent a month in the fifth year?", Index.build([tmp_path])).span == "960"


ROOMS = """# Meeting rooms, prices in EUR

| Persons | Mon-Thu | Fri-Sun | Coffee |
|---|---|---|---|
| up to 10 | 70 | 95 | 22 |
| 11-25 | 115 | 150 | 48 |
| over 25 | 180 | 240 | 80 |
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does a meeting room cost for 14 people on a Saturday?", "150"),
        ("how much is the meeting room for 8 persons on a tuesday", "70"),
        ("What is the coffee for 30 persons?", "80"),
    ],
)
def test_a_band_and_the_days_of_a_column_cross(tmp_path: Path, question: str, told: str):
    (tmp_path / "rooms.md").write_text(ROOMS, "utf-8")
    assert ask(question, Index.build([tmp_path])).span == told
