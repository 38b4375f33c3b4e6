"""Paid: whether a contract is the one that a trade, a firm or a pronoun stands for where money is asked of.

"What does the caretaking cost?", "How much does Brightstep get?", "How much do they get?": the first is told
by what the contract is called, the second by whom it is between, the third by what was spoken of before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Document
from index.words import stems, words
from qa.contents.headings import called
from qa.contracts.defined import Definition, definitions
from qa.contracts.meant import OPENING
from qa.intents.kinds import kinds_in

_POINTS_BACK = re.compile(r"(?:they|them|it|this|that|he|she|him|her)", re.IGNORECASE)
OF_ANY_FIRM = stems(
    "firm firms company companies contractor people business provider service services maintenance upkeep"
    " servicing work contract agreement arrangement"
)
_FIRM = re.compile(
    r"(?:[A-Z][\w’'-]*\s(?:(?:&|and|of)\s)?){1,6}(?:Ltd|Limited|LLP|LLC|Inc|plc|GmbH|AG|KG|Corp|Company|Co)\b"
)
# Who does a trade is called by it: the caretaker does the caretaking.
_DOER = re.compile(r"(?:['’]s?|(?<=\w{4})(?:ers?|ors?|ing))\Z")
_PAYS = re.compile(
    r"(?P<payer>(?:[\w’'&-]+\s){1,3}?)(?:shall\s|will\s|must\s|has\sto\s)?(?:pays?|owes?)\b", re.IGNORECASE
)


def is_meant(named: str, document: Document, is_spoken_of: bool) -> bool:
    """Whether a contract is the one that some words stand for; any is for no words.

    Args:
        named: a trade, a firm, or a pronoun, as the question has it.
        document: the contract.
        is_spoken_of: whether it answered the question before.

    """
    if not named:
        return True
    if _POINTS_BACK.fullmatch(named):
        return is_spoken_of
    said = stems(named)
    telling = said - OF_ANY_FIRM - kinds_in(said)
    own = f"{document.name} {called(document.name, document)}"
    if (telling or kinds_in(said)) and trades(telling) <= trades(stems(own)):
        return True
    return _is_name(named) and any((telling or said) <= party for party in _parties(document))


def is_party(who: str, document: Document) -> bool:
    """Whether a contract is between somebody and another: with a capital, where it names its parties."""
    capitals = stems(" ".join(word for word in words(_opening(document)) if word[0].isupper()))
    return stems(who) <= capitals if who else True


def is_paid_by(named: str, said: str, document: Document) -> bool:
    """Whether a sentence says that somebody pays, who is so named or is called so in a contract."""
    pays = _PAYS.search(said)
    payer = stems(pays["payer"]) if pays else frozenset()
    return bool(payer) and any(calling <= payer for calling in _callings(stems(named), document) if calling)


def _callings(who: frozenset[str], document: Document) -> Iterator[frozenset[str]]:
    """The words for somebody, as stems: themselves, the term behind the name, or the label before it."""
    yield who
    defined = list(definitions(document))
    for one in defined:
        if who & _words_of(one, document):
            yield from (one.term, one.role)
    for line in () if defined else document.text[:OPENING].splitlines():
        *labels, told = line.split(":")
        if who & stems(told):
            yield from map(stems, labels[:1])


def _opening(document: Document) -> str:
    """The blocks in which a contract says what it calls its parties."""
    begins = [one.name.start for one in definitions(document)]
    blocks = (block for block in document.blocks if any(block.start <= at < block.end for at in begins))
    return " ".join(document.text[slice(*block)] for block in blocks)


def _parties(document: Document) -> Iterator[frozenset[str]]:
    """The words of those whom a contract is between, as stems; firms by its first lines."""
    for one in definitions(document):
        yield _words_of(one, document) | one.term | one.role
    for firm in _FIRM.finditer(document.text, 0, OPENING):
        yield stems(firm.group())


def _words_of(one: Definition, document: Document) -> frozenset[str]:
    return stems(document.text[slice(*one.name)])


def _is_name(named: str) -> bool:
    """Whether words are a name, or the term for a party: each with a capital, or after an article."""
    said = words(named)
    return named.casefold().startswith(("the ", "our ")) or all(
        word[0].isupper() for word in said if word.casefold() not in ("and", "of")
    )


def trades(said: frozenset[str]) -> frozenset[str]:
    """Stems without the ending of who does a trade, so that the cleaner and the cleaning are one."""
    return frozenset(_DOER.sub("", word) for word in said)
