"""Comparison: a question for the largest, the smallest or a bounded value of a table compares its values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index import Document, Index
from index.limits import Limits
from index.loaders import LOADERS
from qa import ask
from qa.contents.figures import numbers_of
from qa.tables.comparing import COMPARED, Compared, compare
from qa.tables.comparison import comparison_in

BOATS = """Boat;Owner;Length (m);Yearly fee (euros)
Seagull;Ines Dahl;8.4;412
Sea Holly;Ivo Dahl;18.9;1,421
Seal;Ina Dalby;9.4;441
Total;;36.7;2,274
"""
BUDGET = """Item;2022;2023;2024;Change
Water;310 euros;301 euros;331 euros;30 euros
Waste water;130 euros;103 euros;133 euros;30 euros
Losses;(1,400) euros;(900) euros;(1,200) euros;(300) euros
Rent;90 euros;90 euros;80 euros;-10 euros
Paint;5 litres;4 euros;7 euros;3 euros
"""
VISITORS = """Year;Museum;Lido
2019;41,200;95,000
2020;12,900;71,300
2021;38,700;98,100
"""
HIRE = """Bike;Per day (£);Per week (£);Deposit (£)
City bike;14;60;50
Child bike;8;32;30
Cargo bike;40;190;300
Tandem;36;210;280
"""
ROOMS = """Room;Daily;Weekly;Seats
Attic;£45.00;£210.00;12
Hall;£120.00;£480.00;90
Studio;£60.00;£180.00;30
"""

REPAIRS = """Code;What;Price (£)
S01;Basic service;45
R01;Puncture repair, front wheel;12
R03;Puncture repair, hub gear;24
S02;Full service;95
"""
PLANS = """Item;Department;Budget 2025;Actual 2025;Budget 2026
Cleaning;Estates;4,200;13,960;4,400
Printing;Office;19,500;19,400;21,000
Total;;23,700;33,360;25,400
"""


def read(text: str) -> Document:
    return Document.from_parsed("table.csv", LOADERS[".csv"](text.encode(), Limits()))


def compared(question: str, text: str) -> Compared | None:
    document, comparison = read(text), comparison_in(question)
    return compare(comparison, [(document, one.start) for one in document.blocks]) if comparison else None


@pytest.mark.parametrize(
    ("text", "question", "answer", "number"),
    [
        (BOATS, "Which boat pays the highest yearly fee?", "Sea Holly", 3),
        (BOATS, "Which boat is the shortest?", "Seagull", 2),
        (BOATS, "What is the cheapest boat?", "Seagull", 2),
        (BOATS, "Which owner has the longest boat?", "Ivo Dahl", 3),
        (BOATS, "What is the lowest yearly fee?", "412", 2),
        (BOATS, "Which boat has a yearly fee of more than 1,000 euros?", "Sea Holly", 3),
        (HIRE, "What is the cheapest bike to hire per day?", "Child bike", 3),
        (HIRE, "What is the dearest bike to hire per week?", "Tandem", 5),
        (HIRE, "Which bike is the most expensive per day?", "Cargo bike", 4),
        (HIRE, "What is the most expensive bike to rent by the day?", "Cargo bike", 4),
        (HIRE, "How much does the dearest bike cost per week?", "210", 5),
        (HIRE, "How much is the dearest bike per week?", "210", 5),
        (HIRE, "What does the cheapest bike cost a day?", "8", 3),
        (HIRE, "Which bike has the lowest deposit?", "Child bike", 3),
        (HIRE, "What is the cheapest bike per month?", None, None),
        (ROOMS, "What is the cheapest room per week?", "Studio", 4),
        (ROOMS, "Which room is cheapest per day?", "Attic", 2),
        (ROOMS, "What is the largest room?", None, None),
        (BUDGET, "In which year was waste water the cheapest?", None, None),
        (BUDGET, "In which year was the amount for waste water lowest?", "2023", 3),
        (BUDGET, "When was water most?", "2024", 2),
        (BUDGET, "Between 2022 and 2023, which year had the higher water?", "2022", 2),
        (BUDGET, "What is the highest water?", "331 euros", 2),
        (BUDGET, "Which item was the largest in 2023?", "Water", 2),
        (BUDGET, "In which year were losses larger?", "2022", 4),
        (BUDGET, "In which year were losses highest?", "2023", 4),
        (BUDGET, "In which year was waste water less than 110 euros?", "2023", 3),
        (REPAIRS, "What is the cheapest puncture repair?", "Puncture repair, front wheel", 3),
        (REPAIRS, "Which service is the dearest?", "Full service", 5),
        (PLANS, "Which item is the most expensive in 2026?", "Printing", 3),
        (PLANS, "What is the cheapest item in 2026?", "Cleaning", 2),
        (PLANS, "What is the cheapest item?", "Cleaning", 2),
        (PLANS, "Which item has the largest budget?", "Printing", 3),
        (PLANS, "What is the lowest budget?", "4,400", 2),
        (VISITORS, "Which year had the fewest visitors of the museum?", None, None),
        (VISITORS, "In which year was the lido lower than 80 thousand?", "2020", 3),
        (VISITORS, "Which year was the largest for the museum?", "2019", 2),
    ],
)
def test_the_one_value_that_is_sought_answers(
    text: str, question: str, answer: str | None, number: int | None
):
    found = compared(question, text)
    said = found.document.text[slice(*found.span)] if found else None
    assert (said, found.row.number if found else None) == (answer, number)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (BUDGET, "In which year was the rent highest?"),  # two years alike
        (BUDGET, "In which year was paint highest?"),  # litres and euros
        (BUDGET, "In which year was the rent of the shed lowest?"),  # nothing says "shed"
        (BUDGET, "In which year was waste water more than 100 euros?"),  # three years
        (BOATS, "Which berth has the highest yearly fee?"),  # no column of berths
        (BOATS, "Which boat is the fastest?"),
        (BOATS, "Which boat does Ivo Dahl own?"),
        (BOATS, "Is the highest yearly fee 412 euros?"),
        (BOATS, "Which boat has neither the highest nor the lowest yearly fee?"),
    ],
)
def test_what_a_table_does_not_decide_is_not_compared(text: str, question: str):
    assert compared(question, text) is None


def test_an_answer_by_comparing_cites_the_row_and_says_how_it_was_found(tmp_path: Path):
    (tmp_path / "boats.csv").write_text(BOATS, encoding="utf-8")
    (tmp_path / "note.txt").write_text(
        "The highest yearly fee of a boat was always paid late.", encoding="utf-8"
    )
    index = Index.build([tmp_path])
    answer = ask("Which boat pays the highest yearly fee?", index)
    (citation,) = answer.citations
    assert (
        citation.quote
        == "Boat: Sea Holly \u00b7 Owner: Ivo Dahl \u00b7 Length (m): 18.9 \u00b7 Yearly fee (euros): 1,421"
    )
    assert index.documents["boats.csv"].text[citation.start : citation.end] == citation.quote
    assert (answer.span, citation.row, citation.column) == ("Sea Holly", 3, "Boat")
    assert (answer.confidence, answer.notes) == (
        COMPARED,
        ("the answer was found by comparing 3 values of a table",),
    )
    assert not ask("Which boat pays the highest yearly fee?", index, threshold=0.95).answered


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What costs more than 30 pounds per day?", ["Cargo bike", "Tandem"]),
        ("What costs less than £40 a week?", ["Child bike"]),
        ("Which bikes cost more than £180 per week?", ["Cargo bike", "Tandem"]),
        ("Which bike has a deposit of more than 200 pounds?", ["Cargo bike", "Tandem"]),
    ],
)
def test_all_that_cost_more_than_a_bound_are_named_by_the_column_asked_for(question: str, named: list[str]):
    found = compared(question, HIRE)
    assert found is not None
    assert [one.exact for one in found.citations()] == named


def test_a_bound_need_not_stand_in_the_document_but_a_number_does(tmp_path: Path):
    (tmp_path / "rooms.txt").write_text("Room 12 is the only room for more than 40 guests.", encoding="utf-8")
    index = Index.build([tmp_path])
    assert ask("Which room is for more than 300 guests?", index).confidence > 0
    assert ask("Which room is for the 300 guests?", index).confidence == 0


@given(st.lists(st.integers(-(10**7), 10**7), min_size=2, max_size=30, unique=True), st.booleans())
@example([1_000_000, -1_000_000, 1_000_001], False)
def test_of_any_values_the_row_of_the_largest_or_smallest_is_found(values: list[int], is_high: bool):
    rows = "".join(f"Pier {chr(65 + n)}x;{value:,}\n" for n, value in enumerate(values))
    found = compared(f"Which pier has the {'highest' if is_high else 'lowest'} toll?", f"Pier;Toll\n{rows}")
    assert found
    assert found.row.number == 2 + values.index(max(values) if is_high else min(values))


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1,234.5", "1.234,5", "1'234.5"], [1234.5, 1234.5, 1234.5]),
        (["$ 12", "(3)", "\u22124.5", "$5"], [12, -3, -4.5, 5]),
        (["5 kg", "300 g"], [None, None]),
        (["12 %", "7.5%", "n/a"], [12, 7.5, None]),
        (["03/2025", "B 12 to 14"], [None, None]),
    ],
)
def test_numbers_are_read_as_people_write_them_and_only_of_one_unit(
    cells: Sequence[str], numbers: Sequence[float | None]
):
    assert numbers_of(cells) == numbers


@given(st.lists(st.text(max_size=20)))
def test_any_cells_can_be_read(cells: list[str]):
    assert len(numbers_of(cells)) == len(cells)


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=220), st.sampled_from([BOATS, BUDGET, VISITORS]))
def test_any_question_can_be_looked_at(question: str, text: str):
    compared(f"Which boat has {question}", text)
    compared(f"In which year was {question} less than 10", text)


TOOLS = """Item;Size;Price per day (£);Deposit (£);In stock
Wheel barrow;80 l;3.5;10;12
Ladder, long;6 m;14;60;4
Ladder, short;3 m;9;40;6
Ladder rack;2 m;2;5;6
Cement mixer;120 l;22;90;200
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much does a mixer cost?", ["22"]),
        ("What is the price of a barrow per day?", ["3.5"]),
        ("How much does a ladder cost per day?", ["14", "9"]),
        ("How much is the ladder rack?", ["2"]),
    ],
)
def test_a_row_is_named_by_the_last_word_of_its_name(tmp_path: Path, question: str, told: list[str]):
    (tmp_path / "tools.csv").write_text(TOOLS, encoding="utf-8")
    answer = ask(question, Index.build([tmp_path]))
    assert [one.exact for one in answer.citations] == told
    assert answer.span == (told[0] if len(told) == 1 else None)


def test_a_price_for_another_time_than_the_lists_is_not_told(tmp_path: Path):
    (tmp_path / "tools.csv").write_text(TOOLS, encoding="utf-8")
    assert not ask("How much does a mixer cost per month?", Index.build([tmp_path])).answered


SHEET = """Nr;Item;Keeper;Actual 2031;Plan 2032
1;Hay;Moe;410;460
2;Fence;Lund;95;470
;Total expenditure;;505;930

;Receipts
;Milk;;700;640
;Grants;;90;820
;Total receipts;;790;1460
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which cost item is the highest in 2032?", "Fence"),
        ("Which expense item is the highest in 2031?", "Hay"),
        ("What is the biggest cost in 2032?", "470"),
    ],
)
def test_what_comes_in_is_no_cost(tmp_path: Path, question: str, told: str):
    (tmp_path / "plan.csv").write_text(SHEET, encoding="utf-8")
    assert ask(question, Index.build([tmp_path]), reader="small").span == told


CODED = """Code;Heading;Actual 2031;Plan 2032
A1;Heating;3100;2900
A2;Mirror coating;0;4100
"""


def test_a_row_is_named_by_words_and_not_by_its_code(tmp_path: Path):
    (tmp_path / "plan.csv").write_text(CODED, encoding="utf-8")
    assert ask("Which is the biggest expense?", Index.build([tmp_path])).span == "Mirror coating"


KINDS = """Item;Kind;Actual 2031;Plan 2032
Tickets;Income;9100;9900
Star parties;Income;2200;2600
Heating;Expense;3100;2900
Mirror coating;Expense;0;4100
Insurance;Expense;870;985
Total income;;11300;12500
Total expenses;;3970;7985
Surplus;;7330;4515
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which is the biggest expense in 2032?", "Mirror coating"),
        ("What is the biggest expense item in 2031?", "Heating"),
        ("What is the largest income item in 2032?", "Tickets"),
        ("Which is the smallest income in 2031?", "Star parties"),
        ("What do we spend the most on in 2032?", "Mirror coating"),
        ("What was our largest expense in 2031?", "3100"),
        ("What is the biggest expense?", "4100"),
        ("Which is the biggest expense?", "Mirror coating"),
        ("Where does most of the money go?", "Mirror coating"),
        ("What cost us the most in 2031?", "Heating"),
    ],
)
def test_of_rows_with_their_kind_those_of_the_kind_asked_for_are_compared(
    tmp_path: Path, question: str, told: str
):
    (tmp_path / "plan.csv").write_text(KINDS, encoding="utf-8")
    assert ask(question, Index.build([tmp_path]), reader="small").span == told


def test_what_a_total_of_income_sums_up_is_no_expense(tmp_path: Path):
    told = "Heading;2031 actual;2032 budget\nGrant;9000;9400\nSales;640;600\nINCOME;9640;10000\n"
    told += "Books;3900;4100\nHeating;1940;2080\nEXPENDITURE;5840;6180\nBALANCE;3800;3820\n"
    (tmp_path / "library.csv").write_text(told, encoding="utf-8")
    index = Index.build([tmp_path])
    assert ask("What is the biggest expense?", index).span == "4100"
    assert ask("Which is the biggest expense?", index).span == "Books"
