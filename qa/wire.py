"""The wire: answers, hits and documents as JSON; the same from Python, command line, HTTP and MCP."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import index

if TYPE_CHECKING:
    from qa import answer, citation, mentions, overviews

# Scores are told to this many places.
PLACES = 4
MAX_TEXT_CHARS = 1_000_000
MAX_PLACES = 100


@dataclass(frozen=True)
class Passage:
    """A stretch of a document: `text` stands at `start` to `end` of the document's text, in characters."""

    document: str
    start: int
    end: int
    text: str
    heading: str
    page: int | None


@dataclass(frozen=True)
class Hit(Passage):
    """A passage that was found, and why."""

    score: float
    dense_score: float
    lexical_score: float
    rank: int


@dataclass(frozen=True)
class Hits:
    """The passages that fit best, best first."""

    hits: list[Hit]


@dataclass(frozen=True)
class Citation:
    """Words of a document: `quote` is its text from `start` to `end`, the answer that from `span_start`.

    `recognised` words were read from a picture and may be wrong; `row` and `column` are a table's.
    """

    n: int
    document: str
    start: int
    end: int
    quote: str
    heading: str
    page: int | None
    first_line: int
    last_line: int
    span_start: int | None
    span_end: int | None
    recognised: bool
    row: int | None
    column: str
    passage: Passage


@dataclass(frozen=True)
class Group:
    """Citations that belong together, by their numbers; a document's name or what is compared labels them."""

    label: str
    citations: list[int]


@dataclass(frozen=True)
class Answer:
    """What the documents say to a question; `answered` is false where they do not say.

    Of a `kind` other than "look-up", `statement` says what the citations are together, and `confidence` is
    that the first one belongs there.
    """

    asked: str
    question: str
    answered: bool
    text: str
    span: str | None
    confidence: float
    citations: list[Citation]
    nearest: list[Hit]
    missing: list[str]
    notes: list[str]
    kind: str
    statement: str
    groups: list[Group]


@dataclass(frozen=True)
class Listed:
    """A document without its text; `pages` is null where its format has none."""

    name: str
    title: str
    words: int
    characters: int
    pages: int | None


@dataclass(frozen=True)
class Documents:
    """Some of the documents, in the order they were added."""

    total: int
    offset: int
    documents: list[Listed]


@dataclass(frozen=True)
class Heading:
    """A heading, and the character at which its section starts."""

    start: int
    level: int
    words: str
    page: int | None


@dataclass(frozen=True)
class Place:
    """Where words stand in a document's text, in characters."""

    start: int
    end: int


@dataclass(frozen=True)
class Mention:
    """A name, a date or an amount: how often a document says it, and where, a hundred places at most."""

    text: str
    count: int
    places: list[Place]


@dataclass(frozen=True)
class Overview:
    """What a document is: its length, headings, most telling sentences, and what it mentions most often."""

    document: str
    title: str
    words: int
    characters: int
    pages: int | None
    outline: list[Heading]
    sentences: list[Citation]
    names: list[Mention]
    dates: list[Mention]
    amounts: list[Mention]


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a document's text; `characters` is the length of the whole text."""

    document: str
    start: int
    end: int
    characters: int
    text: str


def answer_of(answer: answer.Answer) -> Answer:
    """An answer as it is told."""
    return Answer(
        asked=answer.asked,
        question=answer.question,
        answered=answer.answered,
        text=answer.text,
        span=answer.span,
        confidence=round(answer.confidence, PLACES),
        citations=[_citation(one) for one in answer.citations],
        nearest=hits_of(answer.nearest).hits,
        missing=list(answer.missing),
        notes=list(answer.notes),
        kind=answer.kind.value,
        statement=answer.statement,
        groups=[Group(one.label, list(one.citations)) for one in answer.groups],
    )


def overview_of(overview: overviews.Overview) -> Overview:
    """An overview as it is told."""
    return Overview(
        document=overview.document,
        title=overview.title,
        words=overview.words,
        characters=overview.characters,
        pages=overview.pages,
        outline=[Heading(*one) for one in overview.outline],
        sentences=[_citation(one) for one in overview.sentences],
        names=[_mention(one) for one in overview.names],
        dates=[_mention(one) for one in overview.dates],
        amounts=[_mention(one) for one in overview.amounts],
    )


def hits_of(hits: Iterable[index.Hit]) -> Hits:
    """Hits as they are told."""
    return Hits(
        [
            Hit(
                *_place(hit.passage),
                round(hit.score, PLACES),
                round(hit.dense_score, PLACES),
                round(hit.lexical_score, PLACES),
                hit.rank,
            )
            for hit in hits
        ]
    )


def listed(document: index.Document) -> Listed:
    """A document as a list tells of it."""
    words, pages = len(document.text.split()), len(document.pages) or None
    return Listed(document.name, document.title, words, len(document.text), pages)


def excerpt(
    document: index.Document, start: int, end: int | None = None, most: int = MAX_TEXT_CHARS
) -> Excerpt:
    """A stretch of a document's text, cut to what there is of it and to the most that is given at once."""
    whole = len(document.text)
    start = min(start, whole)
    end = max(start, min(whole if end is None else end, whole, start + most))
    return Excerpt(document.name, start, end, whole, document.text[start:end])


def _citation(one: citation.Citation) -> Citation:
    return Citation(
        one.n, one.document, one.start, one.end, one.quote, one.heading, one.page, one.first_line,
        one.last_line, one.span_start, one.span_end, one.recognised, one.row, one.column,
        Passage(*_place(one.passage)),
    )  # fmt: skip


def _mention(one: mentions.Mention) -> Mention:
    return Mention(one.text, one.count, [Place(*place) for place in one.places[:MAX_PLACES]])


def _place(one: index.Passage) -> tuple[str, int, int, str, str, int | None]:
    return one.document, one.start, one.end, one.text, one.heading, one.page
