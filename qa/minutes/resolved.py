"""Resolved: what minutes say in sentences was decided, and of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Span

# "It was agreed that …", "The board unanimously resolved to …": how minutes say what was decided.
_BODY = r"(?:council|committee|board|meeting|assembly|members|governors|trustees|directors|shareholders)"
_RESOLVED = re.compile(
    rf"(?:^|(?<=[.!?:]\s))(?:It\swas|The\s(?:[\w’'-]+\s){{0,2}}?{_BODY})\s(?:then\s|also\s|\w+ly\s)?"
    r"(?i:resolved|agreed|decided)\s(?:\w+ly\s)?(?:that|to|on)\b"
    r"|,\sit\swas\s(?:then\s|also\s|\w+ly\s)?(?:resolved|agreed|decided)\s(?:that|to|not\sto|on)\b"
    # What became of a proposal, and what a body did.
    r"|(?:^|(?<=[.!?:]\s))(?:It|This)\swas\s(?:then\s|\w+ly\s)?(?:carried|passed|adopted|rejected|defeated)\b"
    r"|(?:^|(?<=[.!?:]\s))(?:After\s(?:[\w’'-]+\s){1,5}?)?[Tt]he\s(?:[\w£€$%,’'-]+(?:\.\d+)?\s){0,16}?"
    r"(?:was|were)\s(?:\w+ly\s)?(?:carried|passed|adopted|approved|rejected|defeated|lost,|postponed|deferred)(?<=[\w,])(?!\w)"
    r"|[;,:–—]\s(?:this|which)\swas\s(?:\w+ly\s)?(?:agreed|accepted|approved|carried|rejected|decided)\b"
    r"|\bput\sto\s(?:the|a)\svote\b[^.!?]{0,80}?\b(?:carried|passed|adopted|approved|rejected|defeated|lost)\b"
    rf"|(?:^|(?<=[.!?:]\s))The\s(?:[\w’'-]+\s){{0,2}}?{_BODY}\s(?:then\s|also\s|\w+ly\s)?"
    r"(?:approved|adopted|accepted|rejected|postponed|deferred|appointed|elected)\b",
    re.MULTILINE,
)
# "Ms Ada Stone (plot 6) was elected treasurer": what a meeting decides of people.
_NAME = r"(?:(?:Mrs?|Ms|Miss|Dr|Prof)\.?\s)?[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]+){0,3}(?:\s\([^()\n]{1,40}\))?"
_ELECTED = re.compile(
    rf"(?:^|(?<=[.!?:]\s))(?:As\s[^.,\n]{{1,40}},?\s)?{_NAME}(?:,\s{_NAME})*(?:,?\s(?:and|&)\s{_NAME})?\s(?:was|were)\s(?:\w+\s)?"
    r"(?:re-?)?(?:elected|appointed|confirmed|co-?opted)\b",
    re.MULTILINE,
)
# Minutes say what they are where they begin.
_OF_MEETING = re.compile(r"\b(?:minutes|meeting|assembly|session)\b", re.IGNORECASE)
_OPENING_CHARS = 400
# What it is that was carried, the sentence before says.
_OF_IT = re.compile(r"(?:It|This)\swas\s(?!(?:then\s|also\s|\w+ly\s)?(?:resolved|agreed|decided))")
_ENDS = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St))(?<!\bMrs)(?<!\b(?:Prof|Cllr))[.!?]\s+(?=[A-Z])|[.!?]\Z"
)
# In characters: an end is looked for so far around a label.
_LONGEST_SENTENCE = 1_000


def resolved(text: str, unit: Span) -> Iterator[Span]:
    """The sentences of a stretch of a text that say what was decided; of people, where it is minutes."""
    forms = (_RESOLVED, _ELECTED) if is_of_meeting(text) else (_RESOLVED,)
    for form in forms:
        yield from (_with_what(text, unit, Span(*one.span())) for one in form.finditer(text, *unit))


def is_of_meeting(text: str) -> bool:
    """Whether a text says where it begins that it is of a meeting."""
    return bool(_OF_MEETING.search(text, 0, _OPENING_CHARS))


def _with_what(text: str, unit: Span, within: Span) -> Span:
    """The sentence that some words stand in, with the one before where it says no more than "it"."""
    found = sentence_around(text, unit, within)
    if found.start == unit.start or not _OF_IT.match(text, *found):
        return found
    before = Span(found.start - 2, found.start - 1)
    return Span(sentence_around(text, unit, before).start, found.end)


def sentence_around(text: str, unit: Span, within: Span) -> Span:
    """The sentence of a stretch of a text that some words stand in."""
    first = max(unit.start, within.start - _LONGEST_SENTENCE)
    # What an end is followed by has to be seen.
    ends = [one.end() for one in _ENDS.finditer(text, first, within.start + 1) if one.end() <= within.start]
    stop = _ENDS.search(text, within.end, min(unit.end, within.end + _LONGEST_SENTENCE))
    return Span(
        ends[-1] if ends else first,
        stop.start() + 1 if stop else min(unit.end, within.end + _LONGEST_SENTENCE),
    )
