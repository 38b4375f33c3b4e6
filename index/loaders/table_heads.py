"""Heads: which rows of a table name its columns, and which stand above those and name the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile
from statistics import median

from index.loaders.grid import GridRow

MAX_HEAD_CHARS = 100
# Heads stand among the first rows; so much of a title or preamble may stand above them.
_MAX_ABOVE = 15
_MAX_UPPER = 3
_MOST_OF_ONE_KIND = 0.7
_YEAR = re.compile(r"(?:FY ?)?(?:1[89]|20|21)\d\d")
_IN_BRACKETS = re.compile(r"\(.*\)")
_IN_BRACKETS_EACH = re.compile(r"\([^()]*\)")
_NAMES_TIME = re.compile(r"\b(?:19|20|21)\d\d\b|\b[QH][1-4]\b")
_MAX_TIME_CHARS = 40
_NUMBER = re.compile(r"\(?[+\-−–]?\s?[^\w\s(]?\s?\(?[+\-−–]?\d[\d.,'’\s]*\)?\s?(?:%|[^\w\s]|[A-Z]{3})?\)?")
_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}([T ]\d{1,2}:\d\d.*)?|\d{1,2}:\d\d(:\d\d)?")
_MEASURE = re.compile(r"[+\-−]?\d[\d.,]*\s[^\W\d_]{1,8}[²³]?")
# More words name neither a column nor a value.
_MOST_LABEL_WORDS = 7
# An end that is of no abbreviation, as it is in "Lease no." and "Tel.".
_IS_SENTENCE = re.compile(r"!\Z|\w{5}\.\Z|(?:\S+\s+){3}.*\.\Z")
# A figure, what goes on behind a comma, a firm, somebody with a title, an address of mail, a reference.
_STATED = re.compile(
    r"\A\W*\d|\d{3}|,\s.*\d|\b\d{1,2}\.?\s[A-Z][a-z]{2}|(?:\S+\s){2}\S+,\s[A-Z][a-z]|\A(?:Mr|Mrs|Ms|Dr|Prof)\b|@"
    r"|\A[A-Z]+(?:[/-][A-Z]+)*[/-]\d\S*\Z"
    r"|\b(?:Ltd|Limited|LLP|LLC|Inc|plc|PLC|GmbH|AG|Corp)\b\.?\Z|[a-z]{2}\.\Z"
)
# Somebody's name, at the beginning of a cell; a label that says what people did, and heads no column of them.
_PERSON = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\b\.?\s(?:and\s\w+\.?\s)?\w+|[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’.-]*){1,3})"
    r"(?=\s*(?:[(,;]|and\b|&|\Z))"
)
_OF_PEOPLE = re.compile(
    r"in\sthe\schair|(?:\w+\s){1,3}(?:by|from)|(?:vice[-\s])?chair(?:man|woman|person)?|secretary|treasurer|clerk"
    r"|minutes|minute[-\s]taker|(?:also\s|those\s|members\s)?(?:present|there)|in\sattendance|attend(?:ed|ees|ing)"
    r"|(?:sent\s)?apologies|absent|excused|guests?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_TRUTH = frozenset({"true", "false", "yes", "no"})
_NOTHING = frozenset({"-", "–", "—", "−", "n/a", "na", "nm", "nil", "none", "…", "..."})


@dataclass(frozen=True, slots=True)
class Heads:
    """What was found at the top of a table.

    Attributes:
        above: how many rows stand above the heads.
        rows: how many rows name the columns; 0 where none does.
        names: the name of each column, "" where nothing names it.

    """

    above: int = 0
    rows: int = 0
    names: tuple[str, ...] = ()


def find_heads(lines: Sequence[GridRow], declared: int | None = None) -> Heads:
    """The heads of a table by its first lines, none of which is empty.

    Args:
        lines: the first lines, enough of them to tell what the columns hold.
        declared: how many of them the file itself calls heads; None where it says nothing.

    """
    if declared == 0:
        return Heads()
    if declared:
        above = next((place for place, line in enumerate(lines[:declared]) if not is_title(line)), declared)
        if above < declared:
            return _named(lines, above, declared)
        found = find_heads(lines[declared:])
        return Heads(found.above + declared, found.rows, found.names)
    place = _place_of_heads(lines)
    if place is None:
        return Heads()
    first = place
    while first > 0 and place - first < _MAX_UPPER and _is_upper(lines[first - 1], lines[first]):
        first -= 1
    last = place + 1
    while last < len(lines) - 1 and last - place < _MAX_UPPER and _goes_on(lines, place, last):
        last += 1
    return _named(lines, first, last)


def are_pairs(lines: Sequence[GridRow], known: bool) -> bool:
    """Whether each line is a name and its value, so that none names the columns.

    The values are then of several kinds, as no column's are, the names end with a colon, or the lines are
    particulars.

    Args:
        lines: the first lines.
        known: whether the file itself says that there are no heads.

    """
    pairs = _pairs(lines)
    if not pairs:
        return False
    names, values = zip(*pairs, strict=True)
    if known or sum(name.endswith(":") for name in names) > len(names) / 2 or are_particulars(lines):
        return True
    figures = sum(map(is_measure, values))
    return 0 < figures <= _MOST_OF_ONE_KIND * len(values) and len(values) - figures > 1


def are_particulars(lines: Sequence[GridRow]) -> bool:
    """Whether each line is a label and what it says of one thing, already the first: an address, a firm.

    What the first says is also of the sort of the others: somebody in flat 12 above somebody in flat 31.
    """
    pairs = _pairs(lines)
    figures = sum(is_measure(value) for _, value in pairs)
    return (
        len(pairs) > 1
        and 2 * figures <= len(pairs)
        and (_is_stated(pairs[0][1]) or _is_numbered_alike(pairs) or _are_people(pairs))
        and all(_is_label(name) for name, _ in pairs)
    )


def _pairs(lines: Sequence[GridRow]) -> list[tuple[str, str]]:
    """The names and values of lines that have nothing else; nothing where one of them is no such line."""
    pairs = [line.cells for line in lines if line.cells and not line.lone]
    names = [cells[0] for cells in pairs]
    are_all = all(len(cells) == 2 and all(cells) for cells in pairs)
    if not are_all or any(map(is_figure, names)) or len(set(names)) < len(names):
        return []
    return [(name, value) for name, value in pairs]


def _is_label(words: str) -> bool:
    """Whether words can say what the value beside them is: a few, and no sentence."""
    return len(words.split()) <= _MOST_LABEL_WORDS and not _IS_SENTENCE.search(words)


def _is_stated(words: str) -> bool:
    """Whether a cell states something, as no head of a column does: an address, a firm, a sentence."""
    bare = _NAMES_TIME.sub("", _IN_BRACKETS.sub("", words))
    is_long = len(bare.split()) > _MOST_LABEL_WORDS
    return is_long or bool(_STATED.search(bare))


def _is_numbered_alike(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether brackets in the first value come again in another with another number, and only that."""
    (_, first), *others = pairs
    later = {words for _, value in others for words in _IN_BRACKETS_EACH.findall(value)}
    alike = {_DIGITS.sub("0", words) for words in later}
    own = [words for words in _IN_BRACKETS_EACH.findall(first) if _DIGITS.search(words)]
    return any(words not in later and _DIGITS.sub("0", words) in alike for words in own)


def _are_people(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether somebody is named beside what he did already in the first line, as in most of the others."""
    (label, first), *others = pairs
    people = sum(bool(_PERSON.match(value)) for _, value in others)
    return (
        bool((_OF_PEOPLE.fullmatch(label.rstrip(": ")) and _PERSON.match(first)) or _names_several(first))
        and 2 * people >= len(others)
        and not any(_PERSON.fullmatch(name) for name, _ in others)
    )


def _names_several(words: str) -> bool:
    """Whether words list several people, which no head does."""
    return sum(bool(_PERSON.match(part)) for part in re.split(r",\s", _IN_BRACKETS_EACH.sub("", words))) > 1


def is_figure(words: str) -> bool:
    """Whether a cell holds a number, a date, a truth value or a sign for none of these."""
    return bool(_NUMBER.fullmatch(words) or _DATE.fullmatch(words)) or words.lower() in _TRUTH | _NOTHING


@lru_cache(maxsize=4096)
def is_measure(words: str) -> bool:
    """Whether a cell holds a figure, or one with its unit, which may also head a column."""
    return is_figure(words) or bool(_MEASURE.fullmatch(words))


def figure_columns(lines: Sequence[GridRow]) -> frozenset[int]:
    """The columns that hold figures or measures in most of these lines."""
    found = set()
    for column in range(max((len(line.cells) for line in lines), default=0)):
        values = list(_column(lines, column))
        if values and sum(map(is_measure, values)) > len(values) / 2:
            found.add(column)
    return frozenset(found)


def filled(line: GridRow) -> int:
    """How many cells of a line hold words."""
    return len(line.cells) - line.cells.count("")


def is_title(line: GridRow) -> bool:
    """Whether a line has one cell over all columns, which names the table or what follows."""
    return line.lone > 0 and bool(line.cells[0])


def _place_of_heads(lines: Sequence[GridRow]) -> int | None:
    """Which line names the columns, None where none does."""
    counts = [filled(line) for line in lines if filled(line) > 1]
    width = median(counts) if counts else 1
    for place, line in enumerate(lines[: min(len(lines) - 1, _MAX_ABOVE)]):
        if _fills(line, width):
            return place if _names_columns(line, lines[place + 1 :]) else None
    return None


def _fills(line: GridRow, width: float) -> bool:
    """Whether a line has as many cells as heads have: a title or preamble above them has fewer."""
    if line.cells[0]:
        return filled(line) >= min(width, max(2.0, 0.75 * width))
    return filled(line) >= max(1.0, (width - 1) / 2)


def _names_columns(line: GridRow, body: Sequence[GridRow]) -> bool:
    below = dropwhile(lambda other: other.down, body)  # what it reaches into is of the heads too
    body = [other for other in below if other.cells != line.cells]
    if not body:
        return False
    named = 0
    for column, head in enumerate(line.cells):
        if not head:
            continue
        values = list(_column(body, column))
        if len(head) > MAX_HEAD_CHARS or head in values:
            return False
        if _is_dated(head) or _MEASURE.fullmatch(head):
            # Years, dates and measures head columns of figures of another kind.
            kind = _is_dated if _is_dated(head) else _MEASURE.fullmatch
            if values and all(map(kind, values)):
                return False
        elif is_figure(head) and not _numbers(head, values):
            # Any other figure in the row makes it one of the table's own.
            return False
        else:
            named += 1
    return named > 0 or bool(_dated_heads(line, body))


def _numbers(head: str, values: Sequence[str]) -> bool:
    """Whether "No" stands for number above a column of these."""
    return head.lower() == "no" and bool(values) and all(map(str.isdigit, values))


def _dated_heads(line: GridRow, body: Sequence[GridRow]) -> bool:
    """Whether a line of years alone stands above figures."""
    heads = {column for column, head in enumerate(line.cells) if head}
    return not line.cells[0] and heads <= figure_columns(body)


def _is_upper(line: GridRow, heads: GridRow) -> bool:
    """Whether a line above heads groups them: the name of the first column stands in one of them at most."""
    if any(map(_is_value, line.cells)):
        return False
    return not line.cells[0] or (not heads.cells[0] and not line.lone)


def _goes_on(lines: Sequence[GridRow], place: int, last: int) -> bool:
    """Whether the line at `last` names columns too, below the heads at `place`."""
    heads, line, body = lines[place], lines[last], lines[last + 1 :]
    if any(map(_is_value, line.cells)):
        return False
    if lines[last - 1].across or line.down:
        return True
    names = [
        one.cells[0] for one in (heads, line) if one.cells[0] and not _IN_BRACKETS.fullmatch(one.cells[0])
    ]
    if len(set(names)) > 1 or not filled(line):
        return False
    figures = figure_columns(body)
    under_figures = [cell for column, cell in enumerate(line.cells) if column in figures and cell]
    if under_figures:
        return not all(map(_is_dated, under_figures)) or not _are_dated(body, figures)
    return not figures and _complete_each_other(heads, line)


def _are_dated(body: Sequence[GridRow], columns: frozenset[int]) -> bool:
    return all(_is_dated(value) for column in columns for value in _column(body, column))


def _complete_each_other(heads: GridRow, line: GridRow) -> bool:
    """Whether two lines name the columns together: each, and only one of them, where the other is empty."""
    size = max(len(heads.cells), len(line.cells))
    upper, lower = (one.cells + [""] * (size - len(one.cells)) for one in (heads, line))
    return (
        any(a and (not b or a == b) for a, b in zip(upper, lower, strict=True))
        and any(b and not a for a, b in zip(upper, lower, strict=True))
        and all(a or b for a, b in zip(upper, lower, strict=True))
    )


def _named(lines: Sequence[GridRow], first: int, last: int) -> Heads:
    heads = lines[first:last]
    width = max(len(line.cells) for line in heads)
    rows = [
        _over_times(line, [*heads[:at], *heads[at + 1 :]], width)
        or _carried_across(line, width, heads[at + 1 :])
        for at, line in enumerate(heads)
    ]
    names = []
    for column in range(width):
        parts = dict.fromkeys(row[column].rstrip(":").rstrip() for row in rows if row[column])
        names.append(" ".join(part for part in parts if part))
    return Heads(first, last - first, tuple(names))


def _over_times(line: GridRow, others: Sequence[GridRow], width: int) -> list[str]:
    """A line of one cell among heads that name times, with that cell over all of these; else nothing."""
    if line.lone != 1 or line.cells[0]:
        return []
    times = {
        column
        for other in others
        for column, cell in enumerate(other.cells)
        if _NAMES_TIME.search(cell) and len(cell) <= _MAX_TIME_CHARS
    }
    at = next(column for column, cell in enumerate(line.cells) if cell)
    if len(times) < 2 or at not in times:
        return []
    return [line.cells[at] if column in times else "" for column in range(width)]


def _carried_across(line: GridRow, width: int, below: Sequence[GridRow]) -> list[str]:
    """A line of heads with each group's name over all columns of the group."""
    cells = line.cells + [""] * (width - len(line.cells))
    if line.lone > 1:
        at = next(column for column, cell in enumerate(cells) if cell)
        return [cells[at] if at <= column < at + line.lone else "" for column in range(width)]
    starts = [column for column, cell in enumerate(cells) if cell and column > 0]
    if not below or not starts:
        return cells
    lower = below[-1].cells + [""] * (width - len(below[-1].cells))
    groups = [lower[start:end] for start, end in zip(starts, [*starts[1:], width], strict=True)]
    alike = len(groups) > 1 and all(group == groups[0] for group in groups)
    if not (alike or all(_is_dated(cell) for group in groups for cell in group if cell)):
        return cells
    for start, group in zip(starts, groups, strict=True):
        for column, below_it in enumerate(group, start):
            cells[column] = cells[start] if below_it else ""
    return cells


def _is_dated(words: str) -> bool:
    return bool(_YEAR.fullmatch(words) or _DATE.fullmatch(words))


def _is_value(words: str) -> bool:
    """Whether a cell holds a figure that heads no column."""
    return is_figure(words) and not _is_dated(words)


def _column(lines: Sequence[GridRow], column: int) -> Iterator[str]:
    return (line.cells[column] for line in lines if column < len(line.cells) and line.cells[column])
