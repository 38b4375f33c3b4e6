"""What is asked for by name has a measure: a sentence with it answers before one without, and alone."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

CLEANING = """Cleaning contract

The firm cleans the reading rooms on every day on which the library is open.

This agreement runs for an indefinite period. Either party may end it by giving three months'
notice in writing.
"""
SUPPORT = """Support agreement

The agreement takes effect on 1 September 2025 and has a fixed term of 24 months.
"""
PAY = """Pay of the theatre's staff

Beatrix Holloway is Director of the theatre. She has been with the theatre since 2011.

Jonas Petri is Technical Manager and earns £41,200 a year.
"""
GLASS = """Glass

Professor Yuki Tanabe, who leads the group, found the glass by chance, while she was looking for a glue.
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts(
        {"cleaning.txt": CLEANING, "support.txt": SUPPORT, "pay.txt": PAY, "glass.txt": GLASS}
    )


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "document", "span"),
    [
        ("What is the notice period of the cleaning contract?", None, "three months"),
        ("What is the notice period?", "cleaning.txt", "three months"),
        ("What is the salary of Jonas Petri?", None, "£41,200 a year"),
    ],
)
def test_a_sentence_with_the_measure_asked_for_answers(index, question, document, span, reader):
    answer = ask(question, index, document=document, reader=reader)
    assert answer.span is not None
    assert span in answer.span


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    "question", ["What is the salary of Beatrix Holloway?", "What is the salary of Yuki Tanabe?"]
)
def test_what_somebody_is_and_what_another_earns_is_no_salary(index, question, reader):
    assert not ask(question, index, reader=reader).answered


def test_an_indefinite_period_is_a_term(index):
    answer = ask("How long does the contract run?", index, document="cleaning.txt")
    assert "indefinite" in answer.text
