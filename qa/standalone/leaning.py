"""Leaning: whether a question needs the one before it to be understood, and what it names in its place.

A question longer than `LONGEST` says enough by itself: rules look at short ones only, and no text from
outside can make them slow.
"""

from __future__ import annotations

import re

from index.words import FUNCTION_WORDS, content_words, words
from qa.contents.figures import YEAR
from qa.intents.kinds import is_kind
from qa.standalone.pronouns import asks_whether_there_is, points_back, pronoun_in

OPENING = re.compile(
    r"""^\W*(?:and|but|so|or|then|also|what\sabout|how\sabout|says\swho|according\sto\swho|who\selse|what\selse
    |such\sas|like\swhat)\b""",
    re.IGNORECASE | re.VERBOSE,
)
PREPOSITION = (
    r"(?:since|until|till|before|after|by|for|from|to|at|in|on|over|under|with|of|about|through|into|during"
    r"|against)"
)
ASKED_ALONE = re.compile(
    rf"""^\W*(?:(?:and|but|so|then)\W+)*
    (?P<asked>(?:{PREPOSITION}\s)?
      (?:whom?|where|why|when|what(?:\s(?:year|month|country|city|purpose|reason))?
      |(?:which|how\smany|how\smuch)(?:\s\w+)?|how(?:\s(?:long|often|far|big|large|come|so))?|why\s(?:so|not)))\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_LEADING_PREPOSITION = re.compile(rf"^{PREPOSITION}\s", re.IGNORECASE)
AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
# "And when does it end?" is a question of its own, nothing to put into the earlier one's place.
INSTEAD = re.compile(
    rf"""^\W*(?:and\s|but\s|so\s)*(?:(?:what|how)\sabout|and)\s
    (?!(?:whom?|what|when|where|which|why|how|{AUXILIARY})\b)(?P<slot>[^?]+?)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
NAME = re.compile(r"\b[A-Z][\w&]*(?:\s+[A-Z][\w&]*)*(?:[’']s)?")
OF_A_THING = re.compile(r"\b(?:the|an?|is|are|was|were)\s\w+\W*$", re.IGNORECASE)
QUESTION_WORDS = {"who", "what", "when", "where", "which", "why", "how"}
# An elliptical question is short.
LONGEST = 200
SHORT_WORDS = 2
# A question with so many words of its own asks for something else than the one before.
OWN_WORDS = 3
# A question of so many words has a verb, and may be asked anew: "How much notice must be given?".
WHOLE_WORDS = 4
SMALL_TALK_WORDS = 5
_GREETINGS = frozenset(
    """
    hello hi hey hallo good morning afternoon evening thanks thank you so much many very ok okay bye goodbye
    cheers please great nice cool test there
    """.split()
)


def leans(question: str) -> bool:
    """Whether a question needs an earlier turn to be understood: it is elliptical or points back."""
    if len(question) > LONGEST or is_small_talk(question):
        return False
    if OPENING.match(question) or ASKED_ALONE.match(question):
        return True
    return points_back(question) or says_too_little(question)


def is_small_talk(text: str) -> bool:
    """Whether a text greets, thanks or speaks to the program, and asks nothing of a document."""
    said = [word.casefold() for word in words(text)]
    return all(word in _GREETINGS for word in said) or ("you" in said and len(said) <= SMALL_TALK_WORDS)


def names_a_document(question: str) -> bool:
    """Whether a question does no more than name another document: "And the lease?"."""
    slot = INSTEAD.match(question)
    return slot is not None and is_kind(words(slot["slot"])[-1])


def named_instead(question: str) -> str:
    """What a question that does no more names in another's place, "And the heating firm?"; "" for none."""
    slot = INSTEAD.match(question)
    return slot["slot"] if slot else ""


def says_too_little(question: str) -> bool:
    """Whether the words as typed could be answered from anywhere: "Over how long?", "Who reported it?"."""
    meaning = [
        word
        for word in content_words(question)
        if word.casefold() not in QUESTION_WORDS and not YEAR.fullmatch(word)
    ]
    if ASKED_ALONE.match(question):
        return True
    return len(meaning) < SHORT_WORDS and not NAME.search(question[1:])


def names_another(question: str) -> bool:
    """Whether a question does no more than name another thing: "And in Austria?", "What about Poland?"."""
    slot = INSTEAD.match(question)
    return slot is not None and (
        names_a_document(question) or bool(NAME.fullmatch(without_preposition(slot["slot"])))
    )


def without_preposition(slot: str) -> str:
    """What is named behind a preposition: "Austria" of "in Austria"."""
    return _LEADING_PREPOSITION.sub("", slot)


def may_stand_alone(question: str) -> bool:
    """Whether a short question may be asked anew: "Who was at the meeting?"."""
    is_whole = bool(OF_A_THING.search(question)) or len(words(question)) >= WHOLE_WORDS
    is_left_open = bool(pronoun_in(question)) and not asks_whether_there_is(question)
    return is_whole and not (OPENING.match(question) or ASKED_ALONE.match(question) or is_left_open)


def asks_for_another_thing(question: str, earlier: str) -> bool:
    """Whether a question can stand alone, or says so much that what was told before does not answer it."""
    said = {word.casefold() for word in words(earlier)} | FUNCTION_WORDS | QUESTION_WORDS
    own = [word for word in words(question) if word.casefold() not in said]
    return may_stand_alone(question) or len(own) >= OWN_WORDS
