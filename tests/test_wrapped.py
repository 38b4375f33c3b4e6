"""A question whether a document says something is answered by what it says, or refused where it does not."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask
from qa.intents.wrapped import unwrapped

BERTH = """Berth lease

The lease of berth 14 is between Quarrel Marina and the Tern Sailing School.

The rent of 2,300 euros is due on the third day of each half-year.

Hulls and sails are insured by the school. The marina answers for its pontoons alone.

The school may use the crane twice a year. Snow on the pontoon is cleared by the harbour master.
"""


@pytest.fixture(scope="module")
def berth() -> Index:
    return Index.from_texts({"berth.txt": BERTH})


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Does the lease say when the rent is due?", "third day of each half-year"),
        ("Does it say who insures the sails?", "school"),
        ("Is it written anywhere who clears the snow on the pontoon?", "harbour master"),
    ],
)
def test_what_the_document_says_of_it_answers(berth: Index, reader: str | None, question: str, told: str):
    answer = ask(question, berth, reader=reader)
    assert told in (answer.span or "")


@pytest.mark.parametrize(
    "question",
    ["Does the lease say who pays for the electricity?", "Is it agreed who repairs the school's minibus?"],
)
def test_what_no_document_says_is_refused(berth: Index, question: str):
    assert not ask(question, berth).answered


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Does our lease state what the crane costs?", "What the crane costs in our lease?"),
        ("Do the minutes say anything about who paid?", "Who paid in the minutes?"),
        ("Does the lease mention pets?", "Does the lease mention pets?"),
        ("Does the lease say whether pets are allowed?", "Does the lease say whether pets are allowed?"),
        ("Does the skipper know which key it is?", "Does the skipper know which key it is?"),
    ],
)
@pytest.mark.fast
def test_only_what_documents_say_is_taken_out(question: str, asked: str):
    assert unwrapped(question) == asked


def test_whether_things_are_so_that_no_document_knows_is_refused(berth: Index):
    assert not ask("Does the school also paint the buoys?", berth).answered
