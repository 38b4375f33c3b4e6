"""Places: which questions ask what every document says of something, or for each mention of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.intents.forms import KIND, SAID, STANDS, asked_as, bare, forms
from qa.question import LONGEST_FORM

_HOLDS = (
    r"(?:(?:have|has|had|contains?|includes?|mentions?|says?|talks?\sabout|discuss(?:es)?|covers?|deals?\swith|gives?"
    r"|names?|sets?|states?|specif(?:y|ies)|requires?|allows?|permits?|provides?(?:\sfor)?|is\sabout|are\sabout"
    r"|(?:says?|speaks?)\s(?:about|of))\s)?"
)
_ALL_OF = rf"(?:all|both|each|every|any)\s(?:of\s)?(?:the\s|these\s|my\s|our\s)?(?:{KIND}|of\sthem)"
# What is asked of each document: about a topic, or the question itself.
_OF_EACH = forms(
    rf"which\s(?:of\s(?:the|these|my|our)\s)?{KIND}\s{_HOLDS}(?P<topic>[^?]+?)",
    rf"(?:in|from|of)\swhich\s{KIND}\s(?:is|are|do|does|can\si\sfind)\s(?P<topic>[^?]+?)"
    rf"(?:\s(?:{SAID}|{STANDS}|discussed|covered|described|set|given))?",
    rf"what\s(?:do|does)\s{_ALL_OF}\ssay\s(?:about|on|of)\s(?P<topic>[^?]+?)",
    rf"{_HOLDS}what\sis\ssaid\s(?:about|on|of)\s(?P<topic>[^?]+?)\sin\s{_ALL_OF}",
    rf"(?P<topic>[^?]+?)\sin\s{_ALL_OF}",
)
# "When do the contracts end?", "How much does each contract cost?": one question, of each of them.
_ASKING = r"(?P<asks>(?:when|where|who|why|what|how)\b(?:\s(?:much|long|often|soon|many\s\w+))?)"
_OF_ALL = forms(
    rf"{_ASKING}\s(?P<verb>do|are|were|have)\s(?:(?:all|both|of)\s)*(?:(?:the|these|my|our|two|three)\s)+(?P<kind>{KIND})"
    r"\s(?P<rest>[^?]+?)",
    rf"{_ASKING}\s(?P<verb>does|is|was|has)\s(?:each|every)\s(?:one\s)?(?:of\s(?:the|these|my|our)\s)?(?P<kind>{KIND})"
    r"\s(?P<rest>[^?]+?)",
)
_OF_ONE = {"do": "does", "are": "is", "were": "was", "have": "has"}
_LISTS = forms(
    rf"(?:list|name|show|find|give|enumerate|collect)\s(?:me\s|us\s)?(?:all|every|each|any)\s(?:of\s)?(?:the\s)?"
    rf"(?:(?:places?|passages?|mentions?|references?)\s(?:of|to|about|where|that\smentions?)\s)?(?P<topic>[^?]+?)"
    rf"(?:\s(?:in|from|of|across)\s{_ALL_OF})?",
)
# "Name all years in which the river froze" asks a question; "list all fees of the mill" names a topic.
_ASKS_MORE = re.compile(
    r"\b(?:which|who|whose|whom|that|where|when|how|why|if)\b|(?:\S+\s+){6}", re.IGNORECASE
)
_ASKS = re.compile(
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|may|must)\b",
    re.IGNORECASE,
)
_WHICH_ONES = re.compile(
    r"^\W*(?:in\s|of\s|from\s)?which\s(?:(?:two|three|four|five|six|other|different)\s)?"
    r"(?!(?:was|has|does|this|his|its)\b)\w+[^\Wsui]s\b(?!\W*$)",
    re.IGNORECASE,
)


class Each(NamedTuple):
    """What is asked of each document: about a topic, or, where that is "", the question itself.

    Of each of a kind, as of "contracts", the question is one of one of them.
    """

    question: str
    topic: str = ""
    kind: str = ""

    @property
    def topic_asks(self) -> bool:
        """Whether the topic is a whole question, as of "How long is the notice period in each contract?"."""
        return bool(_ASKS.match(self.topic))


def listed_topic(question: str) -> str:
    """What a question wants every mention of; "" where it wants something else."""
    if len(question) > LONGEST_FORM:
        return ""
    match = asked_as(question, _LISTS)
    topic = bare(match["topic"]) if match else ""
    return "" if _ASKS_MORE.search(topic) else topic


def asked_of_each(question: str) -> Each | None:
    """What a question that wants every document's answer asks of each; None where one answer will do."""
    match = asked_as(question, _OF_EACH)
    if match:
        return Each(question, bare(match["topic"]))
    if (match := asked_as(question, _OF_ALL)) and not _ASKS_MORE.search(match["rest"]):
        verb = match["verb"].casefold()
        one = match["kind"].removesuffix("s")
        return Each(f"{match['asks']} {_OF_ONE.get(verb, verb)} the {one} {match['rest']}?", kind=one)
    return Each(question) if _WHICH_ONES.search(question) else None
