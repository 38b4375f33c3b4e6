"""The cell asked: which cell of a row answers, where the one read is of another measure or time."""

from __future__ import annotations

import re
from dataclasses import replace

from index import Span
from index.words import stems, words
from qa.contents.figures import YEAR, is_figure, is_numbering
from qa.contents.measured import is_cell_asked
from qa.contents.mentions import DATE
from qa.contents.recurring import recurring
from qa.evidence.candidates import Candidate
from qa.evidence.clues import text_of
from qa.question import LONGEST_FORM, Kind, asked_words, kind_of
from qa.tables.dated_heads import column_from_or_until
from qa.tables.for_whom import column_for_whom
from qa.tables.labels import label_among
from qa.tables.planned import column_of_its_time, tells_done, tells_its_time, tells_plan
from qa.tables.price_or_cost import column_of_price
from qa.tables.recurring_heads import column_at_time
from qa.tables.remarks import figures_asked, is_remark
from qa.tables.whole_column import column_of_the_whole

_AMOUNT = re.compile(
    r"\bhow\s(?:much|many)\b|\bwhat\s(?:did|do|does|will)\b.*\b(?:spend|cost|pay|earn|charge|bring\sin|yield)\b"
    r"|\bwhat\s(?:was|is|were|had\sbeen)\s(?:\w+\s)?(?:planned|budgeted|allocated|forecast|estimated)\b",
    re.IGNORECASE,
)
_SUM = re.compile(r"\b(?:how\smuch|costs?|prices?|pay|fees?|charged?|charges)\b", re.IGNORECASE)
_PRICE = re.compile(r"\b(?:price|cost|fee|charge|rent|rate)s?\b", re.IGNORECASE)
_NUMBER = re.compile(r"[^\w\s]*\s?\d[\d.,'’\s]*\s?(?:[^\w\s]|[A-Z]{3})?")
_MEASURED = re.compile(
    r"\b(?:how|when|what\s(?:time|hours|does|do|is|are|did|would|will)|pay|costs?|prices?|fees?|rates?)\b",
    re.IGNORECASE,
)
# A name of more words is a sentence.
_MOST_WORDS = 10
_WHEN = re.compile(r"\b(?:when|date|day)\b", re.IGNORECASE)

# Of a room, "how many people" are its seats.
_HOW_MANY_PEOPLE = re.compile(
    r"\bhow\smany\s(?:people|persons|guests|visitors|participants|of\sus)\b", re.IGNORECASE
)
_HOLDS = stems("people persons guests visitors participants seats seating places capacity")


def in_cell_asked(question: str, candidate: Candidate) -> Candidate:
    """The candidate, where it is a table's row, with the cell that the question asks for.

    Of a service that costs £95 and takes 150 minutes, the minutes are not what it costs; of a budget and what
    was spent, the budget is not what was spent.
    """
    heads = heads_of(candidate)
    own = next((cell for cell in heads if cell.touches(candidate.span)), None)
    if own is None:
        return candidate
    if is_remark(heads[own]) and _AMOUNT.search(question[:LONGEST_FORM]):
        timed = _at_time(question, candidate, own, heads)
        beside = _beside_remark(question, candidate, own, heads)
        return replace(candidate, span=beside if timed == own else timed)
    measured = _with_a_figure(question, candidate, _of_the_measure(question, candidate, own, heads), heads)
    cells = list(heads)
    priced = column_of_price(question, list(heads.values()), cells.index(measured))
    of_its_time = column_of_its_time(question, list(heads.values()), priced)
    timed = cells[column_from_or_until(question, list(heads.values()), of_its_time)]
    whole = _of_the_whole(question, candidate, timed, heads)
    whose = _for_whom(question, candidate, whole, heads)
    meant = _held(question, candidate, _at_time(question, candidate, whose, heads), heads)
    return candidate if meant == own else replace(candidate, span=meant)


def heads_of(candidate: Candidate) -> dict[Span, str]:
    """The cells of a candidate's row, each with the head of its column; none where it is no row."""
    cells = candidate.window.cells
    ends = [candidate.sentence.start, *(cell.end for cell in cells)]
    places = (Span(end, cell.start) for end, cell in zip(ends, cells, strict=False))
    return {cell: text_of(candidate.hit.passage, place) for cell, place in zip(cells, places, strict=True)}


def is_name_of_row(question: str, candidate: Candidate) -> bool:
    """Whether what was read is the name of a row by which the question calls it: that it knows."""
    cells = candidate.window.cells
    name = label_among(cells, candidate) if cells else None
    if name is None or not name.touches(candidate.span) or kind_of(question) is not Kind.SPAN:
        return False
    if len(words(text_of(candidate.hit.passage, name))) > _MOST_WORDS:
        return False
    return not stems(candidate.span_text).isdisjoint(stems(" ".join(asked_words(question))))


def column_when(question: str, candidate: Candidate) -> int | None:
    """The place of the cell of a row for the weekday, hour or month that a question names, or None."""
    return column_at_time(question, list(heads_of(candidate).values()), label_of(candidate))


def label_of(candidate: Candidate) -> str:
    """The words that name a row; where no cell has any, its first; "" where it is no row."""
    cells = candidate.window.cells
    return text_of(candidate.hit.passage, label_among(cells, candidate) or cells[0]) if cells else ""


def is_of_row_named(question: str, candidate: Candidate) -> bool:
    """Whether a candidate is a row that a question calls by a word of its name."""
    return bool(stems(label_of(candidate)) & stems(" ".join(asked_words(question))))


def tells_planned_figure(candidate: Candidate) -> bool:
    """Whether a row holds a bare figure of what was planned, or of what came of it."""
    passage = candidate.hit.passage
    planned = (cell for cell, head in heads_of(candidate).items() if tells_plan(head) or tells_done(head))
    return any(is_figure(text_of(passage, cell)) for cell in planned)


def _of_the_measure(question: str, candidate: Candidate, own: Span, heads: dict[Span, str]) -> Span:
    """The cell with the measure that is asked for, under the nearest head of several; else the cell read.

    Where a row has a price, that is what somebody pays, not its share of something, nor the only figure that
    is not said to be of any measure: "Members: 51 · Yearly fee (£): 45 · Paid up: 78%".
    """
    said = {cell: text_of(candidate.hit.passage, cell) for cell in heads}
    told = {cell: is_cell_asked(question, heads[cell], said[cell]) for cell in heads}
    unknown = [cell for cell, one in told.items() if one is None and is_figure(said[cell])]
    prices = [cell for cell, one in told.items() if one and _PRICE.search(heads[cell])]
    wanted = stems(question)
    is_share = "%" in said[own] and not stems(heads[own]) & wanted
    if (
        prices
        and own not in prices
        and (is_share or unknown == [own])
        and _SUM.search(question[:LONGEST_FORM])
    ):
        fit = prices
    elif told[own] is False:
        fit = [cell for cell, one in told.items() if one]
    else:
        return own
    return max(fit, key=lambda cell: len(stems(heads[cell]) & wanted), default=own)


def _of_the_whole(question: str, candidate: Candidate, read: Span, heads: dict[Span, str]) -> Span:
    """The figure of the whole, where that is asked for, and the figure of a part of it was read."""
    cells = list(heads)
    whole = cells[column_of_the_whole(question, list(heads.values()), cells.index(read))]
    is_part = not tells_its_time(heads[read]) and all(
        is_figure(text_of(candidate.hit.passage, cell)) for cell in (read, whole)
    )
    return whole if is_part else read


def _for_whom(question: str, candidate: Candidate, read: Span, heads: dict[Span, str]) -> Span:
    """The figure for the people that a question names: "outsiders" pay what non-members do."""
    cells = list(heads)
    place = column_for_whom(question, list(heads.values()), cells.index(read))
    if place is None or not is_figure(text_of(candidate.hit.passage, cells[place])):
        return read
    return cells[place] if _SUM.search(question[:LONGEST_FORM]) else read


def _at_time(question: str, candidate: Candidate, read: Span, heads: dict[Span, str]) -> Span:
    """The cell for the weekday, hour or month that a question names, where that row has one."""
    cells = list(heads)
    meant = column_when(question, candidate)
    is_of_cells = recurring(heads[read]) or _MEASURED.search(question[:LONGEST_FORM])
    return cells[meant] if meant is not None and is_of_cells else read


def _held(question: str, candidate: Candidate, read: Span, heads: dict[Span, str]) -> Span:
    """The only figure of how many something holds, where it is asked how many people that is."""
    if not _HOW_MANY_PEOPLE.search(question[:LONGEST_FORM]) or stems(heads[read]) & _HOLDS:
        return read
    holding = [
        cell
        for cell, head in heads.items()
        if stems(head) & _HOLDS and is_figure(text_of(candidate.hit.passage, cell))
    ]
    return holding[0] if len(holding) == 1 else read


def _beside_remark(question: str, candidate: Candidate, remark: Span, heads: dict[Span, str]) -> Span:
    """The figure that is asked for in a row of which the remark was read, or those with heads that may be."""
    cells = list(heads)
    figures = [
        place
        for place, cell in enumerate(cells)
        if is_figure(text_of(candidate.hit.passage, cell)) and not is_numbering(heads[cell])
    ]
    asked = figures_asked(question, list(heads.values()), figures)
    if len(asked) < 2:
        return cells[asked[0]] if asked else remark
    first, last = cells[asked[0]], cells[asked[-1]]
    if asked[-1] - asked[0] >= len(asked):  # with others between
        return candidate.sentence
    return Span(first.start - len(heads[first].lstrip(" ·")), last.end)


def _with_a_figure(question: str, candidate: Candidate, read: Span, heads: dict[Span, str]) -> Span:
    """The cell read, or the figure of the latest time where an amount is asked for and that cell has none."""
    said = text_of(candidate.hit.passage, read)
    is_moment = DATE.search(said) is not None and not _WHEN.search(question[:LONGEST_FORM])
    has_one = _NUMBER.search(said) and not is_numbering(heads[read]) and not is_moment
    if has_one or not _AMOUNT.search(question[:LONGEST_FORM]):
        return read
    figures = [cell for cell in heads if is_figure(text_of(candidate.hit.passage, cell))]
    dated = [cell for cell in figures if tells_its_time(heads[cell])]
    done = [cell for cell in dated if tells_done(heads[cell])] if is_moment else dated
    latest = max(done or dated, key=lambda cell: max(YEAR.findall(heads[cell]), default=""), default=None)
    amounts = [cell for cell in figures if not is_numbering(heads[cell])]
    return latest or (amounts[0] if is_moment and len(amounts) == 1 else read)
