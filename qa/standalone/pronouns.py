"""Pronouns: words of a question that point back, and whether it says itself what they stand for."""

from __future__ import annotations

import re

from index.words import is_function_word
from qa.intents.kinds import is_kind

_PRONOUN = re.compile(
    r"""\b(?:it|its|they|them|their|theirs|he|she|him|his|her|hers|this|that|these|those|there|ones?|same
    |others?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "that" as a relative word points at nothing outside its sentence.
_RELATIVE = re.compile(r"(?<=\w\s)that\s(?=\w+)", re.IGNORECASE)
# "Is there a car park?" points nowhere, "Who is there?" does.
_EXISTS = re.compile(
    r"\b(?:is|are|was|were|be|been|will|would|can|could|may|might|must|should|has|have|had)\sthere\s"
    r"(?!(?:when|while|before|after|in|on|at|for|with|by|and|or|from|to)\b)(?=\w)"
    r"|\bthere\s(?:is|are|was|were|will|has|have|had|be)\b",
    re.IGNORECASE,
)
# What is asked of "this year" is asked of the calendar.
_OF_THE_CALENDAR = re.compile(
    r"\b(?:this|these)\s(?:year|month|week|weekend|quarter|season|term|time|morning|afternoon|evening|spring|summer"
    r"|autumn|winter)s?\b",
    re.IGNORECASE,
)
# Whoever is named before it in the same question is meant: "Did Owen Pask keep his seat?"
_WHOSE = re.compile(r"(?:its|their|his|her)\s\w|(?:he|she|him|her|hers)\b", re.IGNORECASE)
# So is a thing that is said to do something: "Is the firm allowed to raise its prices?".
_HE = re.compile(r"(?:he|she|him|his|hers?)\b", re.IGNORECASE)
_ITS = re.compile(r"(?:its|their)\s\w|(?<=\bif\s)(?:it|they)\b|(?<=\bunless\s)(?:it|they)\b", re.IGNORECASE)
_OF_THE = r"(?:the|an?|each|every|any|all|both|my|our)\s(?:[\w’'-]+\s)"
_DOES = re.compile(
    rf"""\b(?:do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)\s{_OF_THE}+?
      (?:(?!of\b|about\b|in\b|for\b|with\b|by\b|from\b|or\b|and\b)[\w’'-]+)\s(?:\S+\s)*\Z
    |\b(?:is|are|was|were)\s{_OF_THE}{{1,5}}?(?:\w+ed|\w+ing|free|able|bound|due|likely|going|to)\s(?:\S+\s)*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# So is a thing, or somebody, of the clause before: "When the lease ends, can we renew it?".
_BOUNDARY = re.compile(
    r"\b(?:if|unless|when|while|once|because|before|after|until|in\scase|as\ssoon\sas)\b|[,;–—]\s|\s-\s",
    re.IGNORECASE,
)
_IS_CLAUSE = re.compile(
    r"\b(?:if|unless|when|while|once|before|after|until|in\scase|who|what|which|where|why|how|do|does|did|is|are|was|were"
    r"|has|have|had|can|could|will|would|shall|should|may|might|must)\b",
    re.IGNORECASE,
)
_THING = re.compile(r"\b(?:the|an?|each|every|any|all|both|my|our)\s(?P<noun>[\w’'-]+)", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(?:the|an?|each|every|any|my|our)\s(?:[\w-]+\s)?(?:\w*(?:tenant|lord|lady|owner|buyer|seller|member|guest|visitor|ployee"
    r"|ployer|teacher|trainer|client|customer|supplier|contractor|taker|manager|person|man|woman|child|parent|nurse|chair))s?\b",
    re.IGNORECASE,
)
_STRETCH = re.compile(
    r"\b(?:the|this|that|an?|each|every)\s(?:[\w-]+\s){0,2}?(?:end|beginning|start|middle|year|month|week|day|weekend"
    r"|season|term|period|time|moment|morning|evening|first|last)\b(?:\sof\s(?:the\s)?\w+)?",
    re.IGNORECASE,
)
# Who or what is said to do something has what is "his" or "its": "does anna raise her fee".
_DOES_PLAINLY = re.compile(
    r"""\b(?:do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)\s
    (?!(?:i|we|you|he|she|it|they|one|this|that|these|those|there|(?:any|some)(?:one|body|thing)|not|of|the|an?)\b)
    [\w’'-]+\s(?:[\w’'-]+\s)+\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# So are several things, of which more is asked: "List the keys and who holds them", "… with their rooms".
_ASKS = r"(?:whom?|whose|what|which|when|where|why|how)"
_SEVERAL = re.compile(
    rf"""\b(?:all|the|which|what|many|both|our|my|list|show|name|\d+)\s(?:[\w’'-]+\s){{0,3}}?
      (?:(?!(?:does|is|was|has)\b)\w+(?<![su])s|people|children|men|women)\b
      .*?[\s,](?:and|or|with)\s
      (?:(?:(?:by|from|for|to|at|since|until|with|of)\s)?{_ASKS}\s(?:\S+\s)*?(?=they\b|them\b)|(?=their\b))
      (?P<they>\w+)""",
    re.IGNORECASE | re.VERBOSE,
)
# "One" before a noun is a number, unless it ends a noun itself: "one visit", but "the first one costs".
_COUNTING = re.compile(r"one(?:-\w|\s(?:of\s(?:the|our|my|these|those)\s)?(?P<noun>[a-z]\w*))", re.IGNORECASE)
_BEFORE_A_NUMBER = re.compile(
    r"""(?:^\W*|-|\b(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|shall|should|may|might|must
      |there|of|for|in|at|on|by|with|from|within|after|before|during|per|than|least|most|only|just|about|and|or|if
      |when|list|name|(?:to|i|we|you|they|not)\s\w+)\s)\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# "How much does it cost if I want an extra hour?" says itself what costs.
_IMPERSONAL = re.compile(
    r"\b(?:do|does|did|will|would|can|could|may|might)\sit\s(?:cost|take)\s(?:(?:us|me|you|more|extra|anything)\s){0,2}"
    r"(?:if|when|to(?=\s[a-z])|for\s(?:[\w’'-]+\s){1,4}to)\b"
    r"|\b(?:is|was|will|would)\sit\s(?:be\s)?(?:possible|necessary|forbidden|permitted|usual|enough|okay|ok|better|cheaper)"
    r"\s(?:if|that|to)\b",
    re.IGNORECASE,
)
# They stand for those before them.
_ONE_ANOTHER = re.compile(r"\b(?:each\sother|one\sanother)\b", re.IGNORECASE)
_ENDS_OF = re.compile(r"\b(?:of|between)\s\Z", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z]")


def points_back(question: str) -> bool:
    """Whether a word of a question stands for something that the question does not say."""
    pointing = _ONE_ANOTHER.sub(
        "both",
        _EXISTS.sub(" ", _OF_THE_CALENDAR.sub("then", _IMPERSONAL.sub(" ", _RELATIVE.sub(" ", question)))),
    )
    pronoun = pronoun_in(pointing)
    return pronoun is not None and not _is_of_the_question(pointing, pronoun.start())


def asks_whether_there_is(question: str) -> bool:
    """Whether "there" points nowhere: "Were there any accidents?"."""
    return bool(_EXISTS.search(question))


def stands_for_several(pronoun: str) -> bool:
    """Whether a pronoun stands for more than one person, or for a firm: "they", "their"."""
    return pronoun.casefold() in {"they", "them", "their", "theirs"}


def pronoun_in(question: str) -> re.Match[str] | None:
    """The first word that points back; the "IT" of "the IT contract" does not, unless all is in capitals."""
    found = [
        one
        for one in _PRONOUN.finditer(question)
        if not _is_number(question, one) and (not one.group().isupper() or question.isupper())
    ]
    # "What other jobs does she have?" asks of her.
    later = (one for one in found if one.group().casefold() != "other")
    return next(later, found[0] if found else None)


def _is_number(question: str, pronoun: re.Match[str]) -> bool:
    """Whether a word is "one" where that counts what follows: "one visit", "one-off"."""
    counting = _COUNTING.match(question, pronoun.start())
    if not counting or is_function_word(counting["noun"] or ""):
        return False
    return counting["noun"] is None or bool(_BEFORE_A_NUMBER.search(question[: pronoun.start()]))


def _is_of_the_question(question: str, start: int) -> bool:
    """Whether a pronoun stands for a name, things, or what does something, before it in the same question."""
    if _WHOSE.match(question, start) and _NAME.search(question, 1, start):
        return True
    if (several := _SEVERAL.search(question)) and several.start("they") == start:
        return True
    before = question[:start]
    has = _WHOSE.match(question, start) and (_DOES_PLAINLY.search(before) or _PERSON.search(before))
    if has or _is_of_clause_before(question, start):
        return True
    return bool(_ITS.match(question, start) and _DOES.search(before) and not _ENDS_OF.search(before))


def _is_of_clause_before(question: str, start: int) -> bool:
    """Whether the clause before that of a pronoun names what it stands for."""
    boundary = max((found.start() for found in _BOUNDARY.finditer(question, 0, start)), default=0)
    before = question[:boundary]
    if not _IS_CLAUSE.search(before):
        return False
    if _HE.match(question, start):
        return bool(_PERSON.search(before))
    is_several = stands_for_several(question[start:].split(maxsplit=1)[0].strip("?!.,"))
    things = _THING.finditer(_STRETCH.sub(" ", before if is_several else _PERSON.sub(" ", before)))
    return any(not (is_several and is_kind(one["noun"])) for one in things)
