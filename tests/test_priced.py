"""Prices for those who belong and for others, and what is paid for what is lost or broken, by a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

PRICES = """# Workshop, prices

| Item | Unit | Members | Non-members |
| --- | --- | --- | --- |
| Bench saw | per hour | 6 | 11 |
| Cargo bike hire | per day | 9 | 16 |
| Hall, for a party | per evening | 70 | 120 |
| Locker key, lost | each | 25 | - |
| Breakage of a clamp | each | 8 | 8 |
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("workshop")
    (folder / "prices.md").write_text(PRICES, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does the bench saw cost for non-members?", "11"),
        ("What do guests pay for the cargo bike?", "16"),
        ("How much is the hall for a member?", "70"),
        ("What does the bench saw cost?", "Members: 6 · Non-members: 11"),
        ("What does a bike cost per day?", "Members: 9 · Non-members: 16"),
        ("What do I pay if I lose the key?", "25"),
        ("How much does a lost locker key cost for members?", "25"),
        ("What does breaking a clamp cost?", "Members: 8 · Non-members: 8"),
    ],
)
def test_the_price_is_told_for_those_who_ask(index: Index, question: str, told: str):
    assert ask(question, index).span == told


@pytest.mark.parametrize(
    "question",
    [
        "What do I pay if I lose the bench saw?",
        "What does a lost locker key cost for non-members?",
        "What does a bike cost per month?",
    ],
)
def test_what_the_list_has_no_price_for_is_not_told(index: Index, question: str):
    assert not ask(question, index).answered
