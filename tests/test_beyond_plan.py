"""Beyond plan: every row of a table that came to more, or less, than planned is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

COSTS = """Item,Team,Budget 2024,Actual 2024,Budget 2025,Actual 2025
Roof,Yard,900,950,"1,200","1,150"
Fence,Yard,300,300,310,355
Paint,Hall,80,95,90,90
Heating,Hall,"2,000","2,480","2,100","2,190"
Total,,"3,280","3,825","3,700","3,785"
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("costs")
    (folder / "costs.csv").write_text(COSTS, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told", "said"),
    [
        (
            "Which items went over budget in 2024?",
            ["Roof", "Paint", "Heating"],
            "3 of 4 rows with more under",
        ),
        (
            "Which items exceeded the budget in 2025?",
            ["Fence", "Heating"],
            "“Actual 2025” than under “Budget",
        ),
        ("Which item was furthest over its budget in 2024?", ["Heating"], "“Budget 2024”, by the most"),
        ("What went most over budget in 2025?", ["Heating"], "1 of 4 rows with more under “Actual 2025”"),
        ("What was overspent?", ["Fence", "Heating"], "2 of 4 rows"),
        ("Where did we spend more than planned in 2024?", ["Roof", "Paint", "Heating"], "3 of 4 rows"),
        ("Which lines came in under budget?", ["Roof"], "1 of 4 rows with less under “Actual 2025”"),
        ("Did anything cost more than was budgeted in 2025?", ["Fence", "Heating"], "2 of 4 rows"),
    ],
)
def test_every_row_beyond_its_plan_is_told(index: Index, question: str, told: list[str], said: str):
    answer = ask(question, index)
    assert [one.exact for one in answer.citations] == told
    assert said in answer.statement
    text = index.documents["costs.csv"].text
    assert all(text[one.start : one.end] == one.quote for one in answer.citations)


def test_where_no_row_is_beyond_its_plan_the_heads_that_were_compared_are_cited(index: Index):
    answer = ask("Which items went under budget in 2024?", index)
    assert answer.statement.startswith("None of 4 rows")
    assert [one.quote.split(" · ")[0] for one in answer.citations] == ["Item"]


def test_rows_of_the_same_name_are_added_up(index: Index):
    answer = ask("Which teams went under budget in 2025?", index)
    assert [one.exact for one in answer.citations] == ["Yard", "Yard"]  # the fence alone went over
    assert "added up" in answer.statement


def test_a_year_without_a_plan_is_not_compared(index: Index):
    assert "rows" not in ask("Which items went over budget in 2019?", index).statement


KEPT = {
    "garden.csv": "Item,Supplier,Budget 2026 (EUR),Spent so far (EUR),Left\n"
    "Hedges,Ashby,400,435,(35)\nPond,Wells,900,610,290\nGravel,Ashby,300,300,0\n",
    "rooms.md": "# Allowances\n\n| Room | Allowance | Remaining |\n| --- | --- | --- |\n"
    "| Kitchen | £3,000 | −£120 |\n| Workshop | £2,000 | £310 |\n| Garage | £1,500 | (£45) |\n",
}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which suppliers are over budget?", ["Ashby", "Ashby"]),
        ("Which rooms are over budget?", ["Kitchen", "Garage"]),
        ("Which rooms are under budget?", ["Workshop"]),
        ("What have we overspent on so far?", ["Hedges", "Kitchen", "Garage"]),
        ("Are we over budget on anything?", ["Hedges", "Kitchen", "Garage"]),
    ],
)
def test_what_is_spent_so_far_or_left_tells_what_is_beyond_the_plan(
    question: str, told: list[str], tmp_path: Path
):
    for name, text in KEPT.items():
        (tmp_path / name).write_text(text, "utf-8")
    answer = ask(question, Index.build([tmp_path]))
    assert [one.exact for one in answer.citations] == told


def test_a_row_that_tells_no_plan_is_not_beyond_one(tmp_path: Path):
    stand = "Item,Supplier,Total\nTrain tickets,Norline,1290\nFlowers,Petal,80\nBanner,Corvin,2350\n"
    (tmp_path / "stand budget.csv").write_text(stand, "utf-8")
    assert not ask("Which items are over budget?", Index.build([tmp_path])).answered


def test_what_is_expected_at_the_end_is_no_plan(tmp_path: Path):
    told = "No.;Line;Planned;Spent to date;Expected at the end\n1;Cases;900;950;990\n2;Lamps;1300;120;1290\n"
    told += "3;Tape;20;21;21\n"
    (tmp_path / "costs.csv").write_text(told, encoding="utf-8")
    index = Index.build([tmp_path])
    answer = ask("Which costs went over budget?", index)
    assert [one.exact for one in answer.citations] == ["Cases", "Tape"]
    assert ask("How much is expected at the end for the lamps?", index).span == "1290"
    assert ask("What is the biggest cost?", index).span == "1300"
