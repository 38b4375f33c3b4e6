"""Undertaken: what minutes say in sentences that somebody who was there will do, or was asked to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from index import Document, Passage, Span
from qa.contents.headings import is_heading
from qa.contents.mentions import MONTHS, ROLES, TITLES, WEEKDAYS
from qa.minutes.attendance import attendance_in
from qa.minutes.attended import CAPITAL, NAME, AttendanceLine, Attended, is_name
from qa.minutes.doers_behind import initials_of, who_behind
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
    r"|(?:is|are|was|were|ha(?:s|ve)\sbeen)\s(?:asked|instructed|requested|commissioned)\sto"
    r"|(?:is|are|was|were)\s(?:tasked|charged|entrusted)\swith(?=\s[a-z]+ing\b)"
    rf"|(?:(?:has|have)\s)?(?:kindly\s)?{_AGREED}\sto|to"
    rf"|(?:(?:has|have)\s)?(?:said|{_AGREED}|confirmed)\s(?:that\s)?(?:s?he|they)\s(?:would|will))"
)
_NO_DOING = r"(?!be\b|have\b|not\b|the\b|an?\b|like\b)"
_TAKES_ON = (
    r"(?:takes?\s(?:care\sof|on|over)|(?:took|has\staken)\son|sees?\sto|looks?\safter|follows?\sup|deals?\swith|chases?"
    r"|(?:is|are)\s(?:responsible|in\scharge)\s(?:for|of)"
    r"|(?:is|are|was|were)\s(?:tasked|charged|entrusted)\swith(?=\s(?:the|an?|this)\b))\s"
)
# "Ada has it ready; she will send it", "Ada and Bo are to ask", "the treasurer is to pay".
_UNDERTAKES = (
    rf"(?<![\w’'-])(?P<who>{_WHO}){_ASIDE}"
    r"(?:[^.;!?]{0,80}[;,]\s(?:and\s)?(?:s?he|they))?"
    rf"\s(?:also\s)?(?:{_DOES}\s(?:also\s|then\s|kindly\s)?{_NO_DOING}[a-z]+|{_TAKES_ON})"
)
# "All to send their reports", "Everybody has to clean up".
_EVERYBODY = r"(?:[Aa]ll(?:\s(?:members|of\sus|present))?|[Ee]very(?:one|body)|[Ee]ach\s[a-z]+)"
_ALL_DO = (
    rf"\b(?P<all>{_EVERYBODY})\s(?:will|shall|should|must|(?:is|are)\s(?:(?:asked|requested|urged)\s)?to|to"
    rf"|ha(?:s|ve)\sto)\s{_NO_DOING}[a-z]+"
)
# "The chair asked Ada to write", "It was left to Ada to write".
_IS_ASKED = (
    r"\b(?:asked|requested|instructed|commissioned|charged|left\s(?:it\s)?to|up\sto|for|falls\sto|fell\sto|[Ww]ould|[Cc]ould)\s"
    rf"(?P<who>{_WHO}){_ASIDE}\s(?:to|(?:kindly\s)?please)\s{_NO_DOING}[a-z]+"
)
_IS_GIVEN = (
    rf"\b(?:job|task)\sof\s[^.;!?]{{1,80}}\s(?:went|goes|fell|falls|was\sgiven|is\sgiven)\sto\s(?P<who>{_WHO})"
    rf"|\b(?:in\sthe\shands\sof|(?:lies|rests)\swith)\s(?P<whose>{_WHO})"
    rf"|(?<![\w’'-])(?P<ones>{_WHO})['’]s?\s(?:job|task)\s(?:is|will\sbe|was)\sto\s[a-z]"
)
_DAYS = rf"(?:{'|'.join((*MONTHS, *WEEKDAYS))}|Christmas|Easter|Whitsun|New\sYear)"
_TIMES = r"(?:meeting|week|month|year|term|half-term|quarter|season|spring|summer|autumn|winter|holidays|AGM)"
# "Ada writes to the town by 3 May": what somebody does by then.
_BY_THEN = (
    r"\b(?:(?:by|before|until|till|due|deadline:?|no\slater\sthan)\s(?:(?:the|our|end|middle|mid|early|late|of|on)[\s-])*"
    rf"(?:\d|{_DAYS}\b|(?:next|following)\b|{_TIMES}\b)"
    r"|(?:this|next)\s(?:week|month|time)\b|at\sthe\snext\smeeting\b|tomorrow\b|tonight\b|at\sonce\b)"
)
_SEVERAL_OR_ONE = (
    rf"(?P<who>(?P<several>{_NAMED}(?:,\s{_NAMED})*\s(?:and|&)\s{_NAMED})|{_NAMED}|{_EVERYBODY})"
)
_DOES_BY = (
    rf"(?<![\w’'-]){_SEVERAL_OR_ONE}{_ASIDE}\s(?:also\s|then\s)?"
    r"(?:(?!(?:is|are|was|were|has|have|had|did|does|do|says?|thinks?|hopes?|expects?|believes?|means?|reports?\sthat)\b|\w+ed\b)"
    r"(?(several)[a-z]+|[a-z]+s)|do(?:es)?(?=\s(?:this|that|it|so)\b)|(?:is|are)\s(?:now\s)?[a-z]+ing)"
    rf"\s(?:[^.;!?]{{0,160}}?\s)?{_BY_THEN}"
)
# "The paint is bought by Ada until Friday."
_IS_DONE_BY = (
    rf"\b(?:will\s(?:then\s)?be\s\w+\sby|will\scome\sfrom"
    rf"|(?:is|are)\s(?:to\sbe\s)?\w+\sby(?=[^.;!?]{{0,120}}?{_BY_THEN}))"
    rf"\s(?P<who>{_WHO})"
)
# What somebody does without a day for it is still to be done where it is of the kind that one is given to do.
_JOBS = (
    r"(?:checks|asks|writes|calls|phones|rings|e-?mails|mails|orders|buys|books|sends|prepares|finds\sout|gets|fetches|brings|contacts|informs"
    r"|invites|collects|arranges|organi[sz]es|draws\sup|drafts|updates|sets\sup|(?:talks|speaks)\s(?:to|with)|repairs|mends|fixes|paints"
    r"|builds|cleans|designs|prints|publishes|posts|reminds|clarifies|investigates|obtains|registers|reserves|circulates|submits)"
)
_DOES_NOW = rf"\A\W*(?P<who>{_NAMED}){_ASIDE}\s(?:also\s|then\s|now\s)?{_JOBS}\s"
_LABELLED_BY_NAME = rf"\A\W*(?P<who>{_NAMED}):\s(?:to\s[a-z]|[a-z][^.;!?]{{0,160}}?\s{_BY_THEN})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        _UNDERTAKES,
        _ALL_DO,
        _IS_ASKED,
        _IS_GIVEN,
        _DOES_BY,
        _IS_DONE_BY,
        _DOES_NOW,
        _LABELLED_BY_NAME,
    )
)
# So many at least are told to have been there where minutes tell that.
_FEWEST_THERE = 2


def undertaken(document: Document, passages: list[Passage]) -> Iterator[Span]:
    """The sentences that say what somebody is to do; none of a document that is of no meeting.

    Somebody is who was at the meeting, or an office: "the treasurer". Where minutes do not say who was
    there, it is whoever has a name.
    """
    text = document.text
    attended = attendance_in(document)
    there = _names_of_those_there(text, attended)
    if not there and not is_of_meeting(text):
        return
    for passage in passages:
        for before, sentence in pairwise((None, *passage.sentences)):
            if sentence is None or document.row_at(sentence.start):
                continue
            if any(sentence.touches(one.line) for one in attended):
                continue
            behind = who_behind(text, sentence, there, is_heading=is_heading(document, sentence))
            if behind and before and behind.start == sentence.start:
                yield Span(before.start, sentence.end)  # "Paint the door. Ada, 3 June."
            elif behind or _is_undertaken(text, sentence, there):
                yield sentence


def _names_of_those_there(text: str, lines: Sequence[AttendanceLine]) -> list[str]:
    """The names of those who were at the meeting, or were to be; none where that is not told."""
    if sum(len(one.people) for one in lines if one.told is Attended.PRESENT) < _FEWEST_THERE:
        return []
    return [text[slice(*person)] for one in lines for person in one.people]


def _is_undertaken(text: str, sentence: Span, there: Sequence[str]) -> bool:
    known = frozenset(word.strip(".") for name in there for word in name.split()) - TITLES
    known |= {initials_of(name) for name in there}
    for match in chain.from_iterable(form.finditer(text[slice(*sentence)]) for form in _FORMS):
        told = match.groupdict()
        who = told.get("who") or told.get("whose") or told.get("ones")
        if told.get("all") or re.fullmatch(_EVERYBODY, who or "") or (who and _is_somebody(who, known)):
            return True
    return False


def _is_somebody(who: str, known: frozenset[str]) -> bool:
    names = [match[0] for match in NAME.finditer(who)]
    named = {word for name in names for word in name.split()}
    is_named = bool(named & known) if known else any(" " in name and is_name(name) for name in names)
    return is_named or any(word.capitalize() in ROLES for word in who.split()[1:])
