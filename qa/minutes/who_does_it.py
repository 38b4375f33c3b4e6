"""Who does it: the action that minutes tell beside what answered before, where it is asked who does that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Document, Index, Span, cut
from qa.citation import AnswerKind, Together, by_document, cite, numbered, passage_of
from qa.minutes.actions import actions_in
from qa.minutes.described import tells_of_meeting
from qa.question import LONGEST_FORM

# "who sees to it?", "Who is taking care of that, and until when?", "who's doing that", "who takes it there?"
_WHO_DOES = re.compile(
    r"\W*(?:(?:and|so|but|ok|okay)\W\s?)?(?:who(?:['’]s|\s(?:is|are|was|will|has|should|must|does|takes?|sees?|handles?"
    r"|sorts?|calls?|rings?|writes?|orders?|asks?|tells?|gets?|brings?|looks?|deals?|does)\b)|whose\s(?:job|task)\b)"
    r"(?=.*\b(?:it|that|this|them|him|her|there|those)\b)[^?]*\?*\W*",
    re.IGNORECASE,
)
# Under no heading of their own, those further on are of something else.
MOST = 3
STATEMENT = "What is to be done about it, and by whom"


def who_does_it(question: str, index: Index, documents: Sequence[str], place: Span | None) -> Together | None:
    """The actions beside what answered before, where a question asks who does that; None for any other.

    Args:
        question: what is asked.
        index: the documents.
        documents: those that answered before, the first one first.
        place: where that answer stands in it.

    """
    if place is None or not documents or len(question) > LONGEST_FORM or not _WHO_DOES.fullmatch(question):
        return None
    document = index.documents[documents[0]]
    if not tells_of_meeting(document):
        return None
    found = list(_beside(document, place))
    if not found:
        return None
    passages = cut(document)
    told = numbered(cite(1, document, passage_of(document, passages, one), one) for one in found)
    return Together(AnswerKind.PLACES, told, STATEMENT, by_document(told))


def _beside(document: Document, place: Span) -> Iterator[Span]:
    """The first actions under the same heading from the answer on; where none comes, those before it."""
    section = document.section_at(place.start)
    under = [one for one in actions_in(document, cut(document)) if document.section_at(one.start) == section]
    later = [one for one in under if one.end > place.start]
    yield from (later or under)[:MOST]
