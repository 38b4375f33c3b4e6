"""Totals: which questions ask what something came to altogether, and whether what was planned or spent."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.words import FUNCTION_WORDS, stem, words
from qa.intents.forms import asked_as, bare, forms
from qa.question import LONGEST_FORM

_TOGETHER = re.compile(
    r",?\s\b(?:in\s(?:total|all|sum)|al(?:l\s)?together|overall|combined|all\sin\sall)\b", re.IGNORECASE
)
_SO_FAR = re.compile(r"\s(?:so\sfar|to\sdate|until\snow|already|up\sto\snow)\b", re.IGNORECASE)
_IN_YEAR = re.compile(r"\s(?:in|during|for)\s(?:the\syear\s)?(?P<year>(?:19|20|21)\d\d)\b", re.IGNORECASE)
_VERB = (
    r"(?P<verb>spen[dt]|pa(?:y|id)|invoiced?|billed|charged?|budget(?:ed)?|plan(?:ned)?|allocated?|ordered)"
)
_ON = r"(?:\s(?:(?:on|with|to|for|at|by|from|of)\s)?(?P<what>[^?]+?))?"
_WE = r"(?:(?:we|they|you|i|it|(?:the|our)\s\w+)\s)?"
_AUXILIARY = r"(?:did|do|does|have|has|had|was|were|is|are|will)"
_TOTAL = (
    r"(?:total|overall|combined)\s(?P<of>(?!of\b)[\w-]+\s)??"
    r"(?P<noun>amount|sum|costs?|spend(?:ing)?|expenditure|budget|bill|value)"
)
_SPENT_ALTOGETHER = forms(
    rf"how\smuch(?:\smoney)?\s{_AUXILIARY}\s{_WE}(?:been\s)?{_VERB}{_ON}",
    rf"how\smuch(?:\smoney)?\s{_AUXILIARY}\s(?P<what>[^?]+?)\s(?P<verb>invoiced?|bill(?:ed)?|charged?|receive[d]?|got|get)(?:\sus)?",
    rf"(?:what|how\smuch)\s{_AUXILIARY}\s(?P<what>[^?]+?)\s(?P<verb>costs?)(?:\sus)?",
)
_THE_TOTAL = forms(
    rf"(?:what|how\s(?:much|large|high|big))(?:['’]?s|\sis|\sare|\swas|\swere)\s(?:the|our)\s{_TOTAL}"
    rf"(?:\s(?:that\s)?(?:was\s|were\s|we\s)?(?:spent|paid|invoiced|planned|budgeted))?{_ON}"
)
_PLANNED = re.compile(r"budget|plan|allocat", re.IGNORECASE)
_EVERYTHING = re.compile(
    r"everything|it\sall|all\sof\s(?:it|this)|all\s(?:things|items)|the\swhole\sthing", re.IGNORECASE
)
_SPENT = re.compile(r"spen[dt]|pa(?:y|id)|expenditure|cost", re.IGNORECASE)


class TotalAsked(NamedTuple):
    """What a question wants added up.

    Attributes:
        what: its words, "" for everything.
        stems: their stems.
        year: the year that is named, "" for none.
        is_planned: whether what was planned is asked for, or what was spent; None where neither is said.

    """

    what: str
    stems: frozenset[str]
    year: str
    is_planned: bool | None


def total_asked(question: str) -> TotalAsked | None:
    """What a question asks the total of; None for any other question."""
    if len(question) > LONGEST_FORM:
        return None
    year = _IN_YEAR.search(question)
    said = _SO_FAR.sub("", _IN_YEAR.sub("", question))
    rest = _TOGETHER.sub("", said)
    asked = [*_THE_TOTAL, *(_SPENT_ALTOGETHER if rest != said else ())]
    match = asked_as(rest, asked)
    if match is None:
        return None
    found = match.groupdict()
    what = _EVERYTHING.sub("", bare(f"{found.get('of') or ''}{found['what'] or ''}"))
    wanted = frozenset(stem(word.casefold()) for word in words(what) if word.casefold() not in FUNCTION_WORDS)
    verb = found.get("verb") or found.get("noun") or ""
    is_planned = True if _PLANNED.search(verb) else False if _SPENT.search(verb) else None
    return TotalAsked(what, wanted, year["year"] if year else "", is_planned)
