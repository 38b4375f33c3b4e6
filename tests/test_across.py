"""Of a row whose columns go by names or months, the column is told that has most or least."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

FAIRS = """# Budget of the craft fairs (EUR)

| Item | Lammas (2 Aug) | Harvest (4 Oct) | Advent (6 Dec) | Together |
| --- | --- | --- | --- | --- |
| Stand fees | 910 | 1,340 | 1,275 | 3,525 |
| Cake stall | 205 | 190 | 460 | 855 |
| Tents | 700 | 700 | 350 | 1,750 |
"""
MILL = """# Running costs of the mill

| Costs (EUR) | Jan | Feb | Mar | Quarter |
| --- | --- | --- | --- | --- |
| Grease | 40 | 65 | 30 | 135 |
| Millstones | 114000 | 0 | 2500 | 116500 |
| Total | 114040 | 65 | 2530 | 116635 |
"""
FREIGHT = """# Freight rates of the barge

| Goods | Slow (6 d), EUR per tonne | Quick (48 h), EUR per tonne | Loading, days |
| --- | --- | --- | --- |
| Gravel | 4.20 | 6.10 | 1 |
| Rye | 7.75 | 9.40 | 2 |
| Reeds | 7.10 | 12.30 | 3 |
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("fairs")
    for name, text in {"fairs": FAIRS, "mill": MILL, "freight": FREIGHT}.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which fair brings in the most stand fees?", "Harvest (4 Oct)"),
        ("Which fair has the highest income from the cake stall?", "Advent (6 Dec)"),
        ("In which month do we spend most on grease?", "Feb"),
        ("Which goods are the dearest at the slow rate?", "Rye"),
        ("Which goods are cheapest by quick freight?", "Gravel"),
    ],
)
def test_what_has_most_or_least_in_a_row_is_told(index: Index, question: str, told: str):
    assert ask(question, index).span == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What do all costs for the quarter come to?", "116635"),
        ("What do we charge per tonne for quick freight of reeds?", "12.30"),
    ],
)
def test_a_long_figure_is_no_telephone_number_and_a_term_in_brackets_no_measure(
    index: Index, question: str, told: str
):
    assert ask(question, index).span == told
