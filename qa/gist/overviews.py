"""Overviews: what a document is, by its headings, its most telling sentences, and what it mentions most.

All of it is the document's own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from index import Document, Index, Only, UnknownDocument, cut
from index.words import is_function_word, stem, words
from qa.citation import AnswerKind, Citation, Together, by_document, numbered
from qa.contents.headings import called, title_of
from qa.contents.measured import says_money
from qa.contents.mentions import Mention, mentions
from qa.gist.sheets import is_mostly_tables, sums_of_money
from qa.gist.telling import telling
from qa.intents.digests import described_subject, whole_subject
from qa.intents.kinds import kinds_in, names_all, names_one
from qa.minutes.described import described

if TYPE_CHECKING:
    from qa.deadline import Deadline

# Of several documents, so many sentences are told in all, and so many of each at the least.
TOLD_IN_ALL, LEAST_TELLING = 12, 3
# Of so many documents at most, sentences are told at once; so many titles are looked through for one meant.
TOLD_DOCUMENTS, TITLES_READ = 6, 50
MENTIONED = 8
# Of so many sheets or other parts the names are told.
PARTS_NAMED = 8
# Names and numbers are counted in so many passages from the beginning, some 300 pages.
COUNTED_PASSAGES = 2_000


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading, and where its section starts."""

    start: int
    level: int
    words: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a document is, in its own words.

    Attributes:
        document: its name.
        title: the title it gives itself, else its name.
        words, characters: its length.
        pages: how many pages it has, None where its format has none.
        outline: its headings in order.
        sentences: its most telling sentences, in their order.
        names, dates, amounts: what it mentions most often; sums of money before other amounts.
        more_names, more_dates, more_amounts: how many others it mentions.
        questions: such as it answers, where they were asked for.

    """

    document: str
    title: str
    words: int
    characters: int
    pages: int | None
    outline: tuple[OutlineEntry, ...]
    sentences: tuple[Citation, ...]
    names: tuple[Mention, ...]
    dates: tuple[Mention, ...]
    amounts: tuple[Mention, ...]
    more_names: int = 0
    more_dates: int = 0
    more_amounts: int = 0
    questions: tuple[str, ...] = ()


def overview(index: Index, document: str) -> Overview:
    """What one of the documents of an index is.

    Raises:
        UnknownDocument: if there is none of that name.

    """
    found = _document(index, document)
    passages = cut(found)
    mentioned = mentions(found, passages[:COUNTED_PASSAGES])
    said = sorted(mentioned.amounts, key=lambda one: not says_money(one.text))
    amounts = [*(sums_of_money(found) if is_mostly_tables(found) else ()), *said]
    return Overview(
        document=document,
        title=title_of(found),
        words=len(found.text.split()),
        characters=len(found.text),
        pages=len(found.pages) or None,
        outline=tuple(
            OutlineEntry(section.start, section.level, section.heading, found.page_at(section.start))
            for section in found.sections
            if section.heading
        ),
        sentences=telling(index, found, passages),
        names=mentioned.names[:MENTIONED],
        dates=mentioned.dates[:MENTIONED],
        amounts=tuple(amounts[:MENTIONED]),
        more_names=len(mentioned.names[MENTIONED:]),
        more_dates=len(mentioned.dates[MENTIONED:]),
        more_amounts=len(amounts[MENTIONED:]),
    )


def overviews_asked(
    question: str, index: Index, document: Only, is_first: bool, deadline: Deadline | None
) -> Together | None:
    """What a question that asks what documents are about is answered with; None for any other question.

    Raises:
        UnknownDocument: if the index holds no document of the given name.
        TooSlow: if the deadline is past.

    """
    subject, said = whole_subject(question, is_first), described_subject(question)
    names = [] if subject is None else meant(subject, index, document)
    names = names or described(said, index, index.among(document))
    return overviews_of(names, index, deadline) if names else None


def overviews_of(names: Sequence[str], index: Index, deadline: Deadline | None) -> Together:
    """What some documents are about, the first of them by their most telling sentences.

    Raises:
        TooSlow: if the deadline is past.

    """
    told: list[Citation] = []
    most = max(LEAST_TELLING, TOLD_IN_ALL // len(names)) if len(names) > 1 else 0
    for name in names[:TOLD_DOCUMENTS]:
        if deadline:
            deadline.check()
        one = _document(index, name)
        told += telling(index, one, cut(one), most)
    found = numbered(told)
    kept = f"{len(names):,} documents are meant; these are the first {TOLD_DOCUMENTS}."
    notes = (kept,) if len(names) > TOLD_DOCUMENTS else ()
    return Together(AnswerKind.OVERVIEW, found, _statement(index, names), by_document(found), notes)


def meant(subject: frozenset[str], index: Index, document: Only) -> list[str]:
    """The documents that a subject's words, as stems, stand for; no words stand for all."""
    names = index.among(document)
    found = named_by(subject, index, names)
    if not found and (kinds := kinds_in(subject)) and names_all(subject - kinds):
        of_any = set(of_any_kind(kinds, index, names))
        found = of_kind(kinds, index, names) or [name for name in names if name in of_any]
    return found or (names if names_all(subject) else [])


def of_kind(wanted: frozenset[str], index: Index, names: Sequence[str]) -> list[str]:
    """Those of some documents whose name and title hold some words, such as what kind of document it is."""
    return [name for name, words in _called(index, names).items() if wanted <= words]


def of_any_kind(kinds: frozenset[str], index: Index, names: Sequence[str]) -> list[str]:
    """Those of some documents whose name or title holds one of some kinds."""
    return [name for name, words in _called(index, names).items() if kinds & words]


def _called(index: Index, names: Sequence[str]) -> dict[str, frozenset[str]]:
    """The words that tell of documents by their names, and their titles where they are not too many."""
    is_titled = len(names) <= TITLES_READ
    documents = {name: index.documents[name] if is_titled else None for name in names}
    return {name: telling_words(called(name, document)) for name, document in documents.items()}


def telling_words(said: str) -> frozenset[str]:
    """The words that tell a document from others, as stems; the "IT" of "IT contract" does, "it" does not."""
    spelt = said if not said.isupper() else said.casefold()
    kept = (word for word in words(spelt) if not is_function_word(word) or (word.isupper() and len(word) > 1))
    return frozenset(stem(word.casefold()) for word in kept)


def named_by(subject: frozenset[str], index: Index, names: Sequence[str]) -> list[str]:
    """Those of some documents whose name or title a subject's words stand for."""
    titled = len(names) <= TITLES_READ
    called = {
        name: [PurePath(name).stem, *([index.documents[name].title] if titled else [])] for name in names
    }
    return [name for name in names if any(names_one(subject, words) for words in called[name])]


def _statement(index: Index, names: Sequence[str]) -> str:
    if len(names) > 1:
        return f"Main points of {min(len(names), TOLD_DOCUMENTS)} documents"
    document = _document(index, names[0])
    rows = sum(not row.is_head for table in document.tables for row in table.rows)
    in_tables = f", {rows:,} {'row' if rows == 1 else 'rows'} in tables" if is_mostly_tables(document) else ""
    parts = [section.heading for section in document.sections if section.heading]
    of_parts = f": {', '.join(parts)}" if in_tables and 1 < len(parts) <= PARTS_NAMED else ""
    return (
        f"Main points of “{title_of(document)}” ({len(document.text.split()):,} words{in_tables}){of_parts}"
    )


def _document(index: Index, name: str) -> Document:
    found = index.documents.get(name)
    if found is None:
        raise UnknownDocument(name)
    return found
