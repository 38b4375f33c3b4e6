"""Subjects: what a question is about, and where it names a document."""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile

from index.words import content_words, words
from qa.intents.kinds import is_kind
from qa.standalone.leaning import NAME, PREPOSITION

_THING = re.compile(
    rf"\b(?:the|this|that|my|our|your)(?:\s(?!(?:{PREPOSITION}|the|an?|and|or)\b)[\w-]+){{1,4}}",
    re.IGNORECASE,
)
# "When does the cleaning contract start?" is about the cleaning contract.
_DOER = re.compile(
    r"\b(?:do|does|did|will|must|can|may)\s(?P<thing>(?:the|this|that|our|my)(?:\s\w+){1,4})\s\w+\W*$",
    re.IGNORECASE,
)
# "Until when may motions for the next assembly be handed in?" is of that assembly too.
_EVENT = re.compile(
    r"\b(?:the|our|your|its)\s(?:(?:next|coming|following|upcoming)\s)(?:[\w’'-]+\s){0,3}?"
    r"(?:meeting|assembly|session|sitting|gathering|conference|workshop|event|outing|concert|performance|party|fair|AGM)\b",
    re.IGNORECASE,
)


def event_in(question: str) -> str:
    """The words for a coming event that a question names, "the next meeting"; "" for none."""
    found = _EVENT.search(question)
    return found.group() if found else ""


def subject_of(question: str) -> str:
    """What a question is about: who or what does something, the document or name it ends in."""
    if doer := _DOER.search(question):
        place = document_in(doer["thing"])
        return doer["thing"][slice(*place)] if place else doer["thing"]
    if (place := document_in(question)) and not words(question[place[1] :]):
        return question[slice(*place)]
    if names := NAME.findall(question, 1):
        return str(names[-1])
    return question[slice(*place)] if place else " ".join(content_words(question)[-2:])


def document_in(question: str) -> tuple[int, int] | None:
    """Where a question names a document by its kind, "the lease contract"; None if nowhere."""
    for thing in _THING.finditer(question):
        said = list(re.finditer(r"[\w-]+", thing.group()))[1:]
        named = list(
            takewhile(lambda one: is_kind(one.group()), dropwhile(lambda one: not is_kind(one.group()), said))
        )
        if named:
            return thing.start(), thing.start() + named[-1].end()
    return None


def about_document(called: str, question: str, place: tuple[int, int]) -> str:
    """A question about another document than the one that it names somewhere."""
    return f"{question[: place[0]]}{called}{question[place[1] :]}"
