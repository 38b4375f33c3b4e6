"""Remarks: the figures of a row, where an amount is asked for and what is remarked beside them was read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import stems
from qa.tables.planned import column_of_its_time, tells_its_time

_REMARK = re.compile(r"(?:\A|·)\W*(?:remarks?|comments?|notes?|explanations?)\b\W*\Z", re.IGNORECASE)


def is_remark(head: str) -> bool:
    """Whether what stands under a head is remarked of a row, and is none of its figures."""
    return bool(_REMARK.search(head))


def figures_asked(question: str, heads: Sequence[str], figures: Sequence[int]) -> Sequence[int]:
    """The places, of those of a row's figures of a time, that a question asks for; all where it tells none.

    Args:
        question: what is asked.
        heads: the heads of the row's cells, in order.
        figures: the places of the row's bare figures.

    """
    timed = [place for place in figures if tells_its_time(heads[place])]
    asked = [place for place in timed if column_of_its_time(question, heads, place) == place]
    named = [place for place in asked if stems(heads[place]) & stems(question)]
    return named or asked or (figures if len(figures) == 1 else ())
