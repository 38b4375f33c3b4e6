"""Called off: a question about cancelling in the other words that a document has for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.question import LONGEST_FORM

_CALL_OFF = r"\bcall(?:s|ed|ing)?\s(?:[\w’'-]+\s){0,4}?off\b"
_CANCEL = r"\bcancel(?:s|l?ed|l?ing)?\b"
_FREE = r"\b(?:for\sfree|free\sof\scharge)\b"
_WITHOUT_COST = r"\b(?:without|at\sno|free\sof)\s(?:any\s|further\s|extra\s)?(?:costs?|charges?)\b"
_FORMS = (
    (re.compile(r"\bcancel\b", re.IGNORECASE), "call off", re.compile(_CALL_OFF, re.IGNORECASE)),
    (re.compile(r"\bcancell?ed\b", re.IGNORECASE), "called off", re.compile(_CALL_OFF, re.IGNORECASE)),
    (
        re.compile(r"\bcall\s(?P<what>(?:[\w’'-]+\s){0,4}?)off\b", re.IGNORECASE),
        r"cancel \g<what>",
        re.compile(_CANCEL, re.IGNORECASE),
    ),
    (
        re.compile(r"\bcalled\s(?P<what>(?:[\w’'-]+\s){0,4}?)off\b", re.IGNORECASE),
        r"cancelled \g<what>",
        re.compile(_CANCEL, re.IGNORECASE),
    ),
)
_AT_NO_COST = re.compile(rf"{_FREE}|{_WITHOUT_COST}", re.IGNORECASE)


def in_other_words(question: str, texts: Sequence[str]) -> str:
    """The question with "call off" for "cancel", or the other way round, as a text has it; "" for any other.

    What it may not cost, "for free" or "without cost", is put as that text puts it, too.

    Args:
        question: what is asked.
        texts: what was found for it, the best first.

    """
    if len(question) > LONGEST_FORM:
        return ""
    for asked, other, said in _FORMS:
        text = next(filter(said.search, texts), None) if asked.search(question) else None
        if text is not None:
            return _without_cost_as_in(text, " ".join(asked.sub(other, question).split()))
    return ""


def _without_cost_as_in(text: str, question: str) -> str:
    said = _AT_NO_COST.search(text)
    return _AT_NO_COST.sub(said.group(), question) if said else question
