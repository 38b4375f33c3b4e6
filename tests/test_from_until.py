"""Of two moments in a sentence, the one that a question asks for is the short answer."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

SUPPORT = """IT support contract

This contract comes into force on 1 July 2025 and runs until 30 June 2027. Support is given from 8:30 am to
6 pm on every working day. The fee was paid on 3 May 2025.
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"support.txt": SUPPORT})


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("When does the contract start?", "1 July 2025"),
        ("When does the contract come into force?", "1 July 2025"),
        ("When does the contract expire?", "30 June 2027"),
        ("When does the contract end?", "30 June 2027"),
        ("At what time does support start?", "8:30 am"),
        ("At what time does support end?", "6 pm"),
        ("When was the fee paid?", "3 May 2025"),
    ],
)
def test_the_beginning_and_the_end_are_told_apart(index, question, span):
    answer = ask(question, index)
    first = answer.citations[0]
    assert answer.span == span
    assert first.exact == span
    assert index.documents[first.document].text[first.start : first.end] == first.quote
