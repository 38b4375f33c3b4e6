"""The decision: which sentence answers best, and how likely it is right.

Both are linear in a few features; the weights stand in `decision.json` and `decision-large.json`, fitted by
`python tests/benchmarks/fit_decision.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from qa.contents.measured import is_measured_otherwise, names_a_measure, names_somebody
from qa.contents.periods import period_asked, speaks_of
from qa.decision.from_until import tells_moment_asked
from qa.decision.label_named import tells_by_label
from qa.decision.lateness import tells_lateness
from qa.decision.paying import tells_payment
from qa.decision.plain_quantity import tells_quantity
from qa.decision.rivals import rivals
from qa.decision.sum_named import of_the_sum_named
from qa.evidence.candidates import FLOOR, Candidate, Evidence, ranking_score
from qa.fitted import ReaderSize
from qa.fitted import weights as _weights
from qa.intents.signings import tells_signing
from qa.question import Kind, kind_of
from qa.tables.cell_asked import tells_planned_figure
from qa.tables.compounds import tells_compound
from qa.tables.named_cell import is_named_cell
from qa.tables.planned import tells_part_asked
from qa.tables.row_asked import row_asked

MOST_MARGIN = 10.0
# So far, in units of the ranking's score, what gives the measure asked for overtakes what gives another.
MEASURE_GAP = 4.0
# The same of a sentence that speaks of the period or the end asked for, where the first speaks of another.
PERIOD_GAP = 6.0
DECISION_FEATURES = (
    "top_score", "margin", "best_reading", "passage_reading", "closeness_gap", "names_missing",
    "terms_missing", "unheard_beside_shared", "strangers", "rivals", "measured_otherwise",
    "named_cell", "yes_no", "sentences",
)  # fmt: skip


class Ranked(NamedTuple):
    """A candidate with its place's reason: a larger score is a better answer."""

    score: float
    candidate: Candidate


def rank(candidates: Sequence[Candidate]) -> list[Ranked]:
    """Candidates, best first."""
    ranked = [Ranked(ranking_score(one), one) for one in candidates]
    return sorted(ranked, key=lambda item: (-item.score, item.candidate.hit.rank, item.candidate.sentence))


def meant_first(question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Candidates with the best one first that gives what is asked for, where the first gives another thing.

    Where what is left is asked for, what was spent is beaten by what is left; where an end is, "if the fee
    is not paid" by "until 30 June"; where a notice period is, "for an indefinite period" by "three months'
    notice"; where the day is that a rent is due, that of its review by "payable on 1 May"; where a row is
    named, a like one of its table by that one; where a gate key is, another key.
    """
    ranked = named_first(question, ranked)
    for tells in (_tells_part_asked, tells_moment_asked, tells_late_cost):
        if tells(question, ranked[0].candidate) is False:
            near = _near(ranked, PERIOD_GAP if tells is tells_moment_asked else MEASURE_GAP)
            meant = next((one for one in near if tells(question, one.candidate)), ranked[0])
            others = [one for one in ranked if one is not meant]
            if tells is tells_moment_asked:  # the end of something else is no rival
                others = [one for one in others if tells(question, one.candidate) is not False]
            return [meant, *others]
    for tells in (_tells_payment, _tells_quantity, _tells_signing):
        ranked = _telling_first(question, ranked, tells)
    return _measured_first(question, ranked)


def named_first(question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Candidates with the row, sum or thing first that a question names, where the first is another one."""
    ranked = _label_first(question, _compound_first(question, ranked))
    first, *others = ranked
    named = row_asked(question, first.candidate, [one.candidate for one in others])
    order = sorted(ranked, key=lambda one: one.candidate is not named)
    place = {id(one.candidate): one for one in order}
    return [place[id(one)] for one in of_the_sum_named(question, [one.candidate for one in order])]


def _label_first(question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Candidates with the one near the first before it whose label, "Next meeting", is what is asked for."""
    near = _near(ranked, MEASURE_GAP)
    named = next((one for one in near if _tells_by_label(question, one.candidate)), ranked[0])
    return [named, *(one for one in ranked if one is not named)]


def _tells_by_label(question: str, candidate: Candidate) -> bool:
    passage = candidate.hit.passage
    around = f"{passage.document.replace('_', ' ')} {passage.heading} {passage.text}"
    return not candidate.window.cells and tells_by_label(question, candidate.text, around)


def _compound_first(question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Candidates with the best first that speaks of what two words name, where the first one does not.

    Those that speak of a like thing are no rivals then.
    """
    first = ranked[0].candidate
    if _tells_compound(question, first) is not False:
        return list(ranked)
    meant = next(
        (
            one
            for one in _near(ranked, PERIOD_GAP)
            if _tells_compound(question, one.candidate)
            and one.candidate.fit >= first.fit
            and one.candidate.clues.overlap >= first.clues.overlap
        ),
        None,
    )
    if meant is None:
        return list(ranked)
    return [
        meant,
        *(
            one
            for one in ranked
            if one is not meant and _tells_compound(question, one.candidate) is not False
        ),
    ]


def _tells_compound(question: str, candidate: Candidate) -> bool | None:
    passage = candidate.hit.passage
    return tells_compound(question, candidate.text, f"{passage.document} {passage.heading} {passage.text}")


def _telling_first(
    question: str, ranked: Sequence[Ranked], tells: Callable[[str, Candidate], bool | None]
) -> list[Ranked]:
    """Candidates with the best near the first that tells what is asked for, where the first does not.

    Those that do not tell it are no rivals then.
    """
    if tells(question, ranked[0].candidate) is not False:
        return list(ranked)
    telling = [one for one in ranked if tells(question, one.candidate)]
    return telling if telling and telling[0] in _near(ranked, MEASURE_GAP) else list(ranked)


def _measured_first(question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Candidates with the best one first that gives the measure asked for, where it is near the first.

    Beside a sentence that speaks of the period asked for, those that tell another one are left out.
    """
    first = ranked[0]
    period = period_asked(question)
    if not (period or is_otherwise_measured(question, first.candidate)):
        return list(ranked)
    near = _near(ranked, PERIOD_GAP if period and not _speaks_of(period, first.candidate) else MEASURE_GAP)
    measured = [one for one in near if not is_otherwise_measured(question, one.candidate)]
    spoken = [one for one in measured if period and _speaks_of(period, one.candidate)]
    meant = next(iter([*spoken, *measured]), first)
    others = [one for one in ranked if one is not meant]
    if meant in spoken:  # what tells another period is no rival
        others = [one for one in others if not is_otherwise_measured(question, one.candidate)]
    return [meant, *others]


def _tells_part_asked(question: str, candidate: Candidate) -> bool | None:
    return tells_part_asked(question, candidate.text)


def tells_late_cost(question: str, candidate: Candidate) -> bool | None:
    """Whether a candidate tells what something late costs, which is asked; None of any other question."""
    return tells_lateness(question, f"{candidate.hit.passage.heading} {candidate.text}")


def _tells_payment(question: str, candidate: Candidate) -> bool | None:
    return tells_payment(question, candidate.text, candidate.hit.passage.heading)


def _tells_quantity(question: str, candidate: Candidate) -> bool | None:
    return tells_quantity(question, candidate.text)


def _tells_signing(question: str, candidate: Candidate) -> bool | None:
    return tells_signing(question, candidate.context)


def _near(ranked: Sequence[Ranked], gap: float) -> list[Ranked]:
    return [one for one in ranked if one.score >= ranked[0].score - gap]


def _speaks_of(period: str, candidate: Candidate) -> bool:
    return speaks_of(period, candidate.text, bool(candidate.window.cells))


def is_otherwise_measured(question: str, candidate: Candidate) -> bool:
    """Whether a candidate gives other measures than the one asked for, or that of somebody else."""
    is_row = bool(candidate.window.cells)
    is_of_another = (
        candidate.clues.names_missing == 1.0 and names_a_measure(question) and names_somebody(candidate.text)
    )
    heading = candidate.hit.passage.heading
    if is_row and not period_asked(question) and tells_planned_figure(candidate):
        return is_of_another  # what it is in, its sheet says
    return is_of_another or is_measured_otherwise(
        question, candidate.text, candidate.context, is_row, heading
    )


def features(question: str, evidence: Evidence, ranked: Sequence[Ranked]) -> tuple[float, ...]:
    """What the probability weighs, in the order of `DECISION_FEATURES`.

    Args:
        question: the question that was searched.
        evidence: what was found for it.
        ranked: its candidates, best first; at least one.

    """
    score, top = ranked[0]
    said = top.span_text.casefold()
    others = [one.score for one in ranked if one.candidate.span_text.casefold() != said]
    named, clues = evidence.named, top.clues
    kind = kind_of(question)
    return (
        score,
        min(score - max(others, default=score - MOST_MARGIN), MOST_MARGIN),
        top.best_reading,
        max(top.passage_reading, FLOOR),
        max(one.clues.closeness for one in evidence.candidates) - clues.closeness,
        clues.names_missing,
        clues.terms_missing,
        named.unheard * clues.overlap,
        float(named.strangers),
        rivals(question, top.text, top.context),
        float(is_otherwise_measured(question, top)),
        float(is_named_cell(question, top) or _tells_by_label(question, top)),
        float(kind is Kind.YES_NO),
        float(kind is Kind.SENTENCES),
    )


def probability(
    values: Sequence[float], names: Sequence[str] = DECISION_FEATURES, size: ReaderSize = "small"
) -> float:
    """The calibrated probability, 0..1, that the first-ranked sentence answers the question."""
    decision = _weights(size)["decision"]
    weights = decision["weights"]
    logit = decision["intercept"] + sum(
        weights[name] * value for name, value in zip(names, values, strict=True)
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def default_threshold(size: ReaderSize = "small") -> float:
    """The confidence from which to answer: where a wrong answer and a wrong refusal cost the same."""
    return float(_weights(size)["threshold"])
