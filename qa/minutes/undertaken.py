"""Undertaken: what minutes say in sentences that somebody who was there will do, or was asked to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from index import Document, Passage, Span
from qa.contents.mentions import MONTHS, ROLES, TITLES, WEEKDAYS
from qa.minutes.attendance import attendance_in
from qa.minutes.attended import CAPITAL, NAME, is_name
from qa.minutes.sentences import is_of_meeting

_NAMED = rf"(?:(?:Mrs?|Ms|Miss|Dr|Prof)\.?\s)?{CAPITAL}[\w’'-]+(?:\s{CAPITAL}[\w’'-]+){{0,2}}"
_WHO = rf"(?:{_NAMED}(?:,\s{_NAMED})*(?:\s(?:and|&)\s{_NAMED})?|[Tt]he\s[a-z]+(?:\s[a-z]+)?)"
# "Ada Stone (chair)", "Ada, who knows the smith,"
_ASIDE = r"(?:\s\([^()\n]{1,40}\)|,\swhos?e?\s[^,.;]{1,80},)?"
_AGREED = (
    r"(?:agree[sd]|offer(?:s|ed)|undert(?:akes?|ook)|promise[sd]|volunteer(?:s|ed)"
    r"|commit(?:s|ted)\s(?:him|her|them)sel(?:f|ves))"
)
_DOES = (
    r"(?:will|(?:is|are|was|were)\s(?:going\s)?to|shall|should|must|(?:has|have|needs?)\sto"
    r"|(?:is|are|was|were)\s(?:asked|instructed|requested|commissioned)\sto"
    r"|(?:is|are|was|were)\s(?:tasked|charged|entrusted)\swith(?=\s[a-z]+ing\b)"
    rf"|(?:(?:has|have)\s)?(?:kindly\s)?{_AGREED}\sto|to"
    rf"|(?:(?:has|have)\s)?(?:said|{_AGREED}|confirmed)\s(?:that\s)?(?:s?he|they)\s(?:would|will))"
)
_NO_DOING = r"(?!be\b|have\b|not\b|the\b|an?\b|like\b)"
_TAKES_ON = (
    r"(?:takes?\s(?:care\sof|on|over)|took\son|sees?\sto"
    r"|(?:is|are)\s(?:responsible|in\scharge)\s(?:for|of))\s"
)
# "Ada has it ready; she will send it", "Ada and Bo are to ask", "the treasurer is to pay".
_UNDERTAKES = re.compile(
    rf"(?<![\w’'-])(?P<who>{_WHO}){_ASIDE}"
    r"(?:[^.;!?]{0,80}[;,]\s(?:and\s)?(?:s?he|they))?"
    rf"\s(?:also\s)?(?:{_DOES}\s(?:also\s|then\s|kindly\s)?{_NO_DOING}[a-z]+|{_TAKES_ON})"
)
# "The chair asked Ada to write", "It was left to Ada to write".
_IS_ASKED = re.compile(
    r"\b(?:asked|requested|instructed|commissioned|charged|left\s(?:it\s)?to|up\sto|for|falls\sto|fell\sto|[Ww]ould|[Cc]ould)\s"
    rf"(?P<who>{_WHO}){_ASIDE}\s(?:to|(?:kindly\s)?please)\s{_NO_DOING}[a-z]+"
    rf"|\b(?:job|task)\sof\s[^.;!?]{{1,80}}\s(?:went|goes|fell|falls|was\sgiven|is\sgiven)\sto\s(?P<whose>{_WHO})"
)
# "Ada writes to the town by 3 May": what somebody does by then.
_BY_THEN = (
    r"\b(?:by|before|no\slater\sthan)\s(?:(?:the|our|end|middle|mid|early|late|of|on)[\s-])*"
    rf"(?:\d|(?:{'|'.join((*MONTHS, *WEEKDAYS))}|Christmas|Easter|Whitsun|New\sYear)\b|(?:next|following)\b"
    r"|(?:meeting|week|month|year|term|half-term|quarter|season|spring|summer|autumn|winter|holidays)\b)"
)
_DOES_BY = re.compile(
    rf"(?<![\w’'-])(?P<who>(?P<several>{_NAMED}(?:,\s{_NAMED})*\s(?:and|&)\s{_NAMED})|{_NAMED}){_ASIDE}\s(?:also\s|then\s)?"
    r"(?!(?:is|are|was|were|has|have|had|did|does|do|says?|thinks?|hopes?|expects?|believes?|means?|reports?\sthat)\b|\w+ed\b)"
    rf"(?(several)[a-z]+|[a-z]+s)\s[^.;!?]{{0,160}}?{_BY_THEN}"
)
_FORMS = (_UNDERTAKES, _IS_ASKED, _DOES_BY)


def undertaken(document: Document, passages: list[Passage]) -> Iterator[Span]:
    """The sentences that say what somebody is to do; none of a document that is of no meeting.

    Somebody is who was at the meeting, or an office: "the treasurer". Where minutes do not say who was
    there, it is whoever has a name.
    """
    text = document.text
    known = _people(document)
    if not known and not is_of_meeting(text):
        return
    for passage in passages:
        for sentence in passage.sentences:
            if document.row_at(sentence.start):
                continue
            found = chain.from_iterable(form.finditer(text, *sentence) for form in _FORMS)
            if any(_is_somebody(one["who"] or one["whose"], known) for one in found):
                yield sentence


def _people(document: Document) -> frozenset[str]:
    """The words of the names of those who were at the meeting, or were to be."""
    names = (document.text[slice(*person)] for line in attendance_in(document) for person in line.people)
    return frozenset(word.strip(".") for name in names for word in name.split()) - TITLES


def _is_somebody(who: str, known: frozenset[str]) -> bool:
    names = [match[0] for match in NAME.finditer(who)]
    named = {word for name in names for word in name.split()}
    is_named = bool(named & known) if known else any(" " in name and is_name(name) for name in names)
    return is_named or any(word.capitalize() in ROLES for word in who.split()[1:])
