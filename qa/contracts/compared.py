"""Compared: contracts that a question holds against each other, however it is worded, each asked alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from index import Index, Only
from index.words import stem
from qa.citation import Together
from qa.contents.headings import labels_of
from qa.contracts.in_respect import told_in_respect
from qa.contracts.meant import is_contract
from qa.contracts.named_sides import NamedSides
from qa.gist.overviews import of_any_kind
from qa.gist.sheets import is_mostly_tables
from qa.intents.kinds import ANY_CONTRACT, CONTRACTS
from qa.intents.learned import Intent, intent_of
from qa.intents.one_side import asked_of_one, says_no_respect
from qa.intents.respects import Respect, respect_of
from qa.intents.side_words import Side, sides_in, tokens_of
from qa.minutes.sentences import is_of_meeting
from qa.several.places import ASKED, Asks
from qa.several.sides import beside_each_other

# So many documents are looked through.
LOOKED_THROUGH = 40
# From this on a question surely compares, or asks something of all.
SURE = 0.5
_TWO = 2
_ALL = re.compile(
    r"\b(?:(?P<all>both|each|every|either|all|the\stwo|the\sthree|which)(?:\sone)?(?:\sof)?\s)?(?:(?:the|our|these|my|two|three)\s){0,2}"
    r"(?P<kind>firm|company|companie|contractor|supplier|provider|agency|agencie|partner|contract|agreement|lease|licence)(?P<many>s?)\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"both|each|every|either|the\s(?:two|three)", re.IGNORECASE)
_ARE_TWO = re.compile(r"both|either|the\stwo", re.IGNORECASE)
_TITLES = {
    Respect.LATE: "Late payment",
    Respect.RESPONSE: "Response time",
    Respect.RISE: "Price increase",
    Respect.EXIT_COST: "Ending early",
    Respect.SIGNED_WHEN: "Signed on",
    Respect.OTHER: "",
}


class _Compared(NamedTuple):
    """The contracts that a question compares, and the words that stand for each."""

    names: Sequence[str]
    sides: Sequence[Side] = ()


_Find = Callable[[str, Index, Sequence[str]], _Compared | None]


def compared(question: str, index: Index, document: Only, reads: Asks) -> Together | None:
    """What each of the contracts says that a question names and holds against each other.

    None for any other question, and where fewer than two are told apart or none says anything.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        reads: asks a question of some documents, and answers however unsure.

    """
    return _held(question, index, document, reads, _named)


def all_compared(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What every contract says, where a question asks of "both contracts", or which of them ends first.

    None for any other question, and where there are not two of both, or none says anything.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        asks: asks a question of some documents, and answers however unsure.

    """
    return _held(question, index, document, asks, _all)


def _held(question: str, index: Index, document: Only, asks: Asks, find: _Find) -> Together | None:
    """What the contracts say that are found to be held against each other; None where none are."""
    among = index.among(document)
    found = find(question, index, among) if 1 < len(among) <= LOOKED_THROUGH else None
    return _told(question, found, index, asks) if found else None


def _told(question: str, found: _Compared, index: Index, reads: Asks) -> Together | None:
    spans = [one.words for one in found.sides]
    if says_no_respect(question, spans):
        return None
    respect, asked = respect_of(question, spans), asked_of_one(question, spans)
    names = found.names[:ASKED]
    told = [told_in_respect(respect, asked, name, index, reads) for name in names]
    title = _TITLES.get(respect, respect.capitalize())
    return beside_each_other(title, labels_of(names, index), told) if any(told) else None


def _all(question: str, index: Index, among: Sequence[str]) -> _Compared | None:
    """All contracts, where a question speaks of several of them, or of both or each."""
    match = _ALL.search(question)
    if match is None or not (match["all"] or match["many"]):
        return None
    if not _EACH.match(match["all"] or "") and not _asks_of_all(question):
        return None
    contracts = [name for name in among if is_contract(index.documents[name])]
    kind = stem(match["kind"].casefold())
    if kind in CONTRACTS - ANY_CONTRACT:
        contracts = of_any_kind(frozenset({kind}), index, contracts)
    most = _TWO if _ARE_TWO.search(match[0]) else ASKED
    return _Compared(contracts) if _TWO <= len(contracts) <= most else None


def _asks_of_all(question: str) -> bool:
    intent, chance = intent_of(question)
    return intent in (Intent.COMPARE, Intent.EVERY_DOCUMENT) and chance >= SURE


def _named(question: str, index: Index, among: Sequence[str]) -> _Compared | None:
    """The contracts that stand in a question as what it compares; None where there are not two."""
    sides = sides_in(question)
    intent, chance = intent_of(question)
    is_sure = intent is Intent.COMPARE and chance >= SURE
    if len(sides) < _TWO and not is_sure:
        return None
    contracts = [name for name in among if is_contract(index.documents[name])]
    prose = [name for name in among if name in contracts or _is_prose(name, index)]
    for names in (contracts, prose):
        naming = NamedSides(index, names) if len(names) > 1 else None
        if naming and (found := _told_apart(question, sides, naming, is_sure)):
            return found
    return None


def _is_prose(name: str, index: Index) -> bool:
    document = index.documents[name]
    return not (is_mostly_tables(document) or is_of_meeting(document.text))


def _told_apart(question: str, sides: Sequence[Side], naming: NamedSides, is_sure: bool) -> _Compared | None:
    for some in (sides, _with_names(question, sides, naming) if is_sure else ()):
        told = naming.told_apart([(question[slice(*one.words)], one.likely) for one in some])
        named = [(one, name) for one, name in zip(some, told, strict=True) if name]
        names = tuple(dict.fromkeys(name for _, name in named))
        if len(names) > 1:
            return _Compared(names, tuple(one for one, _ in named))
    return None


def _with_names(question: str, sides: Sequence[Side], naming: NamedSides) -> list[Side]:
    """The sides, and the words besides that one contract alone is called by."""
    more = [
        Side(place, 0.0)
        for place in tokens_of(question)
        if not any(place.touches(side.words) for side in sides) and naming.called_so(question[slice(*place)])
    ]
    return sorted([*sides, *more])
