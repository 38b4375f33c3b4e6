"""Meant: which contracts some words name, by what they are called or whom they are with."""

from __future__ import annotations

from collections.abc import Sequence

from index import Document, Index
from index.words import stems
from qa.contents.headings import called
from qa.contracts.defined import definitions
from qa.contracts.signatures.signers import signers_of
from qa.gist.overviews import of_any_kind, telling_words
from qa.intents.kinds import ANY_CONTRACT, CONTRACTS
from qa.several.named import documents_called

# Who a contract is with, its first characters say.
OPENING = 1_500


def contracts_meant(what: str, index: Index, among: Sequence[str]) -> list[str]:
    """The contracts that some words name, by what they are called or whom they are with."""
    said = telling_words(what)
    kind, wanted = said & CONTRACTS - ANY_CONTRACT, said - CONTRACTS
    contracts = of_any_kind(kind or CONTRACTS, index, among)
    if len(among) == 1 and not wanted:
        return contracts or list(among)
    named = [name for name in documents_called(what, index, among) if name in contracts]
    if named or not wanted:
        return named or contracts
    return [name for name in contracts if wanted <= stems(index.documents[name].text[:OPENING])]


def is_contract(document: Document) -> bool:
    """Whether a document is a contract: it is called one, defines its parties, or is signed."""
    own = telling_words(called(document.name, document))
    if own & CONTRACTS or len(list(definitions(document))) >= 2:
        return True
    return bool(signers_of(document))
