"""Tables: every format's go through one model, and each cell is known where it stands."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document as Word
from hypothesis import example, given
from hypothesis import strategies as st
from pptx import Presentation as PowerPoint

from index import Document, Index
from index.limits import Limits
from index.loaders import LOADERS, Parsed
from index.loaders.builder import Builder
from index.loaders.grid import Grid, Merge
from index.loaders.table import as_text as written
from index.passages import cut
from qa import ask
from qa.app.quoting import as_text
from qa.app.source import Mark, render_document
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
STAFF = """Name,Department,Room,Extension
Agnes Holm,Payroll,B12,4410
Bruno Salas,Legal,C03,4527
Ewa Lis,Purchasing,C21,4533
Farid Nouri,Legal,C04,4528
"""


def built(grid: Grid) -> Parsed:
    builder = Builder()
    builder.table(written(grid))
    return builder.parsed()


def csv(text: str) -> Parsed:
    return LOADERS[".csv"](text.encode(), Limits())


def xlsx(rows: Sequence[Sequence[object]], *merged: str) -> Parsed:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    return LOADERS[".xlsx"](saved(book), Limits())


def html(rows: Sequence[Sequence[str]]) -> Parsed:
    cells = ("".join(f"<td>{words}</td>" for words in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return LOADERS[".html"](f"<meta charset=utf-8><table>{body}</table>".encode(), Limits())


def markdown(rows: Sequence[Sequence[str]]) -> Parsed:
    source = [f"| {' | '.join(row)} |" for row in rows]
    source.insert(1, "|---" * len(rows[0]) + "|")
    return LOADERS[".md"]("\n".join(source).encode(), Limits())


def docx(rows: Sequence[Sequence[str]]) -> Parsed:
    document = Word()
    fill(document.add_table(len(rows), len(rows[0])), rows)
    return LOADERS[".docx"](saved(document), Limits())


def pptx(rows: Sequence[Sequence[str]]) -> Parsed:
    presentation = PowerPoint()
    shapes = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes
    fill(shapes.add_table(len(rows), len(rows[0]), 0, 0, 10**6, 10**6).table, rows)
    return LOADERS[".pptx"](saved(presentation), Limits())


def fill(made: Any, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            made.cell(number, column).text = words


def saved(file: Any) -> bytes:
    packed = io.BytesIO()
    file.save(packed)
    return packed.getvalue()


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
@example([["2000", "2000", ":", "2000", ":", "2000"]] * 2)
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


def test_what_names_columns_or_rows_is_no_answer_but_a_line_alone_is():
    rows = [
        ["Boat", "2023", "2024"],
        ["Fees per boat (euros)", "", ""],
        ["Dinghy", "40", "42"],
        ["Yacht", "210", "214"],
        ["Paid by the owners", "", ""],
        ["Closed on Mondays", "", ""],
    ]
    document = Document.from_parsed("t", built(Grid(rows)))
    (passage,) = cut(document)
    assert passage.text.startswith("Boat · 2023 · 2024\nFees per boat (euros)\n")
    assert [document.text[slice(*one)] for one in passage.sentences] == [
        "Fees per boat (euros): Dinghy · 2023: 40 · 2024: 42",
        "Fees per boat (euros): Yacht · 2023: 210 · 2024: 214",
        "Paid by the owners",
        "Closed on Mondays",
    ]


def test_of_nothing_but_heads_none_is_one():
    parsed = LOADERS[".html"](
        b"<table><tr><th>Boat<th>Fee</tr><tr><th>Dinghy<th>40</tr><tr><th>Yacht<th>210</tr></table>", Limits()
    )
    assert lines(parsed) == ["Boat \u00b7 Fee", "Boat: Dinghy \u00b7 Fee: 40", "Boat: Yacht \u00b7 Fee: 210"]


def test_in_a_long_cell_a_part_may_be_the_answer():
    note = "The old crane was sold to a yard in Gdansk for 900 euros. " * 2 + "It had stood there since 1911."
    document = Document.from_parsed("t", built(Grid([["Item", "Note"], ["Crane", note], ["Shed", "Empty."]])))
    (passage,) = cut(document)
    (reading,) = Reader.load().read("For how much was the crane sold?", [passage])
    assert document.text[reading.start : reading.end] == "900 euros"


def test_the_cell_under_the_named_head_is_meant_and_not_one_that_the_question_knows():
    rows = [["Name", "Room", "Extension", "Deputy"], ["Eva Lisk", "C21", "4533", "Dana Orly"]]
    rows.append(["Karl Wenk", "A41", "4421", "Eva Lisk"])
    document = Document.from_parsed("t", built(Grid(rows, declared=1)))
    (passage,) = cut(document)
    for question, right in (
        ("What is Eva Lisk's extension?", "4533"),
        ("In which room does Eva Lisk sit?", "C21"),
        ("Who is the deputy of Eva Lisk?", "Dana Orly"),
        ("What is the name of the one with extension 4533?", "Eva Lisk"),
    ):
        (reading,) = Reader.load().read(question, [passage])
        row = next(one for one in reading.sentences if "C21" in document.text[slice(*one.sentence)])
        assert document.text[slice(*row.span)] == right


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
    "a line stands over the middle of years": (
        """;;Years ended in June;;
Sales in;2019;2018;2017;Change
North;5;6;7;-1
South;8;9;4;-1""",
        """Years ended in June
Sales in · 2019 · 2018 · 2017 · Change
Sales in: North · Years ended in June 2019: 5 · Years ended in June 2018: 6 · Years ended in June 2017: 7\
 · Change: -1
Sales in: South · Years ended in June 2019: 8 · Years ended in June 2018: 9 · Years ended in June 2017: 4\
 · Change: -1""",
    ),
    "a unit in brackets begins the second row of heads": (
        """Market;Fiscal years;Fiscal years;Fiscal years
(in millions);2019;2018;2017
Medical;205;175;125
Energy;181;146;138""",
        """Market · Fiscal years
(in millions) · 2019 · 2018 · 2017
Market (in millions): Medical · Fiscal years 2019: 205 · Fiscal years 2018: 175 · Fiscal years 2017: 125
Market (in millions): Energy · Fiscal years 2019: 181 · Fiscal years 2018: 146 · Fiscal years 2017: 138""",
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


@pytest.mark.parametrize("read", [html, markdown, docx, pptx, xlsx])
def test_every_format_reads_a_table_alike(read: Callable[[Sequence[Sequence[str]]], Parsed]):
    rows = [line.split(",") for line in FERRIES.splitlines()]
    rows.append(["Oslo – Frederikshavn", "", "72 euros"])
    parsed = read(rows)
    assert [line for line in lines(parsed) if line != "Sheet"] == [
        "Route · Departure · Price",
        "Route: Oslo – Kiel · Departure: 14:00 · Price: 95 euros",
        "Route: Turku – Stockholm · Departure: 08:45 · Price: 38 euros",
        "Route: Rostock – Trelleborg · Departure: 07:45 · Price: 41 euros",
        "Route: Oslo – Frederikshavn · Price: 72 euros",
    ]
    assert cells(parsed)[3:5] == [(3, "Route", "Turku – Stockholm"), (3, "Departure", "08:45")]


PAGES = {
    "labels are merged over rows": (
        "<tr><th>Depot<th>Day<th>Driver<tr><td rowspan=2>Harbour<td>Monday<td>Nils<tr><td>Tuesday<td>Olga"
        "<tr><td rowspan=2>Station<td>Monday<td>Quin<tr><td>Tuesday<td>Rosa",
        """Depot · Day · Driver
Depot: Harbour · Day: Monday · Driver: Nils
Depot: Harbour · Day: Tuesday · Driver: Olga
Depot: Station · Day: Monday · Driver: Quin
Depot: Station · Day: Tuesday · Driver: Rosa""",
    ),
    "heads take two rows": (
        "<thead><tr><th rowspan=2>Farm<th colspan=2>Spring<th colspan=2>Autumn"
        "<tr><th>Milk<th>Eggs<th>Milk<th>Eggs"
        "<tbody><tr><td>North<td>1<td>2<td>3<td>4",
        """Farm · Spring · Autumn
Farm · Milk · Eggs · Milk · Eggs
Farm: North · Spring Milk: 1 · Spring Eggs: 2 · Autumn Milk: 3 · Autumn Eggs: 4""",
    ),
    "a title is among the heads": (
        "<thead><tr><th colspan=3>Fees for 2024<tr><th>Berth<th>Boat<th>Fee<tbody><tr><td>B1<td>Ada<td>40"
        "<tr><td>B2<td>Bea<td>45",
        "Fees for 2024\nBerth · Boat · Fee\nBerth: B1 · Boat: Ada · Fee: 40\nBerth: B2 · Boat: Bea · Fee: 45",
    ),
    "rows have heads and columns have none": (
        "<tr><th>Capital<td>Oslo<tr><th>Founded<td>1048<tr><th>Mayor<td>Anne",
        "Capital: Oslo\nFounded: 1048\nMayor: Anne",
    ),
    "heads name rows and columns": (
        "<tr><td><th>2019<th>2020<tr><th>Milk<td>1<td>2<tr><th>Eggs<td>3<td>4",
        "2019 · 2020\nMilk · 2019: 1 · 2020: 2\nEggs · 2019: 3 · 2020: 4",
    ),
    "groups of rows have a line that names them": (
        "<tr><th>Item<th>Price<tr><td colspan=2>Fish<tr><td>Cod<td>9<tr><td>Eel<td>12<tr><td colspan=2>Fruit"
        "<tr><td>Fig<td>2",
        "Item · Price\nFish\nFish: Cod · Price: 9\nFish: Eel · Price: 12\nFruit\nFruit: Fig · Price: 2",
    ),
    "a value is merged over columns": (
        "<tr><th>Shop<th>Monday<th>Tuesday<tr><td>Baker<td colspan=2>closed<tr><td>Grocer<td>9–12<td>9–18",
        "Shop · Monday · Tuesday\nShop: Baker · Monday: closed · Tuesday: closed\n"
        "Shop: Grocer · Monday: 9–12 · Tuesday: 9–18",
    ),
    "it lays out the page": (
        f"<tr><td><p>{'A long paragraph. ' * 30}</p><p>Another.</p><td>Menu",
        f"{('A long paragraph. ' * 30).strip()}\nAnother.\nMenu",
    ),
    "a table stands in one that lays out the page": (
        "<tr><td><h2>Fees</h2><table><tr><th>Berth<th>Fee<tr><td>B1<td>40</table><td>Menu",
        "Fees\nBerth · Fee\nBerth: B1 · Fee: 40\nMenu",
    ),
    "one cell holds a long text": (
        f"<tr><th>Boat<th>Story<tr><td>Ada<td>{'It sailed on. ' * 40}<tr><td>Bea<td>None.",
        f"Boat · Story\nBoat: Ada · Story: {('It sailed on. ' * 40).strip()}\nBoat: Bea · Story: None.",
    ),
}


@pytest.mark.parametrize(("table", "right"), PAGES.values(), ids=PAGES.keys())
def test_a_table_of_a_page_reads_as_its_reader_means_it(table: str, right: str):
    page = f"<meta charset=utf-8><h1>Page</h1><table>{table}</table><p>Text below."
    parsed = LOADERS[".html"](page.encode(), Limits())
    assert lines(parsed) == ["Page", *right.splitlines(), "Text below."]


def test_a_caption_is_the_title_of_its_table_and_of_its_passages():
    rows = "".join(f"<tr><td>B{n}<td>Boat {n}<td>{n} euros a night</tr>" for n in range(40))
    page = f"<table><caption>Fees of 2024</caption><tr><th>Berth<th>Boat<th>Fee</tr>{rows}</table>"
    document = Document.from_parsed("page", LOADERS[".html"](page.encode(), Limits()))
    assert document.tables[0].title == "Fees of 2024"
    first, *rest = cut(document)
    assert first.text.startswith("Fees of 2024")
    assert rest
    assert {passage.heading for passage in rest} == {"Fees of 2024"}


def test_merged_cells_of_word_and_powerpoint_are_in_each_place_that_they_cover():
    rows = [
        ["Depot", "Crew", ""],
        ["", "Day", "Driver"],
        ["Harbour", "Monday", "Nils"],
        ["", "Tuesday", "Olga"],
    ]
    right = [
        "Depot · Crew",
        "Depot · Day · Driver",
        "Depot: Harbour · Crew Day: Monday · Crew Driver: Nils",
        "Depot: Harbour · Crew Day: Tuesday · Crew Driver: Olga",
    ]
    document, presentation = Word(), PowerPoint()
    shapes = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes
    for table in (document.add_table(4, 3), shapes.add_table(4, 3, 0, 0, 10**6, 10**6).table):
        fill(table, rows)
        for first, last in (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((2, 0), (3, 0))):
            table.cell(*first).merge(table.cell(*last))
    assert lines(LOADERS[".docx"](saved(document), Limits())) == right
    assert lines(LOADERS[".pptx"](saved(presentation), Limits())) == right


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_table_of_markdown_leaves_every_line_at_its_number(line_end: str):
    source = (
        "# Staff\n\nBefore.\n\n> | *Name* | Room \\| floor |\n> |---|---|\n> | **Ewa** [Lis](x) | `C21` |\n"
        "> |  | a<br>b |\n\nAfter | all.\n"
    )
    parsed = LOADERS[".md"](source.replace("\n", line_end).encode(), Limits())
    assert parsed.text.split(line_end) == [
        "# Staff", "", "Before.", "", "Name · Room | floor", "", "Name: Ewa Lis · Room | floor: C21",
        "Room | floor: a b", "", "After | all.", "",
    ]  # fmt: skip
    assert cells(parsed) == [(2, "Name", "Ewa Lis"), (2, "Room | floor", "C21"), (3, "Room | floor", "a b")]


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


def test_a_citation_says_row_and_column(
    tmp_path: Path, run_qa: Callable[..., subprocess.CompletedProcess[str]]
):
    file = tmp_path / "staff.csv"
    file.write_text(STAFF, encoding="utf-8")
    question = "What is Ewa Lis's extension?"
    index = Index.build([file])
    answer = ask(question, index, threshold=0)
    citation = answer.citations[0]
    assert (citation.row, citation.column) == (4, "Extension")
    assert index.documents["staff.csv"].text[citation.span_start : citation.span_end] == "4533"
    assert "staff.csv, line 4 · row 4 · column Extension" in as_text(answer, index.documents)
    told = run_qa("ask", question, "-f", file, "--threshold", "0")
    assert "· row 4 · column Extension" in told.stdout


def test_a_row_that_mentions_another_does_not_stand_for_it(tmp_path: Path):
    file = tmp_path / "staff.csv"
    file.write_text(
        "Name,Department,Room,Extension,Deputy\n"
        "Agda Holm,Payroll,B12,4410,Carl Wenk\n"
        "Agda Holt,Stores,B21,4401,Karl Wenk\n"
        "Carl Wenk,Payroll,B14,4412,Agda Holm\n"
        "Karl Wenk,Stores,A41,4421,Agda Holt\n"
        "Dima Orlo,Stores,A01,4105,Dana Orly\n"
        "Dana Orly,Purchasing,A10,4150,Dima Orlo\n",
        encoding="utf-8",
    )
    index = Index.build([file])
    for question, right in (
        ("What is the extension of Agda Holt?", "4401"),
        ("Which department does Dima Orlo work in?", "Stores"),
        ("What is the extension of Karl Wenk?", "4421"),
    ):
        assert ask(question, index).span == right


def test_a_cell_of_one_small_word_is_a_whole_answer(tmp_path: Path):
    file = tmp_path / "budget.csv"
    file.write_text(
        "Item,2023,Booked by\nFence,702 euros,chair\nSeeds,102 euros,treasurer\n", encoding="utf-8"
    )
    assert ask("Who booked the fence?", Index.build([file])).span == "chair"


def test_a_page_shows_a_table_with_the_cited_row_and_cell_marked():
    document = Document.from_parsed("ferries.csv", csv(FERRIES))
    row = document.tables[0].rows[2]
    price = list(row.cells())[2]
    marks = [Mark("1", row.start, row.end), Mark("1", price.start, price.end, exact=True)]
    shown = render_document(document, marks)
    assert shown.count("<tr") == 4
    assert '<th dir="auto">Route</th><th dir="auto">Departure</th><th dir="auto">Price</th>' in shown
    assert '<td dir="auto"><mark data-cites="1">08:45</mark></td>' in shown
    assert '<td dir="auto"><mark data-cites="1" data-exact="1">38 euros</mark></td>' in shown
    assert shown.count("<mark") == 3
    assert "Route: " not in shown


def test_a_column_without_a_name_goes_by_its_place():
    document = Document.from_parsed("t", csv("1;2\n3;4\n5;6\n"))
    assert document.cell_at(document.text.index("4")) == (2, "2")
    assert document.cell_at(document.text.index("·")) is None
