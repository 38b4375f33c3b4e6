"""Parties: between whom a contract is, and whom it calls the contractor, by where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Document, Index, Only, Span, cut
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, cite, numbered, passage_of
from qa.contents.headings import labels_of
from qa.contracts.defined import Definition, definitions
from qa.intents.kinds import kinds_in
from qa.question import LONGEST_FORM
from qa.several.named import documents_meant

# So many documents are looked through.
LOOKED_THROUGH = 40
_MOST_PARTIES = 8
_WHO_IS = re.compile(
    r"\W*(?:and\s)?who(?:\sis|\sare|\swas|['’]s)\s(?:meant\sby\s)?the\s(?P<term>[\w-]+(?:\s[\w-]+)?)"
    r"(?:\s(?:in|of|under|for)\s(?P<what>[^?]{1,100}))?\W*",
    re.IGNORECASE,
)
_OF = r"(?:\s(?:to|of|in|under|for)\s(?P<what>[^?]{1,100}))?"
_ALL = tuple(
    re.compile(rf"\W*(?:and\s)?{form}\W*", re.IGNORECASE)
    for form in (
        rf"(?:who|which|what)\s(?:are|were)\s(?:all\s)?(?:the\s)?(?:two\s|contracting\s|contract\s)?part(?:ies|ners){_OF}",
        rf"(?:name|list)\s(?:all\s)?(?:the\s)?(?:two\s|contracting\s)?parties{_OF}",
        r"who\s(?:is|was)\s(?P<what>[^?]{1,100}?)\s(?:made\s|concluded\s|signed\s)?between",
        r"between\swh(?:om|ich\sparties)\s(?:is|was)\s(?P<what>[^?]{1,100}?)(?:\s(?:made|concluded|signed))?",
    )
)
# So far into a document it says between whom it is; so far apart the names of two stand.
_OPENING_CHARS, _APART_CHARS = 3000, 200
_GOES_ON = re.compile(r"\W*(?:\(?\d|and\b)", re.IGNORECASE)
_CAPITAL = r"\W*(?:(?:the|a)\s)?(?-i:[^\W\d_a-z])"
_BETWEEN = re.compile(
    rf"(?:^|(?<=\n)|\b(?:agreement|contract|lease|licence|made|concluded|entered)\b[^.\n]{{0,120}}?)\W*\bbetween\b[\s:]*"
    rf"(?P<both>{_CAPITAL}.{{3,400}}?\band\b{_CAPITAL})",
    re.IGNORECASE | re.DOTALL,
)


def parties_asked(question: str, index: Index, document: Only) -> Together | None:
    """Between whom the contracts are that a question asks of: each by its definition, or all by one sentence.

    None for any other question, and where no document that it may be about says so.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    asked = next(filter(None, (form.fullmatch(question) for form in _ALL)), None)
    if asked is None or len(question) > LONGEST_FORM:
        return None
    among = index.among(document)
    names = documents_meant(asked["what"], index, among) if asked["what"] else among
    if len(names) > LOOKED_THROUGH:
        return None
    cited = {name: list(_parties(index.documents[name])) for name in names}
    citations = numbered(one for some in cited.values() for one in some)
    if not citations:
        return None
    told = labels_of([name for name, some in cited.items() if some], index)
    named = f"“{told[0]}”" if len(told) == 1 else f"{len(told)} documents"
    return Together(AnswerKind.PLACES, citations, f"Who the parties to {named} are", by_document(citations))


def _parties(document: Document) -> Iterator[Citation]:
    passages = cut(document)
    found = _defined_together(document)
    for one in found:
        yield cite(1, document, passage_of(document, passages, one.whole), one.whole, one.name)
    match = None if found else _BETWEEN.search(document.text, 0, _OPENING_CHARS)
    if match:
        both = Span(*match.span("both"))
        passage = passage_of(document, passages, both)
        last = next((one for one in passage.sentences if one.start < both.end <= one.end), both)
        whole = Span(min(both.start, last.start), last.end)
        yield cite(1, document, passage, whole, Span(both.start, last.end))


def _defined_together(document: Document) -> list[Definition]:
    """The definitions that a document opens with, in one block or in some that go on; two at least."""
    found = [
        one
        for one in definitions(document)
        if one.name.start < _OPENING_CHARS and not kinds_in(one.term)  # the "Agreement" is none of them
    ][:_MOST_PARTIES]
    run = found[:1]
    for one in found[1:]:
        between = document.text[run[-1].whole.end : one.name.start]
        is_same = "\n" not in between or len(run) == 1 or _GOES_ON.match(between.rsplit("\n", 1)[1])
        if len(between) > _APART_CHARS or not is_same:
            break
        run.append(one)
    return run if len(run) > 1 else []


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
