"""Resolved: what minutes say in sentences was decided, and of whom."""

from __future__ import annotations

import re

from index import Span
from qa.minutes.decisions import decides, is_outcome
from qa.minutes.postponed import decides_nothing
from qa.minutes.sentences import sentence_around, sentences_of

# "It was agreed that …", "The board unanimously resolved to …": how minutes say what was decided.
_BODY = r"(?:council|committee|board|meeting|assembly|members|governors|trustees|directors|shareholders)"
# Where a sentence starts, within the signs of emphasis or behind those of the one before.
_STARTS = r"(?:(?:^|(?<=[.!?:]\s)|(?<=[.!?:][*_]\s)|(?<=[.!?:][*_]{2}\s))[*_]{0,3})"
_PUT = r"(?:proposal|motion|amendment|request|application|suggestion|counter-?proposal)"
_RESOLVED = re.compile(
    rf"{_STARTS}(?:It\swas|The\s(?:[\w’'-]+\s){{0,2}}?{_BODY})\s(?:then\s|also\s|\w+ly\s)?"
    r"(?i:resolved|agreed|decided)\s(?:\w+ly\s)?(?:that|to|on)\b"
    r"|,\sit\swas\s(?:then\s|also\s|\w+ly\s)?(?:resolved|agreed|decided)\s(?:that|to|not\sto|on)\b"
    # What became of a proposal, and what a body did.
    rf"|{_STARTS}(?:It|This)\swas\s(?:then\s|\w+ly\s)?(?:carried|passed|adopted|rejected|defeated)\b"
    rf"|{_STARTS}(?:After\s(?:[\w’'-]+\s){{1,5}}?)?(?:[Tt]he|[Aa]n?(?=\s(?:\w+\s)?{_PUT}\b))\s(?:[\w£€$%,’'-]+(?:\.\d+)?\s){{0,16}}?"
    r"(?:was|were)\s(?:\w+ly\s)?(?:carried|passed|adopted|approved|rejected|defeated|lost,)(?<=[\w,])(?!\w)"
    r"|[;,:–—]\s(?:this|which)\swas\s(?:\w+ly\s)?(?:agreed|accepted|approved|carried|rejected|decided)\b"
    r"|\bput\sto\s(?:the|a)\svote\b[^.!?]{0,80}?\b(?:carried|passed|adopted|approved|rejected|defeated|lost)\b"
    rf"|{_STARTS}The\s(?:[\w’'-]+\s){{0,2}}?{_BODY}\s(?:then\s|also\s|\w+ly\s)?"
    r"(?:approved|adopted|accepted|rejected|appointed|elected)\b",
    re.MULTILINE,
)
# What is told of one item before its outcome, in so many sentences.
_ITEM, _MOST_OF_ITEM = re.compile(r"\s*[-*•▪◦‣]\s"), 3
_OF_IT = re.compile(r"(?:It|This)\swas\s(?!(?:(?:then|also|\w+ly)\s)*(?:resolved|agreed|decided))")


def resolved(text: str, unit: Span, *, is_minutes: bool) -> list[Span]:
    """The sentences of a stretch of a text that say what was decided, each once."""
    found = _in_minutes(text, unit) if is_minutes else _elsewhere(text, unit)
    return sorted(one for one in found if not any(_is_within(one, other) for other in found))


def _in_minutes(text: str, unit: Span) -> set[Span]:
    """The sentences that decide something, and those that an outcome is of: of an item of a list, all."""
    sentences = list(sentences_of(text, unit))
    found: set[Span] = set()
    for at, sentence in enumerate(sentences):
        if not at and is_outcome(text, sentence):
            found.add(sentence)  # of what it stands under
        elif is_outcome(text, sentence):
            is_of_item = _ITEM.match(text, unit.start) and at == len(sentences) - 1 <= _MOST_OF_ITEM
            before = 0 if is_of_item else at - 1
            if before and is_outcome(text, sentences[before]):
                before -= 1
            found.add(Span(sentences[before].start, sentence.end))
        elif decides(text, sentence):
            found.add(sentence)
    return found


def _elsewhere(text: str, unit: Span) -> set[Span]:
    """In a text that does not say that it is of a meeting: by what minutes alone say."""
    return {
        _with_what(text, unit, Span(*one.span()))
        for one in _RESOLVED.finditer(text, *unit)
        if not decides_nothing(text[one.end() : unit.end])
    }


def _is_within(part: Span, whole: Span) -> bool:
    return part != whole and whole.start <= part.start and part.end <= whole.end


def _with_what(text: str, unit: Span, within: Span) -> Span:
    """The sentence that some words stand in, with the one before where it says no more than "it"."""
    found = sentence_around(text, unit, within)
    if found.start == unit.start or not _OF_IT.match(text, *found):
        return found
    return Span(sentence_around(text, unit, Span(found.start - 2, found.start - 1)).start, found.end)
