"""Described: which documents are meant by what they are and are of: "the September committee meeting"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Document, Index
from index.words import FUNCTION_WORDS, stem, stems, words
from qa.contents.headings import title_of
from qa.contents.mentions import MONTHS
from qa.intents.kinds import kin_of, kinds_in
from qa.minutes.attendance import attendance_in

# So far into a document it tells what it is; of so many documents that is looked for.
OPENING_CHARS, LOOKED_THROUGH = 400, 50
# "The meeting", "it", "the board": whatever is at hand.
MEETING = stems("meeting session it that this there they committee board council assembly group team members")
_MEETS = stems("meeting session")
_MINUTES = stem("minutes")
# "Committee – notes of the meeting on Tuesday 3 March"
_OPENS_MEETING = re.compile(
    r"\b(?:minutes|notes|record|report)\s(?:of|from)\s(?:the|a|our)\s(?:[\w’'-]+\s){0,5}?(?:meeting|session|assembly)\b"
    r"|\bmeeting\s(?:held\s)?(?:on|of)\s(?:\w+,?\s)?\d",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\W*\d")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"\b(?P<year>(?:19|20)\d\d)[-./_](?P<month>\d\d?)[-./_](?P<day>\d\d?)(?!\d)")
_DAY_FIRST = re.compile(r"\b(?P<day>\d\d?)[-./](?P<month>\d\d?)[-./](?P<year>(?:19|20)\d\d)\b")
_MONTHS = [month[:3].casefold() for month in MONTHS[:12]]
# "may" in small letters is a word of its own, but beside a number.
_MONTH = re.compile(
    rf"\b(?:(?i:{'|'.join(month for month in MONTHS if month != 'May')})\b\.?|May\b|(?<=\d\s)may\b)"
)


def asked_of_meeting(subject: frozenset[str], document: Document) -> bool:
    """Whether a document is of the meeting that a subject's stems name, by its name or how it opens."""
    return subject - MEETING <= opening_of(document)


def subject_said(subject: str) -> frozenset[str]:
    """The stems of the words for a subject, dates in one form and without those that every text has."""
    return frozenset(
        stem(word.casefold())
        for word in words(plainly_dated(subject))
        if word.casefold() not in FUNCTION_WORDS
    )


def described(subject: str, index: Index, names: Sequence[str]) -> list[str]:
    """Those of some documents that some words describe; [] where no word says what kind of document is meant.

    Each word has to stand in a document's name or title or where it opens, dates in whichever form.
    """
    said = subject_said(subject)
    is_of_meeting, kinds = bool(said & _MEETS), kinds_in(said)
    if not is_of_meeting and not kinds:
        return []
    left = said - kinds - (MEETING if is_of_meeting else frozenset())
    found = [index.documents[name] for name in names[:LOOKED_THROUGH]]
    return [
        one.name
        for one in found
        if left <= opening_of(one) and all(_is_of_kind(kind, one) for kind in kinds)
        if not is_of_meeting or tells_of_meeting(one)
    ]


def _is_of_kind(kind: str, document: Document) -> bool:
    called = stems(plainly_dated(f"{document.name} {title_of(document)}"))
    return bool(kin_of(kind) & called) or (kind == _MINUTES and tells_of_meeting(document))


def tells_of_meeting(document: Document) -> bool:
    """Whether a document is of a meeting, by its name, how it opens, or who it says was there."""
    called = stems(f"{document.name} {title_of(document)}")
    opens = _OPENS_MEETING.search(document.text, 0, OPENING_CHARS)
    return bool({_MINUTES, *_MEETS} & called) or opens is not None or bool(attendance_in(document))


def opening_of(document: Document) -> frozenset[str]:
    """The stems of a document's name and title, and of what it opens with, up to its first numbered part.

    Dates are among them as they stand and in one form.
    """
    numbered = (one.start for one in document.sections if one.start and _NUMBERED.match(one.heading))
    end = min(next(numbered, OPENING_CHARS), OPENING_CHARS)
    said = f"{document.name} {document.title} {document.text[:end]}"
    return stems(said) | stems(plainly_dated(said))


def plainly_dated(said: str) -> str:
    """Words with their dates in one form: "2025-09-03", "3rd Sept 2025" and "3 September 2025" are alike."""
    for form in (_YEAR_FIRST, _DAY_FIRST):
        said = form.sub(_in_words, said)
    said = _ORDINAL.sub(r"\1", said).replace("_", " ")
    return _MONTH.sub(lambda match: _month(_MONTHS.index(match[0][:3].casefold()) + 1), said)


def _in_words(match: re.Match[str]) -> str:
    return f" {int(match['day'])} {_month(int(match['month']))} {int(match['year'])} "


def _month(number: int) -> str:
    """A word that no text has for anything else."""
    return f"month{number}"
