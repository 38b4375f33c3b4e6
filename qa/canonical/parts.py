"""Parts: which section or table of the documents holds all that a question asks for, and everything in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from index import Document, Index, Span, Table, cut
from index.models import packaged_vectors
from index.words import stems
from qa.canonical.spoken import Word
from qa.citation import AnswerKind, Citation, Together, by_document, cite, numbered
from qa.contents.headings import title_of
from qa.minutes.described import tells_of_meeting

# So many passages tell which parts come into question, and so much of a part tells what it is about.
PASSAGES, TELLING_CHARS = 20, 600
# So close a part has to be, so much closer than the next, and so short: 17 of 18 that are so were meant.
CLOSE, CLOSER = 0.4, 0.1
MOST_ITEMS, MOST_CHARS = 40, 3_000
# What the words of a question count that stand in a part's heading, beside how close it is by meaning.
OF_WORDS = 0.3
_LABEL_CHARS = 120
_AGAINST = re.compile(
    r"\b(?:over|above|under|below|beyond)\s(?:the\s|our\s)?(?:budget|plan|limit|average|target|\W?\d)"
    r"|\bexceed\w*|\b(?:more|less|fewer)\sthan\b",
    re.IGNORECASE,
)


class _Part(NamedTuple):
    """A section without tables, or a table: what it is called and told by, where it is, and its items."""

    document: Document
    name: str
    label: str
    place: Span
    items: tuple[Span, ...]


def all_of_part(question: str, words: Sequence[Word], index: Index, names: Sequence[str]) -> Together | None:
    """Everything in the part that a question clearly means; None where none is by far the closest.

    None too where only some of its items are asked for, by a word that these have or by holding them against
    something: "still open", "over budget".

    Args:
        question: what is asked.
        words: those that may name what it is asked of.
        index: the documents.
        names: those that may be meant.

    """
    parts = _parts(question, {one.stem for one in words if one.is_name}, index, names)
    if not parts or _AGAINST.search(question):
        return None
    close = _closeness(question, {one.stem for one in words}, parts)
    best = int(close.argmax())
    next_best = np.delete(close, best).max(initial=0.0)
    part = parts[best]
    if close[best] < CLOSE or close[best] - next_best < CLOSER or not part.items:
        return None
    if _is_of_some(part, {one.stem for one in words}):
        return None
    found = numbered(_cited(part))
    statement = f"All of “{part.name}”"
    return Together(AnswerKind.PLACES, found, statement, by_document(found))


def _is_of_some(part: _Part, wanted: set[str]) -> bool:
    """Whether a word that the part is not called by stands in some of its items, and not in all."""
    told = [stems(part.document.text[slice(*one)]) for one in part.items]
    own = wanted - stems(part.label)
    return any(0 < sum(one in item for item in told) < len(told) for one in own)


def _closeness(question: str, wanted: set[str], parts: Sequence[_Part]) -> np.ndarray:
    labels = [f"{title_of(one.document)}: {one.label}" for one in parts]
    bodies = [one.document.text[slice(*one.place)][:TELLING_CHARS] for one in parts]
    asked = packaged_vectors([question])[0]
    by_meaning: np.ndarray = packaged_vectors([*labels, *bodies]) @ asked
    shared = [len(wanted & stems(label)) / max(1, len(wanted)) for label in labels]
    close: np.ndarray = by_meaning.reshape(2, -1).mean(axis=0) + OF_WORDS * np.array(shared)
    return close


def _parts(question: str, named: set[str], index: Index, names: Sequence[str]) -> list[_Part]:
    """The parts that the best passages for a question stand in, of documents that have all its names."""
    hits = index.search(question, PASSAGES, tuple(names))
    found: dict[tuple[str, int], _Part] = {}
    for hit in hits:
        document = index.documents[hit.passage.document]
        if tells_of_meeting(document) or not named <= stems(f"{document.name} {document.text}"):
            continue
        for part in _parts_at(document, hit.passage.start, hit.passage.end):
            found[document.name, part.place.start] = part
    return [*found.values()]


def _parts_at(document: Document, start: int, end: int) -> Iterator[_Part]:
    tables = [
        (table, Span(table.rows[0].start, table.rows[-1].end)) for table in document.tables if table.rows
    ]
    here = [(table, place) for table, place in tables if place.start < end and start < place.end]
    yield from (_of_table(document, table, place) for table, place in here)
    section = document.section_at(start)
    later = (one.start for one in document.sections if one.start > section.start)
    place = Span(section.start, next(later, len(document.text)))
    holds_table = any(place.touches(one) for _, one in tables)
    if section.heading and section.heading != title_of(document) and not holds_table:
        yield _of_section(document, section.heading, place)


def _of_table(document: Document, table: Table, place: Span) -> _Part:
    above = document.text[max(0, place.start - _LABEL_CHARS) : place.start].strip().splitlines()[-1:]
    heads = " ".join(table.heads)[:_LABEL_CHARS]
    heading = document.section_at(place.start).heading
    name = heading or title_of(document)
    label = ". ".join(dict.fromkeys(filter(None, (heading, *above, heads))))
    items = tuple(Span(row.start, row.end) for row in table.rows if not row.is_head)
    return _Part(document, name, label, place, items if len(items) <= MOST_ITEMS else ())


def _of_section(document: Document, heading: str, place: Span) -> _Part:
    passages = [one for one in cut(document) if place.start <= one.start < place.end]
    items = tuple(
        words
        for one in passages
        for words in one.sentences
        if heading != _said(document, words) and any(map(str.isalpha, _said(document, words)))
    )
    is_short = len(items) <= MOST_ITEMS and place.end - place.start <= MOST_CHARS
    return _Part(document, heading, heading, place, items if is_short else ())


def _said(document: Document, words: Span) -> str:
    return document.text[slice(*words)].strip(" #*_")


def _cited(part: _Part) -> Iterator[Citation]:
    for passage in cut(part.document):
        within = (one for one in part.items if passage.start <= one.start and one.end <= passage.end)
        yield from (cite(1, part.document, passage, words) for words in within)
