"""Other words: a question in the everyday words that a document has for the same: "collect" for "pick up"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.words import stems
from qa.question import LONGEST_FORM, asked_words

_THING = r"(?P<what>(?:[\w’'-]+\s){1,4}?)"
_BACK = r"(?:hand|bring|give|take|send)"
_BACK_DONE = r"(?:handed|brought|given|taken|sent)"
_PERSONS = r"\bhow\smany\s(?:people|persons|guests|visitors|of\sus)\s(?:can|could|may|will|would|do|does)\s"


class _Wording(NamedTuple):
    """How a question says something, how it is put otherwise, and what a text holds that puts it so."""

    asked: re.Pattern[str]
    other: str
    said: re.Pattern[str]
    is_spelling: bool = False


def _wording(asked: str, other: str, said: str, is_spelling: bool = False) -> _Wording:
    return _Wording(re.compile(asked, re.IGNORECASE), other, re.compile(said, re.IGNORECASE), is_spelling)


_CALLS_OFF = r"\bcall(?:s|ed|ing)?\s(?:[\w’'-]+\s){0,4}?off\b"
_CANCELS = r"\bcancel(?:s|l?ed|l?ing|lations?)?\b"
_PICKS_UP = r"\bpick(?:s|ed|ing)?\s(?:[\w’'-]+\s){0,4}?up\b"
_COLLECTS = r"\bcollect(?:s|ed|ing|ions?)?\b"
_RETURNS = r"\breturn(?:s|ed|ing)?\b"
_GIVES_BACK = rf"\b(?:{_BACK}(?:s|ing)?|{_BACK_DONE})\s(?:[\w’'-]+\s){{0,4}}?back\b"
_PUTS_OFF = r"\bput(?:s|ting)?\s(?:[\w’'-]+\s){0,4}?off\b"
_SEATS = r"\bseat(?:s|ing)\b"
_WORDINGS = (
    _wording(r"\bcancel\b", "call off", _CALLS_OFF),
    _wording(r"\bcancell?ed\b", "called off", _CALLS_OFF),
    _wording(rf"\bcall\s{_THING}?off\b", r"cancel \g<what>", _CANCELS),
    _wording(rf"\bcalled\s{_THING}?off\b", r"cancelled \g<what>", _CANCELS),
    _wording(r"\bpicked\sup\b", "collected", _COLLECTS),
    _wording(rf"\bpick\s{_THING}?up\b", r"collect \g<what>", _COLLECTS),
    _wording(r"\bcollected\b", "picked up", _PICKS_UP),
    _wording(r"\bcollect\b", "pick up", _PICKS_UP),
    _wording(rf"\b{_BACK_DONE}\sback\b", "returned", _RETURNS),
    _wording(rf"\b{_BACK}\s{_THING}?back\b", r"return \g<what>", _RETURNS),
    _wording(r"\breturned\b", "given back", _GIVES_BACK),
    _wording(r"\breturn\b", "give back", _GIVES_BACK),
    _wording(rf"\bput\s{_THING}?off\b", r"postpone \g<what>", r"\bpostpon(?:es?|ed|ing)\b"),
    _wording(r"\bpostponed?\b", "put off", _PUTS_OFF),
    _wording(r"\bemails?\b", "e-mail", r"\be-mails?\b", is_spelling=True),
    _wording(r"\be-mails?\b", "email", r"\bemails?\b", is_spelling=True),
    _wording(
        rf"{_PERSONS}(?:sit(?:\sdown)?|be\sseated|fit|find\sa\s(?:seat|place))\s(?:in(?:to)?|at)\b",
        "How many seats are in",
        _SEATS,
    ),
    _wording(
        rf"{_PERSONS}(?P<what>(?:[\w’'-]+\s){{1,5}}?)(?:hold|seat|take|accommodate|have\sroom\sfor)\b",
        r"How many seats are in \g<what>",
        _SEATS,
    ),
    _wording(
        r"\Ahow\smuch(?:\smoney)?\s(?:is|was|will\sbe|do\swe\shave)\sleft(?:\sover)?"
        r"(?=\s(?:at|by)\sthe\send\b|\W*\Z)",
        "What is the surplus",
        r"\bsurplus\b",
    ),
    _wording(
        r"\Ahow\smuch\sis\s(?=(?:an?|one|each|every)\s)",
        "What is the charge for ",
        r"\bcharged?\b[^.]{0,60}[£$€]|[£$€][^.]{0,60}\bcharged?\b",
    ),
)
_FREE = r"\b(?:for\sfree|free\sof\scharge)\b"
_WITHOUT_COST = r"\b(?:without|at\sno|free\sof)\s(?:any\s|further\s|extra\s)?(?:costs?|charges?)\b"
_AT_NO_COST = re.compile(rf"{_FREE}|{_WITHOUT_COST}", re.IGNORECASE)
_BEFORE_MARK = re.compile(r"\s(?=[?!.,])")
# What a question may say besides, whatever text answers it.
_SAYS_LITTLE = stems("free cost charge people again money end")


class OtherWords(NamedTuple):
    """A question put otherwise, what a text holds that puts it so, and of what else it has to speak."""

    question: str
    said: re.Pattern[str]
    about: frozenset[str]

    def as_in(self, texts: Iterable[str]) -> str:
        """The question as the first text puts it that speaks of all else it asks; "" where none does.

        What it may not cost, "for free" or "without cost", is put as that text puts it, too.

        Args:
            texts: what was found for it with the headings and names over it, the best first.

        """
        text = next((one for one in texts if self.said.search(one) and self.about <= stems(one)), None)
        free = _AT_NO_COST.search(text) if text else None
        if text is None:
            return ""
        return _AT_NO_COST.sub(free.group(), self.question) if free else self.question


def in_other_words(question: str) -> Iterator[OtherWords]:
    """The ways to put a question in other everyday words."""
    if len(question) > LONGEST_FORM:
        return
    for wording in _WORDINGS:
        match = wording.asked.search(question)
        if match is None:
            continue
        asked = stems(" ".join(asked_words(question))) - _own_words(match) - _SAYS_LITTLE
        put = f"{question[: match.start()]}{match.expand(wording.other)} {question[match.end() :]}"
        about = frozenset[str]() if wording.is_spelling else asked
        yield OtherWords(_BEFORE_MARK.sub("", " ".join(put.split())), wording.said, about)


def _own_words(match: re.Match[str]) -> frozenset[str]:
    """The stems of the words that a wording replaces."""
    what = match.groupdict().get("what") or ""
    return stems(match.group()) - (stems(what) if what else frozenset())
