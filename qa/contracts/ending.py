"""Ending: what a contract says of the notice that ends it, and of its term, where a question asks by when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index import Document, Index, Only
from qa.citation import Citation, Together, cite
from qa.contents.mentions import DATE
from qa.contracts.meant import contracts_meant
from qa.contracts.notices import LENGTH, is_for_reason, notices_in
from qa.contracts.own_places import places_of, said_of
from qa.gist.overviews import of_any_kind
from qa.intents.endings import asks_to_end_it, contract_to_end
from qa.intents.kinds import CONTRACTS

# More contracts are not asked at once; so many sentences beside the notice tell the term.
ASKED, TERMS = 3, 2
_TERM = re.compile(
    r"\b(?:begins?|starts?|commences?|(?:takes?|come[s]?\sinto)\s(?:effect|force)|runs?|ends?|expires?|renew\w*|term|period)\b",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(rf"\b{LENGTH}|\bindefinite", re.IGNORECASE)


def notice_to_end(question: str, index: Index, document: Only) -> Together | None:
    """What a contract says of the notice that ends it, where a question asks by when it has to be cancelled.

    None for any other question, and where no contract that is meant says so.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    what = contract_to_end(question)
    return _told_of(contracts_meant(what, index, index.among(document)) if what else [], index)


def way_out_of_it(
    question: str, index: Index, document: Only, spoken_of: Callable[[], Sequence[str]]
) -> Together | None:
    """The same of the one contract that was spoken of, where a question asks whether one can get out of it.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        spoken_of: tells the documents that answered before; called only where they are wanted.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    if not asks_to_end_it(question):
        return None
    before = spoken_of()
    names = [name for name in index.among(document) if name in before]
    contracts = of_any_kind(CONTRACTS, index, names)
    return _told_of(contracts if len(contracts) == 1 else [], index)


def _told_of(names: Sequence[str], index: Index) -> Together | None:
    """What some contracts say of their notice and term; None where none says it."""
    return said_of(
        "notice and term", (one for name in names[:ASKED] for one in _told(index.documents[name])), index
    )


def _told(document: Document) -> Iterator[Citation]:
    """The sentences with the notice, then those of its section with the term; none without notice."""
    notices = notices_in(document)
    sections = {document.section_at(one.sentence.start).start for one in notices}
    yield from (cite(1, document, one.passage, one.sentence, one.words) for one in notices)
    cited = {one.sentence for one in notices}
    terms = [
        (passage, place)
        for passage, place in places_of(document)
        if place not in cited and document.row_at(place.start) is None
        if document.section_at(place.start).start in sections and _tells_term(document.text[slice(*place)])
    ]
    yield from (cite(1, document, passage, place) for passage, place in terms[:TERMS])


def _tells_term(said: str) -> bool:
    return not is_for_reason(said) and bool(
        _TERM.search(said) and (DATE.search(said) or _HOW_LONG.search(said))
    )
