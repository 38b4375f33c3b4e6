"""Tables on PDF pages: narrow or tight, ruled or bare, each cell stands in its column under its head."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from index.limits import Limits
from index.loaders import LOADERS, Parsed
from index.loaders.places import unpacked, within

read = partial(LOADERS[".pdf"], limits=Limits())

PROSE = (
    "The committee met again on the last day of the month to weigh what had been said about the lease and "
    "its terms, and put off its ruling until the spring, when the survey of the roof will be in its hands."
)
FAULTS = [
    ["Class", "Example", "First response", "Target repair"],
    ["A", "All users cannot work", "30 minutes", "4 hours"],
    ["B", "One department cannot work", "2 hours", "1 working day"],
    ["C", "A single user is hindered", "1 working day", "5 working days"],
]
SUMS = [
    ["Item", "Amount", "Due"],
    ["Rent", "1,200", "1 May"],
    ["Cleaning of the hall", "85", "3 June"],
    ["Insurance", "12,400", "31 December"],
    ["Heating", "310", "15 March"],
]
RIGHT = ("ALIGN", (1, 0), (1, -1), "RIGHT")
ALL = ((0, 0), (-1, -1))
GRID = ("GRID", *ALL, 0.5, black)
TIGHT = (("LEFTPADDING", *ALL, 2), ("RIGHTPADDING", *ALL, 2))
HEAD_RULE = ("LINEBELOW", (0, 0), (-1, 0), 0.7, black)
ROW_RULES = ("LINEBELOW", *ALL, 0.5, black)


def prose(words: str) -> Paragraph:
    return Paragraph(words, getSampleStyleSheet()["BodyText"])


def printed(*parts: Flowable) -> Parsed:
    """A page with parts between paragraphs of running text."""
    data = io.BytesIO()
    SimpleDocTemplate(data, pagesize=A4, invariant=1).build([prose(PROSE), *parts, prose(PROSE)])
    return read(data.getvalue())


def styled(rows: Sequence[Sequence[Any]], *style: tuple[Any, ...], **options: Any) -> Table:
    return Table(list(rows), style=list(style), **options)


def grids(parsed: Parsed) -> list[list[list[str]]]:
    """The values of each table by row and column, as its edges tell them."""
    return [
        [
            [
                parsed.text[row.start + left : row.start + right]
                for left, right in zip(row.edges[::2], row.edges[1::2], strict=True)
            ]
            for row in table.rows
        ]
        for table in parsed.tables
    ]


@pytest.mark.parametrize("rows", [FAULTS, SUMS])
@pytest.mark.parametrize("style", [[], [HEAD_RULE], [ROW_RULES], [RIGHT]], ids=str)
def test_a_table_with_narrow_gaps_between_paragraphs_keeps_its_columns(
    rows: list[list[str]], style: list[tuple[Any, ...]]
):
    parsed = printed(styled(rows, *style))
    assert grids(parsed) == [rows]
    assert parsed.tables[0].heads == tuple(rows[0])
    assert parsed.text.count(PROSE) == 2


@pytest.mark.parametrize("rows", [FAULTS, SUMS])
@pytest.mark.parametrize(
    "style", [[GRID], [("INNERGRID", *ALL, 0.5, black)], [GRID, ("FONTSIZE", *ALL, 5)]], ids=str
)
def test_ruled_cells_are_told_apart_however_near_their_words_stand(
    rows: list[list[str]], style: list[tuple[Any, ...]]
):
    parsed = printed(styled(rows, *style, RIGHT, *TIGHT))
    assert grids(parsed) == [rows]
    assert parsed.tables[0].heads == tuple(rows[0])
    assert parsed.text.count(PROSE) == 2


def test_words_broken_over_lines_within_a_ruled_cell_are_one_value():
    meaning = "All users of the house cannot work at all and the telephones are silent, or no door opens"
    time = "30 minutes from the call, at any hour"
    rows = [
        ["Class", "What is meant", "Time"],
        ["A", meaning, time],
        ["B", "One user cannot work", "2 hours"],
    ]
    shown = [rows[0], ["A", prose(meaning), prose(time)], rows[2]]
    assert grids(printed(styled(shown, GRID, colWidths=[60, 150, 90]))) == [rows]


def test_empty_ruled_cells_stay_empty():
    rows = [
        ["Room", "Seats", "Screen", "Key held by"],
        ["Oak", "12", "", "Porter"],
        ["Elm", "", "yes", ""],
        ["Fir", "", "", "Desk"],
    ]
    assert grids(printed(styled(rows, GRID))) == [rows]


def test_ruled_tables_one_below_the_other_are_two():
    assert grids(printed(styled(FAULTS, GRID), styled(SUMS, GRID))) == [FAULTS, SUMS]


@pytest.mark.parametrize("again", [0, 1])
def test_a_ruled_table_that_goes_over_the_end_of_a_page_is_one(again: int):
    rows = [["Berth", "Owner", "Paid"], *([f"B{at:02}", f"Owner {at}", f"{at}.50"] for at in range(1, 61))]
    parsed = printed(styled(rows, GRID, repeatRows=again))
    assert grids(parsed) == [rows]
    assert parsed.pages[1] in {row.start for row in parsed.tables[0].rows}


def test_merged_ruled_heads_name_each_column_below_them():
    rows = [
        ["Region", "Sales", "", "Costs", ""],
        ["", "2019", "2020", "2019", "2020"],
        ["North", "10", "12", "7", "8"],
        ["South", "20", "22", "17", "18"],
    ]
    spans = [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0)), ("SPAN", (0, 0), (0, 1))]
    parsed = printed(styled(rows, GRID, *spans))
    assert parsed.tables[0].heads == ("Region", "Sales 2019", "Sales 2020", "Costs 2019", "Costs 2020")
    assert grids(parsed)[0][2:] == rows[2:]


def test_rows_that_only_lines_between_the_columns_part_are_rows():
    lines = [HEAD_RULE, ("LINEAFTER", (0, 0), (-2, -1), 0.5, black)]
    assert grids(printed(styled(FAULTS, *lines))) == [FAULTS]


def test_a_line_beside_the_labels_alone_leaves_the_other_columns_apart():
    lines = [ROW_RULES, ("LINEAFTER", (0, 0), (0, -1), 0.5, black)]
    assert grids(printed(styled(FAULTS, *lines))) == [FAULTS]


def test_framed_running_text_is_no_table():
    parsed = printed(styled([[prose(f"{PROSE} {PROSE}")] * 2] * 2, GRID))
    assert parsed.tables == ()
    assert parsed.text.count("The committee met") == 10


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_ruled_table_on_a_turned_page_is_read_as_one_that_stands_upright(turn: int):
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    canvas.translate(300, 400)
    canvas.rotate(turn)
    table = styled(FAULTS, GRID, *TIGHT)
    table.wrapOn(canvas, 400, 400)
    table.drawOn(canvas, -150, -50)
    canvas.showPage()
    canvas.save()
    assert grids(read(data.getvalue())) == [FAULTS]


def test_the_words_of_a_ruled_table_are_found_on_their_page():
    data = io.BytesIO()
    SimpleDocTemplate(data, pagesize=A4, invariant=1).build([styled(FAULTS, GRID, *TIGHT)])
    parsed = read(data.getvalue())
    with pypdfium2.PdfDocument(data.getvalue()) as document:
        drawn = document[0].get_textpage().get_text_range()
    for start, end, _ in (cell for row in parsed.tables[0].rows for cell in row.cells()):
        [place] = within(unpacked(parsed.places), start, end)
        assert drawn[place.at :][: end - start] == parsed.text[start:end]


WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=9)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(2, 5).flatmap(
        # Two heads alike side by side are one that is merged over both columns.
        lambda wide: st.lists(
            st.lists(WORDS, min_size=wide, max_size=wide, unique=True), min_size=2, max_size=6
        )
    )
)
def test_any_words_in_a_ruled_table_stand_each_in_a_cell_of_its_own(rows: list[list[str]]):
    found = grids(printed(styled(rows, GRID, *TIGHT)))
    assert [words for row in found[0] for words in row if words] == [words for row in rows for words in row]
