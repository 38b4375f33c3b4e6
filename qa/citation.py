"""Citations: words of a document, by exact position, one by one and several together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from index import Document, Passage, Span, sent
from qa.units import unit_of


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a document that answer; `document.text[start:end] == quote`.

    Attributes:
        n: its number in the answer, from 1.
        document: name of the document.
        start, end: half-open character offsets into the document's text.
        quote: the words, verbatim.
        heading: the nearest heading above, or for whom is signed there; "" where there is none.
        page: the page, from 1; None where the document has no pages.
        passage: the passage it stands in.
        first_line, last_line: lines of the document's text, from 1.
        span_start, span_end: the exact answer inside the quote, as document offsets; or None.
        recognised: whether it was recognised in a picture, and may be wrong.
        row: the row of a table that it is, by its number in the table or sheet, from 1; or None.
        column: the name of the column that the exact answer stands in, "" where it is no value of a table.
        unit: the words that say what the exact answer, a table's figure, is in, where it does not say so.
        unit_start, unit_end: where those stand, inside the quote or elsewhere; or None.

    """

    n: int
    document: str
    start: int
    end: int
    quote: str
    heading: str
    page: int | None
    passage: Passage
    first_line: int
    last_line: int
    span_start: int | None = None
    span_end: int | None = None
    recognised: bool = False
    row: int | None = None
    column: str = ""
    unit: str = ""
    unit_start: int | None = None
    unit_end: int | None = None

    @property
    def exact(self) -> str | None:
        """The exact answer's words, cut from the quote that holds them."""
        if self.span_start is None or self.span_end is None:
            return None
        return self.quote[self.span_start - self.start : self.span_end - self.start]

    @property
    def unit_is_apart(self) -> bool:
        """Whether the words that say what the exact answer is in stand outside the quote."""
        return self.unit_start is not None and not self.start <= self.unit_start < self.end


@sent(rounded=("confidence",))
@dataclass(frozen=True, slots=True)
class Group:
    """Citations that belong together.

    Attributes:
        label: what they are of, such as a document's name.
        citations: their numbers, in order.
        confidence: how likely they answer a question of their own, which is the label, 0..1; 0 where none was
            looked up for them.

    """

    label: str
    citations: tuple[int, ...]
    confidence: float = 0.0


class AnswerKind(StrEnum):
    """What an answer is made of."""

    LOOK_UP = "look-up"
    OVERVIEW = "overview"
    PLACES = "places"
    COMPARISON = "comparison"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Together:
    """What several places say together, none of them more right than another.

    Attributes:
        kind: what they are.
        citations: the places.
        statement: what they are of, in a sentence of this program's.
        groups: the citations by what they are of.
        notes: what a user should know of them, such as what was left out.

    """

    kind: AnswerKind
    citations: tuple[Citation, ...]
    statement: str
    groups: tuple[Group, ...]
    notes: tuple[str, ...] = ()


def numbered(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Citations in a row, numbered anew."""
    return tuple(replace(one, n=n) for n, one in enumerate(citations, start=1))


def joined(citations: Sequence[Citation]) -> str:
    """The words of some citations, one after another."""
    return " … ".join(one.quote for one in citations)


def grouped(
    labels: Sequence[str], found: Sequence[Sequence[Citation]]
) -> tuple[tuple[Citation, ...], tuple[Group, ...]]:
    """Citations numbered through, and the groups that they make under their labels."""
    citations = numbered(one for some in found for one in some)
    numbers = iter(range(1, len(citations) + 1))
    groups = (
        Group(label, tuple(next(numbers) for _ in some)) for label, some in zip(labels, found, strict=True)
    )
    return citations, tuple(groups)


def by_document(citations: Sequence[Citation]) -> tuple[Group, ...]:
    """Citations by the documents they stand in, in the order of the first of each."""
    names = dict.fromkeys(one.document for one in citations)
    return tuple(Group(name, tuple(one.n for one in citations if one.document == name)) for name in names)


def passage_of(document: Document, passages: Sequence[Passage], words: Span) -> Passage:
    """The passage of a document that some words stand in, or those that they run over as one."""
    first = max(0, bisect_right(passages, words.start, key=lambda one: one.start) - 1)
    end = max(first + 1, bisect_left(passages, words.end, key=lambda one: one.start))
    over = passages[first:end]
    if len(over) == 1:
        return over[0]
    text = document.text[over[0].start : over[-1].end]
    sentences, cells = (
        tuple(chain.from_iterable(getattr(one, part) for one in over)) for part in ("sentences", "cells")
    )
    return replace(over[0], end=over[-1].end, text=text, sentences=sentences, cells=cells)


def cite(n: int, document: Document, passage: Passage, words: Span, span: Span | None = None) -> Citation:
    """The citation of some words of a document, and of the exact answer in them."""
    start, end = words
    first_line, last_line = document.lines(start, end)
    found = document.row_at(start)
    cell = document.cell_at(span.start) if span else None
    unit = unit_of(document, span) if span and cell else None
    return Citation(
        n=n,
        document=document.name,
        start=start,
        end=end,
        quote=document.text[start:end],
        heading=document.section_at(start).heading,
        page=document.page_at(start),
        passage=passage,
        first_line=first_line,
        last_line=last_line,
        span_start=span.start if span else None,
        span_end=span.end if span else None,
        recognised=document.is_recognised(start, end),
        row=found[1].number if found else None,
        column=cell[1] if cell else "",
        unit=document.text[slice(*unit)] if unit else "",
        unit_start=unit.start if unit else None,
        unit_end=unit.end if unit else None,
    )
