"""Ids and numbers: what a question names is answered by what holds just that, or not at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from index.exact import terms
from qa import ask

CITIES = ("Malmo", "Riga", "Ghent", "Turin", "Cork", "Lyon", "Bergen", "Porto")
NAMES = ("Ann Roe", "Bob Lee", "Cid Fry", "Dee Oak", "Eve Hill", "Flo Marsh", "Gus Tarn", "Hal Wood")


@pytest.fixture(scope="module")
def orders() -> Index:
    """A thousand orders in a sheet, each the neighbour of the next."""
    chosen = random.Random(4)
    rows = [
        f"ORD-{number},{chosen.choice(NAMES)},{chosen.choice(CITIES)},{number % 89 + 5}"
        for number in range(1200, 2200)
    ]
    return Index.from_texts({"orders": "\n".join(_row(row) for row in rows)})


def _row(row: str) -> str:
    order, customer, city, quantity = row.split(",")
    return f"Order: {order} · Customer: {customer} · City: {city} · Quantity: {quantity}"


@pytest.mark.parametrize("number", range(1203, 2200, 50))
def test_an_order_is_answered_by_its_own_line(orders: Index, number: int):
    answer = ask(f"What is the quantity of order ORD-{number}?", orders)
    assert answer.answered
    assert f"ORD-{number} " in answer.citations[0].quote


@pytest.mark.parametrize("number", [7777, 2200, 1199, 12020, 120, 3001])
def test_an_order_that_is_not_there_is_refused(orders: Index, number: int):
    assert not ask(f"What is the quantity of order ORD-{number}?", orders).answered


@pytest.mark.parametrize(
    ("asked", "written"), [("FY2019", "2019"), ("fy 2019", "FY2019"), ("2019", "FY2019")]
)
def test_a_fiscal_year_is_its_year(asked: str, written: str):
    (one,), (other,) = terms(f"What was sold in {asked}?"), terms(f"In {written} 400 boats were sold.")[:1]
    assert one.key == other.key == "2019"
    assert not one.names_a_thing


ROOMS = (
    "Room 204 seats forty people and has a projector.\n\nRoom 206 seats twelve people and has a piano.\n\n"
    "Room 207 seats thirty people and has no window.\n\nThe lift was renewed in 1987 and the roof in 2004."
)


@pytest.mark.parametrize(("room", "seats"), [(204, "forty"), (206, "twelve"), (207, "thirty")])
def test_a_room_is_told_from_the_one_next_door(room: int, seats: str):
    answer = ask(f"How many people does room {room} seat?", Index.from_texts({"rooms": ROOMS}))
    assert answer.answered
    assert seats in answer.citations[0].quote


@pytest.mark.parametrize(
    "question", ["How many people does room 205 seat?", "What was renewed in 1965?", "What is in room 304?"]
)
def test_a_number_that_stands_nowhere_is_refused(question: str):
    assert not ask(question, Index.from_texts({"rooms": ROOMS})).answered


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("order ORD-1202", ["ord1202"]),
        ("v2.3.1 of 3 May", ["v2.3.1", "3"]),
        ("€5,150 a month, 12.5 %", ["5150", "12.5"]),
        ("Article 12 and room 206", ["12", "206"]),
    ],
)
def test_terms_are_compared_by_letters_and_digits(text: str, keys: list[str]):
    assert [term.key for term in terms(text)] == keys


def test_a_label_and_a_code_name_a_thing_and_an_amount_does_not():
    named = {term.text: term.names_a_thing for term in terms("room 206, INC-77, $500, 27%, the 9 of us")}
    assert named == {"206": True, "INC-77": True, "500": False, "27": False, "9": False}


@given(st.text(max_size=200))
def test_terms_stand_where_they_say(text: str):
    for term in terms(text):
        assert text[term.start : term.start + len(term.text)] == term.text
        assert any(sign.isdigit() for sign in term.text)
