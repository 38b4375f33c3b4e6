"""Actions: what minutes say is to be done, whether they label it so or tell it in sentences."""

from __future__ import annotations

import re
from bisect import bisect_right

from index import Document, Passage, Span
from qa.minutes.attendance import attendance_in
from qa.minutes.doers_behind import initials_of
from qa.minutes.labelled import labelled
from qa.minutes.labelled_rows import said_of_doers
from qa.minutes.labels import LABELS, NUMBERED_AFTER, Sort
from qa.minutes.likeliest import likely_besides
from qa.minutes.told import SentenceKind
from qa.minutes.undertaken import undertaken

# From here on a sentence is shown: an action that is missing is worse than a neighbour too many. Where some
# are labelled or worded as such, fewer are left without.
_FLOOR, _FLOOR_BESIDE = 0.3, 0.6
_INITIALS = re.compile(r"\b[A-Z][A-Za-z]?[A-Z]\b")


def actions_in(document: Document, passages: list[Passage]) -> list[Span]:
    """The actions of a document, in order.

    Where a table, a list or a section holds them, they are those; labels here and there leave others to be
    told in the sentences of other paragraphs.
    """
    places = labelled(document, Sort.ACTION)
    if not all(_is_by_itself(document, one) for one in places):
        return places
    told = {_block(document, one) for one in places}
    others = list(undertaken(document, passages))
    floor = _FLOOR_BESIDE if places or others else _FLOOR
    others += likely_besides(document, others, (SentenceKind.ACTION,), floor)
    return sorted([*places, *(one for one in others if _block(document, one) not in told)])


def said_of_those_who_do(document: Document, place: Span) -> str:
    """The words that say who does what a place tells, with the names of those who are called by initials."""
    said = said_of_doers(document, place)
    initials = _INITIALS.findall(said)
    people = [person for one in attendance_in(document) for person in one.people] if initials else []
    names = (document.text[slice(*person)] for person in people)
    return " ".join([said, *(name for name in names if initials_of(name) in initials)])


def _is_by_itself(document: Document, place: Span) -> bool:
    """Whether a place is called an action by a label of its own."""
    said = document.text[slice(*place)]
    is_in_row = document.row_at(place.start) is not None
    return not is_in_row and any(
        form.search(said) for form in (LABELS[Sort.ACTION], NUMBERED_AFTER[Sort.ACTION])
    )


def _block(document: Document, place: Span) -> int:
    return bisect_right(document.blocks, place.start, key=lambda one: one.start)
