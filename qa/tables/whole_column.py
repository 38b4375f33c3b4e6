"""Whole column: of columns for parts and one for all of them, that one where a question asks for the whole.

Of "Spring fair", "Autumn fair" and "Whole year", what something costs "altogether" or "in the year" stands
under the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import stems
from qa.question import LONGEST_FORM

_WHOLE = re.compile(r"\b(?:total|whole|overall|entire|full|all|together|altogether|sum)\b", re.IGNORECASE)
_OF_WHOLES = stems("total whole overall entire full all together altogether sum")
_ASKED = re.compile(
    r"\b(?:in\s(?:total|all|sum)|al(?:l\s)?together|overall|all\sin\sall|whole|entire|total)\b", re.IGNORECASE
)


def column_of_the_whole(question: str, heads: Sequence[str], chosen: int) -> int:
    """The place of the only head for the whole, where that is asked for; else the chosen one.

    Args:
        question: what is asked.
        heads: the heads of a row's cells, in order.
        chosen: the place of the cell that answers as it was read.

    """
    return next((place for place, _ in enumerate(heads) if is_whole_asked(question, heads, place)), chosen)


def is_whole_asked(question: str, heads: Sequence[str], place: int) -> bool:
    """Whether a head is the only one for the whole, and a question asks for that and names no part of it."""
    if [at for at, head in enumerate(heads) if _WHOLE.search(head)] != [place]:
        return False
    said = stems(question[:LONGEST_FORM])
    parts = [stems(head) for at, head in enumerate(heads) if at != place]
    if any(part and part <= said for part in parts):
        return False
    of_it = stems(heads[place]) - _OF_WHOLES
    return bool(_ASKED.search(question[:LONGEST_FORM])) or (bool(of_it) and of_it <= said)
