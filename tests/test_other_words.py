"""A question in everyday words is answered where a document says the same in its own."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask
from qa.intents.other_words import in_other_words
from qa.intents.set_aside import budget_asked

HIRE = """Hire of a marquee

The marquee stays the property of Fenwick Tents. It has windows on two sides.

Fenwick Tents sets the marquee up on a Friday and collects it on the Tuesday after the fair.

The marquee has 220 seats, in two blocks. Smoking is forbidden in it.

A visit by a fitter on a Sunday is charged at £85 an hour.

Notice has to be given in writing; an e-mail to the hire desk is enough.

The pegs are returned in the crate they came in.
"""


@pytest.fixture(scope="module")
def hire() -> Index:
    return Index.from_texts({"hire.txt": HIRE})


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When is the marquee picked up again?", "collects it on the Tuesday"),
        ("How many people can sit in the marquee?", "220 seats"),
        ("How many people does the marquee hold?", "220 seats"),
        ("How much is a visit by a fitter on a Sunday?", "£85"),
        ("May we send the notice by email?", "an e-mail to the hire desk is enough"),
    ],
)
def test_what_is_asked_in_everyday_words_is_told_in_the_documents_own(hire, question, told, reader):
    answer = ask(question, hire, reader=reader)
    assert answer.answered
    assert told in answer.citations[0].quote
    assert answer.question == question


@pytest.mark.parametrize("reader", ["small", None])
def test_other_words_find_nothing_of_another_thing(hire, reader):
    assert not ask("When is the piano picked up again?", hire, reader=reader).answered


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("When do we have to pick the van up?", "When do we have to collect the van?"),
        ("Can we put off the fair?", "Can we postpone the fair?"),
        ("Who has to hand back the badge?", "Who has to return the badge?"),
        ("When was the tent brought back?", "When was the tent returned?"),
        ("Can we cancel the tent?", "Can we call off the tent?"),
        ("How many guests will fit in the tent?", "How many seats are in the tent?"),
    ],
)
def test_a_question_is_put_in_other_words(question, other):
    assert [one.question for one in in_other_words(question)] == [other]


@pytest.mark.parametrize(
    ("question", "budget"),
    [
        ("How much have we set aside for repairs?", "What is the budget for repairs?"),
        ("What is earmarked for repairs in 2031?", "What is the budget for repairs in 2031?"),
        ("How much money has been put by for repairs?", "What is the budget for repairs?"),
        ("How much did the committee allow for repairs?", "What is the budget for repairs?"),
        ("How much do we expect to spend on repairs?", "What is the budget for repairs?"),
        ("How much do we expect repairs to cost?", "What is the budget for repairs?"),
        ("How much was foreseen for repairs?", "What is the budget for repairs?"),
        ("How much did we spend on repairs?", ""),
        ("What did the committee plan?", ""),
    ],
)
def test_money_that_is_set_aside_is_a_budget(question, budget):
    assert budget_asked(question) == budget
