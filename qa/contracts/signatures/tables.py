"""Tables of signatures: those with a row for each signer, and those with a column for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Cell, Document, Row, Span, Table
from qa.contents.mentions import DATE
from qa.contents.rows import cells_of
from qa.contracts.signatures.blocks import Signer
from qa.contracts.signatures.lines import Dated, beside, parts_of
from qa.contracts.signatures.names import name_end, unmarked

_BEHIND = r"(?:\s(?:of|and|in)\s.{1,40})?\s*:?"
_OFFICE_HEAD = r"(?:function|title|position|role|office|capacity|post|job(?:\stitle)?|designation)"
_AND_OFFICE = rf"\s?(?:and|&|/|,)\s?(?:\w+\s)?{_OFFICE_HEAD}"
_NAME = re.compile(
    rf"(?:(?:full|printed)\s)?names?(?:\s(?:of|in)\s.{{1,40}}|{_AND_OFFICE})?\s*:?|signator(?:y|ies)|signers?|signed\sby\s*:?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(rf"(?:signatures?|signed|sgd\.?|initials){_BEHIND}", re.IGNORECASE)
_OFFICE = re.compile(rf"{_OFFICE_HEAD}\s*:?", re.IGNORECASE)
_SIGNED = re.compile(r"\bsign", re.IGNORECASE)
_DATE = re.compile(
    r"(?:place\s?(?:/|,|and)\s?)?(?:date|dated|day)(?:\s(?:of|and|signed)\b.{0,40})?\s*:?|signed\son\s*:?"
    r"|date\s?/\s?\w+",
    re.IGNORECASE,
)
_PARTY = re.compile(
    r"(?:(?:signed\s)?(?:for|on\sbehalf\sof)(?:\sand\son\sbehalf\sof)?|part(?:y|ies)|side|company|firm"
    r"|organi[sz]ation|representing)\s*:?",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\W*(?:(?:signed|executed)\s)?(?:for(?:\sand\son\sbehalf\sof)?|on\sbehalf\sof)\s+(?=\S)", re.IGNORECASE
)
_WITNESS = re.compile(r"\W*(?:witness|witnessed|in\sthe\spresence)\b", re.IGNORECASE)
# Whoever is on such a list was there.
_ATTENDED = re.compile(r"\b(?:attend|present|apolog|absen|excus|participa)", re.IGNORECASE)
_RULED = re.compile(r"[_.…]{4,}")
_AND = re.compile(r"\s*(?:[;/\n]|\band\b|&)\s*")


def table_signers(document: Document, table: Table, *, is_expected: bool) -> list[Signer] | None:
    """Who signed by a table, nobody where it is a list of those who came; None for any other table.

    Args:
        document: the document.
        table: the table.
        is_expected: whether what stands above it says that signatures follow.

    """
    if is_of_attendance(document, table):
        return []
    heads = _Heads(table.heads)
    if heads.are_of_signatures(is_expected):
        return [one for row in table.rows if not row.is_head for one in _of_row(document.text, row, heads)]
    found = list(_of_columns(document.text, table, is_expected))
    return found or list(_of_blocks(document.text, table)) or list(_of_sides(document.text, table)) or None


def is_of_attendance(document: Document, table: Table) -> bool:
    """Whether a table is a list of those who came."""
    said = [*table.heads, table.title, document.section_at(table.rows[0].start).heading]
    return any(map(_ATTENDED.search, said))


class _Heads:
    """Which column of a table, or which of its rows, tells what; None where none does."""

    def __init__(self, heads: Sequence[str]) -> None:
        self.name = _first(_NAME, heads)
        self.date = _first(_DATE, heads)
        self.party = _first(_PARTY, heads)
        self.office = _first(_OFFICE, heads)
        self.tells_of_signing = _first(_SIGNATURE, heads) is not None or any(
            _SIGNED.search(heads[at]) for at in (self.name, self.date) if at is not None
        )

    def are_of_signatures(self, is_expected: bool) -> bool:
        """Whether somebody is named who signs: by a place for it, or where signatures are expected."""
        is_dated = self.date is not None and (self.tells_of_signing or self.party is not None)
        return self.name is not None and (is_expected or is_dated)


def _first(form: re.Pattern[str], heads: Sequence[str]) -> int | None:
    return next((at for at, head in enumerate(heads) if form.fullmatch(head.strip(" *"))), None)


def _of_row(text: str, row: Row, heads: _Heads) -> Iterator[Signer]:
    """Those whom a row names, each with the date that stands there for all or for that one."""
    cells = cells_of(row)
    if heads.name not in cells:
        return
    party = _party(text, cells.get(heads.party)) if heads.party is not None else ""
    dates = _dates(text, cells.get(heads.date) if heads.date is not None else None)
    yield from _signers(text, Span(row.start, row.end), cells[heads.name], party, dates)


def _of_columns(text: str, table: Table, is_expected: bool) -> Iterator[Signer]:
    """Those whom the columns of a table name, under the parties; its rows are of name, date and so on."""
    labels: list[str] = []
    rows: list[dict[int, Cell]] = []
    parties = {column: _without_for(head) for column, head in enumerate(table.heads) if column and head}
    for row in table.rows:
        cells = cells_of(row)
        if row.is_head:
            continue
        label = text[slice(cells[0].start, cells[0].end)] if 0 in cells else ""
        if _NAME.fullmatch(label.strip(" *")) and _first(_NAME, labels) is not None:
            yield from _of_labelled(text, labels, rows, parties, is_expected)
            labels, rows = [], []
        labels.append(label)
        rows.append(cells)
    yield from _of_labelled(text, labels, rows, parties, is_expected)


def _of_blocks(text: str, table: Table) -> Iterator[Signer]:
    """Those whom the columns of a table name, each under for whom is signed, with the date below.

    The name may stand there twice, as it is written by hand and in print.
    """
    heads = [head for head in table.heads if head]
    if not heads or not all(_FOR.match(head) or _WITNESS.match(head) for head in heads):
        return
    rows = [cells_of(row) for row in table.rows if not row.is_head]
    for column, head in enumerate(table.heads):
        cells = [cells[column] for cells in rows if column in cells]
        named = [one for one in cells if name_end(text, unmarked(text, Span(one.start, one.end))) == one.end]
        dates = [dated for one in cells for dated in _dates(text, one)]
        if head and named and dates:
            where = Span(named[-1].start, named[-1].end)
            yield from list(_signers(text, where, named[-1], _without_for(head), dates))[:1]


def _of_sides(text: str, table: Table) -> Iterator[Signer]:
    """Those whom the rows of a table name, each beside for whom is signed, with a rule or a date."""
    rows = [[cell for _, cell in sorted(cells_of(row).items())] for row in table.rows]
    if not all(len(row) > 1 and _FOR.match(text[row[0].start : row[0].end]) for row in rows):
        return
    for side, *cells in rows:
        where = Span(cells[0].start, cells[-1].end)
        parts = [unmarked(text, part) for part in parts_of(text, where)]
        named = next((Span(one.start, end) for one in parts if (end := name_end(text, one))), None)
        dates = [Dated(where, Span(*match.span())) for match in DATE.finditer(text, *where)]
        if named and (dates or _RULED.search(text, *where)):
            lines = Span(side.start, where.end)
            yield Signer(lines, named, _party(text, side), dates[0] if dates else None)


def _of_labelled(
    text: str,
    labels: Sequence[str],
    rows: Sequence[dict[int, Cell]],
    parties: dict[int, str],
    is_expected: bool,
) -> Iterator[Signer]:
    told = _Heads(labels)
    if told.name is None or not told.are_of_signatures(is_expected):
        return
    for column, cell in rows[told.name].items():
        if column:
            party = _party(text, rows[told.party].get(column)) if told.party is not None else ""
            dates = _dates(text, rows[told.date].get(column) if told.date is not None else None)
            where = Span(cell.start, cell.end)
            office = _cell_text(text, rows[told.office].get(column) if told.office is not None else None)
            for one in _signers(text, where, cell, party or parties.get(column, ""), dates):
                yield one._replace(office=office)


def _signers(text: str, lines: Span, cell: Cell, party: str, dates: Sequence[Dated]) -> Iterator[Signer]:
    """Each of those whom a cell names; where as many dates stand beside, each has one of them."""
    names = list(_names(text, Span(cell.start, cell.end)))
    for at, name in enumerate(names):
        of_one = dates[at] if len(dates) == len(names) else dates[0] if dates else None
        yield Signer(lines, name, party, of_one)


def _names(text: str, cell: Span) -> Iterator[Span]:
    """The names in a cell: "Ada Stone, Chair; Carl Reed, Clerk", "Ada Stone and Carl Reed"."""
    start = cell.start
    for stop in [*(match.span() for match in _AND.finditer(text, *cell)), (cell.end, cell.end)]:
        for part in beside(text, Span(start, stop[0])):
            words = unmarked(text, part)
            if end := name_end(text, words):
                yield Span(words.start, end)
        start = stop[1]


def _dates(text: str, cell: Cell | None) -> list[Dated]:
    if cell is None:
        return []
    where = Span(cell.start, cell.end)
    return [Dated(where, Span(*match.span())) for match in DATE.finditer(text, *where)]


def _party(text: str, cell: Cell | None) -> str:
    return _without_for(_cell_text(text, cell))


def _cell_text(text: str, cell: Cell | None) -> str:
    return text[cell.start : cell.end] if cell else ""


def _without_for(said: str) -> str:
    return _FOR.sub("", said).strip(" *:")
