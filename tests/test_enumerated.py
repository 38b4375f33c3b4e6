"""A question for the things that a table lists is answered by all of its rows, or by those of a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

LOAN = """# Loan of instruments to the youth orchestra

The music school lends the orchestra what is listed here for the season. The orchestra insures it.

| Item | Number | Insured for (EUR) |
| --- | --- | --- |
| Bass clarinet | BC-11 | 2,900 |
| Kettledrums, pair | KD-02 | 5,400 |
| Celesta | CE-01 | 11,000 |
| Total | | 19,300 |
"""
TERM = """# Workshops of the music school, spring

| Day | Workshop | Where | Fee (EUR) |
| --- | --- | --- | --- |
| Monday | Reeds and mouthpieces | Loft | 25 |
| Monday | Reading a score | Cellar | 20 |
| Thursday | Stage fright | Loft | 30 |
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("school")
    (folder / "loan.md").write_text(LOAN, "utf-8")
    (folder / "term.md").write_text(TERM, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "Which workshops does the music school offer, and at what fee?",
            ["Reeds and mouthpieces", "Reading a score", "Stage fright"],
        ),
        ("Which workshops are held on Monday?", ["Reeds and mouthpieces", "Reading a score"]),
        (
            "Which instruments does the orchestra insure?",
            ["Bass clarinet", "Kettledrums, pair", "Celesta"],
        ),
        ("Which instruments do we have on loan?", ["Bass clarinet", "Kettledrums, pair", "Celesta"]),
    ],
)
def test_all_rows_that_are_asked_for_are_told(index: Index, question: str, told: list[str]):
    assert [one.exact for one in ask(question, index).citations] == told


@pytest.mark.parametrize(
    "question",
    ["Which workshops does the school hold on Saturday?", "Which workshops do they not offer?"],
)
def test_a_whole_table_is_no_answer_where_part_of_it_is_asked_for(index: Index, question: str):
    assert len(ask(question, index).citations) < 3
