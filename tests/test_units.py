"""Units: a table's bare figure is shown with what it is in, by the document's own words."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from index import Document, Index, Span
from qa import ask
from qa.app.quoting import as_text
from qa.units import unit_of

TABLE = "| Item | 2023 | 2024 |\n|---|---|---|\n| Malt | 610 | 655 |\n| {label} | {value} | 77.5 |\n"
OTHER = TABLE.replace("{value}", "9")


def unit_in(folder: Path, text: str, value: str = "(41)") -> str:
    file = folder / "accounts.md"
    file.write_text(text.replace("{value}", value).replace("{label}", "Hops"), "utf-8")
    document = Document.open(file)
    start = document.text.index(value)
    unit = unit_of(document, Span(start, start + len(value)))
    return document.text[slice(*unit)] if unit else ""


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (f"# Brewery\n\nAll figures are in thousands of pounds.\n\n{TABLE}", "in thousands of pounds"),
        (f"# Brewery\n\n## Costs (£ thousand)\n\n{TABLE}", "£ thousand"),
        ("# Brewery (£ thousand)\n\n" + TABLE.replace("{label}", "Staff costs"), "£ thousand"),
        (f"# Accounts, in EUR million\n\n## Costs\n\nWhat we paid.\n\n{TABLE}", "in EUR million"),
        (f"# Brewery\n\nTable 2: consumption of the halls, kWh\n\n{TABLE}", "kWh"),
        (f"# Brewery\n\n{TABLE}\nAmounts in thousands of euros.\n", "in thousands of euros"),
        ("# Brewery\n\n" + TABLE.replace("Item", "In tonnes"), "tonnes"),
        ("# Brewery\n\nHalls, sales in £ thousand\n\n" + TABLE.replace("2023", "Sales"), "in £ thousand"),
        ("# Brewery\n\n" + TABLE.replace("2023", "2023 (€m)"), "€m"),
        ("# Brewery\n\n" + TABLE.replace("2023", "2023 £000"), "£000"),
        ("# Brewery (£ million)\n\n" + TABLE.replace("{label}", "Hops (kg per year)"), "kg per year"),
        (f"# Brewery\n\nCosts of the hall: all figures in GBP incl. VAT; drawn up by Ann, March\n\n{TABLE}",
         "GBP"),
        (f"# Brewery\n\nWhat was paid (EUR, excl. 19 % VAT)\n\n{TABLE}", "EUR"),
        (f"# Brewery\n\nCurrency: CHF\n\n{TABLE}", "CHF"),
        (f"# Brewery\n\nAll amounts £ before tax.\n\n{TABLE}", "£"),
        (f"# Brewery\n\nStated in millions of US dollars.\n\n{OTHER}\nMore.\n\n{TABLE}",
         "in millions of US dollars"),
    ],
)  # fmt: skip
def test_the_nearest_words_that_name_a_unit_say_what_a_figure_is_in(tmp_path: Path, text: str, unit: str):
    assert unit_in(tmp_path, text) == unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"# Brewery (£ thousand)\n\n{TABLE}", "41%"),  # it says so itself
        (f"# Brewery (£ thousand)\n\n{TABLE}", "5 kg"),
        (f"# Brewery (£)\n\n{TABLE}", "£41"),
        (f"# Brewery (£ thousand)\n\n{TABLE}", "none"),
        ("# Brewery (£ thousand)\n\n" + TABLE.replace("{label}", "Number of vats"), "41"),
        ("# Brewery (£ thousand)\n\n" + TABLE.replace("2023", "Employees"), "41"),
        (f"# Brewery\n\nIn 2024 the malt was paid for in pounds, for £5 million.\n\n{TABLE}", "41"),
        (f"# Brewery\n\nThe malt was paid for in pounds before March, as the prices rose.\n\n{TABLE}", "41"),
        ("# Brewery\n\n" + TABLE.replace("{label}", "(g) Other costs"), "41"),
        ("# Brewery (£ thousand)\n\n" + TABLE.replace("2023", "Opened"), "1998"),
        ("# Brewery\n\nHalls, sales in £ thousand\n\n" + TABLE.replace("2023", "Floors"), "41"),
        (f"# Brewery\n\n## Costs (£ thousand)\n\nAll paid.\n\n## Vats\n\n{TABLE}", "41"),
        (f"# Brewery\n\nCosts (£ thousand)\n\n{OTHER}\nVats by hall\n\n{TABLE}", "41"),
    ],
)  # fmt: skip
def test_what_says_it_itself_or_is_counted_otherwise_has_no_unit_of_the_table(
    tmp_path: Path, text: str, value: str
):
    assert unit_in(tmp_path, text, value) == ""


OF_MONEY = "# Library\n\nAll amounts of money are in thousands of euros (EUR k).\n\n"


@pytest.mark.parametrize(
    ("table", "value", "unit"),
    [
        ("| Figure | Unit | 2023 |\n|---|---|---|\n| E-books lent | number | 92 |\n", "92", ""),
        ("| Figure | Unit | 2023 |\n|---|---|---|\n| Staff costs | EUR k | 92 |\n", "92", "EUR k"),
        ("| Figure | Unit | 2023 (GBP) |\n|---|---|---|\n| Posts | FTE | 92 |\n", "92", "FTE"),
        ("| Figure | 2023 | Unit |\n|---|---|---|\n| Water | 92 | m³ |\n", "92", "m³"),
        ("| Figure | Unit | 2023 |\n|---|---|---|\n| Staff costs | | 92 |\n", "92", "EUR k"),
        ("| Item | Units | Costs (GBP) |\n|---|---|---|\n| Hops | 120 | 92 |\n", "92", "GBP"),
        ("| Name | Unit | Wage (GBP) |\n|---|---|---|\n| Ann | Radiology | 92 |\n", "92", "GBP"),
        ("| Figure | 2023 |\n|---|---|\n| E-books lent | 92 |\n", "92", ""),
        ("| Figure | 2023 |\n|---|---|\n| Staff costs | 92 |\n", "92", "EUR k"),
    ],
)
def test_the_unit_of_the_row_itself_comes_before_what_is_said_around(
    tmp_path: Path, table: str, value: str, unit: str
):
    file = tmp_path / "report.md"
    file.write_text(OF_MONEY + table, "utf-8")
    document = Document.open(file)
    start = document.text.rindex(value)
    found = unit_of(document, Span(start, start + len(value)))
    assert (document.text[slice(*found)] if found else "") == unit


@pytest.mark.parametrize(
    ("head", "value", "unit"),
    [
        ("Charge (GBP)", "58 per hour", "GBP"),
        ("Charge (£)", "58 / hour", "£"),
        ("Charge, in euros", "from 58 per person per night", "euros"),
        ("Charge (GBP)", "£58 per hour", ""),
        ("Pace (km)", "58 per hour", ""),
        ("Charge (GBP)", "58 kg", ""),
    ],
)
def test_a_rate_is_told_in_the_currency_of_its_column(tmp_path: Path, head: str, value: str, unit: str):
    assert unit_in(tmp_path, f"# Hall\n\n{TABLE.replace('2023', head)}", value) == unit


@pytest.mark.parametrize("head", ["Price £", "Price (£)", "Net price, £", "Total GBP", "Price GBP (net)"])
def test_what_a_unit_of_a_row_costs_is_in_the_currency_of_the_head(tmp_path: Path, head: str):
    table = f"| Service | Unit | {head} |\n|---|---|---|\n| Plan | page | 41 |\n"
    assert unit_in(tmp_path, f"# Prices\n\n{table}", "41") in {"£", "GBP"}


def test_a_scale_is_told_beside_a_currency(tmp_path: Path):
    assert unit_in(tmp_path, f"# Brewery\n\nAll amounts in thousands.\n\n{TABLE}", "£41") == "in thousands"


def test_an_answer_from_a_table_is_cited_with_the_words_that_say_what_it_is_in(tmp_path: Path):
    (tmp_path / "accounts.html").write_text(
        "<h1>Tarn Brewery</h1><table><caption>Income statement, £ thousand</caption>"
        "<tr><th></th><th>2023</th><th>2024</th></tr><tr><td>Turnover</td><td>2,310</td><td>2,744</td></tr>"
        "<tr><td>Cost of malt</td><td>610</td><td>655</td></tr></table>",
        "utf-8",
    )
    index = Index.build([tmp_path])
    answer = ask("What was the turnover of Tarn Brewery in 2024?", index)
    (citation, *_) = answer.citations
    assert (answer.span, answer.unit, citation.unit_is_apart) == ("2,744", "£ thousand", True)
    text = index.documents["accounts.html"].text
    assert text[citation.unit_start : citation.unit_end] == citation.unit
    assert "2,744 (£ thousand)" in as_text(answer, lambda _: "line 1")


@pytest.fixture
def orchard(tmp_path: Path) -> Document:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan 2033"
    sheet["A1"] = "Larkfield Orchard – plan for the year 2033 (all amounts in euros)"
    sheet["A2"] = "Agreed by the board on 4 December 2032; drawn up by the bookkeeper, Odile Farrow"
    rows = [
        ("Code", "Post", "Plan 2032", "Plan 2033"),
        ("P1", "Pickers", 43900, 44850),
        ("P2", "Diesel", 550, 680),
    ]
    for place, row in enumerate(rows, 4):
        for column, value in enumerate(row, 1):
            sheet.cell(place, column, value)
    for title, head in (("Juice prices", "From 1 May 2033"), ("Trees", "Rows")):
        other = book.create_sheet(title)
        for row in (("What", head), ("Pear", 3.25), ("Quince", 4.75)):
            other.append(row)
    book.save(tmp_path / "orchard.xlsx")
    return Document.open(tmp_path / "orchard.xlsx")


@pytest.mark.parametrize(("value", "unit"), [("44850", "euros"), ("550", "euros"), ("3.25", "euros")])
def test_the_title_of_a_sheet_says_what_its_figures_are_in(orchard: Document, value: str, unit: str):
    start = orchard.text.index(value)
    found = unit_of(orchard, Span(start, start + len(value)))
    assert found is not None
    assert orchard.text[slice(*found)] == unit


def test_what_another_sheet_counts_is_not_in_the_money_of_the_first(orchard: Document):
    start = orchard.text.rindex("3.25")
    assert unit_of(orchard, Span(start, start + 4)) is None
