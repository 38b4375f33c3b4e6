"""Resolved: what minutes say in sentences was decided, beside what they label so, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

RESIDENTS = """Alder Quay Residents' Association

MINUTES of the general meeting held on Thursday 12 March 2026 in the boathouse

Chair: Mrs Linnet Osgood
Present: Mrs Linnet Osgood, Tobias Wren, Harriet Poole, Yusuf Demir, Ms Agnes Holm,
Piet van Rooyen
Apologies for absence: Carla Munn
Visitor (item 3): Sergeant Dilys Rhee, harbour police
Guests, items 1-2 only: Hugo Fenn, Ada Stone

1. Bicycle shed
The old shed leaks. Yusuf Demir had asked three. We agreed to accept the offer of Fenn & Son at £4,150.
Work is not to begin before May, and it was agreed that the residents of number 9 be told a week ahead.

2. Moorings
Piet van Rooyen proposed that the mooring fee be raised to £75. The motion was seconded. Carried with
six votes in favour. Following a longer discussion everyone agreed that subletting needs written consent.

3. Night noise
Sergeant Rhee described what the police can do. All those present were in favour of a letter to the bars. When
it was agreed last year to write, nobody did. Agnes Holm opposed a call for fines.

4. Notice boards
The boards will stay where they are. It was then unanimously resolved on a new lock for each.
"""
DECIDED = [
    "We agreed to accept",
    "Work is not to begin",
    "Piet van Rooyen proposed",
    "Following a longer",
    "All those present",
    "The boards will",
    "It was then",
]
COUNCIL = """# Works council: record of the session of 5 February 2026

## 1 Canteen
It should open from six. After a vote (three for, none against) it was decided that this is tried. In view
of the costs the council decided against a second cook.

## 2 Shifts
Marek reported 14 complaints. *Resolved:* swaps are entered in the calendar. This is checked in May.

## 3 Party
There was agreement to hold it on 3 July. Members voted by show of hands for the river terrace.

## 4 Bonus
Management wants to pay in March; the council decided by two votes to one to ask for February.

## 5 Lockers
There are too few. After some talk **it was decided to buy twelve.** Marek will see to it. **We agreed to move
the old ones to the cellar.** That is for May. A request by Bo to paint them was rejected with 12 against 9.
"""
COUNCIL_DECIDED = [
    "After a vote",
    "In view",
    "*Resolved:* swaps",
    "There was agreement",
    "Members voted",
    "Management wants",
    "After some talk",
    "**We agreed",
    "A request by Bo",
]


@pytest.fixture(scope="module")
def residents(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("residents")
    (folder / "general meeting.txt").write_text(RESIDENTS, "utf-8")
    return Index.build([folder])


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("council")
    (folder / "council.md").write_text(COUNCIL, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(("minutes", "told"), [("residents", DECIDED), ("council", COUNCIL_DECIDED)])
def test_every_decision_told_in_a_sentence_is_listed_beside_those_labelled(minutes, told, request):
    answer = ask("List all decisions", request.getfixturevalue(minutes))
    quotes = [one.quote for one in answer.citations]
    assert len(quotes) == len(told), quotes
    assert all(quote.startswith(words) for words, quote in zip(told, quotes, strict=True)), quotes
    assert answer.statement.startswith(f"{len(told)} decisions")


def test_what_is_agreed_in_a_contract_is_no_decision():
    text = "Agreement of A Ltd and B Ltd\n\nThe parties agreed on a rent. After that it was decided to pay."
    assert "decision" not in ask("List all decisions", Index.from_texts({"contract.txt": text})).statement


def test_guests_on_lines_of_their_own_were_there_whatever_part_they_came_for(residents):
    present = ask("Who was at the meeting?", residents)
    assert present.statement.startswith("9 people are named as present")
    assert [one.exact for one in present.citations][1:] == [
        "Sergeant Dilys Rhee, harbour police",
        "Hugo Fenn, Ada Stone",
    ]
    assert [one.exact for one in ask("Who was absent?", residents).citations] == ["Carla Munn"]


@pytest.mark.parametrize(
    "question",
    [
        "What was decided at the meeting? List all decisions.",
        "What did the council decide? List all decisions",
        "Which decisions were taken? Please list them all.",
        "What was decided? All of them, please.",
    ],
)
def test_two_sentences_that_ask_for_one_list_are_answered_with_it(council, question):
    assert ask(question, council).statement.startswith("9 decisions")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which decision was made about the text messages to the bars?", []),
        ("Which decision was made about the letter?", ["All those present"]),
        ("What did the meeting decide about the boards?", ["The boards will", "It was then"]),
        ("What was decided at the meeting regarding Fenn & Son?", ["We agreed to accept"]),
        ("Which decisions were made on the old shed?", ["We agreed to accept", "Work is not"]),
    ],
)
def test_decisions_on_a_topic_are_those_that_hold_it(residents, question, told):
    answer = ask(question, residents, reader="small")
    quotes = [one.quote for one in answer.citations] if answer.statement else []
    assert len(quotes) == len(told), quotes
    assert all(quote.startswith(words) for words, quote in zip(told, quotes, strict=True)), quotes


def test_another_list_behind_a_question_is_no_part_of_it(council):
    assert not ask("What was decided? List all names.", council, reader="small").statement.startswith("6 dec")


def test_decisions_of_a_date_are_those_of_the_meeting_on_it(residents):
    assert ask("What was decided on 12 March 2026?", residents).statement.startswith("7 decisions")


# Each is one decision, as it stands between a sentence that tells none and the next.
TOLD_SOMEHOW = [
    "The Council decided unanimously to renew the website contract.",
    "RESOLVED (unanimously) that 250 pounds be given to the band.",
    "The meeting resolved (resolution 2025/1) to approve the accounts.",
    "The fee for the boats goes up to 40 from May. Carried 5–1.",
    "The fee for the huts goes up to 50 from May. (5 for, 1 against)",
    "The hall shuts at ten from now on. Vote: 5 in favour, 1 against.",
    "The gate is locked at night. Passed with one vote against.",
    "The camp takes place in August. This was agreed without dissent.",
    "The stall costs 35 pounds; nobody objected.",
    "The guest fee is 12 euros from April on (carried 4–1).",
    "Youth fees stay as they are.",
    "Steel shelving was chosen.",
    "Minutes of the last meeting approved.",
    "After a long debate it was carried by 5 votes to 2 that the boat be sold.",
    "Proposed Ada Stone, seconded Bo Lee, and carried, that the shed be mended.",
    "The committee gave its approval to the sale of the pump.",
    "Everybody was for the blue paint.",
    "By a show of hands, the meeting chose 3 May.",
    "The treasurer was authorised to spend 400 pounds.",
    "Approval was granted for the new sign.",
    "The request of the cricket club was turned down.",
    "The budget for 2026 was set at 12,000.",
    "The decision was taken to buy the press.",
    "The signs will be painted, the committee decided.",
    "We take the offer of the builder.",
    "We will hold the fair on 3 June.",
    "The minutes of December were agreed as a true record and signed by the chair.",
    "The accounts were discussed and approved with all votes.",
    "A proposal to charge for the club was not supported.",
    "Fees for the breakfast remain at £3.50 a day.",
    "Trustees approved £360 for a camera.",
    "The lease of the shop will not be renewed.",
    "A stall was considered but rejected as too dear.",
    "The post costs 180 euros. All parents present agree.",
    "The contract goes to Miller & Sons for 1,200.",
]
NOT_DECIDED = [
    "Ada Stone reported that the town has approved the plan.",
    "Bo Lee suggested selling the boat.",
    "We have 43 members.",
    "We thanked Bo for the cake.",
    "The treasurer carried the boxes upstairs.",
    "The exam was passed by nine pupils.",
    "If the boat is sold, the shed is not needed.",
    "Ada asked whether the fee had been raised.",
    "The old roof was adopted by a family of swifts.",
    "Members agreed that the evening had been a success.",
    "Everyone agreed with Bo that the hall is cold.",
    "The county set the speed limit, which was fixed by it in 1998.",
    "At the last meeting it was agreed to ask the county.",
    "We agreed to talk about it again in May.",
    "No decision was taken on the paint.",
    "Whether to sell the boat will be decided in June.",
    "No agreement, we will ask the children first.",
]
_OPENS = "Notes of the club's meeting of 3 March 2025\n\nPresent: Ada Stone, Bo Lee, Carl Reed\n\n"


def test_decisions_are_told_by_who_took_them_by_what_became_of_a_matter_or_by_the_outcome():
    text = _OPENS + "\n\n".join(
        f"{other} {one}" for one, other in zip(TOLD_SOMEHOW, NOT_DECIDED * 3, strict=False)
    )
    answer = ask("What was decided?", Index.from_texts({"notes.txt": text}))
    assert [one.quote for one in answer.citations] == TOLD_SOMEHOW


def test_what_is_reported_supposed_or_put_off_is_no_decision():
    text = _OPENS + "\n\n".join([*NOT_DECIDED, "It was agreed to paint the door."])
    answer = ask("List all decisions", Index.from_texts({"notes.txt": text}))
    assert [one.quote for one in answer.citations] == ["It was agreed to paint the door."]


def test_of_a_short_item_of_a_list_all_is_told_with_the_outcome():
    text = (
        _OPENS
        + "- The old machine goes. The phones open at eight. Carried 5–1.\n- The lamp is dim. No news.\n"
    )
    answer = ask("What was decided?", Index.from_texts({"notes.txt": text}))
    assert [one.quote for one in answer.citations] == [
        "- The old machine goes. The phones open at eight. Carried 5–1."
    ]


def test_a_row_of_minutes_that_tells_a_decision_is_listed_without_a_column_for_it(tmp_path: Path):
    rows = (
        "# Meeting on the move\n\n| Topic | Discussion | Action |\n| --- | --- | --- |\n"
        "| Shelves | Wood is dear. Steel was chosen. | Bo orders them |\n"
        "| Insurance | Does not cover the move. To be looked at again in May. | |\n"
        "| Vans | Fourteen were offered. We take the offer. | Ada signs |\n"
    )
    (tmp_path / "move.md").write_text(rows, "utf-8")
    answer = ask("What was decided?", Index.build([tmp_path]))
    assert [one.exact for one in answer.citations] == ["Steel was chosen.", "We take the offer."]


GARAGE = """Garage round, 12 June

In today: Lotte, Piet Vos, Hanneke, Sem
Off: Daan (wedding)

Ramp 2

The ramp sinks overnight. A new seal is 240. We have it resealed and use ramp 1 meanwhile. Piet rings the firm
tomorrow.

Coffee

Beans have gone up again. Sem would rather have tea. From July everyone puts in five a month. Hanneke collects
it.

Sign

The sign is faded. We leave that till the autumn.
"""
CLEANING = """# Cleaning agreement

Between Brushway Ltd, Anna Rood and Leo Prins.

Brushway cleans the stairs every Friday. From July the owners put in five a month. Nobody enters the cellar
without a key. Anna Rood signs for the owners.
"""


def _quoted(question: str, **texts: str) -> list[str]:
    answer = ask(question, Index.from_texts({f"{name}.md": text for name, text in texts.items()}))
    return [" ".join(one.quote.split()) for one in answer.citations] if answer.answered else []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("List all decisions", ["We have it resealed", "From July everyone"]),
        ("Who has to do what by when?", ["Piet rings", "Hanneke collects"]),
        ("What was postponed?", ["We leave that"]),
        ("Who was there?", ["In today: Lotte"]),
        ("Who was absent?", ["Off: Daan"]),
    ],
)
def test_notes_that_call_nothing_by_its_name_tell_by_how_they_are_put(question: str, told: list[str]):
    quotes = _quoted(question, garage=GARAGE, cleaning=CLEANING)
    assert len(quotes) == len(told)
    assert all(quote.startswith(one) for quote, one in zip(quotes, told, strict=True))


@pytest.mark.parametrize("question", ["List all decisions", "Who has to do what by when?", "Who was there?"])
def test_what_reads_so_in_a_document_of_no_meeting_is_not_listed(question: str):
    answer = ask(question, Index.from_texts({"cleaning.md": CLEANING}))
    assert not answer.answered or answer.kind != "places"


@pytest.mark.parametrize(
    "wrapped", ["Here:   Ada Stone (chair), Bo Lee,\n        Cleo Vale", "Here: Ada Stone, Bo Lee, Cleo Vale"]
)
def test_a_list_of_those_who_came_goes_on_in_the_next_line_up_to_the_next_label(wrapped: str):
    opening = "HARBOUR COMMITTEE\nTuesday 8 April, upstairs\n\n"
    minutes = f"{opening}{wrapped}\nApologies: Dan Hale\n\n1. Gate\nIt squeaks.\n"
    index = Index.from_texts({"minutes.txt": minutes})
    assert ask("Who was there?", index).statement.startswith("3 people are named as present")
    assert ask("Who sent apologies?", index).citations[0].exact == "Dan Hale"


def test_a_decision_that_goes_on_by_a_pronoun_is_told_as_one():
    text = GARAGE.replace(
        "From July everyone puts in five a month.", "We buy a second pot. It stays in the office from now on."
    )
    assert "We buy a second pot. It stays in the office from now on." in _quoted(
        "List all decisions", garage=text
    )
