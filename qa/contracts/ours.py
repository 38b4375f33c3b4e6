"""Ours: the party that "we" are: the one that several of the contracts are with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Document, Index
from index.words import stems
from qa.contracts.defined import definitions
from qa.contracts.meant import OPENING
from qa.contracts.signatures.names import COMPANY
from qa.contracts.signatures.signers import signers_of

_US = re.compile(
    r"(?:on\s)?(?:us|we|ours|ourselves|(?:our|my)\s(?:own\s)?(?:side|party|company|firm|organi[sz]ation|house|part))",
    re.IGNORECASE,
)
# A longer line that ends in a firm's name says more than that.
_LETTERHEAD_CHARS = 40
# What stands behind a firm's name says what kind of firm it is.
_FORM = re.compile(
    r"[,\s]+(?:Ltd|Limited|LLP|LLC|Inc|plc|PLC|GmbH|AG|KG|Corp|Corporation|Co|BV|SA|SE|e\.?V)\b\.?"
)


def is_us(said: str) -> bool:
    """Whether words stand for whoever asks."""
    return bool(_US.fullmatch(said.strip()))


def our_party(document: Document, index: Index, among: Sequence[str]) -> str:
    """The party of a document that more of the others are with, or speak of, than any other party of it.

    "" where there are no others, or several parties stand in as many.

    Args:
        document: what we signed.
        index: the documents.
        among: the names of those that may be looked at.

    """
    others = [index.documents[name] for name in among if name != document.name]
    parties = list(dict.fromkeys(_FORM.sub("", one) for one in parties_of(document)))
    counted = [(_held(one, others), one) for one in parties]
    most = max(counted, default=((0, 0), ""))
    (contracts, texts), said = most
    rivals = [held for held, one in counted if not stems(one) & stems(said)]
    is_most = all(held < (contracts, texts) for held in rivals)
    return said if texts and rivals and is_most else ""


def _held(party: str, others: Sequence[Document]) -> tuple[int, int]:
    """How many documents are with a party, and how many name it."""
    wanted = stems(party)
    is_with = [any(wanted <= stems(one) for one in parties_of(other)) for other in others]
    return sum(is_with), sum(party.casefold() in other.text.casefold() for other in others)


def parties_of(document: Document) -> Iterator[str]:
    """The names of whom a contract is between.

    They stand before the terms for them, behind its first labels, alone in a line as in a letter's head, or
    are those that it is signed for.
    """
    text = document.text
    for one in definitions(document):
        yield text[slice(*one.name)]
    for line in text[:OPENING].splitlines():
        _, colon, told = line.partition(":")
        name = told.split(",", 1)[0].strip()
        if not colon and len(line) <= _LETTERHEAD_CHARS and line[:1].isupper():
            name = line.strip()
        if COMPANY.search(name):
            yield name
    for signer in signers_of(document):
        if COMPANY.search(signer.party):
            yield signer.party
