"""Incumbents: which questions ask who has an office next, or had it before, and what tells that."""

from __future__ import annotations

import re

from qa.contents.mentions import ROLES
from qa.question import LONGEST_FORM

_OFFICES = {word.casefold() for word in ROLES} | {
    "captain", "chairperson", "convener", "convenor", "director", "head", "headteacher", "spokesperson",
    "landlord", "teacher", "warden", "minute-taker", "auditor", "editor", "delegate", "host", "boss",
}  # fmt: skip
_NEXT = r"(?:next|new|future|incoming|prospective)"
_FORMER = r"(?:former|previous|past|old|outgoing|earlier|ex)"
_ASKED = re.compile(
    rf"\bwho(?:['’]s|\s(?:is|was|are|were|will\sbe|becomes?|became|would\sbe|might\sbe|(?:is|was)\sgoing\sto\sbe))\s"
    rf"(?:(?:the|our|their|its|your)\s|[\w’'-]+['’]s\s)?(?:(?P<next>{_NEXT})|(?P<former>{_FORMER}))[\s-]"
    r"(?P<office>[\w-]+(?:\s[\w-]+){0,2})",
    re.IGNORECASE,
)
_SUCCEEDS = re.compile(
    r"\bwho\s(?:(?:will|would|might|is\sto|is\sgoing\sto|has|is)\s)?(?:succe\w+|replac\w+|(?:takes?|took|taking|taken)\sover\s(?:from|as))\s"
    r"(?:[\w’'-]+\s){0,3}?(?P<office>[\w-]+)\W*\Z",
    re.IGNORECASE,
)
# What tells that somebody comes into an office, and that somebody was in it.
_TELLS_NEXT = re.compile(
    rf"\b(?:{_NEXT}|success(?:or|ion)\w*|succeed\w*|(?:re-?)?elect(?:ed|ion)?|appoint\w*|designate|takes?\sover|took\sover|replac\w+"
    r"|becomes?|became|will\sbe|from\snow\son|nominat\w+|candidates?|stands?\sfor|takes?\sup|chosen|joins|hired|starts?)\b"
    r"|\b(?:as\s(?:of|from)|from)\s(?:\d|january|february|march|april|may|june|july|august|september|october|november|december)",
    re.IGNORECASE,
)
_TELLS_FORMER = re.compile(
    rf"\b(?:{_FORMER}|predecessor\w*|was|were|until|till|used\sto|retired?|resign\w*|left|step(?:s|ped|ping)?\sdown|had\sbeen"
    r"|hand(?:s|ed)\sover|thanked|late|formerly|emeritus|(?:19|20)\d\d\s?[–-])\b",
    re.IGNORECASE,
)


def tells_incumbent(question: str, told: str) -> bool | None:
    """Whether words tell who has an office at the time that a question asks for.

    "Ada Stone (chair)" tells neither who the next chair is nor who the former one was. None where a question
    asks for no office, or for whoever has it.
    """
    asked = question[:LONGEST_FORM]
    match = _ASKED.search(asked) or _SUCCEEDS.search(asked)
    if match is None or not _OFFICES & set(match["office"].casefold().split()):
        return None
    is_former = bool(match.groupdict().get("former"))
    return bool((_TELLS_FORMER if is_former else _TELLS_NEXT).search(told))
