"""Price or cost: of a column for what people pay and one for a cost behind it, the one a question means.

"What does the Japanese course cost?" is answered under "Fee per learner" and not under "Teaching cost".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import stems
from qa.question import LONGEST_FORM

_ASKED = re.compile(r"\b(?:what|how\smuch)\s(?:do|does|will|would)\b(?!.*\bus\b).*\bcosts?\b", re.IGNORECASE)
_COST = re.compile(r"\bcosts?\b", re.IGNORECASE)
_PRICE = re.compile(r"\b(?:fee|price|tariff|charge)\b", re.IGNORECASE)
# What comes in is no price, and a price for some people is not that for anybody.
_NO_PRICE = re.compile(
    r"\b(?:incomes?|received?|revenues?|earned|earnings|takings|reduced|reduction|concession\w*|discount\w*|members?"
    r"|early|late|child\w*|students?|seniors?)\b",
    re.IGNORECASE,
)
_OF_COST = stems("cost costs total price")


def column_of_price(question: str, heads: Sequence[str], chosen: int) -> int:
    """The place of the only head of a price, where what something costs is asked; else the chosen one.

    That one too where it is the head of a plain cost, or where a word of it beside "cost" is asked for.

    Args:
        question: what is asked.
        heads: the heads of a row's cells, in order.
        chosen: the place of the cell that answers as it was read.

    """
    if not (_ASKED.search(question[:LONGEST_FORM]) and _COST.search(heads[chosen])):
        return chosen
    behind = stems(heads[chosen]) - _OF_COST
    prices = [place for place, head in enumerate(heads) if _PRICE.search(head) and not _NO_PRICE.search(head)]
    return prices[0] if behind and not behind & stems(question) and len(prices) == 1 else chosen
