"""Decided: the decisions of minutes, whether they label them so or tell them in sentences."""

from __future__ import annotations

from index import Document, Span
from qa.minutes.decisions import decides_elsewhere
from qa.minutes.labelled import labelled
from qa.minutes.labels import Sort, is_labelled
from qa.minutes.likeliest import joined, likely_besides, sentences_told
from qa.minutes.told import SentenceKind

# From here on a sentence is shown: a decision that is missing is worse than a neighbour too many. Where some
# are labelled or worded as such, fewer are left without.
_FLOOR, _FLOOR_BESIDE = 0.3, 0.7
_PUT_OFF = 0.5
_KINDS = (SentenceKind.DECISION, SentenceKind.REJECTED)


def decisions_in(document: Document) -> list[Span]:
    """The decisions of a document, in order; what was turned down was decided on, too.

    Where tables hold them, they are those and what is marked or worded as one.
    """
    places = labelled(document, Sort.DECISION)
    if any(document.row_at(one.start) for one in places):
        return places
    floor = _FLOOR_BESIDE if places else _FLOOR
    likely = likely_besides(document, places, _KINDS, floor)
    others = [one for one in likely if not decides_elsewhere(document.text, one)]
    return joined(document.text, [*(one for one in places if not _is_put_off(document, one)), *others])


def _is_put_off(document: Document, place: Span) -> bool:
    """Whether a sentence without a label is likely to tell that a matter was put off."""
    if is_labelled(document.text[slice(*place)], Sort.DECISION):
        return False
    told = [one for one in sentences_told(document) if one.span.touches(place)]
    return any(one.tells(SentenceKind.POSTPONED) >= _PUT_OFF for one in told) and not any(
        one.tells(*_KINDS) >= _PUT_OFF for one in told
    )
