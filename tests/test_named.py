"""A question that names one of the documents is answered by it, or by another one that speaks of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import Conversation, ask
from qa.fitted import ReaderSize

CLEANING = """\
Cleaning contract

This agreement is made on 14 March 2024 between Harrow Lane Limited and Brightwater Cleaning.

1. Term
This agreement starts on 1 April 2024.

2. Ending
Either party may end this agreement by giving ninety days’ written notice.

Signed for Harrow Lane Limited by Margaret Osei.
"""
LEASE = """\
Van lease

Oakfield Vans lets a van to Harrow Lane Limited. The lease runs for three years.
The rent is 412 pounds a month.
"""
MINUTES = """\
Minutes of the board

The board approved the cleaning contract on 5 February 2024. The next meeting is on 3 May 2024.
"""


@pytest.fixture(scope="module")
def office() -> Index:
    return Index.from_texts(
        {"Cleaning contract.txt": CLEANING, "Van lease.md": LEASE, "Minutes.txt": MINUTES}
    )


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("When does the cleaning contract start?", "Cleaning contract.txt", "1 April 2024"),
        ("How long is the notice period of the cleaning contract?", "Cleaning contract.txt", "ninety days"),
        ("When was the cleaning contract approved?", "Minutes.txt", "5 February 2024"),
        ("How long does the van lease run?", "Van lease.md", "three years"),
        ("How long does the lease run?", "Van lease.md", "three years"),
    ],
)
def test_a_document_that_is_named_answers(office: Index, question: str, document: str, words: str):
    answer = ask(question, office)
    assert answer.question == question
    assert answer.citations[0].document == document
    assert words in answer.citations[0].quote


def test_another_document_does_not_answer_for_the_one_that_is_named(office: Index):
    answer = ask("How much notice ends the van lease?", office, threshold=0)
    assert {citation.document for citation in answer.citations} == {"Van lease.md"}
    assert not ask("Who signed the van lease?", office).answered


def test_a_document_that_was_named_is_what_a_follow_up_is_about(office: Index):
    chat = Conversation(office)
    chat.ask("When does the cleaning contract start?")
    assert "ninety days" in chat.ask("How much notice ends it?").text


def test_the_name_of_a_document_that_goes_on_names_something_else():
    index = Index.from_texts(
        {
            "Sales contract.txt": "Sales contract\n\nThe goods are delivered in May.",
            "Offer.txt": "Our offer\n\nThe contract price is 90 pounds for a ton.",
        }
    )
    (citation,) = ask("What is the contract price?", index).citations
    assert citation.document == "Offer.txt"


@pytest.mark.parametrize(
    "question", ["How long does the van contract run?", "How long does the van agreement run?"]
)
def test_a_contract_may_call_itself_a_lease(office: Index, question: str):
    answer = ask(question, office)
    assert answer.span is not None
    assert "three years" in answer.span
    assert not answer.missing


WORKSHOP = """\
Workshop lease

The rent is 900 pounds a month. The lease runs for three years.

Panes that break are repaired at the Tenant's expense. The tenant sweeps the chimney at its own expense.
Keys that are lost are replaced at the expense of whoever lost them.
"""


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("Who pays for the repairs?", "Tenant"),
        ("Who has to pay for repairs in the workshop lease?", "Tenant"),
        ("Who bears the cost of lost keys?", "whoever lost them"),
    ],
)
def test_who_pays_may_be_told_as_at_whose_expense(question: str, who: str, reader: ReaderSize | None):
    index = Index.from_texts({"Workshop lease.txt": WORKSHOP, "Van lease.md": LEASE})
    answer = ask(question, index, reader=reader)
    assert answer.question == question
    assert answer.span is not None
    assert who in answer.span


def test_who_pays_is_asked_of_the_document_that_was_spoken_of():
    chat = Conversation(Index.from_texts({"Workshop lease.txt": WORKSHOP, "Van lease.md": LEASE}))
    chat.ask("How long does the workshop lease run?")
    assert "Tenant" in (chat.ask("And who pays for the repairs?").span or "")


def test_at_whose_expense_something_else_is_tells_not_who_pays():
    index = Index.from_texts({"Workshop lease.txt": WORKSHOP})
    assert not ask("Who pays for the garden?", index).answered


def test_the_document_that_a_question_names_answers_before_one_that_mentions_it(tmp_path: Path):
    term = "The lease begins on 1 March 2031 and is concluded for nine years."
    lease = f"Letting of the Boathouse\n\n1. Term\n{term}\n"
    costs = "Item,Keeper,2030,2031,Remarks\nRent and heating,Moe,310,940,boathouse lease since March 2031\n"
    ledger = f"{costs}Boathouse paint,Lund,120,95,two coats\n"
    (tmp_path / "boathouse_lease.txt").write_text(lease, "utf-8")
    (tmp_path / "ledger.csv").write_text(ledger, "utf-8")
    index = Index.build([tmp_path])
    for question, told in (
        ("How long does the boathouse lease run?", "nine years"),
        ("When does the boathouse lease begin?", "1 March 2031"),
    ):
        answer = ask(question, index, reader="small")
        assert answer.span is not None
        assert told in answer.span
        assert answer.citations[0].document == "boathouse_lease.txt"


FAIR = """Spring fair

The printer, Inkwell, wants the drafts a month ahead. The paper has become dearer.

Hettie Solway writes to the town about the road by 4 March 2026.

Prue Chandler writes to Inkwell about the colours by 18 March 2026.
"""
PUMP = """Pump contract

Made between the Mill Owners and Hexford Pumps & Valves Ltd, Old Ropeworks.

Hexford Pumps & Valves Ltd is insured for damage up to 2 million euros with the Norrby Mutual.
"""


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "before", "told"),
    [
        ("Who is writing to the printer?", [], "Prue Chandler"),
        ("By when does she have to do that?", ["Who is writing to the printer?"], "18 March 2026"),
        ("With whom is the pump company insured?", [], "Norrby Mutual"),
    ],
)
def test_whom_a_question_calls_by_what_he_does_the_documents_name(question, before, told, reader):
    index = Index.from_texts({"fair.txt": FAIR, "pump.txt": PUMP})
    assert told in str(ask(question, index, history=before, reader=reader).span)


@pytest.mark.parametrize("reader", ["small", None])
def test_what_is_cancelled_may_be_called_off_where_it_is_told(tmp_path: Path, reader: ReaderSize | None):
    terms = (
        "You can call the course off without charge up to 4 March 2031; after that half of the fee is due."
    )
    (tmp_path / "course.md").write_text(f"# Pottery course\n\nThe fee is £140. {terms}\n", "utf-8")
    index = Index.build([tmp_path])
    assert ask("Until when can we cancel the course for free?", index, reader=reader).span == "4 March 2031"
    other = ask("Until when can we cancel the insurance for free?", index, reader=reader)
    assert {"cancel", "insurance"} <= {*other.missing}


@pytest.mark.parametrize("reader", ["small", None])
def test_who_is_in_charge_of_a_row_is_not_who_somebody_is(tmp_path: Path, reader: ReaderSize | None):
    rows = (
        "Line|Responsible|Planned|Spent",
        "-|-|-|-",
        "Hall|O. Byrd|900|900",
        "Piano tuner|L. Marsh|240|180",
    )
    costs = "\n".join(f"| {row.replace('|', ' | ')} |" for row in rows)
    (tmp_path / "costs.md").write_text(f"# Costs of the recital\n\n{costs}\n", "utf-8")
    letter = "Our piano tuner, Mr Emil Drossel, comes on 4 May and stays for two hours.\n"
    (tmp_path / "letter.md").write_text(f"# Hire of a piano\n\n{letter}", "utf-8")
    index = Index.build([tmp_path])
    answer = ask("Who is the piano tuner?", index, reader=reader)
    assert (answer.span, len(answer.citations)) in {("Mr Emil Drossel", 1), ("Emil Drossel", 1)}
    assert not ask("Who is the piano tuner?", index, document="costs.md", reader=reader).answered
    assert ask("Who is responsible for the piano tuner?", index, reader=reader).span == "L. Marsh"


def test_who_somebody_is_asks_for_the_very_name():
    told = "Minutes\n\nThe auditor, Hester Blake, read her report. She is of Quill and Partners."
    answer = ask("Who is the auditor?", Index.from_texts({"minutes.txt": told}))
    assert answer.span == "Hester Blake"
    assert answer.question == "Who is the auditor?"


def test_a_month_names_no_document_and_no_word_is_said_to_be_missing_that_stands_elsewhere():
    told = {
        "lease.txt": "Lease\n\nShould the boiler stop for over a week, half of the rent is withheld.\n",
        "rota.txt": "Rota\n\nThe rota for January is made in the office by Ada.\n",
    }
    answer = ask("does anything happen to the rent if the boiler stops in January?", Index.from_texts(told))
    assert "boiler" not in answer.missing
