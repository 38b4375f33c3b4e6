"""Counting: how often words stand in the documents, and where; the words themselves, whatever their case."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index import Document, Index, Only, Passage, Span, cut
from index.words import words
from qa.citation import AnswerKind, Citation, Together, by_document, cite
from qa.contents.headings import is_heading, said_under, title_of
from qa.deadline import Deadline
from qa.intents.counts import counted_words
from qa.intents.kinds import is_kind
from qa.markup import HEADING_SIGNS
from qa.several.named import documents_meant

# So many documents are looked through, and so many sentences shown.
LOOKED_THROUGH, SHOWN = 500, 40
_ONE_THOUGH_PLURAL = "minutes"


class _Place(NamedTuple):
    document: Document
    passage: Passage
    sentence: Span
    words: Span


def counted(question: str, index: Index, document: Only, deadline: Deadline | None) -> Together | None:
    """What a question that asks how often words are said is answered with; None for any other question.

    Words that stand nowhere are None too: a look-up then says that they are missing.

    Raises:
        UnknownDocument: if the index holds no document of the given name.
        TooSlow: if the deadline is past.

    """
    asked = counted_words(question)
    if asked is None:
        return None
    names = _named(asked.where, index, index.among(document))
    form = _form(asked.said)
    places: list[_Place] = []
    for name in names[:LOOKED_THROUGH]:
        if deadline:
            deadline.check()
        places += _places(index.documents[name], form)
    if not places:
        return None
    citations = _cited(places)
    statement = _statement(asked.said, places, len(names))
    if asked.where and len(names) == 1:
        statement += f" in “{title_of(index.documents[names[0]])}”"
    notes = tuple(_notes(places, len(names)))
    return Together(AnswerKind.COUNT, citations, statement, by_document(citations), notes)


def _named(where: str, index: Index, among: Sequence[str]) -> Sequence[str]:
    """The documents that are named; all where none is, or many of a kind are."""
    *_, last = words(where) or [""]
    word = last.casefold()
    is_of_many = word.endswith("s") and word != _ONE_THOUGH_PLURAL and is_kind(last)
    return among if is_of_many else documents_meant(where, index, among) or among


def _notes(places: list[_Place], asked: int) -> Iterator[str]:
    if asked > LOOKED_THROUGH:
        yield f"The first {LOOKED_THROUGH} of {asked:,} documents were looked through."
    sentences = len(_once(places))
    if sentences > SHOWN:
        yield f"Of {sentences:,} sentences, these are the first {SHOWN}."


def _form(said: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in said.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _places(document: Document, form: re.Pattern[str]) -> Iterator[_Place]:
    """Where the words stand, each place with its sentence; a document without them is not cut."""
    found = [Span(*match.span()) for match in form.finditer(document.text)]
    if not found:
        return
    sentences = [(sentence, passage) for passage in cut(document) for sentence in passage.sentences]
    starts = [sentence.start for sentence, _ in sentences]
    for stands in found:
        sentence, passage = sentences[max(0, bisect_right(starts, stands.start) - 1)]
        if sentence.start <= stands.start and stands.end <= sentence.end:
            yield _Place(document, passage, _with_text(document, passage, sentence), stands)


def _with_text(document: Document, passage: Passage, sentence: Span) -> Span:
    """A sentence; of a heading, its words with the first sentence under it."""
    under = said_under(document, passage, sentence) if is_heading(document, sentence) else None
    signs = HEADING_SIGNS.match(document.text, *sentence)
    return Span(signs.end() if signs else sentence.start, under.end) if under else sentence


def _cited(places: list[_Place]) -> tuple[Citation, ...]:
    """Each sentence once, the first place in it marked."""
    return tuple(
        cite(n, place.document, place.passage, place.sentence, place.words)
        for n, place in enumerate(_once(places)[:SHOWN], start=1)
    )


def _once(places: list[_Place]) -> list[_Place]:
    """Of places whose sentences overlap the first ones."""
    first: list[_Place] = []
    for place in places:
        last = first[-1] if first else None
        if last is None or last.document != place.document or last.sentence.end <= place.sentence.start:
            first.append(place)
    return first


def _statement(said: str, places: list[_Place], asked: int) -> str:
    times = "once" if len(places) == 1 else f"{len(places):,} times"
    holding = len({place.document.name for place in places})
    among = f" in {holding:,} of {asked:,} documents" if asked > 1 else ""
    return f"“{said}” stands {times}{among}"
