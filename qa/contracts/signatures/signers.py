"""Signers: who signed a document, by its blocks and tables, or by runs of lines where these tell more."""

from __future__ import annotations

from collections.abc import Sequence

from index import Document
from index.words import stems
from qa.contracts.signatures.blocks import Signer
from qa.contracts.signatures.names import is_short_for
from qa.contracts.signatures.reading import block_signers
from qa.contracts.signatures.runs import run_signers

# All are dated, on two days, and sign for two.
_FULL = (3, 2)


def signers_of(document: Document) -> list[Signer]:
    """Who signed a document, in its order; nobody twice for the same."""
    return [_without_own_name(one, document.text) for one in _fullest(document)]


def _fullest(document: Document) -> list[Signer]:
    blocks = block_signers(document)
    if _fullness(blocks) >= _FULL:
        return blocks
    runs = run_signers(document)
    are_all = len(runs) > len(blocks) or _are_in(blocks, runs, document.text)
    return runs if _fullness(runs) > _fullness(blocks) and are_all else blocks


def _without_own_name(signer: Signer, text: str) -> Signer:
    """One who signs, for the party without the signature that stands behind it: "Elm Club A. Stone"."""
    own = stems(text[slice(*signer.name)])
    words = signer.party.split()
    kept = len(words)
    while kept > 1 and (len(words[kept - 1].strip(".")) == 1 or stems(words[kept - 1]) <= own):
        kept -= 1
    is_named = kept < len(words) and len(words[-1].strip(".")) > 1
    return signer._replace(party=" ".join(words[:kept])) if is_named else signer


def _are_in(some: Sequence[Signer], others: Sequence[Signer], text: str) -> bool:
    """Whether all of some signers are among others, but for those that are a party's name rather."""
    parties = [stems(one.party) for one in others]
    names = [text[slice(*one.name)] for one in others]
    return all(
        any(_is_one(said, name) for name in names) or any(map(stems(said).__le__, parties))
        for said in (text[slice(*one.name)] for one in some)
    )


def _is_one(said: str, name: str) -> bool:
    wanted, known = stems(said), stems(name)
    return wanted <= known or known <= wanted or is_short_for(said, name)


def _fullness(signers: Sequence[Signer]) -> tuple[int, int]:
    """How much is told of those who sign: that they do, when each did and for whom, and on how many dates."""
    if not signers:
        return 0, 0
    dates = {one.dated.date for one in signers if one.dated}
    are_dated = all(one.dated for one in signers)
    sides = {one.party for one in signers}
    return 1 + are_dated + ("" not in sides and len(sides) > 1), len(dates)
