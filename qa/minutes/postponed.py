"""Postponed: what minutes say was put off or left open, which is no decision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Document, Passage, Row, Span
from qa.contents.headings import is_heading
from qa.contents.mentions import MONTHS
from qa.minutes.likeliest import likely_besides
from qa.minutes.told import SentenceKind

_PUT_OFF = (
    r"(?:postponed?|deferred?|adjourn(?:ed)?|put\soff|put\son\shold|held\sover|hold\sover|shelved?|stood\sover"
    r"|referred\sback|left\s(?:open|undecided|unresolved)|leave\s(?:it|this|that|the\s\w+)\sopen)"
)
_MATTER = (
    r"(?:matters?|items?|points?|questions?|topics?|subjects?|issues?|discussions?|decisions?|proposals?|requests?|motions?"
    r"|applications?|votes?|it|this|they)"
)
_NEXT = (
    r"(?:again|once\smore|later|further|next\s(?:time|month|year|week|spring|summer|autumn|winter)"
    r"|(?:at|in|on|to)\s(?:the\s|an?\s|its\s|our\s)?(?:(?:next|later|following|coming|future|extraordinary|special|\w+)\s)?"
    r"(?:meeting|session|assembly|agenda)|(?:in|until|till|for|to)\s(?:early\s|late\s|mid-)?"
    rf"(?:{'|'.join(MONTHS[:12])}|spring|summer|autumn|winter|(?:the\s)?new\syear|20\d\d)\b)"
)
_NO_DECISION = (
    r"(?:\bno\s(?:final\s)?(?:decision|agreement|conclusion|resolution|vote)\s(?:was|were|is|has\sbeen|could\sbe|would\sbe)\s"
    r"(?:yet\s)?(?:taken|made|reached|passed|held)"
    r"|\b(?:was|were|is|are|has\sbeen)\s(?:not\s(?:yet\s)?|still\s)(?:been\s)?(?:decided|settled|resolved|undecided|unresolved)\b"
    r"|\b(?:did\snot|didn['’]t|could\snot|couldn['’]t)\s(?:yet\s)?(?:(?:wish|want|feel\sable)\sto\s)?(?:decide|agree\son)\b"
    r"|\b(?:remains?|stays?|is|was)\s(?:still\s)?(?:undecided|unresolved|open(?=\s?[.;,]|\suntil\b|\Z)))"
)
_LEFT_OPEN = re.compile(
    rf"{_NO_DECISION}"
    rf"|\b{_MATTER}\s(?:will\s|is\sto\s|to\s|shall\s)?(?:comes?|goes|go|returns?|be\sbrought)\s(?:back|up\sagain|to\sthe\snext)\b"
    rf"|\b{_MATTER}\s(?:(?:of|about|on)\s[^.;]{{1,60}}?\s)?(?:will|is\sto|are\sto|shall|would)\sbe\s"
    rf"(?:discussed|considered|looked\sat|taken\sup|dealt\swith|raised|reviewed|decided|revisited|reopened|put)\s[^.;]{{0,30}}?{_NEXT}"
    rf"|\b{_MATTER}\s(?:was|is|were|are|will\sbe)\s(?:carried\s(?:over|forward)|continued|held\sback)\b",
    re.IGNORECASE,
)
_POSTPONES = re.compile(
    rf"\b(?:was|were|is|are|been|be|to|and|then|it)\s(?:\w+ly\s|therefore\s|also\s|again\s){{0,2}}{_PUT_OFF}\b"
    rf"|\b(?:postponed|deferred|adjourned|shelved)\s(?:the|this|its|their|an?|any|until|till|to)\b"
    rf"|\A\W*(?:\w+\s){{0,3}}(?:postponed|deferred|adjourned|held\sover)\s?[*_]{{0,2}}[:–—-]"
    rf"|{_LEFT_OPEN.pattern}",
    re.IGNORECASE,
)
# What a cell or a label has no more behind it than: "Decision: deferred to January".
_NO_MORE = re.compile(
    rf"(?:[^.;:\n]{{1,60}}(?::|\s[–—-])\s)?\W*(?:(?:was|is|to\sbe)\s)?(?:(?:unanimously|again)\s)?(?:{_PUT_OFF}\b|no\sdecision|not\s(?:yet\s)?decided|undecided"
    r"|carried\s(?:over|forward)\sto|comes?\sback\b)",
    re.IGNORECASE,
)
# "It was agreed to defer the matter" decides nothing, "to defer the purchase to May" does.
_A_MATTER = re.compile(
    rf"[^.;,]{{0,40}}?\b(?:(?:to|and|be)\s)?{_PUT_OFF}\s(?:(?:the|this|its|any)\s(?:\w+\s)?)?{_MATTER}\b"
    rf"|[^.;,]{{0,40}}?\b(?:(?:the|this)\s(?:\w+\s)?)?{_MATTER}\s(?:(?:of|about|on)\s[^.;,]{{1,60}}?\s)?"
    rf"(?:was|is|be|should\sbe|would\sbe|will\sbe)\s{_PUT_OFF}\b",
    re.IGNORECASE,
)
# "We agreed to talk about it again in May."
_TALKS_AGAIN = re.compile(
    rf"\W*(?:to\s)?(?:talk|speak|think|discuss|decide|vote|consider|look|return|come\sback|revisit|review)\b[^.;,]{{0,60}}?\b{_NEXT}",
    re.IGNORECASE,
)
# From here on a sentence that no form tells is shown.
_FLOOR = 0.5
_CLAUSE = re.compile(r"[.;]\s|,?\s(?:but|while|whereas)\s|,\s(?:and|so)\s")


def decides_nothing(said: str) -> bool:
    """Whether what is said to be decided, behind a label or "agreed", is that nothing is decided yet."""
    clause = _CLAUSE.split(said, maxsplit=1)[0]
    return any(form.match(clause) for form in (_NO_MORE, _A_MATTER, _TALKS_AGAIN)) or bool(
        _LEFT_OPEN.search(clause)
    )


def postponed(document: Document, passages: list[Passage]) -> list[Span]:
    """The sentences and rows of minutes that say what was put off or left open, in order."""
    places = list(_worded(document, passages))
    return sorted([*places, *likely_besides(document, places, (SentenceKind.POSTPONED,), _FLOOR)])


def _worded(document: Document, passages: list[Passage]) -> Iterator[Span]:
    for passage in passages:
        for sentence in passage.sentences:
            row = document.row_at(sentence.start)
            if row is None:
                if _postpones(document.text[slice(*sentence)]) and not is_heading(document, sentence):
                    yield sentence
            elif not row[1].is_head and is_row_left_open(document, row[1]):
                yield Span(row[1].start, row[1].end)


def is_row_left_open(document: Document, row: Row) -> bool:
    """Whether a cell of a row says that what it is of was put off or left open."""
    said = [document.text[cell.start : cell.end] for cell in row.cells()]
    return any(_NO_MORE.match(one) or _LEFT_OPEN.search(one) for one in said)


def _postpones(said: str) -> bool:
    """Whether a sentence says that something was put off, itself or behind a label."""
    *_, behind = said.rpartition(":")
    return bool(_POSTPONES.search(said) or _NO_MORE.match(behind))
