"""Minutes: who was there and who was not is the whole line that lists them, and how many its names."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask
from qa.citation import AnswerKind

CLUB = """Tarn Rowing Club

Minutes of the meeting of 16 May 2024

Present: Hanna Lind (Captain, in the chair), Owen Pritchard (Vice-Captain),
Samira Haddad (Hon. Treasurer) and Beth O'Connor
Apologies: Graham Neill, Joan de Vries
In attendance: Ruth Vasey (Vasey & Co, examiner), for item 3 only

1. Boats
The boats were painted. Apologies are due to the neighbours.
"""
COUNCIL = """# Minutes – Parish Council

**Tuesday 6 May 2025**

**Members present:** Cllr Barnaby (Chairman), Cllr Lacey, Mrs Colley, four members of the public.

## Apologies

Apologies were received from Cllr Raj Sethi and Mr A. Poole.
"""
SITE = """Site meeting no. 14

Participants: Mr Falk; Ms Duarte, client; Mr Ibsen

Apologies: none
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"club.txt": CLUB, "council.md": COUNCIL, "site.txt": SITE})


@pytest.mark.parametrize(
    ("document", "question", "number", "opening", "last"),
    [
        ("club.txt", "Who was present?", 5, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "Who attended the meeting?", 5, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "How many members were present?", 4, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "How many members were absent?", 2, "Apologies: Graham", "Joan de Vries"),
        ("club.txt", "Who sent apologies?", 2, "Apologies: Graham", "Joan de Vries"),
        ("club.txt", "Who was at the meeting?", 5, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "List all people who attended the meeting", 5, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "Who were the attendees?", 5, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "Who wasn't at the meeting?", 2, "Apologies: Graham", "Joan de Vries"),
        ("club.txt", "Who couldn't make it?", 2, "Apologies: Graham", "Joan de Vries"),
        ("council.md", "Who took part in the meeting?", 3, "Members present:", "four members of the public."),
        ("council.md", "Who did not attend?", 2, "Apologies were received", "Mr A. Poole"),
        ("site.txt", "How many people attended?", 3, "Participants:", "Mr Ibsen"),
        ("site.txt", "Who was absent?", 0, "Apologies:", "none"),
    ],
)
def test_the_whole_line_answers_and_its_names_are_counted(
    index: Index, document: str, question: str, number: int, opening: str, last: str
):
    answer = ask(question, index, document=document)
    first = answer.citations[0]
    counted = "Nobody is" if number == 0 else f"{number} people are"
    assert answer.statement.startswith(f"{counted} named as ")
    assert answer.kind is (AnswerKind.COUNT if question.startswith("How") else AnswerKind.PLACES)
    assert first.quote.strip("*").replace(":**", ":").startswith(opening)
    assert first.quote.endswith(last)
    assert index.documents[document].text[first.start : first.end] == first.quote
    assert first.exact
    assert first.quote.endswith(first.exact)


def test_the_meeting_that_is_named_is_meant_and_all_where_none_is(index: Index):
    named = ask("Who was present at the meeting of the Parish Council?", index)
    assert {one.document for one in named.citations} == {"council.md"}
    every = ask("Who was present?", index)
    assert {one.document for one in every.citations} == {"club.txt", "council.md", "site.txt"}


@pytest.mark.parametrize("question", ["Who was present when the boats sank?", "Who came to the summer fair?"])
def test_who_was_elsewhere_is_looked_up(index: Index, question: str):
    assert ask(question, index).kind is AnswerKind.LOOK_UP


CHOIR = """# Choir committee, minutes of 4 March 2022

| {heads} |
|{rule}|
{rows}

Ada Stone took the minutes.
"""
TABLES = {
    "Name/Role/Attended": [
        ("Ada Stone", "Chair", "yes"), ("Carl de Reed", "Clerk", "apologies"),
        ("Una Frey", "Bass", "yes (from 19:30)"), ("Tom Hale", "Alto", "no"),
    ],
    "Members/Present/Apologies": [
        ("Ada Stone", "x", ""), ("Carl de Reed", "", "x"), ("Una Frey", "x", ""), ("Tom Hale", "", "x"),
    ],
    "Present/Excused": [("Ada Stone", "Carl de Reed"), ("Una Frey (guest)", "Tom Hale")],
    "Participants/Office/Note": [
        ("Ada Stone", "Chair", "minutes"), ("Carl de Reed", "Clerk", "absent, ill"),
        ("Una Frey", "Bass", "excused from item 4"), ("Tom Hale", "Alto", "Excused"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("heads", TABLES)
def test_a_table_of_attendance_tells_those_who_came_from_those_who_did_not(tmp_path: Path, heads: str):
    columns = heads.split("/")
    rows = "\n".join(f"| {' | '.join(row)} |" for row in TABLES[heads])
    text = CHOIR.format(heads=" | ".join(columns), rule="---|" * (len(columns) - 1) + "---", rows=rows)
    (tmp_path / "choir.md").write_text(text, "utf-8")
    choir = Index.build([tmp_path])
    for question, people in (
        ("Who attended the meeting?", ["Ada Stone", "Una Frey"]),
        ("Who was excused?", ["Carl de Reed", "Tom Hale"]),
        ("Who was missing from the meeting?", ["Carl de Reed", "Tom Hale"]),
    ):
        answer = ask(question, choir)
        assert [one.exact for one in answer.citations] == people
        assert answer.statement.startswith("2 people are named as ")


def test_those_whom_a_list_calls_excused_are_not_counted_as_present():
    text = "Team meeting\n\nAttendance: Ada Stone, Carl Reed (excused), Una Frey - apologies; Tom Hale\n"
    team = Index.from_texts({"team.txt": text})
    assert ask("Who was present?", team).statement.startswith("2 people are named as present")
    assert [one.exact for one in ask("Who was excused?", team).citations] == [
        "Carl Reed (excused)", "Una Frey - apologies",
    ]  # fmt: skip
    told = "Team meeting\n\nPresent: Ada Stone, Carl Reed. Excused: Tom Hale.\n"
    team = Index.from_texts({"team.txt": told})
    assert ask("How many people attended?", team).statement.startswith("2 people are")
    assert "Tom Hale" in ask("Who was absent?", team).citations[0].exact


ASSEMBLY = """# Assembly

## Present

| Name | Office | Remarks |
| --- | --- | --- |
| Ada Lund | Clerk | |
| Ola Frisk | Chair | presided |
| Members with a vote | 57 of 94 | |
| Guest | Mayor Mo Pett | Town |
| Guest | Iva Rook | Fishers' union |
"""


def test_a_guest_who_is_called_one_in_place_of_a_name_was_there_but_is_no_member(tmp_path: Path):
    (tmp_path / "eels.md").write_text(ASSEMBLY, "utf-8")
    index = Index.build([tmp_path], path=None)
    came = [one.exact for one in ask("Who was there?", index).citations]
    assert came == ["Ada Lund", "Ola Frisk", "Mayor Mo Pett", "Iva Rook"]
    assert len(ask("How many members attended?", index).citations) == 2


SINGERS = """Riverside choir
Committee meeting, Thursday 9 October, St Anne's Hall

Mrs Berg opened the meeting and welcomed Philip Dorn, Aisha Vale, Greta Lind and Tom Hale. Apologies had
come from Ruth Oak, and Sam Penn arrived at eight.

The boards were presented to Una Frey. Ruth Oak arrived at the same idea in a letter.
"""
PARK = """The mayor's garden

Mrs Berg opened the park and welcomed Philip Dorn and Aisha Vale.
"""


@pytest.mark.parametrize(
    ("question", "people"),
    [
        (
            "Who attended the choir meeting?",
            ["Mrs Berg", "Philip Dorn, Aisha Vale, Greta Lind and Tom Hale", "Sam Penn"],
        ),
        ("Who was missing?", ["Ruth Oak"]),
    ],
)
def test_who_was_there_is_told_in_sentences_too(question: str, people: list[str]):
    answer = ask(question, Index.from_texts({"choir.txt": SINGERS, "party.txt": PARK}))
    assert [one.exact for one in answer.citations] == people


def test_those_of_an_office_are_counted_with_those_named_alone():
    told = """School council, minutes of the meeting of 4 May

Present: Ada Berg, Bo Dorn (1a), Cleo Vale; for the school: head teacher Mr Dan Hale and Ms Eve Lind (deputy);
as a
guest for item 3: Sergeant Flo Oak of the town police; both rooms of the hall.
"""
    index = Index.from_texts({"council.txt": told})
    for question in ("How many people came to the meeting?", "Who was at the school council?"):
        assert ask(question, index).statement.startswith("6 people are named as present")


@pytest.mark.parametrize(
    "line",
    [
        "Absent: Ivo Marsh (ill), Dr. Tess Quayle\nThe meeting was opened at seven and had a quorum.",
        "Absent: Ivo Marsh (ill), Dr. Tess Quayle. The meeting had been called in time by Una Frey.",
        "Absent: Ivo Marsh (ill),\nDr. Tess Quayle\nUna Frey opened the meeting.",
        "**Absent:** Ivo Marsh (ill) and Dr. Tess\nQuayle\n\nUna Frey opened the meeting.",
    ],
)
def test_what_follows_the_names_is_not_told_of_those_who_were_absent(line: str):
    minutes = f"Minutes of the meeting\n\nPresent: Una Frey, Sid Amory\n\n{line}\n"
    answer = ask("Who was absent?", Index.from_texts({"minutes.txt": minutes}))
    assert answer.statement.startswith("2 people are")
    assert answer.citations[0].quote.endswith("Quayle")


@pytest.mark.parametrize("label", ["Not there", "Unable to come", "Absent without apologies", "Missing"])
def test_those_who_sent_no_word_are_absent_beside_those_who_did(label: str):
    present = "Minutes of the meeting\n\nPresent: Una Frey, Sid Amory\n"
    minutes = f"{present}Apologies: Ivo Marsh\n{label}: Tess Quayle\n"
    answer = ask("Who couldn't come to the meeting?", Index.from_texts({"minutes.txt": minutes}))
    assert answer.statement.startswith("2 people are")


def test_the_chair_and_the_guest_were_there_too_each_once():
    told = """Ropewalk tenants

Minutes of the meeting of 14 October

In the chair: Winifred Berg (flat 12)
Minutes: Joss Pell (flat 31)
Also there: Hamid Sark (treasurer, flat 4), Dora Lunn (flat 7)
Guest: Mrs Carys Oak, housing officer, Weirside Homes (left at 20.10)
Sent apologies: Sunniva Holt (flat 28)

Chair: the seat by the door is broken.
"""
    index = Index.from_texts({"tenants.txt": told})
    answer = ask("Who was at the meeting?", index)
    assert answer.statement.startswith("5 people are named as present")
    assert [one.quote.split(":")[0] for one in answer.citations] == [
        "In the chair",
        "Minutes",
        "Also there",
        "Guest",
    ]
    assert answer.citations[-1].quote.endswith("(left at 20.10)")
    assert ask("Who sent apologies?", index).citations[0].exact == "Sunniva Holt (flat 28)"
    twice = "Minutes\n\nChair: Ada Stone. Minutes: Bo Day.\n\nPresent: Ada Stone, Bo Day, Cleo Vale\n"
    assert ask("Who was present?", Index.from_texts({"a.txt": twice})).statement.startswith("3 people")


NOTES = """Elmcote running club

Committee – notes of the meeting on Tuesday 3 March 2026, in the pavilion

| Attendance | |
|---|---|
| Committee | Zelda Berg (chair), Omar Tait (treasurer), Gus Hall |
| Coaches | Ivy Sutter, Dean Oak |
| Apologies | Hester Vane |

1. Race

The race is in April. Gus will order 300 medals. The fee stays at 14 pounds; this was agreed.
The proposal to raise the yearly subscription from £48 to £52 was lost, two votes to four.
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who was at the committee meeting?", ["Committee: Zelda", "Coaches: Ivy"]),
        ("Who was missing?", ["Apologies: Hester Vane"]),
        ("List all actions", ["Gus will order 300 medals."]),
        ("What was decided?", ["The fee stays", "The proposal to raise"]),
    ],
)
def test_notes_of_a_meeting_under_the_name_of_a_club_are_its_minutes(
    tmp_path: Path, question: str, told: list[str]
):
    (tmp_path / "club.md").write_text(NOTES, encoding="utf-8")
    quotes = [one.quote for one in ask(question, Index.build([tmp_path])).citations]
    assert len(quotes) == len(told)
    assert all(quote.startswith(words) for quote, words in zip(quotes, told, strict=True)), quotes


@pytest.mark.parametrize(
    ("there", "away"),
    [
        ("Wardens present", "Wardens excused"),
        ("The following were present", "Members of the choir not present"),
        ("Wardens and helpers in attendance", "Helpers who were excused"),
    ],
)
def test_those_who_came_are_told_whatever_they_are_called_in_the_label(tmp_path: Path, there: str, away: str):
    notes = (
        f"# Minutes of the wardens\n\n{there}: Ada Birkett, Tom Rowe, Una Vail. Una Vail took notes.\n\n"
        f"{away}: Cyril Hext\n"
    )
    (tmp_path / "minutes.md").write_text(notes, "utf-8")
    index = Index.build([tmp_path])
    assert ask("Which wardens were at the meeting?", index).statement.startswith(
        "3 people are named as present"
    )
    (absent,) = ask("Who was absent?", index).citations
    assert absent.exact == "Cyril Hext"


def test_a_table_of_two_columns_says_in_the_first_what_those_in_the_second_were(tmp_path: Path):
    rows = {
        "In the chair": "Rev. Ada Stone",
        "Attending": "Bo Lee, Cleo Vale (secretary)",
        "Regrets": "Dan Hale, Eve Lind",
        "Guest": "Flo Oak, for item 2",
    }
    table = "".join(f"<tr><td>{label}</td><td>{names}</td></tr>" for label, names in rows.items())
    minutes = f"<h1>Minutes of the parish council, 8 May</h1><table>{table}</table><p>The roof leaks.</p>"
    (tmp_path / "council.html").write_text(minutes, encoding="utf-8")
    index = Index.build([tmp_path])
    assert ask("Who was there?", index).statement.startswith("4 people are named as present")
    assert ask("Who sent regrets?", index).citations[0].quote == "Dan Hale, Eve Lind"
