"""Contracts that a question holds against each other, however it is worded, are each asked in one respect."""

from __future__ import annotations

import pytest
from leases import check, quotes

from index import Index
from qa import ask

WINDOWS, COFFEE, ALARM, KILN, MINUTES = "windows.md", "machine.md", "alarm.txt", "kiln.txt", "minutes.txt"
DOCUMENTS = {
    WINDOWS: """# Window cleaning at the library

Sheerwater Glass Care Ltd (the "Contractor") and Kingsholm Library Trust (the "Trust") agree as follows.

## Money

Each clean costs £265 plus VAT. Invoices fall due after 21 days.

## How long

We begin on 4 March 2024. The arrangement lasts until 3 March 2027 and then stops by itself.

## Getting out

Either of us can leave by telling the other ten weeks ahead, in writing.

Signed for the Contractor: Milo Trent, Director, 12 February 2024
""",
    COFFEE: """# Baristella hire agreement

Machine: bean-to-cup coffee machine, staff room
Hirer: Kingsholm Library Trust
Owner: Baristella Vending Ltd
Start of hire: 1 October 2023
Term: 30 months
Monthly hire: £74 plus VAT
Notice: 45 days after the term
Breakdowns: an engineer comes within two working days
""",
    ALARM: """MONITORING OF THE INTRUDER ALARM

Agreement between Fenward Security plc ("Fenward") and Kingsholm Library Trust ("the Customer").

1. Fenward watches the signals day and night and sends a guard within 40 minutes of an activation.

2. The charge is £612 a year, payable within 14 days of the invoice.

3. This agreement comes into force on 15 January 2025 and continues until 14 January 2030. If neither side
has written to the other three months before that day, it goes on from year to year.
""",
    MINUTES: """Minutes of the trustees, 3 June 2025

Present: Hazel Obi, Tom Ash. The windows were cleaned late. The alarm rang twice in May for no reason.
""",
}


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How quick could we be shot of the window people compared to the coffee machine?",
         {WINDOWS: "ten weeks", COFFEE: "45 days"}),
        ("notice alarm vs coffee", {ALARM: "three months", COFFEE: "45 days"}),
        ("which one finishes first, the alarm or the windows",
         {ALARM: "14 January 2030", WINDOWS: "3 March 2027"}),
        ("until when are we bound to the glass cleaners and until when to the alarm firm",
         {WINDOWS: "3 March 2027", ALARM: "14 January 2030"}),
        ("Who wants paying sooner, Fenward or Sheerwater?", {ALARM: "14 days", WINDOWS: "21 days"}),
        ("If something breaks who gets here faster, the guard from Fenward or the coffee engineer?",
         {ALARM: "40 minutes", COFFEE: "two working days"}),
        ("How does the start of the glass cleaning compare with that of the drinks machine?",
         {WINDOWS: "4 March 2024", COFFEE: "1 October 2023"}),
        ("compare what the espresso maker and the burglar alarm cost us", {COFFEE: "£74", ALARM: "£612"}),
    ],
)  # fmt: skip
def test_each_of_two_contracts_is_asked_in_the_same_respect(
    index: Index, question: str, told: dict[str, str]
):
    answer = ask(question, index)
    check(answer, index)
    assert answer.kind == "comparison"
    assert len(answer.groups) == len(told)
    for name, words in told.items():
        assert words in quotes(answer, name)
    assert {one.document for one in answer.citations} == set(told)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("which of our contracts ends first?", {WINDOWS: "2027", ALARM: "2030", COFFEE: "30 months"}),
        ("how much notice do we have to give in each of our contracts?",
         {WINDOWS: "ten weeks", ALARM: "three months", COFFEE: "45 days"}),
    ],
)  # fmt: skip
def test_where_no_contract_is_named_all_are_asked(index: Index, question: str, told: dict[str, str]):
    answer = ask(question, index)
    check(answer, index)
    for name, words in told.items():
        assert words in quotes(answer, name)
    assert not quotes(answer, MINUTES)


@pytest.mark.parametrize(
    "question",
    [
        "How much does the alarm cost a year?",
        "When did the alarm ring and who was present?",
        "Can the window cleaners leave by telling us?",
    ],
)
def test_what_is_asked_of_one_contract_is_no_comparison(index: Index, question: str):
    assert ask(question, index).kind != "comparison"


def test_a_contract_that_does_not_say_is_told(index: Index):
    answer = ask("Compare the deposit for the coffee machine with the one for the alarm", index)
    assert answer.kind == "look-up" or answer.notes


@pytest.mark.parametrize(
    "clause",
    [
        "How to stop. Write to us two months before the year is over.",
        "What if one of us wants out?\n\nTell the other in writing two months before.",
        "If either of us wants to stop before then, two months' notice in writing is enough.",
        "If neither side has written to the other two months before the last day, it is prolonged by a year.",
        "Leaving early: two months' notice by e-mail",
        "The Tenant may break the lease on 3 May 2029 if it has given at least two months' notice.",
    ],
)
def test_the_notice_is_told_in_everyday_words(index: Index, clause: str):
    text = f"Kiln service agreement\n\nIgnis Thermal Ltd services the kiln. A part costs £9.\n\n{clause}\n"
    other = "Lease of the yard\n\nEither side may end this lease by six weeks' notice.\n"
    answer = ask(
        "Compare the notice for the kiln and the yard", Index.from_texts({KILN: text, "yard.txt": other})
    )
    assert "two months" in quotes(answer, KILN)
    assert "six weeks" in quotes(answer, "yard.txt")
    marked = {one.exact for one in answer.citations if one.document == KILN}
    assert any(one and "two months" in one for one in marked)
