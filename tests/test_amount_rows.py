"""A line of a budget holds what something costs; when that is due and who pays it, a contract says."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

BUDGET = """Item,Actual 2025,Budget 2026,In charge,Remark
Rent,1150,1200,Lowe,rent review in March 2027
Culvert repair,700,900,Lowe,
Insurance,400,420,Amory,
Loan,900,900,Lowe,loan ends in June 2029
"""
LEASE = """Lease of the mooring

The rent is reviewed every third year, for the first time on 1 March 2027.

The yearly sum of 1,200 for the mooring is payable on 2 May and 2 November; no rent is owed for the slip.

The Club walked the ground with the Trust's surveyor on 3 May 2024 and has no complaint,
save for the culvert, which the Harbour Board shall repair at its own cost.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("mooring")
    (folder / "budget.csv").write_text(BUDGET, "utf-8")
    (folder / "lease.txt").write_text(LEASE, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When is the rent due?", "2 May and 2 November"),
        ("When do we pay the rent?", "2 May and 2 November"),
        ("Who pays for repairing the culvert?", "Harbour Board"),
    ],
)
def test_when_and_by_whom_it_is_paid_the_contract_says(index: Index, question: str, told: str, reader):
    answer = ask(question, index, reader=reader)
    assert answer.citations[0].document == "lease.txt"
    assert told in (answer.span or "")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When does the loan end?", "2029"),
        ("Who is in charge of the insurance?", "Amory"),
        ("How much is the budget for the culvert repair in 2026?", "900"),
    ],
)
def test_what_a_line_of_the_budget_says_of_it_is_told(index: Index, question: str, told: str):
    answer = ask(question, index)
    assert answer.citations[0].document == "budget.csv"
    assert told in (answer.span or "")


def test_of_amounts_alone_neither_is_told():
    only = Index.from_texts({"costs.md": "| Item | Cost |\n| --- | --- |\n| Rent | 1,200 |\n| Oil | 300 |\n"})
    for question in ("When is the rent due?", "Who pays the rent?"):
        assert not ask(question, only).answered
