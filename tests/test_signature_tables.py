"""Who signed: tables of signatures, a row or a column for each, as offices lay them out, in real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from index import Index
from qa import ask

Rows = list[tuple[str, ...]]
TEXT = "The premises may be used on working days. The rent is due on 5 January 2023."
CELLS: Rows = [
    ("For the Cooperative", "For the Choir"),
    ("Ansgar Blume\nSpokesman of the house\n4 April 2023", "Tilda Marrow\nChair\n9 April 2023"),
    ("Rosa Quill\nKeeper of the books\n4 April 2023", "Ivo Stern\nCashier\n9 April 2023"),
]
REGISTER: Rows = [
    ("Name", "Function", "For", "Date", "Signature"),
    ("Ada Stone", "Branch Manager", "Elm Bakeries Ltd", "3 May 2024", ""),
    ("Carl Reed", "Owner", "Reed & Sons", "6 May 2024", ""),
]
COLUMNS: Rows = [
    ("", "For the Lessor", "For the Lessee"),
    ("Name", "Nora Vance", "Otto Kehl"),
    ("Role", "Bursar", "Head of Stores"),
    ("Place", "Thorn", "Averton"),
    ("Date", "11 June 2022", "14 June 2022"),
    ("Signature", "", ""),
]
WITH_OFFICE: Rows = [
    ("For the Printer", "For the Museum"),
    ("Mina Holt, Managing Director", "Juri Falk, Curator"),
    ("Wick, 2 March 2021", "Thorn, 5 March 2021"),
]
SHARED: Rows = [
    ("Party", "The Ferry Company", "The Harbour"),
    ("Signed by", "Lea North, Director; Max Orr, Secretary", "Ute Pell, Harbour Master"),
    ("Date of signature", "1 August 2020", "8 August 2020"),
]


def as_pdf(path: Path, title: str, rows: Rows) -> None:
    styles = getSampleStyleSheet()
    table = Table(
        [[Paragraph(cell.replace("\n", "<br/>"), styles["Normal"]) for cell in row] for row in rows]
    )
    table.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.4, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    parts = [Paragraph(title, styles["Title"]), Paragraph(TEXT, styles["Normal"]), Spacer(1, 20)]
    SimpleDocTemplate(str(path), title=title).build(
        [*parts, Paragraph("Signed at Thorn", styles["Normal"]), Spacer(1, 8), table]
    )


def as_docx(path: Path, title: str, rows: Rows) -> None:
    written = docx.Document()
    written.add_heading(title, 0)
    written.add_paragraph(TEXT)
    table = written.add_table(0, len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    written.save(str(path))


def as_markdown(path: Path, title: str, rows: Rows) -> None:
    lines = [rows[0], ("---",) * len(rows[0]), *rows[1:]]
    table = "\n".join(f"| {' | '.join(cell.replace(chr(10), '<br>') for cell in row)} |" for row in lines)
    path.write_text(f"# {title}\n\n{TEXT}\n\n## Signatures\n\n{table}\n", "utf-8")


def as_html(path: Path, title: str, rows: Rows) -> None:
    cells = [[cell.replace("\n", "<br>") for cell in row] for row in rows]
    table = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in cells)
    path.write_text(f"<h1>{title}</h1><p>{TEXT}</p><h2>Signatures</h2><table>{table}</table>", "utf-8")


LAID_OUT = {
    "cells": (CELLS, [("Ansgar Blume", "4 April 2023"), ("Rosa Quill", "4 April 2023"),
                      ("Tilda Marrow", "9 April 2023"), ("Ivo Stern", "9 April 2023")]),
    "register": (REGISTER, [("Ada Stone", "3 May 2024"), ("Carl Reed", "6 May 2024")]),
    "columns": (COLUMNS, [("Nora Vance", "11 June 2022"), ("Otto Kehl", "14 June 2022")]),
    "office": (WITH_OFFICE, [("Mina Holt", "2 March 2021"), ("Juri Falk", "5 March 2021")]),
    "shared": (SHARED, [("Lea North", "1 August 2020"), ("Max Orr", "1 August 2020"),
                        ("Ute Pell", "8 August 2020")]),
}  # fmt: skip
FORMATS = {"pdf": as_pdf, "docx": as_docx, "md": as_markdown, "html": as_html}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("tables")
    for kind, write in FORMATS.items():
        for name, (rows, _) in LAID_OUT.items():
            write(folder / f"{name}.{kind}", "Hire agreement", rows)
    return Index.build([folder])


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", LAID_OUT)
def test_a_table_of_signatures_tells_who_signed_and_when(papers: Index, name: str, kind: str):
    answer = ask("Who signed the agreement, and when?", papers, document=f"{name}.{kind}")
    named = [(one.exact, one.quote) for one in answer.citations]
    for who, day in LAID_OUT[name][1]:
        assert any(exact and exact.startswith(who) for exact, _ in named), named
        assert any(day in quote for _, quote in named), named
    assert not answer.notes


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("name", "party", "signers"),
    [
        ("cells", "the Choir", ["Tilda Marrow", "Ivo Stern"]),
        ("register", "Reed & Sons", ["Carl Reed"]),
        ("columns", "the Lessee", ["Otto Kehl"]),
        ("office", "the Museum", ["Juri Falk"]),
        ("shared", "the Ferry Company", ["Lea North", "Max Orr"]),
    ],
)
def test_a_column_or_a_cell_tells_for_whom_somebody_signed(
    papers: Index, name: str, party: str, signers: list[str], kind: str
):
    answer = ask(f"Who signed the agreement for {party}?", papers, document=f"{name}.{kind}")
    assert [one.exact for one in answer.citations] == signers


def test_signatures_side_by_side_with_tabs_are_told_apart(tmp_path: Path):
    written = docx.Document()
    written.add_heading("Kiosk agreement", 0)
    for line in (
        "The kiosk is open at noon.", "Averton, 8 May 2019", "For the swimming club:\t\t\tFor the tenant:",
        "(signed) Hedda Lorn, Chair\t\t(signed) Imre Falk, Owner",
        "(signed) Jon Tarr, Keeper of the Baths\t(signed) Kaia Falk, Owner, signed on 11 May 2019",
    ):  # fmt: skip
        written.add_paragraph(line)
    written.save(str(tmp_path / "kiosk.docx"))
    index = Index.build([tmp_path])
    answer = ask("Who signed the kiosk agreement and when?", index)
    assert [one.exact for one in answer.citations] == [
        "Hedda Lorn", "Imre Falk", "Jon Tarr", "8 May 2019", "Kaia Falk",
    ]  # fmt: skip
    assert answer.citations[-1].quote.endswith("signed on 11 May 2019")
    assert [one.exact for one in ask("Who signed for the tenant?", index).citations] == [
        "Imre Falk", "Kaia Falk",
    ]  # fmt: skip


def test_a_list_of_who_came_and_a_price_list_are_no_signatures(tmp_path: Path):
    (tmp_path / "a.md").write_text(
        f"# Outing agreement\n\n{TEXT}\n\n## Attendance\n\n| Name | Date | Signature |\n|---|---|---|\n"
        "| Ada Stone | 3 May 2024 | |\n\n## Prices\n\n| For Members | For Guests |\n|---|---|\n"
        "| Free Entry | 5 euros |\n| Old Barn | 8 euros |\n",
        "utf-8",
    )
    assert not ask("Who signed the agreement?", Index.build([tmp_path])).statement


def test_a_document_is_named_by_its_file_and_a_party_by_its_role(tmp_path: Path):
    parties = (
        "Between Ashford Mills Ltd (hereafter “the Company”), as lessor, and the Guild of Weavers "
        "(hereafter “the Guild”), as lessee."
    )
    signed = "\n\n".join(
        "Signed in Wick/For the Company/Ada Stone/3 May 2024/For the Guild/Carl Reed/4 May 2024".split("/")
    )
    lease = f"Lease of premises\n\n{parties}\n\n{TEXT}\n\n{signed}\n"
    (tmp_path / "loom_shed_lease.txt").write_text(lease, "utf-8")
    supply = f"Supply agreement\n\n{TEXT}\n\nSigned by: Una Frey, for the Guild\n"
    (tmp_path / "yarn_supply.txt").write_text(supply, "utf-8")
    index = Index.build([tmp_path])
    for asked, signers in (
        ("Who signed the loom shed lease?", ["Ada Stone", "Carl Reed"]),
        ("Who signed the lease?", ["Ada Stone", "Carl Reed"]),
        ("Who signed the lease for the lessee?", ["Carl Reed"]),
        ("Who signed the yarn agreement?", ["Una Frey"]),
    ):
        assert [one.exact for one in ask(asked, index).citations] == signers, asked
    assert ask("Who is the lessor?", index).citations[0].exact == "Ashford Mills Ltd"


SHARED_CELL: Rows = [
    (
        "Upper Wick, 5 November 2024\n\n(signature) Hanne Sorrow\nManaging Director\nSorrow Pumps Ltd.",
        "Thorn, 12 November 2024\n\n(signature) Lida Hart, Treasurer\n(signature) Anno Quill, Chair\n"
        "Marsh Garden Society",
    ),
]


@pytest.fixture(scope="module")
def in_cells(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("cells") / "agreement.docx"
    written = docx.Document()
    written.add_heading("Service Agreement for Weirs and Pumps", 0)
    written.add_paragraph(
        'This is between Sorrow Pumps Ltd. (the "Contractor") and Marsh Garden Society (the "Client").'
    )
    written.add_paragraph(TEXT)
    for cell, said in zip(written.add_table(1, 2).rows[0].cells, SHARED_CELL[0], strict=True):
        cell.text = said
    written.save(str(path))
    return Index.build([path], path=None)


@pytest.mark.parametrize(
    "question",
    [
        "Who signed the service agreement for the weirs, and on which date?",
        "Who signed the pump contract, and on which day?",
        "Who signed it, and when?",
    ],
)
def test_the_date_of_a_cell_is_that_of_all_whom_it_names(in_cells, question):
    answer = ask(question, in_cells)
    assert [one.exact for one in answer.citations] == [
        "Hanne Sorrow",
        "Lida Hart",
        "Anno Quill",
        "12 November 2024",
    ]
    assert "5 November 2024" in answer.citations[0].quote


def test_the_firm_below_a_name_is_for_whom_is_signed(in_cells):
    answer = ask("Who signed the agreement for the Client?", in_cells)
    assert [one.exact for one in answer.citations] == ["Lida Hart", "Anno Quill"]


def test_nobody_signs_for_what_a_contract_is_not_of(in_cells):
    answer = ask("Who signed the service agreement for the moon?", in_cells)
    assert answer.notes == ("Nobody is named as signing for “the moon”.",)


def test_each_column_may_be_of_one_who_signs_with_the_name_twice_and_the_date_below(tmp_path: Path):
    written = """# Storage agreement

The boxes are kept dry.

## Signed by the parties

| For the Museum | For the Keeper | Witness to both |
| --- | --- | --- |
| Ada Stone | Carl Pym-Reed | Una Frey |
| Ada Stone | Carl Pym-Reed | Una Frey |
| Chair of Trustees | Managing Director | Solicitor |
| 9 February 2026 | 12 February 2026 | 13 February 2026 |
"""
    (tmp_path / "storage.md").write_text(written, encoding="utf-8")
    index = Index.build([tmp_path])
    answer = ask("When did the storage agreement get signed and by whom?", index)
    assert [one.exact for one in answer.citations] == [
        "Ada Stone", "9 February 2026", "Carl Pym-Reed", "12 February 2026", "Una Frey", "13 February 2026"
    ]  # fmt: skip
    assert [one.exact for one in ask("Who signed for the Keeper?", index).citations] == ["Carl Pym-Reed"]


LINE = "_" * 20
PLACED: Rows = [
    ("Ostrey, 11 December 2024", "Thorn, 16 December 2024"),
    (LINE, LINE),
    ("Casimir Dobney", "Dr Una van Frey"),
    ("Owner, Elm Linen Services", "Partner, Mill Practice"),
]
NO_LABELS: dict[str, Rows] = {
    "above": PLACED,
    "below": [PLACED[1], PLACED[2], PLACED[3], PLACED[0]],
    "apart": [(left, "", right) for left, right in PLACED],
    "one cell": [tuple("\n".join(column) for column in zip(*PLACED, strict=True))],
}
# The firm, the day, and the name with the office, each in a line of a cell.
IN_CELLS: Rows = [
    (
        "Elm Rink GmbH\n20 August 2025\nSven Altherr, Managing Director",
        "Suppe & Co\n22 August 2025\nLia Moser, Partner",
    ),
    ("20 August 2025\nRuth Egli, Head of Finance", ""),
]


@pytest.mark.parametrize("write", [as_docx, as_html, as_pdf])
@pytest.mark.parametrize("rows", NO_LABELS.values(), ids=NO_LABELS)
def test_each_column_is_of_one_person_where_nothing_but_a_line_or_a_place_says_that_it_is_signed(
    tmp_path: Path, rows: Rows, write: Callable[[Path, str, Rows], None]
):
    suffix = next(suffix for suffix, one in FORMATS.items() if one is write)
    write(tmp_path / f"laundry.{suffix}", "Laundry agreement", rows)
    answer = ask("Who signed the laundry agreement, and when?", Index.build([tmp_path], path=None))
    assert [one.exact for one in answer.citations] == ["Casimir Dobney", "Dr Una van Frey"]
    for one, office, day in zip(answer.citations, PLACED[3], PLACED[0], strict=True):
        assert office in one.quote
        assert day in one.quote


@pytest.mark.parametrize("write", [as_docx, as_html])
def test_lines_of_a_cell_that_name_somebody_and_a_day_are_a_signature(
    tmp_path: Path, write: Callable[[Path, str, Rows], None]
):
    suffix = next(suffix for suffix, one in FORMATS.items() if one is write)
    write(tmp_path / f"catering.{suffix}", "Catering agreement", IN_CELLS)
    index = Index.build([tmp_path], path=None)
    answer = ask("Who signed the catering agreement, and when?", index)
    names = ["Sven Altherr", "Ruth Egli", "Lia Moser"]
    assert [one.exact for one in answer.citations if one.exact in names] == names
    assert [one.exact for one in ask("When did Lia Moser sign?", index).citations][-1] == "22 August 2025"


def test_a_list_of_firms_with_people_and_days_is_signed_by_nobody(tmp_path: Path):
    rows = (
        "# Suppliers contract list\n\n| Supplier | Contact | Since |\n| --- | --- | --- |\n"
        "| Calder & Sons | Ann Ray | 3 May 2024 |\n| Elm Linen Services | Bo Lee | 7 May 2024 |\n"
    )
    (tmp_path / "suppliers.md").write_text(rows, encoding="utf-8")
    assert not ask("Who signed the suppliers contract, and when?", Index.build([tmp_path])).statement


FIRST, SECOND = ("Ingrid Solberg", "18 September 2023"), ("Piers Langholm", "21 September 2023")
IN_WORD: dict[str, tuple[str, Rows]] = {
    "one row, a date above": (
        "Wycombe, 18 September 2023",
        [("For Elm Bakeries Ltd\n\nIngrid Solberg\nManaging Partner",
          "For the Lessee\n\nPiers Langholm\nManaging Agent\nsigned on 21 September 2023")],
    ),
    "parties at the head": (
        "", [("The Lessor", "The Lessee"), (LINE, LINE), ("Ingrid Solberg", "Piers Langholm"),
             ("Bursar", "Head of Stores"), ("18 September 2023", "21 September 2023")],
    ),
    "terms at the head, labels": (
        "", [("Lessor", "Lessee"), ("Name: Ingrid Solberg", "Name: Piers Langholm"),
             ("Position: Director", "Position: Treasurer"),
             ("Date: 18 September 2023", "Date: 21 September 2023"), (f"Signature: {LINE}",) * 2],
    ),
    "firms at the head": (
        "", [("Elm Bakeries Ltd", "Marsh Garden Society"),
             (f"{LINE}\nIngrid Solberg\nDirector", f"{LINE}\nPiers Langholm\nTreasurer"),
             ("Date: 18 September 2023", "Date: 21 September 2023")],
    ),
    "firms at the foot": (
        "", [("Thorn, 18 September 2023", "Marlow, 21 September 2023"),
             (f"{LINE}\nIngrid Solberg\nDirector\nElm Bakeries Ltd",
              f"{LINE}\nPiers Langholm\nTreasurer\nMarsh Garden Society")],
    ),
    "roles with colons": (
        "", [("The Lessor:\n\nIngrid Solberg, Managing Partner\nThorn, 18 September 2023",
              "The Lessee:\n\nPiers Langholm, Managing Agent\nMarlow, 21 September 2023")],
    ),
    "a row each": (
        "", [("For the Lessor", f"{LINE}\nIngrid Solberg\nDirector\n18 September 2023"),
             ("For the Lessee", f"{LINE}\nPiers Langholm\nTreasurer\n21 September 2023")],
    ),
}  # fmt: skip


def written_in_word(path: Path, above: str, rows: Rows) -> None:
    written = docx.Document()
    written.add_heading("Hire agreement", 0)
    written.add_paragraph(
        'This is between Elm Bakeries Ltd (the "Lessor") and Marsh Garden Society (the "Lessee").'
    )
    written.add_paragraph(TEXT)
    written.add_paragraph(above or "Two copies have been made.")
    table = written.add_table(0, len(rows[0]))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text, *more = words.split("\n")
            for paragraph in more:
                cell.add_paragraph(paragraph)
    written.save(str(path))


@pytest.mark.parametrize(("above", "rows"), IN_WORD.values(), ids=IN_WORD)
def test_a_table_in_word_without_a_heading_tells_who_signed_for_whom_and_when(
    tmp_path: Path, above: str, rows: Rows
):
    written_in_word(tmp_path / "hire.docx", above, rows)
    index = Index.build([tmp_path], path=None)
    signers = ask("Who signed the hire agreement, and when?", index).citations
    for one, (name, day) in zip(signers, (FIRST, SECOND), strict=True):
        assert one.exact is not None
        assert one.exact.startswith(name)
        assert day in one.quote
    for party, (name, _) in (("Lessor", FIRST), ("Lessee", SECOND)):
        (signer,) = ask(f"Who signed the hire agreement for the {party}?", index).citations
        assert signer.exact is not None
        assert signer.exact.startswith(name)


def test_a_date_above_a_table_is_of_all_who_sign_in_it(tmp_path: Path):
    rows = [("For Elm Bakeries Ltd\nIngrid Solberg\nOwner", "For the Lessee\nPiers Langholm\nChair")]
    written_in_word(tmp_path / "hire.docx", "Thorn, 3 May 2024", rows)
    answer = ask("Who signed the hire agreement, and when?", Index.build([tmp_path], path=None))
    assert [one.exact for one in answer.citations] == ["Ingrid Solberg", "Piers Langholm", "3 May 2024"]


def test_lines_in_the_cells_of_a_price_list_leave_it_a_table(tmp_path: Path):
    rows = [("For Members\nGreat Hall\n8 euros", "For Guests\nGreat Hall\n12 euros")]
    written_in_word(tmp_path / "prices.docx", "", rows)
    index = Index.build([tmp_path], path=None)
    assert index.documents["prices.docx"].tables
    assert not ask("Who signed the hire agreement?", index).statement


@pytest.mark.parametrize("font", ["Helvetica", "Helvetica-Bold"])
def test_columns_in_a_pdf_tell_name_office_and_place_apart_and_for_whom_a_second_one_signs(
    tmp_path: Path, font: str
):
    rows: Rows = [
        ("For the Guild", "For the Keeper"),
        ("signed: Hedda Lorn", "signed: Imre Falk"),
        ("Chair of the Finance Board", "Head of Stores"),
        ("Averton, 8 May 2019", "Averton, 11 May 2019"),
        ("", ""),
        ("signed: Jon Tarr", ""),
        ("Managing Agent, Tarr & Sons", ""),
        ("Averton, 9 May 2019", ""),
    ]
    styles = getSampleStyleSheet()
    table = Table(rows, colWidths=[230, 220])
    table.setStyle(TableStyle([("FONTNAME", (0, 0), (-1, 0), font)]))
    prose = [Paragraph(f"{TEXT} {TEXT}", styles["Normal"]), Spacer(1, 25)]
    SimpleDocTemplate(str(tmp_path / "kiosk.pdf"), title="Kiosk agreement").build(
        [Paragraph("Kiosk agreement", styles["Title"]), *prose, table]
    )
    answer = ask("Who signed the kiosk agreement, and when?", Index.build([tmp_path], path=None))
    assert [(one.exact, one.quote.splitlines()[-1]) for one in answer.citations] == [
        ("Hedda Lorn", "Averton, 8 May 2019"),
        ("Jon Tarr", "Averton, 9 May 2019"),
        ("Imre Falk", "Averton, 11 May 2019"),
    ]
    assert "For the Guild" in answer.citations[0].quote
    assert answer.citations[1].heading.endswith("the Guild")


def test_people_and_days_side_by_side_are_still_a_table(tmp_path: Path):
    rows: Rows = [("3 May 2024", "10 May 2024"), ("Ada Stone", "Carl Reed"), ("Keys", "Till")]
    as_docx(tmp_path / "rota.docx", "Rota", rows)
    assert Index.build([tmp_path], path=None).documents["rota.docx"].tables
