"""Tables of attendance: who was there and who was not, by the heads of columns, their marks and remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Cell, Document, Row, Span, Table
from qa.minutes.attended import NAME, AttendanceLine, Attended, is_name, says_away
from qa.minutes.people import people_in

_PRESENT = re.compile(
    r"(?:(?:members?|people|those|also)\s)?(?:present|in\sattendance|attend(?:ance|ees?|ed|ing)|participants?|there)"
    r"(?:\s?\?)?",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"(?:(?:members?|those|sent)\s)?(?:apologies(?:\s.{1,20})?|absent(?:ees)?|excused|not\spresent|regrets|missing)",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:full\s)?names?|members?|persons?|people|who|councillors?|trustees?|directors?", re.IGNORECASE
)
_LIST = re.compile(
    r"\W*(?:[\d.]+\s)?(?:list\sof\s)?(?:attendance|attendees|participants|present|those\spresent|members\spresent"
    r"|(?:present|attendance)\sand\sapologies|who\swas\sthere)(?:\slist)?\W*",
    re.IGNORECASE,
)
_NO = re.compile(r"\W*(?:no|none|n|0|nil|not|✗|✘|away)?\W*", re.IGNORECASE)
_GUEST = re.compile(
    r"\b(?:(?:special\s|invited\s)?(?:guests?(?:\sof\shonou?r)?|visitors?|observers?)|by\sinvitation|invited)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"\W*(?:x|y|yes|p|[✓✔☑])?\W*", re.IGNORECASE)
_OFFICE = re.compile(
    r"(?:in\sthe\s)?chair(?:man|woman|person)?|secretary|clerk|minutes(?:\s(?:taken|kept)\sby)?|minute[\s-]taker",
    re.IGNORECASE,
)
_LEAST_SHARE = 0.6
# One row alone may be of anything.
_LEAST_LABELS = 2


def listed_in(document: Document, table: Table) -> list[AttendanceLine]:
    """The rows of a table that name who was there and who was not; none where it is another table."""
    if labelled := _by_label(document.text, table):
        return labelled
    heads = [head.strip(" *:") for head in table.heads]
    told = {at: _told(head) for at, head in enumerate(heads)}
    above = (table.title, document.section_at(table.rows[0].start).heading)
    if not any(told.values()) and not any(map(_LIST.fullmatch, above)):
        return []
    rows = [row for row in table.rows if not row.is_head]
    named = [at for at in range(_columns(rows)) if _holds_names(document.text, rows, at)]
    if sorted(at for at, one in told.items() if one) == named and len(named) > 1:
        return list(_under_heads(document.text, rows, told))
    column = next((at for at in named if at >= len(heads) or _names_people(heads[at])), None)
    if column is None:
        return []
    return list(_by_row(document.text, rows, column, {at: one for at, one in told.items() if at != column}))


def _by_label(text: str, table: Table) -> list[AttendanceLine]:
    """The rows of a table of two columns that says in the first what those in the second were."""
    pairs = [cells for row in table.rows if len(cells := list(row.cells())) == 2]
    labels = [text[label.start : label.end].strip(" *:") for label, _ in pairs]
    if sum(_told(one) is not None for one in labels) < _LEAST_LABELS:
        return []
    found = []
    for label, (_, cell) in zip(labels, pairs, strict=True):
        told = Attended.PRESENT if _OFFICE.fullmatch(label) or _GUEST.fullmatch(label) else _told(label)
        names = Span(cell.start, cell.end)
        people = tuple(people_in(text, names)) if told else ()
        if told and people:
            found.append(AttendanceLine(told, names, names, people, not _GUEST.fullmatch(label)))
    return found


def _told(head: str) -> Attended | None:
    if _PRESENT.fullmatch(head):
        return Attended.PRESENT
    return Attended.ABSENT if _ABSENT.fullmatch(head) else None


def _names_people(head: str) -> bool:
    return not head or bool(_NAMES.fullmatch(head) or _PRESENT.fullmatch(head))


def _columns(rows: Sequence[Row]) -> int:
    return max((len(row.edges) // 2 for row in rows), default=0)


def _cell(row: Row, column: int) -> Cell | None:
    return next((one for one in row.cells() if one.column == column), None)


def _name_in(text: str, cell: Cell | None) -> Span | None:
    """The name that a cell begins with."""
    match = NAME.match(text, cell.start, cell.end) if cell else None
    is_whole = match and not text[match.end() : cell.end].strip()[:1].isalnum() if cell else False
    return Span(*match.span()) if match and is_whole and is_name(match[0]) and " " in match[0] else None


def _is_guest(said: str) -> bool:
    """Whether a cell says that the one named beside is a guest, and no more."""
    return _GUEST.fullmatch(said.strip(" *:")) is not None


def _holds_names(text: str, rows: Sequence[Row], column: int) -> bool:
    cells = [cell for row in rows if (cell := _cell(row, column))]
    filled = [cell for cell in cells if not _is_guest(text[cell.start : cell.end])]
    found = sum(_name_in(text, cell) is not None for cell in filled)
    return bool(filled) and found >= _LEAST_SHARE * len(filled)


def _under_heads(
    text: str, rows: Sequence[Row], told: dict[int, Attended | None]
) -> Iterator[AttendanceLine]:
    for row in rows:
        for cell in row.cells():
            said, name = told.get(cell.column), _name_in(text, cell)
            if said and name:
                yield AttendanceLine(said, Span(cell.start, cell.end), name, (name,), True)


def _by_row(
    text: str, rows: Sequence[Row], column: int, told: dict[int, Attended | None]
) -> Iterator[AttendanceLine]:
    """Each who is named in a column, or beside "Guest" there, by the marks and remarks in the row."""
    said = [{cell.column: text[cell.start : cell.end] for cell in row.cells()} for row in rows]
    is_marked = {at: all(_MARK.fullmatch(row.get(at, "")) for row in said) for at, one in told.items() if one}
    for row, cells in zip(rows, said, strict=True):
        name = _name_in(text, _cell(row, column))
        if name is None and _is_guest(cells.get(column, "")):
            others = (_name_in(text, one) for one in row.cells() if one.column != column)
            name = next(filter(None, others), None)
        if name is None:
            continue
        is_away = says_away(text[name.end : row.end]) or any(
            _tells_away(one, cells.get(at, ""), is_mark=is_marked[at]) for at, one in told.items() if one
        )
        remarks = " ".join(one for at, one in cells.items() if text[slice(*name)] not in one)
        where = Attended.ABSENT if is_away else Attended.PRESENT
        yield AttendanceLine(where, Span(row.start, row.end), name, (name,), not _GUEST.search(remarks))


def _tells_away(told: Attended, said: str, *, is_mark: bool) -> bool:
    """Whether a cell under "Present" or "Apologies" says that somebody was not there."""
    if told is Attended.ABSENT:
        return not _NO.fullmatch(said)
    return bool(_NO.fullmatch(said)) and (bool(said) or is_mark)
