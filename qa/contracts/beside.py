"""Beside: contracts that a question names by their trade or firm, each asked by itself, side by side.

"What does the caterer need as notice, and what the gardener?" names two contracts, and no document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

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
    return side_by_side(question, index, document, asks, _ContractNaming(index, index.among(document)))


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
    naming = _ContractNaming(index, among)
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


class _ContractNaming:
    """Tells the one contract that a trade or a firm stands for; none where several may be meant.

    Documents are read once words are asked for, each once, since most questions name none in a row.
    """

    def __init__(self, index: Index, among: Sequence[str]) -> None:
        self._index = index
        self._among = among if len(among) <= LOOKED_THROUGH else ()
        self._found: dict[str, Sequence[str]] = {}
        self._are_contracts: dict[str, bool] = {}

    def __call__(self, said: str) -> Sequence[str]:
        """The contract that some words name, alone in a list; no other than one."""
        if said not in self._found:
            found = self._named(said)
            self._found[said] = found if len(found) == 1 else []
        return self._found[said]

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {name: self._index.documents[name] for name in self._among}

    @cached_property
    def _counts(self) -> dict[str, Counter[str]]:
        """How often each document says each word, by stems."""
        return {name: _counted(one.text) for name, one in self._documents.items()}

    def _is_contract(self, name: str) -> bool:
        if name not in self._are_contracts:
            self._are_contracts[name] = is_contract(self._documents[name])
        return self._are_contracts[name]

    def _named(self, said: str) -> list[str]:
        if "," in said or any(map(is_kind, words(said)[:-1])):
            return []
        meant = [name for name, one in self._documents.items() if is_meant(said, one, is_spoken_of=False)]
        contracts = list(filter(self._is_contract, meant))
        return contracts or ([] if any(map(is_function_word, words(said))) else self._speaking_most(said))

    def _speaking_most(self, said: str) -> list[str]:
        """The contract that speaks of somebody or something far more often than any other; none if none does.

        Once is enough where that is at its head, and no other does.
        """
        telling = stems(said) - OF_ANY_FIRM - kinds_in(stems(said))
        if not telling:
            return []
        counted = {name: _how_often(telling, counts) for name, counts in self._counts.items()}
        often = {name: count for name, count in counted.items() if count and self._is_contract(name)}
        first, *others = sorted(often, key=often.__getitem__, reverse=True) or [""]
        if not first:
            return []
        if not others and _how_often(telling, _counted(self._documents[first].text[:OPENING])):
            return [first]
        least = _OFTEN * often[others[0]] if others else 0
        return [first] if often[first] >= max(_OFTEN, least) else []


def _counted(text: str) -> Counter[str]:
    return Counter(map(stem, words(text)))


def _how_often(telling: frozenset[str], counts: Counter[str]) -> int:
    return min(counts[one] for one in telling)
