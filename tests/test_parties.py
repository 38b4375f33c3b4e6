"""Who the contractor is, is who the contract calls so, and not the person to call."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Index
from qa import ask
from qa.contracts.defined import definitions

GLASS = """Greenhouse agreement

This agreement is made between

Aldermoor Trust, 3 Orchard Rise, Shrewsbury (the "Client")

and

Verdant Glass Ltd, Unit 12, Telford, company number 07714233 (the "Contractor").

Contractor: Piotr Malin, Service Lead, phone 01952 555 230
"""
CANTEEN = """Canteen contract

1. This contract is made on 9 May 2025 between Aldermoor Trust, represented by Samuel Ade ("the Client"), and
Larder & Thyme LLP, represented by its partner Ingrid Sol (hereinafter “the Caterer”). It begins in July.
"""


LEASE = "Coffee\n\nBetween Bright Vending LLP (the Supplier) and Dun Surveyors Ltd (the Customer), on 3 June."


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"greenhouse.txt": GLASS, "canteen.txt": CANTEEN, "coffee.txt": LEASE})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who is the contractor?", {"greenhouse.txt": "Verdant Glass Ltd"}),
        ("Who is the supplier?", {"coffee.txt": "Bright Vending LLP"}),
        ("Who is the customer in the coffee contract?", {"coffee.txt": "Dun Surveyors Ltd"}),
        ("who's the caterer", {"canteen.txt": "Larder & Thyme LLP"}),
        ("Who is the client?", {"greenhouse.txt": "Aldermoor Trust", "canteen.txt": "Aldermoor Trust"}),
        ("Who is the client in the greenhouse agreement?", {"greenhouse.txt": "Aldermoor Trust"}),
    ],
)
def test_who_is_called_so_is_told_by_name(index: Index, question: str, told: dict[str, str]):
    answer = ask(question, index)
    for one in answer.citations:
        assert index.documents[one.document].text[one.start : one.end] == one.quote
    assert {one.document: one.exact for one in answer.citations} == told


def test_who_is_called_nothing_is_looked_up(index: Index):
    assert ask("Who is the service lead?", index).span == "Piotr Malin"


def test_one_document_alone_is_asked_where_it_is_chosen(index: Index):
    answer = ask("Who is the client?", index, document="canteen.txt")
    assert [one.document for one in answer.citations] == ["canteen.txt"]


PIECES = st.sampled_from(
    [
        "Elm Ltd",
        "elm",
        ' ("the Client")',
        " (the “Tenant”)",
        ", ",
        " and ",
        "between ",
        "\n\n",
        "\n",
        "(",
        ")",
        '"',
        "1. ",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_name_stands_inside_what_defines_it(text: str):
    for one in definitions(Document.from_text("made", f"Contract\n\n{text}")):
        assert one.whole.start == one.name.start < one.name.end < one.whole.end
        assert one.term


TWO = ["Aldermoor Trust", "Verdant Glass Ltd"]
BARN = """Lease of the barn

BETWEEN the Guild of Weavers, an old body with its seat in Wick (hereafter "the Guild"), as lessor, AND Ines
Vale & Sons, of Mill Lane (hereafter "the Firm"), as lessee.

This deed (the "Agreement") is kept. The Guild lets the Old Barn (the "Premises") for nine years.
"""
FERRY = """Ferry contract

This contract is concluded between the Harbour of Thorn, represented by Ute Pell, and Lea North, boatwright.

The ferry runs on talks between Monday and Friday.
"""


SEATS = 'Seat licence\n\nThis licence is entered into by Taskfield ApS ("Provider") and Loach LLP ("User").'


@pytest.mark.parametrize(
    ("question", "document", "told"),
    [
        ("Who are the parties to the lease?", "barn.txt", ["Guild of Weavers", "Ines\nVale & Sons"]),
        ("Between whom is the lease?", "barn.txt", ["Guild of Weavers", "Ines\nVale & Sons"]),
        ("Name the parties of the greenhouse agreement", "greenhouse.txt", TWO),
        ("Who is the greenhouse agreement between?", "greenhouse.txt", TWO),
        ("Who are the parties to the seat licence?", "seats.txt", ["Taskfield ApS", "Loach LLP"]),
        (
            "Who are the parties to the ferry contract?", "ferry.txt",
            ["the Harbour of Thorn, represented by Ute Pell, and Lea North, boatwright."],
        ),
    ],
)  # fmt: skip
def test_all_parties_are_told_none_without_the_other(question: str, document: str, told: list[str]):
    texts = {
        "greenhouse.txt": GLASS,
        "coffee.txt": LEASE,
        "barn.txt": BARN,
        "ferry.txt": FERRY,
        "seats.txt": SEATS,
    }
    answer = ask(question, Index.from_texts(texts))
    assert [one.document for one in answer.citations] == [document] * len(told)
    assert [one.exact for one in answer.citations] == told
    assert answer.answered


def test_minutes_have_no_parties():
    minutes = "Minutes\n\nAda Stone spoke of talks between Carl Reed and Una Frey."
    assert not ask("Who are the parties?", Index.from_texts({"minutes.txt": minutes})).statement
