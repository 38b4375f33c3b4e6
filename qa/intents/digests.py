"""Digests: which questions ask what a document says as a whole."""

from __future__ import annotations

import re

from index.words import FUNCTION_WORDS, stem, words
from qa.intents.forms import IS, asked_as, forms
from qa.intents.kinds import names_all
from qa.question import LONGEST_FORM

_POINTS = (
    r"(?:points?|ideas?|messages?|takeaways?|topics?|themes?|facts?|findings?|contents?|arguments?|things?"
    r"|aspects?)"
)
_CHIEF = r"(?:main|key|most\simportant|central|essential|principal|chief|core|major)"
_SHORT = r"(?:(?:short|brief|quick|concise|general|rough|good|one[- ]\w+)\s)*"
_DIGEST = (
    r"(?:overview|summary|gist|outline|synopsis|recap|abstract|digest|highlights|essence"
    rf"|{_CHIEF}\s{_POINTS})"
)
_OF = r"(?:\W*\b(?:of|for|from|on|about|in|made\sin|made\sby)\b)?"
_SUBJECT = r"\W*(?P<subject>[^?!.]*?)"


# "6.5.2025" is one word of a subject, which ends where a sentence does.
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
# How long or how simple it is to be.
_TAIL = re.compile(
    r"[\s,]*\b(?:in\s(?:short|brief|summary|a\snutshell|(?:(?:just|only)\s)?(?:a\sfew|some|two|three|four|five|six|\d+)\s"
    r"(?:(?:short|bullet|key|main)\s)?(?:points?|words?|sentences?|lines?|bullets?))|briefly|shortly|please|for\s(?:me|us))\W*\Z",
    re.IGNORECASE,
)
_BRIEFLY = r"(?:(?:briefly|shortly|in\sshort|in\sbrief),?\s)?"
_DIGESTS = forms(
    rf"(?:summ?ar[iy][sz]e|sum\sup|recap|outline|skim|tl;?\s?dr){_OF}{_SUBJECT}",
    rf"(?:(?:give|show|write|make|get|tell|provide)\s(?:(?:me|us)\s)?)?(?:an?\s|the\s)?{_SHORT}{_DIGEST}{_OF}{_SUBJECT}",
    rf"what{IS}\s(?:an?\s|the\s){_SHORT}{_DIGEST}{_OF}{_SUBJECT}",
)
_CONTENTS = forms(
    rf"what{IS}\s{_SUBJECT}\s(?:all\s)?about",
    rf"(?:tell\s(?:me|us)\s)?{_BRIEFLY}what\s{_SUBJECT}\s(?:is|are)\s(?:all\s)?about",
    rf"tell\s(?:me|us)\s{_BRIEFLY}what\s{_SUBJECT}\s(?:says?|covers?|contains?)",
    rf"what\s(?:do|does|did)\s{_SUBJECT}\s(?:say|cover|contain|deal\swith|discuss|talk\sabout|tell\s(?:me|us))",
    rf"what(?:\sis|['’]s|\sstands)\s(?:there\s)?(?:written\s)?in\s{_SUBJECT}",
)
# Of what is no document, these ask for a look-up.
_DESCRIPTIONS = forms(
    rf"(?:describe|explain|tell\s(?:me|us)\sabout)\s{_SUBJECT}",
    rf"what\s(?:kind|sort|type)\sof\s(?:document|text|file|thing)s?{IS}\s{_SUBJECT}",
    rf"what\sshould\si\sknow\sabout\s{_SUBJECT}",
)


# Of a meeting, these ask for what its minutes say.
_EVENTS = forms(
    r"what\s(?:all\s)?(?:happened|went\son|(?:was|were|got)\s(?:all\s)?(?:discussed|talked\sabout|dealt\swith|said|covered)"
    rf"|came\s(?:out|up)|took\splace|has\shappened)\s(?:at|in|during|of|from|on)\s{_SUBJECT}",
    rf"what{IS}\s(?:an?\s|the\s)?{_SHORT}(?:outcomes?|results?|upshot|conclusions?)\s(?:of|from)\s{_SUBJECT}",
    rf"how\sdid\s{_SUBJECT}\s(?:go|end)",
)


def described_subject(question: str) -> str:
    """The words for what a question may ask an overview of, if they describe a document; "" for any other."""
    if len(question) > LONGEST_FORM:
        return ""
    every = (*_DIGESTS, *_EVENTS, *_CONTENTS, *_DESCRIPTIONS)
    asked = _POINT.sub("/", _TAIL.sub("", question))
    return next((match["subject"] for form in every if (match := form.fullmatch(asked))), "")


def whole_subject(question: str, is_first: bool = True) -> frozenset[str] | None:
    """The words for what a question asks an overview of, as stems; None where it asks something else.

    No words, as in "summarise this", stand for the documents at hand. What "it" is may have been said in an
    earlier turn, unless this is the first.
    """
    if len(question) > LONGEST_FORM:
        return None
    if (subject := _subject(question, _DIGESTS)) is not None:
        return subject
    subject = _subject(question, _CONTENTS)
    if subject is not None and (is_first or stem("it") not in subject):
        return subject
    described = _subject(question, _DESCRIPTIONS)
    is_clear = described is not None and stem("it") not in described and (is_first or described)
    return described if described is not None and is_clear and names_all(described) else None


def _subject(question: str, forms: list[re.Pattern[str]]) -> frozenset[str] | None:
    match = asked_as(_TAIL.sub("", question), forms)
    if match is None:
        return None
    said = [word.casefold() for word in words(match["subject"])]
    return frozenset(stem(word) for word in said if word not in FUNCTION_WORDS or word == "it")
