"""Tables: every format's go through one model, and each cell is known where it stands."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Index
from index.limits import Limits
from index.loaders import LOADERS, Parsed
from index.loaders.builder import Builder
from index.loaders.grid import Grid, Merge
from index.loaders.table import as_text
from index.passages import cut
from qa.reader import Reader

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["", "", "2019", "12.5", "Total", "a: b", " · ", ":", "İ", "e\u0301", "x\u2028y"]
)
GRIDS = st.lists(st.lists(WORDS, max_size=6), max_size=8)
MERGES = st.lists(
    st.builds(Merge, st.integers(0, 8), st.integers(0, 6), st.integers(1, 9), st.integers(1, 7)), max_size=3
)

FERRIES = """Route,Departure,Price
Oslo – Kiel,14:00,95 euros
Turku – Stockholm,08:45,38 euros
Rostock – Trelleborg,07:45,41 euros
"""


def built(grid: Grid) -> Parsed:
    builder = Builder()
    builder.table(as_text(grid))
    return builder.parsed()


def csv(text: str) -> Parsed:
    return LOADERS[".csv"](text.encode(), Limits())


def xlsx(rows: Sequence[Sequence[object]], *merged: str) -> Parsed:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    file = io.BytesIO()
    book.save(file)
    return LOADERS[".xlsx"](file.getvalue(), Limits())


def lines(parsed: Parsed) -> list[str]:
    return [parsed.text[start:end] for start, end in parsed.blocks]


def cells(parsed: Parsed) -> list[tuple[int, str, str]]:
    """Number of the row, head and value of each cell of the tables' bodies."""
    return [
        (row.number, table.heads[cell.column] if cell.column < len(table.heads) else "", words)
        for table in parsed.tables
        for row in table.rows
        if not row.is_head
        for cell in row.cells()
        for words in [parsed.text[cell.start : cell.end]]
    ]


@given(GRIDS, MERGES, st.integers(0, 3))
@settings(deadline=None)
def test_each_cell_of_any_grid_stands_where_its_table_says(
    rows: list[list[str]], merges: list[Merge], declared: int
):
    parsed = built(Grid(rows, merges, declared))
    asked = {" ".join(words.split()) for row in rows for words in row} - {""}
    found = set()
    for row in (row for table in parsed.tables for row in table.rows):
        assert parsed.text[row.start : row.end] in lines(parsed)
        for start, end, _ in row.cells():
            assert row.start <= start < end <= row.end
            found.add(parsed.text[start:end])
    assert found <= asked
    assert all(words in parsed.text for words in asked)


@given(GRIDS)
@settings(deadline=None)
def test_a_table_is_stored_and_cut_with_its_cells(rows: list[list[str]]):
    rows = [["Name", "Fee", "Note"], ["Kim", "40", "none"], *rows]
    document = Document.from_parsed("t", built(Grid(rows)))
    with_cells = [passage for passage in cut(document, max_chars=60) if passage.cells]
    assert with_cells
    for passage in with_cells:
        for start, end in passage.cells:
            row = document.row_at(start)
            assert row
            assert any(cell.start <= start < end <= cell.end for cell in row[1].cells())
            assert any(first <= start < end <= last for first, last in passage.sentences)
    assert all(passage.cells == () for passage in cut(replace(document, tables=())))


def test_an_index_gives_its_tables_and_cells_back(tmp_path: Path):
    file = tmp_path / "ferries.csv"
    file.write_text(FERRIES, encoding="utf-8")
    Index.build([file], path=tmp_path / "index").close()
    index = Index.open(tmp_path / "index")
    document = index.documents["ferries.csv"]
    assert document.tables == Document.open(file).tables
    assert document.tables[0].heads == ("Route", "Departure", "Price")
    (passage,) = (hit.passage for hit in index.search("Turku"))
    assert passage == cut(document)[0]
    assert document.text[slice(*passage.cells[-1])] == "41 euros"
    assert index.verify() == []


def test_a_span_is_one_cell_without_its_head():
    document = Document.from_parsed("ferries.csv", csv(FERRIES))
    (passage,) = cut(document)
    asked = ["What does the ferry from Turku to Stockholm cost?", "When does it leave Oslo?", "Which boat?"]
    for question in asked:
        for one in Reader.load().read(question, [passage])[0].sentences:
            assert one.span in passage.cells
    (reading,) = Reader.load().read(asked[0], [passage])
    turku = next(one for one in reading.sentences if "Turku" in document.text[slice(*one.sentence)])
    assert document.text[slice(*turku.span)] == "38 euros"


def test_in_a_long_cell_a_part_may_be_the_answer():
    note = "The old crane was sold to a yard in Gdansk for 900 euros. " * 2 + "It had stood there since 1911."
    document = Document.from_parsed("t", built(Grid([["Item", "Note"], ["Crane", note], ["Shed", "Empty."]])))
    (passage,) = cut(document)
    (reading,) = Reader.load().read("For how much was the crane sold?", [passage])
    assert document.text[reading.start : reading.end] == "900 euros"


SHEETS = {
    "a preamble of names and values stands above": (
        """Account holder;Ragna Moe
Period;January

Date;Text;Amount
03.01.2024;Rent;-7.450,00
09.01.2024;Food;-341,20""",
        """Account holder: Ragna Moe
Period: January
Date · Text · Amount
Date: 03.01.2024 · Text: Rent · Amount: -7.450,00
Date: 09.01.2024 · Text: Food · Amount: -341,20""",
    ),
    "a preamble stands right above": (
        """Holder;Moe
Date;Text;Amount
3 May;Rent;7
4 May;Food;8""",
        """Holder · Moe
Date · Text · Amount
Date: 3 May · Text: Rent · Amount: 7
Date: 4 May · Text: Food · Amount: 8""",
    ),
    "a title stands above and a note below": (
        """Budget 2024
Item;Euros;Paid
Water;310;yes
Shed;95;no
Sums without tax.""",
        """Budget 2024
Item · Euros · Paid
Item: Water · Euros: 310 · Paid: yes
Item: Shed · Euros: 95 · Paid: no
Sums without tax.""",
    ),
    "a second table has heads of its own": (
        """Animal;Count
Goats;14
Ducks;9

Crop;Hectares
Barley;21
Flax;3""",
        """Animal · Count
Animal: Goats · Count: 14
Animal: Ducks · Count: 9
Crop · Hectares
Crop: Barley · Hectares: 21
Crop: Flax · Hectares: 3""",
    ),
    "an empty row parts a table from itself": (
        """Animal;Count
Goats;14

Ducks;9

Sheep;52""",
        """Animal · Count
Animal: Goats · Count: 14
Animal: Ducks · Count: 9
Animal: Sheep · Count: 52""",
    ),
    "an empty row stands below the heads": (
        """Animal;Count

Goats;14
Ducks;9""",
        """Animal · Count
Animal: Goats · Count: 14
Animal: Ducks · Count: 9""",
    ),
    "two tables stand side by side": (
        """Animal;Count;;Crop;Hectares
Goats;14;;Barley;21
Ducks;9;;Flax;3""",
        """Animal · Count
Animal: Goats · Count: 14
Animal: Ducks · Count: 9
Crop · Hectares
Crop: Barley · Hectares: 21
Crop: Flax · Hectares: 3""",
    ),
    "an empty column stands in a table": (
        """Name;;2019;2020
Rent;;14;15
Food;;9;11""",
        """Name · 2019 · 2020
Name: Rent · 2019: 14 · 2020: 15
Name: Food · 2019: 9 · 2020: 11""",
    ),
    "a table stands away from the corner": (
        """
;;Crop;Hectares
;;Barley;21
;;Flax;3""",
        """Crop · Hectares
Crop: Barley · Hectares: 21
Crop: Flax · Hectares: 3""",
    ),
    "heads take two rows": (
        """Region;2019;;2020;
;Spring;Autumn;Spring;Autumn
North;1;2;3;4
South;5;6;7;8""",
        """Region · 2019 · 2020
Spring · Autumn · Spring · Autumn
Region: North · 2019 Spring: 1 · 2019 Autumn: 2 · 2020 Spring: 3 · 2020 Autumn: 4
Region: South · 2019 Spring: 5 · 2019 Autumn: 6 · 2020 Spring: 7 · 2020 Autumn: 8""",
    ),
    "units stand below the heads": (
        """Lake;Area;Depth
;(km²);(m)
Orta;18;143
Iseo;65;251""",
        """Lake · Area · Depth
(km²) · (m)
Lake: Orta · Area (km²): 18 · Depth (m): 143
Lake: Iseo · Area (km²): 65 · Depth (m): 251""",
    ),
    "heads come again": (
        """Berth;Boat
B1;Ada
Berth;Boat
B2;Bea""",
        """Berth · Boat
Berth: B1 · Boat: Ada
Berth · Boat
Berth: B2 · Boat: Bea""",
    ),
    "a label stands in the first row of its group alone": (
        """Depot;Day;Driver
Harbour;Monday;Nils
;Tuesday;Olga
Station;Monday;Quin
;Tuesday;Rosa""",
        """Depot · Day · Driver
Depot: Harbour · Day: Monday · Driver: Nils
Depot: Harbour · Day: Tuesday · Driver: Olga
Depot: Station · Day: Monday · Driver: Quin
Depot: Station · Day: Tuesday · Driver: Rosa""",
    ),
    "a value that is missing stays missing": (
        """Name;Room;Phone
Kim;2A;41
;2B;42
Lee;;43""",
        """Name · Room · Phone
Name: Kim · Room: 2A · Phone: 41
Room: 2B · Phone: 42
Name: Lee · Phone: 43""",
    ),
    "groups of rows have a line that names them": (
        """Item;2019;2018
Assets;;
Cash;5;4
Total;9;8
Debts;;
Cash;3;2""",
        """Item · 2019 · 2018
Assets
Assets: Cash · 2019: 5 · 2018: 4
Assets: Total · 2019: 9 · 2018: 8
Debts
Debts: Cash · 2019: 3 · 2018: 2""",
    ),
    "there are no heads": (
        """1;2
3;4
5;6""",
        """1 · 2
3 · 4
5 · 6""",
    ),
    "there is text alone": (
        """Read me

This book is ours.""",
        """Read me
This book is ours.""",
    ),
}


@pytest.mark.parametrize(("sheet", "right"), SHEETS.values(), ids=SHEETS.keys())
def test_a_sheet_reads_as_its_reader_means_it(sheet: str, right: str):
    assert lines(csv(sheet)) == right.splitlines()
    rows = [line.split(";") for line in sheet.split("\n")]
    assert lines(xlsx(rows)) == ["Sheet", *right.splitlines()]


def test_a_row_has_its_number_in_the_file():
    rows = [["Stock"], [], ["Animal", "Count"], ["Goats", "14"], ["Ducks", "9"]]
    right = [(4, "Animal", "Goats"), (4, "Count", "14"), (5, "Animal", "Ducks"), (5, "Count", "9")]
    assert cells(xlsx(rows)) == right
    assert cells(csv("".join(f"{','.join(row)}\n" for row in rows))) == right


def test_merged_cells_of_a_sheet_are_in_each_place_that_they_cover():
    rows = [
        ["Shifts", "", ""], ["Depot", "Crew", ""], ["", "Day", "Driver"],
        ["Harbour", "Monday", "Nils"], ["", "Tuesday", "Olga"], ["Station", "Closed", ""],
    ]  # fmt: skip
    parsed = xlsx(rows, "A1:C1", "A2:A3", "B2:C2", "A4:A5", "B6:C6")
    assert lines(parsed) == [
        "Sheet", "Shifts", "Depot · Crew", "Depot · Day · Driver",
        "Depot: Harbour · Crew Day: Monday · Crew Driver: Nils",
        "Depot: Harbour · Crew Day: Tuesday · Crew Driver: Olga",
        "Depot: Station · Crew Day: Closed · Crew Driver: Closed",
    ]  # fmt: skip
    assert parsed.tables[0].title == "Shifts"
