"""Ending: by when a contract has to be cancelled is told by its own notice and term."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

DOCUMENTS = {
    "mowing.md": "# Mowing contract\n\nBetween Ashby Gardens and the Mill.\n\n## Charges\n\n"
    "An increase needs 60 days' notice. If it is above 5%, "
    "the Mill may end the contract within 30 days of that notice.\n\n## Term\n\n"
    "The contract starts on 1 May 2025 and runs for 24 months.\n"
    "It renews for a year unless one party gives 90 days' written notice before the end of the period.\n",
    "kiosk.md": "# Lease of the kiosk\n\n## Term\n\nThe lease ends on 31 March 2027.\n"
    "Either side may terminate it earlier by giving notice of six weeks.\n",
    "minutes.md": "# Minutes\n\nThe mowing contract has to be cancelled, said Ada. "
    "Joel looks into it by 3 June 2026.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("contracts")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "notice", "term"),
    [
        ("By when do we have to cancel the mowing contract?", "90 days' written notice", "1 May 2025"),
        ("Until when can we cancel the Ashby contract?", "90 days' written notice", "1 May 2025"),
        ("By when must the kiosk lease be terminated?", "notice of six weeks", "31 March 2027"),
        ("What is the latest date to cancel the lease?", "notice of six weeks", "31 March 2027"),
    ],
)
def test_the_notice_and_the_term_of_the_contract_are_cited(
    index: Index, question: str, notice: str, term: str
):
    answer = ask(question, index)
    first, second = answer.citations
    assert first.exact == notice
    assert term in second.quote
    assert first.document == second.document


def test_of_a_contract_that_is_not_there_none_is_told(index: Index):
    assert "notice" not in ask("By when do we have to cancel the heating contract?", index).statement


@pytest.mark.parametrize(
    ("before", "notice"),
    [
        ("When does the kiosk lease end?", "notice of six weeks"),
        ("How long does the mowing contract run?", "90 days' written notice"),
    ],
)
@pytest.mark.parametrize(
    "question",
    ["Can we get out before that?", "Can it be ended earlier?", "Is there an early way out of it?"],
)
def test_whether_one_can_get_out_is_asked_of_the_contract_spoken_of(
    index: Index, before: str, notice: str, question: str
):
    first = ask(question, index, history=[before]).citations[0]
    assert first.exact == notice
