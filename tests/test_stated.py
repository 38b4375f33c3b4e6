"""A question for the things of which a table says something is answered by all of their rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

STAND = """Item,Supplier,Price (£),Status,Month
Floor,Mesur,7440,Paid,May
Stand,Corvin,14900,Ordered,June
Lamps,Mesur,740,Open,June
Trains,Rail,1290,Open,May
Badges,Mesur,90,Included,July
Total,,24460,Open,
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    file = tmp_path_factory.mktemp("stand") / "stand-budget.csv"
    file.write_text(STAND, "utf-8")
    return Index.build([file])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which items in the budget are still open?", ["Lamps", "Trains"]),
        ("List all items that are open", ["Lamps", "Trains"]),
        ("Which suppliers are open?", ["Mesur", "Rail"]),
        ("Which items are in June?", ["Stand", "Lamps"]),
    ],
)
def test_all_rows_of_the_value_that_is_named_are_told(index: Index, question: str, told: list[str]):
    answer = ask(question, index)
    for one in answer.citations:
        assert index.documents[one.document].text[one.start : one.end] == one.quote
    assert [one.exact for one in answer.citations] == told


def test_what_one_row_alone_is_said_of_is_looked_up(index: Index):
    assert ask("Which items are paid?", index).span == "Floor"


def test_the_table_that_has_such_things_is_asked(tmp_path: Path):
    (tmp_path / "stand-budget.csv").write_text(STAND, "utf-8")
    (tmp_path / "rooms.csv").write_text("Room,State\nHall,shut\nAttic,open\nStudio,open\n", "utf-8")
    told = ask("Which rooms are open?", Index.build([tmp_path]))
    assert [one.exact for one in told.citations] == ["Attic", "Studio"]
