"""Beside: contracts that a question names by their trade or firm, each asked by itself, side by side.

"What does the caterer need as notice, and what the gardener?" names two contracts, and no document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from index import Document, Index, Only, Span
from index.words import is_function_word, stem, stems, words
from qa.citation import Together
from qa.contents.headings import called
from qa.contracts.defined import definitions
from qa.contracts.meant import OPENING
from qa.contracts.paid import OF_ANY_FIRM, is_meant
from qa.contracts.signatures.signers import signers_of
from qa.gist.overviews import telling_words
from qa.intents.kinds import CONTRACTS, is_kind, kinds_in
from qa.question import LONGEST_FORM
from qa.several.named import NamedDocuments, documents_named, named_in_turn, named_together
from qa.several.places import ASKED, Asks
from qa.several.sides import asked_in_a_row, side_by_side

# So many documents are looked through.
LOOKED_THROUGH = 40
_TWO = 2
# So often at least, and so many times as often as another, a contract speaks of what it is about.
_OFTEN = 3
_ALL = re.compile(
    r"\b(?P<all>both|each|every|either|all|the\stwo|the\sthree)(?:\sof)?(?:\s(?:the|our|these|my))?(?:\s(?:two|three))?\s"
    r"(?P<one>firm|compan(?:y|ies)|contractor|supplier|provider|agenc(?:y|ies)|partner|contract|agreement)s?\b",
    re.IGNORECASE,
)
_IES = re.compile(r"ies\Z")
_ARE_TWO = re.compile(r"both|either|two", re.IGNORECASE)


def contracts_side_by_side(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What each of the documents says that a question compares, or names in a row, by any name of theirs.

    None for any other question, and where one of two is not found: a look-up then does what it can.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        asks: asks a question of some documents.

    """
    return side_by_side(question, index, document, asks, _naming(index, index.among(document)))


def contracts_in_turn(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What two documents answer of which a question asks the same: "When does A end, and when B?".

    None for any other question, and where neither answers.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        asks: asks a question of some documents.

    """
    among = index.among(document)
    naming = _naming(index, among)
    row = named_in_turn(question, lambda said: documents_named(said, index, among) or naming(said))
    return asked_in_a_row(row, index, asks) if row and len(among) > 1 else None


def all_contracts(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What each contract says, where a question asks of "both contracts", or "each of the firms".

    None for any other question, and where there are not two of both, or none answers.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        asks: asks a question of some documents.

    """
    row = _all_of_them(question, index, index.among(document))
    return asked_in_a_row(row, index, asks) if row else None


def _all_of_them(question: str, index: Index, among: Sequence[str]) -> list[NamedDocuments]:
    """The contracts, where a question asks of both or each of them, or of the firms they are with."""
    match = _ALL.search(question) if len(question) <= LONGEST_FORM else None
    if match is None or not 1 < len(among) <= LOOKED_THROUGH:
        return []
    names = [name for name in among if is_contract(index.documents[name])]
    most = _TWO if _ARE_TWO.search(match["all"]) else ASKED
    if not _TWO <= len(names) <= most:
        return []
    return named_together(question, Span(*match.span()), _IES.sub("y", match["one"].casefold()), names)


def is_contract(document: Document) -> bool:
    """Whether a document is a contract: it is called one, defines its parties, or is signed."""
    own = telling_words(called(document.name, document))
    if own & CONTRACTS or len(list(definitions(document))) >= _TWO:
        return True
    return bool(signers_of(document))


def _naming(index: Index, among: Sequence[str]) -> Callable[[str], Sequence[str]]:
    """Tells the one contract that a trade or a firm stands for; none where several may be meant."""
    documents = {name: index.documents[name] for name in among} if len(among) <= LOOKED_THROUGH else {}
    found: dict[str, Sequence[str]] = {}

    def naming(said: str) -> Sequence[str]:
        if said not in found:
            may_name = "," not in said and not any(map(is_kind, words(said)[:-1]))
            meant = [
                name
                for name, one in documents.items()
                if may_name and is_meant(said, one, is_spoken_of=False)
            ]
            contracts = [name for name in meant if is_contract(documents[name])]
            if not contracts and may_name and not any(map(is_function_word, words(said))):
                contracts = _speaking_most(said, documents)
            found[said] = contracts if len(contracts) == 1 else []
        return found[said]

    return naming


def _speaking_most(said: str, documents: Mapping[str, Document]) -> list[str]:
    """The contract that speaks of somebody or something far more often than any other; none if none does.

    Once is enough where that is at its head, and no other does.
    """
    telling = stems(said) - OF_ANY_FIRM - kinds_in(stems(said))
    contracts = [name for name, one in documents.items() if telling and is_contract(one)]
    often = {name: _how_often(telling, documents[name].text) for name in contracts}
    most = max(contracts, key=often.__getitem__, default="")
    others = max((often[name] for name in contracts if name != most), default=0)
    if not most or (not others and _how_often(telling, documents[most].text[:OPENING])):
        return [most] if most else []
    return [most] if often[most] >= max(_OFTEN, _OFTEN * others) else []


def _how_often(telling: frozenset[str], text: str) -> int:
    counts = Counter(map(stem, words(text)))
    return min(counts[one] for one in telling)
