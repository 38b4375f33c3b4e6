"""Who signed, whatever the order: by lines of signatures that stand together in many a make."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

HEAD = """Glass Supply Agreement

between Harrow Glass Ltd, 4 Kiln Yard, Velby (the "Supplier") and the Museum of Tides, Tarn (the "Museum").

1. Supply. The Supplier delivers panes of float glass to the Museum each quarter. The contact at the Museum is
Pella Stroud, stores officer, on 01632 960 112.

2. Notice. Either side may end the agreement with three months' notice in writing.

"""
RUNS = """
Digitally signed on behalf of Harrow Glass Ltd by Oona Blyth (Managing Director) on 3 May 2024, 10:12 UTC

Digitally signed on behalf of Museum of Tides by Rafe Tollen (Keeper) on 7 May 2024, 08:15 UTC
=====
Signed electronically via SignWell

Oona Blyth, Harrow Glass Ltd — 3 May 2024, 10:12
Rafe Tollen, Museum of Tides — 7 May 2024, 08:15
=====
Velby, 3 May 2024

____________________
Oona Blyth
Harrow Glass Ltd

Tarn, 7 May 2024

____________________
Rafe Tollen
Museum of Tides
=====
Velby, 3 May 2024

....................
Oona Blyth, Managing Director, for Harrow Glass Ltd

Tarn, 7 May 2024

.................... Rafe Tollen, Keeper
=====
The Supplier                         The Museum

Place, date: Velby, 3 May 2024       Place, date: Tarn, 7 May 2024

Signature: ________________          Signature: ________________

Name: Oona Blyth                     Name: Rafe Tollen
=====
For the Supplier: Oona Blyth, 3 May 2024
For the Museum: Rafe Tollen, 7 May 2024
=====
Signed on 3 May 2024 by Oona Blyth on behalf of Harrow Glass Ltd.
Signed on 7 May 2024 by Rafe Tollen on behalf of Museum of Tides.
=====
Signatures of the parties

Harrow Glass Ltd, represented by Oona Blyth, Managing Director: signed 3 May 2024

Museum of Tides, represented by Rafe Tollen, Keeper: signed 7 May 2024
=====
Accepted on behalf of the Supplier by Oona Blyth, Managing Director, 3 May 2024.
Accepted on behalf of the Museum by Rafe Tollen, Keeper, 7 May 2024.
=====
For the Supplier\t\t\tFor the Museum

Velby, 3 May 2024\t\t\tTarn, 7 May 2024

Oona Blyth\t\t\tRafe Tollen

Head of glass\t\t\tKeeper lead
=====
Supplier

Signature: ____________
Name (print): Oona Blyth
Dated: 3rd May 2024

Museum

Signature: ____________
Name (print): Rafe Tollen
Dated: 7th May 2024
=====
Signature, Supplier: Oona Blyth
Date: 3 May 2024
Signature, Museum: Rafe Tollen
Date: 7 May 2024
"""


@pytest.mark.parametrize("signatures", RUNS.split("====="))
def test_signatures_of_any_make_tell_who_signed_and_when(signatures: str):
    index = Index.from_texts({"glass.md": HEAD + signatures})
    answer = ask("Who signed the glass agreement, and when?", index)
    assert [one.exact for one in answer.citations if one.exact in ("Oona Blyth", "Rafe Tollen")] == [
        "Oona Blyth",
        "Rafe Tollen",
    ]
    told = " ".join(one.quote for one in answer.citations)
    assert all(date in told for date in ("3", "7"))
    assert [one.exact for one in ask("Who signed on the Supplier's side?", index).citations] == ["Oona Blyth"]


LINES = """
Managing Director: Oona Blyth   3 May 2024
Treasurer: Rafe Tollen   7 May 2024
=====
3 May 2024   Oona Blyth, Managing Director
7 May 2024   Rafe Tollen, Treasurer
=====
Name: Oona Blyth | Role: Managing Director | Date: 3 May 2024
Name: Rafe Tollen | Role: Treasurer | Date: 7 May 2024
=====
Name: Oona Blyth, Role: Managing Director, Date: 3 May 2024
Name: Rafe Tollen, Role: Treasurer, Date: 7 May 2024
=====
Director of Harrow Glass      Oona Blyth      3 May 2024
Treasurer of the Museum      Rafe Tollen      7 May 2024
=====
Signatures

Oona Blyth, Managing Director   3 May 2024
Rafe Tollen, Treasurer   7 May 2024
=====
Digitally signed by Oona Blyth
Date: 3 May 2024 10:14:02 +02'00'

Digitally signed by Rafe Tollen
Date: 7 May 2024 11:40:20 +02'00'
=====
Oona Blyth                          Rafe Tollen
Harrow Glass Ltd                    Museum of Tides
signed 3 May 2024                   signed 7 May 2024
"""


@pytest.mark.parametrize("signatures", LINES.split("====="))
def test_names_with_offices_and_days_at_the_end_are_signatures(signatures: str):
    index = Index.from_texts({"glass.md": HEAD + signatures})
    answer = ask("Who signed the glass agreement, and when?", index)
    assert [one.exact for one in answer.citations if " " in one.exact and not one.exact[0].isdigit()] == [
        "Oona Blyth",
        "Rafe Tollen",
    ]
    assert all(f"{day} May 2024" in answer.text for day in (3, 7))
    assert not answer.notes


def test_a_party_that_signs_by_itself_is_meant_by_what_it_is_called():
    text = (
        'Contract\n\nbetween the Tarn Choir (the "Choir") and Mr Anton Kress (the "Organist").\n\n'
        "He plays on Sundays.\n\n"
        "Signed: Mira Tost, 7 February 2025\n\nSigned: Anton Kress, 10 February 2025\n"
    )
    answer = ask("When did the organist sign?", Index.from_texts({"contract.txt": text}))
    assert [one.exact for one in answer.citations] == ["10 February 2025"]


@pytest.mark.parametrize(
    ("signatures", "firm"),
    [
        (
            "Velby, 3 May 2024\n\n________\nOona Blyth\nOwner, Blyth & Daughter Cleaning",
            "Blyth & Daughter Cleaning",
        ),
        ("Tarn, 3 May 2024\n\n________\nOona Blyth\nChair, Tarn Rowers", "Tarn Rowers"),
    ],
)
def test_a_firm_or_a_club_below_a_name_is_for_whom_is_signed(signatures: str, firm: str):
    head = f'Agreement\n\nbetween the {firm} (the "Maker") and Elm Ltd (the "Buyer").\n\nIt is short.\n\n'
    other = "\n\nElm, 7 May 2024\n\n________\nRafe Tollen\nBuyer, Elm Ltd\n"
    index = Index.from_texts({"agreement.md": head + signatures + other})
    assert [one.exact for one in ask("Who signed the agreement?", index).citations] == [
        "Oona Blyth",
        "Rafe Tollen",
    ]
    assert [one.exact for one in ask(f"Who signed for {firm}?", index).citations] == ["Oona Blyth"]


@pytest.mark.parametrize(
    ("written", "is_undated"),
    [
        ("Signed: Oona Blyth\nSigned: Rafe Tollen\n", True),
        ("The 3 May 2024\nwas the day.\n\nSigned: Oona Blyth\n", False),
    ],
)
def test_that_no_date_stands_with_the_signatures_is_said_only_where_none_stands_near(
    written: str, is_undated: bool
):
    index = Index.from_texts({"glass.md": f"{HEAD}{written}"})
    answer = ask("Who signed the glass agreement, and when?", index)
    assert answer.statement.startswith("Who signed")
    assert bool(answer.notes) is is_undated


CLEANING = """Cleaning contract

between Aldous Prints Ltd (the "Customer") and Brightmop Services Ltd (the "Cleaner").

The Cleaner comes on Mondays.

Signed on behalf of Aldous Prints Ltd by Edda Finch on 2 June 2024

Signed on behalf of Brightmop Services Ltd by Otto Marsh on 4 June 2024
"""
PALLETS = """Pallet contract

between Thornmill Paper Ltd (the "Mill") and Aldous Prints Ltd (the "Printer").

The Mill sends ten pallets a month.

Signed on behalf of Thornmill Paper Ltd by Lars Quill on 8 July 2024

Signed on behalf of Aldous Prints Ltd by Nell Harbour on 9 July 2024
"""


def test_we_are_the_party_that_the_contracts_share():
    both = Index.from_texts({"cleaning.txt": CLEANING, "pallets.txt": PALLETS})
    assert [one.exact for one in ask("Who signed the cleaning contract for us?", both).citations] == [
        "Edda Finch"
    ]
    assert [one.exact for one in ask("Who signed the pallet contract on our side?", both).citations] == [
        "Nell Harbour"
    ]
    alone = ask("Who signed the cleaning contract for us?", Index.from_texts({"cleaning.txt": CLEANING}))
    assert [one.exact for one in alone.citations] == ["Edda Finch", "Otto Marsh"]
    assert alone.notes == ("The documents do not tell which side is yours.",)


def test_names_and_dates_alone_are_no_signatures():
    text = "Duties\n\nRafe Tollen, 3 May 2024\n\nOona Blyth, 7 May 2024\n"
    answer = ask("Who signed the glass agreement?", Index.from_texts({"glass.md": HEAD + text}))
    assert not answer.statement


BESIDE = """Survey of the dunes

between Pell Surveys Ltd (the "Surveyor") and the Tarn Estate (the "Client")

On behalf of the Surveyor

| sgd. M. Pell ______ | Mira Pell |
| --- | --- |
| Date: 24 February 2024 | Director |
| On behalf of the Client | |
| sgd. G. Salt ______ | Grant Salt |
| Date: 26 February 2024 | Head of the estate |

sgd. Y. Chell ______ Date: 27 February 2024

Yvonne Chell

Chief financial officer
"""


@pytest.mark.parametrize(
    ("signer", "date"),
    [("Mira Pell", "24 February"), ("Grant Salt", "26 February"), ("Yvonne Chell", "27 February")],
)
def test_a_table_that_names_each_beside_the_own_signature_is_read_by_rows(
    tmp_path: Path, signer: str, date: str
):
    (tmp_path / "survey.md").write_text(BESIDE)
    index = Index.build([tmp_path], path=None)
    said = " ".join(
        one.quote for one in ask(f"When did {signer} sign the survey of the dunes?", index).citations
    )
    assert [day for day in ("24 February", "26 February", "27 February") if day in said] == [date]


def test_a_line_that_stands_again_with_another_number_names_nobody():
    text = """Upkeep of boats

between Pell Boats Services Ltd and Tarn Rowing Club

TRC / Pell Boats - upkeep - sheet 1

Digitally signed by

Mira Pell

Manager, for Pell Boats Services Ltd 24 January 2024, 08:55 GMT

Digitally signed by

Grant Salt

Treasurer, for Tarn Rowing Club 26 January 2024, 10:42 GMT

TRC / Pell Boats - upkeep - sheet 2
"""
    answer = ask("Who signed the upkeep of boats?", Index.from_texts({"boats.txt": text}))
    assert [one.exact for one in answer.citations] == ["Mira Pell", "Grant Salt"]
