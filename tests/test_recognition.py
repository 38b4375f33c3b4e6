"""Text recognition: pages that are pictures are read with `--ocr`, and what comes of it says so."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from index import Document, DocumentError, Index, Limits, Rules
from qa import ask

LEASE = [
    "The rent of the mill house is 640 euros a month.",
    "The tenant may keep two cats but no dogs.",
    "Notice is given three months before the end.",
]


def printed(canvas: Canvas, lines: list[str]) -> None:
    canvas.setFont("Helvetica", 12)
    for at, words in enumerate(lines):
        canvas.drawString(72, 700 - 40 * at, words)
    canvas.showPage()


def scanned(canvas: Canvas, lines: list[str]) -> None:
    data = io.BytesIO()
    page = Canvas(data, pagesize=A4)
    printed(page, lines)
    page.save()
    picture = pypdfium2.PdfDocument(data.getvalue())[0].render(scale=1.6, grayscale=True).to_pil()
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.showPage()


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A printed page, a scanned one and an empty one."""
    path = tmp_path_factory.mktemp("scans") / "letter.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    printed(canvas, ["The lease is attached."])
    scanned(canvas, LEASE)
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(scope="module")
def kept(letter: Path) -> Path:
    """An index of that letter, its scanned page read."""
    rules = Rules(limits=Limits(ocr=True, timeout_seconds=600))
    Index.build([letter], letter.parent / "index", rules=rules)
    return letter.parent / "index"


def test_a_scanned_page_is_read_and_its_citations_say_that_it_was_recognised(kept: Path):
    index = Index.open(kept)
    document = index.documents["letter.pdf"]
    assert document.recognised == (2,)
    assert all(words in document.text for words in LEASE)
    answer = ask("How much is the rent of the mill house?", index)
    assert [(one.page, one.recognised, one.quote) for one in answer.citations] == [(2, True, LEASE[0])]
    assert answer.to_dict()["citations"][0]["recognised"] is True
    assert not document.is_recognised(0, document.text.index("attached"))


def test_the_command_line_says_that_a_citation_was_recognised(
    kept: Path, qa_here: Callable[..., subprocess.CompletedProcess[str]]
):
    told = qa_here("ask", "May the tenant keep dogs?", "--index", kept)
    assert LEASE[1] in told.stdout, told.stderr
    assert "letter.pdf · page 2 · recognised text · line 5" in told.stdout


def test_a_scanned_page_that_is_not_read_is_told(letter: Path):
    document = Document.open(letter)
    assert document.text == "The lease is attached."
    assert document.recognised == ()
    (note,) = document.notes
    assert str(note) == "Its page 2 is a picture without text; ask for text recognition."


def test_a_file_of_pictures_names_the_option(tmp_path: Path):
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    scanned(canvas, LEASE)
    canvas.save()
    with pytest.raises(DocumentError, match="as from a scanner; ask for text recognition"):
        Document.open(path)


def test_without_the_package_the_line_to_install_it_is_named(letter: Path):
    code = (
        "import sys; sys.modules['rapidocr'] = None\n"
        "from index import Document, DocumentError, Limits\n"
        f"try: Document.open({str(letter)!r}, limits=Limits(ocr=True))\n"
        "except DocumentError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'cited-qa[ocr]'" in done.stdout


def test_the_option_is_refused_where_no_file_is_read(
    qa_here: Callable[..., subprocess.CompletedProcess[str]],
):
    done = qa_here("ask", "What is due?", "--ocr")
    assert done.returncode == 2
    assert "name them with --file" in done.stderr
