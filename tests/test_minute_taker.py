"""Minute-taker: who took the minutes, by whichever words and in whichever place they say so."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

TAKEN = {
    "behind the chair": "Staff room, 13.15. In the chair: Dr Ismay Thorold. Notes: Gideon Marsh.",
    "a line": "Chair: Dr Ismay Thorold\nMinutes taken by: Gideon Marsh",
    "a role": "Chair: Dr Ismay Thorold\n**Minute-taker:** Gideon Marsh (reception)",
    "recorded": "Chair – Dr Ismay Thorold\nRecorded by – Gideon Marsh",
    "in brackets": "Present: Dr Ismay Thorold (chair), Gideon Marsh (reception, minutes), Oonagh Pell",
    "a sentence": "Dr Ismay Thorold opened the meeting. Gideon Marsh took the minutes.",
    "by": "Dr Ismay Thorold opened the meeting. The minutes were taken by Gideon Marsh.",
    "the secretary": "Chair: Dr Ismay Thorold\nSecretary: Gideon Marsh",
    "not the secretary": "Secretary: Oonagh Pell\nChair: Dr Ismay Thorold\nScribe: Gideon Marsh",
}
TITLE = "Staff meeting, 14 January 2026"
QUESTIONS = (
    "Who took the minutes?",
    "Who wrote the notes of the staff meeting?",
    "Who was the minute-taker?",
    "By whom were the minutes taken?",
)


def _minutes(said: str) -> str:
    return (
        f"{TITLE}\n\n{said}\n\nThe notes of November were accepted. Gideon showed the "
        "numbers.\n\nNotes: the boiler was mended."
    )


@pytest.mark.parametrize("said", TAKEN.values(), ids=TAKEN.keys())
def test_who_took_the_minutes_is_who_is_said_to_have(said: str):
    index = Index.from_texts({"staff.txt": _minutes(said), "lease.txt": "Records are kept by the Engineer."})
    for question in QUESTIONS:
        answer = ask(question, index, reader="small")
        assert [one.exact for one in answer.citations] == ["Gideon Marsh"], question
        called = "secretary" if said.endswith("Secretary: Gideon Marsh") else "who took the minutes"
        assert answer.statement == f"Gideon Marsh is named as {called} in “{TITLE}”"


def test_where_nobody_is_said_to_have_taken_them_a_look_up_has_to_say_so():
    index = Index.from_texts({"staff.txt": _minutes("In the chair: Dr Ismay Thorold")})
    assert not ask(QUESTIONS[0], index, reader="small").statement
