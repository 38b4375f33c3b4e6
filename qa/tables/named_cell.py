"""Named cell: whether a question names both the row and the column of the cell that was read."""

from __future__ import annotations

import re

from index.words import stems
from qa.contents.figures import YEAR, is_total
from qa.contents.recurring import without_recurring
from qa.evidence.candidates import Candidate
from qa.evidence.clues import text_of
from qa.intents.totals import total_asked
from qa.question import asked_words
from qa.tables.cell_asked import column_when, heads_of, label_of
from qa.tables.compounds import tells_compound
from qa.tables.dated_heads import is_side_named, without_days
from qa.tables.for_whom import is_for_those_asked, without_whom
from qa.tables.planned import is_column_named, is_what_is_left
from qa.tables.whole_column import is_whole_asked

# How a price is asked for names no row of a list.
_ASKED_BY = stems("cost price pay charge fee")
# Nor does what is asked of a plan.
_OF_PLAN = stems("plan planned budget budgeted spend spent spending allocated amount figure sum total year")

# "Canoe, per day" and "Child 5–15" are named as the canoe and the child.
_UNNAMED = re.compile(r"\b(?:per|an?|each)\s\w+\W*\Z|\b\d+\b", re.IGNORECASE)
_AT_THE_END = re.compile(r"\bat\sthe\send\b", re.IGNORECASE)


def is_named_cell(question: str, candidate: Candidate) -> bool:
    """Whether a question names a row, and the column of the cell that is the answer.

    A column is named by its head, by its year ("in 2026"), by whom it is for ("for guests"), by its weekdays,
    hours or months ("on Saturday") or as that of the whole ("in total"); a row by one of its cells, by all
    that is asked for standing in its first cell, or as what is left. Where the first cell holds the two words
    that name a thing, the only figure of the row needs no column.
    """
    cells = heads_of(candidate)
    heads = list(cells.values())
    places = [place for place, cell in enumerate(cells) if cell.touches(candidate.span)]
    if not places or not stems(heads[places[0]]):
        return False
    if tells_compound(question, label_of(candidate), "") and _is_only_figure(candidate, places[0]):
        return True
    is_head_said = stems(heads[places[0]]) <= stems(question) or column_when(question, candidate) == places[0]
    if candidate.clues.cell_named or is_what_is_left(question, label_of(candidate)):
        return is_head_said or any(
            way(question, heads, places[0]) for way in (is_column_named, is_whole_asked)
        )
    if _is_total_asked(question, candidate):
        return True
    ways = (is_column_named, is_side_named, is_for_those_asked, is_whole_asked)
    is_named = is_head_said or any(way(question, heads, places[0]) for way in ways)
    return is_named and _is_label_said(question, candidate, heads[places[0]])


def things_asked(question: str) -> frozenset[str]:
    """The stems of what a row or a column may be named by, without times, people and words of any plan."""
    said = _AT_THE_END.sub(" ", YEAR.sub(" ", without_days(without_whom(without_recurring(question)))))
    return stems(" ".join(asked_words(said))) - _ASKED_BY - _OF_PLAN


def _is_total_asked(question: str, candidate: Candidate) -> bool:
    """Whether a row is the total that a question asks for, by its name or what it stands under."""
    asked, label = total_asked(question), label_of(candidate)
    if asked is None or not is_total(label):
        return False
    above = f"{candidate.hit.passage.document} {candidate.context}"
    return asked.stems <= stems(f"{above} {label}") | _OF_PLAN


def _is_label_said(question: str, candidate: Candidate, head: str) -> bool:
    """Whether the first cell holds all that a question asks the price of under a head, and little else."""
    asked = things_asked(question) - stems(head)
    label = stems(_UNNAMED.sub(" ", label_of(candidate)))
    return bool(asked) and asked <= label and len(label - asked) <= len(asked)


def _is_only_figure(candidate: Candidate, place: int) -> bool:
    """Whether the cell at a place is the only one of its row with a figure."""
    texts = [text_of(candidate.hit.passage, cell) for cell in candidate.window.cells]
    return [at for at, said in enumerate(texts) if any(map(str.isdigit, said))] == [place]
