"""Tables of pages and papers: the same table reads alike in every format, with its merged cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from docx import Document as Word
from pptx import Presentation as PowerPoint
from table_makers import FERRIES, cells, docx, fill, html, lines, markdown, pptx, saved, xlsx

from index import Document
from index.limits import Limits
from index.loaders import LOADERS, Parsed
from index.passages import cut


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
