"""Across: the cells of a row whose columns go by names, where a thing of such a name is sought.

"Which fair brings in the most stand fees?" means the row "Stand fees" under "Spring fair" and "Autumn fair".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from index import Cell, Document, Row
from index.words import stems
from qa.contents.figures import YEAR, has_word, is_total, numbers_of
from qa.contents.measured import says_money
from qa.contents.mentions import MONTHS
from qa.contents.rows import Cells, words_in

_LEAST_PARTS = 2
_BRACKETED = re.compile(r"[(\[][^)\]]*[)\]]")
# What stands under these is no thing of the sort that the other columns are.
_MEASURE = re.compile(
    r"\b(?:total|sum|average|mean|number|quantity|qty|amount|units?|price|cost|fee|rate|value|change|difference|variance"
    r"|budget|plan(?:ned)?|actual|forecast|per|each|share|hours?|days?|minutes|year)\b|[%#£€$]",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\W*(?P<month>{'|'.join(MONTHS)})\b[.,]?(?:\s\d+)?\W*", re.IGNORECASE)


def month_in(head: str) -> str:
    """The month that a head names and nothing else, "" where it does not."""
    found = _MONTH.fullmatch(head)
    return found["month"] if found else ""


def named_parts(
    document: Document, heads: Sequence[str], rows: Sequence[tuple[Row, Cells]], said: frozenset[str]
) -> tuple[Row, list[Cell]] | None:
    """The only row whose label holds some words, and its figures under names; None where a head is no name.

    A column that sums up the others, and one of wholes, is left out.

    Args:
        document: the document that holds the table.
        heads: the heads of the table.
        rows: its rows that are no heads.
        said: stems of the words.

    """
    text = partial(words_in, document)
    first = min((min(cells) for _, cells in rows if cells), default=0)
    named = [(row, cells) for row, cells in rows if first in cells and said <= stems(text(cells[first]))]
    exact = [one for one in named if stems(text(one[1][first])) == said] or named
    if not said or len(exact) != 1 or is_total(text(exact[0][1][first])):
        return None
    row, cells = exact[0]
    places = [at for at in cells if at != first]
    read = numbers_of([text(cells[at]) for at in places])
    numbers = {at: number for at, number in zip(places, read, strict=True) if number is not None}
    whole = sum(numbers.values())
    parts = [
        at
        for at, number in numbers.items()
        if not is_total(heads[at]) and not (len(numbers) > _LEAST_PARTS and 2 * number == whole)
    ]
    are_names = all(map(_is_name, (heads[at] for at in parts))) and len(numbers) == len(places)
    return (row, [cells[at] for at in parts]) if are_names and len(parts) >= _LEAST_PARTS else None


def _is_name(head: str) -> bool:
    own = _BRACKETED.sub(" ", head)
    return has_word(own) and not (
        _MEASURE.search(own) or YEAR.search(own) or month_in(head) or says_money(own)
    )
