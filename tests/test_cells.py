"""Cells: the cell of a table that answers, asked for in whatever words."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from index import Index
from qa import ask

SHEETS = {
    "Prices": [
        ["Trade prices from 1 May, in euro"],
        [],
        ["Code", "Item", "Cafés", "Hotels", "Schools"],
        ["L1", "Walnut loaf 800 g", 3.25, 3.1, 2.85],
        ["L2", "Barley loaf 600 g", 2.95, 2.75, 2.55],
        ["R1", "Poppy roll", 0.62, 0.58, 0.51],
        ["T1", "Plum tart, whole", 15.4, 14.6, 13.2],
    ],
    "Opening": [
        ["Opening hours"],
        [],
        ["Day", "Quay shop", "Hill shop"],
        ["Monday", "closed", "7.00 - 16.00"],
        ["Tue–Fri", "6.30 - 17.00", "7.00 - 18.00"],
        ["Saturday", "7.30 - 13.30", "8.00 - 14.30"],
        ["Bank hols", "8.30 - 11.30", "closed"],
    ],
    "Stock": [
        ["Store room, counted in March"],
        [],
        ["Article", "Qty", "Shelf", "Exp.", "Supplier", "Min"],
        ["Kraft bags, large", 420, "B3", "", "Tolland Paper", 200],
        ["Kraft bags, small", 960, "B4", "", "Tolland Paper", 300],
        ["Yeast, dried", 14, "Fridge 2", "09/26", "Ormonde", 6],
    ],
    "Rota": [
        ["Ovens, first week of June"],
        [],
        ["Date", "Early", "Late"],
        ["2025-06-05", "Milos", "Greta"],
        ["2025-06-06", "Ines", "Milos"],
        ["2025-06-07", "Greta", "Tadhg"],
    ],
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    book = Workbook()
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    folder: Path = tmp_path_factory.mktemp("bakery")
    book.save(folder / "bakery.xlsx")
    (folder / "lease.md").write_text(
        "# Lease of the quay shop\n\nThe rent is 900 euro a month, payable on the first.\n\n"
        "The tenant may end the lease by six months' notice in writing.\n",
        "utf-8",
    )
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What do hotels pay for a walnut loaf?", "3.1"),
        ("poppy roll, price for a school", "0.51"),
        ("how much is a whole plum tart for cafés", "15.4"),
        ("When is the hill shop open on a Saturday?", "8.00 - 14.30"),
        ("when does the quay shop open on thursdays", "6.30 - 17.00"),
        ("which shelf are the small kraft bags on", "B4"),
        ("how many large kraft bags have we got left", "420"),
        ("who do we get the yeast from", "Ormonde"),
        ("when does the yeast go off", "09/26"),
        ("who is on the late shift on saturday 7 june", "Tadhg"),
    ],
)
def test_the_cell_is_found_that_is_asked_for_in_other_words(index: Index, question: str, value: str):
    answer = ask(question, index)
    assert answer.span == value
    assert answer.citations[0].document == "bakery.xlsx"


@pytest.mark.parametrize(
    "question",
    [
        "What do hotels pay for a rye loaf?",
        "How many ovens are in the store room?",
        "who supplies the electricity",
    ],
)
def test_what_no_row_or_column_tells_is_refused(index: Index, question: str):
    assert not ask(question, index).answered


def test_what_a_contract_tells_is_not_taken_from_a_table(index: Index):
    answer = ask("What is the rent of the quay shop?", index)
    assert answer.span is not None
    assert answer.span.startswith("900 euro")


def test_where_no_column_is_named_among_alike_ones_the_row_answers(index: Index):
    answer = ask("When are you open on bank holidays?", index)
    assert answer.answered
    assert answer.span is None
    assert "8.30 - 11.30" in answer.text
    assert "closed" in answer.text


def test_a_follow_up_asks_for_another_column(index: Index):
    asked = "What do hotels pay for a barley loaf?"
    assert ask("And schools?", index, history=[asked]).span == "2.55"
