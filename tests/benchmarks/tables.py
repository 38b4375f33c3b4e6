"""Tables: whether a question for a row and a column finds the cell, from every format that has tables.

Four tables with values that look alike are written as CSV, XLSX, HTML, DOCX, PPTX, Markdown and PDF, and 24
questions asked of each: does the value stand in the first quote, and is the marked span exactly the cell?

With --tatqa, a file in the form of TAT-QA (Zhu et al., 2021) is asked instead, a list of
`{table: [[cell]], questions: [{question, answers, type, from}]}`: each table alone as an HTML page, of the
questions on tables those whose answer is one cell.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import lzma
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from index import Index
from qa import ask

Rows = list[list[str]]


class Asked(NamedTuple):
    """A question for one cell, and its value."""

    question: str
    value: str


class Sample(NamedTuple):
    """A table with its title and questions."""

    name: str
    title: str
    rows: Rows
    questions: list[Asked]


def rows_of(text: str) -> Rows:
    return [line.split(";") for line in text.strip().splitlines()]


SAMPLES = [
    Sample(
        "berths",
        "Berths in the north basin",
        rows_of("""Berth;Boat;Owner;Length (m);Yearly fee (euros);Paid until
N01;Seagull;Ines Dahl;8.4;412;03/2025
N02;Sea Holly;Ivo Dahl;8.9;421;04/2025
N03;Seal;Ina Dalby;9.4;441;03/2026
N04;Sea Lark;Ivar Dalen;9.8;414;05/2025
N05;Seaworthy;Inga Dale;8.8;424;04/2026
N06;Searcher;Isak Dall;9.1;444;05/2026
N07;Season;Ilse Damm;8.1;142;06/2025
N08;Sea Rose;Igor Dane;9.9;241;06/2026
N09;Seaside;Ida Dahlen;8.6;411;07/2025
N10;Seabird;Iris Dam;9.3;422;07/2026"""),
        [
            Asked("Who owns the boat Sea Lark?", "Ivar Dalen"),
            Asked("What is the yearly fee for berth N05?", "424"),
            Asked("Until when is berth N08 paid?", "06/2026"),
            Asked("How long is the Seabird?", "9.3"),
            Asked("Which boat lies at berth N02?", "Sea Holly"),
            Asked("Which berth does Ilse Damm have?", "N07"),
        ],
    ),
    Sample(
        "rainfall",
        "Rainfall by station",
        rows_of("""Station;Height (m);January (mm);April (mm);July (mm);October (mm);Observer
Upper Tarn;612;118;81;64;121;Moira Pell
Lower Tarn;421;108;71;46;112;Moira Pike
Tarn Bridge;318;98;61;54;102;Maura Pell
Tarnfoot;216;88;18;45;99;Myra Pole
Old Tarn;512;181;84;74;122;Miro Peel
New Tarn;521;111;48;47;111;Mira Pool
Tarn Moor;625;128;82;65;131;Moray Pill
Tarnside;261;89;17;56;98;Maria Pell"""),
        [
            Asked("How much rain fell at Tarnfoot in April?", "18"),
            Asked("What was the rainfall at Old Tarn in January?", "181"),
            Asked("Who is the observer at Tarn Bridge?", "Maura Pell"),
            Asked("How high is the station New Tarn?", "521"),
            Asked("What was the October rainfall at Tarn Moor?", "131"),
            Asked("How much rain did Lower Tarn have in July?", "46"),
        ],
    ),
    Sample(
        "staff",
        "Staff of the registry",
        rows_of("""Name;Department;Room;Extension;Start year;Deputy
Agda Holm;Payroll;B12;4410;2009;Carl Wenk
Agda Holt;Stores;B21;4401;2010;Karl Wenk
Bruno Sal;Legal;C03;4527;2015;Fadi Nour
Bruna Sale;Legal;C30;4572;2016;Fred Noor
Carl Wenk;Payroll;B14;4412;2018;Agda Holm
Karl Wenk;Stores;A41;4421;2017;Agda Holt
Dima Orlo;Stores;A01;4105;2001;Dana Orly
Dana Orly;Purchasing;A10;4150;2002;Dima Orlo
Eva Lisk;Purchasing;C21;4533;2020;Dana Orly
Fadi Nour;Legal;C04;4528;2011;Bruno Sal"""),
        [
            Asked("What is Eva Lisk's extension?", "4533"),
            Asked("In which room does Karl Wenk sit?", "A41"),
            Asked("Who is the deputy of Fadi Nour?", "Bruno Sal"),
            Asked("In what year did Bruna Sale start?", "2016"),
            Asked("Which department does Dima Orlo work in?", "Stores"),
            Asked("What is the extension of Agda Holt?", "4401"),
        ],
    ),
    Sample(
        "budget",
        "Budget of the allotment society",
        rows_of("""Item;2022;2023;2024;Booked by
Water;310 euros;301 euros;331 euros;treasurer
Waste water;130 euros;103 euros;133 euros;treasurer
Seeds;120 euros;102 euros;112 euros;seed warden
Seed potatoes;210 euros;201 euros;212 euros;seed warden
Shed repair;95 euros;59 euros;99 euros;caretaker
Shed paint;45 euros;54 euros;55 euros;caretaker
Insurance;270 euros;207 euros;277 euros;chair
Fence;720 euros;702 euros;727 euros;chair"""),
        [
            Asked("How much was spent on waste water in 2023?", "103 euros"),
            Asked("What did the shed paint cost in 2022?", "45 euros"),
            Asked("How much is budgeted for seed potatoes in 2024?", "212 euros"),
            Asked("Who booked the fence?", "chair"),
            Asked("What was the insurance in 2023?", "207 euros"),
            Asked("How much did water cost in 2024?", "331 euros"),
        ],
    ),
]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tatqa", type=Path, help="a JSON file in the form of TAT-QA, plain or .xz")
    parser.add_argument("--formats", nargs="*", choices=WRITERS, help="these alone")
    parser.add_argument("--misses", action="store_true", help="print each question that was missed")
    arguments = parser.parse_args()
    if arguments.tatqa:
        measure_tatqa(arguments.tatqa, arguments.misses)
        return
    print(f"{'format':<10}{'value in first quote':>22}{'span is the cell':>18}")
    for suffix in arguments.formats or WRITERS:
        found, exact, asked = measure(suffix, arguments.misses)
        print(f"{suffix:<10}{f'{found} of {asked}':>22}{f'{exact} of {asked}':>18}", flush=True)


def measure(suffix: str, tells_misses: bool) -> tuple[int, int, int]:
    """How many values stand in the first quote, how many spans are the cell, of how many questions."""
    found = exact = asked = 0
    with tempfile.TemporaryDirectory() as folder:
        for sample in SAMPLES:
            file = Path(folder) / f"{sample.name}.{suffix}"
            file.write_bytes(WRITERS[suffix](sample.title, sample.rows))
            index = Index.build([file])
            for question, value in sample.questions:
                answer = ask(question, index)
                quote = answer.citations[0].quote if answer.citations else ""
                asked += 1
                found += value in quote
                exact += answer.span == value
                if tells_misses and answer.span != value:
                    print(f"  {suffix}: {question} {value} | {answer.span} | {answer.confidence:.2f} {quote}")
    return found, exact, asked


def measure_tatqa(file: Path, tells_misses: bool) -> None:
    """Ask the questions on tables alone whose answer is one cell."""
    data = lzma.decompress(file.read_bytes()) if file.suffix == ".xz" else file.read_bytes()
    found = exact = asked = answered = compared = right = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (rows, questions) in enumerate(tatqa(json.loads(data))):
            page = Path(folder) / f"{number}.html"
            page.write_bytes(as_html("", rows))
            index = Index.build([page])
            for question, value in questions:
                answer = ask(question, index)
                quote = answer.citations[0].quote if answer.citations else ""
                asked += 1
                answered += answer.answered
                if any("comparing" in note for note in answer.notes):
                    compared += 1
                    right += value in quote and value in (answer.span or "")
                found += value in quote
                exact += answer.span == value
                if tells_misses and value not in quote:
                    print(f"  {question} {value} | {answer.span} | {answer.confidence:.2f} {quote}")
    print(f"questions on tables whose answer is one cell: {asked}, answered: {answered}")
    print(f"answered by comparing values: {compared}, the value in the span: {right}")
    print(f"value in the first citation: {found} ({found / asked:.3f})")
    print(f"span is the cell: {exact} ({exact / asked:.3f})")


def tatqa(documents: list[dict[str, Any]]) -> Iterator[tuple[Rows, list[Asked]]]:
    """Tables with their questions."""
    for document in documents:
        rows = [[" ".join(cell.split()) for cell in row] for row in document["table"]]
        cells = {cell for row in rows for cell in row if cell}
        questions = [
            Asked(one["question"], " ".join(one["answers"][0].split()))
            for one in document["questions"]
            if (one["type"], one["from"]) == ("span", "table")
        ]
        if kept := [one for one in questions if one.value in cells]:
            yield rows, kept


def as_csv(title: str, rows: Rows) -> bytes:
    return "".join(f"{';'.join(row)}\n" for row in rows).encode()


def as_xlsx(title: str, rows: Rows) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = title[:31]
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    return saved(book.save)


def as_html(title: str, rows: Rows) -> bytes:
    head = f"<h1>{html.escape(title)}</h1>" if title else ""
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    return f"<!doctype html><meta charset=utf-8>{head}<table>{body}</table>".encode()


def as_markdown(title: str, rows: Rows) -> bytes:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|---" * len(rows[0]) + "|")
    return "\n".join([f"# {title}", "", *lines, ""]).encode()


def as_docx(title: str, rows: Rows) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(title, 1)
    fill(document.add_table(len(rows), len(rows[0])), rows)
    return saved(document.save)


def as_pptx(title: str, rows: Rows) -> bytes:
    from pptx import Presentation

    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = title
    fill(slide.shapes.add_table(len(rows), len(rows[0]), 0, 2 * 10**6, 9 * 10**6, 3 * 10**6).table, rows)
    return saved(presentation.save)


def as_pdf(title: str, rows: Rows) -> bytes:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    def build(file: io.BytesIO) -> None:
        heading = Paragraph(title, getSampleStyleSheet()["Heading1"])
        SimpleDocTemplate(file, pagesize=landscape(A4)).build([heading, Table(rows)])

    return saved(build)


def fill(table: Any, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(number, column).text = words


def saved(write: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


WRITERS: dict[str, Callable[[str, Rows], bytes]] = {
    "csv": as_csv, "xlsx": as_xlsx, "html": as_html, "docx": as_docx, "pptx": as_pptx, "md": as_markdown,
    "pdf": as_pdf,
}  # fmt: skip

if __name__ == "__main__":
    main()
