"""Overviews: what a document is, in its own words."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from index import Document, Index, UnknownDocument
from qa import Overview, ask, overview
from qa.app.card import render_card

KINDS = Path(__file__).parent / "benchmarks" / "kinds"


@pytest.fixture(scope="module")
def index(article_path: Path) -> Index:
    return Index.build(
        [KINDS / "river-article.md", KINDS / "lease.txt", KINDS / "outage-review.md", article_path]
    )


def check(told: Overview, document: Document) -> None:
    """What holds for any overview."""
    assert told.sentences
    assert [one.n for one in told.sentences] == list(range(1, len(told.sentences) + 1))
    assert [one.start for one in told.sentences] == sorted(one.start for one in told.sentences)
    for one in told.sentences:
        assert document.text[one.start : one.end] == one.quote != ""
        assert one.passage.start <= one.start < one.end <= one.passage.end
    for mention in (*told.names, *told.dates, *told.amounts):
        words = [" ".join(document.text[slice(*place)].split()) for place in mention.places]
        assert mention.text in words
        assert mention.count == len(set(mention.places)) > 0
    for heading in told.outline:
        assert document.section_at(heading.start).heading == heading.words


def test_an_overview_tells_title_length_headings_and_what_is_mentioned(index: Index):
    told = overview(index, "river-article.md")
    document = index.documents["river-article.md"]
    check(told, document)
    assert (told.title, told.pages) == ("River Aldrane", None)
    assert told.words == len(document.text.split())
    assert [heading.words for heading in told.outline][:3] == ["River Aldrane", "Course", "Tributaries"]
    assert {heading.level for heading in told.outline} == {1, 2}
    assert told.names[0].text == "Dunmere"
    assert "22 April 1954" in [date.text for date in told.dates]
    assert "412 kilometres" in [amount.text for amount in told.amounts]


def test_the_telling_sentences_say_what_it_is_and_do_not_repeat_themselves(index: Index):
    river, outage = (overview(index, name).sentences for name in ("river-article.md", "outage-review.md"))
    assert river[0].quote == "The Aldrane is a river in the north-east of Kerremark."
    assert any("could not buy or change tickets for 3 hours and 52 minutes" in one.quote for one in outage)
    assert len({one.quote for one in (*river, *outage)}) == len(river) + len(outage) == 16
    assert not any(one.quote.lstrip().startswith(("|", "#", "- ")) for one in (*river, *outage))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Minutes of 3 May\n\nThe meeting was opened at nine o'clock by the chair of the board.",
            "Minutes of 3 May",
        ),
        ("The meeting was opened at nine o'clock by the chair of the board.", "a.txt"),
    ],
)
def test_a_document_without_a_title_goes_by_its_first_line_or_its_name(text: str, title: str):
    assert overview(Index.from_texts({"a.txt": text}), "a.txt").title == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "COOT CLUB\n14 Mill Lane\n\nMinutes of the General Meeting held on 4 May 2026\n\nAda came.",
            "Minutes of the General Meeting",
        ),
        ("# Elm Trust\n\n## Board meeting minutes\n\nAda was there.", "Board meeting minutes"),
        ("# Elm Trust\n\n## 1. Minutes of the last meeting\n\nApproved.", "Elm Trust"),
        ("# Elm Trust\n\nMinutes: Ada Stone\n\nThe hall was painted.", "Elm Trust"),
    ],
)
def test_minutes_under_the_name_of_an_association_go_by_what_they_are_of(
    tmp_path: Path, text: str, title: str
):
    (tmp_path / "paper.md").write_text(text, "utf-8")
    assert overview(Index.build([tmp_path]), "paper.md").title == title


def test_a_pdf_that_a_program_named_anonymous_has_no_such_title(tmp_path: Path):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "offer.pdf"))
    canvas.setTitle("(anonymous)")
    canvas.drawString(72, 700, "We offer to paint the whole house by June for 400 dollars.")
    canvas.showPage()
    canvas.save()
    told = overview(Index.build([tmp_path / "offer.pdf"]), "offer.pdf")
    assert (told.title, told.pages) == ("offer.pdf", 1)
    assert told.sentences[0].page == 1


def test_of_a_long_document_only_so_many_sentences_are_compared(monkeypatch: pytest.MonkeyPatch):
    kept = "The lock keeper of gate {} wrote down that {} barges had gone through."
    long = Index.from_texts({"long.txt": "\n\n".join(kept.format(n, n * 7) for n in range(600))})
    compared: list[str] = []
    vectors = long.vectors

    def counted(texts):
        compared.extend(texts)
        return vectors(texts)

    monkeypatch.setattr(long, "vectors", counted)
    check(overview(long, "long.txt"), long.documents["long.txt"])
    assert len(compared) <= 301


def test_an_unknown_document_is_told_by_name(index: Index):
    with pytest.raises(UnknownDocument, match=r"nothing\.txt"):
        overview(index, "nothing.txt")


def test_a_sentence_that_is_repeated_is_told_once():
    boilerplate = "The provisions of this part apply to the premises without prejudice to any other right."
    parts = (
        f"Part {n}\n\n{boilerplate}\n\nThe mill number {n} was built by the river in 18{n}0."
        for n in range(1, 8)
    )
    index = Index.from_texts({"a.txt": "\n\n".join(parts)})
    told = [one.quote for one in overview(index, "a.txt").sentences]
    assert len(set(told)) == len(told) == 8


def test_hostile_texts_have_overviews(hostile_text: str):
    index = Index.from_texts({"a.txt": hostile_text})
    check(overview(index, "a.txt"), index.documents["a.txt"])


def test_of_a_list_of_prices_the_heads_and_the_first_rows_are_told(tmp_path: Path):
    rows = "".join(f"Tent {size},{10 * size}.00\n" for size in range(1, 9))
    (tmp_path / "tents.csv").write_text(f"Item,Price per day (£)\n{rows}", "utf-8")
    index = Index.build([tmp_path])
    told = overview(index, "tents.csv").sentences
    assert "Price per day" in told[0].quote
    assert "Tent 1" in told[1].quote
    assert "8 rows in tables" in ask("What is this about?", index).statement


def test_of_a_budget_the_heads_the_largest_rows_and_the_total_are_told_and_sums_with_their_unit(tmp_path):
    rows = "".join(f"Item {size},{10 * size}0,{11 * size}0\n" for size in (3, 9, 1, 8, 2, 4, 5))
    (tmp_path / "costs.csv").write_text(
        f"Item,Budget 2025 (£),Actual 2025 (£)\n{rows}Total,3200,3520\n", "utf-8"
    )
    index = Index.build([tmp_path])
    found = overview(index, "costs.csv")
    told = [one.quote.split(" · ")[0].removeprefix("Item: ") for one in found.sentences]
    assert told == ["Item", "Item 9", "Item 8", "Item 5", "Total"]
    assert [(one.text, one.unit) for one in found.amounts[:3]] == [("3520", "£"), ("3200", "£"), ("990", "£")]
    assert all(index.documents["costs.csv"].text[slice(*one.places[0])] == one.text for one in found.amounts)


def test_of_many_names_the_first_are_told_and_how_many_more_there_are():
    people = [f"Ada {last}" for last in "Ames Bell Cole Dunn Ekman Frey Gale Hart Ives Judd".split()]
    index = Index.from_texts({"a.txt": f"Those who came were {', '.join(people)}."})
    told = overview(index, "a.txt")
    assert [one.text for one in told.names] == people[:8]
    assert told.more_names == 2
    assert "and 2 more" in render_card(told, index.documents["a.txt"])


def test_of_a_workbook_the_titles_notes_heads_and_totals_of_its_sheets_are_told(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.title = "Hire"
    for row in (
        ["Quayside canoe hire, prices in EUR per day"],
        [],
        ["Boat", "June to August", "Other months"],
        *([f"Canoe {size}", 10 * size, 8 * size] for size in range(1, 7)),
        ["* A deposit of 40 EUR is taken for each boat"],
    ):
        book.active.append(row)
    sheet = book.create_sheet("Stock")
    for row in (["Boats in the shed"], ["Kind", "Pieces"], ["Paddles", 61], ["Vests", 48], ["Total", 109]):
        sheet.append(row)
    book.save(tmp_path / "hire.xlsx")
    index = Index.build([tmp_path])
    told = ask("What is this about?", index)
    assert "Hire, Stock" in told.statement
    quotes = [one.quote for one in told.citations]
    for line in (
        "Quayside canoe hire, prices in EUR per day",
        "Boat · June to August · Other months",
        "* A deposit of 40 EUR is taken for each boat",
        "Boats in the shed",
        "Kind · Pieces",
        "Kind: Total · Pieces: 109",
    ):
        assert line in quotes
    assert not any("Canoe 1" in quote or "Paddles" in quote for quote in quotes)
    text = index.documents["hire.xlsx"].text
    assert all(text[one.start : one.end] == one.quote for one in told.citations)
