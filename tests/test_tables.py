"""Tables: whatever their cells, each is known where it stands, in the text, in passages and in an index."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from table_makers import FERRIES, built, csv, lines

from index import Document, Index
from index.limits import Limits
from index.loaders import LOADERS
from index.loaders.grid import Grid, Merge
from index.passages import cut

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["", "", "2019", "12.5", "Total", "a: b", " · ", ":", "İ", "e\u0301", "x\u2028y"]
)

GRIDS = st.lists(st.lists(WORDS, max_size=6), max_size=8)

MERGES = st.lists(
    st.builds(Merge, st.integers(0, 8), st.integers(0, 6), st.integers(1, 9), st.integers(1, 7)), max_size=3
)


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


def test_a_column_without_a_name_goes_by_its_place():
    document = Document.from_parsed("t", csv("1;2\n3;4\n5;6\n"))
    assert document.cell_at(document.text.index("4")) == (2, "2")
    assert document.cell_at(document.text.index("·")) is None
