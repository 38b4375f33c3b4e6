"""Fits what a sentence of minutes is: python tests/benchmarks/fit_sentences.py [--cross]

On tests/benchmarks/minutes: minutes of invented meetings by three writers, each sentence with what it
tells; with them documents of no meeting. A linear chain (conditional random field) over what
qa/minutes/style.py sees and the packaged model's vectors; first over all that stands in two sentences or
more, then over what weighs most. With --cross each writer's sentences are told by weights fitted on the
others', and nothing is written.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.metrics import classification_report

from index import Document
from index.models import packaged_vectors
from qa.fitted import SENTENCE_WEIGHTS
from qa.minutes.likeliest import sentences_in
from qa.minutes.masked import names_in
from qa.minutes.style import Said, shown_by
from qa.minutes.told import SentenceKind, Weights, chained, likelihoods

EXAMPLES = Path(__file__).parent / "minutes"
KINDS = list(SentenceKind)
# Vectors of length one beside a count of words: both weigh alike.
VECTOR_SCALE = 6.0
RIDGE, LEAST, KEPT, STEPS = 1.0, 2, 4_000, 60
NO_MINUTES = (
    "cleaning-agreement.md",
    "consultancy-agreement.md",
    "catering-invoice-and-reminder.txt",
    "heating-quotation.txt",
    "office-move-mail.txt",
    "software-subscription.txt",
)
OF_NO_MINUTES = 30
HEADING, BETWEEN_CELLS = "heading", " · "


class Lines(NamedTuple):
    """The sentences of one document and what each tells."""

    said: list[Said]
    told: list[int]


def lines_of(path: Path) -> Iterator[Lines]:
    """The documents of a writer, without their tables."""
    for written in path.read_text(encoding="utf-8").splitlines():
        found = Lines([], [])
        heading, before = "", ""
        lines = [(kind, line) for kind, line in json.loads(written)["lines"] if BETWEEN_CELLS not in line]
        for (kind, line), (following, _) in zip(lines, [*lines[1:], (HEADING, "")], strict=True):
            if kind == HEADING:
                heading, before = line, ""
                continue
            words = line.removeprefix("- ")
            found.said.append(Said(words, heading, before, len(found.said), following == HEADING))
            found.told.append(KINDS.index(SentenceKind(kind)))
            before = words
        yield found


def no_minutes() -> Iterator[Lines]:
    """How documents begin that are of no meeting, of which no sentence tells what those of minutes do."""
    for path in (EXAMPLES.parent / "office" / name for name in NO_MINUTES):
        said = [one for _, one in islice(sentences_in(Document.open(path)), OF_NO_MINUTES)]
        yield Lines(said, [KINDS.index(SentenceKind.OTHER)] * len(said))


class Chains:
    """Documents as matrices, and how far weights are from what they tell."""

    def __init__(self, documents: Sequence[Lines], names: Sequence[str] | None = None) -> None:
        self.shown = [
            shown_by(said, known)
            for one in documents
            for known in [names_in(said.words for said in one.said)]
            for said in one.said
        ]
        counts = Counter(name for some in self.shown for name in some)
        self.names = list(names or sorted(name for name, count in counts.items() if count >= LEAST))
        place = {name: at for at, name in enumerate(self.names)}
        cells = [(row, place[name]) for row, some in enumerate(self.shown) for name in some if name in place]
        rows, columns = zip(*cells, strict=True)
        self.matrix = csr_matrix(
            (np.ones(len(cells)), (rows, columns)), shape=(len(self.shown), len(self.names))
        )
        words = [said.words for one in documents for said in one.said]
        vectors = np.vstack([packaged_vectors(words[at : at + 256]) for at in range(0, len(words), 256)])
        self.mean = vectors.mean(axis=0)
        self.vectors = (vectors - self.mean) * VECTOR_SCALE
        self.told = np.array([told for one in documents for told in one.told])
        ends = np.cumsum([len(one.told) for one in documents])
        self.parts = list(zip([0, *ends[:-1]], ends, strict=True))
        self.is_first = np.array([int(not said.before) for one in documents for said in one.said])

    def sizes(self) -> list[tuple[int, ...]]:
        """The shapes of the weights: of what is shown, of vectors, of any sentence, of what follows what."""
        count = len(KINDS)
        return [(len(self.names), count), (self.vectors.shape[1], count), (count,), (2, count, count)]

    def unpacked(self, packed: np.ndarray) -> list[np.ndarray]:
        """The weights in one array, apart."""
        edges = np.cumsum([int(np.prod(size)) for size in self.sizes()])[:-1]
        return [part.reshape(size) for part, size in zip(np.split(packed, edges), self.sizes(), strict=True)]

    def loss(self, packed: np.ndarray) -> tuple[float, np.ndarray]:
        """How unlikely weights make what the documents tell, and in which direction it is less so."""
        shown, vector, intercept, follows = self.unpacked(packed)
        scores = self.matrix @ shown + self.vectors @ vector + intercept
        slopes, of_follows = np.zeros_like(scores), np.zeros_like(follows)
        total = 0.0
        for start, end in self.parts:
            total += self._chain(scores, follows, slice(start, end), slopes, of_follows)
        total += RIDGE * sum(float((part**2).sum()) for part in (shown, vector, follows))
        directions = [
            self.matrix.T @ slopes + 2 * RIDGE * shown,
            self.vectors.T @ slopes + 2 * RIDGE * vector,
            slopes.sum(axis=0),
            of_follows + 2 * RIDGE * follows,
        ]
        return total, np.concatenate([one.ravel() for one in directions])

    def _chain(
        self,
        scores: np.ndarray,
        follows: np.ndarray,
        part: slice,
        slopes: np.ndarray,
        of_follows: np.ndarray,
    ) -> float:
        own, told = scores[part], self.told[part]
        between = follows[self.is_first[part]]
        before, behind, whole = chained(own, between)
        slopes[part] = np.exp(before + behind - whole)
        slopes[part][np.arange(len(own)), told] -= 1
        pairs = np.exp(before[:-1, :, None] + between[1:] + (own + behind)[1:, None, :] - whole)
        np.add.at(of_follows, self.is_first[part][1:], pairs)
        np.add.at(of_follows, (self.is_first[part][1:], told[:-1], told[1:]), -1)
        gained = between[np.arange(1, len(own)), told[:-1], told[1:]].sum()
        return float(whole - own[np.arange(len(own)), told].sum() - gained)


def fit(documents: Sequence[Lines]) -> Weights:
    """The weights of what weighs most in some documents."""
    names = None
    for _ in range(2):
        chains = Chains(documents, names)
        start = np.zeros(sum(int(np.prod(size)) for size in chains.sizes()))
        found = minimize(chains.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
        shown, vector, intercept, follows = chains.unpacked(found.x)
        weighty = np.argsort(-np.abs(shown).max(axis=1), kind="stable")[:KEPT]
        names = sorted(chains.names[at] for at in weighty)
    vector = vector * VECTOR_SCALE
    return Weights(
        dict(zip(chains.names, shown, strict=True)), vector, intercept - chains.mean @ vector, follows
    )


def measured(documents: Sequence[Lines], weights: Weights) -> tuple[np.ndarray, np.ndarray]:
    """What documents tell, and how likely each is by some weights."""
    likely = np.vstack([likelihoods(one.said, weights) for one in documents])
    return np.array([told for one in documents for told in one.told]), likely


def report(told: np.ndarray, likely: np.ndarray) -> None:
    """Prints how often each is told right, and what floors find of decisions and actions."""
    print(classification_report(told, likely.argmax(axis=1), target_names=KINDS, digits=3))
    for name, kinds in (
        ("decisions", (SentenceKind.DECISION, SentenceKind.REJECTED)),
        ("actions", (SentenceKind.ACTION,)),
    ):
        columns = [KINDS.index(kind) for kind in kinds]
        is_so, sure = np.isin(told, columns), likely[:, columns].sum(axis=1)
        for floor in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
            found = sure >= floor
            print(
                f"{name} from {floor}: precision {(is_so & found).sum() / found.sum():.3f}"
                f" recall {(is_so & found).sum() / is_so.sum():.3f}"
            )


def written(weights: Weights) -> dict[str, object]:
    """Weights as they are kept."""
    rounded = {name: np.round(some, 3).tolist() for name, some in weights.shown.items()}
    return {"shown": rounded} | {
        name: np.round(getattr(weights, name), 3).tolist() for name in ("vector", "intercept", "follows")
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cross", action="store_true", help="measure across writers, and write nothing")
    is_crossed = parser.parse_args().cross
    writers = [list(lines_of(path)) for path in sorted(EXAMPLES.glob("*.jsonl"))]
    if is_crossed:
        both = []
        for at, held in enumerate(writers):
            rest = [one for other, some in enumerate(writers) if other != at for one in some]
            both.append(measured(held, fit([*rest, *no_minutes()])))
            report(*both[-1])
        report(*(np.concatenate(some) for some in zip(*both, strict=True)))
        return
    weights = fit([*(one for some in writers for one in some), *no_minutes()])
    made = {"made_by": "tests/benchmarks/fit_sentences.py"} | written(weights)
    SENTENCE_WEIGHTS.write_text(
        json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    print(f"{len(weights.shown)} of style, {SENTENCE_WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
