"""Lines of blocks of signatures: what stands side by side in one, and the date that one may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index import Document, Span
from qa.contents.mentions import DATE
from qa.contracts.signatures.names import PARTICLES, ROLE, name_end, unmarked

# Longer lines are prose.
LINE_CHARS = 160
ENDS = ".,;: "
_LINE = re.compile(r"\S[^\r\n]*")
_PARTED = re.compile(
    r"(?:[\s(]*[_.…]{4,}[\s:(]*)|\s{3,}|(?<![:\t])\t+|\t+(?=(?:For|Signed)\s)"
    r"|(?:(?<=[.;:])|(?<=\d{4}))\s+(?=(?:For|Signed)\s)|\s/\s|\s+(?=\((?:sgd|signed|signature)\.?\)\s|sgd\.\s[A-Z]|/s/\s)"
)
# "for the Trust", below a name; "Ada Stone, Head of Finance".
_SMALL_FOR = re.compile(r"\bfor\sthe\s[A-Z]\w+")
NAME_AND_OFFICE = re.compile(
    rf"\b[A-Z][\w’'-]+\s(?:[A-Z]\.\s)?[A-Z][\w’'-]+,\s(?=(?:\w+\s){{0,2}}?(?i:{ROLE.pattern}))"
)
# What may stand before the date of a signature: "Date:", a place, "Signed at Thorn on".
_BEFORE_DATE = re.compile(
    r"(?:.*\b(?i:signed|executed|dated?)\b.*"
    rf"|(?:(?:[A-Z][\w’'.-]*|on|at|in|the|this|and|{'|'.join(sorted(PARTICLES))})\b[\s,:;.–—-]*)*)\Z"
)
# What an electronic signature has behind it: "09:41 CEST".
_CLOCK = re.compile(
    r"[\s,]+(?:at\s)?\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?\s?(?:[A-Z]{2,4}|h)?\s?(?:[+-]\d{1,2}(?:[:'’]?\d{2})?)?\W*\Z",
)

_ON = re.compile(r"\s+(?:on|dated|at)\s*\Z", re.IGNORECASE)


class Dated(NamedTuple):
    """The line that says when something was signed, and the date in it."""

    line: Span
    date: Span


def units_of(document: Document, block: Span) -> Iterator[Span]:
    """The cells of a row, the lines of any other block."""
    found = document.row_at(block.start)
    if found:
        yield from (Span(cell.start, cell.end) for cell in found[1].cells())
        return
    for line in _LINE.finditer(document.text, *block):
        yield bare(document.text, Span(*line.span()))


def bare(text: str, words: Span) -> Span:
    """Words without spaces and signs of markup around them."""
    start, end = words
    while start < end and text[start] in " \t#*>|-✓✔☑✅":
        start += 1
    while end > start and text[end - 1] in " \t*|":
        end -= 1
    return Span(start, end)


def parts_of(text: str, unit: Span) -> Iterator[Span]:
    """A line's words before and behind a line to write on, and each that tells for whom."""
    start = unit.start
    for parting in _PARTED.finditer(text, *unit):
        if start < parting.start():
            yield Span(start, parting.start())
        start = parting.end()
    in_brackets = start > unit.start and text[start - 1] == "(" and text[unit.end - 1] == ")"
    end = unit.end - in_brackets
    if start < end:
        yield Span(start, end)


def beside(text: str, part: Span) -> Iterator[Span]:
    """What stood side by side in a line that has lost its columns: dates, names with offices, or for whom."""
    said = text[slice(*part)]
    for form in (DATE, NAME_AND_OFFICE, _SMALL_FOR):
        starts = [match.start() for match in form.finditer(said)]
        if len(starts) < 2:
            continue
        if form is DATE:
            starts = [0, *(match.end() + 1 for match in form.finditer(said))][: len(starts)]
        ends = [*starts[1:], len(said)]
        if not said[: starts[0]].strip() and len(said) <= LINE_CHARS:
            yield from (
                Span(part.start + low, part.start + len(said[:high].rstrip()))
                for low, high in zip(starts, ends, strict=True)
            )
            return
    yield part


def dates_of(text: str, line: Span) -> Iterator[Dated]:
    """The dates of a line that has nothing else, but places and labels."""
    found = [dated_by(text, part) for whole in parts_of(text, line) for part in beside(text, whole)]
    return iter([one for one in found if one] if all(found) else [])


def dated_by(text: str, part: Span) -> Dated | None:
    """The date that a line ends in, where no more than a place or a label stands before it."""
    if part.end - part.start > LINE_CHARS:
        return None
    *_, date = [None, *DATE.finditer(text, *part)]
    if date is None:
        return None
    behind = text[date.end() : part.end]
    if behind.strip(ENDS) and not _CLOCK.match(behind):
        return None
    before = text[part.start : date.start()]
    is_of_signer = name_end(text, unmarked(text, part)) is not None  # "Ada Stone, Clerk for Elm, 3 May 2024"
    return Dated(part, Span(*date.span())) if is_of_signer or _BEFORE_DATE.match(before) else None


def undated(said: str) -> str:
    """What is said before a date: "Elm Ltd" of "Elm Ltd on 3 May 2024"."""
    date = DATE.search(said)
    return (_ON.sub("", said[: date.start()]) if date else said).strip(ENDS)
