"""Who signed for a side is told by its firm, its office, its role or another word for what it is."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

STACKED = """Supply of gravel

This contract is made between Thornbeck Quarries Ltd ("the Quarry") and Ivelet Builders Ltd ("the Builder").

For Thornbeck Quarries Ltd

For Ivelet Builders Ltd

Dorothea Wynn

Managing Partner

Ivelet, 3 May 2024

Rufus Calder

Head of Works

Thornbeck, 9 May 2024
"""
TWICE = """Hire of a crane

Signed by the parties

For the Hirer:

For the Owner:

Signature: D. Wynn

Name: Dorothea Wynn

Date: 3 June 2024

Signature: R. Calder

Name: Rufus Calder

Date: 7 June 2024
"""
LETTER = """Orla Quayle
Lidgate Baths

Mr Piers Odell
Fellside Diving School

Dear Mr Odell,

The baths are yours on Fridays.

Yours sincerely,

Orla Quayle, Manager for Lidgate Baths Lidgate, 4 April 2024

Agreed on behalf of Fellside Diving School:

Piers Odell, Head Coach Fellside, 11 April 2024
"""
ROLES = """Refuse contract

Contractor: Hobday Waste Collection, Quarry Road
Customer: Camping Silverlake, Shore Road

For the contractor: Hal Hobday, Owner ............................ Obermoor, 1 March 2024

For the customer: Vera Lund, Proprietor ............................ Silverlake, 8 March 2024
"""
DOCUMENTS = {"gravel.txt": STACKED, "crane.txt": TWICE, "letter-diving.txt": LETTER, "refuse.txt": ROLES}


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who signed the gravel contract for Thornbeck?", ["Dorothea Wynn"]),
        ("Who signed the gravel contract for the Builder?", ["Rufus Calder"]),
        ("Who signed the hire of the crane?", ["Dorothea Wynn", "Rufus Calder"]),
        ("Who signed the letter to Fellside Diving School for Lidgate Baths?", ["Orla Quayle"]),
        ("Who signed the refuse contract for the campsite?", ["Vera Lund"]),
        ("Who signed the refuse contract for Hobday?", ["Hal Hobday"]),
    ],
)
def test_who_signed_for_a_side(index: Index, question: str, names: list[str]):
    answer = ask(question, index)
    assert [one.exact for one in answer.citations] == names


@pytest.mark.parametrize(
    ("question", "dates"),
    [
        ("When was the crane hire signed?", ["3 June 2024", "7 June 2024"]),
        ("When did we sign the letter to Fellside Diving School?", ["4 April 2024", "11 April 2024"]),
        ("When did the head of works sign the gravel contract?", ["9 May 2024"]),
    ],
)
def test_when_a_side_signed(index: Index, question: str, dates: list[str]):
    answer = ask(question, index)
    told = " ".join(one.quote for one in answer.citations)
    assert answer.statement
    assert [date for text in DOCUMENTS.values() for date in _dates(text) if date in told] == dates


def _dates(text: str) -> list[str]:
    return [f"{day} {month} 2024" for month in ("March", "April", "May", "June") for day in range(1, 13)
            if f" {day} {month} 2024" in text]  # fmt: skip


def test_where_nobody_signs_for_a_side_all_who_signed_are_told(index: Index):
    answer = ask("Who signed the refuse contract for the football club?", index)
    assert [one.exact for one in answer.citations] == ["Hal Hobday", "Vera Lund"]
    assert answer.notes == ("Nobody is named as signing for “the football club”.",)
