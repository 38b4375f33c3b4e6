"""Questions in words that no form knows are answered as the plainest of the same intent would be."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

MARCH = """Dunmore Sailing Club

Minutes of the committee meeting held on Tuesday 4 March 2025

Present: Orla Finn, Declan Roe, Maeve Tully
Apologies: Conor Shaw

1. Slipway
The slipway is slippery. It was agreed to have it pressure-washed before Easter.
Action: Declan Roe to book the washer by 21 March.

2. Junior week
It was agreed to hold junior week from 7 July.
Action: Maeve Tully to print the entry forms by 2 May.
"""
JUNE = """Dunmore Sailing Club

Minutes of the committee meeting held on Tuesday 3 June 2025

Present: Orla Finn, Conor Shaw
Apologies: Maeve Tully, Declan Roe

1. Bar
It was agreed to close the bar on Mondays.
Action: Conor Shaw to tell the bar staff by 9 June.
"""
MOORING = """MOORING AGREEMENT

between Dunmore Sailing Club ("the Club") and Skerry Marine Ltd ("the Contractor")

1. The Contractor lays and lifts twelve moorings a year for €3,400.

Signed for the Club: Orla Finn, Commodore
Date: 11 February 2025

Signed for the Contractor: Padraig Nee, Director
Date: 14 February 2025
"""
BAR = """CATERING CONTRACT

between Dunmore Sailing Club ("the Club") and Quay Kitchens Ltd ("the Caterer")

1. The Caterer runs the bar and the galley and pays €600 a month.

Signed for the Club: Declan Roe, Treasurer
Date: 2 April 2025

Signed for the Caterer: Una Brophy, Manager
Date: 5 April 2025
"""
LEASE = """# Lease of the boathouse

## Rent

The rent is €900 a month, due on the first.

## Repairs

The Club mends doors, locks and panes. It paints the inside every three years. The Owner sees to the roof.

## Insurance

The Owner insures the building against fire and flood. The Club insures its boats.
"""


@pytest.fixture(scope="module")
def index() -> Index:
    texts = {"march.txt": MARCH, "june.txt": JUNE, "mooring.txt": MOORING, "catering.txt": BAR}
    return Index.from_texts(texts)


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        (
            "Rundown of everything we settled on at the March committee, please",
            ["pressure-washed", "7 July"],
            "Mondays",
        ),
        ("jobs handed out at the June meeting, with person and deadline", ["9 June"], "21 March"),
        ("To-dos from the meeting on 4 March: who, what, until when", ["21 March", "2 May"], "9 June"),
        ("Who was round the table on 3 June?", ["Orla Finn", "Conor Shaw"], "Declan"),
        ("Who sent regrets for March 4?", ["Conor Shaw"], "Maeve"),
        ("who put their name to the mooring deal?", ["Orla Finn", "Padraig Nee"], "Una"),
        ("whose autographs are on the contract with Quay Kitchens", ["Declan Roe", "Una Brophy"], "Padraig"),
        ("when did Una put pen to paper on the catering deal", ["5 April 2025"], "14 February"),
        ("boil the mooring agreement down for me", ["twelve moorings"], "galley"),
    ],
)
def test_all_of_a_kind_is_told_of_what_is_named(index: Index, question: str, told: list[str], untold: str):
    answer = ask(question, index)
    assert answer.answered
    assert answer.statement
    assert all(one in answer.text for one in told)
    assert untold not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "To-dos from the AGM in September: who, what, until when",
        "Who sent regrets for 8 October?",
        "whose autographs are on the contract with Brightwell Sails",
    ],
)
def test_of_what_no_document_is_nothing_is_told(index: Index, question: str):
    assert not ask(question, index).answered


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("what was decided about the bar", "close the bar on Mondays"),
        ("By when does Conor have to tell the bar staff?", "9 June"),
    ],
)
def test_of_one_topic_it_stays_a_look_up(index: Index, question: str, span: str):
    answer = ask(question, index)
    assert answer.answered
    assert span in answer.text
    assert "pressure-washed" not in answer.text
    assert "21 March" not in answer.text


def test_what_is_not_named_is_of_what_was_spoken_of(index: Index):
    answer = ask("and whose faces were missing?", index, history=["Who attended the meeting of 3 June 2025?"])
    assert "Maeve Tully, Declan Roe" in answer.text
    assert "march.txt" not in {one.document for one in answer.citations}


def test_without_minutes_nothing_is_listed():
    index = Index.from_texts({"mooring.txt": MOORING})
    assert not ask("To-dos from the Monday huddle: who, what, until when", index).answered


@pytest.fixture(scope="module")
def leases(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("leases")
    (folder / "lease.md").write_text(LEASE, "utf-8")
    (folder / "mooring.txt").write_text(MOORING, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    "question",
    [
        "list all the repairs that are up to us",
        "name every repair that has to be done under the boathouse lease",
    ],
)
def test_everything_asked_for_is_all_that_its_part_says(leases: Index, question: str):
    answer = ask(question, leases)
    assert answer.answered
    assert answer.statement == "All of “Repairs”"
    assert [one.quote for one in answer.citations] == [
        "The Club mends doors, locks and panes.",
        "It paints the inside every three years.",
        "The Owner sees to the roof.",
    ]


def test_where_no_part_is_by_far_the_closest_nothing_is_listed_of_any(leases: Index):
    assert "All of" not in ask("list all the plants that grow in the yard", leases).statement
