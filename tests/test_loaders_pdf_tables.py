"""Tables on PDF pages: narrow or tight, ruled or bare, each cell stands in its column under its head."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from index.limits import Limits
from index.loaders import LOADERS, Parsed

read = partial(LOADERS[".pdf"], limits=Limits())

PROSE = (
    "The committee met again on the last day of the month to weigh what had been said about the lease and "
    "its terms, and put off its ruling until the spring, when the survey of the roof will be in its hands."
)
FAULTS = [
    ["Class", "Example", "First response", "Target repair"],
    ["A", "All users cannot work", "30 minutes", "4 hours"],
    ["B", "One department cannot work", "2 hours", "1 working day"],
    ["C", "A single user is hindered", "1 working day", "5 working days"],
]
SUMS = [
    ["Item", "Amount", "Due"],
    ["Rent", "1,200", "1 May"],
    ["Cleaning of the hall", "85", "3 June"],
    ["Insurance", "12,400", "31 December"],
    ["Heating", "310", "15 March"],
]
RIGHT = ("ALIGN", (1, 0), (1, -1), "RIGHT")
HEAD_RULE = ("LINEBELOW", (0, 0), (-1, 0), 0.7, black)
ROW_RULES = ("LINEBELOW", (0, 0), (-1, -1), 0.5, black)


def prose(words: str) -> Paragraph:
    return Paragraph(words, getSampleStyleSheet()["BodyText"])


def printed(*parts: Flowable) -> Parsed:
    """A page with parts between paragraphs of running text."""
    data = io.BytesIO()
    SimpleDocTemplate(data, pagesize=A4, invariant=1).build([prose(PROSE), *parts, prose(PROSE)])
    return read(data.getvalue())


def styled(rows: Sequence[Sequence[Any]], *style: tuple[Any, ...], **options: Any) -> Table:
    return Table(list(rows), style=list(style), **options)


def grids(parsed: Parsed) -> list[list[list[str]]]:
    """The values of each table by row and column, as its edges tell them."""
    return [
        [
            [
                parsed.text[row.start + left : row.start + right]
                for left, right in zip(row.edges[::2], row.edges[1::2], strict=True)
            ]
            for row in table.rows
        ]
        for table in parsed.tables
    ]


@pytest.mark.parametrize("rows", [FAULTS, SUMS])
@pytest.mark.parametrize("style", [[], [HEAD_RULE], [ROW_RULES], [RIGHT]], ids=str)
def test_a_table_with_narrow_gaps_between_paragraphs_keeps_its_columns(
    rows: list[list[str]], style: list[tuple[Any, ...]]
):
    parsed = printed(styled(rows, *style))
    assert grids(parsed) == [rows]
    assert parsed.tables[0].heads == tuple(rows[0])
    assert parsed.text.count(PROSE) == 2
