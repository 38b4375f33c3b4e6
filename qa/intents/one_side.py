"""One side: the question that a comparison asks of one of its sides alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Span
from index.words import content_words, stems
from qa.intents.respects import without_sides

_COMPARE = re.compile(
    r"\A\W*(?:(?:please|kindly|could\syou|would\syou)\s)*(?:compare|contrast|(?:what(?:['’]?s|\sis|\sare)\s)?(?:the\s)?"
    r"differences?\s(?:in|between))\s",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"(?:\s|\A|(?<=,))(?:and|or|vs\.?|versus|v\.?|than|as|with|against|to|from|compared|opposed|relative|both|between|for|of|in"
    r"|the|that|those|one|,|:|/|–|—|-)(?=\s|\Z|,)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:the|our|my|an?)\s\Z", re.IGNORECASE)
_NO_RESPECT = stems(
    "compare contrast difference differences differ between versus side contract agreement lease it"
)


def says_no_respect(question: str, sides: Sequence[Span]) -> bool:
    """Whether a question does not say in what its sides are to be compared."""
    return stems(without_sides(question, sides)) <= _NO_RESPECT


def asked_of_one(question: str, sides: Sequence[Span]) -> str:
    """The question as it is asked of one contract: with one side, and without what stands between them.

    Unless the question is told there: "Does the club get the pitch for longer than the school?".
    """
    if not sides:
        return question
    before, behind = _ARTICLE.sub("", question[: sides[0].start]), question[sides[-1].end :].rstrip("?!. ")
    between = _JOINT.sub(" ", question[sides[0].end : sides[1].start])
    is_told = len(content_words(_JOINT.sub(" ", f"{before} {behind}"))) > 1
    middle = "" if is_told else f" {between}"
    asked = _COMPARE.sub("What is ", f"{before}the contract{middle}{behind}")
    return f"{' '.join(asked.split())}?"
