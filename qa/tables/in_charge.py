"""In charge: whom a row names as responsible for it, which is not who somebody is.

Of a budget's row "Caterer" the one who looks after its costs is not the caterer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.evidence.candidates import Candidate
from qa.question import LONGEST_FORM
from qa.tables.cell_asked import heads_of

_WHO_IS = re.compile(
    r"\A\W*(?:(?:and|so|but)\s)?(?:who(?:['’]s|\s(?:is|are|was|were))|what\s(?:is|was)\sthe\sname\sof)"
    r"\s(?:the|our|their|your|my|its|his|her|an?)\s(?:[\w’'&-]+\s?){1,6}\W*\Z",
    re.IGNORECASE,
)
_IN_CHARGE = re.compile(
    r"\b(?:responsib\w+|accountable|owners?|owned|in\scharge|look(?:s|ed)?\safter|watch(?:es|ed)?|supervis\w+"
    r"|overse(?:es|en)|handled|managed|minded)\b",
    re.IGNORECASE,
)
# Where rows are of offices, who is responsible is who holds them.
_OFFICE = re.compile(r"\b(?:roles?|posts?|positions?|offices?|functions?|jobs?|duty|duties)\b", re.IGNORECASE)


def is_in_charge(question: str, candidate: Candidate) -> bool:
    """Whether the cell that was read names who is in charge of its row, where it is asked who somebody is."""
    heads = heads_of(candidate)
    own = next((head for cell, head in heads.items() if cell.touches(candidate.span)), "")
    return is_in_charge_of(question, list(heads.values()), own)


def is_in_charge_of(question: str, heads: Sequence[str], own: str) -> bool:
    """The same of a table's heads, and the one over the cell."""
    if len(question) > LONGEST_FORM or not _WHO_IS.search(question) or _IN_CHARGE.search(question):
        return False
    return bool(_IN_CHARGE.search(own)) and not any(map(_OFFICE.search, heads))
