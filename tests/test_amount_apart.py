"""Amounts apart: of several amounts in one sentence, the one that the word asked for stands behind."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

COPIER = "An extra page costs 0.9 pence in black, 6 pence in colour. The machine stands in the hall."
STAKE = "The firm holds a 27% stake in the mill, valued at $135 million."
FEE = "The yearly fee is 900 euros and includes 300 euros for the heating; it is due in March."


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("said", "question", "amount"),
    [
        (COPIER, "What does an extra page in colour cost?", "6 pence"),
        (COPIER, "What does an extra page in black cost?", "0.9 pence"),
        (FEE, "How much of the yearly fee is for the heating?", "300 euros"),
        (FEE, "How much is the yearly fee?", "900 euros"),
        (STAKE, "What is the firm's stake in the mill worth?", "$135 million"),
    ],
)
def test_the_amount_is_the_one_before_the_word_that_is_asked_for(
    said: str, question: str, amount: str, reader
):
    assert ask(question, Index.from_texts({"a.txt": said}), reader=reader, threshold=0.0).span == amount
