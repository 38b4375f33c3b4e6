"""Cheaper: which questions ask which of two things costs less or more, named there or compared before."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.intents.comparisons import compared_sides
from qa.intents.forms import asked_as, bare, forms
from qa.question import LONGEST_FORM

_DEGREE = (
    r"(?:the\s)?(?:(?P<more>dearer|(?:more|most)\s(?:expensive|costly)|costs?\smore)"
    r"|cheaper|cheapest|(?:less|least)\s(?:expensive|costly)|costs?\sless)"
)
_REST = r"(?P<rest>\s(?:per|an?|each|every|for|to|in)\s[^,;:?]+?)?"
_TWO = r"(?:\sone)?(?:\sof\s(?:the\s(?:two|both)|both|them|these(?:\stwo)?|those(?:\stwo)?))?"
_OF_TWO = forms(
    rf"(?:which|what){_TWO}\s(?:is\s|are\s)?{_DEGREE}{_REST}\s?[,;:–—-]?\s(?P<one>[^?]+?)\sor\s(?P<other>[^?]+?)",
    rf"(?:(?:which|what)\s)?(?:is|are)\s(?P<one>[^?]+?)\sor\s(?P<other>[^?]+?)\s{_DEGREE}{_REST}",
)
_BARE = forms(rf"which{_TWO}\s(?:is\s|are\s)?{_DEGREE}{_REST}")
_BY = r"(?P<rest>\s(?:per|each|every|for|to|in|on|at|during)\s[^,;:?]+?)?"
_MORE_OR_LESS = forms(
    rf"how\smuch\s{_DEGREE}\s(?:is|are|was|were|would|will)\s(?P<one>[^?]+?)(?:\s(?:be|come))?\sthan\s(?P<other>[^?]+?){_BY}",
    rf"how\smuch\s(?P<more>more|extra)\s(?:do|does|did|will|would)\s(?P<one>[^?]+?)\scosts?\sthan\s(?P<other>[^?]+?){_BY}",
    rf"how\smuch\sless\s(?:do|does|did|will|would)\s(?P<one>[^?]+?)\scosts?\sthan\s(?P<other>[^?]+?){_BY}",
    rf"how\smuch\s(?:(?P<more>more)|less)\s(?:is|are)\s(?P<one>[^?]+?)\sthan\s(?P<other>[^?]+?){_BY}",
    rf"(?:what|how\s(?:much|big|large))\s(?:is|are)\sthe\s(?:(?:price|cost)\s)?differences?\s(?:in\s(?:price|cost)s?\s)?"
    rf"between\s(?P<one>[^?]+?)\sand\s(?P<other>[^?]+?){_BY}",
)
_TELLS_DIFFERENCE = re.compile(
    r"\b(?:more|less|cheaper|dearer|differences?|extra|higher|lower|additional\w*|surcharges?|expensive|sav(?:es?|ings?))\b",
    re.IGNORECASE,
)
_COST_BOTH = forms(
    r"how\smuch\s(?:do|does|did|are|is)\s(?P<one>[^?]+?)\sand\s(?P<other>[^?]+?)(?:\scosts?(?:\s[^?]+)?)?"
)


class Cheaper(NamedTuple):
    """Two things of which the one that costs less is asked for, or `more`; and of what price, " per day"."""

    one: str
    other: str
    more: bool
    rest: str


def cheaper_asked(question: str) -> Cheaper | None:
    """Which two things a question asks the cheaper or dearer one of; None for any other question."""
    match = asked_as(question, _OF_TWO)
    if match is None:
        return None
    return Cheaper(bare(match["one"]), bare(match["other"]), bool(match["more"]), match["rest"] or "")


def difference_asked(question: str) -> Cheaper | None:
    """Of which two things a question asks how much more, or less, one costs; None for any other question."""
    match = asked_as(question, _MORE_OR_LESS)
    if match is None:
        return None
    found = match.groupdict()
    return Cheaper(bare(found["one"]), bare(found["other"]), bool(found.get("more")), found["rest"] or "")


def tells_difference(sentence: str) -> bool:
    """Whether a sentence says itself that one of two costs more than the other."""
    return bool(_TELLS_DIFFERENCE.search(sentence))


def of_the_two(question: str, earlier: str) -> str:
    """A question which of two is cheaper, with the two of the earlier question; "" for any other."""
    if max(len(question), len(earlier)) > LONGEST_FORM:
        return ""
    if not any(form.fullmatch(question) for form in _BARE):
        return ""
    cost = asked_as(earlier, _COST_BOTH)
    if cost:
        one, other = bare(cost["one"]), bare(cost["other"])
    else:
        two = compared_sides(earlier) or cheaper_asked(earlier)
        one, other = (two.one, two.other) if two else ("", "")
    return f"{question.rstrip('?!. ')}, the {one} or the {other}?" if one and other else ""
