"""Who signed for a side is told by its firm, its office, its role or another word for what it is."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

STACKED = """Supply of gravel

This contract is made between Thornbeck Quarries Ltd ("the Quarry") and Ivelet Builders Ltd ("the Builder").

For Thornbeck Quarries Ltd

For Ivelet Builders Ltd

Dorothea Wynn

Managing Partner

Ivelet, 3 May 2024

Rufus Calder

Head of Works

Thornbeck, 9 May 2024
"""
TWICE = """Hire of a crane

Signed by the parties

For the Hirer:

For the Owner:

Signature: D. Wynn

Name: Dorothea Wynn

Date: 3 June 2024

Signature: R. Calder

Name: Rufus Calder

Date: 7 June 2024
"""
LETTER = """Orla Quayle
Lidgate Baths

Mr Piers Odell
Fellside Diving School

Dear Mr Odell,

The baths are yours on Fridays.

Yours sincerely,

Orla Quayle, Manager for Lidgate Baths Lidgate, 4 April 2024

Agreed on behalf of Fellside Diving School:

Piers Odell, Head Coach Fellside, 11 April 2024
"""
ROLES = """Refuse contract

Contractor: Hobday Waste Collection, Quarry Road
Customer: Camping Silverlake, Shore Road

For the contractor: Hal Hobday, Owner ............................ Obermoor, 1 March 2024

For the customer: Vera Lund, Proprietor ............................ Silverlake, 8 March 2024
"""
ELECTRONIC = """Care plan for the lathe

between Elmbrook Turning Ltd and Varley Machine Services Ltd

Electronically signed by

Ada Stone

Managing Director, Elmbrook Turning Ltd 12 June 2023 at 09:41 (local time)

Envelope VM-24-3381, signature 7F3A-90C2

Electronically signed by

Carl Reed

Sales Director, Varley Machine Services Ltd 17 June 2023 at 16:05 (local time)

Envelope VM-24-3381, signature B210-4D7E

Electronically signed by

Una Frey

Head of Repairs, Varley Machine Services Ltd 18 June 2023 at 11:22 (local time)

Envelope VM-24-3381, signature E94C-08A1
"""
TICKED = """Terms for barley

Velden Malting Co delivers barley to Orrin Brewery.

✔ Piet Zander, Sales Director, Velden Malting Co
E-signed 17.01.2023 09:42 (ID 7C41-0B)

✔ Rosa Ashby, Managing Director, Orrin Brewery
E-signed 21.01.2023 16:08 (ID 7C41-1F)
"""
THREES = """Use of the barn

Little Finches Preschool may use the barn on weekdays; the parish heats it.

Signed

For the parish

Greta Lind
Barn Bookings Coordinator
June 3, 2023

Rev. Anton Mbeki
Rector
June 4, 2023

For Little Finches

Tilda Brook
Director
June 6, 2023

Cora Zell
Board Treasurer
June 9, 2023
"""
RULED = f"""Printing of programmes

We are both happy with this:

{"_" * 21}   Olive Fenn, Managing Director, Fenn Press Ltd      22 August 2023

{"_" * 21}   Emil Gallo, General Manager, Wharf Theatre Company      26 August 2023

{"_" * 21}   Loris Shaw, Chair of the Board, Wharf Theatre Company      29 August 2023
"""
DEED = """Lease of the paddock

SIGNED by THE REVD CELIA MARSH
Chair of the Trustees, for the Marsh End Charity Celia Marsh ..............................
Dated: 18 September 2023

SIGNED by DENIS ARROW Trustee, for the Marsh End Charity D. Arrow ............. Dated: 20 September 2023

SIGNED by NELL BLYTH
Chair, for the Marsh End Gardening Society Nell Blyth ..............................
Dated: 21 September 2023

SIGNED by GORDON SAHNI
Treasurer, for the Marsh End Gardening Society G S Sahni ..............................
Dated: 25 September 2023
"""
WARDENS = f"""Roof contract

between the Church of Thorn (the "Owner") and Brightwell Slate & Copper Inc. (the "Roofer")

{"_" * 20} Ella Mack Warden, for the Owner

Date: April 22, 2023

{"_" * 20} Rhona Pike President, Brightwell Slate & Copper Inc. Date: April 29, 2023
"""
DOCUMENTS = {"gravel.txt": STACKED, "crane.txt": TWICE, "letter-diving.txt": LETTER, "refuse.txt": ROLES}
OTHERS = {
    "lathe.txt": ELECTRONIC, "barley.txt": TICKED, "barn.txt": THREES, "programmes.txt": RULED,
    "paddock.txt": DEED, "roof.txt": WARDENS,
}  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who signed the gravel contract for Thornbeck?", ["Dorothea Wynn"]),
        ("Who signed the gravel contract for the Builder?", ["Rufus Calder"]),
        ("Who signed the hire of the crane?", ["Dorothea Wynn", "Rufus Calder"]),
        ("Who signed the letter to Fellside Diving School for Lidgate Baths?", ["Orla Quayle"]),
        ("Who signed the refuse contract for the campsite?", ["Vera Lund"]),
        ("Who signed the refuse contract for Hobday?", ["Hal Hobday"]),
    ],
)
def test_who_signed_for_a_side(index: Index, question: str, names: list[str]):
    answer = ask(question, index)
    assert [one.exact for one in answer.citations] == names


@pytest.mark.parametrize(
    ("question", "dates"),
    [
        ("When was the crane hire signed?", ["3 June 2024", "7 June 2024"]),
        ("When did we sign the letter to Fellside Diving School?", ["4 April 2024", "11 April 2024"]),
        ("When did the head of works sign the gravel contract?", ["9 May 2024"]),
    ],
)
def test_when_a_side_signed(index: Index, question: str, dates: list[str]):
    answer = ask(question, index)
    told = " ".join(one.quote for one in answer.citations)
    assert answer.statement
    assert [date for text in DOCUMENTS.values() for date in _dates(text) if date in told] == dates


def _dates(text: str) -> list[str]:
    return [f"{day} {month} 2024" for month in ("March", "April", "May", "June") for day in range(1, 13)
            if f" {day} {month} 2024" in text]  # fmt: skip


def test_where_nobody_signs_for_a_side_all_who_signed_are_told(index: Index):
    answer = ask("Who signed the refuse contract for the football club?", index)
    assert [one.exact for one in answer.citations] == ["Hal Hobday", "Vera Lund"]
    assert answer.notes == ("Nobody is named as signing for “the football club”.",)


@pytest.fixture(scope="module")
def others() -> Index:
    return Index.from_texts(OTHERS)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who signed the lathe care plan for Varley?", ["Carl Reed", "Una Frey"]),
        ("Who signed for Elmbrook on the lathe care plan?", ["Ada Stone"]),
        ("Who signed the barley terms for the brewery?", ["Rosa Ashby"]),
        ("Who signed the use of the barn for the parish?", ["Greta Lind", "Rev. Anton Mbeki"]),
        ("Which people signed the use of the barn on the preschool's side?", ["Tilda Brook", "Cora Zell"]),
        ("Who signed the printing of programmes for the Wharf?", ["Emil Gallo", "Loris Shaw"]),
        ("Who signed the lease of the paddock for the society?", ["NELL BLYTH", "GORDON SAHNI"]),
        (
            "Who signed the lease of the paddock for the charity?",
            ["THE REVD CELIA MARSH", "DENIS ARROW Trustee"],
        ),
    ],
)
def test_all_who_signed_for_one_side_are_told_and_nobody_else(others: Index, question: str, names: list[str]):
    assert [one.exact for one in ask(question, others).citations] == names


@pytest.mark.parametrize(
    ("question", "date"),
    [
        ("When did Una Frey sign the lathe care plan?", "18 June 2023"),
        ("When did the sales director sign the lathe care plan?", "17 June 2023"),
        ("When did Rosa e-sign the terms for barley?", "21.01.2023"),
        ("When did Anton Mbeki sign the use of the barn?", "June 4, 2023"),
        ("When did Celia Marsh sign the lease of the paddock?", "18 September 2023"),
        ("When did Gordon Sahni sign off the lease of the paddock?", "25 September 2023"),
        ("When did Rhona Pike sign the roof contract?", "April 29, 2023"),
    ],
)
def test_each_has_the_date_of_the_own_signature(others: Index, question: str, date: str):
    told = [one.quote for one in ask(question, others).citations]
    dates = (
        "June 3",
        "June 4",
        "17 June",
        "18 June",
        "17.01.",
        "21.01.",
        "18 Sept",
        "25 Sept",
        "April 22",
        "April 29",
    )
    said = " ".join(told)
    assert date in said
    assert [one for one in dates if one in said] == [one for one in dates if date.startswith(one)]


def test_an_office_and_an_envelope_sign_nothing(others: Index):
    for what, names in (
        ("use of the barn", ["Greta Lind", "Rev. Anton Mbeki", "Tilda Brook", "Cora Zell"]),
        ("lathe care plan", ["Ada Stone", "Carl Reed", "Una Frey"]),
    ):
        assert [one.exact for one in ask(f"Who signed the {what}?", others).citations] == names


GEAR = """KETTLE HIRE LTD

Hire of gear no. 12. Hirer: Marsden Fell Surveyors Limited.

The gear is brought on Mondays.

Signatures

Signed at Thorn this 29th day of April 2023, for the Owner:
Kai Bremer, hire manager

Signed at Velby this 30th day of April 2023, for the Hirer:
Tobin Hartley, director
"""
FEES = "Fees\n\nMarsden Fell Surveyors Limited asks 90 an hour for a survey.\n"


def test_we_are_the_side_that_is_labelled_behind_the_number_of_an_order():
    index = Index.from_texts({"gear.txt": GEAR, "fees.txt": FEES})
    who = ask("Who signed the hire of gear for us?", index)
    assert [one.exact for one in who.citations] == ["Tobin Hartley"]
    when = ask("When did Kai Bremer sign the hire of gear?", index)
    assert [one.exact for one in when.citations] == ["29th day of April 2023"]
    alone = ask("Who signed the hire of gear for us?", Index.from_texts({"gear.txt": GEAR}))
    assert [one.exact for one in alone.citations] == ["Kai Bremer", "Tobin Hartley"]


@pytest.mark.parametrize("kind", ["Underlease", "Sublease"])
def test_a_lease_may_call_itself_by_another_word_for_one(kind: str):
    house = f"""{kind} of the upper floor

For Estuary Dental Ltd: Mara Ojo, Director, 14 February 2023

For Saltings Physio LLP: Dev Sethi, Partner, 21 February 2023
"""
    linen = "Agreement about the linen\n\nFor Tide Laundry Ltd: Gil Pell, Director, 17 March 2023\n"
    index = Index.from_texts({"house.txt": house, "linen.txt": linen})
    answer = ask("When did Dev sign the lease?", index)
    assert [(one.document, one.exact) for one in answer.citations] == [("house.txt", "21 February 2023")]
