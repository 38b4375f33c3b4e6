"""Duties: which questions ask what people have to do: somebody by name or office, or everybody."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.intents.forms import asked_as, forms

_ASK = (
    r"(?:(?:list|name|show|give|find|tell|make|write|say|collect|extract|enumerate)\s(?:me\s|us\s)?(?:up\s|down\s)?)?"
    r"(?:(?:an?|the)\slist\sof\s)?"
)
TASKS = (
    r"(?:(?:(?:agreed|open|outstanding|pending|remaining|follow-?up)\s)?"
    r"(?:(?:action|task|to[\s-]?do)\slist|actions?(?:\s(?:points?|items?))?|tasks?|to[\s-]?dos?|next\ssteps)"
    r"|jobs?|duties|duty|chores?|assignments?|homework|things\sto\sdo)"
)
_THINGS = rf"(?:{TASKS}|things)"
_WHAT = rf"(?:what(?:\selse|\sexactly|\sall)?|(?:what|which)\s(?:(?:other|further|more)\s)?{_THINGS})"
_ALL_THE = r"(?:all\s)?(?:of\s)?(?:the\s)?"
_THAT = rf"(?:(?:everything|anything|whatever|what|{_ALL_THE}{_THINGS}|all)(?:\sthat|\swhich)?)"
_STILL = r"(?:(?:still|now|yet|else|all|also)\s)?"
# Who has something to do, by name or office.
_SOMEBODY = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s)?(?P<doer>(?!(?:it|they|we|i|you|he|she|us|them|there|an?|this|that|these|those|our|my|their"
    r"|his|her|its|every|each|all|one|what|which|whom?|do|does|did|is|are|on|people|somebody|someone|every(?:one|body)|any(?:one|body))\b)[^?!,;:]{2,60}?)"
)
_EVERYBODY = (
    r"(?P<all>people|every\s?one|every\s?body|(?:each|every)(?:\s(?:person|member|participant|of\s(?:them|us)))"
    r"|(?:all\s)?(?:the\s)?(?:members|participants|attendees|others)|those\s(?:present|there)|any(?:one|body)|some(?:one|body))"
)
# These may be anybody's, but for those of a meeting.
_US = r"(?P<us>we|they|there\sis|there\sare)"
_WHO = rf"(?:{_SOMEBODY}|{_EVERYBODY})"
_ASKED_TO = (
    r"(?:(?:supposed|expected|asked|told|meant|due|going|instructed|requested|assigned|got)\sto(?:\sdo)?"
    r"|to\sdo)"
)
_UNDERTOOK = (
    r"(?:(?:agreed?|undert(?:ake|ook|aken)|promised?|offer(?:ed)?|volunteer(?:ed)?)\sto(?:\sdo)?|(?:take|took|taken)\son|promised?"
    r"|(?:say|said)\s(?:that\s)?(?:s?he|they)\s(?:would|will)(?:\sdo)?)"
)
_HAS_TO = (
    rf"(?:{_STILL}(?:have|has|had|need|needs)\s(?:got\s)?to(?:\sdo)?|(?:must|should|shall|will)\s{_STILL}do"
    rf"|(?:is|are|was|were)\s{_STILL}{_ASKED_TO}|(?:have\s|has\s)?{_UNDERTOOK})"
)
# What is told of each along with it: "and by when", "with names and dates".
_EACH_WITH = (
    r"(?:,?\s(?:and\s|with\s|including\s|plus\s)*(?:(?:by\s|until\s)?when|(?:by|to)\swhom|who(?:\s(?:does|is\sto\sdo|has\sto\sdo)\s(?:it|them|what|each))?"
    r"|(?:the\s|their\s)?(?:names?|dates?|deadlines?|due\sdates?)))*"
)
_OF_MEETING = (
    r"(?:,?\s(?:after|at|from|in|since|following|until|till|before|by|during|out\sof|according\sto|as\sa\sresult\sof|for|of)\s"
    r"(?P<subject>(?:(?:the|our|this|that|these|my|last|next)\s|(?=minutes\b))[^?!.,]+?))?"
)
_END = rf"{_EACH_WITH}{_OF_MEETING}{_EACH_WITH}"
_GIVEN = r"(?:given|assigned|handed|allocated|allotted|delegated)(?:\sout)?"
_FORMS = forms(
    *(
        f"{form}{_END}"
        for form in (
            rf"{_WHAT}\s(?:do|does|did)\s(?:{_WHO}|{_US})\s{_STILL}(?:have|need)\sto\sdo",
            rf"{_WHAT}\s(?:must|should|shall|will)\s{_WHO}\s{_STILL}do",
            rf"(?:what['’]s|{_WHAT}\s(?:is|are|was|were|has|have))\s{_WHO}\s{_STILL}{_ASKED_TO}",
            rf"{_WHAT}\s(?:is|are)\sthere\s{_STILL}to\s(?:do|be\sdone)(?P<open>)",
            rf"{_WHAT}\s(?:did|does|do|has|have)\s{_WHO}\s{_UNDERTOOK}",
            rf"(?:what|which)\s{_THINGS}\s(?:did|does|do|has|have)\s{_WHO}\s(?:get|got|have|receive[d]?|own)",
            rf"{_WHAT}\s(?:was|were|has\sbeen|have\sbeen|is|are)\s{_GIVEN}\sto\s{_WHO}",
            rf"what\s(?:is|was|are|were)\s{_SOMEBODY}\sresponsible\sfor",
            rf"does\s{_SOMEBODY}\s{_STILL}have\s(?:anything|something)\sto\sdo",
            rf"{_ASK}{_THAT}\s(?:{_WHO}|{_US})\s{_HAS_TO}",
            rf"{_ASK}(?:what|{_THAT})\s{_STILL}(?:has|have|needs?|remains?|is|are)\s{_STILL}to\sbe\sdone(?P<open>)",
            rf"{_ASK}(?:what|{_THAT})\s{_STILL}needs?\sdoing(?P<open>)",
            rf"{_ASK}(?:all\s)?(?:of\s)?(?:the\s)?things\s(?:that\sare\s)?to\s(?:do|be\sdone)(?P<open>)",
            rf"who\s(?:has\sto|have\sto|must|should|shall|will|is\sto|needs\sto|is\ssupposed\sto|is\sresponsible\sfor|does|is\sdoing"
            rf"|(?:has\s|have\s)?{_UNDERTOOK}|(?:was|were)\s(?:asked|told)\sto|got|gets|has|have|takes\scare\sof|(?:was|were|is)\s{_GIVEN})"
            rf"\s(?:do\s)?(?P<each>what|(?:which|what)\s{_THINGS})",
            rf"(?:what|which)\s{_THINGS}\s(?:came|come|arose|arise|resulted?|followed?)(?P<each>)",
            rf"(?:what|which)\s{_THINGS}\s(?:are|were|have\sbeen|got)\s(?:all\s)?(?:{_GIVEN}|shared\sout|dealt\sout|distributed)(?P<each>)",
            rf"(?:{_ASK}(?:all\s)?(?:of\s)?|(?:what|which)(?:['’]s|\sis|\sare|\swere)\s)?{_SOMEBODY}['’]s?\s{TASKS}",
            rf"(?:{_ASK}|(?:what|which)(?:['’]s|\sis|\sare|\swere)\s)?(?:all\s)?(?:the\s)?{TASKS}\s(?:of|for)\s{_SOMEBODY}",
            rf"{_ASK}(?:an?\s)?(?:all\s)?(?:of\s)?(?:the\s)?{TASKS}(?P<open>)",
            rf"what(?:['’]s|\sis)\son\s{_SOMEBODY}['’]s?\s{TASKS}",
        )
    )
)
_MEETING = re.compile(
    r"\b(?:meetings?|sessions?|assembly|minutes|council|committee|board|talk)\b", re.IGNORECASE
)
_MEETS = re.compile(rf"{_MEETING.pattern}\Z", re.IGNORECASE)
_BY_WHOM = re.compile(r"\b(?:by|to)\swhom\b", re.IGNORECASE)
_OF_COMMITTEE = re.compile(
    r"\b(?:chair\w*|president|secretary|treasurer|clerk|captain|minute[\s-]taker)\Z", re.IGNORECASE
)
_OFFICE = re.compile(r"\Athe\s", re.IGNORECASE)


class Duty(NamedTuple):
    """Whose duties a question asks for.

    Attributes:
        doer: the name or office; "" where everybody's are meant.
        subject: the words for the meeting or the document that they are from; "" where none is named.

    """

    doer: str
    subject: str


def duty_asked(question: str) -> Duty | None:
    """Whose duties a question asks for; None for any other question.

    "What do we have to do?" is taken for one only where a meeting is named.
    """
    match = asked_as(question, _FORMS)
    if match is None:
        return None
    found = match.groupdict()
    doer, subject = found.get("doer") or "", found["subject"] or ""
    if _MEETS.search(doer):  # "the tasks of the meeting"
        return Duty("", subject or doer)
    is_open = found.get("us") or found.get("open") is not None
    if is_open and not _MEETING.search(subject) and not _BY_WHOM.search(question):
        return None
    # "the caretaker" may be told his duties by a contract
    if _OFFICE.match(doer) and not (_MEETING.search(subject) or _OF_COMMITTEE.search(doer)):
        return None
    return Duty(_OFFICE.sub("", doer), subject)
