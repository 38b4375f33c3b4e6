"""Labelled: the actions and decisions of a document, by the lines, tables and sections that are called so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from index import Document, Span
from qa.contents.headings import is_heading
from qa.contents.mentions import DATE
from qa.minutes.labelled_rows import is_row_marked_done, labelled_rows
from qa.minutes.labels import (
    BULLETED,
    NUMBERED_AFTER,
    Sort,
    is_called,
    is_labelled,
    label_end,
    says,
    unlisted,
)
from qa.minutes.likeliest import tells_of_meeting
from qa.minutes.parts import units
from qa.minutes.postponed import decides_nothing
from qa.minutes.resolved import resolved
from qa.minutes.sentences import sentence_around

_DONE_LINE = re.compile(
    r"\A\W*(?:\[x\]|[✓✔☑✅])|[(\[:;,–—-]\s?(?:already\s|now\s)?(?:done|completed?|closed|finished)\b[^()\[\]:;,]{0,30}[\W]*\Z"
    r"|\b(?:has|have)\s(?:already\s|now\s)?been\s(?:done|completed|finished)\W*\Z|[✓✔☑✅]\W*\Z",
    re.IGNORECASE,
)
# So many words behind "Action:" name somebody.
_ONLY_WHO = 2
_BY_THEN = re.compile(rf",?\s(?:by|until|before)?\s?(?:{DATE.pattern})", re.VERBOSE)


def labelled(document: Document, sort: Sort) -> list[Span]:
    """Everything that a document labels as of a sort, in order: whole rows, lines or list items."""
    rows = list(labelled_rows(document, sort))
    told_in_rows = {document.section_at(row.start).start for row in rows}
    return sorted({*rows, *_lines(document, sort, told_in_rows)})


def is_marked_done(document: Document, place: Span) -> bool:
    """Whether a row or a line says of itself that it is done: under "Status", by a tick, or at its end."""
    found = document.row_at(place.start)
    if found is None:
        return bool(_DONE_LINE.search(document.text[slice(*place)]))
    return is_row_marked_done(document, *found)


def _lines(document: Document, sort: Sort, told_in_rows: Collection[int]) -> Iterator[Span]:
    """Lines with a label, items of a list below one, and those of a section that is called so.

    All of such a section is meant where it has neither labels nor a table, `told_in_rows`, by its start.
    """
    text = document.text
    is_told = set(told_in_rows) | {
        document.section_at(one.start).start
        for one in units(document)
        if is_labelled(text[slice(*one)], sort)
    }
    is_minutes = tells_of_meeting(document)
    listed_from: Span | None = None
    before = Span(0, 0)
    for unit in units(document):
        words = text[slice(*unit)]
        label, section = label_end(words, sort), document.section_at(unit.start)
        if label is None and is_called(document, words, sort) and not _stands_over(document, unit):
            label = len(words)
        if label is not None:
            listed_from = None if says(words[label:]) else unit
            if listed_from is None and not _is_left_open(words[label:], sort):
                yield _with_what(text, before, unit) if _names_somebody(words[label:]) else unit
            before = Span(0, 0)
            continue
        is_other = any(label_end(words, other) is not None for other in Sort) or _stands_over(document, unit)
        goes_on = not is_other and listed_from is not None and _goes_on(document, listed_from, unit)
        listed_from = unit if goes_on else None
        is_of_section = (
            is_called(document, section.heading, sort)
            and section.start not in is_told
            and not words.endswith(":")
        )
        before = unit
        if not is_other and (goes_on or is_of_section):
            if not _is_left_open(unlisted(words), sort):
                yield unit
        elif not is_other:
            yield from _numbered_after(text, unit, sort)
            if sort is Sort.DECISION:
                yield from resolved(text, unit, is_minutes=is_minutes)


def _is_left_open(words: str, sort: Sort) -> bool:
    return sort is Sort.DECISION and decides_nothing(words)


def _names_somebody(words: str) -> bool:
    """Whether words say nothing but who: "Action: PN"."""
    return len(_BY_THEN.sub(" ", words).split()) <= _ONLY_WHO


def _with_what(text: str, before: Span, unit: Span) -> Span:
    """A label's line with the words before it in its paragraph, unless labelled too: what is to be done."""
    is_beside = before.end and "\n\n" not in text[before.end : unit.start]
    return Span(before.start, unit.end) if is_beside else unit


def _goes_on(document: Document, before: Span, unit: Span) -> bool:
    """Whether a list goes on: with an item of its own, or in the same paragraph."""
    between = document.text[before.end : unit.start]
    return bool(BULLETED.match(document.text[slice(*unit)])) or between.count("\n") < 2


def _stands_over(document: Document, unit: Span) -> bool:
    return is_heading(document, unit) and document.section_at(unit.start).start == unit.start


def _numbered_after(text: str, unit: Span, sort: Sort) -> Iterator[Span]:
    """The sentences that end in a label and its number, in brackets."""
    return (
        sentence_around(text, unit, Span(*match.span()))
        for match in NUMBERED_AFTER[sort].finditer(text, *unit)
    )
