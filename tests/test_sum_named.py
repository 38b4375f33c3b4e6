"""Sums that are called by name: the deposit that is asked for is told, and not another sum near it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask
from qa.fitted import ReaderSize

TERMS = """# Keeping of the Lido kiosk

## 1 Why

The kiosk has stood empty since 2029. Guests of the lido ask for it every summer.

## 2 What the keeper pays

For the kiosk the keeper pays a fee that depends on the takings of the season, as follows.

| Takings of the season | Fee |
| --- | --- |
| up to £9,000 | 6 % |
| above £9,000 | 8 % |

The least to be paid is £400 a season. A deposit of £650 is to be put into the club's account by 1 May.

## 3 Leaving

The deposit is paid back within thirty days, less any damage. A parasol may be hired for £3 a day.
"""


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("terms")
    (folder / "kiosk_terms.md").write_text(TERMS, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    "question",
    ["What deposit does the keeper pay?", "How much is the deposit for the kiosk?", "What is the deposit?"],
)
def test_the_deposit_is_what_is_called_so(terms: Index, question: str, reader: ReaderSize | None):
    assert ask(question, terms, reader=reader).span == "£650"


def test_the_deposit_for_something_else_is_none(terms: Index):
    answer = ask("How much is the deposit for a parasol?", terms)
    assert not answer.answered or answer.span != "£650"


@pytest.mark.parametrize("reader", ["small", None])
def test_what_is_named_by_two_words_comes_before_a_like_thing(tmp_path: Path, reader: ReaderSize | None):
    contract = "Two keys to the boiler room are lent to the firm; the loss of a key costs 190 euros."
    (tmp_path / "heating.md").write_text(f"# Heating contract\n\n{contract}\n", "utf-8")
    prices = "What,Unit,Members,Guests\nKayak hire,per day,11,26\nLost locker key,each,15,-\n"
    (tmp_path / "prices.csv").write_text(prices, "utf-8")
    index = Index.build([tmp_path])
    asked = "How much do I pay if I lose the locker key?"
    assert ask(asked, index, reader=reader, threshold=0.0).span == "15"
    asked = "How much does the loss of a key to the boiler room cost?"
    assert ask(asked, index, reader=reader, threshold=0.0).span == "190 euros"


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    "insured",
    [
        "The Warehouse insures the deposit against fire and theft for £81,000 in total.",
        "The deposited furniture is insured for £81,000 in total.",
    ],
)
def test_what_is_deposited_is_no_deposit(tmp_path: Path, insured: str, reader: ReaderSize | None):
    storage = f"The Depositor is Quill Theatre. {insured} The fee for storage is £95 a month."
    (tmp_path / "storage.md").write_text(f"# Deposit of furniture\n\n{storage}\n", "utf-8")
    hire = "We bring the stage on 3 May. A deposit of £720 is due by 2 April. The hire costs £1,900."
    (tmp_path / "stage.md").write_text(f"# Hire of a stage\n\n{hire}\n", "utf-8")
    index = Index.build([tmp_path])
    answer = ask("How much is the deposit?", index, reader=reader)
    assert (answer.span, len(answer.citations)) == ("£720", 1)
    assert not ask("How much is the deposit?", index, document="storage.md", reader=reader).answered
    assert ask("For how much is the furniture insured?", index, reader=reader).span == "£81,000"
