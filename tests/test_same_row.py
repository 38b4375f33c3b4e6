"""A follow-up about what a table's row told is asked of that row's other cells, or of the same column's."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import Conversation

DOCUMENTS = {
    "repairs.md": "# What the cobbler does\n\n| Repair | Price (€) | Ready after | Who |\n"
    "| --- | --- | --- | --- |\n"
    "| New heels | 14.50 | 2 days | Ines |\n| Full sole | 58.00 | 8 days | Tadeusz |\n"
    "| Zip of a boot | 27.00 | 5 days | Ines |\n\n"
    "The bill is to be paid within 21 days. The shop opens at 9.30.\n",
    "grades.md": "# How we grade alarms\n\n"
    "| Grade | Sounds | Answered within (minutes) | Visit within (hours) |\n"
    "| --- | --- | --- | --- |\n"
    "| 1 | all sirens | 3 | 2 |\n| 2 | one siren | 15 | 9 |\n| 3 | none | 60 | 48 |\n",
    "choir.md": "# Choir\n\nThe rehearsal began at 6.40 pm.\n\nThe next rehearsal meeting is on 4 May at "
    "8.10 pm in the vestry.\n\nDecided: broken music stands are replaced.\n",
    "prices.md": "# Shop of the choir\n\n| Thing | Price (€) |\n"
    "| --- | --- |\n| Music stand | 31.00 |\n| Folder | 6.20 |\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("same-row")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["What does a full sole cost?", "And how long does it take?"], "8 days"),
        (["What does a full sole cost?", "Who does it?"], "Tadeusz"),
        (["How long does a zip of a boot take?", "And what does it cost?"], "27.00"),
        (["What does a full sole cost?", "And how long does it take?", "And for new heels?"], "2 days"),
        (
            [
                "Within how many minutes is grade 1 answered?",
                "And grade 2?",
                "And how soon is the visit there?",
            ],
            "9",
        ),
    ],
)
def test_a_follow_up_is_told_by_the_row_that_answered_before(index: Index, asked: list[str], told: str):
    chat = Conversation(index)
    answers = [chat.ask(question) for question in asked]
    assert answers[-1].span == told


def test_it_is_the_coming_event_that_was_asked_for_before(index: Index):
    chat = Conversation(index)
    chat.ask("Where is the next rehearsal meeting?")
    assert "8.10 pm" in chat.ask("What time does it start?").citations[0].quote


def test_one_is_a_thing_of_those_before(index: Index):
    answer = Conversation(index).ask(
        "What was decided about the music stands and what does one cost in the shop?"
    )
    assert any(citation.exact == "31.00" for citation in answer.citations)
