"""Who signed: blocks of signatures in real files, as contracts and minutes have them."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

from index import Document, Index
from qa import Answer, Conversation, ask
from qa.contracts.signatures.reading import signers_of

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


DEED = """Lease of the boat house

Either side may end this lease by six months' notice.

EXECUTED as a deed by ELM MOORINGS LIMITED acting by a director in the presence of:

Director: Ada Stone
Witness: Carl Reed, 4 Quay Lane, Thorn, Clerk

SIGNED as a deed by INES VALE in the presence of:

Witness: Una Frey

EXECUTED as a deed by REED SAILS LLP acting by two members:

Member: Piet Zielny
Managing Member: Rose Ashby

Dated 3 February 2025
"""
CLICKED = """# Hire of cabins

| Notice | 4 weeks |
| --- | --- |
| Hire | 640 |

Electronically signed by Hanne Berg (Bright Cabins GmbH, Managing Director), 28.08.2025 14:07 CEST

Digitally signed by Leo Vix (Town of Thorn, Head of Building), 2 September 2025 at 09:41
"""
LETTER = """Harlow Mill
Station Yard, Thorn

14 May 2025

Dear Ms Hart,

This letter of agreement is of the flour that we bring every Tuesday. Kind regards go to Una Frey.

Yours sincerely,

Tom Hale
Sales Manager, Harlow Mill

I agree to the above.

Joan Hart
Owner, The Kettle
19 May 2025
"""


COPIER = """Lease of a copier

The rent is 129 pounds a month.

Marlhaven, 17 December 2025
Signed for Printwell Systems plc: Ada Fenn, Sales Manager
Elmcote, 19 December 2025
Signed for the parish council: Judith Marrow, Clerk; Owen Tate, Chair
"""
SEEN = """Hire letter

The cases are hired from May.

Yours sincerely,

For Bright Hire _________________ Nadia Fenn Head of Hire Signed 16 June 2026

Seen by the technician _________________ Tobias Reed Lighting technician Signed 17 June 2026
"""


def asked_of(text: str, question: str) -> list[tuple[str | None, str]]:
    answer = ask(question, Index.from_texts({"paper.md": text}))
    return [(one.exact, one.quote) for one in answer.citations]


@pytest.mark.parametrize(
    ("text", "question", "told"),
    [
        (DEED, "Who signed the lease?", ["Ada Stone", "INES VALE", "Piet Zielny", "Rose Ashby"]),
        (DEED, "Who signed the lease for Reed Sails?", ["Piet Zielny", "Rose Ashby"]),
        (DEED, "Who witnessed the lease?", ["Carl Reed", "Una Frey"]),
        (COPIER, "Who signed the lease of the copier?", ["Ada Fenn", "Judith Marrow", "Owen Tate"]),
        (CLICKED, "Who signed it?", ["Hanne Berg", "Leo Vix"]),
        (CLICKED, "Who signed for the Town of Thorn?", ["Leo Vix"]),
        (CLICKED, "When was it signed?", ["28.08.2025", "2 September 2025"]),
        (LETTER, "Who signed the letter?", ["Tom Hale", "Joan Hart"]),
        (SEEN, "Who signed the hire letter?", ["Nadia Fenn Head of Hire", "Tobias Reed Lighting technician"]),
        (LETTER, "When did Joan Hart sign?", ["19 May 2025"]),
    ],
)
def test_deeds_clicks_and_letters_are_signed_too(text: str, question: str, told: list[str]):
    assert [exact for exact, _ in asked_of(text, question)] == told


def test_when_a_deed_was_signed_is_told_below_all_who_did():
    assert asked_of(DEED, "When was the lease signed?")[-1][0] == "3 February 2025"
    told = {exact for exact, _ in asked_of(COPIER, "When was the lease of the copier signed?")}
    assert {"17 December 2025", "19 December 2025"} <= told


MOORING = """Lease of the mooring

The lease begins on 1 April 2024 and ends on 31 March 2034.

"""
EACH_UNDER_ITS_DATE = """Thorn, 3 March 2024

(signed) Olga Tresman, Director, for the Owner

Thorn, 9 March 2024

(signed) Hugh Bell, Captain, for the Club
"""
EACH_OVER_A_LINE = f"""For the Owner
Thorn, 3 March 2024
{LINE}
Olga Tresman, Director

For the Club
Thorn, 9 March 2024
{LINE}
Hugh Bell, Captain
"""


@pytest.mark.parametrize("signatures", [EACH_UNDER_ITS_DATE, EACH_OVER_A_LINE])
@pytest.mark.parametrize(
    ("question", "date", "other"),
    [
        ("When did Olga Tresman sign?", "3 March 2024", "9 March 2024"),
        ("When did Hugh Bell sign the lease?", "9 March 2024", "3 March 2024"),
        ("When did the Club sign?", "9 March 2024", "3 March 2024"),
    ],
)
def test_a_date_above_each_name_is_of_that_one(signatures, question, date, other):
    text = ask(question, Index.from_texts({"mooring.txt": MOORING + signatures})).text
    assert date in text
    assert other not in text


@pytest.mark.parametrize("reader", ["small", None])
def test_a_line_of_signatures_comes_before_another_date(reader):
    line = "Signature of the Owner: O. Tresman     Date: 3 March 2024\n"
    index = Index.from_texts({"mooring.txt": MOORING + line})
    assert ask("When was the lease signed?", index, reader=reader).span == "3 March 2024"


def test_what_a_cell_says_was_signed_without_brackets_and_no_foot_of_a_page(tmp_path: Path):
    written = docx.Document()
    written.add_heading("Photocopier lease", 0)
    written.add_paragraph("The rent is 148 euros a month, and the lease begins on 1 March.")
    cells = written.add_table(1, 2).rows[0].cells
    cells[0].text = "Thorn, 6 February 2024\nsgd. Ada Stone\nRegional Sales Manager\nKopernik Machines GmbH"
    cells[1].text = "Thorn, 9 February 2024\nsgd. Dr Carl Reed\nChair of the Board\nParish Centre"
    written.save(str(tmp_path / "lease.docx"))
    answer = ask("Who signed the photocopier lease, and when?", Index.build([tmp_path]))
    told = " ".join(one.quote for one in answer.citations)
    assert answer.kind == "places"
    assert all(words in told for words in ("Ada Stone", "6 February 2024", "Dr Carl Reed", "9 February 2024"))
    broken = "Contract\n\nIt ends.\n\nThorn, 3 May 2024\n\n________\n\nUna Frey\n\nSheet 2\n\nHead of Sales\n"
    (quote,) = [quote for exact, quote in asked_of(broken, "Who signed the contract?") if exact]
    assert "Sheet" not in quote


def hire(path: Path) -> None:
    """Signatures on the last page, with a foot of two parts below them as on every page."""

    def foot(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 30, "Brightwell Stage Hire - Terms sheet BSH/26 rev. 3")
        canvas.drawRightString(540, 30, f"Hire 2026-0417 page {template.page}")

    styles = getSampleStyleSheet()
    story = [Paragraph("Hire of lamps", styles["Title"])]
    for said in ("Brightwell Stage Ltd lends lamps to the players of Wick.", "The rent is 40 pounds."):
        story += [Paragraph(f"{said} The lamps stay its own. " * 5, styles["Normal"]), PageBreak()]
    signed = (
        "For Brightwell Stage Ltd", "R. Vale-Hale", "Rosa Vale-Hale", "Managing Director",
        "Thorn, 19 June 2026",
        "For the Wick Players", "Duncan Merry", "Chair of the Board", "Wick, 24 June 2026",
        "Witness to both signatures: Ines Cald, technical manager",
    )  # fmt: skip
    story.append(Paragraph("Signatures", styles["Heading2"]))
    story += [one for said in signed for one in (Paragraph(said, styles["Normal"]), Spacer(1, 9))]
    SimpleDocTemplate(str(path)).build(story, onFirstPage=foot, onLaterPages=foot)


def test_the_foot_of_the_last_page_does_not_sign(tmp_path: Path):
    hire(tmp_path / "hire.pdf")
    index = Index.build([tmp_path], path=None)
    answer = ask("Who signed the hire of lamps, and when?", index)
    assert [(one.exact, one.quote.split("\n")[-1]) for one in answer.citations] == [
        ("Rosa Vale-Hale", "Thorn, 19 June 2026"), ("Duncan Merry", "Wick, 24 June 2026")
    ]  # fmt: skip


WITNESSED = """Haulage agreement

Signatures

For the Carrier: Nadia Fenwick, Operations Manager, 4 June 2025

For the Orchard: Pieter van Loon, Chair, 9 June 2025

Witnessed by Olga Brandt, notary, on 9 June 2025
"""


@pytest.mark.parametrize(
    "question",
    [
        "Who witnessed it?",
        "Who witnessed the signing of the haulage agreement?",
        "Who witnessed the signatures?",
        "Who signed the haulage agreement as a witness?",
        "Who was the witness?",
    ],
)
def test_who_witnessed_is_named_without_a_colon_too(question: str):
    assert [who for who, _ in asked_of(WITNESSED, question)] == ["Olga Brandt"]


def test_a_name_with_a_small_word_in_it_has_its_own_date():
    assert [who for who, _ in asked_of(WITNESSED, "Who signed it, and when?")] == [
        "Nadia Fenwick", "Pieter van Loon"
    ]  # fmt: skip
    assert [day for day, _ in asked_of(WITNESSED, "When did Pieter van Loon sign it?")] == ["9 June 2025"]
