"""Doers behind: who is to do what a sentence of minutes says, named at its end: "(AB, by 3 June)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Span
from qa.contents.mentions import MONTHS, TITLES, WEEKDAYS
from qa.minutes.attended import CAPITAL

_ONE = (
    rf"(?:(?:{'|'.join(sorted(TITLES))})\.?\s)?{CAPITAL}[\w’'-]*(?:\s{CAPITAL}[\w’'-]*){{0,2}}"
    r"|all|everyone|everybody"
)
_WHO = rf"(?P<who>(?:{_ONE})(?:(?:\s?[/,&+]\s?|\sand\s)(?:{_ONE}))*?)"
_DAY = (
    rf"(?:(?!(?:19|20)\d\d\b)\d|(?:{'|'.join((*MONTHS, *WEEKDAYS))})\b|Christmas|Easter"
    r"|(?:next|this|following|coming)\s|asap|ASAP|at\sonce|now\b)"
)
_WHEN = (
    r"(?:(?:by|until|till|before|due|for|deadline|no\slater\sthan|end|early|mid|late|middle|the|our|of|on|in)[\s:-]+)*"
    rf"{_DAY}[^()\[\]\n;]{{0,30}}?"
)
_LABEL = r"(?:(?:action|task|resp(?:onsible|\.)?|owner|lead|who|by\swhom)\s?[:–—-]?\s)?"
_IN_BRACKETS = re.compile(rf"[(\[]\s?(?i:{_LABEL}){_WHO}(?:\s?[,:;–—-]?\s(?P<when>{_WHEN}))?\s?[)\]]\W*\Z")
# "(Ada does that this week)"
_SAID = re.compile(rf"[(\[]\s?{_WHO}\s(?:does|do|will|is|are|to)\s[^()\[\]]{{1,60}}[)\]]\W*\Z")
_BEHIND = re.compile(
    rf"(?:\s(?:[–—-]|[→⇒➔➜➝►]|[-=]>)\s?|[:.]\s|\A\W*)(?i:{_LABEL}){_WHO}(?:,\s|\s\(|\s?[:–—-]\s|\s)(?P<when>{_WHEN})\)?\W*\Z"
)
# Who wrote the minutes, or approved them, on which day.
_OF_THE_MINUTES = re.compile(
    r"\W*(?:(?:for\sthe\s)?(?:minutes|notes|protocol|record(?:ed)?)|signed|approved|chair\w*|secretary|clerk|date|present|next)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AND = re.compile(r"\s?[/,&+]\s?|\sand\s")
_EVERYBODY = frozenset({"all", "everyone", "everybody"})
_INITIALS = re.compile(r"[A-Z][A-Za-z]?[A-Z]")


def who_behind(text: str, sentence: Span, there: Sequence[str], *, is_heading: bool) -> Span | None:
    """Where a sentence names at its end who is to do it, often by when; None where it does not.

    Args:
        text: the document's.
        sentence: where the sentence stands.
        there: the names of those who were at the meeting, or were to be.
        is_heading: whether it looks like one; it is none that tells by when: "Paint – Ada, 3 May".

    """
    for form in (_IN_BRACKETS, _SAID, _BEHIND):
        match = form.search(text[slice(*sentence)])
        if not match or _OF_THE_MINUTES.match(text, *sentence):
            continue
        if match.start() == 0 and _YEAR.search(match[0]):  # who signed, and when
            continue
        is_dated = bool(match.groupdict().get("when"))
        if (is_dated or not is_heading) and _are_known(match["who"], there, is_dated=is_dated):
            return Span(sentence.start + match.start(), sentence.start + match.end())
    return None


def _are_known(who: str, there: Sequence[str], *, is_dated: bool) -> bool:
    return all(_is_known(one.strip(), there, is_dated=is_dated) for one in _AND.split(who))


def _is_known(one: str, there: Sequence[str], *, is_dated: bool) -> bool:
    """Whether somebody was there; initials beside a date may be of anybody."""
    if one.casefold() in _EVERYBODY or (is_dated and _INITIALS.fullmatch(one)):
        return True
    said = {*_words_of(one)}
    return bool(said) and any(said <= {*_words_of(name)} or one == initials_of(name) for name in there)


def initials_of(name: str) -> str:
    """The first letters of a name's words, without titles."""
    return "".join(word[0] for word in _words_of(name))


def _words_of(name: str) -> list[str]:
    """The words of a name without titles and stops."""
    found = (word.strip(".") for word in name.split())
    return [word for word in found if word and word not in TITLES]
