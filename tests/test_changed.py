"""Changes: by how much a row of a table tells more, or less, for one year than for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask
from qa.citation import AnswerKind

PLAN = """Nr;Item;Keeper;Actual 2030;Actual 2031;Budget 2031;Budget 2032
1;Fodder and hay;Moe;£1,310;£1,250;£1,400;£1,460.50
2;Fence;Lund;£95;£95;£70;£470
3;Barn roof;Lund;£20;£0;£30;£40
4;Barn door;Lund;£10;£15;£10;£15
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("plan")
    (folder / "plan.csv").write_text(PLAN, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told", "said"),
    [
        (
            "How much more will fodder cost in 2032 than in 2031?",
            ["£1,460.50", "£1,400"],
            "“Fodder and hay”: £60.50 more under “Budget 2032” than under “Budget 2031”, subtracted here",
        ),
        ("By how much does the hay rise from 2031 to 2032?", ["£1,460.50", "£1,400"], "£60.50 more"),
        ("How much less was spent on fodder in 2031 than in 2030?", ["£1,250", "£1,310"], "£60 less"),
        ("What is the difference for the fence between 2030 and 2032?", ["£470", "£95"], "£375 more"),
        ("How much did the fence increase from 2030 to 2031?", ["£95", "£95"], "as much under “Actual 2031”"),
    ],
)
def test_both_years_are_told_and_held_against_each_other(
    plan: Index, question: str, told: list[str], said: str
):
    answer = ask(question, plan)
    assert answer.kind is AnswerKind.COMPARISON
    assert [one.exact for one in answer.citations] == told
    assert said in answer.statement
    text = plan.documents["plan.csv"].text
    assert all(text[one.start : one.end] == one.quote for one in answer.citations)


@pytest.mark.parametrize(
    "question",
    ["How much more will the barn cost in 2032 than in 2031?", "How much more is hay in 2032 than in 2027?"],
)
def test_what_is_of_several_rows_or_of_no_such_year_is_not_subtracted(plan: Index, question: str):
    assert "subtracted" not in ask(question, plan).statement
