"""CSV and TSV: every row is there, each value after the head of its column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.limits import Limits
from index.loaders import LOADERS, Parsed

PRICES = 'name,price,sold\n"Smith, J.",12.5,true\n"Quote ""x""\nin two lines",7,false\n,,\nLast,1,\n'
SAMPLES = [PRICES.encode(), "Stadt;Größe\nKöln;1,5\nMünchen;2,5\n".encode("cp1252"), b"a\tb\n1\t2\n"]


def read(text: str | bytes, suffix: str = ".csv") -> Parsed:
    return LOADERS[suffix](text.encode() if isinstance(text, str) else text, Limits())


def lines(text: str | bytes, suffix: str = ".csv") -> list[str]:
    parsed = read(text, suffix)
    found = [parsed.text[start:end] for start, end in parsed.blocks]
    assert "\n".join(found) == parsed.text.replace("\n\n", "\n")
    return found


def test_a_row_is_a_line_with_the_head_of_each_value():
    assert lines(PRICES) == [
        "name · price · sold",
        "name: Smith, J. · price: 12.5 · sold: true",
        'name: Quote "x" in two lines · price: 7 · sold: false',
        "name: Last · price: 1",
    ]


@pytest.mark.parametrize(
    ("table", "first", "last"),
    [
        ("id;price\n1;2,5\n2;3,5\n", "id · price", "id: 2 · price: 3,5"),
        ("id|words\n1|a, b\n2|c, d\n", "id · words", "id: 2 · words: c, d"),
        ("id\tb\n1\t2\n", "id · b", "id: 1 · b: 2"),
        ("sep=;\nid;b\n1;2\n", "id · b", "id: 1 · b: 2"),
        ('"a ""b"" c",d\nx,y\n', 'a "b" c · d', 'a "b" c: x · d: y'),
        ('"a \\"b\\" c",d\nx,y\n', 'a "b" c · d', 'a "b" c: x · d: y'),
        ('name,path\nx,"C:\\dir\\"\ny,"D:\\dir\\"\n', "name · path", "name: y · path: D:\\dir\\"),
        ("id,b\r1,2\r", "id · b", "id: 1 · b: 2"),
        ("\ufeffid,b\r\n1,2\r\n", "id · b", "id: 1 · b: 2"),
        ("name\nAnna\n", "name", "name: Anna"),
    ],
)
def test_the_dialect_is_found(table: str, first: str, last: str):
    assert (lines(table)[0], lines(table)[-1]) == (first, last)


@pytest.mark.parametrize(
    "table",
    [
        "1,2\n3,4\n",
        "2024-01-02,Anna\n2024-01-03,Bob\n",
        "Anna,40 %\nBob,50 %\n",
        "yes,Bob\nno,Anna\nyes,Eve\n",
    ],
)
def test_a_table_without_heads_keeps_its_first_row(table: str):
    assert lines(table) == table.replace(",", " · ").splitlines()


def test_years_head_columns_and_a_title_stands_above_them():
    table = "Report for May\n\nCountry,2019,2020\nFrance,1,2\n"
    assert lines(table) == ["Report for May", "Country · 2019 · 2020", "Country: France · 2019: 1 · 2020: 2"]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_no_word_of_a_table_is_lost(table: list[list[str]], delimiter: str):
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(table)
    text = read(written.getvalue()).text
    for row in table:
        for cell in row:
            for word in cell.split():
                # Whatever the table is taken for, a word is cut at most where a delimiter or quote stands.
                for part in word.replace('"', ",").replace(";", ",").replace("|", ",").split(","):
                    assert part.rstrip(":").replace("\\", "") in text.replace("\\", "")


def test_an_open_quote_and_a_huge_cell_lose_nothing():
    assert "unclosed" in read('a,"unclosed\nb,c\n').text
    assert len(read("a,b\n" + "x" * 500_000 + ",y\n").text) > 500_000


def test_offsets_hold_from_the_table_to_the_citation(hostile_texts: dict[str, str], cited_from: Callable):
    written = io.StringIO()
    csv.writer(written).writerows([["topic", "words"], *hostile_texts.items()])
    cited_from("hostile.csv", written.getvalue().encode(), "What is the code?")
    table = b"Product,Price,Colour\nLamp,40 dollars,green\nChair,75 dollars,red\n"
    quotes = cited_from("prices.csv", table, "What is the price of the chair?")
    assert any("Product: Chair · Price: 75 dollars" in quote for quote in quotes)


@given(seed=st.integers(0, 2**32))
def test_a_damaged_table_is_read_or_refused(survives: Callable, seed: int):
    survives(".csv", SAMPLES, seed)
    survives(".tsv", SAMPLES, seed)
