"""Dated heads: what something costs until a day and from it on, and what is planned for a year."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

TICKETS = """Ticket,Until 30 April 2026,From 1 May 2026,Valid for
"Adult, single",5.5,6,one day
"Ten-swim card, adult",48,52,two years
"Season pass, family",189,198,May to September
Locker,22,25,one season
"""
PLAN = """Code,Heading,Actual 2031,Budget 2032,Budget 2033,Change on 2032
A1,Wages of the guards,6230,6490,6785,295
A2,Gas for heating,2748,2550,1980,-570
A3,Water and sewage,987,1010,1040,30
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("baths")
    (folder / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    (folder / "plan.csv").write_text(PLAN, encoding="utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("What does the ten-swim card cost until April?", "48"),
        ("What does the ten-swim card cost from May?", "52"),
        ("What does a locker cost in July?", "25"),
        ("What did a locker cost before May?", "22"),
        ("What does the season pass for a family cost after 1 May 2026?", "198"),
        ("How much is planned for gas in 2033?", "1980"),
        ("How much is planned for water in 2032?", "1010"),
    ],
)
def test_the_figure_is_of_the_time_that_is_asked_for(index: Index, question: str, figure: str):
    assert ask(question, index, threshold=0.0).span == figure
