"""Rows of amounts: whether a line of a budget or a price list tells when or who, which a question asks.

"Rent · 1,150 · 1,200 · rent review in March" holds the rent, but not when that is due nor who pays it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.words import content_words, stem, stems
from qa.contents.figures import YEAR, numbers_of
from qa.contents.measured import says_money
from qa.contents.mentions import DATE, MONTHS, WEEKDAYS
from qa.question import LONGEST_FORM

_WHEN = re.compile(r"\bwhen\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)
_WHO_PAYS = re.compile(
    r"\b(?:who|whom|whose)\b.*\b(?:pays?|paid|paying|bears?|borne|covers?|meets?|expenses?|costs?)\b",
    re.IGNORECASE,
)
_AMOUNTS = re.compile(
    r"\b(?:budget(?:ed)?|actuals?|plan(?:ned)?|forecast|spent|amounts?|costs?|prices?|fees?|sums?|totals?|values?)\b",
    re.IGNORECASE,
)
_BARE_FIGURE = re.compile(r"[^\w\s]*\s?\d[\d.,'’\s]*\s?(?:[^\w\s]|[A-Z]{3})?")
_TIME_HEAD = re.compile(
    r"\b(?:dates?|when|due|deadlines?|times?|until|till|months?|days?|from|start\w*|begin\w*|ends?|expir\w+|payable)\b",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    rf"\b(?:{'|'.join((*MONTHS, *WEEKDAYS))})s?\b|\b\d{{1,2}}[:.]\d\d\b"
    rf"|{YEAR.pattern}|\b\d{{1,2}}(?:st|nd|rd|th)\b"
)
# What is said beside a moment, whatever happens then.
_OF_MOMENTS = stems("end start begin due until from since first last pay payable early late mid")
_PAYER_HEAD = re.compile(
    r"\b(?:paid|pa(?:ys?|yers?|yable)|borne|bears?|charged|expense|account)\b", re.IGNORECASE
)
_INCOME = re.compile(
    r"\b(?:incomes?|revenues?|receipts?|takings|contributions?|donations?|grants?)\b", re.IGNORECASE
)
_CAPITAL = re.compile(r"\b[^\W\d_a-z]\w*[a-z]")
_INSIDE = re.compile(r"(?<=\S\s)[^\W\d_a-z]\w*[a-z]")


class HeadedCell(NamedTuple):
    """What a cell holds, and the words of its column's head."""

    head: str
    said: str


def asks_when_or_who(question: str) -> bool:
    """Whether a question is one that an amount does not answer."""
    return len(question) <= LONGEST_FORM and bool(_WHEN.search(question) or _WHO.search(question))


def tells_when_or_who(question: str, row: Sequence[HeadedCell]) -> bool | None:
    """Whether a row of amounts may tell when or who, as a question asks; None of any other row.

    Args:
        question: what is asked; one of which `asks_when_or_who` is true.
        row: the cells of the row, in order.

    """
    figures = [cell for cell in row if _is_amount(cell)]
    if not figures:
        return None
    if _says_amount(question, figures):
        return True
    asked = stems(question)
    worded = [cell for cell in row if not _BARE_FIGURE.fullmatch(cell.said)]
    if _WHEN.search(question):
        return any(_tells_when(cell, asked) for cell in worded)
    return _tells_who(question, row[0], worded, asked)


def _is_amount(cell: HeadedCell) -> bool:
    is_headed = YEAR.search(cell.head) or _AMOUNTS.search(cell.head) or says_money(cell.head)
    return bool(is_headed and _BARE_FIGURE.fullmatch(cell.said))


def _says_amount(question: str, figures: Sequence[HeadedCell]) -> bool:
    """Whether a question says one of the amounts: "when was it 1,150?" is told by the head of that."""
    said = {*numbers_of(re.findall(r"\d[\d.,'’]*\d|\d", question))} - {None}
    return not said.isdisjoint(numbers_of([cell.said for cell in figures]))


def _tells_when(cell: HeadedCell, asked: frozenset[str]) -> bool:
    """Whether a cell stands under a head for that, or holds a moment and nothing that is not asked about."""
    if _TIME_HEAD.search(cell.head) or stems(cell.head) & asked:
        return True
    rest = _MOMENT.sub(" ", DATE.sub(" ", cell.said))
    beside = frozenset(map(stem, content_words(rest)))
    return rest != cell.said and beside <= asked | _OF_MOMENTS


def _tells_who(question: str, label: HeadedCell, worded: Sequence[HeadedCell], asked: frozenset[str]) -> bool:
    """Whether a cell names somebody; of who pays, under a head for that, or as where money comes from."""
    others = [cell for cell in worded if cell != label]
    if not _WHO_PAYS.search(question):
        return bool(_INSIDE.search(label.said)) or any(_CAPITAL.search(cell.said) for cell in others)
    is_income = any(_INCOME.search(f"{cell.head} {cell.said}") for cell in worded)
    is_asked = not stems(label.said).isdisjoint(asked)
    return (is_income and is_asked) or any(_PAYER_HEAD.search(cell.head) for cell in others)
