"""Unfit: whether a cell, close as it comes to a question, cannot be what is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from index import Index
from qa.cells.asked import CellAsked, is_time
from qa.cells.comparable import comparable, content_of, is_among, without_function_words
from qa.cells.sorts import FIGURES, CellSort
from qa.cells.weighing import FEATURES, Weighed
from qa.contents.figures import is_total
from qa.tables.in_charge import is_in_charge_of

# What these ask for stands in no one cell.
_OF_SEVERAL = re.compile(
    r"\b(?:more|less|fewer|cheaper|dearer|difference|between|than|average|compare\w*)\b", re.IGNORECASE
)
# "What does she want?" asks for no day.
_WHAT_ONE_DOES = re.compile(r"\W*what\s(?:does|do|did|will|would)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(?:what|which)\s(colou?rs?|makes?|brands?|models?|materials?|sizes?|weights?)\b", re.IGNORECASE
)
_RATE = re.compile(
    r"\b(?:per|an?|each|every|by\sthe)\s(hour|day|night|week|month|quarter|term|season|year)\b|\b(hour|dai|night|week|month|quarter|year)ly\b",
    re.IGNORECASE,
)
# "How many were stolen?"
_BEFALLEN = re.compile(r"\bhow\smany\b.*\b(?:was|were|been)\s(\w+)\W*\Z", re.IGNORECASE)
# So close by meaning to the question is the name of a row that it asks for in other words.
_CLOSE = 0.35
_FOR_WHOM = re.compile(r"\bfor\s(?:an?|my|our)\s([a-z]+)\W*\Z")
# Where one of these is asked, the row or its column has a word for it, too.
_ASKED_AND_TOLD = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (
            r"\bnon-?\w+|\bnot\s(?:an?\s)?member",
            r"\bnon\b|\bnon-?\w+|guest|visitor|public|external|\bext\b|private|full",
        ),
        (
            r"\b(?:lose|loses|losing|lost|break|breaks|broken?|damage\w*)\b",
            r"\b(?:lost|loss|lose|replace\w*|break\w*|damage\w*)\b",
        ),
        (
            r"\bis\s(?:still\s)?left\b|\bremain\w*\b",
            r"\bleft\b|remain|balance|stock|\bqty\b|quantity|on\shand|sheets|available|free|open",
        ),
    )
)


def is_unfit(asked: CellAsked, best: Weighed, cells: Iterable[Weighed], index: Index) -> bool:
    """Whether a cell is not what a question asks for, whatever else speaks for it.

    It asks for what several cells tell, for another thing of the kind or for what no document speaks of, for
    an amount per other period, for how many or what kind where prices stand, for who somebody is and not who
    looks after it, or for the loss, the rest or the exception where neither row nor column is of it.

    Args:
        asked: the question.
        best: the cell.
        cells: all cells that were weighed.
        index: the documents.

    """
    question, head = asked.question, best.table.heads[best.cell.column]
    told = f"{best.around} {head}"
    rates, given = _rates(question), _rates(told)
    attribute = _ATTRIBUTE.search(question)
    return (
        bool(_OF_SEVERAL.search(question))
        or is_another(asked, best.label, index)
        or _is_of_other_sort(asked, best.held)
        or is_in_charge_of(question, best.table.heads, head)
        or _is_of_unheard_of(asked, best, index)
        or _is_said_of_another(asked, best, cells)
        or (attribute is not None and comparable(attribute[1]) not in content_of(head))
        or bool(rates and given and rates.isdisjoint(given))
        or any(said.search(question) and not form.search(told) for said, form in _ASKED_AND_TOLD)
    )


def _is_of_other_sort(asked: CellAsked, held: CellSort) -> bool:
    """Whether a price stands where how many is asked, a figure where what kind, a day where what one does."""
    if asked.sort is None:
        return held is CellSort.MOMENT and _WHAT_ONE_DOES.match(asked.question) is not None
    is_price = asked.sort is CellSort.COUNT and held is CellSort.MONEY
    return is_price or (asked.sort is CellSort.WORDS and held in FIGURES)


def is_another(asked: CellAsked, label: str, index: Index) -> bool:
    """Whether a question has another word before the one that it shares with a row's label: "rye loaf".

    That word stands nowhere in the documents, and the row is of a "walnut loaf".
    """
    named = list(map(comparable, without_function_words(label)))
    before = {word: first for first, word in pairwise(named)}
    return any(
        before.get(word, first) != first and first not in named and not index.occurs(first)
        for first, word in pairwise(asked.subjects)
    )


def _is_of_unheard_of(asked: CellAsked, best: Weighed, index: Index) -> bool:
    """Whether a question is about what no document speaks of, be it what something is for: "for a dog".

    Its times alone do not tell that a row is of it, nor does a total, nor a name that is not close to it.
    """
    named = [found[1] for form in (_FOR_WHOM, _BEFALLEN) if (found := form.search(asked.question))]
    if not all(map(index.occurs, named)):
        return True
    if all(index.occurs(one) for one in asked.subjects if one not in best.said):
        return False
    row = content_of(best.around)
    is_of_time = any(is_time(one) for one in best.said & row)
    if is_of_time:  # the head says what is asked of that day
        row |= content_of(best.table.heads[best.cell.column])
    is_named = any(is_among(one, row) for one in asked.subjects)
    is_close = best.values[FEATURES.index("label_near")] >= _CLOSE and not is_of_time
    return is_total(best.label) or not (is_named or is_close)


def _is_said_of_another(asked: CellAsked, best: Weighed, cells: Iterable[Weighed]) -> bool:
    """Whether a word of the question stands in the same column, but in another row: "withdrawn"."""
    unsaid = {one for one in asked.subjects if one not in best.said} - content_of(_value(best))
    beside = (one for one in cells if one.table is best.table and one.cell.column == best.cell.column)
    return bool(unsaid) and any(not unsaid.isdisjoint(content_of(_value(one))) for one in beside)


def _value(one: Weighed) -> str:
    return one.document.text[one.cell.start : one.cell.end]


def _rates(said: str) -> frozenset[str]:
    found = (one or other for one, other in _RATE.findall(said))
    return frozenset("day" if one == "dai" else one.casefold() for one in found)
