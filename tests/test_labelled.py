"""Labelled: all actions and decisions of minutes, in whichever words they are asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index import Index
from qa import ask

NOTES = """# Allotment society, meeting of 4 May 2025

## Water

The tank leaks. Decision: A new tank is bought. It is paid from the reserve.

**Decision 7:** The tap is locked in winter.

The tank costs £900.

## Fence

RESOLVED that the fence be painted green.

The hedge stays as it is (resolution 2025/4). It was planted in 1990.

## Action items

| Action | Who | By when |
| --- | --- | --- |
| Buy the tank | Nora Quill | 1 June 2025 |
| Paint the fence | Idris Bowen | 9 June 2025 |
| Lock the tap | Nora Quill | November |

All of it is paid from the reserve.

## Next meeting

Motions are sent by 20 August 2025.
"""
ACTIONS = ["Buy the tank", "Paint the fence", "Lock the tap"]
DECISIONS = ["Decision: A new tank", "Decision 7:** The tap", "RESOLVED that", "The hedge stays"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("notes")
    (folder / "notes.md").write_text(NOTES, "utf-8")
    return Index.build([folder])


def _are_told(answer, told: list[str]) -> bool:
    quotes = [one.quote for one in answer.citations]
    return len(quotes) == len(told) and all(words in quote for words, quote in zip(told, quotes, strict=True))


@pytest.mark.parametrize(
    "question",
    [
        "List all actions",
        "What are the action items?",
        "Who has to do what by when?",
        "Which tasks were assigned at the meeting?",
        "What needs to be done by whom?",
        "Which jobs were handed out, to whom, and by when?",
        "Who agreed to do what?",
        "Who has which task?",
        "What was each person asked to do?",
    ],
)
def test_every_row_of_a_table_of_actions_is_listed(index, question):
    answer = ask(question, index)
    assert _are_told(answer, ACTIONS)
    assert answer.statement.startswith("3 actions in “")


@pytest.mark.parametrize(
    "question",
    [
        "List all decisions",
        "What decisions were taken?",
        "What decisions were made at the meeting?",
        "Which resolutions did the committee pass?",
        "What was decided at the meeting of 4 May 2025?",
        "What did the society decide?",
        "List everything that was decided at the meeting",
        "Tell me what was agreed",
    ],
)
def test_every_line_that_is_labelled_as_a_decision_is_listed(index, question):
    answer = ask(question, index)
    assert _are_told(answer, DECISIONS)
    assert answer.statement.startswith("4 decisions in “")
    assert answer.citations[0].quote.endswith("reserve.")


def test_two_kinds_are_listed_together_each_place_once(index):
    answer = ask("What are the actions and deadlines?", index)
    assert _are_told(answer, [*ACTIONS, "Motions are sent by"])
    assert answer.statement.startswith("3 actions and 4 dates by which something is due in “")
    answer = ask("List all decisions and actions", index)
    assert _are_told(answer, [*DECISIONS, *ACTIONS])


@pytest.mark.parametrize(
    ("told", "listed"),
    [
        ("Actions:\n- Ring the bell\n- Sweep the hall\n\nThe hall was cold.", ["- Ring", "- Sweep"]),
        ("The gate squeaks.\nAction: PN\n\nTo do: Oil it.\nNext step: AH", ["The gate", "To do", "Next"]),
        ("Action A-1: Ring the bell.\nAction A-2: Sweep the\nhall.", ["Action A-1", "Action A-2"]),
        ("Rain.\n\n→ Ada rings – by 3 May\n\n→ Bo (asked by Ada) sweeps\n\n→ see page 4", ["→ Ada", "→ Bo"]),
        ("The bell is old.\n\nTO DO\nAH - ring it - 9 May\nPN - oil it\n\nNext: June.", ["AH", "PN"]),
        ("1. Prices\n\nThey rose.\n\n2. Actions agreed\n\nAsa Holm rings.\n\nUma sweeps.", ["Asa", "Uma"]),
    ],
)  # fmt: skip
def test_lists_lines_and_sections_of_plain_text_are_told_by_their_labels(told, listed):
    answer = ask("List all actions", Index.from_texts({"a.txt": told}))
    assert _are_told(answer, listed)


def test_where_nothing_is_labelled_a_look_up_answers():
    index = Index.from_texts({"a.txt": "The council met in May. What was decided was to close the bridge."})
    answer = ask("What was decided?", index)
    assert [one.quote for one in answer.citations] == ["What was decided was to close the bridge."]
    assert answer.statement == ""


def test_decisions_about_something_are_looked_up(index):
    answer = ask("What was decided about the tap?", index)
    assert "tap is locked" in answer.text
    assert "4 decisions" not in answer.statement


def test_what_minutes_say_was_agreed_is_a_decision():
    told = "Rain came in. It was agreed that the roof be mended.\n\nThey ate."
    told += "\n\nThe parish council then decided that the pond be fenced. It agreed with the weather."
    answer = ask("What was agreed at the meeting?", Index.from_texts({"a.txt": told}))
    assert _are_told(answer, ["It was agreed that the roof be mended.", "The parish council then decided"])


def test_what_became_of_a_proposal_and_what_is_written_large_are_decisions():
    told = """Minutes of the board

It was RESOLVED unanimously that the accounts be approved. Tea was served.

Ann proposed a higher fee. The proposal as amended was carried by six votes to none. The motion was old.
After discussion the repair of the old jetty was rejected. The board approved the budget."""
    answer = ask("What was decided?", Index.from_texts({"minutes.txt": told}))
    quotes = [one.quote for one in answer.citations]
    assert quotes == [
        "It was RESOLVED unanimously that the accounts be approved.",
        "Ann proposed a higher fee. The proposal as amended was carried by six votes to none.",
        "After discussion the repair of the old jetty was rejected.",
        "The board approved the budget.",
    ]


def test_what_it_is_that_was_carried_is_told_with_it():
    told = """Minutes of the garden society

The pump is old. Ada Stone moved to buy a new one for 900 pounds. It was carried by five votes to one. Tea was
served.

In view of the dry hedge and the price of insurance, it was decided not to hold a bonfire."""
    answer = ask("What was decided?", Index.from_texts({"minutes.txt": told}))
    assert [one.quote for one in answer.citations] == [
        "Ada Stone moved to buy a new one for 900 pounds. It was carried by five votes to one.",
        "In view of the dry hedge and the price of insurance, it was decided not to hold a bonfire.",
    ]


@pytest.mark.parametrize(
    "question", ["List all tasks and who is responsible", "What are the next steps and their owners?"]
)
def test_who_is_responsible_may_be_asked_along(index, question):
    assert _are_told(ask(question, index), ACTIONS)


@pytest.mark.parametrize(
    "question",
    [
        "List all actions with owner and due date",
        "List the tasks with the responsible person and deadline",
        "What are the action items, who owns them and when are they due?",
        "Show me all the to-dos",
        "every task and who does it",
        "all action points with deadlines",
        "who has to do what by when",
        "list the open actions",
        "Which tasks are still open?",
        "Give me a table of all action items from the notes, with owner and status",
        "action items",
        "to-do list",
    ],
)
def test_what_is_to_be_told_of_each_action_is_no_subject(index, question):
    assert _are_told(ask(question, index), ACTIONS)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("List all actions of Nora Quill", ["Buy the tank", "Lock the tap"]),
        ("Which tasks are assigned to Idris?", ["Paint the fence"]),
        ("Which actions does Nora Quill have?", ["Buy the tank", "Lock the tap"]),
        ("What must Nora Quill do?", ["Buy the tank", "Lock the tap"]),
        ("What does Mr Bowen have to do, and by when?", ["Paint the fence"]),
        ("What are Nora Quill's tasks?", ["Buy the tank", "Lock the tap"]),
        ("to-dos for Idris", ["Paint the fence"]),
        ("List all actions that are due in June 2025", ["Buy the tank", "Paint the fence"]),
        ("List all decisions about the tap", ["Decision 7:** The tap"]),
    ],
)
def test_those_are_listed_that_stand_beside_the_words_asked_for(index, question, told):
    answer = ask(question, index)
    assert _are_told(answer, told)
    assert re.search("(?:for|mentioning) “", answer.statement)


def test_whose_decisions_are_meant_may_be_told_by_how_minutes_open(index):
    assert _are_told(ask("List all decisions of 4 May 2025", index), DECISIONS)


def test_in_how_many_documents_actions_are_is_said(tmp_path):
    (tmp_path / "notes.md").write_text(NOTES, "utf-8")
    (tmp_path / "prices.csv").write_text("Service,Price\nMowing,12\n", "utf-8")
    answer = ask("List all actions with owner and due date", Index.build([tmp_path]))
    assert answer.statement.startswith("3 actions in 1 of 2 documents")


STATUS = """# Garden committee

## Actions

| Action | Owner | Status |
| --- | --- | --- |
| Order seeds | Joel Marsh | Done |
| Mend the pump | Ada Finch | Open |
| Ask for a quote | Rory Quill | In progress |
| Write to the council | Ada Finch | Completed 3 May |

Action: Joel to paint the shed.
Action: Ada to buy string (done).
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which actions are still open?", ["Mend the pump", "Ask for a quote", "paint the shed"]),
        ("What is still open?", ["Mend the pump", "Ask for a quote", "paint the shed"]),
        (
            "Which actions have not been completed yet?",
            ["Mend the pump", "Ask for a quote", "paint the shed"],
        ),
        ("Which actions are done?", ["Order seeds", "Write to the council", "buy string"]),
    ],
)
def test_what_is_marked_as_done_is_not_open(question, told, tmp_path):
    (tmp_path / "garden.md").write_text(STATUS, "utf-8")
    answer = ask(question, Index.build([tmp_path]))
    quotes = [one.quote for one in answer.citations]
    assert len(quotes) == len(told)
    assert all(some in one for some, one in zip(told, quotes, strict=True))
    assert "marked as done" in answer.statement


def test_what_somebody_has_to_do_stands_where_a_table_says_who(tmp_path: Path):
    rows = ["Write to Ada Crole | Piet Vann | 3 May", "Order the seeds | Ada Crole | 9 May"]
    table = "\n".join(f"| {row} |" for row in ("Task | Who | By when", "--- | --- | ---", *rows))
    duties = "Ada Crole is the treasurer.\n\nThe keeper must lock the gate."
    (tmp_path / "notes.md").write_text(f"# Meeting\n\n{duties}\n\n## Who does what\n\n{table}\n", "utf-8")
    index = Index.build([tmp_path])
    (citation,) = ask("What must Ada Crole do?", index).citations
    assert "Order the seeds" in citation.quote
    assert "lock the gate" in ask("What must the keeper do?", index).text


ROWS = "| Oil the sluice | Una Prewitt | 3 May 2025 |\n| Count the eels | Otto Lisk | end of June |"
EELS = ["Oil the sluice", "Count the eels"]


def _index_of_table(folder: Path, heading: str, heads: str) -> Index:
    told = f"# Mill club\n\nWe met.\n\n## {heading}\n\n{heads}\n| --- | --- | --- |\n{ROWS}\n"
    (folder / "mill.md").write_text(told, "utf-8")
    return Index.build([folder], path=None)


@pytest.mark.parametrize(
    ("heading", "heads"),
    [
        ("Duties", "| What | Who | Until |"),
        ("Tasks", "| Item | Responsible | Remarks |"),
        ("Mill", "| To do | By whom | By |"),
        ("Mill", "| Item | Owner | Due |"),
        ("5. Who does what", "| Work | Person | Time |"),
        ("What is to be done, by whom and by when", "| Work | Person | Time |"),
        ("Next steps", "| Work | Person | Time |"),
    ],
)
def test_a_table_of_who_does_what_is_one_of_actions(heading, heads, tmp_path):
    index = _index_of_table(tmp_path, heading, heads)
    for question in (
        "Which tasks were handed out, to whom, and by when?",
        "List the actions with who does them.",
        "Which tasks were given to whom?",
        "List the tasks by person",
    ):
        assert _are_told(ask(question, index), EELS), question


@pytest.mark.parametrize(
    "heads",
    ["| Item | Responsible | Budget 2025 |", "| Date | What | Who |", "| Who | Office | Until |"],
)
def test_a_table_that_names_whose_something_is_holds_no_actions(heads, tmp_path):
    answer = ask("List all actions", _index_of_table(tmp_path, "Lists", heads))
    assert "actions in" not in answer.statement


SINGERS = """Riverside choir
Committee meeting, Thursday 9 October

Mrs Berg opened the meeting and welcomed Philip Dorn, Aisha Vale and Greta Lind. Apologies had
come from Ruth Oak.

The concert will open at six. Aisha has the programme ready; she will send it round by 20 October. Greta and
Philip are to ask the school for chairs. The treasurer was asked to pay the tuner. Ruth Oak will be away. The
hall is to close at ten, and Thorn to the north of it stays dark.

A proposal to raise the fee to 72 pounds was put to the vote: four for, two against, and therefore carried.
The tour was put to the members.
"""


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("List all actions", ["Aisha has", "Greta and", "The treasurer"]),
        ("Who has to do what?", ["Aisha has", "Greta and", "The treasurer"]),
        ("What does Philip have to do?", ["Greta and"]),
        ("What was decided?", ["The\nhall is to close", "A proposal to raise the fee"]),
    ],
)
def test_minutes_that_label_nothing_tell_in_sentences_who_does_what(question: str, opening: list[str]):
    answer = ask(question, Index.from_texts({"choir.txt": SINGERS}))
    quotes = [one.quote for one in answer.citations]
    assert len(quotes) == len(opening)
    assert all(quote.startswith(words) for quote, words in zip(quotes, opening, strict=True)), quotes


def test_who_was_elected_is_among_the_decisions_of_a_meeting():
    text = (
        "Minutes of the yearly meeting\n\nPresent: Ada Stone, Carl Reed\n\n"
        "Mrs. Stone thanked all. Ms. Una Frey (plot 6) was elected treasurer with 21 votes. "
        "Mr. Reed was unanimously re-elected as chair. Una Frey was born in Thorn.\n\n"
        "Elected unanimously: Sid Amory (auditor)\n"
    )
    answer = ask("Which decisions were taken?", Index.from_texts({"minutes.txt": text}))
    assert [one.quote for one in answer.citations] == [
        "Ms. Una Frey (plot 6) was elected treasurer with 21 votes.",
        "Mr. Reed was unanimously re-elected as chair.",
        "Elected unanimously: Sid Amory (auditor)",
    ]
    life = "Una Frey\n\nUna Frey was elected to parliament in 1997.\n\nThe bill was carried.\n"
    assert len(ask("List all decisions", Index.from_texts({"life.txt": life})).citations) == 1


def test_who_was_there_and_has_nothing_to_do_is_told_so(tmp_path: Path):
    text = (
        "# Minutes of the boat club\n\nPresent: Ada Stone (treasurer), Carl Reed\n\n"
        "| Task | Who | By when |\n| --- | --- | --- |\n| Order the oars | Carl Reed | 1 March |\n"
    )
    (tmp_path / "minutes.md").write_text(text, "utf-8")
    index = Index.build([tmp_path])
    answer = ask("What does Ada Stone have to do?", index)
    assert not answer.answered
    assert "Of the 1 action in “Minutes of the boat club”, none is said to be for Ada Stone." in answer.text
    assert "Order the oars" in ask("What does Carl Reed have to do?", index).text
