"""Attending: who was at a meeting and who was not, as minutes list them, or how many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index import Document, Index, Only, cut
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, cite, numbered, passage_of
from qa.contents.headings import title_of
from qa.intents.forms import asked_as, forms
from qa.minutes.attendance import attendance_in
from qa.minutes.attended import AttendanceLine, Attended
from qa.minutes.described import asked_of_meeting, subject_said

# So many documents are looked through.
LOOKED_THROUGH = 40
# One alone holds no meeting: the others are told in a way that is not known.
_LEAST_PRESENT = 2
_PEOPLE = (
    r"(?:of\s(?:the|our)\s)?(?:people|persons|(?:committee\s|board\s)?members|councillors|participants|attendees|trustees|directors"
    r"|governors|officers|owners|partners|residents|tenants|parents|teachers|managers|colleagues|employees|staff"
    r"|everyone|everybody|those|[\w-]*(?:ers|ors|ees|ists|ants|[di]ents|ians|wardens|(?:wo)?men))"
)
_ANYBODY = r"(?:any|some)(?:body|one)"
_WERE = r"(?:(?:is|are|was|were|has\sbeen|had\sbeen)\s(?:all\s)?)"
_MEETING = r"(?:\s(?:(?:at|in|to|for|from|of|on|by)\s|(?=(?:the|this|that|our|it)\b))(?P<where>[^?]{1,80}))?"
_MEETS = r"(?:meeting|session|assembly|gathering|agm|council|committee|board)"
_THERE = (
    rf"(?:(?:{_WERE}(?:listed\sas\s|named\sas\s)?)(?:present|in\sattendance|there|at\sthe\stable|a?round\sthe\stable)|attended"
    r"|took\spart|participated|came|(?:turned|showed)\sup"
    rf"|(?:was|were)(?=\s(?:at|in)\s(?:the|this|that|our)\s(?:[\w’'-]+\s){{0,4}}?{_MEETS}\b)"
    rf"|(?:joined|sat)(?=\s(?:(?:at|in|on)\s)?(?:the|this|that|our)\s(?:[\w’'-]+\s){{0,4}}?{_MEETS}\b))"
)
_NOT_COMING = r"(?:\sfor\s(?:not\s(?:coming|attending|being\s(?:there|present))|(?:his|her|their)\sabsence))?"
_SENT = (
    r"(?:sen[dt]|g[ai]ve|made?|make|offer(?:ed)?|tender(?:ed)?)\s(?:in\s)?(?:(?:his|her|their|an?|any)\s)?"
    r"(?:apolog(?:y|ies)|regrets|excuses)(?:\sfor\sabsence)?"
)
_COME = r"(?:attend|come|(?:turn|show)\sup|take\spart|be\s(?:there|present)|make\sit)"
_AWAY = (
    rf"(?:{_WERE}(?:absent|excused|missing|away|not\spresent|not\sthere|(?:unable|not\sable)\sto\s{_COME})"
    rf"|(?:was|were)(?:\snot|n['’]t)(?:\s(?:there|present|able\sto\s{_COME})|(?=\s(?:at|in)\s))"
    rf"|(?:had\s)?(?:{_SENT}|apologi[sz]ed{_NOT_COMING}|excused\s(?:him|her|them)sel(?:f|ves))"
    rf"|(?:did|could)(?:\snot|n['’]t)\s{_COME}|missed)"
)
_ALL = r"(?:all\s)?(?:of\s)?(?:the\s)?"
_TELL = r"(?:(?:list|name|show|give|tell|say)\s(?:me\s|us\s)?)"
_LIST = rf"{_TELL}{_ALL}(?:an?\s)?(?:(?:full\s)?list\sof\s)?{_ALL}(?:names\sof\s)?{_ALL}"
_FORMS = tuple(
    (told, is_counted, forms(form + _MEETING))
    for told, is_counted, form in (
        (Attended.PRESENT, False, rf"{_TELL}?(?:who\s(?:all\s|else\s)?|(?:which|what)\s{_PEOPLE}\s){_THERE}"),
        (Attended.ABSENT, False, rf"{_TELL}?(?:who\s(?:all\s|else\s)?|(?:which|what)\s{_PEOPLE}\s){_AWAY}"),
        (
            Attended.ABSENT,
            False,
            r"(?:(?:from\swhom|from\swho|whose)\s(?:were|was)\sapologies\s(?:received|sent)|whose\sapologies\s(?:were|was)\s(?:received|sent|noted)"
            r"|from\swhom\sdid\sapologies\scome|who\sdid\sapologies\scome\sfrom)",
        ),
        (Attended.PRESENT, False, rf"{_LIST}{_PEOPLE}\s(?:who|that)\s{_THERE}"),
        (Attended.ABSENT, False, rf"{_LIST}{_PEOPLE}\s(?:who|that)\s{_AWAY}"),
        (
            Attended.PRESENT,
            False,
            rf"(?:{_LIST}|(?:list|names)\sof\s{_ALL}|who\s(?:are|were)\s(?:all\s)?the\s|(?:the\s)?)"
            rf"(?:attendees|participants|attendance(?:\slist)?|{_PEOPLE}\s(?:present|in\sattendance|there))",
        ),
        (
            Attended.ABSENT,
            False,
            rf"(?:{_LIST}|(?:list|names)\sof\s{_ALL}|who\s(?:are|were)\s(?:all\s)?the\s|(?:the\s)?)"
            rf"(?:absentees|apologies(?:\sfor\sabsence)?|{_PEOPLE}\s(?:absent|excused|missing))",
        ),
        (
            Attended.ABSENT,
            False,
            rf"(?:(?:was|were)\s{_ANYBODY}\s(?:absent|excused|missing|away)|(?:did|has|had)\s{_ANYBODY}\s{_SENT})",
        ),
        (Attended.PRESENT, True, rf"how\smany(?:\s{_PEOPLE})?\s{_THERE}"),
        (Attended.ABSENT, True, rf"how\smany(?:\s{_PEOPLE})?\s{_AWAY}"),
    )
)
_MEMBERS = re.compile(r"\bmembers\b", re.IGNORECASE)
_MINUTES = stems("minutes")
_SAID = {Attended.PRESENT: "present", Attended.ABSENT: "absent"}


class _Asked(NamedTuple):
    told: Attended
    is_counted: bool
    where: frozenset[str]
    of_members: bool


def attendance_asked(question: str, index: Index, document: Only) -> Together | None:
    """Who was at a meeting, or was not, by the lines that list them, or how many.

    None for any other question, and where no document that it may be about has such a line.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    asked = _asked(question)
    among = index.among(document) if asked else []
    if asked is None or len(among) > LOOKED_THROUGH:
        return None
    documents = map(index.documents.__getitem__, among)
    return _attendance(asked, [one for one in documents if asked_of_meeting(asked.where, one)])


def attendance_of(told: Attended, documents: Sequence[Document]) -> Together | None:
    """Who was at some meetings, or was not, by the lines that list them; None where there is no such line."""
    return _attendance(_Asked(told, is_counted=False, where=frozenset(), of_members=False), documents)


def _attendance(asked: _Asked, documents: Sequence[Document]) -> Together | None:
    meant = [(one, lines) for one in documents if (lines := _of(asked, one))]
    citations = numbered(cited for one, lines in meant for cited in _cited(one, lines))
    count = sum(len(line.people) for _, lines in meant for line in lines)
    is_partly_told = asked.told is Attended.PRESENT and count < _LEAST_PRESENT
    if not citations or is_partly_told:
        return None
    kind = AnswerKind.COUNT if asked.is_counted else AnswerKind.PLACES
    return Together(
        kind, citations, _statement(asked.told, count, [one for one, _ in meant]), by_document(citations)
    )


def _asked(question: str) -> _Asked | None:
    for told, is_counted, asked in _FORMS:
        if match := asked_as(question, asked):
            where = subject_said(match["where"] or "")
            return _Asked(told, is_counted, where - _MINUTES, bool(_MEMBERS.search(question)))
    return None


def _of(asked: _Asked, document: Document) -> list[AttendanceLine]:
    """The lines that tell it; of members, where they are told apart from guests, theirs."""
    lines = [one for one in attendance_in(document) if one.told is asked.told]
    members = [one for one in lines if one.is_of_members]
    return members if asked.of_members and members else lines


def _cited(document: Document, lines: Sequence[AttendanceLine]) -> list[Citation]:
    passages = cut(document)
    return [cite(1, document, passage_of(document, passages, one.line), one.line, one.names) for one in lines]


def _statement(told: Attended, count: int, documents: Sequence[Document]) -> str:
    where = f"“{title_of(documents[0])}”" if len(documents) == 1 else f"{len(documents)} documents"
    people = "Nobody is" if count == 0 else "1 person is" if count == 1 else f"{count} people are"
    return f"{people} named as {_SAID[told]} in {where}"
