"""Instead: a follow-up that names another contract or row asks the earlier question of that one."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import Conversation

DOCUMENTS = {
    "baths.md": "# Agreement on the upkeep of the baths\n\nThe fee is 310 euros a month.\n\n"
    "Either side may end it with nine weeks' notice, by letter.\n",
    "hedges.md": "# Contract for trimming hedges\n\nThe fee is 95 euros a month.\n\n"
    "The contract may be terminated at four months' notice to the end of a year. An e-mail is sufficient.\n",
    "season.md": "# Concerts of the season\n\n| No. | Concert | Hall | Opens |\n| --- | --- | --- | --- |\n"
    "| C1 | Autumn Brass | Mill | 3 October 2026 |\n| C2 | Winter Strings | Abbey | 9 January 2027 |\n"
    "| C3 | The Long Song (opera) | Dome | 20 May 2027 |\n",
    "takings.md": "# Takings planned\n\n| Of | Autumn Brass | Winter Strings | The Long Song |\n"
    "| --- | --- | --- | --- |\n| Tickets | 2100 | 3350 | 7800 |\n| Programmes | 120 | 140 | 460 |\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("instead")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("before", "question", "asked", "told"),
    [
        (
            "How much notice must we give to cancel the baths?",
            "And for the hedges?",
            "How much notice must we give to cancel the hedges?",
            "four months",
        ),
        ("By when must we end the hedges contract?", "And the baths?", "", "nine weeks"),
        ("What is the baths agreement's notice period?", "And the hedge contract's?", "", "four months"),
        ("How long is the notice for the hedges?", "What about the upkeep of the baths?", "", "nine weeks"),
        ("Can we cancel the baths by e-mail?", "And the hedges?", "", "e-mail is sufficient"),
        ("When does Winter Strings open?", "And the opera?", "When does The Long Song open?", "20 May 2027"),
        ("When does Autumn Brass open?", "And for Winter Strings?", "", "9 January 2027"),
        ("How much do tickets bring for Autumn Brass?", "And programmes?", "", "120"),
        (
            "How much do tickets bring for Winter Strings?",
            "And for the opera?",
            "How much do tickets bring for The Long Song?",
            "7800",
        ),
    ],
)
def test_what_is_named_takes_the_place_of_its_like(
    index: Index, before: str, question: str, asked: str, told: str
):
    chat = Conversation(index)
    chat.ask(before)
    answer = chat.ask(question)
    assert answer.question == (asked or answer.question)
    assert told in (answer.span or answer.citations[0].quote)


def test_what_is_nothing_of_the_kind_leaves_the_question_as_it_was(index: Index):
    chat = Conversation(index)
    chat.ask("How much notice must we give to cancel the baths?")
    assert "hedges" not in chat.ask("And for whom?").question
