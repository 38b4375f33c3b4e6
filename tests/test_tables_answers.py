"""Answers from tables: the cell that is asked for, cited by row and column."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from table_makers import FERRIES, built, csv

from index import Document, Index
from index.loaders.grid import Grid
from index.passages import cut
from qa import ask
from qa.app.quoting import as_text
from qa.app.source import Mark, render_document
from qa.app.turn import Turn
from qa.fitted import ReaderSize
from qa.reader import Reader

STAFF = """Name,Department,Room,Extension
Agnes Holm,Payroll,B12,4410
Bruno Salas,Legal,C03,4527
Ewa Lis,Purchasing,C21,4533
Farid Nouri,Legal,C04,4528
"""


def test_a_span_is_one_cell_without_its_head():
    document = Document.from_parsed("ferries.csv", csv(FERRIES))
    (passage,) = cut(document)
    asked = ["What does the ferry from Turku to Stockholm cost?", "When does it leave Oslo?", "Which boat?"]
    for question in asked:
        for one in Reader.load().read(question, [passage])[0].sentences:
            assert one.span in passage.cells
    (reading,) = Reader.load().read(asked[0], [passage])
    turku = next(one for one in reading.sentences if "Turku" in document.text[slice(*one.sentence)])
    assert document.text[slice(*turku.span)] == "38 euros"


def test_in_a_long_cell_a_part_may_be_the_answer():
    note = "The old crane was sold to a yard in Gdansk for 900 euros. " * 2 + "It had stood there since 1911."
    document = Document.from_parsed("t", built(Grid([["Item", "Note"], ["Crane", note], ["Shed", "Empty."]])))
    (passage,) = cut(document)
    (reading,) = Reader.load().read("For how much was the crane sold?", [passage])
    assert document.text[reading.start : reading.end] == "900 euros"


def test_the_cell_under_the_named_head_is_meant_and_not_one_that_the_question_knows():
    rows = [["Name", "Room", "Extension", "Deputy"], ["Eva Lisk", "C21", "4533", "Dana Orly"]]
    rows.append(["Karl Wenk", "A41", "4421", "Eva Lisk"])
    document = Document.from_parsed("t", built(Grid(rows, declared=1)))
    (passage,) = cut(document)
    for question, right in (
        ("What is Eva Lisk's extension?", "4533"),
        ("In which room does Eva Lisk sit?", "C21"),
        ("Who is the deputy of Eva Lisk?", "Dana Orly"),
        ("What is the name of the one with extension 4533?", "Eva Lisk"),
    ):
        (reading,) = Reader.load().read(question, [passage])
        row = next(one for one in reading.sentences if "C21" in document.text[slice(*one.sentence)])
        assert document.text[slice(*row.span)] == right


def test_a_citation_says_row_and_column(
    tmp_path: Path, qa_here: Callable[..., subprocess.CompletedProcess[str]]
):
    file = tmp_path / "staff.csv"
    file.write_text(STAFF, encoding="utf-8")
    question = "What is Ewa Lis's extension?"
    index = Index.build([file])
    answer = ask(question, index, threshold=0)
    citation = answer.citations[0]
    assert (citation.row, citation.column) == (4, "Extension")
    assert index.documents["staff.csv"].text[citation.span_start : citation.span_end] == "4533"
    turn = Turn(question, answer, documents=index.documents)
    assert "staff.csv, line 4 · row 4 · column Extension" in as_text(answer, turn.spot)
    told = qa_here("ask", question, "-f", file, "--threshold", "0")
    assert "· row 4 · column Extension" in told.stdout


def test_a_row_that_mentions_another_does_not_stand_for_it(tmp_path: Path):
    file = tmp_path / "staff.csv"
    file.write_text(
        "Name,Department,Room,Extension,Deputy\n"
        "Agda Holm,Payroll,B12,4410,Carl Wenk\n"
        "Agda Holt,Stores,B21,4401,Karl Wenk\n"
        "Carl Wenk,Payroll,B14,4412,Agda Holm\n"
        "Karl Wenk,Stores,A41,4421,Agda Holt\n"
        "Dima Orlo,Stores,A01,4105,Dana Orly\n"
        "Dana Orly,Purchasing,A10,4150,Dima Orlo\n",
        encoding="utf-8",
    )
    index = Index.build([file])
    for question, right in (
        ("What is the extension of Agda Holt?", "4401"),
        ("Which department does Dima Orlo work in?", "Stores"),
        ("What is the extension of Karl Wenk?", "4421"),
    ):
        assert ask(question, index).span == right


def test_a_cell_of_one_small_word_is_a_whole_answer(tmp_path: Path):
    file = tmp_path / "budget.csv"
    file.write_text(
        "Item,2023,Booked by\nFence,702 euros,chair\nSeeds,102 euros,treasurer\n", encoding="utf-8"
    )
    assert ask("Who booked the fence?", Index.build([file])).span == "chair"


def test_a_page_shows_a_table_with_the_cited_row_and_cell_marked():
    document = Document.from_parsed("ferries.csv", csv(FERRIES))
    row = document.tables[0].rows[2]
    price = list(row.cells())[2]
    marks = [Mark("1", row.start, row.end), Mark("1", price.start, price.end, exact=True)]
    shown = render_document(document, marks)
    assert shown.count("<tr") == 4
    assert '<th dir="auto">Route</th><th dir="auto">Departure</th><th dir="auto">Price</th>' in shown
    assert '<td dir="auto"><mark data-cites="1">08:45</mark></td>' in shown
    assert '<td dir="auto"><mark data-cites="1" data-exact="1">38 euros</mark></td>' in shown
    assert shown.count("<mark") == 3
    assert "Route: " not in shown


@pytest.fixture(scope="module")
def workshop(tmp_path_factory) -> Index:
    folder = tmp_path_factory.mktemp("workshop")
    services = "Basic service,45,60\nFull service,95,150\nWheel truing,22,40\nHand-built wheel,160,240\n"
    (folder / "bicycles.csv").write_text(f"Service,Price (£),Time (min)\n{services}", "utf-8")
    bikes = "City bike,14,60,50\nChild bike,8,32,30\nCargo bike,40,190,300\n"
    (folder / "hire.csv").write_text(f"Bike,Per day (£),Per week (£),Deposit (£)\n{bikes}", "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("How much does a full service of a bicycle cost?", "95"),
        ("What does wheel truing cost?", "22"),
        ("How much is the hand-built wheel?", "160"),
        ("How long does wheel truing take?", "40"),
        ("How much does it cost to hire a city bike per week?", "60"),
    ],
)
def test_the_cell_with_the_measure_asked_for_answers(workshop: Index, question: str, span: str):
    assert ask(question, workshop, threshold=0.0).span == span


def test_the_cheapest_is_the_row_with_the_least_in_the_column_of_the_unit(workshop: Index):
    assert ask("What is the cheapest bike to hire per day?", workshop).span == "Child bike"
    assert ask("What does the dearest bike cost per week?", workshop).span == "190"


def test_what_is_said_of_one_row_is_not_told_of_the_one_that_is_asked_for(tmp_path: Path):
    rows = "Wool blanket,40.00,withdrawn after May\nCotton blanket,25.00,two colours\nCotton sheet,12.00,\n"
    (tmp_path / "linen.csv").write_text(f"Article,Price (£),Remarks\n{rows}", "utf-8")
    index = Index.build([tmp_path])
    assert ask("When is the wool blanket withdrawn?", index, reader="large").span == "withdrawn after May"
    assert not ask("When is the cotton blanket withdrawn?", index).answered


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize("question", ["What is the rent of the barn?", "monthly rent for the barn"])
def test_a_row_that_names_two_things_is_that_of_each(
    tmp_path: Path, question: str, reader: ReaderSize | None
):
    rows = [
        "Barn and yard | EUR 910 per month | in advance, by the 3rd",
        "Paddock | EUR 1,700 per year | 1 April",
    ]
    rows += ["Stalls (six) | EUR 24 each per month | with the rent"]
    table = "\n".join(f"| {row} |" for row in ("Item | Amount | Due", "--- | --- | ---", *rows))
    file = tmp_path / "lease.md"
    file.write_text(f"# Lease of the farm\n\n## D. Rent and charges\n\n{table}\n", "utf-8")
    assert ask(question, Index.build([file]), reader=reader).span == "EUR 910 per month"


@pytest.mark.parametrize("reader", ["small", None])
def test_a_row_whose_name_is_partly_said_comes_before_one_of_another_thing(
    tmp_path: Path, reader: ReaderSize | None
):
    rows = [
        "11,Boathouse rent and heating,Moe,310,940,let since March 2031",
        "12,Coaches (retainer),Lund,540,580,",
    ]
    rows += ["13,Oars,Moe,95,120,", "14,Medical kit,Lund,66,70,"]
    text = "\n".join(("No.,Item,In charge,Actual 2031,Budget 2032,Remarks", *rows))
    (tmp_path / "plan_2032.csv").write_text(f"{text}\n", "utf-8")
    index = Index.build([tmp_path])
    assert ask("How much did the boathouse cost in 2031?", index, reader=reader, threshold=0.0).span == "310"


HALLS = """Hall,Seats,Half day,Full day,Evening,Deposit
Mill,180,140,240,190,300
Loft,60,75,130,95,150
Barn,25,40,70,50,50
Scullery,,35,60,45,100
"""


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("How many people fit in the Barn?", ["25"]),
        ("How many guests can we have in the Loft?", ["60"]),
        ("Which hall is cheapest for a full day?", ["Scullery"]),
        ("Which hall is the most expensive in the evening?", ["Mill"]),
        ("Which halls cost more than 100 for a full day?", ["Mill", "Loft"]),
        ("How much more is the Mill than the Loft for a full day?", ["240", "130"]),
        ("What is the price difference between the Loft and the Barn in the evening?", ["95", "50"]),
    ],
)
def test_prices_under_heads_of_time_alone_are_compared_and_seats_are_for_people(
    tmp_path: Path, question: str, answers: list[str]
):
    (tmp_path / "halls.csv").write_text(HALLS)
    answer = ask(question, Index.build([tmp_path]))
    assert [one.exact for one in answer.citations] == answers


ORCHARD = """Code,Post,Actual 2031,Plan 2032,Plan 2033,Looked after by,Remark
P1,Pickers and packers,41200,43900,44850,Foreman Rhys Amble,
P2,Diesel for the press,7480,5500,6800,Signe Rask,New burner since June
P3,Irrigation pumps,1930,2600,2950,Signe Rask,
P4,Crates and nets,5240,5600,6150,Imke Dorn,Price rise
P5,Wages of the cash desk,30240,31600,32150,Foreman Rhys Amble,
P10,"Bank, audit, sundry",2140,2200,2290,Odile Farrow,
,Total,88430,91400,95190,,
"""


@pytest.mark.parametrize("reader", ["small", None])
def test_who_is_told_by_the_row_whose_label_is_named_and_not_by_one_of_another_thing(
    tmp_path: Path, reader: ReaderSize | None
):
    (tmp_path / "orchard.csv").write_text(ORCHARD)
    asked = "Who keeps an eye on the crates budget?"
    assert ask(asked, Index.build([tmp_path]), reader=reader, threshold=0.0).span == "Imke Dorn"
