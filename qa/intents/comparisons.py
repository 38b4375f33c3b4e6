"""Comparisons: which questions set two things or documents side by side, and by what."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.intents.forms import IS, KIND, asked_as, bare, forms

_BOTH = rf"(?:both|the\stwo|these(?:\stwo)?|the)\s(?:of\s(?:the|these)\s)?(?P<both>(?:\w+\s)?{KIND})"
_BY = (
    r"(?:(?:\sin\s(?=(?:how|what|when|where|who|which)\b)"
    r"|\W+(?:by|on|regarding|concerning|with\s(?:respect|regard)\sto|in\sterms\sof|as\sto|in\stheir|in\sits)"
    r"\s|\s?[:;–—]\s)(?P<topic>[^?]+))?"
)
_IN = r"\s(?:of|in|for|from|on|under|between|across|according\sto)\s"
# "The notice we have to give" is no "notice we have" that is compared to something.
_TO = r"(?<!\bhave\s)(?<!\bhas\s)(?<!\bneed\s)(?<!\bneeds\s)to"
_NOT_TWO = rf"(?:(?!\s(?:and|with|{_TO}|from|against|versus|vs)\s)[^?])+?"
_HIGHER = r"(?:long|short|high|low|larg|small|great|bigg|few|earli|lat|cheap)er"
_MORE = rf"(?:(?:the\s)?(?:{_HIGHER}|more|less)(?:\sone)?)"
_ONE = r"(?:(?:that|those|the\sones?)\s(?:of|in|for|from|under|with)\s)?(?P<one>[^?]+?)"
_COMPARISONS = forms(
    rf"compare\s{_BOTH}{_BY}",
    rf"compare\s(?P<topic>(?:(?!\s(?:with|to|against)\s)[^?])+?){_IN}{_BOTH}",
    rf"(?:compare|contrast)\s(?P<one>[^?]+?)\s(?:and|with|{_TO}|against|versus|vs\.?)\s(?P<other>[^?]+?){_BY}",
    rf"what(?:{IS})\sthe\sdifferences?\sbetween\s(?P<one>[^?]+?)\sand\s(?P<other>[^?]+?){_BY}",
    rf"(?:what(?:{IS})\sthe\s)?differences?\sbetween\s{_BOTH}{_BY}",
    rf"how\sdo(?:es)?\s(?P<topic>[^?]+?){_IN}{_BOTH}\s(?:differ|compare|vary)",
    rf"how\sdo\s{_BOTH}\s(?:differ|compare){_BY}",
    rf"how\sdo\s(?P<one>[^?]+?)\sand\s(?P<other>[^?]+?)\s(?:differ|compare){_BY}",
    rf"how\sdo(?:es)?\s(?P<one>[^?]+?)\s(?:differ\sfrom|compare\s(?:to|with))\s(?P<other>[^?]+?){_BY}",
    rf"what(?:{IS})\s(?P<one>[^?]+?)\s(?:compared|as\sopposed)\s(?:to|with)\s(?P<other>[^?]+)",
    r"(?P<one>[^?]+?)\s(?:versus|vs\.?)\s(?P<other>[^?]+)",
    rf"(?:what(?:{IS})\sthe\s|(?:is|are)\sthere\s(?:any\s|an?\s)?)?differences?\sin\s(?:the\s)?(?P<topic>{_NOT_TWO})"
    rf"(?:{_IN}{_BOTH})?",
    rf"what(?:{IS})\s(?P<topic>[^?]+?){_IN}(?:both|each(?:\sof\sthe)?|(?:the|these|my|our)\stwo)"
    rf"\s(?P<both>{KIND})",
    rf"what\s(?P<topic>{_NOT_TWO})\sdo\s{_BOTH}\s(?:have|contain|set|say|provide(?:\sfor)?|give|name)",
    rf"do\s{_BOTH}\s(?:have|share|contain|set|name|provide\sfor)\s(?:the\ssame|(?:an?\s)?(?:different|equal))\s"
    rf"(?P<topic>{_NOT_TWO})",
    rf"(?:is|are)\s(?:the\s)?(?P<topic>{_NOT_TWO})\s(?:the\ssame|different|alike|equal){_IN}{_BOTH}",
    rf"compare\s(?P<topic>{_NOT_TWO})"
    rf"(?:{_IN}(?:all\s)?(?:the|these|my|our)\s(?P<all>{KIND}))?",
    # "Which notice period is longer?": of two, each is shown.
    rf"which\s(?P<topic>(?:[\w’'-]+\s)?(?:period|term|notice|deposit|rent|fee|charge|liability|interest))\sis\s(?:the\s)?"
    rf"(?:longer|shorter|higher|lower|larger|smaller|greater)(?:\sone)?(?:{_IN}{_BOTH})?",
    rf"which\s(?P<topic>{_NOT_TWO})\sis\s{_MORE}[,:]\s{_ONE}\sor\s(?P<other>[^?]+)",
    rf"which(?:\s(?:one\s)?is)\s{_MORE}[,:]\s(?P<topic>{_NOT_TWO}){_IN}(?P<one>[^?]+?)\sor\s(?P<other>[^?]+)",
    rf"(?:is|are)\s(?P<topic>{_NOT_TWO}){_IN}(?P<one>[^?]+?)\s{_MORE}\sthan\s(?P<other>[^?]+)",
    rf"(?:which|who)\sof\s(?P<one>[^?]+?)\s(?:and|or)\s(?P<other>[^?]+?)\s(?:has|have|gives|needs|requires|sets)\s{_MORE}"
    r"\s(?P<topic>[^?]+)",
    rf"(?:which|who)\s(?:has|have|gives|needs|requires|sets)\s{_MORE}\s(?P<topic>[^?,:]+)[,:]\s{_ONE}\sor\s(?P<other>[^?]+)",
    r"do\s(?P<one>[^?]+?)\sand\s(?P<other>[^?]+?)\s(?:have|share|contain|set|name|provide\sfor)\s"
    rf"(?:the\ssame|(?:an?\s)?(?:different|equal))\s(?P<topic>{_NOT_TWO})",
    rf"how\s(?:do(?:es)?\s(?P<topic>{_NOT_TWO})\s(?:differ|vary|compare)"
    rf"|(?:is|are)\s(?P<subject>{_NOT_TWO})\sdifferent)(?:{_IN}{_BOTH})?",
)
# "The notice periods of the lease and the sublet": what is compared stands before the first of the two.
_OF_WHAT = re.compile(rf"(?P<topic>[^?]+?){_IN}(?P<one>[^?]+)", re.IGNORECASE)
_QUESTION_WORD = re.compile(r"(?:how|what|when|where|who|why|which)\b", re.IGNORECASE)
_COMPARE = re.compile(r"\A.*?\b(?:compare|contrast)\s", re.IGNORECASE)
# "The notice period in the lease with that in the sublet".
_THAT = re.compile(rf"^(?:(?:that|those|the\sones?){_IN}|(?:of|in|for|from|on|under|with)\s)", re.IGNORECASE)
# "The notice we have to give": what is compared is told by what one does with it.
_CLAUSE = re.compile(
    r"(?:the\s)?(?P<what>[\w’'-]+(?:\s[\w’'-]+){0,3}?)\s(?:(?:that|which)\s)?"
    r"(?P<who>we|you|they|i|he|she|one|(?:the|each|either|our)\s[\w’'-]+)\s"
    r"(?:(?P<modal>must|can|may|will|should|could)\s(?P<doing>.+)|(?P<does>(?:have|has)\sto\s.+|needs?\sto\s.+"
    r"|(?:pay|get|give|receive|owe|charge|hold|carry|provide)s?\b.*))",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(r"how\s(?:much|many|long|often)\s?", re.IGNORECASE)
_ONE_DOES = re.compile(r"has|(?P<verb>\w+)s", re.IGNORECASE)
_PLURAL_WHO = re.compile(r"we|you|they|i", re.IGNORECASE)


class Sides(NamedTuple):
    """What is compared: two things, `both` of a kind, or all; and what by, "" where that is not said."""

    topic: str
    one: str = ""
    other: str = ""
    both: str = ""


class Clause(NamedTuple):
    """What a topic asks, and of what: of "the rent we pay", "What rent do we pay?", and "rent"."""

    question: str
    what: str


def clause_asked(topic: str) -> Clause | None:
    """What a topic asks that is told by a clause; None where it has none."""
    match = _CLAUSE.fullmatch(topic)
    if match is None:
        return None
    what = bare(_HOW_MUCH.sub("", match["what"]))
    asking = match["what"] if _QUESTION_WORD.match(match["what"]) else f"what {match['what']}"
    asking = asking[:1].upper() + asking[1:]
    if match["modal"]:
        return Clause(f"{asking} {match['modal']} {match['who']} {match['doing']}?", what)
    verb, *rest = match["does"].split(" ", 1)
    verb = _ONE_DOES.sub(lambda found: "have" if found[0].casefold() == "has" else found["verb"], verb)
    does = "do" if _PLURAL_WHO.fullmatch(match["who"]) else "does"
    return Clause(f"{' '.join((asking, does, match['who'], verb, *rest))}?", what)


def compared_sides(question: str) -> Sides | None:
    """The two sides of a question that compares; None where it compares nothing."""
    match = asked_as(question, _COMPARISONS)
    if match is None:
        return None
    said = {name: bare(words) for name, words in match.groupdict().items() if words}
    topic, one = said.get("topic", said.get("subject", "")), said.get("one", "")
    if not topic and one and (parted := _OF_WHAT.fullmatch(one)):
        topic, one = bare(parted["topic"]), bare(parted["one"])
    other = bare(_THAT.sub("", said.get("other", "")))
    if _QUESTION_WORD.match(one):  # "compare how much notice I have to give"
        return Sides(bare(_COMPARE.sub("", question)))
    sides = Sides(topic, one, other, said.get("both", ""))
    return sides if bool(sides.one) == bool(sides.other) else None
