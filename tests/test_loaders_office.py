"""Office files as people have them: what their own programs open is read, and what is not shown is not."""
# ruff: noqa: E501  (markup stays on its line)

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula
from parsed_text import blocks
from pptx.util import Inches

from index import DocumentError, Finding
from index.limits import Limits
from index.loaders import LOADERS, Parsed
from index.loaders.parsed import COMMENTS, STRUCK

HIDDEN_CELLS = Finding("Hidden rows or columns of its sheet 'Sheet' were left out")


def saved(file: Any) -> bytes:
    data = io.BytesIO()
    file.save(data)
    return data.getvalue()


def read(suffix: str, file: Any) -> Parsed:
    return LOADERS[suffix](file if isinstance(file, bytes) else saved(file), Limits())


def repacked(
    data: bytes, change: Callable[[str, bytes], bytes], dropped: str = "", named: dict[str, str] | None = None
) -> bytes:
    """The archive with its members changed, one dropped, and some by other names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != dropped:
                new.writestr((named or {}).get(name, name), change(name, old.read(name)))
    return out.getvalue()


def same(_: str, body: bytes) -> bytes:
    return body


def word_file() -> Any:
    document = docx.Document()
    document.add_heading("Lease", 1)
    document.add_paragraph("The deposit is 1,280 euros.")
    return document


def slides() -> Any:
    presentation = pptx.Presentation()
    for title, words in (
        ("Harbour", "The north berth is 40 m long."),
        ("Costs", "The quay costs 9 million."),
    ):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, words
    return presentation


def workbook() -> Any:
    book = openpyxl.Workbook()
    for row in (["Name", "Salary", "Room"], ["Kim", 5100, "2A"], ["Lee", 4800, "2B"]):
        book.active.append(row)
    return book


FILES = {".docx": word_file, ".pptx": slides, ".xlsx": workbook}
WORDS = {
    ".docx": ["Lease", "The deposit is 1,280 euros."],
    ".pptx": ["Harbour", "The north berth is 40 m long.", "Costs", "The quay costs 9 million."],
    ".xlsx": [
        "Sheet",
        "Name · Salary · Room",
        "Name: Kim · Salary: 5100 · Room: 2A",
        "Name: Lee · Salary: 4800 · Room: 2B",
    ],
}


def strict(_: str, body: bytes) -> bytes:
    return re.sub(
        rb"http://schemas\.openxmlformats\.org/(officeDocument|\w+ml)/2006/",
        rb"http://purl.oclc.org/ooxml/\1/",
        body,
    )


@pytest.mark.parametrize("suffix", FILES)
def test_the_strict_kind_is_read_as_the_other(suffix: str):
    parsed = read(suffix, repacked(saved(FILES[suffix]()), strict))
    assert (blocks(parsed), parsed.notes) == (WORDS[suffix], ())


@pytest.mark.parametrize("suffix", FILES)
def test_parts_are_found_whatever_the_case_of_their_names(suffix: str):
    names = {
        name: re.sub(r"(document|slide2|sheet1)\.xml", lambda found: found[0].title(), name)
        for name in zipfile.ZipFile(io.BytesIO(saved(FILES[suffix]()))).namelist()
    }

    def in_types(name: str, body: bytes) -> bytes:
        for old, new in names.items() if name == "[Content_Types].xml" else ():
            body = body.replace(f'"/{old}"'.encode(), f'"/{new}"'.encode())
        return body

    assert blocks(read(suffix, repacked(saved(FILES[suffix]()), in_types, named=names))) == WORDS[suffix]


RELATION = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/></Relationships>'


@pytest.mark.parametrize(
    ("kind", "target", "is_told"),
    [
        (b"image", b"NULL", True),
        (b"image", b"media/gone%20image.png", True),
        (b"hyperlink", b"#_top", False),
        (b"hyperlink", b"https://example.org/a", False),
    ],
)
@pytest.mark.parametrize(
    ("suffix", "part"),
    [
        (".docx", "word/_rels/document.xml.rels"),
        (".pptx", "ppt/slides/_rels/slide1.xml.rels"),
        (".xlsx", "xl/_rels/workbook.xml.rels"),
    ],
)
def test_a_reference_to_nothing_costs_nothing(
    suffix: str, part: str, kind: bytes, target: bytes, is_told: bool
):
    def change(name: str, body: bytes) -> bytes:
        return body.replace(b"</Relationships>", RELATION % (kind, target)) if name == part else body

    parsed = read(suffix, repacked(saved(FILES[suffix]()), change))
    assert blocks(parsed) == WORDS[suffix]
    told = (Finding(f"It refers to parts that are not there: '{target.decode()}'"),)
    assert parsed.notes == (told if is_told else ())


@pytest.mark.parametrize(
    ("suffix", "part", "target", "left"),
    [
        (".docx", "word/styles.xml", "styles.xml", ["Lease", "The deposit is 1,280 euros."]),
        (".docx", "docProps/core.xml", "docProps/core.xml", WORDS[".docx"]),
        (".pptx", "ppt/slides/slide1.xml", "slides/slide1.xml", WORDS[".pptx"][2:]),
        (".xlsx", "xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", ["Other", "Here."]),
    ],
)
def test_a_part_that_is_gone_is_told_and_all_else_read(suffix: str, part: str, target: str, left: list[str]):
    file = FILES[suffix]()
    if suffix == ".xlsx":
        file.create_sheet("Other")["A1"] = "Here."
    parsed = read(suffix, repacked(saved(file), same, dropped=part))
    assert blocks(parsed) == left
    assert parsed.notes == (Finding(f"It refers to parts that are not there: '{target}'"),)


@pytest.mark.parametrize("suffix", FILES)
def test_relations_with_a_prefix_of_no_namespace_are_refused_in_a_sentence(suffix: str):
    def change(name: str, body: bytes) -> bytes:
        return body.replace(b"<Relationship ", b"<x:Relationship ", 1) if name == "_rels/.rels" else body

    with pytest.raises(DocumentError, match=r"damaged: its '_rels/\.rels' breaks a rule .*; save it anew"):
        read(suffix, repacked(saved(FILES[suffix]()), change))


def test_slides_keep_their_numbers_beside_one_that_is_hidden_or_gone():
    file = slides()
    file.slides[0]._element.set("show", "0")
    parsed = read(".pptx", file)
    assert blocks(parsed) == WORDS[".pptx"][2:]
    assert (parsed.pages, parsed.notes) == ((0, 0), (Finding("Its hidden slides were left out"),))


def test_struck_out_words_of_a_word_file_are_left_out():
    document = word_file()
    paragraph = document.add_paragraph("The rent is ")
    paragraph.add_run("480").font.strike = True
    paragraph.add_run(" 520 ")
    paragraph.add_run("pounds ").font.double_strike = True
    paragraph.add_run("euros").font.strike = False
    style = document.styles.add_style("Gone", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.strike = True
    paragraph.add_run(" a week", "Gone")
    paragraph.add_run(".")
    cell = document.add_table(2, 2).cell(0, 0).paragraphs[0]
    cell.add_run("Old").font.strike = True
    cell.add_run("New")
    parsed = read(".docx", document)
    assert blocks(parsed)[2] == "The rent is 520 euros."
    assert "New" in parsed.text
    assert "Old" not in parsed.text
    assert parsed.notes == (STRUCK,)


def test_raised_and_lowered_words_of_a_word_file_stand_apart():
    document = docx.Document()
    paragraph = document.add_paragraph()
    for words in ("€45", "^2", " for 10", "^6", " H", "_2", "O on the 1", "^st", "."):
        font = paragraph.add_run(words.strip("^_")).font
        if words[0] in "^_":
            setattr(font, {"^": "superscript", "_": "subscript"}[words[0]], True)
    assert blocks(read(".docx", document)) == ["€45 ^2 for 10^6 H2O on the 1st."]


def test_words_of_a_word_file_that_are_shifted_by_hand_stand_apart():
    document = docx.Document()
    paragraph = document.add_paragraph()
    for words, shift in (("45", 0), ("2", 6), (" euros, CO", 0), ("2", -4), (" too", 0)):
        position = OxmlElement("w:position")
        position.set(qn("w:val"), str(shift))
        paragraph.add_run(words)._r.get_or_add_rPr().append(position)
    assert blocks(read(".docx", document)) == ["45 ^2 euros, CO2 too"]


def test_comments_of_a_word_file_are_said_to_be_unread():
    document = word_file()
    document.add_comment(document.paragraphs[1].runs, text="Ask Ms Roy.", author="A")
    parsed = read(".docx", document)
    assert (blocks(parsed), parsed.notes) == (WORDS[".docx"], (COMMENTS,))


def test_struck_out_raised_and_lowered_words_of_a_slide_are_told_apart():
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    frame = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(3), Inches(1)).text_frame
    looks = [("The fee is ", {}), ("30 ", {"strike": "sngStrike"}), ("40", {"strike": "noStrike"}),
             ("2", {"baseline": "30000"}), (" for CO", {}), ("2", {"baseline": "-25%"})]  # fmt: skip
    for words, look in looks:
        run = frame.paragraphs[0].add_run()
        run.text = words
        for key, value in look.items():
            run._r.get_or_add_rPr().set(key, value)
    cell = slide.shapes.add_table(2, 2, 0, 0, Inches(3), Inches(1)).table.cell(0, 0)
    cell.text = "Old"
    cell.text_frame.paragraphs[0].runs[0]._r.get_or_add_rPr().set("strike", "dblStrike")
    parsed = read(".pptx", presentation)
    assert blocks(parsed)[-1] == "The fee is 40 ^2 for CO2"
    assert "Old" not in parsed.text
    assert parsed.notes == (STRUCK,)


def test_hidden_rows_and_columns_are_not_read():
    book = workbook()
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[3].hidden = True
    parsed = read(".xlsx", book)
    assert blocks(parsed) == ["Sheet", "Name · Room", "Name: Kim · Room: 2A"]
    assert parsed.notes == (HIDDEN_CELLS,)


@pytest.mark.parametrize(
    ("old", "new"), [(b'<row r="3"', b'<row ht="0" customHeight="1" r="3"'), (b'width="9"', b'width="0"')]
)
def test_rows_and_columns_of_no_size_are_hidden(old: bytes, new: bytes):
    book = workbook()
    book.active.column_dimensions["B"].width = 9

    def change(name: str, body: bytes) -> bytes:
        return body.replace(old, new) if name.endswith("sheet1.xml") else body

    parsed = read(".xlsx", repacked(saved(book), change))
    assert ("Lee" in parsed.text, "5100" in parsed.text) == (b"row" not in old, b"row" in old)
    assert parsed.notes == (HIDDEN_CELLS,)


def test_hidden_shapes_of_a_slide_are_left_out_and_told():
    presentation = slides()
    presentation.slides[0].placeholders[1].element._nvXxPr.cNvPr.set("hidden", "1")
    group = presentation.slides[1].shapes.add_group_shape()
    for words, is_hidden in (("Seen.", "0"), ("Unseen.", "1")):
        box = group.shapes.add_textbox(0, 0, Inches(1), Inches(1))
        box.text_frame.text = words
        box.element._nvXxPr.cNvPr.set("hidden", is_hidden)
    parsed = read(".pptx", presentation)
    assert blocks(parsed) == ["Harbour", "Costs", "Seen.", "The quay costs 9 million."]
    assert parsed.notes == (Finding("Hidden parts of its slides were left out"),)


def test_a_table_is_whole_around_what_is_hidden_in_it():
    book = openpyxl.Workbook()
    for row in (["", "Pay", "", "", "Room"], ["Name", "Base", "Tax", "Bonus", ""], ["Kim", 5, 1, 2, "2A"],
                ["Max", 4, 1, 2, "2C"], ["Lee", 3, 1, 2, "2B"]):  # fmt: skip
        book.active.append([cell or None for cell in row])
    book.active.merge_cells("B1:D1")
    book.active.column_dimensions["C"].hidden = True
    book.active.row_dimensions[4].hidden = True
    assert blocks(read(".xlsx", book))[-2:] == [
        "Name: Kim · Pay Base: 5 · Pay Bonus: 2 · Room: 2A",
        "Name: Lee · Pay Base: 3 · Pay Bonus: 2 · Room: 2B",
    ]


def test_hidden_columns_without_a_value_are_not_worth_a_word():
    book = workbook()
    book.active.column_dimensions.group("D", "H", hidden=True)
    parsed = read(".xlsx", book)
    assert (blocks(parsed), parsed.notes) == (WORDS[".xlsx"], ())


def test_formulas_that_were_never_calculated_are_told():
    book = openpyxl.Workbook()
    for row in (
        ["Month", "Units", "Double"],
        ["May", 4, "=B2*2"],
        ["June", 5, "=B3*2"],
        ["Total", "=SUM(B2:B3)"],
    ):
        book.active.append(row)
    book.active["C4"] = ArrayFormula("C4", "=SUM(B2:B3*2)")
    parsed = read(".xlsx", book)
    assert blocks(parsed)[2:] == [
        "Month: May · Units: 4 · Double: =B2*2 (not calculated)",
        "Month: June · Units: 5 · Double: =B3*2 (not calculated)",
        "Month: Total · Units: =SUM(B2:B3) (not calculated) · Double: =SUM(B2:B3*2) (not calculated)",
    ]
    (note,) = parsed.notes
    assert str(note) == (
        "4 of the formulas in its sheet 'Sheet' were never calculated and stand as formulas; "
        "open and save it in a spreadsheet program for their values."
    )


def test_shared_formulas_are_told_in_each_of_their_cells_and_an_empty_result_is_one():
    def change(name: str, body: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return body
        body = body.replace(b"<f>B2*2</f><v></v>", b'<f t="shared" ref="C2:C3" si="0">B2*2</f><v>8</v>')
        body = body.replace(b"<f>B3*2</f><v></v>", b'<f t="shared" si="0"/>')
        return body.replace(b'<c r="D2"><f>""</f><v></v>', b'<c r="D2" t="str"><f>""</f><v></v>')

    book = openpyxl.Workbook()
    for row in (["Month", "Units", "Double"], ["May", 4, "=B2*2", '=""'], ["June", 5, "=B3*2"]):
        book.active.append(row)
    data = repacked(
        saved(book), lambda _, body: body.replace(b"<v />", b"<v></v>").replace(b"<v/>", b"<v></v>")
    )
    assert blocks(read(".xlsx", repacked(data, change)))[2:] == [
        "Month: May · Units: 4 · Double: 8",
        "Month: June · Units: 5 · Double: =B3*2 (not calculated)",
    ]


def test_struck_out_and_raised_parts_of_cells_are_told_apart():
    book = openpyxl.Workbook()
    raised, struck = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    book.active["A1"] = CellRichText("€45", TextBlock(raised, "2"))
    book.active["A2"] = CellRichText(TextBlock(struck, "480"), "520")
    book.active["A3"] = "Old"
    book.active["A3"].font = Font(strike=True)
    inline = read(".xlsx", book)
    assert (blocks(inline), inline.notes) == (["Sheet", "€45 ^2", "€45 ^2: 520"], (STRUCK,))


def test_comments_of_a_workbook_are_said_to_be_unread():
    book = workbook()
    book.active["A2"].comment = Comment("Ask Ms Roy.", "A")
    parsed = read(".xlsx", book)
    assert (blocks(parsed), parsed.notes) == (WORDS[".xlsx"], (COMMENTS,))


def test_hidden_sheets_are_said_to_be_left_out():
    book = workbook()
    book.create_sheet("Old")["A1"] = "not seen"
    book["Old"].sheet_state = "veryHidden"
    parsed = read(".xlsx", book)
    assert (blocks(parsed), parsed.notes) == (WORDS[".xlsx"], (Finding("Its hidden sheets were left out"),))
