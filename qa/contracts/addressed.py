"""Addressed: whom a letter or contract calls "you", so that a question may call them by their name.

Where a letter begins "Dear Una,", "How long a holiday does Una have?" is "How long a holiday do you have?".
"""

from __future__ import annotations

import re

from index import Document
from index.words import stem
from qa.contracts.defined import definitions
from qa.question import LONGEST_FORM

_YOU = re.compile(r"\b(?:you|yours?)\b", re.IGNORECASE)
# So often at least a text speaks to somebody.
_LEAST = 3
_DEAR = re.compile(r"^[ \t]*Dear\s(?P<name>[A-Z][^\n]{1,80}?)[,:!]?[ \t]*$", re.MULTILINE)
# What stands so far above the salutation, below the sender and the day, is whom a letter goes to.
_ADDRESS_CHARS = 300
_DAY = re.compile(r"^[^\n]{0,40}\b(?:19|20)\d\d\s*$", re.MULTILINE)
# "You will be our head coach", "You are engaged as a caretaker"
_OFFICE = re.compile(
    r"\b[Yy]ou\s(?:are|will\sbe|shall\sbe)\s(?:(?:engaged|employed|appointed|hired|taken\son)\s)?(?:as\s)?(?:an?|our|the)\s"
    r"(?P<office>[\w-]+(?:\s[\w-]+)?)"
)
_CAPITAL = re.compile(r"[A-Z][\w-]{2,}")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "dear", "the"})
_WORD = re.compile(r"[\w-]+")
_ARTICLES = frozenset({"the", "our", *_TITLES})
# Behind such a word a question names who does or gets something, and not where it is.
_BEFORE = frozenset(
    "does do did is are was were has have can could may must will should would".split()
    + "if when that than for to by from".split()
)
# Verbs beside "you" as they go with it.
_PLURAL = {"does": "do", "is": "are", "was": "were", "has": "have"}
_AGREEING = re.compile(r"\b(?:does|is|was|has)(?=\syou\b)|(?<=\byou\s)(?:does|is|was|has)\b")
_OWN = re.compile(r"['’]s?(?!\w)")


def addressed(document: Document) -> frozenset[str]:
    """The stems of the words that name whom a document calls "you"; none where it speaks to nobody."""
    text = document.text
    if sum(1 for _ in _YOU.finditer(text)) < _LEAST:
        return frozenset()
    named = [text[slice(*one.name)] for one in definitions(document) if "you" in one.term]
    if dear := _DEAR.search(text):
        above = text[max(0, dear.start() - _ADDRESS_CHARS) : dear.start()]
        address = _DAY.split(above)[-1]
        named += [dear["name"], address]
    named += [one["office"].title() for one in _OFFICE.finditer(text)]
    words = (word for name in named for word in _CAPITAL.findall(name))
    return frozenset(stem(word) for word in words if word.casefold() not in _TITLES)


def spoken_to(question: str, names: frozenset[str]) -> str:
    """The question with "you" for those whom it names by these stems; "" where it names none of them."""
    if len(question) > LONGEST_FORM or not names:
        return ""
    words = [*_WORD.finditer(question)]
    for first, word in enumerate(words):
        last = _last_of_name(words, first, names)
        before = words[first - 1].group() if first else ""
        if last is None:
            continue
        if own := _OWN.match(question, words[last].end()):
            return f"{question[: word.start()]}your{question[own.end() :]}"
        if not before or before.casefold() in _BEFORE:
            asked = f"{question[: word.start()]}you{question[words[last].end() :]}"
            return _AGREEING.sub(lambda one: _PLURAL[one.group()], asked)
    return ""


def _last_of_name(words: list[re.Match[str]], first: int, names: frozenset[str]) -> int | None:
    """The last word of a name that begins at a word; None where none does."""
    last = first
    while last < len(words) - 1 and words[last].group().casefold() in _ARTICLES:
        last += 1
    if stem(words[last].group()) not in names:
        return None
    while last < len(words) - 1 and stem(words[last + 1].group()) in names:
        last += 1
    return last
