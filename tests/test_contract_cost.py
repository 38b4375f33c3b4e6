"""What a contract costs: told by its fee or rent, and not by another sum that stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import Conversation, ask
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


CARE = """# Rooftop Garden Care Agreement

Supplier: Fennick & Rowe Ltd, 9 Mill Lane, Holtby
Customer: Arden Housing Ltd, Holtby

## A What is done

A.1 Ms Pell waters the beds twice a week. Fennick & Rowe Ltd replaces plants that have died
within the first year.

## B Money

B.1 For the work under A the Customer pays a flat monthly fee of 615 euros plus value added tax.
Work by the hour is ordered in writing.

| Extra work | Unit | Price |
|---|---|---|
| Gardener, weekdays | hour | 41 euros |
| Plant bed, replanting | bed | 120 euros |

## C Term

C.1 This agreement begins on 1 April 2025 and runs for three years.
"""

ALARM = """# Fire Alarm Service Agreement

between Arden Housing Ltd (the "Client") and Tolliver Alarms GmbH (the "Engineer").

## 1 Service

The Engineer tests the fire alarm twice a year. A call at night costs 130 euros.

## 2 Remuneration

The Client pays a yearly lump sum of 1,940 euros, in two equal parts in January and July.

## 3 Term

The agreement takes effect on 1 May 2024 and runs for one year.
"""


@pytest.fixture(scope="module")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("contracts")
    (folder / "garden_care.md").write_text(CARE, "utf-8")
    (folder / "alarm_service.md").write_text(ALARM, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does the garden care cost per month?", "615 euros"),
        ("How high is the gardener's monthly fee?", "615 euros"),
        ("How much does Fennick & Rowe get a month?", "615 euros"),
        ("How much do we pay Fennick?", "615 euros"),
        ("How high is the fee for the garden care?", "615 euros"),
        ("How much does Tolliver charge us a year?", "1,940 euros"),
        ("What is the yearly price of the alarm service?", "1,940 euros"),
        ("What does the alarm maintenance cost?", "1,940 euros"),
        ("How high is the price of the fire alarm service per year?", "1,940 euros"),
    ],
)
def test_a_trade_or_a_firm_stands_for_its_contract(contracts: Index, question: str, told: str):
    assert told in ask(question, contracts, reader="small").span


@pytest.mark.parametrize(
    "question",
    [
        "How much does Fennick & Rowe get a year?",
        "How much does Arden Housing get a month?",
        "How much does Arden Housing get a year?",
        "How much does Ms Pell get a month?",
        "How much does the gardener get per hour?",
        "How much does replanting a plant bed cost?",
        "How much does the window cleaning cost per month?",
    ],
)
def test_who_pays_who_works_and_what_is_extra_are_not_told_by_the_fee(contracts: Index, question: str):
    answer = ask(question, contracts, reader="small")
    assert not answer.answered or "615" not in answer.span


def test_they_are_who_was_spoken_of_and_another_firm_has_its_own_sum(contracts: Index):
    talk = Conversation(contracts, reader="small")
    talk.ask("How long does the contract with Fennick & Rowe run?")
    assert "615 euros" in talk.ask("How much do they get per month?").span
    assert "1,940 euros" in talk.ask("And the alarm firm?").span
    assert "615 euros" in talk.ask("And the garden care?").span
    assert "1,940 euros" in talk.ask("And the alarm?").span
