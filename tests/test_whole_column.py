"""Of columns for parts and one for the whole, the one that is asked for answers, in the row that is named."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask
from qa.tables.whole_column import column_of_the_whole

FAIRS = ("Item", "Spring fair", "Autumn fair", "Whole year", "Remarks")


@pytest.fixture(scope="module")
def fairs(tmp_path_factory: pytest.TempPathFactory) -> Index:
    rows = (
        "Marquee rental,900,1100,2000,Fenwick",
        "Stewards and first aid,240,310,550,",
        "Leaflets,120,95,215,printed in town",
        "Total costs,1260,1505,2765,",
        "Stall money,1400,1320,2720,",
        "Surplus or deficit,140,-185,-45,",
    )
    path = tmp_path_factory.mktemp("fairs") / "Budget of the fairs.csv"
    path.write_text("\n".join((",".join(FAIRS), *rows)), "utf-8")
    return Index.build([path])


@pytest.mark.parametrize(
    ("question", "chosen", "meant"),
    [
        ("What do the stewards cost in total?", 1, 3),
        ("What do the stewards cost over the whole year?", 2, 3),
        ("What do the stewards cost in the year?", 1, 3),
        ("What do the stewards cost at the autumn fair in total?", 2, 2),
        ("What do the stewards cost?", 1, 1),
    ],
)
def test_the_whole_stands_under_its_head(question: str, chosen: int, meant: int):
    assert column_of_the_whole(question, FAIRS, chosen) == meant


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How much have we set aside for stewards and first aid in total?", "550"),
        ("What will the rental for the autumn fair cost us?", "1100"),
        ("What do the leaflets cost altogether?", "215"),
        ("How much money is left over at the end of the year?", "-45"),
    ],
)
def test_the_cell_of_the_row_and_column_that_are_named_is_marked(fairs, question, figure, reader):
    answer = ask(question, fairs, reader=reader)
    assert answer.answered
    assert answer.span == figure
