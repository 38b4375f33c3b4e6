"""Notes: answers that a person has pinned, with their citations, and as files to save or print."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from qa.app.export import Export, Format
from qa.app.html import render
from qa.app.quoting import note_id, plain, quoted, spot

if TYPE_CHECKING:
    from index import Document
    from qa import Answer

TITLE = "Notes"
MOST_NOTES = 200
# The browser keeps notes and sends them back to be written as a file; it is held to these sizes.
Words = Annotated[str, Field(max_length=20_000)]


class Quote(BaseModel):
    """Words of a document, where they stand, and which of them are the exact answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int
    document: Words
    place: Words
    quote: Words
    start: int
    end: int
    span_start: int | None = None
    span_end: int | None = None


class Note(BaseModel):
    """A pinned answer.

    Attributes:
        id: tells it from any other.
        asked: the question as it was typed.
        searched: the question that was searched, where that differs.
        short: the short answer, "" where there is none.
        at: when it was pinned.
        quotes: its citations.

    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Words
    asked: Words
    searched: Words = ""
    short: Words = ""
    at: Words = ""
    quotes: Annotated[list[Quote], Field(max_length=100)]


def note_of(answer: Answer, documents: Mapping[str, Document], now: datetime) -> Note:
    """An answer as a note."""
    quotes = [
        Quote(
            n=one.n, document=one.document, place=spot(one, documents), quote=one.quote, start=one.start,
            end=one.end, span_start=one.span_start, span_end=one.span_end,
        )
        for one in answer.citations
    ]  # fmt: skip
    return Note(
        id=note_id(answer),
        asked=answer.asked,
        searched=answer.question if answer.question != answer.asked else "",
        short=(answer.span or answer.statement or "") if answer.answered else answer.text,
        at=now.isoformat(timespec="minutes"),
        quotes=quotes,
    )


def export_notes(notes: Sequence[Note], kind: Format, now: datetime, title: str = TITLE) -> Export:
    """Notes as a file named by the day and time."""
    match kind:
        case Format.MARKDOWN:
            content = _markdown(notes, title)
        case Format.JSON:
            told = {"exported": now.isoformat(timespec="seconds"), "notes": [n.model_dump() for n in notes]}
            content = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        case Format.HTML:
            content = str(render("notes.notes", title, notes, f"{now:%Y-%m-%d %H:%M}")) + "\n"
    return Export(f"{title.lower()}-{now:%Y-%m-%d-%H%M}.{kind.value}", content)


def _markdown(notes: Sequence[Note], title: str) -> str:
    parts = [f"# {title}"]
    for note in notes:
        parts.append(f"## {plain(note.asked)}")
        parts += [f"Searched for “{plain(note.searched)}”"] if note.searched else []
        parts += [f"**{plain(note.short)}**"] if note.short else []
        for one in note.quotes:
            words = quoted(one.quote, one.start, one.span_start, one.span_end)
            parts.append(f"{words}\n>\n> — [{one.n}] {plain(one.document)}, {plain(one.place)}")
    return "\n\n".join(parts) + "\n"
