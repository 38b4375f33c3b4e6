"""Undertaken: what minutes say in sentences that somebody who was there will do, or was asked to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Document, Passage, Span
from qa.contents.mentions import ROLES, TITLES
from qa.minutes.attendance import attendance_in
from qa.minutes.attended import NAME

_NAMED = r"(?:(?:Mrs?|Ms|Miss|Dr|Prof)\.?\s)?[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2}"
_DOES = (
    r"(?:will|is\sto|are\sto|shall|has\sto|needs\sto|(?:is|are|was|were)\s(?:asked|instructed|requested|commissioned)\sto"
    r"|(?:agreed|offered|undertook|promised|volunteered|kindly\soffered)\sto|takes\scare\sof|to)"
)
# "Ada has it ready; she will send it", "Ada and Bo are to ask", "the treasurer is to pay".
_UNDERTAKES = re.compile(
    rf"(?<![\w’'-])(?P<who>{_NAMED}(?:,\s{_NAMED})*(?:\s(?:and|&)\s{_NAMED})?|[Tt]he\s[a-z]+(?:\s[a-z]+)?)"
    rf"(?:[^.;!?]{{0,80}}[;,]\s(?:and\s)?(?:s?he|they))?\s{_DOES}\s(?:also\s|then\s|kindly\s)?(?!be\b|have\b|not\b|the\b|an?\b)[a-z]+",
)


def undertaken(document: Document, passages: list[Passage]) -> Iterator[Span]:
    """The sentences that say what somebody is to do; none of a document that does not say who was there.

    Somebody is who was at the meeting, or an office: "the treasurer".
    """
    text = document.text
    known = _people(document)
    if not known:
        return
    for passage in passages:
        for sentence in passage.sentences:
            if document.row_at(sentence.start):
                continue
            found = _UNDERTAKES.finditer(text, *sentence)
            if any(_is_somebody(one["who"], known) for one in found):
                yield sentence


def _people(document: Document) -> frozenset[str]:
    """The words of the names of those who were at the meeting, or were to be."""
    names = (document.text[slice(*person)] for line in attendance_in(document) for person in line.people)
    return frozenset(word.strip(".") for name in names for word in name.split()) - TITLES


def _is_somebody(who: str, known: frozenset[str]) -> bool:
    named = {word for match in NAME.finditer(who) for word in match[0].split()}
    return bool(named & known) or any(word.capitalize() in ROLES for word in who.split()[1:])
