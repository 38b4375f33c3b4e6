"""Who signed: blocks of signatures in real files, as contracts and minutes have them."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from index import Document, Index
from qa import Answer, Conversation, ask
from qa.contracts.signatures.signers import signers_of

LINE = "_" * 20
GARDEN = ["For the Client", "", LINE, "Ada Stone", "Managing Director", "Thorn, 3 May 2024"]
GARDENER = ["For the Contractor", "", LINE, "Carl Reed", "Partner", "Thorn, 4 May 2024"]
LEASE = f"""Lease of the barn

This lease is made between Harlow Farms Ltd, 2 Mill Lane (the "Owner"), and Ines Vale (the "Tenant").

Signed leases are kept in the safe. Signed by both sides, a copy goes to Una Frey.

IN WITNESS WHEREOF the parties have signed.

HARLOW FARMS LTD

By: {LINE}
Name: Tom Hale
Its: President

For and on behalf of the Tenant

{LINE}
Name: Ines van der Vale
Title: Tenant

Witness:
{LINE}
Una Frey

Schedule One

Jane Holt, Director
"""


def garden(path: Path) -> None:
    """Side by side in the cells of a table, each cell one paragraph with breaks."""
    written = docx.Document()
    written.add_heading("Service Agreement: Garden and Grounds", 0)
    written.add_paragraph("The Client pays 640 pounds a month to the Contractor.")
    written.add_heading("Signatures", 1)
    for cell, lines in zip(written.add_table(1, 2).rows[0].cells, (GARDEN, GARDENER), strict=True):
        cell.text = "\n".join(lines)
    written.save(str(path))


def minutes(path: Path) -> None:
    written = docx.Document()
    written.add_heading("Minutes of the board", 0)
    written.add_paragraph("The chair opened the meeting at six.")
    written.add_paragraph("Signed:\nOla Marsh, Chair\nPiet Zielny, Secretary\nThorn, 20 May 2024")
    written.save(str(path))


def cleaning(path: Path) -> None:
    """Side by side on a page: for whom in one line, who in the next."""
    canvas = Canvas(str(path))
    for y, size, pieces in (
        (60, 18, ("Cleaning Contract",)),
        (100, 11, ("The Supplier cleans the rooms of the Customer every working day.",)),
        (140, 14, ("Signatures",)),
        (170, 11, ("For the Customer:", "For the Supplier:")),
        (210, 11, ("Rose Ashby, Managing Director", "Dr. Leo Vix, Branch Manager")),
        (226, 11, ("Thorn, 6 November 2023", "Averton, 9 November 2023")),
    ):
        canvas.setFont("Helvetica", size)
        for x, words in zip((60, 320), pieces, strict=False):
            canvas.drawString(x, 800 - y, words)
    canvas.save()


def coffee(path: Path) -> None:
    """Two columns under the prices, line by line, and the title at the foot of the page."""
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 780, "Supply Agreement")
    canvas.drawString(60, 750, "Mill Roasters Ltd sells coffee to Verbena Hotels plc.")
    canvas.drawString(60, 720, "SCHEDULE 1 - PRICES")
    for y, *cells in (
        (700, "Product", "Origin", "Price"), (685, "Espresso", "Brazil", "£13.40"),
        (670, "Decaf", "Peru", "£16.20"),
        (560, "SIGNED for and on behalf of", "SIGNED for and on behalf of"),
        (545, "Mill Roasters Ltd", "Verbena Hotels plc"), (520, LINE, LINE),
        (505, "Name: Maud Oduya", "Name: Alan Finlay-Krebs"), (490, "Title: Director", "Title: Chief Buyer"),
        (475, "Date: 14 March 2024", "Date: 18 March 2024"),
    ):  # fmt: skip
        for x, words in zip((60, 300, 460), cells, strict=False):
            canvas.drawString(x, y, words)
    canvas.drawString(60, 40, "Supply Agreement HMC/VRB-2024-017")
    canvas.save()


def roofing(path: Path) -> None:
    """Side by side in the rows of a table, with no word before the names."""
    written = docx.Document()
    written.add_heading("Roofing Contract", 0)
    written.add_paragraph("The roof is mended by 3 June.")
    rows = (
        ("For and on behalf of Slate & Son Ltd", "For and on behalf of Elm Trust"), (LINE, LINE),
        ("Ida Slate", "Noor Haq"), ("Managing Director", "Treasurer"), ("3 May 2024", "4 May 2024"),
    )  # fmt: skip
    table = written.add_table(0, 2)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    written.save(str(path))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("signed")
    garden(folder / "garden.docx")
    minutes(folder / "minutes.docx")
    cleaning(folder / "cleaning.pdf")
    coffee(folder / "coffee.pdf")
    roofing(folder / "roofing.docx")
    (folder / "barn lease.txt").write_text(LEASE, "utf-8")
    return Index.build([folder])


def names(answer: Answer, index: Index) -> list[str | None]:
    for one in answer.citations:
        assert index.documents[one.document].text[one.start : one.end] == one.quote
        assert one.exact is not None
        assert one.exact in one.quote
        assert one.start < one.passage.end
        assert one.passage.start <= one.start
    return [one.exact for one in answer.citations]


@pytest.mark.parametrize(
    ("question", "signers"),
    [
        ("Who signed the garden contract?", ["Ada Stone", "Carl Reed"]),
        ("Who signed the service agreement for the Contractor?", ["Carl Reed"]),
        ("Who signed the cleaning contract?", ["Rose Ashby", "Dr. Leo Vix"]),
        ("Who signed for the Supplier?", ["Dr. Leo Vix"]),
        ("By whom was the cleaning contract signed?", ["Rose Ashby", "Dr. Leo Vix"]),
        ("Who are the signatories of the barn lease?", ["Tom Hale", "Ines van der Vale"]),
        ("Who signed for the Owner?", ["Tom Hale"]),
        ("Who signed on behalf of Harlow Farms?", ["Tom Hale"]),
        ("Who signed the coffee contract?", ["Maud Oduya", "Alan Finlay-Krebs"]),
        ("Who signed the roofing contract?", ["Ida Slate", "Noor Haq"]),
        ("Who signed for the Elm Trust?", ["Noor Haq"]),
        ("Who signed the minutes?", ["Ola Marsh", "Piet Zielny"]),
        ("Who put their names to the roofing contract?", ["Ida Slate", "Noor Haq"]),
        ("Whose names are under the cleaning contract?", ["Rose Ashby", "Dr. Leo Vix"]),
        ("What signatures stand at the end of the barn lease?", ["Tom Hale", "Ines van der Vale"]),
        ("Which people have signed the coffee contract?", ["Maud Oduya", "Alan Finlay-Krebs"]),
        ("Who are the people who signed for the Elm Trust?", ["Noor Haq"]),
    ],
)
def test_all_who_signed_are_named_and_one_alone_where_one_is_asked_for(papers, question, signers):
    assert names(ask(question, papers), papers) == signers


def test_the_contract_is_every_contract_whatever_it_calls_itself_but_no_minutes(papers):
    answer = ask("Who signed the contract?", papers)
    assert [group.label for group in answer.groups] == [
        "barn lease.txt", "cleaning.pdf", "coffee.pdf", "garden.docx", "roofing.docx"
    ]  # fmt: skip
    assert len(names(answer, papers)) == 10


def test_the_office_is_cited_with_the_name(papers):
    said = {one.exact: one.quote for one in ask("Who signed the contract?", papers).citations}
    assert said["Tom Hale"].startswith("HARLOW FARMS LTD")
    assert said["Tom Hale"].endswith("Its: President")
    assert said["Dr. Leo Vix"] == "For the Supplier:\n\nDr. Leo Vix, Branch Manager"
    assert said["Carl Reed"].startswith("For the Contractor")
    assert said["Carl Reed"].endswith("Carl Reed\nPartner")
    assert said["Maud Oduya"].split("\n\n")[::2] == ["Mill Roasters Ltd", "Name: Maud Oduya"]
    assert said["Maud Oduya"].endswith("Title: Director")
    assert said["Noor Haq"].startswith("For and on behalf of Elm Trust")


def test_blocks_of_signatures_side_by_side_are_no_table(papers):
    assert [table.heads for table in papers.documents["coffee.pdf"].tables] == [
        ("Product", "Origin", "Price")
    ]
    assert not papers.documents["roofing.docx"].tables


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When did Maud Oduya sign?", ["14 March 2024"]),
        ("On what date did Rose Ashby sign the cleaning contract?", ["6 November 2023"]),
        ("When did the Contractor sign the garden contract?", ["4 May 2024"]),
        ("When did Verbena Hotels sign?", ["18 March 2024"]),
        (
            "When was the roofing contract signed?",
            ["3 May 2024", "4 May 2024"],
        ),
        ("When were the minutes signed?", ["Ola Marsh", "Piet Zielny", "20 May 2024"]),
        ("Who signed the cleaning contract and when?", ["Rose Ashby", "Dr. Leo Vix"]),
        ("What is the date of Noor Haq's signature?", ["4 May 2024"]),
    ],
)
def test_when_somebody_signed_is_the_date_that_stands_with_the_name(papers, question, told):
    assert names(ask(question, papers), papers) == told


def test_a_date_that_follows_the_name_is_cited_with_it(papers):
    (one,) = ask("When did Maud Oduya sign the coffee contract?", papers).citations
    assert one.quote.startswith("Mill Roasters Ltd")
    assert one.quote.endswith("Date: 14 March 2024")


def test_when_is_asked_after_who(papers):
    chat = Conversation(papers)
    chat.ask("Who signed the cleaning contract?")
    first, second = chat.ask("When?").citations
    assert first.quote.endswith("6 November 2023")
    assert second.quote.endswith("9 November 2023")
    assert names(chat.ask("When did they sign it?"), papers) == ["6 November 2023", "9 November 2023"]


def test_it_is_said_where_no_date_stands_with_the_signatures(papers):
    answer = ask("Who signed the barn lease and when?", papers)
    assert names(answer, papers) == ["Tom Hale", "Ines van der Vale"]
    assert answer.notes == ("No date stands with the signatures in “Lease of the barn”.",)


def test_a_firm_is_whom_one_signs_for_whatever_it_is_called():
    blocks = (
        f"SIGNED for and on behalf of\n\n{firm}\n\n{LINE}\n\nName: {name}\n\nDate: {date}\n"
        for firm, name, date in (
            ("Hollowmere Catering", "Ada Stone", "3 May 2024"),
            ("The Red Barn", "Carl Reed", "4 May 2024"),
        )
    )
    index = Index.from_texts(
        {"meals.txt": "\n".join(["Catering agreement\n\nMeals are at noon.\n", *blocks])}
    )
    assert names(ask("Who signed for Hollowmere Catering?", index), index) == ["Ada Stone"]
    assert names(ask("When did the Red Barn sign?", index), index) == ["4 May 2024"]
    assert names(ask("Who signed?", index), index) == ["Ada Stone", "Carl Reed"]


def test_signatures_below_a_schedule_are_not_of_it(papers):
    assert {one.heading for one in ask("Who signed the coffee contract?", papers).citations} == {""}
    assert {one.heading for one in ask("Who signed the cleaning contract?", papers).citations} == {
        "Signatures"
    }


def test_lines_of_one_paragraph_are_each_cited_by_itself(papers):
    quotes = [one.quote for one in ask("Who signed the minutes?", papers).citations]
    assert quotes == ["Ola Marsh, Chair", "Piet Zielny, Secretary"]


def test_what_was_spoken_of_before_is_what_is_asked_after(papers):
    chat = Conversation(papers)
    chat.ask("How often does the cleaning contract have the rooms cleaned?")
    assert names(chat.ask("Who signed it?"), papers) == ["Rose Ashby", "Dr. Leo Vix"]


def test_blocks_that_are_nothing_but_lines_under_their_dates_are_read():
    lines = [
        "Agreement on cleaning", 'Between Elm Ltd ("the Client") and Bright Rooms ("the Contractor").',
        "The fee is due on 2 January 2025.", "Thorn, 11 March 2024", "For the Client: *Ada Stone*, Director",
        "Wick, 14 March 2024", "For the Contractor: *Carl Reed*, Owner",
    ]  # fmt: skip
    index = Index.from_texts({"cleaning.md": "\n\n".join(lines)})
    assert ask("Who signed for Elm?", index).citations[0].quote == "For the Client: *Ada Stone*, Director"
    for who, day in (("Ada Stone", "11 March 2024"), ("Carl Reed", "14 March 2024")):
        answer = ask(f"When did {who} sign?", index)
        assert [one.exact for one in answer.citations][-1:] == [day]
    called = [
        "Contract on lifts", "For the Client: Tim Lowe, manager, t.lowe@elm.example",
        "For the Contractor: Ida Moss, service manager, 0113 496 0172",
    ]  # fmt: skip
    assert not ask("Who signed it?", Index.from_texts({"lifts.md": "\n\n".join(called)})).statement
    votes = "Resolved\n\nFor the motion: Ada Stone, Carl Reed\n\nAgainst the motion: Tim Lowe"
    assert not ask("Who signed the minutes?", Index.from_texts({"minutes.md": votes})).statement


def test_what_stood_side_by_side_in_lines_is_told_apart():
    lines = [
        "Canteen contract", "The fee is due on 2 January 2025.", "Shrewsbury, 9 May 2025 Ludlow, 12 May 2025",
        f"{LINE} {LINE}", "Samuel Ade, Director of Finance Ingrid Sol, Partner",
        "for the Trust for the Caterer", "Annex 1",
    ]  # fmt: skip
    index = Index.from_texts({"canteen.txt": "\n\n".join(lines)})
    answer = ask("Who signed the contract, and when?", index)
    assert [one.quote for one in answer.citations] == [
        "Samuel Ade, Director of Finance", "Shrewsbury, 9 May 2025", "Ingrid Sol, Partner",
        "Ludlow, 12 May 2025",
    ]  # fmt: skip
    assert [one.exact for one in ask("Who signed for the caterer?", index).citations] == ["Ingrid Sol"]


def test_the_date_of_something_else_is_not_when_somebody_signed():
    actions = "Minutes\n\nAction: Leonie Marsh gives notice to the landlord by 30 September 2025."
    assert not ask("When did Leonie Marsh sign?", Index.from_texts({"minutes.txt": actions})).answered
    told = Index.from_texts({"minutes.txt": "Minutes\n\nLeonie Marsh signed the lease on 30 September 2025."})
    assert ask("When did Leonie Marsh sign the lease?", told).span == "30 September 2025"


def test_a_signature_by_initials_above_the_printed_name_is_of_the_same(tmp_path):
    rows = [
        ("For the Supplier", "For the Customer"), ("---", "---"), ("M. Thistle", "G. Pugh"),
        ("Marian Thistle", "Gareth Pugh"), ("Sales Manager", "Office Manager"),
        ("Date: 6 May 2024", "Date: 13 May 2024"),
    ]  # fmt: skip
    table = "\n".join(f"| {one} | {other} |" for one, other in rows)
    file = tmp_path / "coffee.md"
    file.write_text(f"# Coffee contract\n\nText.\n\n# Signatures\n\n{table}\n", "utf-8")
    index = Index.build([file])
    answer = ask("Who signed the contract, and when?", index)
    assert [one.exact for one in answer.citations] == [
        "Marian Thistle", "6 May 2024", "Gareth Pugh", "13 May 2024",
    ]  # fmt: skip
    assert not answer.notes
    assert [one.exact for one in ask("Who signed for the customer?", index).citations] == ["Gareth Pugh"]


def test_who_did_something_else_is_looked_up(papers):
    assert ask("Who opened the meeting?", papers).kind == "look-up"
    assert ask("Who signed the van hire contract?", papers).kind == "look-up"
    assert ask("Who signed for the Plumber?", papers).kind == "look-up"


def test_nobody_is_named_where_there_is_no_block_of_signatures():
    text = "Contract\n\nJane Holt is the director. For the Client it is dear. It was signed on 3 May.\n"
    index = Index.from_texts({"contract.txt": text})
    assert ask("Who signed the contract?", index).kind == "look-up"


PIECES = st.sampled_from(
    f"""Signatures/Signed:/For the Client/For and on behalf of Elm Ltd:/{LINE}/Ada Stone/Dr. Leo Vix, Chair
Name: İnes Vale/Title: Director/Witness: Una Frey/Signed for Elm by Tom Hale, Clerk/## Annex/| For A | For B |
| --- | --- |/| Ada Stone | Carl Reed |/Signed: ____ (Tom ﬁeld)/¶ 😀\r/(/By:/Signed: ____ (""".replace(
        "\n", "/"
    ).split("/")
)


@given(st.lists(PIECES, min_size=1, max_size=14))
def test_every_signer_s_name_stands_in_the_lines_that_are_cited(lines):
    document = Document.from_text("any.md", "\n".join(["Words", *lines]))
    for one in signers_of(document):
        assert one.lines.start <= one.name.start < one.name.end <= one.lines.end <= len(document.text)
        assert document.text[slice(*one.name)][0].isupper()


def test_who_has_only_seen_it_is_no_signer_and_stands_in_no_signature():
    told = """Lease of the weir

The rent is 40 pounds.

Signatures

For the Town of Wick

signed Dr. Kora Ahl

Head of Estates

Wick, 21 February 2023

seen and noted Piet Vane

Town Treasurer

22 February 2023

For the Eel Society

signed Fergus Oyle

Chair

Wick, 24 February 2023
"""
    answer = ask("Who signed the lease, and when?", Index.from_texts({"lease.txt": told}))
    assert [one.exact for one in answer.citations] == ["Dr. Kora Ahl", "Fergus Oyle"]
    assert [one.quote.split("\n")[-1] for one in answer.citations] == [
        "Wick, 21 February 2023",
        "Wick, 24 February 2023",
    ]
