"""From and until: of two moments in a sentence, the beginning or the end, whichever a question asks for.

In "it comes into force on 1 July 2025 and runs until 30 June 2027" both are dates, of the same kind to a
reader that looks for a time.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum, auto

from index import Span
from qa.evidence import Candidate
from qa.mentions import DATE
from qa.question import Sought, sought_by

_HOUR = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m\b|[ap]\.m\.|o['’]clock)|\b\d{1,2}:\d\d\b|\bnoon\b|\bmidnight\b",
    re.IGNORECASE,
)
_BEGINNING = re.compile(
    r"\b(?:start|begin|began|begun|commenc|(?:come|came)s?\sinto\s(?:force|effect)|(?:takes?|took)\seffect|open(?:s|ed)?\b"
    r"|(?:from|since)\swhen)",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:ends?\b|ended\b|ending\b|expir|finish|terminat|over\b|clos(?:es?|ed)\b|stop|(?:until|till)\swhen|runs?\sout|ran\sout)",
    re.IGNORECASE,
)
# Between such a word and its moment stand at most a few words: "until and including Friday", "ends on the".
_GAP = r"(?:\s(?:and|including|on|at|the|about|around|midnight|noon|of)){0,3}\s\Z"
_UNTIL = re.compile(
    rf"\b(?:until|till|to|through|ends?|ended|ending|expires?|expired|expiring|finish(?:es|ed)?|closes?|closed){_GAP}",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b(?:from|since|starts?|started|starting|begins?|began|beginning|commences?|commenced|commencing|effective|effect|force"
    rf"|opens?|opened|between){_GAP}",
    re.IGNORECASE,
)


class _End(Enum):
    BEGINNING = auto()
    END = auto()


def at_the_end_asked(question: str, candidate: Candidate) -> Candidate:
    """The candidate with the moment that the question asks for, where its span is the other, or both."""
    asked = _asked(question)
    if asked is None or candidate.window.cells:
        return candidate
    moments = _moments(candidate)
    chosen = [end for span, end in moments if span.touches(candidate.span)]
    meant = [span for span, end in moments if end is asked]
    if len(meant) != 1 or not chosen or chosen == [asked] or None in chosen:
        return candidate
    return replace(candidate, span=meant[0])


def _asked(question: str) -> _End | None:
    if sought_by(question) is not Sought.TIME:
        return None
    beginning, end = _BEGINNING.search(question), _END.search(question)
    if bool(beginning) == bool(end):
        return None
    return _End.BEGINNING if beginning else _End.END


def _moments(candidate: Candidate) -> list[tuple[Span, _End | None]]:
    """The dates and hours of a sentence, each with what begins or ends there."""
    text, start = candidate.text, candidate.sentence.start
    found = sorted(match.span() for form in (DATE, _HOUR) for match in form.finditer(text))
    return [(Span(start + low, start + high), _end_at(text[:low])) for low, high in found]


def _end_at(before: str) -> _End | None:
    if _UNTIL.search(before):
        return _End.END
    return _End.BEGINNING if _FROM.search(before) else None
