"""Subjects: what a question is about, and where it names a document."""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile

from index.words import content_words, stem, stems, words
from qa.contents.figures import YEAR
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
# So is "How much does an audit cost at the bureau?" about an audit.
_COSTING = re.compile(
    rf"\b(?:do|does|did|will|would)\s(?P<thing>(?:the|this|that|our|my|an?)(?:\s(?!{PREPOSITION}\b)[\w-]+){{1,4}}?)"
    rf"\s(?:costs?|take|last|run|start|begin|end|open|close)\s{PREPOSITION}\s",
    re.IGNORECASE,
)
# "Until when may motions for the next assembly be handed in?" is of that assembly too.
_EVENT = re.compile(
    r"\b(?:the|our|your|its)\s(?:(?:next|coming|following|upcoming)\s)(?:[\w’'-]+\s){0,3}?"
    r"(?:meeting|assembly|session|sitting|gathering|conference|workshop|event|outing|concert|performance|party|fair|AGM)\b",
    re.IGNORECASE,
)

# Words for amounts, for how they are spent or planned, and for when.
_OF_AMOUNTS = stems(
    "cost costs pay paid spend spent spending earn earned receive received bring brought raise raised take"
    " took amount sum total plan planned budget budgeted actual expect expected year much many go went"
)
_MOST_WORDS = 4


def event_in(question: str) -> str:
    """The words for a coming event that a question names, "the next meeting"; "" for none."""
    found = _EVENT.search(question)
    return found.group() if found else ""


def subject_of(question: str) -> str:
    """What a question is about: who or what does something, the document or name it ends in."""
    if doer := _DOER.search(question) or _COSTING.search(question):
        place = document_in(doer["thing"])
        return doer["thing"][slice(*place)] if place else doer["thing"]
    if (place := document_in(question)) and not words(question[place[1] :]):
        return question[slice(*place)]
    if names := NAME.findall(question, 1):
        return str(names[-1])
    return question[slice(*place)] if place else " ".join(content_words(question)[-2:])


def thing_counted(question: str) -> str:
    """What a question asks the amount of, by its words: "coal" of "What did we pay for coal in 2023?"."""
    said = [
        word for word in content_words(YEAR.sub(" ", question)) if stem(word.casefold()) not in _OF_AMOUNTS
    ]
    return " ".join(said[-_MOST_WORDS:])


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
