"""Asking: a sentence turned into the question that it answers, by rules, where its form is plain enough.

The subject stands first and without a comma, and the words keep their order but for the auxiliary; so what is
made is either a question that a person could ask, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from qa.contents.mentions import MONTHS
from qa.suggesting.asking_rules import NO_PERSON, RULES, who_or_what

MOST_WORDS = 16
_LEADING = re.compile(
    r"(?:\(?(?:[A-Z]\.?|§\s?)?\d+(?:\.\d+)*[.)]?\s+|\(?[a-zA-Z]\)\s+|(?:Art(?:icle|\.)|Clause|Section)\s\d+(?:\.\d+)*[.:)]?\s+"
    r"|[*_#>•·–—-]+\s*)+"
)
_SPEAKS = re.compile(r"\b(?i:I|we|you|my|our|your|us|me)\b|[\"“”?]|\b[A-Z]{2,}:\s")
_PRONOUN = re.compile(
    r"\b(?:it|its|they|their|them|he|she|his|him|hers?|us|\w+sel(?:f|ves))\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:this|these|those|such|here|both|neither|former|latter|above|below"
    r"|following|also|however|then|ones?)\b",
    re.IGNORECASE,
)
# What cannot be the whole of a subject, or its beginning.
_TOO_LITTLE = re.compile(
    r"(?:(?:The|A|An)\s(?:\w+est|first|second|third|others?|rest|latter|former|reason|result|same|most|least|one|two"
    r"|three)\Z)|(?:What|Who|Whose|How|Why|When|While|Although|If|All|Each|Every|Some|Many|Most|Few|No|Not|For|In"
    r"|On|At|By|With|To|From|Of|After|Before|During|As|It|They|This|That|These|Those|He|She|There|Here|His|Her|Their"
    r"|Its|Another|Other|Both|One|Two|Three|(?:Any|Some|No|Every)(?:thing|body|one)|None)\b"
)
_NO_ANSWER = re.compile(
    r"(?:If|When|While|Although|Unless|Since|Because|Once|After|Before|As|But|And|Or|Yet|So)\b"
)
_ARTICLES = frozenset({"The", "A", "An"})
# Words that are something only beside what stands around them: the figure of what, which proposal?
_OF_WHAT = re.compile(
    r"(?:the|an?)\s(?:[\w-]+\s)?(?:figures?|maximum|minimum|total|average|amount|number|sum|difference|limit|case|thing"
    r"|matter|issue|problem|answer|idea|aim|goal|purpose|reason|result|proposal|motion|request|resolution|amendment"
    r"|decision|step|move|change|purchase|point|others?|partner|one|rest|two|former|latter|man|woman|voice)\Z",
    re.IGNORECASE,
)
# "Who voted against?" Against what? And "Who voted against it because …?" tells more than it asks.
_LEFT_OPEN = re.compile(
    r"\AWho\s(?:\w+(?:\s(?:against|for|in|up|out|on|off|away|back|again|first|last))?\Z"
    r"|.*\s(?:because|although|whereas|while|so\sthat)\b)"
)
# What a page says of itself: who made it, wrote it or owns it.
_CREDIT = re.compile(
    r"\A(?:©|copyright\b|(?:photo\w*|pictures?|images?|illustrations?|credits?|source|courtesy)(?::|\s(?:by|courtesy)\b))"
    r"|\A(?:written|reporting|reported|edited|editing|published|translated|adapted|produced|posted)\sby\b"
    r"|\ball\srights\sreserved\b|\btrade\s?marks?\sof\b"
    r"|\b(?:is|are)\san?\s(?:[\w-]+\s){0,3}(?:publication|imprint|news\sservice|(?:writer|reporter|correspondent"
    r"|columnist|contributor|journalist|blogger)\s(?:at|for|with|in|to|based|covering|who\scovers)\b)",
    re.IGNORECASE,
)
# "iPhone" and "H-150C" are names whatever stands around them, "Check-in" is not.
_WITHIN_WORD = re.compile(r"(?<=.)[A-Z\d]|\A\d")
_ENDS = tuple(".!?:;)”’\"'")
# "Under the terms, OpenAI commits …": what comes before the subject is left out.
_OPENING = re.compile(
    r"(?:In|Under|At|With|After|Before|For|According\sto|Over|During|By|Financially|Competitively|Currently|Today)\b"
    r"(?!\s(?:[A-Z]\w+\s)?\d)[^,.;]{0,90},\s(?=[A-Zat])"
)


# What a document says of itself is asked of it by what it is.
_ITSELF = re.compile(r"\AThis\s(?=(?:agreement|contract|lease|licence|policy|offer)\b)")


class Asking(NamedTuple):
    """A question, and where in its sentence's words the answer stands."""

    question: str
    answer: str


def questions_from(sentence: str, names: Collection[str]) -> Iterator[Asking]:
    """The questions that a sentence answers, those likeliest to read well first.

    Args:
        sentence: its words.
        names: words that the document writes with a capital inside sentences too.

    """
    words = " ".join(sentence.split())
    leading = _LEADING.match(words)
    words = words[leading.end() :] if leading else words
    words = _ITSELF.sub("The ", words)
    if (opening := _OPENING.match(words)) and not words[opening.end() :].startswith("and"):
        words = f"{words[opening.end()].upper()}{words[opening.end() + 1 :]}"
    if _SPEAKS.search(words) or _CREDIT.search(words):
        return
    for form, made, is_person in RULES:
        match = form.match(words)
        if match is None:
            continue
        said = {name: value.strip(" .") for name, value in match.groupdict(default="").items()}
        subject = _inside(said.get("s", ""), names)
        if subject is None or (is_person and NO_PERSON.search(said["x"])):
            continue
        if made is who_or_what and not words.endswith(_ENDS):  # a caption, or a line below an article
            continue
        question = " ".join(made(said | {"s": subject}).split())
        if question and _can_be_asked(question, subject, said["x"]):
            yield Asking(f"{question[0].upper()}{question[1:]}?", said["x"])


def _can_be_asked(question: str, subject: str, answer: str) -> bool:
    return not (
        len(question.split()) > MOST_WORDS
        or _PRONOUN.search(question)
        or _POINTS_BACK.search(question.replace(subject, ""))
        or _OF_WHAT.match(subject)
        or _LEFT_OPEN.match(f"{question[0].upper()}{question[1:]}")
        or _NO_ANSWER.match(answer)
    )


def _inside(subject: str, names: Collection[str]) -> str | None:
    """A subject as it stands inside a sentence; None for one that says too little by itself."""
    if not subject or subject[0].islower():
        return subject
    first, _, rest = subject.partition(" ")
    if _TOO_LITTLE.match(subject):
        return None
    is_name = bool(_WITHIN_WORD.search(first)) or first in names or first in MONTHS or rest[:1].isupper()
    if first in _ARTICLES or (rest and not is_name):
        return f"{first.lower()} {rest}"
    return subject if is_name else None
