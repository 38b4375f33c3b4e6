"""Remarks: the figures of a row, where an amount is asked for and what is remarked beside them was read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import stems
from qa.tables.planned import is_time_asked, tells_its_time

_REMARK = re.compile(r"(?:\A|·)\W*(?:remarks?|comments?|notes?|explanations?)\b\W*\Z", re.IGNORECASE)


def is_remark(head: str) -> bool:
    """Whether what stands under a head is remarked of a row, and is none of its figures."""
    return bool(_REMARK.search(head))


def figures_asked(question: str, heads: Sequence[str], figures: Sequence[int]) -> Sequence[int]:
    """The places, of those of a row's figures, that a question asks for; all of times where it tells none.

    Args:
        question: what is asked.
        heads: the heads of the row's cells, in order.
        figures: the places of the row's bare figures.

    """
    named = [place for place in figures if stems(heads[place]) & stems(question)]
    timed = [place for place in figures if is_time_asked(question, heads[place])]
    are_of_times = len(figures) == 1 or any(tells_its_time(heads[place]) for place in figures)
    return named or timed or (figures if are_of_times else ())
