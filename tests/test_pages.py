"""Pages of a PDF: drawn as they are, with rectangles on exactly the words of the text that they stand for."""

from __future__ import annotations

import io
import os
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from index import Document, DocumentError, Index, Rectangle
from index.loaders.places import Place, Placing, unpacked, within
from index.originals import FOLDER

WIDTH, HEIGHT = A4
LEFT = (
    "The harbour of Norwood was built in the spring of",
    "1921. Its lighthouse stands forty metres high, well",
    "above the islands, and was paid for by the light-",
    "keepers of the coast, whose fund had grown since",
    "the winter storms. The keeper lived below the lamp.",
)
RIGHT = (
    "The ferry leaves at noon and takes two hours to",
    "the outer islands. In winter it sails on Sundays",
    "alone, and not at all when the north wind blows",
    "harder than seven. Tickets are sold on board for",
    "eleven crowns, and children travel free.",
)
SALES = (
    ("Region", "Year", "Sales"),
    ("North", "2021", "1,250"),
    ("South", "2022", "3,480"),
    ("East", "2023", "77"),
)


def drawn(*pages: Callable[[Canvas], None], turn: int = 0) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return turned(data.getvalue(), turn) if turn else data.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    writer, written = PdfWriter(clone_from=io.BytesIO(data)), io.BytesIO()
    for page in writer.pages:
        page.rotate(degrees)
    writer.write(written)
    return written.getvalue()


def lines(x: float, y: float, words: tuple[str, ...]) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for at, line in enumerate(words):
            canvas.drawString(x, HEIGHT - y - 14 * at, line)

    return draw


def columns(canvas: Canvas) -> None:
    for at, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(50, HEIGHT - 100 - 14 * at, left)
        canvas.drawString(320, HEIGHT - 100 - 14 * at, right)


def table(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 10)
    for at, row in enumerate(SALES):
        for column, words in enumerate(row):
            canvas.drawString(72 + 120 * column, HEIGHT - 100 - 20 * at, words)


def marks(canvas: Canvas) -> None:
    lines(72, 100, ("The area of the island is 45 km", "and no more of it is dry at high tide."))(canvas)
    canvas.setFont("Times-Roman", 7)
    canvas.drawString(72 + 147.5, HEIGHT - 96, "2")


def cropped(canvas: Canvas) -> None:
    canvas.setCropBox((40, 60, 500, 800))
    lines(72, 100, LEFT)(canvas)


SAMPLES = {
    "one column": lambda _: drawn(lines(72, 100, LEFT), lines(72, 200, RIGHT)),
    "two columns": lambda _: drawn(columns),
    "a page that is turned": lambda _: drawn(columns, turn=90),
    "a page on its head": lambda _: drawn(lines(72, 100, LEFT), turn=180),
    "a page that is cropped": lambda _: drawn(cropped),
    "a table": lambda _: drawn(table),
    "raised marks": lambda _: drawn(marks),
    "ligatures": lambda spelled: spelled(
        "The o\ufb03cer \ufb01led the \ufb02ow of e\ufb00ects\nand the \ufb01rst re\ufb02ex."
    ),
    "right to left": lambda spelled: spelled("םולש 1948 תנשב םירפסה לכ"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, spelled: Callable[[str], bytes]):
    """All samples, as files and as an index over them."""
    folder = tmp_path_factory.mktemp("pages")
    for name, make in SAMPLES.items():
        (folder / f"{name}.pdf").write_bytes(make(spelled))
    index = Index.build([folder])
    yield folder, index
    index.close()


def read_back(file: Path, rectangles: list[Rectangle]) -> str:
    """The characters whose middle lies in rectangles, one rectangle after another, white space aside."""
    document = pypdfium2.PdfDocument(file)
    found: list[str] = []
    for page_number, *edges in rectangles:
        page = document[page_number - 1]
        text_page = page.get_textpage()
        for at in range(text_page.count_chars()):
            left, bottom, right, top = text_page.get_charbox(at, loose=True)
            across, down = as_shown(page, (left + right) / 2, (bottom + top) / 2)
            if edges[0] < across < edges[2] and edges[1] < down < edges[3]:
                found.append(chr(pypdfium2.raw.FPDFText_GetUnicode(text_page, at)))
    return "".join("".join(found).split())


def as_shown(page, x: float, y: float) -> tuple[float, float]:
    """A point of a page in shares of what is shown of it, by the page's boxes and its rotation alone."""
    left, bottom, right, top = page.get_cropbox()
    across, up = (x - left) / (right - left), (y - bottom) / (top - bottom)
    turned = {0: (across, 1 - up), 90: (up, across), 180: (1 - across, up), 270: (1 - up, 1 - across)}
    return turned[page.get_rotation()]


def stretches(document: Document) -> list[tuple[int, int]]:
    """What to look at: each block, each word, and what begins and ends within words."""
    words = [match.span() for match in re.finditer(r"\S+", document.text)]
    if document.name == "ligatures.pdf":  # a letter of one has no place of its own
        return [*document.blocks, *words]
    inner = [(start + 1, end + 4) for start, end in words if end + 4 < len(document.text)]
    return [*document.blocks, *words, *inner]


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "a table"])
def test_what_is_marked_is_what_is_cited(made, name: str):
    folder, index = made
    document = index.documents[f"{name}.pdf"]
    looked_at = stretches(document)
    assert len(looked_at) > 7
    for start, end in looked_at:
        rectangles = index.page_rectangles(document.name, start, end)
        quote = "".join(document.text[start:end].split()).replace("^", "")
        shown = read_back(folder / document.name, rectangles)
        if name == "right to left":
            quote, shown = "".join(sorted(quote)), "".join(sorted(shown))
        assert shown == quote


def test_of_a_row_its_values_are_marked_where_they_are_printed(made):
    folder, index = made
    document = index.documents["a table.pdf"]
    (found,) = document.tables
    for row, printed in zip(found.rows, SALES, strict=True):
        rectangles = index.page_rectangles(document.name, row.start, row.end)
        assert read_back(folder / document.name, rectangles) == "".join(printed)
        for cell in row.cells():
            rectangles = index.page_rectangles(document.name, cell.start, cell.end)
            assert len(rectangles) == 1
            assert read_back(folder / document.name, rectangles) == printed[cell.column]


def test_a_line_of_print_has_one_rectangle(made):
    _, index = made
    document = index.documents["two columns.pdf"]
    assert len(index.page_rectangles(document.name, *document.blocks[0])) == len(LEFT)


def test_words_that_stand_elsewhere_in_the_file_by_now_are_not_marked(tmp_path: Path):
    file = tmp_path / "notes.pdf"
    file.write_bytes(drawn(lines(72, 100, LEFT)))
    index = Index.build([file])
    assert index.page_rectangles("notes.pdf", 0, 11)
    file.write_bytes(drawn(lines(72, 100, RIGHT)))
    assert index.page_sizes("notes.pdf") == ()
    assert index.page_rectangles("notes.pdf", 0, 11) == []
    with pytest.raises(DocumentError, match="there is no picture of this page; read its text"):
        index.page_image("notes.pdf", 1, 800)


def test_a_page_is_a_picture_of_about_the_width_that_is_asked_for(made):
    _, index = made
    assert index.page_sizes("one column.pdf") == ((pytest.approx(WIDTH), pytest.approx(HEIGHT)),) * 2
    (turned,) = index.page_sizes("a page that is turned.pdf")
    assert turned == (pytest.approx(HEIGHT), pytest.approx(WIDTH))
    for asked, drawn_at in ((1, 200), (700, 800), (1200, 1200), (9_000, 2400)):
        picture = index.page_image("one column.pdf", 2, asked)
        width, height = struct.unpack(">II", picture[16:24])
        assert (width, height) == (
            pytest.approx(drawn_at, abs=2),
            pytest.approx(drawn_at * HEIGHT / WIDTH, abs=2),
        )
    for page in (0, 3):
        with pytest.raises(DocumentError, match="there is no picture of this page"):
            index.page_image("one column.pdf", page, 800)


def test_what_is_no_pdf_has_no_pages_to_draw(article_index: Index, article_path: Path):
    assert article_index.page_sizes(article_path.name) == ()
    assert article_index.page_rectangles(article_path.name, 0, 10) == []


@pytest.mark.parametrize("kept_in", ["folder", "memory"])
def test_an_uploaded_file_is_kept_for_as_long_as_a_document_was_read_from_it(tmp_path: Path, kept_in: str):
    (tmp_path / "first.txt").write_text("The lamp burned for 77 nights.")
    upload = tmp_path / "sent" / "upload.pdf"
    upload.parent.mkdir()
    upload.write_bytes(drawn(lines(72, 100, LEFT)))
    path = tmp_path / "index" if kept_in == "folder" else None
    index = Index.build([tmp_path / "first.txt"], path=path)
    index.add_copy(upload, "harbour.pdf")
    index.add_copy(upload, "again.pdf")
    upload.unlink()
    index.rename("harbour.pdf", "the harbour")
    if path:
        index.close()
        index = Index.open(path)
    assert len(index.page_sizes("the harbour")) == 1
    assert index.page_rectangles("the harbour", 0, 11)
    index.remove("again.pdf")
    assert len(index.page_sizes("the harbour")) == 1
    index.remove("the harbour")
    if path:
        assert list((path / FOLDER).iterdir()) == []


def test_a_page_that_takes_too_long_is_told_and_tried_again_only_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pages = [lines(72, 100, words) for words in (LEFT, RIGHT, LEFT, RIGHT)]
    (tmp_path / "slow.pdf").write_bytes(drawn(*pages))
    (tmp_path / "quick.pdf").write_bytes(drawn(pages[0]))
    index = Index.build([tmp_path])

    told: list[str] = []

    def draw(page: int, name: str = "slow.pdf", width: int = 200) -> bool:
        try:
            return index.page_image(name, page, width).startswith(b"\x89PNG")
        except DocumentError as error:
            told.append(str(error))
            return False

    def too_late(page: int) -> None:
        with monkeypatch.context() as patched:
            patched.setattr("index.pages._SECONDS", 1e-4)
            assert not draw(page, width=2400)

    too_late(1)
    assert [draw(1), draw(2)] == [False, True]
    too_late(3)
    too_late(4)
    assert [draw(2), draw(3), draw(1, "quick.pdf")] == [True, False, True]
    assert all(words.endswith("its page takes too long to draw; read its text.") for words in told)
    with pytest.raises(DocumentError, match="too long"):
        index.page_image("slow.pdf", 2, 800)  # of such a file nothing more is drawn
    monkeypatch.setattr("index.pages._AGAIN_SECONDS", 0.0)
    assert all(map(draw, (1, 2, 3, 4)))
    index.close()


@pytest.mark.parametrize("box", ["0 0 0.001 1000000", "0 0 1 100000000", "9000 9000 9001 9001"])
def test_a_page_of_no_shape_to_be_drawn_is_told_and_kills_nothing(tmp_path: Path, box: str):
    plain = drawn(lines(72, 100, LEFT))
    size = re.search(rb"/MediaBox \[.*?\]", plain)
    assert size
    crop = b"/CropBox" if box.startswith("9") else b"/MediaBox"
    boxes = (size[0] if crop == b"/CropBox" else b"") + crop + b" [" + box.encode() + b"]"
    (tmp_path / "odd.pdf").write_bytes(plain.replace(size[0], boxes))
    (tmp_path / "plain.pdf").write_bytes(plain)
    index = Index.build([tmp_path])
    assert len(index.page_sizes("plain.pdf")) == 1
    with pytest.raises(DocumentError, match="which cannot be drawn; read its text"):
        index.page_sizes("odd.pdf")
    with pytest.raises(DocumentError, match="which cannot be drawn; read its text"):
        index.page_image("odd.pdf", 1, 200)
    index.close()


@pytest.mark.parametrize("now", ["a pipe", "a device", "a folder", "nothing"])
def test_what_took_the_place_of_a_file_is_not_waited_for(tmp_path: Path, now: str):
    file = tmp_path / "harbour.pdf"
    file.write_bytes(drawn(lines(72, 100, LEFT)))
    index = Index.build([file])
    file.unlink()
    make = {
        "a pipe": os.mkfifo,
        "a device": lambda path: path.symlink_to("/dev/zero"),
        "a folder": Path.mkdir,
        "nothing": lambda _: None,
    }
    make[now](file)
    assert index.page_sizes("harbour.pdf") == ()
    assert index.page_rectangles("harbour.pdf", 0, 11) == []
    index.close()


@given(
    st.lists(st.lists(st.integers(-1, 400), max_size=30), max_size=8),
    st.integers(0, 250),
    st.integers(0, 250),
)
def test_places_come_out_of_their_packing_as_they_went_in(
    given_places: list[list[int]], start: int, end: int
):
    placing, told, text_at = Placing(), {}, 0
    for page, at in enumerate(given_places, 1):
        placing.add(text_at, page, at)
        told |= {text_at + offset: (page, one) for offset, one in enumerate(at) if one >= 0}
        text_at += len(at) + 2
    found = unpacked(placing.packed())
    assert found == sorted(found)
    read = {
        place.start + n: (place.page, place.at + n) for place in found for n in range(place.end - place.start)
    }
    # What lies between two characters of a line, such as a space, may be taken to be the one between them.
    assert told.items() <= read.items()
    cut: list[Place] = list(within(found, start, end))
    assert all(start <= place.start < place.end <= end for place in cut)
    read_cut = {
        place.start + n: (place.page, place.at + n) for place in cut for n in range(place.end - place.start)
    }
    assert read_cut == {offset: one for offset, one in read.items() if start <= offset < end}
