"""Plans: which questions ask what came to more, or to less, than was planned."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.words import FUNCTION_WORDS, stem, words
from qa.contents.figures import YEAR
from qa.intents.forms import asked_as, forms

_PLAN = (
    r"(?:(?:the|their|its|our)\s)?(?:(?:what\s)?(?:(?:was|were|is|had\sbeen|we\shad|we)\s)?"
    r"(?:original(?:ly)?\s)?(?:budget(?:s|ed)?|plan(?:s|ned)?|forecasts?|estimate[sd]?|expected|targets?|allocat(?:ed|ion)|allowed))"
    r"(?:\s(?:for|amounts?|costs?|figures?|spend(?:ing)?)\b)?"
)
_OVER = (
    rf"(?:over[\s-]{_PLAN}|above\s{_PLAN}|beyond\s{_PLAN}|exceed(?:s|ed|ing)?\s{_PLAN}"
    r"|over-?spen[dt](?:s|ing)?|over-?r[au]n(?:s|ning)?"
    rf"|(?:more|higher|greater|larger|dearer|more\sexpensive)(?:\s(?:on|for))?\sthan\s{_PLAN})"
)
_UNDER = (
    rf"(?:(?:under|below)[\s-]{_PLAN}|under-?spen[dt](?:s|ing)?"
    rf"|(?:less|lower|smaller|cheaper|fewer)\sthan\s{_PLAN})"
)
_HOW = rf"(?:(?P<over>{_OVER})|(?P<under>{_UNDER}))"
_WENT = (
    r"(?:(?:that|which)\s)?(?:(?:have|has|had|do|did|we|are|is|was|were|will|be|been|went|go|gone|goes|came|come|ran|run"
    r"|cost|costs|turned|out|to|in|at|spend|spent|pay|paid|actually)\s)*"
)
_IN = (
    r"(?:\s(?:on|for|with))?(?:\s(?:so\sfar|yet|already|now|currently|at\sthe\smoment|to\sdate))?"
    r"(?:\s(?:in|for|during|of)\s(?P<where>[^?]{1,60}))?"
)
_ASKED = forms(
    rf"(?:what|which|who)\s(?:of\sthe\s)?(?P<noun>(?:[\w-]+\s){{0,4}}?){_WENT}{_HOW}{_IN}",
    rf"(?:(?:where|on\swhat|on\swhich\s(?:[\w-]+))\s){_WENT}{_HOW}{_IN}",
    rf"(?:did|do|have|has|was|were|is|are)\s(?:there\s)?(?:any|we)(?:thing|one|body)?\s?(?P<noun>(?:[\w-]+\s){{0,3}}?)"
    rf"{_WENT}{_HOW}(?:\s(?:on|for|with)\sany(?:thing|\s\w+))?{_IN}",
    rf"(?:list|show|name|give|find)\s(?:me\s)?(?:all|every|any)?(?:\s?of)?\s?(?:the\s)?"
    rf"(?P<noun>(?:[\w-]+\s){{0,4}}?){_WENT}{_HOW}{_IN}",
)
_BEYOND = re.compile(
    r"\b(?:over|above|beyond|exceed\w*|over-?\w+|more|higher|under|below|under-?\w+|less|lower)\b",
    re.IGNORECASE,
)


_MOST = re.compile(r"\b(?:most|furthest|farthest|worst|biggest|largest)\b", re.IGNORECASE)


class AgainstPlan(NamedTuple):
    """Whether more than planned is sought, and that by most; the stems of what is, and the years named."""

    is_over: bool
    is_most: bool
    sought: frozenset[str]
    years: frozenset[str]


def against_plan(question: str) -> AgainstPlan | None:
    """What a question asks that wants all that is beyond a plan; None for any other question."""
    match = asked_as(question, _ASKED)
    if match is None:
        return None
    said = _MOST.sub("", match.groupdict().get("noun") or "")
    noun = [word.casefold() for word in words(said)]
    sought = frozenset(stem(word) for word in noun if word not in FUNCTION_WORDS)
    is_most = _MOST.search(question) is not None
    return AgainstPlan(bool(match["over"]), is_most, sought, frozenset(YEAR.findall(question)))


def tells_beyond_plan(sentence: str) -> bool:
    """Whether a sentence says itself that something came to more, or to less, than something else."""
    return bool(_BEYOND.search(sentence))
