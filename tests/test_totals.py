"""Totals: all the rows that make up what is asked for altogether, with what they add up to."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

PAID = """# Invoices paid

| Date | Firm | For | Unit price | Amount |
| --- | --- | --- | --- | --- |
| 3 March 2025 | Ashby Windows | Hall | £90 | £180 |
| 14 April 2025 | Wells Paper | Paper | £5 | £62.50 |
| 2 June 2025 | Ashby Windows | Barn | £340 | £340 |
| 9 July 2024 | Ashby Windows | Barn | £300 | £300 |
"""
PLAN = """Item,Firm,Budget (EUR),Spent so far (EUR)
Hedges,Corvin,400,435
Pond,Petal,900,610
Gravel,Corvin,300,300
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("paid")
    (folder / "invoices.md").write_text(PAID, "utf-8")
    (folder / "garden.csv").write_text(PLAN, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told", "said"),
    [
        (
            "How much did we spend in total with Ashby Windows?",
            ["£180", "£340", "£300"],
            "3 rows with “Ashby Windows”, added up here: £820 under “Amount”",
        ),
        ("How much did we pay Ashby Windows altogether in 2025?", ["£180", "£340"], "£520 under “Amount”"),
        ("What did the barn cost in total?", ["£340", "£300"], "£640 under “Amount”"),
        ("How much was spent on Corvin overall?", ["435", "300"], "735 under “Spent so far (EUR)”"),
        ("What is the total budget for Corvin?", ["400", "300"], "700 under “Budget (EUR)”"),
        ("What is the total budget?", ["400", "900", "300"], "3 rows, added up here: 1,600 under “Budget"),
    ],
)
def test_all_rows_of_what_is_asked_for_are_told_and_added_up(
    index: Index, question: str, told: list[str], said: str
):
    answer = ask(question, index)
    assert [one.exact for one in answer.citations] == told
    assert said in answer.statement


@pytest.mark.parametrize("asked", ["everything cost altogether", "it all cost in total"])
def test_everything_is_the_total_of_a_table_that_has_one(tmp_path: Path, asked: str):
    path = tmp_path / "house.csv"
    path.write_text("Item,Budget,Actual\nRoof,900,950\nFence,300,310\nTotal,1200,1260\n", "utf-8")
    assert ask(f"How much did {asked}?", Index.build([path])).span == "1260"


def test_a_total_that_is_told_is_looked_up(tmp_path: Path):
    (tmp_path / "garden.csv").write_text(f"{PLAN}Total,,1600,1345\n", "utf-8")
    index = Index.build([tmp_path])
    assert ask("What is the total budget?", index).span == "1600"
    assert ask("How much did the garden cost in total?", index).kind == "look-up"
    assert not ask("What is the total budget for Ashby Windows?", index).answered


COURSES = (
    "Course,Places,Price per place (£),Total (£)\nFirst aid,6,135,810\nFire warden,8,62,496\nTyping,2,48,96\n"
)


@pytest.mark.parametrize("question", ["What is the total budget?", "What is the total training budget?"])
def test_a_table_that_is_the_budget_by_its_name_is_added_up_as_a_whole(tmp_path: Path, question: str):
    (tmp_path / "training_budget.csv").write_text(COURSES, "utf-8")
    (tmp_path / "minutes.txt").write_text("The total number of courses rose to 3 in spring.", "utf-8")
    answer = ask(question, Index.build([tmp_path]))
    assert [one.exact for one in answer.citations] == ["810", "496", "96"]
    assert "added up here: 1,402 under “Total (£)”" in answer.statement
