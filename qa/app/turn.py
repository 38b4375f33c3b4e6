"""A turn of the conversation: a question, what came of it, and the words it marks in the documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.app.notes import Note, note_of
from qa.app.source import Mark
from qa.excerpt import bare_pieces, closest, pieces
from qa.keeping.feedback import Rating
from qa.whereabouts import place

if TYPE_CHECKING:
    from index import Document, Hit, Passage
    from qa import Answer, Citation


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer, an error in words, or nothing yet.

    Attributes:
        question: as it was asked.
        answer, error: what came of it.
        literal: whether its words alone were searched, without the turns before.
        only: the documents that were asked; none for all.
        history: the questions before it that it could lean on.
        documents: the documents that the answer names, as they stood when it was given.
        note: the answer as it was read before, where it stands here in the place of a new one.
        places: where its words stood in documents that are no longer as they were then, by those documents'
            names and the words' edges.
        among: how many documents there were to be asked.
        rating: what the person thinks of the answer.
        saved: whether it is kept as a test question.

    """

    question: str
    answer: Answer | None = None
    error: str = ""
    literal: bool = False
    only: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    note: Note | None = None
    places: Mapping[tuple[str, int, int], str] = field(default_factory=dict)
    among: int = 1
    rating: Rating = Rating.NONE
    saved: bool = False

    @property
    def state(self) -> str:
        """What came of it, in a word."""
        if self.answer is not None:
            return "answered" if self.answer.answered else "refused"
        return "failed" if self.error else "pending"

    @property
    def names(self) -> dict[str, None]:
        """The documents that were asked by name, or are cited."""
        cited = (one.document for one in self.answer.citations) if self.answer else ()
        return dict.fromkeys([*self.only, *cited])

    @property
    def closest(self) -> tuple[Hit, ...]:
        """The passages that a refusal shows."""
        return closest(self.answer, self.documents) if self.answer and self.state == "refused" else ()

    def shelf(self, now: Mapping[str, Document]) -> Shelf:
        """The documents that the answer names, beside those of the same names that there are now."""
        quotes = self.note.quotes if self.note else ()
        signs = {(one.document, one.start, one.end): one.signs for one in quotes}
        return Shelf(self.documents, now, self.places, self.among, signs)

    def spot(self, citation: Citation) -> str:
        """Where a citation stands, or stood when it was read."""
        return self.shelf({}).place(citation, citation.span_start)

    def pieces(self, citation: Citation) -> list[tuple[str, str]]:
        """A quotation's words as they are shown; see `qa.excerpt.pieces`."""
        return self.shelf({}).pieces(citation)

    def read(self) -> Note | None:
        """What was read, to be kept."""
        if self.answer is None or self.note is not None:
            return self.note
        return note_of(self.answer, self.spot, self.only, nearest=self.closest, documents=self.documents)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents an answer names, as they stood when it was given and as they stand now."""

    then: Mapping[str, Document]
    now: Mapping[str, Document]
    places: Mapping[tuple[str, int, int], str] = field(default_factory=dict)
    among: int = 1
    signs: Mapping[tuple[str, int, int], Sequence[tuple[int, int]]] = field(default_factory=dict)

    def document(self, name: str) -> Document:
        """As it stood when it was cited."""
        return self.then[name]

    def pieces(self, citation: Citation) -> list[tuple[str, str]]:
        """A quotation's words as they are shown; see `qa.excerpt.pieces`."""
        document = self.then.get(citation.document)
        if document:
            return pieces(document, citation)
        return bare_pieces(citation, self.signs.get((citation.document, citation.start, citation.end), ()))

    def fate(self, name: str) -> str:
        """What became of it since: nothing, or a word."""
        if name not in self.now:
            return "removed since"
        then = self.then.get(name)
        if then is None:  # nothing was read in it, or what was is no longer there
            return "replaced since" if any(lost == name for lost, _, _ in self.places) else ""
        return "" if self.now[name].text == then.text else "replaced since"

    def lost(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Those of some documents that are not what they were, each with what became of it."""
        fates = ((name, self.fate(name)) for name in dict.fromkeys(names))
        return [(name, fate) for name, fate in fates if fate]

    def place(self, words: Citation | Passage, exact: int | None = None) -> str:
        """Where words stand in their document, or stood when they were read."""
        document = self.then.get(words.document)
        if document is None:
            return self.places.get((words.document, words.start, words.end), "")
        return place(document, words.start, words.end, exact)

    def whereabouts(self, words: Citation | Passage, exact: int | None = None) -> str:
        """Where words stand, with their heading, their document if there are several, and its fate."""
        fate = self.fate(words.document)
        named = words.document if fate or max(self.among, len({*self.then, *self.now})) > 1 else ""
        return " · ".join(filter(None, (words.heading, named, self.place(words, exact), fate)))


def marks_of(turns: Sequence[Turn], document: Document) -> list[Mark]:
    """All marks that the answers of a conversation make in a document, by the keys of their anchors.

    Words that have since changed, because the document was replaced, are not marked.
    """
    marks: list[Mark] = []
    for number, turn in enumerate(turns, start=1):
        if turn.answer is None:
            continue
        for citation in turn.answer.citations:
            if citation.document == document.name and _stands(citation.quote, citation.start, document):
                marks += _citation_marks(f"{number}-{citation.n}", citation)
        marks += [
            Mark(f"{number}-p{hit.rank}", hit.passage.start, hit.passage.end)
            for hit in turn.closest
            if hit.passage.document == document.name
            and _stands(hit.passage.text, hit.passage.start, document)
        ]
    return marks


def named(answer: Answer) -> dict[str, None]:
    """The documents that an answer names."""
    names = [citation.document for citation in answer.citations]
    return dict.fromkeys([*names, *(hit.passage.document for hit in answer.nearest)])


def _stands(words: str, start: int, document: Document) -> bool:
    return document.text.startswith(words, start)


def _citation_marks(key: str, citation: Citation) -> list[Mark]:
    marks = [Mark(key, citation.start, citation.end)]
    if citation.span_start is not None and citation.span_end is not None:
        marks.append(Mark(key, citation.span_start, citation.span_end, exact=True))
    if citation.unit_is_apart and citation.unit_start is not None and citation.unit_end is not None:
        marks.append(Mark(f"{key}u", citation.unit_start, citation.unit_end))
    return marks
