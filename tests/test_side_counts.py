"""Counts side by side: one of several that is told of something else than is asked is no sure answer."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask
from qa.saying import Level, confidence_level

SURVEY = (
    "# Minutes of the works council\n\n## Canteen\n\nMs Ruud had asked 74 fitters: 41 like the meals, 23 "
    "find them too fat, and 10 gave no opinion.\n\n## Yard\n\nThe yard is swept on Fridays.\n"
)


@pytest.fixture(scope="module")
def survey() -> Index:
    return Index.from_texts({"council.md": SURVEY})


def test_a_count_of_others_is_never_told_as_sure(survey: Index):
    answer = ask("Which fitters were unhappy with the canteen, and how many?", survey, threshold=0.0)
    assert confidence_level(answer.confidence) is Level.LOW


@pytest.mark.parametrize(
    ("question", "count"),
    [("How many fitters gave no opinion?", "10"), ("How many fitters find the meals too fat?", "23")],
)
def test_a_count_of_those_asked_for_is_told_as_it_reads(survey: Index, question: str, count: str):
    answer = ask(question, survey)
    assert answer.span == count
    assert confidence_level(answer.confidence) is not Level.LOW
