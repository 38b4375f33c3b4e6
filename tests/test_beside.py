"""Contracts that a question names by their trade or firm, or both at once, are each asked, side by side."""

from __future__ import annotations

import pytest
from leases import check, quotes

from index import Index
from qa import ask

SUPPLY, HIRE, LETTER, MINUTES = "tuck-shop.md", "minibuses.md", "pool.md", "minutes.md"
DOCUMENTS = {
    SUPPLY: """# Supply of the tuck shop

An agreement between Pinfold Rowing Club (the "Club") and Saltmarsh Provisions Ltd (the "Supplier").

The Supplier carries liability insurance of 3 million pounds.

Bills are to be paid within 18 days.

Either party may terminate the agreement by five weeks' notice.
""",
    HIRE: """# Hire of minibuses

Ravensmoor Minibuses ("we") and Pinfold Rowing Club ("you") agree what follows.

We are insured against injury to passengers up to 12 million pounds.

You pay our bills within 25 days.

Each of us may end the hire in writing with ten weeks' notice.
""",
    LETTER: """# Use of the pool

Dear Ms Vance,

You may use the pool on Tuesdays. Either of us may stop this by writing with seven weeks' notice.

Yours sincerely,

Orla Quayle, Manager, for Lidgate Baths

Signed on 3 May 2024
""",
    MINUTES: """# Minutes of the committee

The tuck shop took 400 pounds in June. The minibuses were late twice. Notices hang in the boathouse.
""",
}


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What are the notice periods for the minibuses and for the tuck shop?",
         {HIRE: "ten", SUPPLY: "five"}),
        ("What is the notice period of the tuck shop and of the pool?", {SUPPLY: "five", LETTER: "seven"}),
        ("Compare the notice we have to give for the minibuses and for the pool",
         {HIRE: "ten", LETTER: "seven"}),
        ("Is the notice period for the minibuses longer than for the tuck shop?",
         {HIRE: "ten", SUPPLY: "five"}),
        ("Which notice period is longer, that of the pool or that of the tuck shop?",
         {LETTER: "seven", SUPPLY: "five"}),
        ("How much insurance do the tuck shop supplier and the minibus firm each have?",
         {SUPPLY: "3 million", HIRE: "12 million"}),
        ("How long do we have to pay the bills of the tuck shop, and how long those of the minibus firm?",
         {SUPPLY: "18 days", HIRE: "25 days"}),
        ("When do we have to pay the bills of Saltmarsh Provisions and of Ravensmoor Minibuses?",
         {SUPPLY: "18 days", HIRE: "25 days"}),
    ],
)  # fmt: skip
def test_contracts_are_named_by_what_they_are_of(index: Index, question: str, told: dict[str, str]):
    answer = ask(question, index)
    check(answer, index)
    assert answer.kind == "comparison"
    for name, words in told.items():
        assert words in quotes(answer, name)
    assert {one.document for one in answer.citations} == set(told)


@pytest.mark.parametrize(
    "question",
    ["When do we have to pay the bills of the two firms?", "How soon do both firms have to be paid?"],
)
def test_both_firms_are_those_the_contracts_are_with(question: str):
    index = Index.from_texts({name: DOCUMENTS[name] for name in (SUPPLY, HIRE, MINUTES)})
    answer = ask(question, index)
    check(answer, index)
    assert "18 days" in quotes(answer, SUPPLY)
    assert "25 days" in quotes(answer, HIRE)
    assert not quotes(answer, MINUTES)


def test_two_things_that_no_contract_is_of_are_looked_up(index: Index):
    answer = ask("When were the tuck shop and the boathouse painted?", index)
    assert answer.kind == "look-up"


def test_a_side_that_tells_a_sum_in_other_words_is_told_beside_the_other():
    tuner = """Tuning agreement

Between Marsh Pianos Ltd ("the Tuner") and the Elm Choir ("the Choir").

The Tuner tunes the grand piano four times a year. The Tuner carries public liability cover of £3 million.
"""
    hall = """Hall letting

Between Saint Brice Parish ("the Parish") and the Elm Choir ("the Hirer").

Insurance

The Hirer insures itself against claims of third parties for at least £1 million. The Parish heats the hall.
"""
    index = Index.from_texts({"tuning.txt": tuner, "letting.txt": hall})
    answer = ask("What insurance cover do the tuner and the parish hall each ask for?", index)
    shown = " ".join(one.quote for one in answer.citations)
    assert "£3 million" in shown
    assert "£1 million" in shown


def test_what_is_asked_of_one_contract_and_in_a_word_of_another_is_asked_of_both():
    lease = 'Yard lease\n\n"Term" means six years from and including 3 May 2024. The lease is for a yard.\n'
    supply = "Oats supply agreement\n\nThis agreement begins on 9 June 2025. Oats come every week.\n"
    index = Index.from_texts({"yard-lease.txt": lease, "oats-supply.txt": supply})
    answer = ask("When did the yard lease begin and when the oats agreement?", index)
    shown = " ".join(one.quote for one in answer.citations)
    assert answer.kind == "comparison"
    assert "3 May 2024" in shown
    assert "9 June 2025" in shown
