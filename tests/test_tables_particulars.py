"""Particulars: two columns of labels and what they say, without heads, in every format that has tables."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from index import Document

Rows = list[tuple[str, str]]
SHEETS: dict[str, Rows] = {
    "address": [
        ("Lessor", "Harlow Farms, Mill Lane 2, Thorn"), ("Lessee", "Ines Vale"), ("Object", "The long barn"),
        ("Start", "1 March 2021"),
    ],
    "firm": [("Client", "Elm Bakeries Ltd"), ("Contractor", "Bright Rooms"), ("Site", "Old Dairy")],
    "flats": [
        ("Tenant", "Ada Stone (flat 12)"), ("Lodger", "Tom Hale (flat 31)"), ("Not heard from", "Flat 33"),
    ],
    "chair": [("In the chair", "Ada Stone"), ("Minutes", "Tom Hale"), ("Sent apologies", "Mr and Mrs Frey")],
    "reference": [
        ("Our reference", "CK/07"), ("Contact", "Tom Hale, ext. 14"), ("In force from", "1 May 2024"),
    ],
    "lease": [("Lessor", "Vale Machines GmbH, Yard 3"), ("Place", "First floor"), ("Lease no.", "P7-08")],
    "person": [("Contact", "Ms Una Frey"), ("Deputy", "Tom Hale"), ("Office", "Second floor")],
}  # fmt: skip
HEADED: dict[str, Rows] = {
    "people": [("Name", "Role"), ("Ada Stone", "Chair, until May"), ("Carl Reed", "Clerk, since 2019")],
    "leads": [("Department", "Team Lead"), ("Canteen", "Ada Stone"), ("Garage", "Tom Hale")],
    "sides": [("Present", "Sent Apologies"), ("Ada Stone", "Tom Hale"), ("Carl Reed", "Una Frey")],
    "sizes": [("Format", "Sheets A4"), ("Letter", "two, folded"), ("Poster", "four, taped together")],
    "years": [("Farm", "Yield (FY 2019)"), ("North", "14 carts (FY 2019)"), ("South", "9 carts (FY 2019)")],
    "prices": [("Item", "Price in euros, tax included"), ("Bread", "2.40"), ("Cake", "3.10")],
    "tasks": [("Task", "Who, when"), ("Paint the gate", "Ada Stone, 5 May"), ("Sell the van", "Tom Hale")],
}


def as_docx(path: Path, rows: Rows) -> None:
    written = docx.Document()
    written.add_paragraph("The sheet follows.")
    table = written.add_table(0, 2)
    table.style = "Table Grid"
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    written.save(str(path))


def as_markdown(path: Path, rows: Rows) -> None:
    lines = [rows[0], ("---", "---"), *rows[1:]]
    path.write_text("Sheet\n\n" + "\n".join(f"| {one} | {other} |" for one, other in lines), "utf-8")


def as_html(path: Path, rows: Rows) -> None:
    table = "".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in rows)
    path.write_text(f"<p>Sheet</p><table>{table}</table>", "utf-8")


def as_pdf(path: Path, rows: Rows) -> None:
    table = Table(rows, colWidths=(120, 260), style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    SimpleDocTemplate(str(path)).build([table])


FORMATS = {"docx": as_docx, "md": as_markdown, "html": as_html, "pdf": as_pdf}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", SHEETS)
def test_the_first_line_of_particulars_heads_no_column(tmp_path: Path, name: str, kind: str):
    path = tmp_path / f"{name}.{kind}"
    FORMATS[kind](path, SHEETS[name])
    document = Document.open(path)
    for label, value in SHEETS[name]:
        assert f"{label}: {value}" in document.text.split("\n")
    assert [table.heads for table in document.tables] == [()]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", HEADED)
def test_two_columns_with_heads_keep_them(tmp_path: Path, name: str, kind: str):
    path = tmp_path / f"{name}.{kind}"
    FORMATS[kind](path, HEADED[name])
    assert [table.heads for table in Document.open(path).tables] == [HEADED[name][0]]


def test_a_title_in_bold_above_particulars_heads_no_column(tmp_path: Path):
    path = tmp_path / "titled.pdf"
    bold = ParagraphStyle("bold", fontName="Helvetica-Bold")
    rows = [(Paragraph("PARTICULARS", bold), ""), *SHEETS["address"]]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    SimpleDocTemplate(str(path)).build([Table(rows, colWidths=(120, 260), style=grid)])
    lines = Document.open(path).text.split("\n")
    assert "PARTICULARS" in lines
    assert "Lessee: Ines Vale" in lines
