"""PDF files: what is read of them, on which page, and how those that cannot be read are named."""
# ruff: noqa: E501  (markup stays on its line)

from __future__ import annotations

import io
import json
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parsed_text import blocks, check, headings, page_of
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from index import Document, DocumentError, Index
from index.limits import Limits
from index.loaders import LOADERS
from qa import ask

read = partial(LOADERS[".pdf"], limits=Limits())

WIDTH, HEIGHT = A4
PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
LEADING = 13


class Drawn(NamedTuple):
    """Words on a page: x and y in points from its top left, where a line of print stands."""

    x: float
    y: float
    words: str
    size: float = 11
    font: str = PLAIN


def printed(*pages: Sequence[Drawn], title: str = "", password: str | None = None, turn: int = 0) -> bytes:
    """A PDF as reportlab makes it."""
    encrypt = None if password is None else StandardEncryption(password, ownerPassword="owner")
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, encrypt=encrypt, invariant=1)
    if title:
        canvas.setTitle(title)
    for page in pages:
        for drawn in page:
            canvas.setFont(drawn.font, drawn.size)
            canvas.drawString(drawn.x, HEIGHT - drawn.y, drawn.words)
        if turn:
            canvas.setPageRotation(turn)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def column(x: float, y: float, lines: Sequence[str], size: float = 11, font: str = PLAIN) -> list[Drawn]:
    """Lines below one another."""
    return [Drawn(x, y + LEADING * at, words, size, font) for at, words in enumerate(lines)]


LEFT = [
    "The harbour of Norwood was built in the spring",
    "of 1921. Its lighthouse stands forty metres high",
    "and is seen from the islands in clear weather.",
    "The keeper lived below the lamp with his family",
    "until the light was made to run by itself.",
]
RIGHT = [
    "The ferry leaves at noon and takes two hours to",
    "the outer islands. In winter it sails on Sundays",
    "alone, and not at all when the north wind blows",
    "harder than seven. Tickets are sold on board for",
    "eleven crowns, and children travel free.",
]


def test_the_lines_of_a_paragraph_are_joined():
    assert blocks(read(printed(column(72, 100, LEFT)))) == [" ".join(LEFT)]


@pytest.mark.parametrize("order", ["column by column", "row by row", "right column first"])
def test_columns_are_read_one_after_another_however_they_were_drawn(order: str):
    left, right = column(60, 160, LEFT), column(320, 160, RIGHT)
    drawn = {
        "column by column": left + right,
        "row by row": [line for row in zip(left, right, strict=True) for line in row],
        "right column first": right + left,
    }[order]
    title = Drawn(120, 110, "The Harbour and the Ferry of Norwood Island", 18, BOLD)
    assert blocks(read(printed([title, *drawn]))) == [title.words, " ".join(LEFT), " ".join(RIGHT)]


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page():
    first, second = (
        [*LEFT[:3], "The keeper of the lamp lived with his family in"],
        ["the house below it.", *RIGHT],
    )
    parsed = read(printed([*column(60, 100, first), *column(320, 100, second)]))
    assert "his family in the house below it." in blocks(parsed)[0]
    parsed = read(printed(column(60, 100, first), column(60, 100, second)))
    assert "his family in the house below it." in blocks(parsed)[0]
    assert (page_of(parsed, "his family in"), page_of(parsed, "the house below")) == (1, 2)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["This is a com-", "plete sentence."], "This is a complete sentence."),
        (["The com\u00ad", "mittee sat."], "The committee sat."),
        (["A well-", "known harbour."], "A well-known harbour."),
        (["It is state-of-the-", "art work."], "It is state-of-the-art work."),
        (["The Anglo-", "Norwegian ferry."], "The Anglo-Norwegian ferry."),
        (["The years 1914-", "1918 were hard."], "The years 1914-1918 were hard."),
        (["A lamp-post is a lamp-", "post."], "A lamp-post is a lamp-post."),
        (["Lamp and post make lamp-", "post."], "Lamp and post make lamp-post."),
        (["Long-standing and long-stand-", "ing."], "Long-standing and long-standing."),
        (["It costs 40 -", "or so."], "It costs 40 - or so."),
    ],
)
def test_a_hyphen_at_a_line_end_goes_if_it_parts_a_word_and_stays_in_a_compound(
    lines: list[str], expected: str
):
    (found,) = blocks(read(printed(column(72, 100, lines))))
    assert found == expected


def test_paragraphs_part_at_gaps_indents_short_lines_and_list_marks():
    indented = [Drawn(72 + 18 * (at == 0), 300 + LEADING * at, words) for at, words in enumerate(RIGHT)]
    items = column(72, 500, ["• The first item of them", "• The second item of them", "1. A number"])
    drawn = [*column(72, 100, LEFT), *column(72, 190, RIGHT), *column(72, 287, LEFT[:1]), *indented, *items]
    drawn += [*column(72, 600, ["This line ends early.", *LEFT])]
    found = blocks(read(printed(drawn)))
    assert found[:2] == [" ".join(LEFT), " ".join(RIGHT)]
    assert found[-5:-2] == ["• The first item of them", "• The second item of them", "1. A number"]
    assert found[-2:] == ["This line ends early.", " ".join(LEFT)]


def test_headings_come_by_size_and_weight():
    drawn = [
        Drawn(72, 80, "The Harbour", 22, BOLD),
        Drawn(72, 130, "Building", 15, BOLD),
        *column(72, 160, LEFT),
        Drawn(72, 250, "The Lamp", 11, BOLD),
        *column(72, 270, RIGHT),
        Drawn(72, 360, "Running", 15, BOLD),
        *column(72, 390, LEFT),
    ]
    parsed = read(printed(drawn))
    assert headings(parsed) == [("The Harbour", 1), ("Building", 2), ("The Lamp", 3), ("Running", 2)]
    assert parsed.title == "The Harbour"


@pytest.mark.parametrize(
    ("second", "level"), [("Article 2 – Running", 2), ("Article 1 – Once more", 3), ("Running", 3)]
)
def test_the_headings_of_one_numbering_have_one_level(second: str, level: int):
    drawn = [
        Drawn(72, 80, "The Harbour", 22, BOLD),
        Drawn(72, 130, "Article 1 – Building", 15, BOLD),
        *column(72, 160, LEFT),
        Drawn(72, 250, second, 13, BOLD),
        *column(72, 270, RIGHT),
        Drawn(72, 360, "Article 3 – Ending", 15, BOLD),
        *column(72, 390, LEFT),
    ]
    assert headings(read(printed(drawn)))[1:3] == [("Article 1 – Building", 2), (second, level)]


def test_text_of_one_size_has_no_headings():
    assert headings(read(printed(column(72, 100, LEFT)))) == []
    assert headings(read(printed(column(72, 100, LEFT, font=BOLD)))) == []


@pytest.mark.parametrize(
    ("named", "title"),
    [
        ("Harbours of the North", "Harbours of the North"),
        ("", "The Harbour"),
        ("untitled", "The Harbour"),
        ("Microsoft Word - draft3.docx", "The Harbour"),
        ("harbour_final.tex", "The Harbour"),
        ("  \x00\x07 ", "The Harbour"),
    ],
)
def test_the_title_is_the_files_own_unless_a_program_made_it_up(named: str, title: str):
    drawn = [Drawn(72, 80, "The Harbour", 22, BOLD), *column(72, 160, LEFT)]
    assert read(printed(drawn, title=named)).title == title


def numbered_pages(count: int) -> list[list[Drawn]]:
    names = ["Amber", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Ginkgo", "Hazel"]
    return [
        [
            Drawn(72, 40, "Annual Report of the Harbour", 9),
            *column(72, 100, [f"{names[at]} trees line the road to the harbour.", *LEFT[1:]]),
            Drawn(72 if at % 2 else 450, 800, f"Page {at + 1} of {count}", 9),
        ]
        for at in range(count)
    ]


def test_page_numbers_are_dropped_and_the_first_copy_of_a_running_head_and_the_pages_kept():
    parsed = read(printed(*numbered_pages(6)))
    assert parsed.text.startswith("Annual Report of the Harbour\n\nAmber")
    assert parsed.text.count("Annual Report") == 1
    assert "Page" not in parsed.text
    assert [page_of(parsed, name) for name in ("Amber", "Cedar", "Fir")] == [1, 3, 6]


@pytest.mark.parametrize("style", ["{}", "– {} –", "roman"])
def test_bare_page_numbers_are_dropped(style: str):
    romans, names = ["i", "ii", "iii", "iv"], ["Amber.", "Birch.", "Cedar.", "Dogwood."]
    numbers = [romans[at] if style == "roman" else style.format(at + 7) for at in range(4)]
    pages = [
        [Drawn(72, 100, name), Drawn(290, 800, number)] for name, number in zip(names, numbers, strict=True)
    ]
    assert blocks(read(printed(*pages))) == names


def test_figures_that_count_no_pages_are_kept():
    values = ["812", "40", "3391", "7"]
    pages = [[Drawn(72, 60, value), *column(72, 100, LEFT)] for value in values]
    assert [block for block in blocks(read(printed(*pages))) if block.isdigit()] == values


def test_the_rows_of_a_table_are_lines_with_each_value_after_its_head():
    rows = [("Station", "Height", "Opened"), ("Norwood", "412 m", "1987"), ("Easton", "38 m", "2003")]
    table = [
        Drawn(72 + 120 * across, 250 + 18 * down, cell)
        for down, row in enumerate(rows)
        for across, cell in enumerate(row)
    ]
    found = blocks(read(printed([*column(72, 100, LEFT), *table, *column(72, 400, RIGHT)])))
    assert found == [
        " ".join(LEFT),
        "Station · Height · Opened",
        "Station: Norwood · Height: 412 m · Opened: 1987",
        "Station: Easton · Height: 38 m · Opened: 2003",
        " ".join(RIGHT),
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_upright(turn: int):
    assert blocks(read(printed(column(72, 100, LEFT), turn=turn))) == [" ".join(LEFT)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_that_runs_up_the_page_is_read_upright(turn: int):
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    canvas.translate(300, 400)
    canvas.rotate(turn)
    for at, words in enumerate(LEFT):
        canvas.drawString(-150, 40 - LEADING * at, words)
    canvas.save()
    assert blocks(read(data.getvalue())) == [" ".join(LEFT)]


def test_a_stamp_in_the_margin_does_not_cut_into_the_text():
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    canvas.drawString(72, 700, LEFT[0])
    canvas.saveState()
    canvas.translate(30, 300)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Preprint of 4 May")
    canvas.restoreState()
    canvas.drawString(72, 700 - LEADING, LEFT[1])
    canvas.save()
    assert blocks(read(data.getvalue())) == [" ".join(LEFT[:2]), "Preprint of 4 May"]


def test_a_page_without_text_keeps_its_number():
    parsed = read(printed([], column(72, 100, LEFT), [], column(72, 100, RIGHT), []))
    assert len(parsed.pages) == 5
    assert (page_of(parsed, "The harbour"), page_of(parsed, "The ferry")) == (2, 4)


def test_a_scanned_file_is_named_with_the_remedy():
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.save()
    with pytest.raises(
        DocumentError, match="pictures without text, as from a scanner; ask for text recognition"
    ):
        read(data.getvalue())


def test_an_encrypted_file_is_named_and_one_with_an_empty_password_just_opens():
    with pytest.raises(DocumentError, match="encrypted and needs a password; save a copy without one"):
        read(printed(column(72, 100, LEFT), password="secret"))
    assert blocks(read(printed(column(72, 100, LEFT), password=""))) == [" ".join(LEFT)]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF", b"PK\x03\x04", b"\0" * 2000, b"no pdf at all"])
def test_what_is_no_pdf_is_refused(data: bytes):
    with pytest.raises(DocumentError, match="damaged or not a PDF; print or save it anew as PDF"):
        read(data)


def test_more_pages_than_the_limit_are_refused():
    data = printed(*numbered_pages(4))
    with pytest.raises(DocumentError, match="it has 4 pages and may have 3; split it first"):
        LOADERS[".pdf"](data, Limits(max_pages=3))
    assert LOADERS[".pdf"](data, Limits(max_pages=4)).pages


def test_a_page_of_more_characters_than_a_page_can_show_is_refused():
    content = zlib.compress(b"BT /F 9 Tf 72 700 Td " + b"(abcdefgh) Tj " * 70_000 + b"ET", 9)
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj "
    stream = b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj " % (
        len(content),
        content,
    )
    font = (
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj trailer<</Root 1 0 R/Size 6>>\n%%EOF"
    )
    data = head + page + stream + font
    assert len(data) < 5_000
    with pytest.raises(
        DocumentError, match="its page 1 holds 560,000 characters and may hold 500,000; split it"
    ):
        read(data)


def test_what_was_filled_into_a_form_is_read():
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    canvas.drawString(72, 700, "Name of the harbour master:")
    canvas.acroForm.textfield(name="master", value="Anna Lindqvist", x=250, y=690, width=200, height=20)
    canvas.save()
    assert "Anna Lindqvist" in read(data.getvalue()).text


def test_scripts_and_links_in_a_file_are_let_be():
    writer = PdfWriter(io.BytesIO(printed(column(72, 100, LEFT))))
    script = {"/S": "/JavaScript", "/JS": "app.launchURL('http://192.0.2.1/');"}
    names = {NameObject(key): TextStringObject(value) for key, value in script.items()}
    names[NameObject("/S")] = NameObject("/JavaScript")
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(names)
    writer.add_uri(0, "http://192.0.2.1/", (0, 0, 600, 800))
    writer.add_attachment("evil.sh", b"#!/bin/sh\ntouch /tmp/evil")
    data = io.BytesIO()
    writer.write(data)
    assert blocks(read(data.getvalue())) == [" ".join(LEFT)]


def test_citations_of_hostile_pdfs_are_exact(
    hostile_texts: dict[str, str], tmp_path: Path, spelled: Callable[[str], bytes]
):
    for name, hostile in hostile_texts.items():
        text = hostile.replace("\r\n", "\n").replace("\r", "\n")
        (tmp_path / f"{name}.pdf").write_bytes(spelled(f"{text}\nThe licence fee is 40 dollars a year."))
    index = Index.build([tmp_path])
    assert len(index.documents) == len(hostile_texts)
    for name, document in index.documents.items():
        answer = ask("How much is the licence fee?", index, document=name)
        check_citations(index, answer.citations)
        assert answer.nearest
        for hit in answer.nearest:
            assert document.text[hit.passage.start : hit.passage.end] == hit.passage.text, name
            assert hit.passage.page == 1


@pytest.mark.parametrize("word", ["\u0131", "\u0130", "x\u0131", "iiiiiiiiii"])
def test_letters_that_only_look_like_page_numbers_do_no_harm(word: str, spelled: Callable[[str], bytes]):
    """Fuzzing found the dotless i, which is an i to a pattern that ignores case."""
    assert read(spelled(f"{word}\nThe harbour.")).text.split() == [word, "The", "harbour."]


def check_citations(index: Index, citations: Sequence[object]) -> None:
    for citation in citations:
        document = index.documents[citation.document]
        assert document.text[citation.start : citation.end] == citation.quote != ""
        assert citation.page == document.page_at(citation.start)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Three pages; the fee stands on the third."""
    pages = numbered_pages(3)
    pages[2] += column(
        72, 300, ["The mooring fee of Norwood harbour is 85 crowns", "a night, payable on arri-", "val."]
    )
    path = tmp_path / "harbour.pdf"
    path.write_bytes(printed(*pages))
    return path


def test_a_citation_names_its_page(book: Path):
    index = Index.build([book])
    answer = ask("What is the mooring fee of Norwood harbour?", index)
    assert answer.answered
    assert [citation.page for citation in answer.citations] == [3]
    assert "85 crowns a night, payable on arrival." in answer.citations[0].quote
    check_citations(index, answer.citations)


def test_the_command_line_shows_the_page(
    book: Path, qa_here: Callable[..., subprocess.CompletedProcess[str]]
):
    question = "What is the mooring fee of Norwood harbour?"
    told = qa_here("ask", question, "--file", book)
    assert "harbour.pdf · page 3 · " in told.stdout, told.stderr
    made = json.loads(qa_here("ask", question, "--file", book, "--json").stdout)
    assert made["citations"][0]["page"] == made["citations"][0]["passage"]["page"] == 3


def test_without_the_package_the_line_to_install_it_is_named(tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(printed(column(72, 100, LEFT)))
    code = (
        "import sys; sys.modules['pypdfium2'] = None\n"
        "from index import Document, DocumentError\n"
        f"try: Document.open({str(path)!r})\n"
        "except DocumentError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'cited-qa[pdf]'" in done.stdout


def test_a_document_reads_its_file_and_names_it_in_errors(tmp_path: Path):
    path = tmp_path / "a.PDF"
    path.write_bytes(printed(column(72, 100, LEFT), column(72, 100, RIGHT)))
    document = Document.open(path)
    assert document.page_at(document.text.index("ferry")) == 2
    path.write_bytes(b"%PDF-1.4 and nothing more")
    with pytest.raises(DocumentError, match=r"a\.PDF: it is damaged"):
        Document.open(path)


SAMPLE = printed(
    *([*page, Drawn(320, 100, "beside"), Drawn(72, 500, "Head", 16, BOLD)] for page in numbered_pages(2)),
    title="T",
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=12),
    st.integers(0, len(SAMPLE)) | st.just(len(SAMPLE)),
)
def test_a_damaged_file_is_read_or_refused(changes: list[tuple[int, int]], length: int):
    data = bytearray(SAMPLE)
    for at, value in changes:
        data[at] = value
    with suppress(DocumentError):
        check(read(bytes(data[:length])), may_trail=True)


LINE = st.tuples(
    st.integers(0, 50),
    st.integers(0, 30),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12),
    st.sampled_from([8, 11, 11, 16]),
    st.sampled_from([PLAIN, BOLD]),
)


@given(st.lists(st.lists(LINE, max_size=12), min_size=1, max_size=3))
def test_no_letter_is_lost_wherever_it_stands(pages: list[list[tuple[int, int, str, int, str]]]):
    # Two columns of lines that don't overlap: PDFium takes one letter printed upon the same for bold type.
    drawn = [
        [
            Drawn(20 + 290 * (at % 2) + x, 30 + 60 * (at // 2) + y, *rest)
            for at, (x, y, *rest) in enumerate(page)
        ]
        for page in pages
    ]
    # Heads that repeat are dropped on purpose: each line is made one of its kind.
    drawn = [
        [
            line._replace(words=f"{chr(97 + page) * 3}{chr(97 + at) * 3} {line.words}")
            for at, line in enumerate(lines)
        ]
        for page, lines in enumerate(drawn)
    ]
    data = printed(*drawn)
    if not any(drawn):
        return
    parsed = read(data)
    check(parsed, may_trail=True)
    raw = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    # The head of a column stands at each of its values.
    assert not Counter(filter(str.isalnum, raw)) - Counter(filter(str.isalnum, parsed.text))
