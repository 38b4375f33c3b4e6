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


@pytest.mark.parametrize(
    "question", ["Which teams went over budget in 2024?", "Which items went over budget in 2019?"]
)
def test_what_rows_do_not_tell_by_themselves_is_not_compared(index: Index, question: str):
    assert "rows" not in ask(question, index).statement
