"""Fit the weights of `qa/comparison.json`: which words of a question are its sides, and its respect.

The questions are those of `tests/benchmarks/intents`, by two writers who did not see each other's; those that
compare have their sides beside them, and what is asked of each, whose respect is in
`tests/benchmarks/comparisons`. First it fits on each writer and measures on the other, then it fits on both
and writes.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from index import Span
from index.models import packaged_vectors
from qa.fitted import COMPARISON_WEIGHTS
from qa.intents.respects import SIDE, Respect, stems_of, without_sides
from qa.intents.side_words import LIKELY, features, tokens_of

QUESTIONS = Path(__file__).parent / "intents"
COMPARISONS = Path(__file__).parent / "comparisons"
WRITERS = ("a", "b")
SIDES_RIDGE, RESPECTS_RIDGE = 1.0, 10.0
# How much a word of a question that compares nothing counts, and how often a stem has to stand somewhere.
NO_COMPARISON, LEAST_OFTEN = 0.4, 2
STEMS_COUNT = 0.5
DIGITS = 4


class Asked(NamedTuple):
    """A question, where its sides stand in it, and what is asked of each, "" for no comparison."""

    question: str
    sides: tuple[Span, ...] = ()
    plain: str = ""


def read(writer: str) -> list[Asked]:
    """The questions of a writer."""
    lines = (QUESTIONS / f"{writer}.tsv").read_text(encoding="utf-8").splitlines()
    return [_asked(fields) for fields in (line.split("\t") for line in lines) if len(fields) > 1]


def _asked(fields: Sequence[str]) -> Asked:
    intent, question, *more = fields
    return Asked(question, _sides(question, more[0]), more[1]) if intent == "compare" else Asked(question)


def _sides(question: str, sides: str) -> tuple[Span, ...]:
    found = [re.search(re.escape(side.strip()), question, re.IGNORECASE) for side in sides.split("|")]
    return tuple(Span(*one.span()) for one in found if one)


@cache
def respects() -> dict[str, Respect]:
    """The respect of every question that asks for one."""
    lines = (COMPARISONS / "respects.tsv").read_text(encoding="utf-8").splitlines()
    return {asked: Respect(name) for name, asked in (line.split("\t") for line in lines)}


@cache
def token_features(question: str) -> np.ndarray:
    """What is known of each word of a question."""
    return features([question[slice(*one)] for one in tokens_of(question)])


def is_side(asked: Asked) -> list[bool]:
    """Which words of a question are of a side."""
    return [
        any(side.start <= one.start and one.end <= side.end for side in asked.sides)
        for one in tokens_of(asked.question)
    ]


def fit_sides(asked: Sequence[Asked]) -> LogisticRegression:
    """What tells the words of sides from others."""
    told = [is_side(one) for one in asked]
    counts = np.concatenate([
        np.full(len(some), 1.0 if one.sides else NO_COMPARISON)
        for one, some in zip(asked, told, strict=True)
    ])  # fmt: skip
    values = np.vstack([token_features(one.question) for one in asked])
    return LogisticRegression(C=SIDES_RIDGE, max_iter=1000).fit(values, np.concatenate(told), counts)


def compared_in(asked: Sequence[Asked]) -> list[tuple[str, Respect]]:
    """The questions that compare, without their sides, with their respects."""
    return [(without_sides(one.question, one.sides), respects()[one.plain]) for one in asked if one.plain]


def plain_questions(unseen: Collection[str] = ()) -> list[tuple[str, Respect]]:
    """The plain questions for each respect, but for those that are not to be seen."""
    return [
        (re.sub(r"\bX\b", SIDE, one), respect) for one, respect in respects().items() if one not in unseen
    ]


def known_stems(texts: Sequence[tuple[str, Respect]]) -> list[str]:
    """The stems that stand often enough in some questions."""
    often = Counter(one for text, _ in texts for one in stems_of(text))
    return sorted(one for one, times in often.items() if times >= LEAST_OFTEN)


def text_features(texts: Sequence[str], stems: Sequence[str]) -> np.ndarray:
    """The vectors of some questions, and which stems stand in them."""
    stands = np.array([[STEMS_COUNT * (one in said) for one in stems] for said in map(stems_of, texts)])
    return np.hstack([packaged_vectors(list(texts)), stands])


def fit_respects(texts: Sequence[tuple[str, Respect]], stems: Sequence[str]) -> LogisticRegression:
    """What tells the respects apart; they are numbered as they stand."""
    values = text_features([text for text, _ in texts], stems)
    numbers = [list(Respect).index(respect) for _, respect in texts]
    fitting = LogisticRegression(C=RESPECTS_RIDGE, max_iter=3000, class_weight="balanced")
    return fitting.fit(values, numbers)


def measure(writer: str, other: str) -> None:
    """Fit on what one writer asks and say how well it tells what the other does."""
    fitted_on, asked = read(writer), read(other)
    sides = fit_sides(fitted_on)
    told = [sides.predict_proba(token_features(one.question))[:, 1] > LIKELY for one in asked]
    right = [np.array(is_side(one)) for one in asked]
    compared = [number for number, one in enumerate(asked) if one.sides]
    agree = np.concatenate([told[number] == right[number] for number in compared]).mean()
    print(
        f"fitted on {writer}, asked by {other}: {agree:.3f} of the words of comparisons told right; ", end=""
    )
    wrongly = sum(told[number].sum() > 1 for number, one in enumerate(asked) if not one.sides)
    print(f"{wrongly} of {len(asked) - len(compared)} other questions have words of sides; ", end="")
    texts = [*plain_questions({one.plain for one in asked}), *compared_in(fitted_on)]
    stems = known_stems(texts)
    seen = {text for text, _ in texts}
    unseen = [one for one in compared_in(asked) if one[0] not in seen]
    respect = fit_respects(texts, stems).predict(text_features([text for text, _ in unseen], stems))
    is_right = respect == np.array([list(Respect).index(one) for _, one in unseen])
    print(f"{is_right.mean():.3f} of {len(unseen)} respects")


def write(asked: Sequence[Asked]) -> None:
    """Fit on all questions and write the weights down."""
    sides, texts = fit_sides(asked), [*plain_questions(), *compared_in(asked)]
    stems = known_stems(texts)
    fitted = fit_respects(texts, stems)
    weights = fitted.coef_.T
    size = len(weights) - len(stems)
    written = {
        "made_by": "tests/benchmarks/fit_comparison.py",
        "sides": {
            "intercept": round(float(sides.intercept_[0]), DIGITS),
            "weights": np.round(sides.coef_[0], DIGITS).tolist(),
        },
        "respects": {
            "names": [str(one) for one in Respect],
            "intercepts": np.round(fitted.intercept_, DIGITS).tolist(),
            "vector": np.round(weights[:size], DIGITS).tolist(),
            "stems": {
                one: np.round(STEMS_COUNT * weights[size + at], DIGITS).tolist()
                for at, one in enumerate(stems)
            },
        },
    }
    COMPARISON_WEIGHTS.write_text(json.dumps(written, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"written: {len(asked)} questions, {len(texts)} respects, {len(stems)} stems")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help="measure, and write nothing")
    for writer, other in (WRITERS, WRITERS[::-1]):
        measure(writer, other)
    if not parser.parse_args().measure:
        write([one for writer in WRITERS for one in read(writer)])


if __name__ == "__main__":
    main()
