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
        (LIBRARY, "How much did the books cost in 2024 compared with the budget?", 1, 2),
        (LIBRARY, "What did we spend on books against the plan?", 1, 2),
        (LIBRARY, "How much was put aside for books in 2024?", 2, 1),
        (LIBRARY, "How much had been earmarked for books in 2024?", 2, 1),
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


@pytest.fixture(scope="module")
def observatory(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("observatory")
    heads = "Item,Kind,Actual 2031,Budget 2032,Budget 2033,Keeper,Remark"
    rows = (
        "Tickets,Income,9100,9400,9900,Moe,", "Star parties,Income,2200,2500,2600,Lund,two in August",
        "Heating,Cost,3100,3300,2900,Moe,new boiler", "Insurance,Cost,870,910,985,Lund,dome and visitors",
        "Mirror coating,Cost,0,0,4100,Ibe,once", "Total income,,11300,11900,12500,,",
        "Total costs,,3970,4210,7985,,", "Surplus / deficit,,7330,7690,4515,,",
    )  # fmt: skip
    (folder / "Plan 2033.csv").write_text("\n".join((heads, *rows)), "utf-8")
    (folder / "minutes.md").write_text("# Minutes\n\nThe treasurer told of an income 11,300.\n", "utf-8")
    prices = (
        "What,Unit,Members,Non-members\nTelescope hire,per night,12,29\nPlum jam (dark),500 g jar,6.5,7.8\n"
    )
    (folder / "prices.csv").write_text(f"{prices}Plum cake,1 kg tin,9,11\nLost badge,each,35,-\n", "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How much do we plan to spend on insurance in 2033?", "985"),
        ("What did we spend on insurance in 2031?", "870"),
        ("Total income 2032?", "11900"),
        ("What is left over in the 2033 budget?", "4515"),
        ("What does dark plum jam cost for outsiders?", "7.8"),
        ("How much is the telescope hire for guests?", "29"),
    ],
)
def test_a_row_and_a_column_that_a_question_names_are_an_answer(
    observatory: Index, question: str, figure: str, reader: ReaderSize | None
):
    answer = ask(question, observatory, reader=reader, threshold=0.4)
    assert answer.answered
    assert answer.span == figure


@pytest.mark.parametrize(
    "question", ["How much do we plan to spend on advertising in 2033?", "Total income 2035?"]
)
def test_a_row_or_a_year_that_no_table_has_is_no_answer(observatory: Index, question: str):
    assert not ask(question, observatory, reader="small", threshold=0.4).answered


SHOW = """No.;Item;Supplier;Estimate;Final;Difference;Paid on
1;Rental of showcases;Brightcase;4200;4350;150;12 May 2032
2;Lighting and technician;Lumen;2800;2650;-150;20 May 2032
3;Posters;Printwerk;950;1120;170;4 May 2032
4;Catalogue;Printwerk;3600;3600;0;30 May 2032
;Total costs;;11550;11720;170;
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What did we pay for the lighting?", ["2650"]),
        ("How much did the catalogue cost?", ["3600"]),
        ("How much did the showcases cost in the end?", ["4350"]),
        ("What was the estimate for the posters?", ["950"]),
        ("When were the posters paid?", ["4 May 2032"]),
        ("Which items went over the estimate?", ["Rental of showcases", "Posters"]),
        ("What was the biggest expense?", ["4350"]),
        ("How much did the exhibition cost altogether?", ["11720"]),
    ],
)
def test_what_it_came_to_in_the_end_is_told_under_final_and_no_amount_is_a_day(
    tmp_path: Path, question: str, told: list[str]
):
    (tmp_path / "exhibition costs.csv").write_text(SHOW, encoding="utf-8")
    answer = ask(question, Index.build([tmp_path]), threshold=0.0)
    assert [one.exact for one in answer.citations] == told


def test_by_how_much_more_is_not_told_by_a_price_alone(tmp_path: Path):
    (tmp_path / "tickets.csv").write_text("Ticket;Weekdays;Weekends\nAdults;8;9.5\nStudents;5;6\n")
    index = Index.build([tmp_path])
    assert not ask("How much more is an adult ticket at the weekend?", index).answered
    assert ask("How much is a ticket for adults at the weekend?", index).span == "9.5"


RAFT = """Nr,Line,Keeper,Planned,Received to date,Expected at the end,Remark
1,Raffle tickets,Una Frey,820,295,760,2 euros each
2,Grant from the town,Tom Hale,1500,1500,1500,in one sum
,Total,,2320,1795,2260,

,To be drawn from the savings,,430,,265,the board allows up to 600
"""


@pytest.mark.parametrize("reader", ["small", None])
def test_an_amount_asked_for_is_no_remark_beside_the_figures(tmp_path: Path, reader: ReaderSize | None):
    (tmp_path / "regatta.csv").write_text(RAFT, "utf-8")
    index = Index.build([tmp_path])
    for question, figures in (
        ("How much did the raffle tickets bring in so far?", {"295"}),
        ("What was planned for the raffle tickets?", {"820"}),
        (
            "How much do we have to draw from the savings?",
            {"430", "265", "Planned: 430 · Expected at the end: 265"},
        ),
        ("How much will be drawn from the savings at the end?", {"265"}),
    ):
        assert ask(question, index, reader=reader, threshold=0.0).span in figures, question


def test_what_has_come_so_far_is_not_what_is_expected_at_the_end():
    heads = ("Line", "Planned", "Received to date", "Expected at the end")
    assert column_of_its_time("How much has the raffle brought in so far?", heads, 3) == 2
