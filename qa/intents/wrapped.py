"""Wrapped questions: "Does the lease say who insures the boats?", which asks who insures them."""

from __future__ import annotations

from qa.intents.forms import KIND, asked_as, forms

_ANYWHERE = r"(?:\s(?:anywhere|somewhere|exactly|(?:any|some)thing\sabout))?"
_SAY = rf"(?:say|tell(?:\s(?:us|me))?|state|mention|specify|explain|lay\sdown|set\sout|give|know){_ANYWHERE}"
_SAID = rf"(?:said|written|stated|fixed|agreed|laid\sdown|set\sout|known|clear){_ANYWHERE}"
_DOCUMENT = rf"(?:[\w’'-]+\s){{0,4}}?(?:{KIND}|budget|rules|statutes)"
_WHERE = rf"(?P<where>(?:the|our|my|their|both|any\sof\sthe)\s{_DOCUMENT})"
_ASKS = (
    r"(?P<asked>(?:(?:until|by|from|since|at|in|on|for|to|with)\s)?"
    r"(?:who|whom|whose|what|which|when|where|why|how)\b[^?]+?)"
)
_WRAPPED = forms(
    rf"(?:do|does|did)\s(?:it|they|you|{_WHERE})\s{_SAY}\s{_ASKS}",
    rf"(?:is|was)\sit\s{_SAID}\s(?:in\s{_WHERE}\s)?{_ASKS}",
)


def unwrapped(question: str) -> str:
    """The question that another one asks whether documents answer; any other question as it is."""
    match = asked_as(question, _WRAPPED)
    if match is None:
        return question
    asked = f"{match['asked']} in {match['where']}" if match["where"] else match["asked"]
    return f"{asked[0].upper()}{asked[1:]}?"
