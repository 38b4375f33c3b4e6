"""Sides: for whom somebody signed, by what stands with the name or what the document calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Document, Index
from index.words import stems
from qa.contracts.defined import definitions, terms_of, without_article
from qa.contracts.meant import OPENING
from qa.contracts.signatures.blocks import Signer
from qa.contracts.signatures.names import ROLE

# What is called otherwise than it calls itself, "the campsite", is as close to its name, by the cosine, and
# by so much closer than to any other's.
CLOSE, CLOSER = 0.45, 0.2
_LINE = re.compile(r"\s*[^\r\n]{1,80}")


def signing_for(party: str, signers: Sequence[Signer], document: Document, index: Index) -> list[Signer]:
    """Those who signed for somebody, or hold an office that is so called.

    Args:
        party: what a question calls whom they signed for, or their office.
        signers: who signed.
        document: what they signed.
        index: compares names.

    """
    wanted = stems(without_article(party))
    if not wanted:
        return []
    if named := [one for one in signers if wanted <= stems(one.party)]:
        return named
    if defined := _by_definition(party, wanted, signers, document):
        return defined
    names = [[one.party, *_names_of(one.party, document)] for one in signers]
    sides = [f"{_beside(one, document)} {' '.join(some)}" for one, some in zip(signers, names, strict=True)]
    if beside := [one for one, side in zip(signers, sides, strict=True) if wanted <= stems(side)]:
        return beside
    return _closest(party, signers, [some[:2][-1] for some in names], index)


def _by_definition(
    party: str, wanted: frozenset[str], signers: Sequence[Signer], document: Document
) -> list[Signer]:
    text = document.text
    meant = [*terms_of(party, text), *(one.term for one in definitions(document) if one.role == wanted)]
    own = [one.party or text[slice(*one.name)] for one in signers]  # who signs for nobody is a party
    return [
        one
        for one, said in zip(signers, own, strict=True)
        if any(wanted <= term for term in terms_of(said, text)) or any(term <= stems(said) for term in meant)
    ]


def _beside(signer: Signer, document: Document) -> str:
    """What stands with the name of one who signed."""
    before = document.text[signer.lines.start : signer.name.start]
    behind = document.text[signer.name.end : signer.lines.end]
    below = _LINE.match(document.text, max(signer.lines.end, signer.name.end))
    office = below[0] if below and ROLE.search(below[0]) else ""
    return f"{before} {behind} {office} {signer.office}"


def _names_of(party: str, document: Document) -> Iterator[str]:
    """The names that a document has for a party: before the term for it, or behind: "Customer: Elm"."""
    term = stems(without_article(party))
    if not term:
        return
    yield from (document.text[slice(*one.name)] for one in definitions(document) if one.term == term)
    longer = re.compile(rf"\b{re.escape(party)}(?:\s[A-Z][\w&’'-]*)+")
    yield from (match[0] for match in longer.finditer(document.text[:OPENING]))
    for line in document.text[:OPENING].splitlines():
        label, colon, told = line.partition(":")
        if colon and stems(label.rsplit(". ", 1)[-1]) == term:
            yield told.split(",", 1)[0].strip()


def _closest(party: str, signers: Sequence[Signer], names: Sequence[str], index: Index) -> list[Signer]:
    """Those of the only side whose name is close to what it is called, and by far the closest."""
    sides = list(dict.fromkeys(names))
    if len(sides) < 2 or not all(sides):
        return []
    wanted, *vectors = index.vectors([party, *sides])
    close = [float(wanted @ vector) for vector in vectors]
    first, second, *_ = sorted(close, reverse=True)
    if first < CLOSE or first - second < CLOSER:
        return []
    meant = sides[close.index(first)]
    return [one for one, name in zip(signers, names, strict=True) if name == meant]
