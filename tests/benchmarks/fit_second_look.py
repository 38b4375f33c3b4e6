"""Fit the weights of `qa/decision-large.json`: what the larger reader makes of the best sentences.

On what `fit_decision.py --keep FILE` gathered; run that first, since the second look starts from its ranking.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_decision import Gathered, conditional_logit, logistic, provenance, write

from qa.decision.deciding import DECISION_FEATURES, Ranked, features, rank
from qa.decision.second_look import (
    MORE_FEATURES,
    RANKING_FEATURES,
    Looked,
    look_at,
    ranking_features,
    reranked,
    worth_a_look,
)
from qa.reader import SentenceReading, load_larger


@dataclass(frozen=True)
class Looks:
    """A question with its best candidates, what the larger reader makes of them, and which are right."""

    item: Gathered
    ranked: list[Ranked]
    looks: list[SentenceReading]
    right: np.ndarray


def look_at_all(gathered: Iterable[Gathered]) -> list[Looks]:
    """Have the larger reader look at the best candidates of every question."""
    larger = load_larger()
    larger.remembers = 0
    found = []
    for item in gathered:
        ranked = worth_a_look(rank(item.evidence.candidates))
        looks = look_at(item.question, [one.candidate for one in ranked], larger)
        found.append(looks_of(item, ranked, looks))
        if len(found) % 100 == 0:
            print(f"{len(found):6} {item.example.group} {item.example.name}", flush=True)
    return found


def looks_of(item: Gathered, ranked: list[Ranked], looks: list[SentenceReading]) -> Looks:
    """Looks with which of the candidates are right."""
    right = np.array([item.example.holds_gold(*one.candidate.sentence) for one in ranked])
    return Looks(item, ranked, looks, right)


def fit(found: list[Looks]) -> None:
    """Fit ranking and decision, and write them."""
    items = [one.item for one in found]
    tables = [
        np.array([ranking_features(*pair) for pair in zip(one.ranked, _scores(one), strict=True)])
        for one in found
    ]
    weights: dict[str, object] = {
        "provenance": provenance(
            "fit_second_look.py GATHERED", items, "the fewest errors on the same questions"
        )
    }
    weights["ranking"] = conditional_logit(items, tables, [one.right for one in found], RANKING_FEATURES)
    write(weights, "large")  # the decision weighs what this ranking puts first
    again = [reranked(one.item.question, one.ranked, one.looks) for one in found]
    values = np.array([decision_values(one, looked) for one, looked in zip(found, again, strict=True)])
    was_right = np.array([is_right(one, looked) for one, looked in zip(found, again, strict=True)])
    names = (*DECISION_FEATURES, *MORE_FEATURES)
    weights["decision"], weights["threshold"] = logistic(items, values, was_right, names, leeway=0.0)
    write(weights, "large")


def _scores(one: Looks) -> list[float]:
    return [look.score for look in one.looks]


def decision_values(one: Looks, looked: Looked) -> tuple[float, ...]:
    """The decision's features after the second look."""
    return (*features(one.item.question, one.item.evidence, looked.ranked), *looked.features)


def is_right(one: Looks, looked: Looked) -> bool:
    """Whether the sentence that comes first after the second look answers the example."""
    return one.item.example.is_answered_by(*looked.ranked[0].candidate.sentence)


def main() -> None:
    """Look, and fit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gathered", type=Path, help="what fit_decision.py --keep wrote")
    with parser.parse_args().gathered.open("rb") as file:
        fit(look_at_all(pickle.load(file)))


if __name__ == "__main__":
    main()
