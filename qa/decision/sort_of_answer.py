"""Sort of answer: whether what was read can be what is asked for at all: a sum, or the name of a kind."""

from __future__ import annotations

import re

from qa.contents.figures import YEAR, is_figure
from qa.contents.mentions import DATE
from qa.contents.numerals import NUMERAL
from qa.question import LONGEST_FORM

_CHARGED = re.compile(
    r"\b(?:what|how\smuch)\s(?:do|does|did|would|will)\s(?:we|you|they|i|it|he|she|(?:the|our)\s\w+)\s(?:charge|ask)\b"
    r"|\b(?:what|how\smuch)\s(?:do|does|did|would|will)\s.{1,80}?\scosts?\b",
    re.IGNORECASE,
)
# What costs nothing, or whatever it costs, has no figure.
_WITHOUT_FIGURE = re.compile(
    rf"\d|\b(?:{NUMERAL}|hundred|thousand|million|half|double|twice|free|gratis|nothing|included|inclusive|waived|expenses?"
    r"|no\s(?:\w+\s)?(?:charge|cost|fee)s?|at\s(?:its\s)?cost|cost\sprice|market|rates?|share)\b",
    re.IGNORECASE,
)
_KIND_ASKED = re.compile(
    r"\b(?:what|which)\s(?:make|brand|colou?r|material|type|kind|sort|manufacturer|firm|company|language)s?\b",
    re.IGNORECASE,
)


def tells_no_sum(question: str, sentence: str) -> bool:
    """Whether what something costs is asked, and a sentence tells no figure but those of days and years."""
    if not _CHARGED.search(question[:LONGEST_FORM]):
        return False
    return not _WITHOUT_FIGURE.search(YEAR.sub(" ", DATE.sub(" ", sentence)))


def is_mere_figure(question: str, span: str) -> bool:
    """Whether the make or kind of something is asked, and nothing but a figure was read."""
    return bool(_KIND_ASKED.search(question[:LONGEST_FORM])) and is_figure(span.strip())
