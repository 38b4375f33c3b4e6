"""Changes: which questions ask by how much something is more, or less, in one year than in another."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.intents.forms import asked_as, bare, forms

_ONE, _OTHER = (rf"(?P<{name}>(?:19|20|21)\d\d)" for name in ("one", "other"))
_IN = r"(?:in|for|during)\s(?:the\s(?:year|budget)\s(?:of\s)?)?"
_AGAINST = r"(?:than|compared\s(?:to|with)|as\sagainst|against|over|versus|vs\.?)"
_THAN = rf"\s{_IN}{_ONE}\s{_AGAINST}\s(?:{_IN})?{_OTHER}"
_FROM = rf"\s(?:from|between)\s{_OTHER}\s(?:to|until|on|and)\s{_ONE}"
_WILL = r"(?:do|does|did|will|would|is|are|was|were|has|have)"
_VERB = (
    r"(?:costs?|be|come\sto|amount\sto|bring(?:\sin)?|yield|need|take|paid|spent|planned|budgeted|earn(?:ed)?"
    r"|received?|get|set\saside)"
)
_RISE = (
    r"(?:rise|rises|rose|risen|increas(?:e|es|ed)|grow|grows|grew|grown|go(?:es)?\s(?:up|down)|went\s(?:up|down)"
    r"|gone\s(?:up|down)|fall|falls|fell|fallen|decreas(?:e|es|ed)|drop(?:s|ped)?|change|changes|changed"
    r"|differ|differs|differed)"
)
_MORE = r"(?:more|less|higher|lower|larger|smaller|extra)"
_ON = (
    r"(?:(?:(?:we|they|you|it)\s)?(?:spend|spent|pay|paid|plan|planned|budget|budgeted|get|got|receive|received)"
    r"\s(?:(?:on|for|from|in)\s)?)?"
)
_CHANGES = forms(
    rf"(?:by\s)?how\smuch\s{_MORE}\s(?:money\s)?{_WILL}\s{_ON}(?P<what>[^?]+?)(?:\s{_VERB})?{_THAN}",
    rf"(?:by\s)?how\smuch\s{_WILL}\s(?P<what>[^?]+?)\s{_RISE}(?:\sby)?{_FROM}",
    rf"(?:by\s)?how\smuch\s{_WILL}\s(?P<what>[^?]+?)\s{_RISE}(?:\sby)?{_THAN}",
    rf"(?:by\s)?how\smuch\s{_WILL}\s(?P<what>[^?]+?)\s(?:costs?\s)?{_MORE}{_THAN}",
    rf"what(?:['’]?s|\sis|\swas)\sthe\s(?:difference|change|increase|rise|decrease|fall|drop)\s(?:in|of|for)\s"
    rf"(?P<what>[^?]+?){_FROM}",
)
_COST_OF = re.compile(r"^(?:costs?|price|budget|expenditure|spending)\s(?:of|for|on)\s", re.IGNORECASE)


class ChangeAsked(NamedTuple):
    """What a question wants held against itself: its words, the year asked for and the one before."""

    what: str
    year: str
    other: str


def change_asked(question: str) -> ChangeAsked | None:
    """What a question asks the difference of between two years; None for any other question."""
    match = asked_as(question, _CHANGES)
    if match is None or match["one"] == match["other"]:
        return None
    return ChangeAsked(bare(_COST_OF.sub("", bare(match["what"]))), match["one"], match["other"])
