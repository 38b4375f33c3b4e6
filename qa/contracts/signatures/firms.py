"""Firms: for whom is signed where each firm stands below the names of those who sign for it."""

from __future__ import annotations

from collections.abc import Sequence

from index import Span
from qa.contracts.signatures.blocks import Signer
from qa.contracts.signatures.lines import ENDS

# One firm alone may be anything that stands at the end.
_FEWEST = 2


def under_their_firms(text: str, signers: Sequence[Signer], firms: Sequence[Span]) -> list[Signer]:
    """The signers, each for the firm that stands next below; as they are where firms do not stand so.

    Args:
        text: the document's.
        signers: who signs, in the document's order.
        firms: the lines that are no more than a firm's name, in the document's order.

    """
    called = [text[slice(*firm)].strip(ENDS) for firm in firms]
    if not signers or len(firms) < _FEWEST or any(one.party not in ("", *called) for one in signers):
        return list(signers)
    if not (signers[0].name.start < firms[0].start and signers[-1].name.start < firms[-1].start):
        return list(signers)
    below = [next(at for at, firm in enumerate(firms) if firm.start > one.name.start) for one in signers]
    if set(below) != set(range(len(firms))):
        return list(signers)
    return [
        one._replace(party=called[at], lines=_between(text, one.lines, firms[at - 1 : at], firms[at]))
        for one, at in zip(signers, below, strict=True)
    ]


def _between(text: str, lines: Span, above: Sequence[Span], below: Span) -> Span:
    """Lines without the firm above them, and with the one that follows on them."""
    start = max([lines.start, *(firm.end for firm in above)])
    start += len(text[start : lines.end]) - len(text[start : lines.end].lstrip())
    return Span(start, lines.end if text[lines.end : below.start].strip() else below.end)
