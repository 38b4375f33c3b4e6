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


ALLOTMENTS = """Allotment society, minutes of the committee

Held on Monday, 9 March 2026, in the clubhouse, from 18:00 to 19:30.

The hedge along the brook is cut before the next meeting by whoever has time, best before the birds breed.

Next meeting: Monday, 11 May 2026, 18:00, in the old barn.
"""
SWEEP = """Chimney agreement

The sweep comes on the first Monday of the month. If there is frost, the next Monday is meant, and the
caretaker is told by 7 a.m. at the latest.
"""


@pytest.mark.parametrize("reader", ["small", None])
def test_a_line_with_the_label_that_is_asked_for_is_the_answer(reader):
    index = Index.from_texts({"allotment minutes.txt": ALLOTMENTS, "chimney.txt": SWEEP})
    told = ask("When is the next meeting of the allotment society?", index, reader=reader)
    assert told.span is not None
    assert told.span.startswith("Monday, 11 May 2026")
    assert told.confidence > 0.6


@pytest.mark.parametrize("reader", ["small", None])
def test_nothing_is_said_of_when_something_is_that_no_document_speaks_of(reader):
    index = Index.from_texts({"allotment minutes.txt": ALLOTMENTS, "chimney.txt": SWEEP})
    asked = "When is the next meeting of the allotment society?"
    assert not ask(asked, index, document="chimney.txt", reader=reader).answered


@pytest.mark.parametrize("reader", ["small", None])
def test_a_colour_an_income_or_a_payer_is_told_of_the_thing_that_is_asked_for(reader):
    text = (
        "# Boat club\n\nThe committee met in the green room of the boat house on 3 May.\n\n"
        "The berth charge makes £4,020 for the season, tax excluded.\n\n"
        "Oars, rollocks and pumps are not: the yard quotes for them before any work is begun.\n\n"
        "The doors of the boat house are painted blue.\n"
    )
    index = Index.from_texts({"club.md": text})
    for question in (
        "What colour are the benches?",
        "What is the total income for the season?",
        "Who pays for a new pump?",
    ):
        assert not ask(question, index, reader=reader).answered, question
    assert ask("What colour are the doors?", index, reader=reader).span == "blue"


@pytest.mark.parametrize("reader", ["small", None])
def test_the_total_is_no_budget_for_a_thing_without_a_row(tmp_path, reader):
    rows = "Item,Actual 2031,Budget 2032\nHay,410,460\nVet,220,260\nFences,90,140\nTotal,720,860\n"
    (tmp_path / "farm.csv").write_text(rows, "utf-8")
    index = Index.build([tmp_path])
    for question in ("What is the budget for parking in 2032?", "How much is allowed for parking in 2032?"):
        assert not ask(question, index, reader=reader).answered, question
    assert ask("How much is put by for the vet in 2032?", index, reader=reader).span == "260"


@pytest.mark.parametrize("reader", ["small", None])
def test_what_is_due_thereafter_tells_what_something_late_costs(reader):
    text = "The borrowed pump is given back within five working days; after that it costs £38 a day.\n"
    question = "What does it cost if the pump is brought back late?"
    assert "£38" in str(ask(question, Index.from_texts({"pump.txt": text}), reader=reader).span)


ROOF = """# Offer for the roof

The offer is valid until 30 April 2026. We give a guarantee of five years on the tiles.

The scaffold is put up by us. A call-out costs 180 euros.
"""
PORTER = """# Agreement with the porter

## Duration

The agreement starts on 1 March 2026 and ends on 28 February 2028.

## Holidays

The porter has thirty days of leave. It begins on 3 August.
"""
WORKS = {"roof.md": ROOF, "porter.md": PORTER}


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    "question",
    ["When does the guarantee start?", "When was the scaffold put up?", "When does the guarantee end?"],
)
def test_when_another_thing_is_is_not_when_the_thing_asked_about_is(question: str, reader):
    assert not ask(question, Index.from_texts(WORKS), reader=reader).answered


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When does the agreement start?", "1 March 2026"),
        ("When does the contract with the porter end?", "28 February 2028"),
        ("Until when is the offer valid?", "30 April 2026"),
        ("When does the porter's leave begin?", "3 August"),
    ],
)
def test_when_the_thing_asked_about_is_is_told(question: str, told: str):
    assert told in ask(question, Index.from_texts(WORKS)).text
