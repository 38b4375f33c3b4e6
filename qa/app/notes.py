"""Notes: answers as they were read, with their citations, to be kept by the browser, saved or printed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qa.app.export import Export, Format
from qa.app.html import render
from qa.app.quoting import Spot, note_id, parts_sure, plain, quoted
from qa.citation import AnswerKind, Group
from qa.excerpt import SHOWN_PASSAGES, cut, signs_in
from qa.saying import how_sure

if TYPE_CHECKING:
    from index import Document, Hit
    from qa import Answer

TITLE = "Notes"
MOST_NOTES = 200
# A conversation's name has no more.
MOST_NAME_CHARS = 200
# The browser keeps notes and sends them back to be written as a file; it is held to these sizes.
_WORDS = 20_000
Words = Annotated[str, Field(max_length=_WORDS)]


class Quote(BaseModel):
    """Words of a document, where they stood when they were read, and which of them are the exact answer.

    `signs` are the edges of those of its characters that are no words but markup, and not shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int
    document: Words
    place: Words
    quote: Words
    start: int
    end: int
    span_start: int | None = None
    span_end: int | None = None
    heading: Words = ""
    page: int | None = None
    first_line: int = 0
    last_line: int = 0
    signs: Annotated[list[tuple[int, int]], Field(max_length=2_000)] = []

    @model_validator(mode="after")
    def _measure(self) -> Self:
        left, right = self.span_start, self.span_end
        is_inside = left is None or right is None or self.start <= left < right <= self.end
        are_inside = all(self.start <= begin <= end <= self.end for begin, end in self.signs)
        if not are_inside or self.start < 0 or self.end - self.start != len(self.quote) or not is_inside:
            raise ValueError("the words are not those at their offsets")
        return self

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """Its words in order, and what they are; see `qa.excerpt.pieces`."""
        return cut(self.quote, self.start, self.span_start, self.span_end, self.signs)


class Labelled(BaseModel):
    """The numbers of some quotes, what they are of, and how sure that is where it was looked up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Words
    citations: Annotated[list[int], Field(max_length=100)]
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.0


class Note(BaseModel):
    """An answer, or a refusal, as it was read.

    Attributes:
        id: tells it from any other.
        asked: the question as it was typed.
        searched: the question that was searched, where that differs.
        short: the short answer, "" where there is none.
        unit: what it is in, where a table says so elsewhere.
        at: when it was pinned, "" where it was not.
        quotes: its citations.
        answered: whether it was one.
        kind: what it was made of.
        groups: its citations by what they are of.
        remarks: what was said of how the question was treated.
        confidence: how likely it was right, 0 where that was not kept.
        sure: the same in words, of an answer that was looked up; "" of any other.
        missing: words of the question that occurred in no document that was asked.
        closest: the passages that stood beside a refusal.
        only: the documents that were asked; none for all.
        conversation: the name that its conversation was given, "" where it was given none.

    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Words
    asked: Words
    searched: Words = ""
    short: Words = ""
    unit: Words = ""
    at: Words = ""
    quotes: Annotated[list[Quote], Field(max_length=100)]
    answered: bool = True
    kind: AnswerKind = AnswerKind.LOOK_UP
    groups: Annotated[list[Labelled], Field(max_length=100)] = []
    remarks: Annotated[list[Words], Field(max_length=100)] = []
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.0
    sure: Words = ""
    missing: Annotated[list[Words], Field(max_length=100)] = []
    closest: Annotated[list[Quote], Field(max_length=SHOWN_PASSAGES)] = []
    only: Annotated[list[Words], Field(max_length=100)] = []
    conversation: Annotated[str, Field(max_length=MOST_NAME_CHARS)] = ""

    @property
    def said_of_it(self) -> list[str]:
        """How sure it is, or each of its parts, where they were looked up, and what else is said of it."""
        is_one = self.answered and self.kind is AnswerKind.LOOK_UP and self.confidence > 0
        parts = (Group(one.label, tuple(one.citations), one.confidence) for one in self.groups)
        return [*([how_sure(self.confidence)] if is_one else parts_sure(parts)), *self.remarks]

    @property
    def title(self) -> str:
        """The question that it answers, as it is understood without those before it."""
        return self.searched or self.asked


def note_of(
    answer: Answer,
    spot: Spot,
    only: Sequence[str] = (),
    at: str = "",
    nearest: Sequence[Hit] = (),
    documents: Mapping[str, Document] = MappingProxyType({}),
) -> Note:
    """An answer as a note.

    `spot` says where a citation stands, `nearest` is shown beside a refusal, and `documents` tell which
    characters of a quotation are signs of markup.
    """
    quotes = [
        Quote(
            n=one.n, document=one.document, place=spot(one), quote=one.quote, start=one.start, end=one.end,
            span_start=one.span_start, span_end=one.span_end, heading=one.heading, page=one.page,
            first_line=one.first_line, last_line=one.last_line,
            signs=signs_in(one, documents.get(one.document)),
        )
        for one in answer.citations
    ]  # fmt: skip
    return Note(
        id=note_id(answer),
        asked=answer.asked,
        searched=answer.question if answer.question != answer.asked else "",
        short=(answer.span or answer.statement or "") if answer.answered else answer.text,
        unit=answer.unit,
        at=at,
        quotes=quotes,
        answered=answer.answered,
        kind=answer.kind,
        groups=[
            Labelled(label=one.label, citations=list(one.citations), confidence=round(one.confidence, 4))
            for one in answer.groups
        ],
        remarks=list(answer.notes),
        confidence=round(answer.confidence, 4),
        sure=how_sure(answer.confidence) if answer.answered and answer.kind is AnswerKind.LOOK_UP else "",
        missing=list(answer.missing) if not answer.answered else [],
        closest=[_near(hit) for hit in nearest if len(hit.passage.text) <= _WORDS],
        only=list(only),
    )


def _near(hit: Hit) -> Quote:
    one = hit.passage
    return Quote(
        n=hit.rank, document=one.document, place="", quote=one.text, start=one.start, end=one.end,
        heading=one.heading, page=one.page,
    )  # fmt: skip


def export_notes(
    notes: Sequence[Note], kind: Format, now: datetime, title: str = TITLE, file: str = TITLE
) -> Export:
    """Notes as a file named by the day and time, below a title."""
    match kind:
        case Format.MARKDOWN:
            content = _markdown(notes, title)
        case Format.JSON:
            told = {"exported": now.isoformat(timespec="seconds"), "notes": [n.model_dump() for n in notes]}
            content = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        case Format.HTML:
            content = str(render("notes.notes", title, notes, f"{now:%Y-%m-%d %H:%M}")) + "\n"
    return Export(f"{file.lower()}-{now:%Y-%m-%d-%H%M}.{kind.value}", content)


def _markdown(notes: Sequence[Note], title: str) -> str:
    parts = [f"# {title}"]
    for note in notes:
        parts.append(f"## {plain(note.title)}")
        parts += [f"From the conversation “{plain(note.conversation)}”"] if note.conversation else []
        parts += [f"Asked as “{plain(note.asked)}”"] if note.searched else []
        parts += (
            [f"**{plain(note.short)}**{f' ({plain(note.unit)})' if note.unit else ''}"] if note.short else []
        )
        parts += map(plain, note.said_of_it)
        for one in note.quotes:
            parts.append(f"{quoted(one.pieces)}\n>\n> — [{one.n}] {plain(one.document)}, {plain(one.place)}")
    return "\n\n".join(parts) + "\n"
