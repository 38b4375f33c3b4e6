"""Replaced: what a sentence tells of an agreement whose place this one takes.

"It replaces the letter of 3 May 2017, which ends on the day this contract begins" tells no end of this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Span
from index.words import stems
from qa.intents.kinds import CONTRACTS

_KIND = (
    r"(?:contract|agreement|lease|sublease|licence|policy|arrangement|letter|terms|rules|regulation|tariff|plan"
    r"|version|order|one(?=\s(?:of|dated|from|made|signed|concluded)\b))s?"
)
_THIS_ONE = rf"(?:this|the\spresent|the\snew)\s(?:[\w-]+\s){{0,3}}?{_KIND}"
_BEGINS = r"(?:begins?|starts?|commences?|takes?\seffect|(?:comes?|enters?)\sinto\s(?:force|effect))"
_REPLACES = re.compile(
    rf"\b(?:replac(?:es?|ed|ing)|supersed(?:es?|ed|ing)|succeed(?:s|ed|ing)?|(?:takes?|taking|took)\sthe\splace\sof"
    rf"|in(?:to)?\sthe\splace\sof|in\splace\sof|instead\sof)\s(?:and\s\w+\s)?(?:any|all|the|an?|our|its|their|every)\s"
    rf"[^.;]{{0,80}}?\b{_KIND}\b",
    re.IGNORECASE,
)
_FORMER = re.compile(
    rf"\b(?:old|former|previous|earlier|prior|preceding)\s(?:[\w-]+\s){{0,3}}?{_KIND}\b", re.IGNORECASE
)
# What ends as this contract begins is another one.
_MAKES_ROOM = re.compile(
    rf"\b(?:ends?|ended|ending|expir\w+|ceas\w+|terminat\w+|laps\w+|runs?\sout|cancelled)\b[^.;]{{0,60}}?"
    rf"\b(?:when|once|as\ssoon\sas|upon|with|on|(?:day|date|moment)(?:\s(?:when|that|on\swhich))?)\s"
    rf"(?:the\s(?:start|beginning|commencement)\sof\s{_THIS_ONE}|{_THIS_ONE}\s{_BEGINS})\b",
    re.IGNORECASE,
)
_THIS_ONE_AGAIN = re.compile(
    r";|\b(?:and|but|by)\s(?:this|the\spresent|the\snew|it)\b"
    r"|\b(?:and|but)\s(?:begins?|starts?|runs?|lasts?|continues?|ends?|expires?|takes?\seffect|comes?\sinto|remains?"
    r"|is\s(?:made|concluded|valid))\b",
    re.IGNORECASE,
)
_ENDING = stems(
    "ends ended ending expire expires cease terminate lapse cancelled day date begin start commence come"
    " comes enter into force take takes effect replace one"
)
_OF_IT = re.compile(
    r"\b(?:old|former|previous|earlier|prior|preceding|replaced|superseded|predecessor)\b", re.IGNORECASE
)


def of_the_replaced(question: str, sentence: str, called: str) -> list[Span]:
    """Where a sentence tells of an agreement whose place this one takes, as offsets into the sentence.

    Nowhere, where a question asks for just that one: for the old one, or by a word for it that the document
    is not called by.

    Args:
        question: what is asked.
        sentence: the sentence.
        called: what its document is called.

    """
    if _OF_IT.search(question):
        return []
    asked = stems(question) - stems(called.replace("_", " "))
    return [one for one in _stretches(sentence) if not asked & _own_words(sentence[slice(*one)])]


def _stretches(sentence: str) -> Iterator[Span]:
    for form in (_REPLACES, _FORMER):
        for match in form.finditer(sentence):
            again = _THIS_ONE_AGAIN.search(sentence, match.end())
            yield Span(match.start(), again.start() if again else len(sentence))
    for match in _MAKES_ROOM.finditer(sentence):
        before = sentence.rfind(";", 0, match.start())
        yield Span(before + 1, match.end())


def _own_words(stretch: str) -> frozenset[str]:
    return stems(stretch) - CONTRACTS - _ENDING
