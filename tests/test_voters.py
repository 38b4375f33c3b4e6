"""Voters: who voted so is whom the minutes name beside that vote, on what the question asks about."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

MINUTES = """# Board meeting of 2 September 2026

**Present:** Duncan Merriweather, Kwame Ostrander, Philippa Tran, Dr Femi Adeyo, Ingrid Sall

## 1 Budget
There was talk about ticket prices. Philippa Tran was against raising them, since audiences fell.

**Decision 1:** The budget is approved, four votes to one (Kwame Ostrander against).
**Decision 2:** Adult tickets go to £14.

## 2 Opening hours
Duncan proposed opening on Thursday evenings; all were in favour but Femi, who has no child care.

## 3 Bonus
Management pays in March; the board decided to ask for February. Philippa Tran and Ingrid Sall voted against.

## 4 Shift swaps
The leaders need not sign; this was agreed, Ingrid Sall abstaining.

## 5 Garden
It was proposed that the hedge be cut. It was seconded. Carried with one abstention (Dr Femi Adeyo).
Against: Duncan Merriweather
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts(
        {"board.md": MINUTES, "lease.txt": "The Tenant votes against a rise. Nobody abstained."}
    )


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who voted against the budget?", ["Kwame Ostrander"]),
        ("Who voted against the Thursday evenings?", ["Femi"]),
        ("Which members voted against the bonus?", ["Philippa Tran and Ingrid Sall"]),
        ("Who abstained on the shift swaps?", ["Ingrid Sall"]),
        ("Who abstained from cutting the hedge?", ["Dr Femi Adeyo"]),
        ("Who voted against cutting the hedge?", ["Duncan Merriweather"]),
        ("Who abstained?", ["Ingrid Sall", "Dr Femi Adeyo"]),
    ],
)
def test_who_voted_so_is_named_beside_the_vote(index, question, names):
    answer = ask(question, index, reader="small")
    assert [one.exact for one in answer.citations] == names
    for one in answer.citations:
        assert index.documents[one.document].text[one.start : one.end] == one.quote


def test_a_vote_on_something_else_does_not_tell_it(index):
    assert not ask("Who voted against the costume sale?", index, reader="small").answered
    assert not ask("Who voted against the adult tickets?", index, reader="small").statement
    assert not ask("Who voted for the budget?", index, reader="small").answered
