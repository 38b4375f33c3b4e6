"""Recalled: an answer as it was read, brought back from what a browser keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from index import Document, Hit, Passage, Span
from qa import Answer, Citation
from qa.app.notes import Labelled, Note, Quote
from qa.app.turn import Turn
from qa.citation import Group, cite, joined

# What is there now of a document's name.
Found = Callable[[str], Document | None]


def recalled(note: Note, found: Found, literal: bool = False, history: Sequence[str] = ()) -> Turn:
    """A turn with an answer as it was read; of its documents those are at hand that still say its words."""
    documents = standing(note, found)
    near = _near(note, found)
    lost = [one for one in note.quotes if one.document not in documents]
    return Turn(
        note.asked,
        _answer(note, documents, near),
        literal=literal,
        only=tuple(note.only),
        history=tuple(history),
        documents=documents | {one.document: there for one, there in near},
        note=note,
        places={(one.document, one.start, one.end): one.place for one in lost},
    )


def again(turn: Turn, found: Found) -> Turn:
    """A turn brought back, with those of its documents that were missing then and are there again now."""
    if turn.note is None or not turn.places:
        return turn
    back = recalled(turn.note, found, turn.literal, turn.history)
    return replace(turn, answer=back.answer, documents=back.documents, places=back.places)


def standing(note: Note, found: Found) -> dict[str, Document]:
    """The documents that a note quotes and in which all of its quotes stand where they stood."""
    names = dict.fromkeys(one.document for one in note.quotes)
    at_hand = {name: document for name in names if (document := found(name)) is not None}
    changed = {
        one.document
        for one in note.quotes
        if one.document in at_hand and not says(at_hand[one.document], one.start, one.quote)
    }
    return {name: document for name, document in at_hand.items() if name not in changed}


def says(document: Document, start: int, quote: str) -> bool:
    """Whether words stand where they stood."""
    return document.text.startswith(quote, start)


def _answer(note: Note, documents: Mapping[str, Document], near: Sequence[tuple[Quote, Document]]) -> Answer:
    citations = tuple(_citation(one, documents.get(one.document), note) for one in note.quotes)
    exact = next((one.exact for one in citations if one.exact), None)
    span = exact if exact and exact == note.short else None
    return Answer(
        asked=note.asked,
        question=note.searched or note.asked,
        answered=note.answered,
        text=joined(citations) if note.answered else note.short,
        span=span,
        confidence=note.confidence,
        citations=citations,
        nearest=tuple(_hit(one) for one, _ in near),
        missing=tuple(note.missing),
        notes=tuple(note.remarks),
        kind=note.kind,
        statement="" if span or not note.answered else note.short,
        groups=tuple(_group(one, {quote.n for quote in note.quotes}) for one in note.groups),
    )


def _near(note: Note, found: Found) -> list[tuple[Quote, Document]]:
    """The passages that stood beside a refusal and stand where they stood, each with its document."""
    at_hand = ((one, found(one.document)) for one in note.closest)
    return [(one, there) for one, there in at_hand if there and says(there, one.start, one.quote)]


def _hit(one: Quote) -> Hit:
    """A passage that stood beside a refusal; what it scored was not kept."""
    words = Span(one.start, one.end)
    return Hit(
        Passage(one.document, *words, one.quote, one.heading, one.page, (words,)), 0.0, 0.0, 0.0, one.n
    )


def _group(given: Labelled, known: set[int]) -> Group:
    return Group(given.label, tuple(n for n in given.citations if n in known), given.confidence)


def _citation(quote: Quote, document: Document | None, note: Note) -> Citation:
    words = Span(quote.start, quote.end)
    exact = None
    if quote.span_start is not None and quote.span_end is not None:
        exact = Span(quote.span_start, quote.span_end)
    passage = Passage(quote.document, *words, quote.quote, quote.heading, quote.page, (words,))
    if document is not None:
        return cite(quote.n, document, passage, words, exact)
    bare = Citation(
        n=quote.n,
        document=quote.document,
        start=words.start,
        end=words.end,
        quote=quote.quote,
        heading=quote.heading,
        page=quote.page,
        passage=passage,
        first_line=quote.first_line,
        last_line=quote.last_line,
        span_start=exact.start if exact else None,
        span_end=exact.end if exact else None,
    )
    return replace(bare, unit=note.unit) if bare.exact == note.short else bare
