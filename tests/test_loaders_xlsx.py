"""XLSX: sheets, rows and values as Excel shows them."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsed_text import blocks

from index import DocumentError
from index.limits import Limits
from index.loaders import LOADERS, Parsed


def workbook(sheets: dict[str, list[list]], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, table in sheets.items():
        sheet = book.create_sheet(title)
        for row in table:
            sheet.append(row)
    for place, number_format in (formats or {}).items():
        book.worksheets[0][place].number_format = number_format
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(data: bytes, member: str, old: str, new: str) -> bytes:
    """The archive with a text replaced in one of its members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name == member:
                assert re.search(old, body.decode())
                body = re.sub(old, new, body.decode()).encode()
            target.writestr(name, body)
    return packed.getvalue()


LIMITS = Limits()


def read(data: bytes, limits: Limits = LIMITS) -> Parsed:
    return LOADERS[".xlsx"](data, limits)


SHEET = "xl/worksheets/sheet1.xml"
PRICES = workbook(
    {
        "Prices": [
            ["Name", "Price", "Share", "Since", "In stock"],
            ["Apple", 1.5, 0.27, datetime.date(2024, 1, 2), True],
            ["Pear", 1234567.891, 0.3333, datetime.datetime(2024, 2, 3, 4, 5), False],
        ],
        "Empty": [],
        "Years": [["Report"], [], ["Country", 2019, 2020], ["France", 1, 2]],
    },
    {"B2": '"$"#,##0.00', "B3": "#,##0.0 [$€-407]", "C2": "0%", "C3": "0.0%"},
)


def test_a_workbook_is_read_as_excel_shows_it():
    parsed = read(PRICES)
    assert blocks(parsed) == [
        "Prices",
        "Name · Price · Share · Since · In stock",
        "Name: Apple · Price: $1.50 · Share: 27% · Since: 2024-01-02 · In stock: TRUE",
        "Name: Pear · Price: 1,234,567.9 € · Share: 33.3% · Since: 2024-02-03 04:05 · In stock: FALSE",
        "Years",
        "Report",
        "Country · 2019 · 2020",
        "Country: France · 2019: 1 · 2020: 2",
    ]
    assert [parsed.text[one.start : one.end] for one in parsed.headings] == ["Prices", "Years"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (0.285, "0%", "29%"),
        (-1234, "#,##0", "-1,234"),
        (501, "00000", "00501"),
        (1_250_000, '0.0,,"M"', "1.3M"),
        (0.5, "0.0#", "0.5"),
        (5, '0 "kg"', "5 kg"),
        (12.5, "# ?/?", "12.5"),
        (1234, '_-* #,##0.00\\ "€"_-', "1,234.00 €"),
        (datetime.time(9, 30), "hh:mm", "09:30"),
        ("as it is", "0%", "as it is"),
    ],
)
def test_a_value_stands_in_its_format(value: object, number_format: str, text: str):
    assert blocks(read(workbook({"S": [[value]]}, {"A1": number_format}))) == ["S", text]


def test_a_formula_is_its_last_result():
    data = workbook({"S": [["Total", "=1+1"]]})
    data = changed(data, SHEET, "<f>1\\+1</f><v ?/>|<f>1\\+1</f><v></v>", "<f>1+1</f><v>2</v>")
    assert blocks(read(data)) == ["S", "Total · 2"]


def test_a_hidden_sheet_is_not_read():
    book = openpyxl.Workbook()
    book.active["A1"] = "seen"
    hidden = book.create_sheet("Hidden")
    hidden["A1"] = "not seen"
    hidden.sheet_state = "hidden"
    assert blocks(read(saved(book))) == ["Sheet", "seen"]


def test_the_size_that_a_sheet_claims_is_not_believed():
    for claim in ("A1:A1", "A1:XFD1048576"):
        data = changed(PRICES, SHEET, 'dimension ref="[^"]*"', f'dimension ref="{claim}"')
        assert read(data).text == read(PRICES).text


def test_rows_at_impossible_places_cost_no_time():
    data = changed(workbook({"S": [["a"], ["b"]]}), SHEET, 'row r="2"', 'row r="99999999999"')
    assert "a" in read(data).text


def test_rows_that_are_wide_and_empty_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.loaders.xlsx._MAX_EMPTY_CELLS", 100_000)
    rows = "".join(f'<row r="{n}"><c r="XFD{n}" t="b"><v>1</v></c></row>' for n in range(1, 10))
    data = changed(
        workbook({"S": [["a"]]}), SHEET, "<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>"
    )
    with pytest.raises(DocumentError, match="empty cells"):
        read(data)


def test_more_sheets_than_allowed_are_refused():
    with pytest.raises(DocumentError, match="3 sheets and may have 2"):
        read(PRICES, Limits(max_pages=2))


def test_a_bomb_of_entities_is_refused_by_whatever_name_its_part_goes():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><worksheet>'
    data = changed(PRICES, SHEET, "<worksheet ", bomb.replace("<worksheet>", "<worksheet "))
    with pytest.raises(DocumentError, match="entities"):
        read(data)
    strings = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(strings, "w") as target:
        for name in source.namelist():
            body = source.read(name).replace(b"sheet1.xml", b"sheet1.bin")
            target.writestr(name.replace("sheet1.xml", "sheet1.bin"), body)
    with pytest.raises(DocumentError, match="entities"):
        read(strings.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK", PRICES[:-100], PRICES[: len(PRICES) // 2], b"no workbook"])
def test_what_is_no_workbook_is_refused(data: bytes):
    with pytest.raises(DocumentError, match="damaged"):
        read(data)


def test_a_workbook_with_a_password_is_named_as_such():
    with pytest.raises(DocumentError, match="encrypted"):
        read(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000))


def test_offsets_hold_from_the_workbook_to_the_citation(hostile_texts: dict[str, str], cited_from: Callable):
    seen = {name: text for name, text in hostile_texts.items() if not re.search(r"[\0-\x08\x0b\x0c]", text)}
    cited_from("hostile.xlsx", workbook({"S": [["topic", "words"], *seen.items()]}), "What is the code?")
    table = [["Product", "Price"], ["Lamp", "40 dollars"], ["Chair", "75 dollars"]]
    quotes = cited_from("prices.xlsx", workbook({"Prices": table}), "What is the price of the chair?")
    assert any("Product: Chair · Price: 75 dollars" in quote for quote in quotes)


@given(seed=st.integers(0, 2**32))
def test_a_damaged_workbook_is_read_or_refused(survives: Callable, seed: int):
    survives(".xlsx", [PRICES], seed)
