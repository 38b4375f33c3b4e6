"""Fit the weights of `qa/intents/learned.npz`: what kind of thing a question asks for.

On the questions of `tests/benchmarks/intents`, by two writers who did not see each other's. First it fits on
each and measures on the other, without the questions that both wrote; then it fits on both and writes. Those
of `near.tsv`, which ask for one fact in words that are near to others', are always among what is fitted on.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from index.models import packaged_vectors
from qa.intents.grams import grams_of
from qa.intents.learned import WEIGHTS, Intent

QUESTIONS = Path(__file__).parent / "intents"
WRITERS, NEAR = ("a", "b"), "near"
INTENTS = list(Intent)
# How much weights are held small, and how often a gram has to stand among the questions.
INVERSE_RIDGE, LEAST_OFTEN = 30.0, 2
FLOORS = (0.5, 0.6, 0.7, 0.8)

Asked = tuple[str, str]


def read(writer: str) -> list[Asked]:
    """The questions of a writer, each with what it asks for."""
    lines = (QUESTIONS / f"{writer}.tsv").read_text(encoding="utf-8").splitlines()
    return [(fields[1], fields[0]) for fields in (line.split("\t") for line in lines) if len(fields) > 1]


def known_grams(asked: Sequence[Asked]) -> list[str]:
    """The grams that stand often enough in some questions."""
    often = Counter(gram for question, _ in asked for gram in grams_of(question))
    return sorted(gram for gram, times in often.items() if times >= LEAST_OFTEN)


def features(questions: Sequence[str], grams: Sequence[str]) -> np.ndarray:
    """The vector of each question, and which grams stand in it."""
    at = {gram: number for number, gram in enumerate(grams)}
    stands = np.zeros((len(questions), len(grams)), dtype=np.float32)
    for row, question in zip(stands, questions, strict=True):
        if known := [at[gram] for gram in grams_of(question) if gram in at]:
            row[known] = 1 / np.sqrt(len(known))
    return np.hstack([packaged_vectors(questions), stands])


def fit(asked: Sequence[Asked], grams: Sequence[str]) -> LogisticRegression:
    """The weights of some questions; the classes are numbered as the intents are."""
    values = features([question for question, _ in asked], grams)
    return LogisticRegression(C=INVERSE_RIDGE, max_iter=2000).fit(
        values, [INTENTS.index(Intent(one)) for _, one in asked]
    )


def measure(writer: str, other: str) -> None:
    """Fit on what one writer asks and say how well it tells what the other does."""
    fitted_on = read(writer) + read(NEAR)
    same = {" ".join(sorted(grams_of(question))) for question, _ in fitted_on}
    asked = [one for one in read(other) if " ".join(sorted(grams_of(one[0]))) not in same]
    grams = known_grams(fitted_on)
    chances = fit(fitted_on, grams).predict_proba(features([question for question, _ in asked], grams))
    right = np.array([INTENTS.index(Intent(one)) for _, one in asked])
    told, sure = chances.argmax(1), chances.max(1)
    print(
        f"fitted on {writer}, {len(asked)} questions of {other}: accuracy {(told == right).mean():.3f}, ",
        end="",
    )
    print(f"macro-F1 {f1_score(right, told, average='macro'):.3f}")
    for number, intent in enumerate(INTENTS):
        is_told = [(told == number) & (sure > floor) for floor in FLOORS]
        each = (
            f"{(right[one] == number).mean():.3f} of {one.sum()}" if one.any() else "-" for one in is_told
        )
        print(f"  {intent}: {(right == number).sum()}; precision above {FLOORS}:", ", ".join(each))


def write(asked: Sequence[Asked]) -> None:
    """Fit on all questions and write the weights down."""
    grams = known_grams(asked)
    fitted = fit(asked, grams)
    weights = fitted.coef_.T.astype(np.float16)
    size = len(weights) - len(grams)
    np.savez_compressed(
        WEIGHTS,
        intercepts=fitted.intercept_.astype(np.float16),
        of_vector=weights[:size],
        grams=np.array(grams),
        of_grams=weights[size:],
    )
    print(f"written: {len(asked)} questions, {len(grams)} grams")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help="measure, and write nothing")
    for writer, other in (WRITERS, WRITERS[::-1]):
        measure(writer, other)
    if not parser.parse_args().measure:
        write([one for writer in (*WRITERS, NEAR) for one in read(writer)])


if __name__ == "__main__":
    main()
