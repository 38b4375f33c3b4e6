"""Topics: which questions ask whether documents say something of a thing: "Does the lease mention pets?"."""

from __future__ import annotations

import re

from index.words import content_words, is_function_word, stem, stems
from qa.intents.forms import asked_as, forms

_SAY = r"(?:say|mention|contain|state|specify|tell\s(?:me|us)|cover|talk|speak|include|have)"
_OF = r"(?:about|on|of|regarding|concerning)"
_ABOUT = forms(
    rf"(?:do|does|did)\s[^?]+?\s{_SAY}\s(?:anything|something|a\sword)(?:\s\w+)?\s{_OF}\s(?P<topic>[^?]+?)",
    r"(?:do|does|did)\s[^?]+?\smention\s(?P<topic>[^?]+?)",
    rf"(?:is|was)\s(?:there\s)?(?:anything|something)(?:\s\w+)?\s{_OF}\s(?P<topic>[^?]+?)(?:\sin\s[^?]+)?",
    rf"what\s(?:do|does|did)\s[^?]+?\s(?:say|tell\s(?:me|us))\s{_OF}\s(?P<topic>[^?]+?)",
)


# "When is the next meeting of the parents?"
_EVENT = forms(
    r"(?:and\s)?(?:when|where|(?:on|at|in)?\s?(?:what|which)\s(?:day|date|time|hour|month|weekday|place|room))"
    r"\s(?:is|are|was|were|will)\s(?P<topic>(?:the|our|your|their|my|an?)\s[^?]+?)(?:\s(?:be|held|to\sbe\sheld|take\splace|due))?"
)
_THING = re.compile(
    r"\b(?:the|an?|any|our|my|its|their)\s(?P<first>[\w-]+)(?=(?:\s(?P<second>[\w-]+))?)", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\b(?:in|at|on|by|with|after|before|for|from|of|to|during|within|under|over|about)\s\Z", re.IGNORECASE
)
# Such words say which one of several, not what it is.
_WHICH_ONE = stems(
    "next last first second third previous following coming upcoming new annual yearly monthly weekly regular"
)


def things_named(question: str) -> frozenset[str]:
    """The words that name things behind an article: "gym" and "card" of "Can I claim a gym card?".

    None does behind a preposition: "in a single step".
    Of what does something, right behind the verb a question begins with, only the first word surely does.
    """
    named = []
    for match in _THING.finditer(question):
        if _BEHIND.search(question[: match.start()]):
            continue
        is_doer = len(question[: match.start()].split()) <= 1
        named += [match["first"], *(() if is_doer or not match["second"] else (match["second"],))]
    return frozenset(word for word in named if not is_function_word(word))


def event_asked(question: str) -> list[str]:
    """What a question asks the time or place of, by its words: "meeting", "parents"; [] for any other."""
    match = asked_as(question, _EVENT)
    said = content_words(match["topic"]) if match else []
    return [word for word in said if stem(word.casefold()) not in _WHICH_ONE]


def thing_spoken_of(question: str) -> str:
    """What a question wants documents to speak of: "goats" of "keeping goats"; "" for any other question."""
    match = asked_as(question, _ABOUT)
    return content_words(match["topic"])[-1] if match else ""
