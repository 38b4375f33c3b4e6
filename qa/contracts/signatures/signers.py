"""Signers: who signed a document, by its blocks and tables, or by runs of lines where these tell more."""

from __future__ import annotations

from collections.abc import Sequence

from index import Document
from index.words import stems
from qa.contracts.signatures.blocks import Signer
from qa.contracts.signatures.reading import block_signers
from qa.contracts.signatures.runs import run_signers

# All are dated, on two days, and sign for two.
_FULL = (3, 2)


def signers_of(document: Document) -> list[Signer]:
    """Who signed a document, in its order; nobody twice for the same."""
    blocks = block_signers(document)
    if _fullness(blocks) >= _FULL:
        return blocks
    runs = run_signers(document)
    are_all = len(runs) > len(blocks) or _are_in(blocks, runs, document.text)
    return runs if _fullness(runs) > _fullness(blocks) and are_all else blocks


def _are_in(some: Sequence[Signer], others: Sequence[Signer], text: str) -> bool:
    """Whether all of some signers are among others, but for those that are a party's name rather."""
    named = [stems(text[slice(*one.name)]) for one in others]
    parties = [stems(one.party) for one in others]
    said = [stems(text[slice(*one.name)]) for one in some]
    return all(
        any(one <= other or other <= one for other in named) or any(map(one.__le__, parties)) for one in said
    )


def _fullness(signers: Sequence[Signer]) -> tuple[int, int]:
    """How much is told of those who sign: that they do, when each did and for whom, and on how many dates."""
    if not signers:
        return 0, 0
    dates = {one.dated.date for one in signers if one.dated}
    are_dated = all(one.dated for one in signers)
    sides = {one.party for one in signers}
    return 1 + are_dated + ("" not in sides and len(sides) > 1), len(dates)
