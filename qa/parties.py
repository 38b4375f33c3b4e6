"""Parties: who it is that documents call the contractor or the tenant, by where they define it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Index, Only, cut
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, cite, numbered, passage_of
from qa.defined import definitions
from qa.named import documents_meant
from qa.question import LONGEST_FORM

# So many documents are looked through.
LOOKED_THROUGH = 40
_WHO_IS = re.compile(
    r"\W*(?:and\s)?who(?:\sis|\sare|\swas|['’]s)\s(?:meant\sby\s)?the\s(?P<term>[\w-]+(?:\s[\w-]+)?)"
    r"(?:\s(?:in|of|under|for)\s(?P<what>[^?]{1,100}))?\W*",
    re.IGNORECASE,
)


def party_asked(question: str, index: Index, document: Only) -> Together | None:
    """Who a document calls so, by its definition (the "Contractor"): not the person who is named to call.

    None for any other question, and where no document that it may be about defines the term.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    asked = _WHO_IS.fullmatch(question) if len(question) <= LONGEST_FORM else None
    if asked is None:
        return None
    among = index.among(document)
    names = documents_meant(asked["what"], index, among) if asked["what"] else among
    if len(names) > LOOKED_THROUGH:
        return None
    term = stems(asked["term"])
    citations = numbered(one for name in names for one in _defined(term, name, index))
    if not citations:
        return None
    statement = f"Who is called the {asked['term']}"
    return Together(AnswerKind.PLACES, citations, statement, by_document(citations))


def _defined(term: frozenset[str], name: str, index: Index) -> Iterator[Citation]:
    """The first definition of a term in a document."""
    document = index.documents[name]
    found = next((one for one in definitions(document) if term in (one.term, one.role)), None)
    if found:
        yield cite(1, document, passage_of(document, cut(document), found.whole), found.whole, found.name)
