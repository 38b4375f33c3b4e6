"""Of columns for what was planned and what came of it, the one that is asked for answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Index
from qa import ask
from qa.fitted import ReaderSize
from qa.tables.planned import column_of_its_time

LIBRARY = ("Item", "Budget 2024", "Actual 2024", "Budget 2025")
HALL = ("Source", "Forecast", "Outturn", "Remarks")


@pytest.mark.parametrize(
    ("heads", "question", "chosen", "meant"),
    [
        (LIBRARY, "How much did the library spend on books?", 1, 2),
        (LIBRARY, "What did the heating cost in 2024?", 1, 2),
        (LIBRARY, "How much was budgeted for books in 2025?", 2, 3),
        (LIBRARY, "How much is allocated to books?", 1, 1),
        (LIBRARY, "How much will be spent on books next year?", 2, 3),
        (LIBRARY, "How much was spent on books in 2025?", 3, 3),  # no actual of that year
        (LIBRARY, "How much are the books?", 1, 1),
        (LIBRARY, "Was more spent than budgeted for books?", 1, 1),
        (LIBRARY, "Which item did the library spend most on?", 0, 0),
        (HALL, "How much did room hire bring in?", 1, 2),
        (HALL, "How much was expected from room hire?", 2, 1),
        (("Item", "Budget", "Spent", "Remaining"), "How much of the books budget is left?", 2, 3),
        (("Item", "2024", "2025"), "How much did the library spend on books?", 1, 1),
        (("Item", "2024", "2025"), "What did the books cost in 2025?", 1, 2),
        (("Item", "2024", "2025"), "Which item cost more in 2025?", 0, 0),
        (LIBRARY, "How much was spent on books in 2025?", 1, 3),
    ],
)
def test_what_was_spent_stands_under_actual_and_what_is_to_come_under_the_budget(
    heads: Sequence[str], question: str, chosen: int, meant: int
):
    assert column_of_its_time(question, heads, chosen) == meant


@pytest.mark.parametrize("reader", ["small", None])
def test_the_figure_of_the_time_asked_for_is_marked(tmp_path: Path, reader: ReaderSize | None):
    rows = "Books,18000,17930,17000\nHeating,9800,12460,11800\nTraining,1800,640,1500\n"
    (tmp_path / "budget.csv").write_text(f"{','.join(LIBRARY)}\n{rows}", "utf-8")
    index = Index.build([tmp_path])
    for question, figure in (
        ("How much did the library spend on training?", "640"),
        ("How much was budgeted for heating in 2025?", "11800"),
    ):
        assert ask(question, index, reader=reader, threshold=0.0).span == figure


def test_a_block_below_another_is_told_by_the_year_that_is_asked_for(tmp_path: Path):
    heads = "Item,Keeper,Actual 2031,Budget 2032,Budget 2033"
    costs = f"{heads}\nHay,Moe,410,460,480\nReserve for repairs,Lund,0,55,65\n"
    receipts = "\nIncome\nMilk and cheese,,700,640,655\nGrants,,80,120,95\nTotal income,,780,760,750\n"
    (tmp_path / "farm_budget_2033.csv").write_text(costs + receipts, "utf-8")
    index = Index.build([tmp_path])
    for question, figure in (
        ("What is the total income in the 2033 budget?", "750"),
        ("How much did milk bring in 2031?", "700"),
        ("How much is set aside for repairs next year?", "65"),
    ):
        assert ask(question, index, reader="small", threshold=0.0).span == figure


@pytest.mark.parametrize("reader", ["small", None])
def test_what_was_spent_is_not_what_is_left(reader: ReaderSize | None):
    spent = "The group has a budget of £32,000. Anna said that £18,600 of it has been spent.\n"
    left = f"{spent}\nThat leaves £13,400 for the kitchen.\n"
    question = "How much of the budget is left?"
    assert not ask(question, Index.from_texts({"minutes.txt": spent}), reader=reader).answered
    told = Index.from_texts({"minutes.txt": left})
    assert ask(question, told, reader=reader).span == "£13,400"
    assert "£18,600" in ask("How much has been spent?", told, reader=reader).citations[0].quote


def test_what_has_been_done_is_not_what_is_still_to_be_done():
    index = Index.from_texts(
        {"minutes.txt": "Priya said that 212 of 640 boxes have been scanned since May.\n"}
    )
    assert not ask("How many boxes still have to be scanned?", index).answered
    assert ask("How many boxes have been scanned?", index).span.startswith("212")


@pytest.mark.parametrize("reader", ["small", None])
def test_what_is_left_stands_under_its_own_head_or_nowhere(tmp_path: Path, reader: ReaderSize | None):
    (tmp_path / "open.csv").write_text("Item,Budget,Spent\nBooks,18000,17930\nHeating,9800,8460\n", "utf-8")
    heads, *rows = ("Item,Budget,Spent,Remaining", "Books,18000,17930,70", "Heating,9800,8460,1340")
    (tmp_path / "told.csv").write_text("\n".join((heads, *rows)), "utf-8")
    index = Index.build([tmp_path])
    question = "How much of the budget for heating is left?"
    assert not ask(question, index, document="open.csv", reader=reader).answered
    assert ask(question, index, document="told.csv", reader=reader).span == "1340"
