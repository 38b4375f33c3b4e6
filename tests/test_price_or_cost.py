"""Price or cost: what a thing costs is what is paid for it, beside a column of what stands behind that."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

COURSES = """# Evening classes

| Class | Fee per head | Reduced fee | Teaching cost | Income |
| --- | --- | --- | --- | --- |
| Pottery | 140 | 90 | 1300 | 1680 |
| Weaving | 165 | 110 | 1450 | 1815 |
| Basketry | 120 | 80 | 980 | 1320 |
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path: Path = tmp_path_factory.mktemp("classes") / "classes.md"
    path.write_text(COURSES, "utf-8")
    return Index.build([path])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does the weaving class cost?", "165"),
        ("How much does pottery cost?", "140"),
        ("What does the teaching of pottery cost?", "1300"),
    ],
)
def test_the_fee_is_what_a_class_costs_unless_its_cost_is_meant(index: Index, question: str, told: str):
    assert ask(question, index).span == told
