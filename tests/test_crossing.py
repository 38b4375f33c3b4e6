"""The cell of which a question names the row and the column in ordinary words, and no other one."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

COURTS = """# Court fees and other prices

| Code | What | Unit | Morning | Noon | Late evening |
| --- | --- | --- | --- | --- | --- |
| T1 | Clay court | hour | 11.5 | 14 | 19.2 |
| T2 | Hall court for 4 | hour | 16 | 18.5 | 24 |
| T3 | Hall court for 6 | hour | 21 | 23.5 | 31 |
| T4 | Ball machine | hour | 7 | 7 | - |
| T5 | Racket, adult | piece | 3.5 | 3.5 | 4 |
| T6 | Racket, child | piece | 2 | 2 | 2.5 |
"""
UPKEEP = """# Upkeep of the club house

| | 2023 actual | 2024 actual | 2025 plan |
| --- | --- | --- | --- |
| Gas | 4,120 | 3,980 | 4,050 |
| House insurance | 1,310 | 1,365 | 1,420 |
| Subtotal house | 5,430 | 5,345 | 5,470 |
| Caretaker | 9,600 | 9,900 | 10,200 |
| Total | 15,030 | 15,245 | 15,670 |
"""
BAR = """# Bar takings by counter

| Takings (EUR) | Terrace | Cellar | Both counters |
| --- | --- | --- | --- |
| First quarter | 1,200 | 2,150 | 3,350 |
| Second quarter | 4,870 | 1,940 | 6,810 |
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("club")
    for name, text in {"courts": COURTS, "upkeep": UPKEEP, "bar": BAR}.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does the clay court cost in the morning?", "11.5"),
        ("How much is a hall court for four people at noon?", "18.5"),
        ("What do we charge for an adult racket in the late evening?", "4"),
        ("What does a child's racket cost in the morning hours?", "2"),
        ("What did house insurance cost us in 2024?", "1,365"),
        ("What will gas cost in 2025?", "4,050"),
        ("What do all running costs of the club house come to in the 2025 plan?", "15,670"),
        ("What did it cost to run the house in 2024 altogether?", "15,245"),
        ("Total costs in 2023?", "15,030"),
        ("What were the takings of the terrace in Q2?", "4,870"),
    ],
)
def test_the_cell_is_told_where_row_and_column_cross(index: Index, question: str, told: str):
    answer = ask(question, index)
    (citation,) = answer.citations
    assert answer.span == told
    assert index.documents[citation.document].text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "What do we charge for a clay court for a dog?",
        "What did gas cost in 2019?",
        "What does the grass court cost at noon?",
    ],
)
def test_what_no_row_or_column_is_named_for_is_not_told(index: Index, question: str):
    assert not ask(question, index).answered


def test_an_empty_cell_is_no_price_nor_is_the_one_beside_it(index: Index):
    assert ask("What does the ball machine cost in the late evening?", index).span is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which racket is the dearest in the late evening?", "Racket, adult"),
        ("Which hall court is the cheapest at noon?", "Hall court for 4"),
    ],
)
def test_columns_under_the_word_for_prices_are_compared_by_the_words_of_their_heads(
    index: Index, question: str, told: str
):
    assert ask(question, index).span == told


def test_a_clipped_word_names_what_the_table_is_of(tmp_path: Path):
    tests = "| Test | Price (€) |\n| --- | --- |\n| Ash | 18 |\n| Gluten | 26 |\n"
    (tmp_path / "tests.md").write_text(f"# Laboratory of the mill\n\n{tests}", "utf-8")
    assert ask("Which lab test is the dearest?", Index.build([tmp_path])).span == "Gluten"


def test_a_figure_is_no_make_of_anything(tmp_path: Path):
    pumps = "| | Fire pump | Drain pump |\n| --- | --- | --- |\n| Yearly check (£) | 85 | 60 |\n"
    (tmp_path / "pumps.md").write_text(f"# Pumps\n\n{pumps}", "utf-8")
    assert not ask("What make are the drain pumps?", Index.build([tmp_path])).answered


def test_a_row_for_both_is_their_total_and_a_year_stands_under_the_yearly_fee(tmp_path: Path):
    bells = (
        "| Bell | Rings a day | Yearly fee (EUR) | Fee for the hoist (EUR) |\n| --- | --- | --- | --- |\n"
        "| Great bell, south tower | 3 | 310 | 45 |\n| Small bell | 5 | 190 | 20 |\n| Both | 8 | 500 | 65 |\n"
    )
    (tmp_path / "bells.md").write_text(f"# Care of the bells\n\n{bells}", "utf-8")
    index = Index.build([tmp_path])
    assert ask("What do we pay in total a year for both bells?", index).span == "500"
    assert ask("What does the small bell cost a year?", index).span == "190"


CLASSES = """# Choir: classes of membership

| Class | Members | Yearly fee (£) | Paid up |
| --- | --- | --- | --- |
| Singing | 63 | 140 | 92% |
| Supporting | 28 | 35 | 75% |
| Junior | 17 | 60 | 100% |
| Total | 108 | | |
"""
STORE = """# Instruments for hire

| Instrument | In store | Half day | Full day | Week |
| --- | --- | --- | --- | --- |
| Hand drum | 14 | 4 | 7 | 25 |
| E-piano | 3 | 18 | 30 | 120 |
| Stage for 8 players | 2 | 25 | 45 | 160 |
| All in store | 19 | | | |

Prices in EUR.
"""


@pytest.fixture(scope="module")
def choir(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("choir")
    for name, text in {"classes": CLASSES, "store": STORE}.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many supporting members are there?", "28"),
        ("how many juniors do we have", "17"),
        ("How many members are there in total?", "108"),
        ("What do supporting members pay?", "35"),
        ("What percentage of the juniors have paid?", "100%"),
        ("How many hand drums do we have?", "14"),
        ("How many e-pianos are there?", "3"),
        ("What does an e-piano cost for a week?", "120"),
        ("How much is a hand drum per day?", "7"),
    ],
)
def test_how_many_is_told_by_a_count_and_how_much_by_a_price(
    choir: Index, question: str, told: str, reader: str | None
):
    assert ask(question, choir, reader=reader).span == told


@pytest.mark.parametrize(
    "question", ["How many choir masters are there?", "How many hand drums were stolen?"]
)
def test_how_many_of_something_else_is_not_told_by_a_count(choir: Index, question: str):
    assert not ask(question, choir).answered


def test_a_price_does_not_tell_how_many_there_are(tmp_path: Path):
    (tmp_path / "hire.csv").write_text("Boat,Price (£),Deposit (£)\nPunt,18,40\nSkiff,22,45\n", "utf-8")
    assert not ask("How many punts are there?", Index.build([tmp_path])).answered
