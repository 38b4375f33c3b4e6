"""Prices: which questions ask what something costs by a list of prices, or what is paid where it is lost."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.words import stems
from qa.intents.forms import asked_as, forms

_TO = r"(?:\sto\s(?:hire|rent|buy|get|have|lease|book))?"
_UNIT = r"(?P<unit>hour|day|night|week|weekend|month|year|season)"
_PER = rf"(?:\s(?:per|an?|each|by\sthe|for\s(?:an?|one))\s{_UNIT})?"
_WHAT = r"(?:the\s|an?\s|one\s|my\s|our\s|your\s)?(?P<what>[^?,;]+?)"
_MUCH = r"(?:how\smuch|what)"
_WE_PAY = r"(?:do|does|must|would|will|should)\s(?:(?:i|we|you|one)\s)?(?:(?:have|need)\sto\s)?pay"
_LOSES = r"(?P<mishap>lose|lost|break|broke|damage)[sd]?"
_IF_LOST = rf"(?:if|when|in\scase)\s(?:i|we|you|one|somebody|someone|they)\s{_LOSES}\s{_WHAT}"
_LOST = (
    rf"{_MUCH}\s{_WE_PAY}\s{_IF_LOST}",
    rf"{_MUCH}\s(?:does|will|would)\sit\scost\s{_IF_LOST}",
    rf"what(?:['’]?s|\sis)\sthe\s(?:fee|charge|cost|fine|price)\s{_IF_LOST}",
    rf"{_MUCH}\s(?:does|will|would)\s(?P<mishap>losing|breaking|damaging|the\sloss\sof|damage\sto)\s{_WHAT}\scost",
    rf"{_MUCH}\s{_WE_PAY}\sfor\s(?P<mishap>losing|breaking|damaging|the\sloss\sof|damage\sto)\s{_WHAT}",
)
_FORMS = forms(
    *_LOST,
    *(
        f"{form}{_TO}{_PER}"
        for form in (
            rf"{_MUCH}\s(?:does|do|would|will)\s{_WHAT}\scost",
            rf"how\smuch\s(?:does|do|would|will)\sit\scost\sto\s(?:hire|rent|buy|get|have|lease|book)\s{_WHAT}",
            rf"what(?:['’]?s|\s(?:is|are))\sthe\s(?:prices?|costs?|fees?|charges?)\s(?:of|for)\s{_WHAT}",
            rf"how\smuch\s(?:is|are)\s{_WHAT}",
            rf"{_MUCH}\s{_WE_PAY}\sfor\s{_WHAT}",
        )
    ),
)
# What a question and a list of prices call the same thing that befalls something.
_MISHAPS = (
    stems("lose lost losing loss missing replace replacement"),
    stems("break broke broken breaking breakage damage damaged damaging"),
)
_BEFALLEN = re.compile(r"(?P<mishap>lost|missing|broken|damaged)\s(?P<what>.+)", re.IGNORECASE)


class Price(NamedTuple):
    """What a question asks the price of.

    Attributes:
        what: the words for it.
        unit: the unit of time that it is asked for, "" for none.
        mishap: the stems of what befell it, "lost" or "broken", of which its row has to hold one.

    """

    what: str
    unit: str
    mishap: frozenset[str]


def price_asked(question: str) -> Price | None:
    """What a question asks the price of; None where it asks something else."""
    match = asked_as(question, _FORMS)
    if match is None:
        return None
    found = match.groupdict()
    befallen = _BEFALLEN.fullmatch(found["what"])
    what = befallen["what"] if befallen else found["what"]
    said = stems(befallen["mishap"] if befallen else found.get("mishap") or "")
    mishap = next((family for family in _MISHAPS if family & said), frozenset[str]())
    return Price(what, found.get("unit") or "", mishap)
