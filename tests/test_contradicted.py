"""A question that takes for granted the opposite of what the document says has no answer there."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

MINUTES = """Minutes of the committee

The proposal to appoint a second coach was approved with three votes, because the waiting list has grown.

The request for oak doors was turned down, since they would take four months to make.

The council objects to the two houses at Hatton Farm, since the drains already flood.

The annual fee was raised by 15 pounds, as the hall has become dearer.
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"minutes.txt": MINUTES})


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    "question",
    [
        "Why was the proposal to appoint a second coach rejected?",
        "Why did the committee reject the second coach?",
        "Why was the request for oak doors approved?",
        "Why does the council support the two houses at Hatton Farm?",
        "By how much was the annual fee lowered?",
    ],
)
def test_the_opposite_of_what_is_said_is_not_answered(index, question, reader):
    assert not ask(question, index, reader=reader).answered


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Why was the proposal to appoint a second coach approved?", "waiting list"),
        ("Why was the request for oak doors rejected?", "four months"),
        ("Why does the council oppose the two houses at Hatton Farm?", "drains"),
        ("Was the request for oak doors approved?", "turned down"),
        ("By how much was the annual fee increased?", "15 pounds"),
    ],
)
def test_what_is_said_is_answered_in_other_words_too(index, question, words, reader):
    assert words in ask(question, index, reader=reader).text


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "voter"),
    [
        ("Who voted against the hedge?", None),
        ("Who abstained in the vote on the hedge?", "Una Frey"),
        ("Who voted against the gate?", "Tim Lowe"),
        ("Who voted against the bench?", None),
    ],
)
def test_who_voted_is_told_by_that_vote_on_that_thing(question, voter, reader):
    text = (
        "# Minutes\n\n## Hedge\n\nThe hedge will be cut. Four votes in favour, one abstention (Una Frey).\n\n"
        "## Gate\n\nThe new gate was agreed by three votes. Tim Lowe voted against it.\n\n"
        "## Bench\n\nA bench was agreed by five votes to none.\n"
    )
    answer = ask(question, Index.from_texts({"minutes.md": text}), reader=reader)
    assert answer.span == voter if voter else not answer.answered


@pytest.mark.parametrize("reader", ["small", None])
def test_what_is_free_otherwise_does_not_tell_what_something_late_costs(reader):
    corrections = (
        "Translations are corrected free of charge within 21 days of delivery. Delivery takes a week."
    )
    question = "What does it cost if translations are delivered late?"
    assert not ask(question, Index.from_texts({"a.txt": corrections}), reader=reader).answered
    late = f"{corrections} If a translation is delivered late, 2% of its price is deducted for each day."
    answer = ask(question, Index.from_texts({"a.txt": late}), reader=reader)
    assert "2%" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Do the minutes say anything about goats?",
        "What do the minutes say about keeping goats?",
        "Is there anything about goats in the minutes?",
        "Do the minutes mention the goats?",
    ],
)
def test_of_a_thing_that_stands_nowhere_nothing_is_told(index, question: str):
    answer = ask(question, index, reader="large")
    assert not answer.answered
    assert "goats" in answer.missing


LEASE = """Lease of the meadow

Term: fifteen years, ending 28 February 2038.

The Town may terminate the lease at once where two payments in a row are unpaid after a reminder.
"""


def test_what_may_be_done_at_once_is_not_when_something_ends():
    lease = Index.from_texts({"lease.txt": LEASE})
    for question in ("When does the lease with the Town end?", "When does the lease end?"):
        assert "at once" not in (ask(question, lease).span or "")
