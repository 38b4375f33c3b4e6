"""Postponed: what minutes put off or leave open is no decision, and is listed where it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

DOCUMENTS = {
    "council.md": "# Minutes of the village council, 4 November 2025\n\n"
    "Present: Ada Holm, Tom Ruck, Eve Stone\n\n"
    "## 1 Pond\n\nThe pond leaks. It was agreed to ask three firms for offers. "
    "The choice of a fence was deferred until the spring.\n\n"
    "## 2 Shelter\n\n**Postponed:** repainting of the shelter, as the paint is not there.\n\n"
    "**Decision:** The bench is mended for 90 pounds.\n\n"
    "## 3 Hall\n\nThe council deferred the request of the choir. No agreement could be reached "
    "on the heating, but it was agreed to read the meter every week.\n\n"
    "## 4 Fees\n\nIt was agreed that the matter would be put off. "
    "The question of fees will be discussed again at the February meeting.\n\n"
    "## 5 Further\n\n| Subject | Decision |\n| --- | --- |\n| Hedge | Cut in March |\n"
    "| Swing | Deferred to January |\n| Gate | No decision |\n",
    "team.md": "# Notes of the team meeting of 9 March 2026\n\n"
    "We agreed on a new rota. The rota starts in May.\n\n"
    "The outing was postponed because of the floods. No decision was taken; the matter comes back in June."
    "\n\nDecision: put on hold.\n\nResolved: the kettle is replaced.\n",
    "wall.md": "# Contract for the wall\n\nPayment is deferred until the wall stands. "
    "The date was left open.\n",
}
DECIDED = [
    "It was agreed to ask three firms",
    "**Decision:** The bench",
    "but it was agreed to read the meter",
    "Hedge",
    "We agreed on a new rota",
    "Resolved: the kettle",
]
PUT_OFF = [
    "The choice of a fence",
    "**Postponed:** repainting",
    "The council deferred the request",
    "No agreement could be reached",
    "the matter would be put off",
    "The question of fees",
    "Swing",
    "Gate",
    "The outing",
    "No decision was taken",
    "Decision: put on hold",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("postponed")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    return Index.build([folder])


def _tell(quotes: list[str], wanted: list[str]) -> bool:
    return len(quotes) == len(wanted) and all(one in quote for one, quote in zip(wanted, quotes, strict=True))


@pytest.mark.parametrize("question", ["What was decided?", "List all decisions"])
def test_what_was_put_off_is_no_decision(index: Index, question: str):
    assert _tell([one.quote for one in ask(question, index).citations], DECIDED)


@pytest.mark.parametrize(
    "question",
    [
        "What was postponed?",
        "What was left open?",
        "Which matters were deferred?",
        "On what was no decision taken?",
        "List all postponed items",
    ],
)
def test_what_was_put_off_is_listed_from_the_minutes(index: Index, question: str):
    assert _tell([one.quote for one in ask(question, index).citations], PUT_OFF)


def test_what_was_put_off_until_some_time_is_told_of_that(index: Index):
    assert _tell([one.quote for one in ask("What comes back in June?", index).citations], PUT_OFF[9:10])
