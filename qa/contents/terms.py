"""Terms: words with capitals that stand for a part or a thing in one document, and name nobody.

A contract's "Contractor" is defined in it, as in "(the “Contractor”)", or is a role that people have, or a
common noun: the document spells it with a small letter elsewhere, and mostly puts "the" or "each" before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from index import Span

_WORDS = r"[A-Z][\w’'-]{0,40}(?:\s[A-Z][\w’'-]{0,40}){0,3}"
_CALLED = r"(?:called\s|referred\sto\sas\s|known\sas\s)?"
_ARTICLE = r"(?:(?:the|an?|each,?\san?|together,?\sthe)\s)"
_DEFINED = (
    # (“the Client”), (each a "Party"), ("Premises")
    re.compile(rf"\((?:[^()\"“”]{{0,40}}\s)?(?P<the>{_ARTICLE})?[\"“'‘](?P<in>{_ARTICLE})?(?P<term>{_WORDS})[\"”'’]"),
    # Northwind Bakery GmbH (the Client)
    re.compile(rf"(?:[A-Z][\w.&’'-]{{0,40}}|\d\w{{0,20}}|\))[,\s]{{1,2}}\((?P<the>the\s)(?P<term>{_WORDS})\)"),
    re.compile(rf"\b(?:hereinafter|hereafter)\s{_CALLED}(?P<the>the\s)?[\"“'‘]?(?P<term>{_WORDS})"),
    re.compile(rf"[\"“](?P<the>)(?P<term>{_WORDS})[\"”]\s(?:means?|shall\smean|refers?\sto|has\sthe\smeaning)\b"),
)  # fmt: skip
_OF_ONE = frozenset("the this that these those its their our your his her my said".split())
_OF_ANY = frozenset("a an any each every either neither no such both all some".split())
# Whoever is one of these is a person, the word is not: "the Chair", "Managing Director".
_ROLES = frozenset(
    """
    agent borrower buyer chair chairman chairperson chairwoman client contractor customer director employee
    employer guarantor hirer insurer investor landlord lender lessee lessor licensee licensor manager member
    officer owner president provider purchaser secretary seller shareholder subcontractor supplier tenant
    treasurer trustee vendor
    """.split()
)
# "The Premises"; "Rural Party" and "Ostland Services" may be names.
_THINGS = frozenset(
    "agreement contract goods lease parties party premises products service services works".split()
)
# "The Reading Room" is a part of a house.
_ROOMS = frozenset("room rooms kitchen canteen lobby foyer".split())


class Terms:
    """Tells the terms of a document from its names.

    Args:
        text: the document's text.
        stretches: the sentences whose words are looked at.
        small: how often each word in small letters stands there.

    """

    def __init__(self, text: str, stretches: Iterable[Span], small: Counter[str]) -> None:
        self._small = small
        self._called: set[str] = set()  # with an article: "(the “Client”)"
        self._quoted: set[str] = set()  # without one, as a name's short form is too: "(“Corvid”)"
        for form in _DEFINED:
            for found in form.finditer(text):
                has_article = bool(found["the"]) or bool(found.groupdict().get("in"))
                if not found["term"].isupper():  # "(the “EU”)" is short for a name
                    (self._called if has_article else self._quoted).add(found["term"].casefold())
        self._all: Counter[str] = Counter()
        self._behind: Counter[str] = Counter()
        self._of_any: set[str] = set()
        for stretch in stretches:
            self._look(text[slice(*stretch)])

    def holds(self, words: Sequence[str]) -> bool:
        """Whether some words with capitals are a term."""
        said = " ".join(words).casefold()
        if said in self._called:
            return True
        if len(words) > 1:
            return words[-1].casefold() in _ROLES or (
                words[-1].casefold() in _ROOMS and self._is_determined(words[0].casefold())
            )
        if said in _ROLES or said in _THINGS:
            return True
        is_noun = said in self._quoted or said in self._of_any or self._is_common(said)
        return is_noun and self._is_determined(said)

    def _look(self, sentence: str) -> None:
        before = ""
        for word in re.findall(r"\w[\w-]*", sentence):
            said = word.casefold()
            if word[0].isupper():
                self._all[said] += 1
                self._behind[said] += before in _OF_ONE or before in _OF_ANY
                self._of_any.update([said] if before in _OF_ANY else [])
            before = said

    def _is_determined(self, said: str) -> bool:
        """Whether it stands behind an article, or a word like one, more often than not."""
        return 2 * self._behind[said] > self._all[said]

    def _is_common(self, said: str) -> bool:
        """Whether it, its plural or its singular is written in small letters too."""
        return any(self._small[form] for form in (said, f"{said}s", said.removesuffix("s")))
