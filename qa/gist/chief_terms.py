"""Chief terms: which sentences tell what a contract is looked up for: its length, its notice, its price."""

from __future__ import annotations

import re
from enum import StrEnum


class Chief(StrEnum):
    """A term that every contract has."""

    NOTICE = "how it is ended"
    LENGTH = "how long it runs"
    PRICE = "what it costs"


_CONTRACT = (
    r"(?:agreement|contract|lease|letting|licence|tenancy|employment|engagement|hire|subscription|policy"
    r"|membership)"
)
_STRETCH = r"(?:days?|weeks?|months?|years?)"
_REGULAR = r"(?:yearly|annual|monthly|weekly|quarterly|daily|total|basic|fixed|flat|agreed|net)"
_SUM = r"(?:[£€$¥]|EUR|GBP|USD|CHF)\s?\d|\d[\d.,]*\s(?:EUR|GBP|USD|CHF|euros?|pounds?|dollars?|francs?)\b"
_TERMS = {
    Chief.NOTICE: re.compile(
        rf"\b{_STRETCH}[’']?\s(?:prior\s|written\s)*notice\b|\bnotice\s(?:period\s)?of\s(?:\w+\s){{1,3}}{_STRETCH}\b"
        rf"|\bnotice\b[^.;]{{0,80}}?\b(?:at\sleast|(?:no|not)\s(?:later|less|fewer)\sthan)\s(?:\w+\s){{1,3}}{_STRETCH}\b",
        re.IGNORECASE,
    ),
    Chief.LENGTH: re.compile(
        rf"\b(?:term|duration|period)\s(?:of\s(?:\w+\s){{1,3}}{_STRETCH}\b|(?:is|shall\sbe)\s[\w-]+\s{_STRETCH}\b)"
        rf"|\b(?:the|this)\s{_CONTRACT}\s(?:\w+\s)?(?:(?:begins|starts|commences|ends|expires|terminates)\son|runs)\b",
        re.IGNORECASE,
    ),
    Chief.PRICE: re.compile(
        rf"\b(?:the|an?)\s(?:{_REGULAR}\s)?(?:rent|fee|price|remuneration|charge|hire|salary)\b[^.;]{{0,60}}?"
        rf"\s(?:is|are|of|to|at|be)\s(?:{_SUM})",
        re.IGNORECASE,
    ),
}


def chief_terms(words: str) -> frozenset[Chief]:
    """Which of such terms a sentence tells."""
    return frozenset(term for term, form in _TERMS.items() if form.search(words))
