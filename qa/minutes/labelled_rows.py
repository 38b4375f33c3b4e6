"""Labelled rows: the actions and decisions in the tables of a document, and what of a row tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Document, Row, Span, Table
from qa.minutes.labels import NOUNS, Sort, is_called, says
from qa.minutes.likeliest import tells_of_meeting
from qa.minutes.postponed import is_row_left_open
from qa.minutes.resolved import resolved
from qa.minutes.sentences import is_of_meeting

_HEADS = {
    Sort.ACTION: re.compile(
        rf"{NOUNS[Sort.ACTION]}(?:\s(?:agreed|required|by|on|for)|\s?(?:/|,|&|and|[–—-])\s?(?:who|owner|by\swhom|by\swhen|when))*"
        r"|(?:by\s)?whom?(?:\s?(?:/|,|&|and|[–—-])\s?(?:by\s|until\s)?(?:when|date|what))+|who\sdoes\swhat.*",
        re.IGNORECASE,
    ),
    Sort.DECISION: re.compile(
        rf"{NOUNS[Sort.DECISION]}(?:\s(?:agreed|taken|made))?|(?:what\s(?:was|we)\s)?(?:agreed|decided|resolved)",
        re.IGNORECASE,
    ),
}
# In minutes these columns, and sections, hold them too.
_HEADS_IN_MINUTES = re.compile(r"outcomes?|results?|conclusions?", re.IGNORECASE)
_NOT_DECIDED = re.compile(
    r"\W*(?:(?:none|nil|noted|taken\snote|no\s(?:decision|action|vote))\b|(?:no|n/?a|(?:for\s)?information|discussed)?\W*\Z)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:by\s)?whom?|who\s(?:does|is\sto\sdo)\s(?:it|this)|(?:person\s|member\s)?responsible(?:\s(?:person|member))?"
    r"|(?:task\s|action\s)?owner|assign(?:ed\sto|ee)|lead|responsibility|person\sin\scharge|in\scharge",
    re.IGNORECASE,
)
_WHEN = re.compile(r"by\s(?:when|date)|when|due(?:\s(?:by|on|date))?|deadline|target\sdate", re.IGNORECASE)
# By itself it may be until when somebody holds an office, or by whom something is.
_UNTIL = re.compile(rf"(?:until|till|by|not?\slater\sthan)(?:\swhen)?|{_WHEN.pattern}", re.IGNORECASE)
_WHAT = re.compile(
    r"what(?:\s(?:is|has)\sto\sbe\sdone|\sto\sdo)?|item|activity|measure|job",
    re.IGNORECASE,
)
# What may stand beside what is to be done and by whom.
_ASIDE = re.compile(
    r"(?:(?:(?:item\s)?no|nr|number|ref)\.?|#|remarks?|comments?|notes?|priority|progress|status|done)?",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\W*(?:current\s)?(?:status|state|progress|done|completed?|closed|finished)\W*", re.IGNORECASE
)
_DONE = re.compile(
    r"\W*(?:done|completed?|closed|finished|fulfilled|yes|x)\b|\W*[✓✔☑✅]|\W*100\s?%", re.IGNORECASE
)


def labelled_rows(document: Document, sort: Sort) -> Iterator[Span]:
    """The rows under heads, or in tables, that are called so; in minutes also those that tell a decision."""
    for table in document.tables:
        section = document.section_at(table.rows[0].start).heading
        heads = _heads(table)
        is_whole = is_called(document, section, sort) or is_called(document, table.title, sort)
        is_whole = is_whole or (sort is Sort.ACTION and _tells_who_does_what(heads))
        columns = _columns(document, heads, sort)
        for row in table.rows:
            if not row.is_head and _is_of(document, row, sort, columns, is_whole=is_whole):
                yield Span(row.start, row.end)


def _heads(table: Table) -> list[str]:
    return [" ".join(head.split()).strip(" :*") for head in table.heads]


def _is_of(document: Document, row: Row, sort: Sort, columns: set[int], *, is_whole: bool) -> bool:
    if sort is Sort.DECISION and is_row_left_open(document, row):
        return False
    cells = {one.column for one in row.cells() if _tells(document.text[one.start : one.end], sort)}
    if columns:
        return bool(columns & cells)
    return bool(cells) if is_whole else sort is Sort.DECISION and bool(_resolved(document, row))


def _resolved(document: Document, row: Row) -> list[Span]:
    """The sentences of a row of minutes that say what was decided."""
    if not tells_of_meeting(document):
        return []
    cells = (Span(cell.start, cell.end) for cell in row.cells())
    return [one for cell in cells for one in resolved(document.text, cell, is_minutes=True)]


def _columns(document: Document, heads: Sequence[str], sort: Sort) -> set[int]:
    """The columns of a table that hold actions, or decisions; in minutes, else, outcomes."""
    found = {at for at, head in enumerate(heads) if _HEADS[sort].fullmatch(head)}
    if found or sort is Sort.ACTION or not is_of_meeting(document.text):
        return found
    return {at for at, head in enumerate(heads) if _HEADS_IN_MINUTES.fullmatch(head)}


def _tells(words: str, sort: Sort) -> bool:
    """Whether a cell says something, and not that there was no decision."""
    return says(words) and not (sort is Sort.DECISION and _NOT_DECIDED.match(words))


def _tells_who_does_what(heads: Sequence[str]) -> bool:
    """Whether a table has columns for who and by when, or for what and who and no more than remarks."""
    has_who, has_when, has_until, has_what = (
        any(map(form.fullmatch, heads)) for form in (_WHO, _WHEN, _UNTIL, _WHAT)
    )
    forms = (_WHAT, _WHO, _UNTIL, _ASIDE)
    is_of_nothing_else = all(any(form.fullmatch(head) for form in forms) for head in heads)
    return has_who and (has_when or (has_what and (has_until or is_of_nothing_else)))


def said_of_doers(document: Document, place: Span) -> str:
    """The words of a row under "Who", or under "Actions"; all those of a place without such a column."""
    found = document.row_at(place.start)
    table, row = found or (None, None)
    if table is None or row is None:
        return document.text[slice(*place)]
    heads = _heads(table)
    columns = {at for at, head in enumerate(heads) if _WHO.fullmatch(head)}
    columns = columns or _columns(document, heads, Sort.ACTION)
    if not columns:
        return document.text[slice(*place)]
    return " ".join(document.text[one.start : one.end] for one in row.cells() if one.column in columns)


def told_in(document: Document, place: Span, sort: Sort) -> Span:
    """What of a place says it: of a row the cell under "Decision" or the like, or the sentence; else all."""
    found = document.row_at(place.start)
    if found is None:
        return place
    table, row = found
    columns = _columns(document, _heads(table), sort)
    told = [Span(one.start, one.end) for one in row.cells() if one.column in columns]
    if not columns and sort is Sort.DECISION:
        told = _resolved(document, row)
    return told[0] if len(told) == 1 else place


def is_row_marked_done(document: Document, table: Table, row: Row) -> bool:
    """Whether a row says under "Status" or the like that it is done."""
    cells = (
        document.text[cell.start : cell.end]
        for cell in row.cells()
        if cell.column < len(table.heads) and _STATUS.fullmatch(table.heads[cell.column])
    )
    return any(map(_DONE.match, cells))
