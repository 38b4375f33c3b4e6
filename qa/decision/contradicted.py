"""Contradicted: whether what ranks first tells another thing than is asked, however well it reads.

Such an answer is refused; each rule is of one kind of question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import is_function_word, stems, words
from qa.contents.figures import YEAR, is_figure, is_total
from qa.contents.measured import is_cell_asked
from qa.contents.periods import period_asked
from qa.decision.deciding import is_otherwise_measured, tells_late_cost
from qa.decision.from_until import tells_moment_asked
from qa.decision.rivals import is_opposed
from qa.decision.sort_of_answer import is_mere_figure, tells_no_sum
from qa.decision.sum_named import is_worth_of_goods
from qa.decision.thing_told import tells_moment_of_another, tells_of_another
from qa.evidence.candidates import Candidate
from qa.evidence.clues import text_of
from qa.intents.cheaper import difference_asked, tells_difference
from qa.intents.incumbents import tells_incumbent
from qa.intents.plans import against_plan, tells_beyond_plan
from qa.intents.set_aside import budget_asked
from qa.intents.signings import tells_signing
from qa.intents.totals import total_asked
from qa.minutes.votes import tells_another_vote
from qa.question import LONGEST_FORM
from qa.tables.cell_asked import heads_of, label_of
from qa.tables.for_whom import is_for_others
from qa.tables.in_charge import is_in_charge
from qa.tables.planned import tells_part_asked
from qa.tables.recurring_heads import is_at_other_time

_BY_HOW_MUCH = re.compile(
    r"\bhow\smuch\s(?:more|less|higher|lower|cheaper|dearer|extra)\b(?!\s(?:time|money)\b)", re.IGNORECASE
)

_BUDGET_FOR = re.compile(r"\bbudget\sfor\s(?P<what>[^?]+)", re.IGNORECASE)


def is_contradicted(question: str, candidate: Candidate) -> bool:
    """Whether a candidate tells another thing than a question asks.

    Args:
        question: what is asked.
        candidate: what ranks first.

    """
    return any(is_so(question, candidate) for is_so in _RULES)


def is_total_for_nothing(question: str, candidate: Candidate, missing: Sequence[str]) -> bool:
    """Whether a candidate is a total, and the budget is asked for of a thing that stands nowhere.

    Args:
        question: what is asked.
        candidate: what ranks first.
        missing: words of the question that stand in no document.

    """
    budget = _BUDGET_FOR.search(budget_asked(question) or question[:LONGEST_FORM])
    said = words(YEAR.sub(" ", budget["what"])) if budget and _is_total(candidate) else []
    things = {word for word in said if not is_function_word(word)}
    return bool(things) and things <= {*missing}


def is_moment_of_another(question: str, candidate: Candidate, missing: Sequence[str]) -> bool:
    """Whether a candidate says when another thing is than the one that is asked about.

    Args:
        question: what is asked.
        candidate: what ranks first.
        missing: words of the question that stand in no document.

    """
    if candidate.window.cells:
        return False
    return tells_moment_of_another(question, candidate.text, candidate.hit.passage.heading, missing)


def _is_of_another_period(question: str, candidate: Candidate) -> bool:
    return bool(period_asked(question)) and is_otherwise_measured(question, candidate)


def _is_another_part(question: str, candidate: Candidate) -> bool:
    return tells_part_asked(question, candidate.text) is False


def _is_no_moment(question: str, candidate: Candidate) -> bool:
    return tells_moment_asked(question, candidate) is False


def _is_unsigned(question: str, candidate: Candidate) -> bool:
    return tells_signing(question, candidate.context) is False


def _is_within_plan(question: str, candidate: Candidate) -> bool:
    return against_plan(question) is not None and not tells_beyond_plan(candidate.text)


def _is_another_vote(question: str, candidate: Candidate) -> bool:
    return tells_another_vote(question, candidate.text, candidate.context)


def _is_total_of_another(question: str, candidate: Candidate) -> bool:
    """Whether a candidate is the total of a table that says nothing of what a question wants the total of."""
    asked = total_asked(question)
    if asked is None or not asked.stems or not _is_total(candidate):
        return False
    return not asked.stems & stems(f"{candidate.hit.passage.document} {candidate.context}")


def _is_total(candidate: Candidate) -> bool:
    cells = candidate.window.cells
    return bool(cells) and is_total(text_of(candidate.hit.passage, cells[0]))


def _is_of_another_thing(question: str, candidate: Candidate) -> bool:
    around = f"{candidate.hit.passage.document} {candidate.context}"
    return tells_of_another(question, candidate.text, around)


def _is_one_of_two(question: str, candidate: Candidate) -> bool:
    return difference_asked(question) is not None and not tells_difference(candidate.text)


def _is_no_difference(question: str, candidate: Candidate) -> bool:
    """Whether a question asks by how much something is more or less, and no difference was read."""
    return bool(_BY_HOW_MUCH.search(question[:LONGEST_FORM])) and not tells_difference(candidate.text)


def _is_no_late_cost(question: str, candidate: Candidate) -> bool:
    return tells_late_cost(question, candidate) is False


def _is_opposite(question: str, candidate: Candidate) -> bool:
    return is_opposed(question, candidate.text)


def _is_of_another_time(question: str, candidate: Candidate) -> bool:
    """Whether who has an office now is told where who will have it next, or had it before, is asked for."""
    return tells_incumbent(question, f"{candidate.hit.passage.heading} {candidate.text}") is False


def _is_for_others(question: str, candidate: Candidate) -> bool:
    """Whether the cell that was read is the price for members where that for others is asked for."""
    heads = heads_of(candidate)
    places = [place for place, cell in enumerate(heads) if cell.touches(candidate.span)]
    return bool(places) and is_for_others(question, list(heads.values()), places[0])


def _is_at_other_time(question: str, candidate: Candidate) -> bool:
    """Whether the cell that was read is for weekdays or hours other than those that are asked for."""
    read = [head for cell, head in heads_of(candidate).items() if cell.touches(candidate.span)]
    return bool(read) and is_at_other_time(question, read[0], label_of(candidate))


def _is_in_another_measure(question: str, candidate: Candidate) -> bool:
    """Whether the figure that was read is not in what is asked for: a price where things are counted."""
    passage = candidate.hit.passage
    read = [
        (head, text_of(passage, cell))
        for cell, head in heads_of(candidate).items()
        if cell.touches(candidate.span)
    ]
    return bool(read) and is_figure(read[0][1]) and is_cell_asked(question, *read[0]) is False


def _is_of_another_sort(question: str, candidate: Candidate) -> bool:
    return tells_no_sum(question, candidate.text) or is_mere_figure(question, candidate.span_text)


_RULES = (
    _is_in_another_measure,
    _is_of_another_sort,
    _is_for_others,
    _is_at_other_time,
    _is_of_another_period,
    _is_another_part,
    _is_no_moment,
    _is_unsigned,
    _is_within_plan,
    _is_another_vote,
    _is_of_another_time,
    _is_total_of_another,
    _is_one_of_two,
    _is_no_difference,
    _is_no_late_cost,
    _is_opposite,
    _is_of_another_thing,
    is_worth_of_goods,
    is_in_charge,
)
