"""Next place: where the next meeting is, by the minutes of the last; "the same place" with where that was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Document, Index, Only, Passage, Span, cut
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, cite, numbered
from qa.contents.headings import title_of
from qa.contents.mentions import DATE, MONTHS, WEEKDAYS
from qa.intents.forms import asked_as, forms
from qa.minutes.described import MEETING, asked_of_meeting
from qa.minutes.sentences import is_of_meeting

# So many documents are looked through; so far into one it says where it was.
LOOKED_THROUGH, OPENING_CHARS = 50, 600
_MEETING = r"(?:[\w’'-]+\s){0,3}?(?:meeting|assembly|session|sitting|gathering|conference|AGM)"
_NEXT = rf"(?:the|our|your|their)\s(?:next|following|coming)\s(?P<what>{_MEETING})"
_ASKED = forms(
    rf"(?:where|(?:in|at)\s(?:what|which)\s(?:room|place|hall|building|venue|address|location))\s(?:is|will|does|do|are)\s{_NEXT}"
    r"(?:\s(?:going\sto\s)?(?:be\s)?(?:held|take\splace|happen|meet|be))?",
    rf"what(?:['’]?s|\sis)\sthe\s(?:place|venue|location|room|address)\s(?:of|for)\s{_NEXT}",
)
_TOLD = re.compile(rf"\bnext\s{_MEETING}\b", re.IGNORECASE)
_SAME = re.compile(
    r"\b(?:same|usual)\s(?:time\sand\s)?(?:place|venue|room|hall|location|address|building)\b|\bsame\splace\sand\stime\b",
    re.IGNORECASE,
)
_ROOM = (
    r"(?:room|hall|house|offices?|loft|library|school|church|cent(?:re|er)|building|café|canteen|club|floor|pavilion"
    r"|boathouse|chapel|theatre|museum|hotel|inn|online|Zoom|Teams)"
)
_PLACE = re.compile(
    rf"\b(?i:{_ROOM})\b|\b(?:in|at)\s(?:the\s)?(?!(?:{'|'.join((*MONTHS, *WEEKDAYS))})\b)[A-Z][\w’'-]+"
)


def next_place(question: str, index: Index, document: Only) -> Together | None:
    """Where the next meeting is, where a question asks that and the minutes that are meant say it.

    None for any other question, and where several minutes may be meant.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    match = asked_as(question, _ASKED)
    if match is None:
        return None
    among = [index.documents[name] for name in index.among(document)[:LOOKED_THROUGH]]
    minutes = [one for one in among if is_of_meeting(one.text)]
    subject = stems(match["what"]) - MEETING
    meant = [one for one in minutes if asked_of_meeting(subject, one)] if len(minutes) > 1 else minutes
    found = [places for one in meant if (places := list(_told(one)))]
    if len(found) != 1:
        return None
    citations = numbered(found[0])
    name = title_of(index.documents[citations[0].document])
    return Together(
        AnswerKind.PLACES, citations, f"Where the next meeting is, by “{name}”", by_document(citations)
    )


def _told(document: Document) -> Iterator[Citation]:
    """The sentence that says where the next meeting is, and where this one was if that is the same."""
    sentences = [(passage, place) for passage in cut(document) for place in passage.sentences]
    next_one = next((one for one in reversed(sentences) if _tells_next(document, one[1])), None)
    if next_one is None:
        return
    passage, place = next_one
    same = _SAME.search(document.text, *place)
    yield cite(1, document, passage, place, Span(*same.span()) if same else None)
    if same and (was := _where_it_was(document, sentences)):
        yield cite(1, document, *was)


def _tells_next(document: Document, place: Span) -> bool:
    said = document.text[slice(*place)]
    return bool(_TOLD.search(said)) and bool(_SAME.search(said) or _PLACE.search(said))


def _where_it_was(document: Document, sentences: list[tuple[Passage, Span]]) -> tuple[Passage, Span] | None:
    """The first sentence of minutes, of those with a date first, that names a room or a house."""
    opening = [one for one in sentences if one[1].end <= OPENING_CHARS]
    placed = [one for one in opening if _PLACE.search(document.text, *one[1])]
    dated = [one for one in placed if DATE.search(document.text, *one[1])]
    return next(iter([*dated, *placed]), None)
