"""Who signed in other ways: deeds, clicks and letters, dates above names, cells, witnesses, feet of pages."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

from index import Index
from qa import ask

LINE = "_" * 20
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
    answer = ask("When was the lease signed?", index, reader=reader)
    assert [one.exact for one in answer.citations] == ["3 March 2024"]


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


PRINTED_BELOW = """Contract for the roof

For the Landlord

sgd. M. Okafor

Prof. Miriam Okafor

Chair

Leeds, 3 May 2025

For the Roofer

(signed) Thomas Reed

Mr Thomas James Reed

Owner

York, 5 May 2025
"""


def test_a_signature_and_the_same_name_in_full_below_it_are_one_person():
    index = Index.from_texts({"roof": PRINTED_BELOW})
    answer = ask("Who signed the roof contract, and when?", index)
    assert [(one.heading[-12:], one.exact, one.quote.split("\n\n")[-2:]) for one in answer.citations] == [
        ("the Landlord", "Prof. Miriam Okafor", ["Chair", "Leeds, 3 May 2025"]),
        ("r the Roofer", "Mr Thomas James Reed", ["Owner", "York, 5 May 2025"]),
    ]
