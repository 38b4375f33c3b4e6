"""The catalogue of measures: their names, what they say, and how each is computed from the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.bootstrap import (
    Array,
    Estimate,
    Statistic,
    auroc,
    calibration_error,
    estimate,
    mean,
    quantile,
    risk_coverage_area,
)

if TYPE_CHECKING:
    from qa.evaluation.report import Record

STAGES = {
    "retrieval": "Retrieval alone",
    "reader": "Reader, given the gold passage",
    "answer": "End to end",
    "abstention": "Knowing when to refuse",
    "confidence": "Confidence",
    "latency": "Latency",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure and how it is read.

    Attributes:
        name: its key in reports and gates.
        label: its name on screens.
        stage: the part of the way it measures, a key of STAGES.
        meaning: what it says, in one line.
        columns: what it needs to know of a question; questions without it are left out.
        build: makes the statistic from those columns.
        falls: whether smaller is better.
        is_time: whether it is in seconds instead of a share.
        is_judged: whether more of it, or less, is better at all.

    """

    name: str
    label: str
    stage: str
    meaning: str
    columns: tuple[str, ...]
    build: Callable[..., Statistic] = mean
    falls: bool = False
    is_time: bool = False
    is_judged: bool = True

    def statistic(self, known: dict[str, Array]) -> Statistic:
        """The statistic over the columns of some questions."""
        return self.build(*(known[column] for column in self.columns))

    def applies(self, known: dict[str, Array]) -> NDArray[np.bool_]:
        """Which questions it is measured on."""
        applies: NDArray[np.bool_] = ~np.any([np.isnan(known[column]) for column in self.columns], axis=0)
        return applies


def _plain(name: str, label: str, stage: str, meaning: str) -> Measure:
    return Measure(name, label, stage, meaning, (name,))


def _auroc(confidence: Array, answerable: Array) -> Statistic:
    return auroc(np.nan_to_num(confidence), answerable > 0)


def _area(confidence: Array, right: Array) -> Statistic:
    return risk_coverage_area(np.nan_to_num(confidence), np.nan_to_num(right))


def _calibration(confidence: Array, right: Array) -> Statistic:
    return calibration_error(np.nan_to_num(confidence), np.nan_to_num(right))


def _quantile(share: float) -> Callable[..., Statistic]:
    return lambda seconds: quantile(np.nan_to_num(seconds), share)


MEASURES: tuple[Measure, ...] = (
    _plain("hit@1", "Hit@1", "retrieval", "a passage with evidence comes first"),
    _plain("hit@3", "Hit@3", "retrieval", "a passage with evidence is among the first three"),
    _plain("hit@5", "Hit@5", "retrieval", "a passage with evidence is among the first five"),
    _plain("mrr", "MRR@10", "retrieval", "one over the rank of the first passage with evidence"),
    _plain("ndcg@10", "nDCG@10", "retrieval", "all passages with evidence come early"),
    _plain("evidence@200", "Evidence in 200 characters", "retrieval", "evidence in the first 200 read"),
    _plain("evidence@500", "Evidence in 500 characters", "retrieval", "evidence in the first 500 read"),
    _plain("evidence@1000", "Evidence in 1000 characters", "retrieval", "evidence in the first 1000 read"),
    _plain("reader_em", "Exact match", "reader", "the span is a right answer, word for word"),
    _plain("reader_f1", "Token F1", "reader", "the span's words in common with a right answer"),
    _plain("em", "Exact match", "answer", "the span is a right answer, word for word"),
    _plain("f1", "Token F1", "answer", "the span's words in common with a right answer"),
    _plain("citation_precision", "Citation precision", "answer", "cited characters that are evidence"),
    _plain("citation_recall", "Citation recall", "answer", "evidence characters that are cited"),
    _plain("first_citation", "First citation right", "answer", "it shows evidence, or else a right answer"),
    Measure("answered", "Answered", "answer", "questions that were not refused", ("answered",),
            is_judged=False),
    _plain("accuracy", "Accuracy", "abstention", "answered what the documents say, refused what they do not"),
    _plain("refusal_precision", "Refusal precision", "abstention", "refusals that were right"),
    _plain("refusal_recall", "Refusal recall", "abstention", "unanswerable questions that were refused"),
    Measure("auroc", "AUROC", "abstention", "confidence is higher on an answerable question than on another",
            ("confidence", "answerable"), _auroc),
    Measure("aurc", "Risk–coverage area", "confidence", "mean share of wrong answers as coverage grows from "
            "the most confident to all", ("confidence", "right"), _area, falls=True),
    Measure("ece", "Calibration error", "confidence", "gap between confidence and the share that is right",
            ("confidence", "right"), _calibration, falls=True),
    Measure("latency_p50", "Median", "latency", "half of the questions take no longer", ("seconds",),
            _quantile(0.5), falls=True, is_time=True),
    Measure("latency_p95", "95th percentile", "latency", "19 of 20 questions take no longer", ("seconds",),
            _quantile(0.95), falls=True, is_time=True),
)  # fmt: skip
BY_NAME = {measure.name: measure for measure in MEASURES}


def columns(records: Sequence[Record]) -> dict[str, Array]:
    """What is known of each question as arrays, NaN where a thing was not measured."""
    rows = [_row(record) for record in records]
    names = {column for measure in MEASURES for column in measure.columns}
    known = {name: np.array([_number(row.get(name)) for row in rows]) for name in names}
    if all(record.answerable for record in records):
        # Without a question to refuse, every refusal is wrong, whatever it knows.
        known["refusal_precision"] = np.full(len(rows), np.nan)
    return known


def estimates(
    records: Sequence[Record], seed: int = 0, measures: Sequence[Measure] = MEASURES
) -> dict[str, Estimate | None]:
    """Measures over some records, None where nothing was there to measure."""
    known = columns(records)
    found: dict[str, Estimate | None] = {}
    for measure in measures:
        applies = measure.applies(known)
        found[measure.name] = estimate(measure.statistic(known), applies, seed) if applies.any() else None
    return found


def _row(record: Record) -> dict[str, float | None]:
    if record.answered is None:
        return dict(record.scores)
    decided = float(record.answered == record.answerable)
    return record.scores | {
        "answered": float(record.answered),
        "answerable": float(record.answerable),
        "confidence": record.confidence,
        "seconds": record.seconds,
        "accuracy": decided,
        "refusal_precision": None if record.answered else decided,
        "refusal_recall": None if record.answerable else decided,
    }


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
