"""A letter speaks to somebody whom a question calls by name or office."""

from __future__ import annotations

import pytest

from index import Document, Index
from qa import ask
from qa.contracts.addressed import addressed, spoken_to

LETTER = """Sorrel Quay Choir

3 April 2025

Ms Una Brandt
8 Alder Row

Dear Una,

You will be our choir leader from May. You rehearse with us on Mondays. You are paid 95 euros each time.

You may stay away for three rehearsals in a year. If you fall ill, your fee goes on for two weeks.

We lend you a piano. You bring your own music.

With kind regards, Piet Lam, chairman
"""
LICENCE = """Mooring licence

Between Tern Boats Ltd ("we") and the Heron Canoe Club ("you").

You may moor four boats. You pay us 60 euros a month, and you keep the steps clean.
"""


@pytest.fixture(scope="module")
def letters() -> Index:
    return Index.from_texts({"letter.txt": LETTER, "licence.txt": LICENCE})


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many rehearsals may Una Brandt miss?", "three"),
        ("What does Una have to bring?", "music"),
        ("What does the canoe club have to keep clean?", "steps"),
    ],
)
def test_who_is_spoken_to_may_be_called_by_name(letters: Index, reader: str | None, question: str, told: str):
    answer = ask(question, letters, reader=reader)
    assert told in (answer.span or "")
    assert answer.confidence > 0.6  # what is so put that it speaks of them is as sure as any


@pytest.mark.fast
@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("What does Una get each time?", "What do you get each time?"),
        ("Who lends Una's piano?", "Who lends your piano?"),
        ("What if the choir leader is ill?", "What if you are ill?"),
        ("When is the choir leader's fee paid?", "When is your fee paid?"),
        ("Where does Piet Lam live?", ""),
    ],
)
def test_only_who_is_spoken_to_becomes_you(question: str, put: str):
    assert spoken_to(question, addressed(Document.from_text("letter.txt", LETTER))) == put
