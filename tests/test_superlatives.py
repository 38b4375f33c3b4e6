"""Superlatives: which document has most of something, and which of two things costs less."""

from __future__ import annotations

from pathlib import Path

import pytest
from leases import BARN, BARN_NAME, MENU, MENU_NAME, MILL, MILL_NAME, check

from index import Index
from qa import Conversation, ask
from qa.contents.quantities import Quantity, quantity_in

CLEANING = "Cleaning contract\n\nEither party may end this contract with a notice period of"
PERIODS = {"cleaning": "three months", "catering": "90 days"}


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({MILL_NAME: MILL, BARN_NAME: BARN, MENU_NAME: MENU})


@pytest.mark.parametrize(
    ("question", "said", "first"),
    [
        (
            "Which lease has the longer notice period?",
            "The longer notice period: “Lease of the barn”",
            "six months",
        ),
        (
            "Which contract has the shortest notice period?",
            "The shortest notice period: “Lease of the mill”",
            "three months",
        ),
        ("Which of the leases has the lower rent?", "The lower rent: “Lease of the mill”", "900 euros"),
        ("Which document has the highest rent?", "The highest rent: “Lease of the barn”", "1,250 euros"),
    ],
)
def test_which_document_has_most_of_something_is_told_with_what_each_says(index, question, said, first):
    answer = ask(question, index)
    check(answer, index)
    assert answer.statement == f"{said}, of 2 documents"
    assert first in answer.citations[0].quote
    assert {one.document for one in answer.citations} == {MILL_NAME, BARN_NAME}


def test_which_contract_can_be_ended_sooner_is_told_by_the_notices_of_each(index):
    answer = ask("Which contract can be ended sooner?", index)
    assert answer.statement == "The shorter notice period: “Lease of the mill”, of 2 documents"


@pytest.mark.parametrize(
    "question", ["Which contract ends first?", "Which of the two contracts runs longer?"]
)
def test_when_contracts_end_is_shown_side_by_side(question: str):
    terms = ("This contract runs for three years from 1 May 2024.", "This contract ends on 31 March 2027.")
    texts = {
        f"{name}.txt": f"{name} contract\n\n{term}"
        for name, term in zip(("Lift", "Alarm"), terms, strict=True)
    }
    answer = ask(question, Index.from_texts(texts))
    assert answer.statement.endswith("side by side")
    assert {one.quote for one in answer.citations} == set(terms)


def test_a_contract_with_several_notices_is_not_held_against_another():
    early = "Brook Ltd may terminate with ten days' notice where the rent has not been paid for two months."
    answer = ask(
        "Which contract can we end sooner?", Index.from_texts({MILL_NAME: f"{MILL} {early}", BARN_NAME: BARN})
    )
    assert answer.statement == "Notice period: 2 documents side by side"
    said = " ".join(one.quote for one in answer.citations)
    assert all(notice in said for notice in ("three months' notice", "ten days' notice", "six months"))


HIRE = "Item,Price per day (£),Deposit (£)\nMarquee white,310,500\nMarquee small,120,200\nGenerator,85,250\n"


@pytest.fixture(scope="module")
def hire(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("hire")
    (folder / "hire.csv").write_text(HIRE, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("turns", "statement", "prices"),
    [
        (
            ["Which is cheaper, the white marquee or the small marquee?"],
            "Price: “small marquee” costs less",
            ["120", "310"],
        ),
        (
            ["Compare the white marquee and the generator", "Which of the two is cheaper per day?"],
            "Price per day: “generator” costs less",
            ["85", "310"],
        ),
        (
            ["How much do the small marquee and the generator cost per day?", "And which is dearer?"],
            "Price: “small marquee” costs more",
            ["120", "85"],
        ),
        (
            ["Is the generator or the helicopter cheaper?"],
            "Price: “generator” alone has one",
            ["85"],
        ),
    ],
)
def test_which_of_two_things_is_cheaper_is_told_by_the_price_of_each(hire, turns, statement, prices):
    chat = Conversation(hire)
    *_, answer = [chat.ask(turn) for turn in turns]
    check(answer, hire)
    assert answer.statement == statement
    assert [one.exact for one in answer.citations] == prices
    assert bool(answer.notes) == (len(prices) == 1)


def test_one_document_alone_that_names_what_is_compared_is_said_to_be_alone(index):
    answer = ask("Which lease has the higher deposit?", index)
    check(answer, index)
    assert answer.statement == "Deposit: “Lease of the mill” alone names one"
    assert answer.notes == ("No answer was found in “Lease of the barn”.",)


def test_sizes_that_may_be_alike_are_shown_side_by_side():
    said = "Either party may end this contract with a notice period of"
    index = Index.from_texts(
        {f"{one}.txt": f"{one.title()} contract\n\n{said} {period}." for one, period in PERIODS.items()}
    )
    answer = ask("Which contract has the longer notice period?", index)
    check(answer, index)
    assert answer.statement == "Notice period: 2 documents side by side"


@pytest.mark.parametrize(
    ("words", "measure", "size"),
    [
        ("ninety (90) days", "time", 90),
        ("twenty-one working days", "time", 21),
        ("two weeks", "time", 14),
        ("EUR 640 per day", "EUR", 640),
        ("£1.5 million", "GBP", 1_500_000),
        ("1,250 euros a month", "EUR", 1_250),
        ("27 per cent", "share", 27),
        ("three", "", 3),
        ("between 3 and 4 weeks", None, 0),
        ("as long as it takes", None, 0),
    ],
)
def test_quantities_are_read_as_people_write_them(words, measure, size):
    assert quantity_in(words) == (None if measure is None else Quantity(measure, size))


# By how much


@pytest.mark.parametrize(
    ("question", "told", "said"),
    [
        (
            "How much more expensive is the oak shelf than the pine shelf?",
            ["£64.50", "£39"],
            "“oak shelf” costs £25.50 more under “Price”, subtracted here",
        ),
        ("How much cheaper is the pine shelf than the oak shelf?", ["£39", "£64.50"], "costs £25.50 less"),
        ("How much more does the oak shelf cost than the pine shelf?", ["£64.50", "£39"], "£25.50 more"),
    ],
)
def test_by_how_much_one_of_two_costs_more_is_told_with_both_prices(
    tmp_path: Path, question: str, told: list[str], said: str
):
    (tmp_path / "shelves.csv").write_text(
        "Shelf,Price\nOak shelf,£64.50\nPine shelf,£39\nBracket,£4\n", "utf-8"
    )
    answer = ask(question, Index.build([tmp_path]))
    assert [one.exact for one in answer.citations] == told
    assert said in answer.statement


def test_the_price_of_one_of_two_does_not_tell_by_how_much_it_costs_more(tmp_path: Path):
    (tmp_path / "shelves.csv").write_text("Shelf,Price\nOak shelf,£64.50\nPine shelf,£39\n", "utf-8")
    question = "How much more expensive is the oak shelf than the marble shelf?"
    assert not ask(question, Index.build([tmp_path])).answered
