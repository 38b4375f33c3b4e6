"""Lookups: what the page's script asks for as it is needed, without an event: parts, pages, lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from index import CitedQAError, DocumentError, UnknownDocument
from qa.app.card import render_card
from qa.app.finding import MOST_QUERY_CHARS, places_of, render_outline
from qa.app.notes import MOST_NOTES
from qa.app.recalled import says
from qa.app.shelf import render_clash, render_listing
from qa.app.source import render_part
from qa.app.transcript import render_awaited, render_suggested
from qa.suggesting.suggested import as_wanted

if TYPE_CHECKING:
    from index import Document
    from qa.service import Service

# Of a conversation's citations in one document, and of a citation's characters, none has more.
MOST_SPANS, MOST_SPAN_CHARS = 1_000, 20_000
# Edges of something on a page or in a text, as the script takes them.
Edges = list[float]
Lookup = Callable[[Any], Any]


class Lookups:
    """Answers the script; each takes one argument, a list where it needs more, and may be given anything.

    Args:
        service: what knows.

    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self.of_source: tuple[Lookup, ...] = (
            self.part,
            self.sizes,
            self.places,
            self.card,
            self.suggested,
            self.seek,
            self.outline,
            self.awaited,
        )
        self.of_dialogs: tuple[Lookup, ...] = (self.listing, self.clash, self.fates)

    def part(self, asked: tuple[str, int]) -> str:
        """A part of a long document."""
        document = self._service.found(str(asked[0]))
        return "" if document is None else render_part(document, int(asked[1]))

    def sizes(self, name: str) -> list[Edges]:
        """Width and height of each page; none where they cannot be drawn, so that the text is shown."""
        try:
            return [[*size] for size in self._service.page_sizes(str(name))]
        except DocumentError:
            return []

    def places(self, asked: tuple[str, list[tuple[int, int]]]) -> list[list[Edges]]:
        """Where stretches of a document's text stand on its pages."""
        name, spans = asked
        some = [(int(start), int(end)) for start, end in spans[:MOST_SPANS]]
        wanted = [(start, min(end, start + MOST_SPAN_CHARS)) for start, end in some]
        try:
            found = self._service.page_rectangles(str(name), wanted)
        except DocumentError:
            found = []
        placed = [[[*one] for one in rectangles] for rectangles in found]
        return placed + [[] for _ in spans[len(placed) :]]

    def card(self, name: str) -> str | None:
        """What a document is, nothing if it is gone; None while the server has no time for it."""
        document = self._service.found(str(name))
        if document is None:
            return ""
        try:
            return render_card(self._service.overview(document.name), document)
        except UnknownDocument:
            return ""
        except CitedQAError:
            return None

    def suggested(self, asked: tuple[list[str], list[Any] | None, list[str]]) -> str | None:
        """Questions that work: to begin with, or after what an answer stands at; None as above."""
        scope, near, besides = asked
        try:
            questions = self._service.suggestions(as_wanted(scope, near, besides))
        except CitedQAError:
            return None
        label = "Questions that go on from here" if near else "Example questions"
        return render_suggested(questions, label) if questions else ""

    def awaited(self, _: object) -> str:
        """What answers wait for at the moment, in a sentence; "" for nothing but their turn."""
        return render_awaited(self._service.awaited())

    def seek(self, asked: tuple[str, str]) -> tuple[int, list[tuple[int, int]]]:
        """How often words stand in a document, and where."""
        document = self._service.found(str(asked[0]))
        return (0, []) if document is None else places_of(document, str(asked[1]))

    def outline(self, name: str) -> str:
        """A document's headings."""
        document = self._service.found(str(name))
        return "" if document is None else render_outline(document)

    def listing(self, asked: tuple[str, list[str]]) -> str:
        """The documents that a query finds, those ticked that are asked."""
        query = str(asked[0])[:MOST_QUERY_CHARS]
        return render_listing(self._service.entries(), query, {str(name) for name in asked[1]})

    def clash(self, names: list[str]) -> tuple[str, list[str]]:
        """What to do with files of known names, "" where none is; and which of the names these are."""
        known = self._service.taken([str(name) for name in names])
        new = sum(str(name) not in known for name in names)
        return render_clash(list(dict.fromkeys(known.values())), new) if known else "", list(known)

    def fates(self, asked: list[list[tuple[str, int, str]]]) -> list[list[str]]:
        """Of each note, what became of the words it quotes: a sentence for each document that changed."""
        notes = [[(str(name), int(start), str(quote)) for name, start, quote in note] for note in asked]
        names = {name for note in notes[:MOST_NOTES] for name, _, _ in note}
        now = {name: self._service.found(name) for name in names}
        return [
            list(dict.fromkeys(said for quote in note if (said := _fate(now[quote[0]], *quote))))
            for note in notes[:MOST_NOTES]
        ]


def _fate(document: Document | None, name: str, start: int, quote: str) -> str:
    if document is None:
        return f"“{name}” is no longer among the documents."
    return "" if says(document, start, quote) else f"“{name}” has changed: these words no longer stand there."
