"""Next place: where the next meeting is, by the minutes of the last, and never where that one was instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

MINUTES = {
    "allotments.md": "# Allotment society\n\n"
    "Minutes of the meeting held on Friday 6 March 2026 in the old school\n\n"
    "Present: Ada Holm, Bo Reed\n\n"
    "## 1 Water\n\nThe tap drips in the shed. Motions for the next meeting must "
    "reach Bo Reed by 1 May.\n\n## 2 End\n\n"
    "The next meeting is on Friday 5 June 2026, same time and place.\n",
    "choir.md": "# Notes of the choir's committee meeting\n\nTuesday 3 February 2026, chapel\n\n"
    "Present: Una Frey, Piet Vane\n\nThe songs were chosen.\n\n"
    "Next committee meeting: 14 April 2026, 19.00, Café Lind.\n",
}
WAS = "in the old school"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("next")
    for name, text in MINUTES.items():
        (made / name).write_text(text, "utf-8")
    return made


@pytest.fixture(scope="module")
def allotments(folder: Path) -> Index:
    return Index.build([folder / "allotments.md"])


@pytest.fixture(scope="module")
def choir(folder: Path) -> Index:
    return Index.build([folder / "choir.md"])


@pytest.mark.parametrize(
    ("history", "question"),
    [
        ([], "Where will the next meeting be held?"),
        ([], "What is the venue of the next meeting?"),
        (["When is the next meeting?"], "And where will it be held?"),
        (["By when must motions for the next meeting be handed in?"], "And where does it take place?"),
    ],
)
def test_the_same_place_is_told_with_where_that_is(allotments: Index, history: list[str], question: str):
    same, was = ask(question, allotments, history=history).citations
    assert same.exact == "same time and place"
    assert WAS in was.quote


@pytest.mark.parametrize(
    ("history", "question"),
    [([], "Where is the next committee meeting?"), (["When is the next meeting?"], "And where will it be?")],
)
def test_another_place_is_told_alone(choir: Index, history: list[str], question: str):
    (told,) = ask(question, choir, history=history).citations
    assert "Café Lind" in told.quote
