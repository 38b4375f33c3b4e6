"""Banded: the row of a table whose band holds a number that is asked with: "Who approves 4,000 euros?".

Who may spend how much, what is taken off for how many, what is paid at what age: such a table tells its
limits, and the number that is asked with need not stand anywhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index import Cell, Document, Row, Span, Table
from index.words import content_words, is_function_word, stem, stems, words
from qa.contents.measured import is_cell_asked
from qa.contents.rows import Cells, rows_of, words_in
from qa.question import LONGEST_FORM
from qa.tables.bands import Band, band_in, is_unit
from qa.tables.comparing import Compared, tables_at
from qa.tables.recurring_heads import column_at_time

Words = frozenset[str]
# More rows than these do not answer one question.
_MOST_HELD = 3
_LEAST_BANDS = 2
_ASKED = re.compile(
    r"""(?:\b(?P<before>[^\W\d_]+)\s)?(?<![\w-])(?P<figure>(?:[$€£]\s?|(?:EUR|USD|GBP|CHF)\s)?\d[\d,]*(?:\.\d+)?
    |\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty)\b)
    [\s-]?(?P<unit>%|[$€£]|[^\W\d_]+)?""",
    re.IGNORECASE | re.VERBOSE,
)
# Before a bare number, any other noun says which one of several things is meant: "room 12".
_COUNTS = re.compile(
    r"(?:cost|spend|spent|pay|paid|buy|order|book|weigh|age|turn|invite|expect|hire|rent|charge|claim)(?:s|d|ed|ing)?\Z",
    re.IGNORECASE,
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_NTH = re.compile(rf"\b({'|'.join(_ORDINALS)})\s(year|month|week|day)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_OLD = re.compile(r"\b(?:age[ds]?|old)\b", re.IGNORECASE)
# Whoever asks who has to agree asks for who approves.
_CONSENT = stems(
    "approve approval agree consent authorise authorisation sign ok okay allow permit decide release"
)


class _Asked(NamedTuple):
    """A number that is asked with, and what else the question says."""

    question: str
    figure: str
    unit: str
    words: Words


def banded(question: str, places: Iterable[tuple[Document, int]]) -> Compared | None:
    """What the row says whose band holds the number of a question; None for any other question.

    Args:
        question: what is asked.
        places: documents and offsets in them; the tables that stand there are looked through.

    """
    question = question if len(question) > LONGEST_FORM else _NTH.sub(_counted, question)
    asked = _asked(question) if len(question) <= LONGEST_FORM else None
    if asked is None:
        return None
    found = (_in_table(asked, document, table) for document, table in tables_at(places))
    return next(filter(None, found), None)


def _counted(nth: re.Match[str]) -> str:
    """A number and its unit for an ordinal: "4 year" for "fourth year"."""
    return f"{_ORDINALS.index(nth[1].casefold()) + 1} {nth[2]}"


def _asked(question: str) -> _Asked | None:
    """The one number of a question that says how much, or how many."""
    matches = list(_ASKED.finditer(question))
    if len(matches) != 1:
        return None
    figure, unit, before = (matches[0][name] or "" for name in ("figure", "unit", "before"))
    unit = "" if is_function_word(unit.casefold()) else unit
    is_bare = not unit and figure[0].isdigit()
    is_name = is_bare and bool(before) and not (is_function_word(before.casefold()) or _COUNTS.match(before))
    if is_name or (is_bare and _YEAR.fullmatch(figure)):
        return None
    said = frozenset(map(stem, content_words(question)))
    if said & _CONSENT:
        said |= _CONSENT
    return _Asked(question, figure, unit, said - stems(f"{figure} {unit}"))


def _in_table(asked: _Asked, document: Document, table: Table) -> Compared | None:
    """The rows that hold it, in the first column of bands; None where there is none, or of something else."""
    rows = rows_of(table)
    for column, head in enumerate(table.heads):
        bands = _alike([_band(document, head, cells.get(column)) for _, cells in rows])
        if not _are_steps([band for band in bands if band]):
            continue
        told = zip(rows, bands, strict=True)
        held = [row for row, band in told if band and band.holds(asked.figure, asked.unit)]
        return _told(asked, document, table, column, held)
    return None


def _alike(bands: Sequence[Band | None]) -> list[Band | None]:
    """The bands of a column, those of bare numbers in what the others are in: "6,000" beside "EUR 200"."""
    measures = {band.measure for band in bands if band} - {""}
    if len(measures) != 1:
        return list(bands)
    (measure,) = measures
    unit = next((band.unit for band in bands if band and band.measure and band.unit), "")
    return [
        band._replace(measure=measure, unit=unit) if band and not band.measure else band for band in bands
    ]


def _are_steps(bands: Sequence[Band]) -> bool:
    """Whether several bands follow one another; of numbers like 71-0010 and 71-0025 each begins alike."""
    closed = [band for band in bands if math.isfinite(band.low) and math.isfinite(band.high)]
    is_each_its_own = all(len({ends[end] for ends in closed}) == len(closed) for end in (0, 1))
    return len(bands) >= _LEAST_BANDS and is_each_its_own


def _told(
    asked: _Asked, document: Document, table: Table, column: int, held: Sequence[tuple[Row, Cells]]
) -> Compared | None:
    heading = document.section_at(table.rows[0].start).heading
    above = stems(f"{document.name} {document.title} {heading} {table.title} {' '.join(table.heads)}")
    held = _named(asked.words, document, column, held)
    shared = asked.words & (above | stems(" ".join(document.text[row.start : row.end] for row, _ in held)))
    cells = [(row, _answering(asked, document, table, column, cells)) for row, cells in held]
    told = [(row, Span(cell.start, cell.end)) for row, cell in cells if cell]
    if not 0 < len(told) <= _MOST_HELD or not shared:
        return None
    (row, span), *others = told
    return Compared(document, row, span, len(shared), 0, tuple(others))


def _named(
    said: Words, document: Document, column: int, held: Sequence[tuple[Row, Cells]]
) -> list[tuple[Row, Cells]]:
    """Of rows for one number, those with most words of the question beside it."""
    shared = [
        len(said & stems(" ".join(words_in(document, cell) for at, cell in cells.items() if at != column)))
        for _, cells in held
    ]
    return [one for one, count in zip(held, shared, strict=True) if count == max(shared)]


def _answering(asked: _Asked, document: Document, table: Table, column: int, cells: Cells) -> Cell | None:
    """The cell that is asked for: of the measure, under the head that is named, or the only one."""
    at_time = column_at_time(asked.question, table.heads, "")
    others = [cell for at, cell in cells.items() if at != column and at_time in (None, at)]
    heads = {cell: table.heads[cell.column] for cell in others}
    measured = [
        cell for cell in others if is_cell_asked(asked.question, heads[cell], words_in(document, cell))
    ]
    worth = {cell: _named_by(asked.words, heads[cell]) for cell in measured or others}
    found = [cell for cell, one in worth.items() if one == max(worth.values())]
    return found[0] if len(found) == 1 else None


def _named_by(said: Words, head: str) -> tuple[int, bool]:
    """How many words of a head are said, and whether its first is: "how many days" for "Days per year"."""
    first = next(iter(content_words(head)), "")
    return len(said & stems(head)), stem(first) in said


def _band(document: Document, head: str, cell: Cell | None) -> Band | None:
    unit = "years" if _OLD.search(head) else next(filter(is_unit, words(head)), "")
    return band_in(words_in(document, cell), unit) if cell else None
