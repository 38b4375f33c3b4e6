"""Notes: answers that a person has pinned, with their citations, and as files to save or print."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from qa.app.export import Export, Format
from qa.app.html import Html, join, tag
from qa.app.quoting import plain, quoted, spot

if TYPE_CHECKING:
    from index import Document
    from qa import Answer

TITLE = "Notes"
MOST_NOTES = 200
# The browser keeps notes and sends them back to be written as a file; it is held to these sizes.
Words = Annotated[str, Field(max_length=20_000)]
STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.55 Georgia, serif; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.15rem; }
.short { font-size: 1.4rem; font-weight: 700; margin: .25rem 0; }
.searched, .place, footer { font: .85rem/1.4 system-ui, sans-serif; }
blockquote { margin: .75rem 0 .25rem; padding-left: 1rem; border-left: 3px solid #c9a400; }
blockquote { white-space: pre-wrap; }
.place { margin: 0 0 1rem 1.2rem; }
@media print { body { margin: 0; max-width: none; } section { break-inside: avoid; } }
"""


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


def note_id(answer: Answer) -> str:
    """What tells an answer from another one: its question and the places of its quotes."""
    told = [answer.asked, *([one.document, one.start, one.end] for one in answer.citations)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def export_notes(notes: Sequence[Note], kind: Format, now: datetime, title: str = TITLE) -> Export:
    """Notes as a file named by the day and time."""
    match kind:
        case Format.MARKDOWN:
            content = _markdown(notes, title)
        case Format.JSON:
            told = {"exported": now.isoformat(timespec="seconds"), "notes": [n.model_dump() for n in notes]}
            content = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        case Format.HTML:
            content = render_print(notes, title, now)
    return Export(f"{title.lower()}-{now:%Y-%m-%d-%H%M}.{kind.value}", content)


def render_print(notes: Sequence[Note], title: str, now: datetime) -> str:
    """Notes as a page of their own, to read and to print."""
    head = join([tag("title", title), tag("meta", name_="viewport", content="width=device-width")])
    main = tag("main", tag("h1", title), *map(_section, notes))
    foot = tag("footer", tag("p", f"{now:%Y-%m-%d %H:%M}"))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}<style>{STYLE}</style></head>'
        f"<body>{main}{foot}</body></html>\n"
    )


def _section(note: Note) -> Html:
    quotes = [
        part
        for one in note.quotes
        for part in (
            tag("blockquote", *_emphasised(one), dir="auto"),
            tag("p", f"[{one.n}] {one.document}, {one.place}", class_="place", dir="auto"),
        )
    ]
    return tag(
        "section",
        tag("h2", note.asked, dir="auto"),
        tag("p", f"Searched for “{note.searched}”", class_="searched", dir="auto") if note.searched else None,
        tag("p", note.short, class_="short", dir="auto") if note.short else None,
        *quotes,
    )


def _emphasised(one: Quote) -> list[str]:
    if one.span_start is None or one.span_end is None:
        return [one.quote]
    left, right = one.span_start - one.start, one.span_end - one.start
    return [one.quote[:left], tag("strong", one.quote[left:right]), one.quote[right:]]


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
