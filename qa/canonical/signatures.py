"""Signatures: which signed documents a question means, and for whom or by whom they were signed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Document, Index
from index.words import stems
from qa.canonical.spoken import DEAL, Word, naming
from qa.contents.headings import called
from qa.contracts.meant import OPENING
from qa.contracts.ours import is_us, parties_of
from qa.contracts.sides import signing_for
from qa.contracts.signatures.signers import signers_of
from qa.intents.kinds import ANY_CONTRACT, CONTRACTS

# So many documents are looked through.
LOOKED_THROUGH = 40
_OURS = re.compile(
    r"\b(?:for\sus|(?:on|from|at|by)\sour\s(?:side|behalf|part|end)|our\s(?:side|signator(?:y|ies)|signature)"
    r"|on\sbehalf\sof\sus|(?:did|have)\swe)\b",
    re.IGNORECASE,
)
_DOES_SIGN = re.compile(
    r"\b(?:did|has|have|had)\s(?:the\s)?(?P<side>.{1,40}?)\s(?:\w+-)?(?:sign|put|execute|ink|initial)",
    re.IGNORECASE,
)
_SIDES = (
    re.compile(
        r"\b(?:on\sbehalf\sof|signed\sfor)\s(?:the\s)?(?P<side>[\w’'&-]+(?:\s[\w&-]+){0,2})", re.IGNORECASE
    ),
    re.compile(r"\b(?P<side>[\w&-]+)(?:['’]s?)?\sside\b", re.IGNORECASE),
)


def signed_meant(
    words: Sequence[Word], index: Index, names: Sequence[str], spoken_of: Sequence[str]
) -> list[Document]:
    """The signed documents that a question's words name best; all where no word names any.

    Args:
        words: those that may name them.
        index: the documents.
        names: those that may be meant.
        spoken_of: those that an earlier question was about.

    """
    documents = [index.documents[name] for name in names[:LOOKED_THROUGH]]
    among = [one for one in documents if signers_of(one)]
    words = naming(words, frozenset[str]().union(*(stems(_called(one)) for one in among)))
    wanted = {one.stem for one in words} - ANY_CONTRACT - {DEAL}
    told = {one.name: _told(wanted, one) for one in documents}
    most = max(told.values(), default=0)
    if not most:
        is_any = not any(one.is_name or one.is_placed for one in words if one.stem in wanted)
        spoken = [one for one in among if one.name in spoken_of]
        return (spoken or among) if is_any else []
    placed = {one.stem for one in words if one.is_placed and one.stem in wanted} - CONTRACTS
    named = {one.stem for one in words if one.is_name and one.said.isalpha()}
    return [
        one
        for one in among
        if told[one.name] == most and named <= _names_in(one)
        if placed <= stems(f"{_called(one)} {one.text}")
    ]


def _told(wanted: set[str], document: Document) -> int:
    """How many words stand in a document's name or title, each twice, or where it opens or who signed it."""
    own = stems(_called(document))
    if own & CONTRACTS:
        own |= CONTRACTS
    signers = " ".join(document.text[slice(*one.name)] for one in signers_of(document))
    return len(wanted & own) + len(wanted & (own | stems(f"{document.text[:OPENING]} {signers}")))


def _names_in(document: Document) -> frozenset[str]:
    """The stems of what a document is called, whom it is between, and who signed it for whom."""
    signers = (f"{document.text[slice(*one.name)]} {one.party} {one.office}" for one in signers_of(document))
    return stems(" ".join([_called(document), *parties_of(document), *signers]))


def _called(document: Document) -> str:
    return called(document.name, document).replace("_", " ")


def is_of_another(question: str, words: Sequence[Word], who: str, documents: Sequence[Document]) -> bool:
    """Whether a question has somebody sign who is neither who signs nor what the documents are called."""
    known = stems(" ".join([who, *map(_called, documents)]))
    match = _DOES_SIGN.search(question)
    said = stems(match["side"]) if match else frozenset()
    return any(one.stem in said - known for one in words if not one.is_wording)


def signer_said(words: Sequence[Word], documents: Sequence[Document]) -> str:
    """The name of one who signed, in a question's own words; "" where there is none."""
    names = [one.text[slice(*signer.name)] for one in documents for signer in signers_of(one)]
    signing = stems(" ".join(names))
    return " ".join(one.said for one in words if one.stem in signing)


def side_said(question: str, documents: Sequence[Document], index: Index) -> str:
    """For whom was signed, in a question's own words; "" where it does not say, or nobody signed for them."""
    if _OURS.search(question):
        return "us"
    sides = (match["side"] for form in (*_SIDES, _DOES_SIGN) if (match := form.search(question)))
    return next((side for side in sides if not is_us(side) and _signs(side, documents, index)), "")


def _signs(side: str, documents: Sequence[Document], index: Index) -> bool:
    return any(signing_for(side, signers_of(one), one, index) for one in documents)
