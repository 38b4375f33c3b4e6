"""Incumbents: who has an office now does not answer who has it next, or had it before."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

MINUTES = """Board meeting of 2 September 2026

In the chair: Duncan Merriweather.

Present: Duncan Merriweather (chair), Kwame Ostrander (treasurer), Philippa Tran (secretary)

Duncan announced that he will step down as chair in April. Names should reach Kwame before Christmas.

Philippa Tran was elected secretary; she takes over from Samir Haddad, who was secretary until June.
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"board.txt": MINUTES})


@pytest.mark.parametrize(
    "question", ["Who will be the next chair?", "Who is the new treasurer?", "Who will succeed the chair?"]
)
def test_who_has_an_office_now_is_not_who_has_it_next(index, question):
    assert not ask(question, index, reader="small").answered


@pytest.mark.parametrize(
    "question", ["Who is the chair?", "Who is the treasurer?", "Who is the new secretary?"]
)
def test_who_has_it_as_asked_is_told(index, question):
    assert ask(question, index, reader="small").answered


def test_who_had_it_before_is_not_who_has_it(index):
    assert not ask("Who was the previous treasurer?", index, reader="small").answered
    assert "Samir Haddad" in ask("Who was the previous secretary?", index, reader="small").text
