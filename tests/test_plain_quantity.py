"""How many of something there are is told by their number, not by what each costs, nor by a part of them."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

LEASE = """Lease of the orchard

The yearly rent is 0.45 euro per square metre, in total 2,016 euro, and is paid to the Parish.

Ground: 4,480 square metres in all, of which 320 square metres are the Herb Garden.

The hut holds 12 square metres.
"""
OFFER = """Offer for the hall's heating

We supply 1,500 litres of oil at 1.05 per litre.
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"lease.txt": LEASE, "offer.txt": OFFER})


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many square metres do we rent?", "4,480"),
        ("How many square metres is the Herb Garden?", "320"),
        ("How many litres are supplied?", "1,500"),
        ("What is the rent per square metre?", "0.45"),
    ],
)
def test_the_quantity_is_told_and_not_the_rate(index: Index, question: str, told: str, reader):
    assert told in (ask(question, index, reader=reader).span or "")
