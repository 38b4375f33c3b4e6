"""Meetings: whose minutes a question means, and which of its words speak of something else in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index import Document, Index
from index.words import stems
from qa.canonical.spoken import Word, naming
from qa.contents.headings import called
from qa.minutes.described import MEETING, opening_of, tells_of_meeting

# So many documents are looked through.
LOOKED_THROUGH = 50
_ANY = stems("meeting session")


class Meetings(NamedTuple):
    """The minutes that are meant, and the words that neither name them nor say what is asked."""

    documents: list[Document]
    topic: list[str]


def meetings_meant(
    words: Sequence[Word], index: Index, names: Sequence[str], spoken_of: Sequence[str]
) -> Meetings | None:
    """The minutes that a question's words are about; None where they name a meeting that none is of.

    Args:
        words: those that may name it.
        index: the documents.
        names: those that may be meant.
        spoken_of: those that an earlier question was about.

    """
    documents = [index.documents[name] for name in names[:LOOKED_THROUGH]]
    titles = frozenset[str]().union(
        *(stems(called(one.name, one)) for one in documents if tells_of_meeting(one))
    )
    words = naming(words, titles - _ANY)
    dates = {one.stem for one in words if one.is_date}
    openings = {one.name: opening_of(one) for one in documents}
    placed = {one.stem for one in words if one.is_placed}
    dated = [
        one
        for one in documents
        if dates <= openings[one.name]
        if tells_of_meeting(one) or (dates | placed and placed <= openings[one.name])
    ]
    wanted = {one.stem for one in words} - dates - _ANY
    alike = [len(wanted & openings[one.name]) for one in dated]
    found = [one for one, score in zip(dated, alike, strict=True) if score == max(alike)]
    if not dates and not any(alike) and spoken_of:
        found = [one for one in found if one.name in spoken_of] or found
    known = MEETING.union(dates, *(openings[one.name] for one in found))
    topic = [one.said for one in words if (one.is_placed or one.is_name) and one.stem not in known]
    return Meetings(found, topic) if found else None
