"""What a contract costs: told by its fee or rent, and not by another sum that stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask
from qa.fitted import ReaderSize

GRITTING = """# Gritting contract

This contract is made between the Tenants of Larkfield Yard (the "Tenants") and Hobbs Winter Services Ltd
("Hobbs"). It covers the three yards listed below.

## 1 Work

Hobbs clears the yards of snow by 7 a.m. and spreads grit. The foreman, Mr Ibe, keeps a log of each visit.
The permit of the town is obtained by Hobbs, and its fee of 48 euros a year is paid by Hobbs.

## 2 Money

The yearly remuneration for the three yards together is 3,870 euros without value added tax. It is due in two
equal parts, on 1 November and on 1 February. Interest of 5 per cent a year is charged on late payments.
A lost gate key costs 35 euros.

## 3 Ending

The contract runs for three years. Notice is given three months before the end of a year.
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("contract")
    (folder / "gritting_contract.md").write_text(GRITTING, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    "question",
    [
        "How much is the gritting contract a year?",
        "What does the contract cost?",
        "How much do the tenants pay Hobbs per year?",
    ],
)
def test_a_contract_costs_what_its_fee_is(contract: Index, question: str, reader: ReaderSize | None):
    assert ask(question, contract, reader=reader).span == "3,870 euros"


@pytest.mark.parametrize(
    "question",
    ["How much is the gritting contract a month?", "How much do the tenants pay the foreman per year?"],
)
def test_what_another_costs_or_another_time_is_not_told_by_the_fee(contract: Index, question: str):
    answer = ask(question, contract)
    assert not answer.answered or answer.span != "3,870 euros"
