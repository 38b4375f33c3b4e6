"""Runs: who signs by lines that stand together, whatever their order: the first name has the first date.

Where as many dates or parties stand there as names, each name has the one in its place; one alone is of all;
else the one that stands before the name, or behind it, as the first of them does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from index import Document, Span, Table
from qa.contents.mentions import DATE
from qa.contracts.signatures.blocks import Signer
from qa.contracts.signatures.cells import CellReader, SignatureCell
from qa.contracts.signatures.lines import Dated, units_of
from qa.contracts.signatures.names import ROLE, is_short_for
from qa.contracts.signatures.tables import is_of_attendance

_T = TypeVar("_T")
_FEWEST = 2
_LINE = re.compile(r"\S[^\r\n]*")
_NUMBER = re.compile(r"\d+")
# A table of signatures has no more.
_MOST_ROWS = 12


def run_signers(document: Document) -> list[Signer]:
    """Who signs by the last run of lines that are of signatures; nobody where there is none."""
    found: list[Signer] = []
    runs = list(_runs(document))
    for run in runs:
        cells = _in_reading_order(document.text, run)
        found = _signers(document.text, cells, is_last=run is runs[-1]) or found
    return found


def _feet_of(text: str) -> set[str]:
    """The lines that stand in a text again with another number: "Elm Moorings, sheet 2"."""
    lines = {match[0].rstrip() for match in _LINE.finditer(text)}
    numbered = [line for line in lines if _NUMBER.search(line) and not DATE.search(line)]
    again = Counter(_NUMBER.sub("0", line) for line in numbered)
    return {line for line in numbered if again[_NUMBER.sub("0", line)] > 1}


def _runs(document: Document) -> Iterator[list[list[SignatureCell]]]:
    """The lines that stand together without prose between them, as cells."""
    reader = CellReader(document)
    feet = _feet_of(document.text)
    run: list[list[SignatureCell]] = []
    for block in document.blocks:
        found = document.row_at(block.start)
        is_list = found is not None and (_is_list(document, found[0]) or _is_of_values(reader, found[0]))
        units = [one for one in units_of(document, block) if document.text[slice(*one)] not in feet]
        lines = [reader.cells_of_row(found[1])] if found else map(reader.cells_of, units)
        for cells in lines:
            if is_list or any(cell.is_prose for cell in cells):
                if run:
                    yield run
                run = []
            else:
                run.append(cells)
    if run:
        yield run


def _is_list(document: Document, table: Table) -> bool:
    """Whether a table is of who attended, or of more than those who sign."""
    return len(table.rows) > _MOST_ROWS or is_of_attendance(document, table)


def _is_of_values(reader: CellReader, table: Table) -> bool:
    """Whether the heads of a table say nothing of signing, nor for whom: those of a price list."""
    heads = [cell for row in table.rows if row.is_head for cell in reader.cells_of_row(row)]
    return bool(heads) and not any(one.name or one.party or one.date or one.is_mark for one in heads)


def _in_reading_order(text: str, run: Sequence[Sequence[SignatureCell]]) -> list[SignatureCell]:
    """The cells of a run, column by column in a table, and where several lines have as many.

    Row by row in a table that names somebody beside their own signature.
    """
    ordered: list[SignatureCell] = []
    together: list[Sequence[SignatureCell]] = []
    for line in [*run, []]:
        if together and not (line and _go_together(together[0], line)):
            is_by_row = any(_names_one_twice(text, one) for one in together)
            ordered += [cell for one in together for cell in one] if is_by_row else _by_column(together)
            together = []
        if line:
            together.append(line)
    return ordered


def _names_one_twice(text: str, line: Sequence[SignatureCell]) -> bool:
    """Whether the columns of a line name one person, by initials or marked as signed, and in full."""
    named = [cell for cell in line if cell.name]
    return any(_is_same(text, one, other) for one, other in pairwise(named) if one.column != other.column)


def _is_same(text: str, one: SignatureCell, other: SignatureCell) -> bool:
    """Whether a name is the other, or short for it."""
    said, full = (text[slice(*cell.name)] if cell.name else "" for cell in (one, other))
    return bool(said) and (said.casefold() == full.casefold() or is_short_for(said, full))


def _go_together(first: Sequence[SignatureCell], line: Sequence[SignatureCell]) -> bool:
    if first[0].column is None or line[0].column is None:
        return first[0].column == line[0].column and len(first) == len(line)
    return True


def _by_column(lines: Sequence[Sequence[SignatureCell]]) -> list[SignatureCell]:
    if lines[0][0].column is None:
        return [cell for column in zip(*lines, strict=True) for cell in column]
    return sorted((cell for line in lines for cell in line), key=lambda cell: cell.column or 0)


def _signers(text: str, cells: Sequence[SignatureCell], *, is_last: bool) -> list[Signer]:
    named = [cell for cell in cells if cell.name]
    if any(cell.is_labelled for cell in named):
        named = [cell for cell in named if cell.is_labelled]
    named = _once(text, [cell for cell in named if not cell.is_of_witness or cell.date])
    if not named:
        return []
    order = {id(cell): at for at, cell in enumerate(cells)}
    places = [order[id(cell)] for cell in named]
    own = [_date_beside(cell, cells) for cell in named]
    others = [(at, cell.date) for at, cell in enumerate(cells) if cell.date and cell.date not in own]
    left = iter(_given([at for at, date in zip(places, own, strict=True) if not date], others))
    dates = [date or next(left) for date in own]
    beside = iter(_given([place for place in places if not cells[place].party], list(_parties(text, cells))))
    parties = [cell.party or next(beside) for cell in named]
    is_marked = any(cell.is_mark for cell in cells)
    are_all = all(dates) and len({*parties}) > 1 and all(parties)
    are_own = is_last and len(named) >= _FEWEST and all(own) and _hold_offices(text, cells, named)
    if not (are_all or are_own or (is_marked and (any(dates) or len({*parties}) > 1))):
        return []
    return [
        Signer(
            _with_office(text, cells[order[id(cell)] + 1 :], _lines(cell, named)),
            cell.name,
            party or "",
            _dated(cells, date) if date else None,
        )
        for cell, date, party in zip(named, dates, parties, strict=True)
        if cell.name
    ]


def _hold_offices(text: str, cells: Sequence[SignatureCell], named: Sequence[SignatureCell]) -> bool:
    """Whether an office stands in the line of each who is named, and above them nothing of anything else."""
    above = cells[: cells.index(named[0])]
    is_first = all(one.date or one.party or one.is_mark or ROLE.search(text, *one.words) for one in above)
    return is_first and all(cell.line and ROLE.search(text, *cell.line) for cell in named)


def _date_beside(cell: SignatureCell, cells: Sequence[SignatureCell]) -> Span | None:
    """The date that stands with a name, or in the same line if no other name or date does."""
    beside = [one for one in cells if one.line == cell.line]
    dates = [one.date for one in beside if one.date]
    is_alone = len(dates) == 1 and sum(one.name is not None for one in beside) == 1
    return cell.date or (dates[0] if is_alone else None)


def _once(text: str, named: Sequence[SignatureCell]) -> list[SignatureCell]:
    """Those who are named, not twice if the name is printed below what was signed."""
    once: list[SignatureCell] = []
    for cell in named:
        if once and _is_same(text, once[-1], cell):
            once.pop()
        once.append(cell)
    return once


def _parties(text: str, cells: Sequence[SignatureCell]) -> Iterator[tuple[int, str]]:
    """For whom is signed, by place, where no name stands with it; in lines one after another it is one.

    Not in rows of a table that name somebody each.
    """
    named = {cell.line for cell in cells if cell.name and cell.column is not None}
    told: list[tuple[int, str]] = []
    said: set[str] = set()
    for at, cell in enumerate(cells):
        if cell.name:
            said.clear()
        if not cell.party or cell.name or cell.party in said:
            continue
        said.add(cell.party)
        last = cells[at - 1] if told and told[-1][0] == at - 1 else None
        is_again = text.startswith(("For ", "for "), cell.words.start)
        is_below = last and last.line != cell.line and not last.date and cell.line not in named
        if is_below and not is_again:
            told[-1] = (at, f"{told[-1][1]} {cell.party}")
        else:
            told.append((at, cell.party))
    return iter(told)


def _given(places: Sequence[int], told: Sequence[tuple[int, _T]]) -> list[_T | None]:
    """What each name has of what is told at some places: see above."""
    is_before = bool(told and places) and told[0][0] <= places[0]
    if len(told) > len(places) and is_before:  # what stands at the foot of a page is of nobody
        told = [one for one in told if one[0] <= places[-1]]
    if len(told) == len(places):
        return [one for _, one in told]
    if len(told) < _FEWEST:
        return [told[0][1] if told else None] * len(places)
    if is_before:
        return [next((one for at, one in reversed(told) if at <= place), None) for place in places]
    return [next((one for at, one in told if at >= place), told[-1][1]) for place in places]


def _dated(cells: Sequence[SignatureCell], date: Span) -> Dated:
    return Dated(next(cell.words for cell in cells if cell.date == date), date)


def _with_office(text: str, below: Sequence[SignatureCell], lines: Span) -> Span:
    """The words of one who signs, with the office and the firm that stand right below them."""
    for cell in below:
        is_office = cell.party or ROLE.search(text, *cell.words)
        is_apart = any(map(str.isalnum, text[lines.end : cell.words.start])) or cell.words.start < lines.end
        if cell.name or cell.is_mark or not is_office or is_apart:
            break
        lines = Span(lines.start, cell.words.end)
        if cell.date:
            break
    return lines


def _lines(cell: SignatureCell, named: Sequence[SignatureCell]) -> Span:
    """The line of one who is named in it alone, else no more than the words that stand there of that one."""
    is_alone = sum(one.line == cell.line for one in named) == 1
    return cell.line if cell.line and is_alone else cell.words
