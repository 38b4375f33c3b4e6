"""Measure answers on questions that nothing was fitted on, with 95 % bootstrap intervals.

For each set: whether the right passage comes first, the first citation holds the gold answer, EM and F1
of the span, AUROC of the confidence for each kind of unanswerable question, its calibration, beside what so
many questions would show by chance if the confidence were true, and the time of an `ask`.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from examples import Example
from fit_decision import all_examples, parser

from index import Index
from qa import ask
from qa.decision.deciding import default_threshold
from qa.evaluation.bootstrap import Estimate, auroc, calibration_error, estimate, mean
from qa.evaluation.metrics import contains_answer, exact_match, token_f1
from qa.fitted import READER_SIZES, ReaderSize

DRAWS = 500


@dataclass(frozen=True)
class Row:
    """One example's outcome; `nan` where a figure does not apply to it."""

    kind: str
    answerable: float
    confidence: float
    passage: float
    sentence: float
    citation: float
    exact: float
    f1: float
    seconds: float


def measure(examples: list[Example], reader: ReaderSize) -> dict[str, list[Row]]:
    """Ask every example's question of its document, whatever the confidence."""
    rows: dict[str, list[Row]] = defaultdict(list)
    name, index = "", None
    for example in examples:
        if index is None or example.name != name:
            name, index = example.name, example.index()
            print(f"{sum(map(len, rows.values())):6} {example.group} {name}", flush=True)
        rows[example.group].append(outcome(example, index, reader))
    return rows


def outcome(example: Example, index: Index, reader: ReaderSize) -> Row:
    """Ask one question."""
    started = time.perf_counter()
    answer = ask(example.question, index, threshold=0.0, reader=reader)
    seconds = time.perf_counter() - started
    if not answer.citations:  # a number that stands nowhere is refused at any threshold
        return Row(example.kind, float(bool(example.gold)), answer.confidence, *_missed(example), seconds)
    first = answer.citations[0]
    right = float(example.holds_gold(first.start, first.end))
    holds = max(right, float(contains_answer(first.quote, example.answers)))
    scored = bool(example.gold and example.answers and answer.span)
    return Row(
        kind=example.kind,
        answerable=float(bool(example.gold)),
        confidence=answer.confidence,
        passage=float(example.holds_gold(first.passage.start, first.passage.end)) if example.gold else np.nan,
        sentence=right if example.gold else np.nan,
        citation=holds if example.gold else np.nan,
        exact=exact_match(answer.span or "", example.answers) if scored else np.nan,
        f1=token_f1(answer.span or "", example.answers) if scored else np.nan,
        seconds=seconds,
    )


def _missed(example: Example) -> tuple[float, float, float, float, float]:
    """Figures of an example that was not answered at all."""
    missed = 0.0 if example.gold else np.nan
    scored = missed if example.answers else np.nan
    return missed, missed, missed, scored, scored


def report(rows: list[Row], reader: ReaderSize) -> dict[str, Estimate | None]:
    """The figures of one set."""
    table = {
        name: np.array([getattr(row, name) for row in rows], dtype=float)
        for name in asdict(rows[0])
        if name != "kind"
    }
    kinds = np.array([row.kind for row in rows])
    answerable = table["answerable"] > 0
    everything = np.ones(len(rows), dtype=bool)
    right = np.nan_to_num(table["sentence"])
    said = table["confidence"] >= default_threshold(reader)
    found = {
        name: estimate(mean(np.nan_to_num(table[name])), ~np.isnan(table[name]))
        for name in ("passage", "sentence", "citation", "exact", "f1")
    }
    for kind in dict.fromkeys(kinds[~answerable]):
        found[f"AUROC, {kind}"] = estimate(
            auroc(table["confidence"], answerable), answerable | (kinds == kind)
        )
    found["AUROC, all"] = estimate(auroc(table["confidence"], answerable), everything)
    found["calibration error"] = estimate(calibration_error(table["confidence"], right), everything)
    found["calibration error, by chance"] = by_chance(table["confidence"])
    found["first citation right, refusals wrong"] = estimate(mean(right * said), answerable)
    for kind in dict.fromkeys(kinds[answerable]):
        found[f"right sentence first, {kind}"] = estimate(mean(right), answerable & (kinds == kind))
    found["answered or refused rightly"] = estimate(mean((said == answerable).astype(float)), everything)
    found["answerable, answered"] = estimate(mean(said.astype(float)), answerable)
    found["unanswerable, refused"] = estimate(mean((~said).astype(float)), ~answerable)
    return found


def by_chance(confidence: np.ndarray) -> Estimate:
    """The calibration error that a true confidence shows on so many questions."""
    drawn = np.random.default_rng(0)
    every = np.ones((1, len(confidence)))
    errors = [
        float(
            calibration_error(confidence, (drawn.random(len(confidence)) < confidence).astype(float))(every)[
                0
            ]
        )
        for _ in range(DRAWS)
    ]
    low, high = np.quantile(errors, (0.025, 0.975))
    return Estimate(float(np.mean(errors)), float(low), float(high), len(confidence))


def main() -> None:
    """Print a table a set, and all as JSON where asked."""
    arguments = parser(__doc__)
    arguments.add_argument("--json", type=Path, help="write the figures here too")
    arguments.add_argument("--reader", choices=READER_SIZES, default="small", help="which reader decides")
    chosen = arguments.parse_args()
    examples = [example for example in all_examples(chosen) if example.split == "test"]
    rows = measure(examples, chosen.reader)
    rows["all sets"] = [row for group in list(rows.values()) for row in group]
    figures = {group: report(found, chosen.reader) for group, found in rows.items()}
    for group, found in figures.items():
        print(f"\n{group}: {len(rows[group])} questions")
        for name, value in found.items():
            print(
                f"  {name:38} "
                + (f"{value.value:.3f} ({value.low:.3f}-{value.high:.3f})" if value else "not measured")
            )
        seconds = [row.seconds for row in rows[group]]
        print(
            f"  ask, median and 95th centile  {np.median(seconds):.3f} s  {np.quantile(seconds, 0.95):.3f} s"
        )
    if chosen.json:
        plain = {g: {n: asdict(v) if v else None for n, v in f.items()} for g, f in figures.items()}
        chosen.json.write_text(json.dumps(plain, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
