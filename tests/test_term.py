"""Term: until when a contract runs is told by its own clause or line of it, and by no other day in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import Conversation, ask

DOCUMENTS = {
    "alarm.md": "# Alarm monitoring agreement\n\n| Customer | Fenwick Dairy |\n| --- | --- |\n"
    "| Begins | 1 March 2026 |\n| Minimum term | Three years, to 28 February 2029 |\n"
    "| Fee | £84 a month |\n\n"
    "This agreement replaces the one of 9 April 2022.\n\n## Ending\n\n"
    "After the minimum term the agreement carries on for one year at a time. "
    "Either side may end it with two months' notice in writing.\n",
    "plants.md": "# Contract for office plants\n\nIt takes the place of the contract of 4 June 2019, which "
    "ends on the day this contract comes into force.\n\n## 5 Duration\n\nThis contract comes into force "
    "on 1 May 2025. It is concluded for an unlimited period.\n\nIt may be ended with one month's notice to "
    "the end of a quarter, for the first time on 30 September 2025.\n\n## 6 Price\n\n"
    "The price of the contract is fixed until 31 December 2026.\n",
    "boiler.md": "# Lease of the boiler\n\nThe lease starts on 1 June 2024 and expires on 31 May 2034. "
    "The guarantee runs until 31 May 2026.\n",
    "list.md": "# Overview of subscriptions\n\n| Journal | Ends |\n| --- | --- |\n"
    "| Dairy Week | 3 June 2027 |\n"
    "| Milk | 4 July 2027 |\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("terms")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When does the alarm agreement end?", "to 28 February 2029"),
        ("How long does the alarm monitoring contract run?", "Three years"),
        ("Until when does the agreement with Fenwick Dairy run?", "to 28 February 2029"),
        ("When does the plants contract expire?", "an unlimited period"),
        ("For how long is the plants contract made?", "an unlimited period"),
        ("What is the term of the plants contract?", "an unlimited period"),
        ("When does the lease of the boiler end?", "31 May 2034"),
        ("What is the end date of the boiler lease?", "31 May 2034"),
    ],
)
def test_the_end_of_a_contract_is_told_by_its_term(index: Index, question: str, told: str):
    first = ask(question, index).citations[0]
    assert told in (first.exact or first.quote)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When does the alarm agreement begin?", "1 March 2026"),
        ("From when does the agreement with Fenwick Dairy run?", "1 March 2026"),
        ("When does the plants contract come into force?", "1 May 2025"),
        ("What is the start date of the boiler lease?", "1 June 2024"),
    ],
)
def test_the_beginning_of_a_contract_is_told_by_that_contract(index: Index, question: str, told: str):
    first = ask(question, index).citations[0]
    assert told in (first.exact or first.quote)


def test_what_minutes_say_of_a_beginning_does_not_stand_before_what_the_contract_says():
    texts = {
        "alarm.md": DOCUMENTS["alarm.md"],
        "minutes.md": "# Minutes\n\nThe alarm agreement begins in March.\n",
    }
    chat = Conversation(Index.from_texts(texts))
    assert chat.ask("When does the alarm agreement begin?").citations[0].document == "alarm.md"
    chat.ask("What is the fee of the alarm agreement?")
    assert chat.ask("And when does it start?").citations[0].exact == "1 March 2026"


def test_how_it_is_renewed_stands_beside_a_term_that_is(index: Index):
    assert any(
        "one year at a time" in one.quote
        for one in ask("When does the alarm agreement end?", index).citations
    )


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("When does the alarm agreement begin?", "And when does it end?", "to 28 February 2029"),
        ("When does the alarm agreement come into force?", "How long does it run?", "to 28 February 2029"),
        ("When does the alarm agreement begin?", "Until when?", "to 28 February 2029"),
        (
            "What is the price of the plants contract?",
            "How long does the contract run?",
            "an unlimited period",
        ),
        ("When did the contract for office plants start?", "When does it end?", "an unlimited period"),
        (
            "When does the plants contract come into force?",
            "And until when does it run?",
            "an unlimited period",
        ),
    ],
)
def test_so_is_the_end_of_the_one_that_was_spoken_of(index: Index, first: str, then: str, told: str):
    chat = Conversation(index)
    chat.ask(first)
    cited = chat.ask(then).citations[0]
    assert told in (cited.exact or cited.quote)


@pytest.mark.parametrize(
    "question",
    ["When does the price of the plants contract end?", "When does the catering contract end?"],
)
def test_of_something_else_no_term_is_told(index: Index, question: str):
    assert "term" not in ask(question, index).statement
