"""A question for what a list holds is answered by all of its items, each cited."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as Docx

from index import Index
from qa import ask

HUT = """# Letting of the mountain hut

The club lets the hut to groups. The club provides for each group:

- firewood for three evenings
- two gas bottles
- clean mattress covers

## What guests may not do

- light candles in the sleeping room
- keep dogs indoors
- pick flowers at the spring

## House rules

1. The keys are with Mr Quade. He hands them out from 2 p.m.
2. The hut is left swept.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("hut")
    (folder / "hut.md").write_text(HUT, "utf-8")
    crew = Docx()
    crew.add_heading("Agreement with the ferry crew", 0)
    crew.add_paragraph("The crew of the ferry is responsible for:")
    for duty in ("tying up the boat", "checking the tickets", "hosing down the deck"):
        crew.add_paragraph(duty, style="List Bullet")
    crew.add_paragraph("The owner buys the fuel.")
    crew.save(str(folder / "crew.docx"))
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "What things does the club provide for a group?",
            ["firewood for three evenings", "two gas bottles", "clean mattress covers"],
        ),
        (
            "What are guests not allowed to do?",
            ["light candles in the sleeping room", "keep dogs indoors", "pick flowers at the spring"],
        ),
        (
            "What is the ferry crew responsible for?",
            ["tying up the boat", "checking the tickets", "hosing down the deck"],
        ),
    ],
)
def test_all_items_of_the_list_asked_for_are_told(index: Index, question: str, told: list[str]):
    answer = ask(question, index)
    assert [one.exact for one in answer.citations] == told
    for one in answer.citations:
        assert index.documents[one.document].text[one.start : one.end] == one.quote


@pytest.mark.parametrize(
    "question",
    [
        "What may guests do?",
        "What are guests not allowed to do with dogs?",
        "What does the owner of the ferry buy?",
        "What are the house rules on keys?",
    ],
)
def test_a_whole_list_is_no_answer_to_the_opposite_or_to_a_part_of_it(index: Index, question: str):
    assert len(ask(question, index).citations) < 3
