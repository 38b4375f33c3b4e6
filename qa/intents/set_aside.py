"""Set aside: what is asked of a plan by a word of planning money, as a question for its budget."""

from __future__ import annotations

from qa.intents.forms import asked_as, forms

_WE = r"(?:(?:we|they|you|i|(?:the|our)\s[\w-]+(?:\s[\w-]+)?)\s)?"
_PLAN = (
    r"(?:set\saside|put\s(?:aside|by|away)|ear-?mark(?:ed)?|reserved?|allow(?:ed)?|allocated?|allot(?:ted)?"
    r"|foreseen?|anticipated?|pencill?ed\sin|plan(?:ned)?|budget(?:ed)?|provided?|expect(?:ed)?|intend(?:ed)?)"
)
_TO_SPEND = r"(?:\s(?:to\s(?:be\s)?(?:spen[dt]|pa(?:y|id)|used?)))?"
_ASKED = forms(
    rf"(?:what|how\smuch(?:\smoney)?)\s(?:have|has|had|did|do|does|is|was|are|were|will|would)\s{_WE}"
    rf"(?:be(?:en)?\s)?{_PLAN}{_TO_SPEND}\s(?:for|to|on|towards?)\s(?P<what>[^?]+?)",
    rf"(?:what|how\smuch(?:\smoney)?)\s(?:do|did)\s{_WE}(?:expect|plan|budget)\s(?:for\s)?(?P<what>[^?]+?)\s(?:to\scost|to\sbe)",
)


def budget_asked(question: str) -> str:
    """The question for the budget of what money was set aside for; "" for any other question."""
    match = asked_as(question, _ASKED)
    return f"What is the budget for {match['what']}?" if match else ""
