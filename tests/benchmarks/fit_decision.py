"""Fit the weights of `qa/decision.json`: which sentence comes first, and how likely it is right.

Fitted on the tuning halves, by document, of six sets: the documents of many kinds and the news beside this
file, the bundled article's questions, texts of a few sentences cut from all these, whole Wikipedia articles
(SQuAD) and whole stories (FairytaleQA) the reader was not trained on. `SHARES` says how much each weighs.
An office's documents are among the examples to be measured, without a share: the fit is no better with them.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from examples import HERE, Example, own_examples, short_examples, squad_examples, story_examples
from scipy.optimize import minimize
from scipy.special import expit, logsumexp

from qa.decision.deciding import DECISION_FEATURES, features, rank
from qa.decision.second_look import WIDTH
from qa.evidence.candidates import RANKING_FEATURES, Evidence, gather
from qa.fitted import WEIGHTS, ReaderSize
from qa.fitted import weights as fitted_weights
from qa.lookup.found import passages_for, prospect_of
from qa.reader import Reader
from qa.wording import respell, tidy

RIDGE = 1e-3
STRENGTH = 0.1
# In standard errors; with none the small reader refuses plain questions, such as "who verifies AGI?".
LEEWAY = 1.0
MORE, LESS = (0.0, None), (None, 0.0)
SHARES = {
    "kinds": 0.38, "wikipedia": 0.25, "news": 0.12, "short texts": 0.1, "bundled article": 0.1,
    "stories": 0.05,
}  # fmt: skip
SIGNS = {
    "top_score": MORE, "margin": MORE, "best_reading": MORE, "passage_reading": MORE, "closeness_gap": LESS,
    "names_missing": LESS, "terms_missing": LESS, "unheard_beside_shared": LESS, "strangers": LESS,
    "rivals": LESS, "measured_otherwise": LESS, "named_cell": MORE,
    "larger_reading": MORE, "larger_reading_gap": LESS,
}  # fmt: skip


@dataclass(frozen=True)
class Gathered:
    """An example with its candidates, which of them are right, and which words stand nowhere."""

    example: Example
    question: str
    evidence: Evidence
    right: np.ndarray


def gather_all(examples: Iterable[Example]) -> list[Gathered]:
    """Search and read for every example, in the product's own way."""
    reader = Reader.load()
    gathered: list[Gathered] = []
    name, index = "", None
    for example in examples:
        if index is None or example.name != name:
            name, index = example.name, example.index()
            print(f"{len(gathered):6} {example.group} {name}", flush=True)
        question = respell(tidy(example.question), index)
        prospect = prospect_of(question, passages_for(question, index), index)
        # Weights must be learnt on what today's would leave out, too.
        evidence = gather(prospect, reader, width=WIDTH)
        right = np.array([example.holds_gold(*one.sentence) for one in evidence.candidates])
        gathered.append(Gathered(example, question, evidence, right))
    return gathered


def fit_ranking(gathered: list[Gathered]) -> dict[str, float]:
    """The weights of which sentence comes first."""
    tables = [np.array([one.features() for one in item.evidence.candidates]) for item in gathered]
    return conditional_logit(gathered, tables, [item.right for item in gathered], RANKING_FEATURES)


def conditional_logit(
    gathered: list[Gathered], tables: list[np.ndarray], right: list[np.ndarray], names: Sequence[str]
) -> dict[str, float]:
    """A conditional logit over each question's candidates: the right ones share the probability.

    Each feature is made so that more of it is better; no weight may say otherwise.

    Args:
        gathered: the questions, of which those count that have a right candidate.
        tables: the candidates' features, (candidates, features) for each question.
        right: which are right.
        names: what the features are called.

    """
    usable = [place for place, some in enumerate(right) if some.any()]
    shares = group_shares([gathered[place] for place in usable])
    scale = np.vstack([tables[place] for place in usable]).std(axis=0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = RIDGE * float(weights @ weights), 2 * RIDGE * weights
        for place, share in zip(usable, shares, strict=True):
            table = tables[place] / scale
            scores = table @ weights
            every, those = logsumexp(scores), logsumexp(scores[right[place]])
            total += share * float(every - those)
            wanted = np.where(right[place], np.exp(scores - those), 0.0)
            slope = slope + share * (table.T @ (np.exp(scores - every) - wanted))
        return total, slope

    bounds = [MORE] * len(names)
    fitted = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B", bounds=bounds).x / scale
    return dict(zip(names, map(float, fitted.round(4)), strict=True))


def fit_decision(gathered: list[Gathered]) -> tuple[dict[str, object], float]:
    """The weights of how likely the first-ranked sentence is right, and from where on to answer."""
    decided = [decide(item) for item in gathered]
    table = np.array([values for values, _ in decided])
    was_right = np.array([right for _, right in decided])
    return logistic(gathered, table, was_right, DECISION_FEATURES, LEEWAY)


def logistic(
    gathered: list[Gathered], table: np.ndarray, was_right: np.ndarray, names: Sequence[str], leeway: float
) -> tuple[dict[str, object], float]:
    """A logistic regression of "the first-ranked sentence answers", and a threshold on its probability.

    A weight may not have the wrong sign: in a question set, words that the text lacks can speak for an answer
    (whoever wrote paraphrases avoided the text's words, whoever wrote tricky questions kept them); to a
    reader they never do.
    """
    right = was_right.astype(float)
    share = np.array(group_shares(gathered)) * len(gathered)
    mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-9
    inputs = (table - mean) / scale

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = inputs @ weights[1:] + weights[0]
        error = STRENGTH * share * (expit(logits) - right)
        value = STRENGTH * float(share @ (np.logaddexp(0, logits) - right * logits))
        ridge = np.r_[0.0, weights[1:]]
        return value + float(ridge @ ridge) / 2, np.r_[error.sum(), inputs.T @ error] + ridge

    bounds = [(None, None), *(SIGNS.get(name, (None, None)) for name in names)]
    fitted = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = fitted[1:] / scale
    named = dict(zip(names, map(float, weights.round(4)), strict=True))
    answerable = np.array([bool(item.example.gold) for item in gathered])
    probabilities = expit(inputs @ fitted[1:] + fitted[0])
    decision = {"intercept": round(float(fitted[0] - weights @ mean), 4), "weights": named}
    return decision, threshold(probabilities, answerable, was_right, share, leeway)


def threshold(
    probabilities: np.ndarray, answerable: np.ndarray, was_right: np.ndarray, share: np.ndarray, leeway: float
) -> float:
    """The lowest probability from which answering makes no more errors than from the best one.

    Wrong answers, to whatever question, and wrong refusals count alike.

    Args:
        probabilities: of each question, that what comes first answers it.
        answerable: whether it has an answer.
        was_right: whether what comes first answers it.
        share: how much it counts.
        leeway: how many standard errors more are no more; with one, as Breiman et al. (1984) choose the size
            of a tree, more is answered.

    """
    steps = np.arange(0.2, 0.81, 0.05)
    wrong = np.array([np.where(probabilities >= step, ~was_right, answerable) for step in steps])
    errors = wrong @ share / share.sum()
    best = int(errors.argmin())
    deviation = np.linalg.norm(share * (wrong[best] - errors[best])) / share.sum()
    return round(float(steps[int(np.argmax(errors <= errors[best] + leeway * deviation))]), 2)


def decide(item: Gathered) -> tuple[tuple[float, ...], bool]:
    """The decision's features for an example, and whether its first-ranked sentence answers it."""
    if not item.evidence.candidates:
        return (0.0,) * len(DECISION_FEATURES), False
    ranked = rank(item.evidence.candidates)
    is_answered = item.example.is_answered_by(*ranked[0].candidate.sentence)
    return features(item.question, item.evidence, ranked), is_answered


def group_shares(items: list[Gathered]) -> list[float]:
    """Weights by which each set counts as much as `SHARES` says; they add up to 1."""
    counts = Counter(item.example.group for item in items)
    total = sum(SHARES[group] for group in counts)
    return [SHARES[item.example.group] / (total * counts[item.example.group]) for item in items]


def all_examples(arguments: argparse.Namespace) -> list[Example]:
    """The examples of all sets."""
    own = [
        *own_examples(HERE.parent.parent / "seeds" / "questions.jsonl", "bundled article"),
        *own_examples(HERE / "news" / "questions.jsonl", "news"),
        *own_examples(HERE / "kinds" / "questions.jsonl", "kinds"),
    ]
    return [
        *own,
        *own_examples(HERE / "office" / "questions.jsonl", "office"),
        *short_examples(own),
        *story_examples(arguments.stories, arguments.per_story),
        *squad_examples(arguments.squad, arguments.unanswerable, arguments.titles, arguments.per_article),
    ]


def parser(description: str | None) -> argparse.ArgumentParser:
    """The arguments that name the data."""
    found = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument("--squad", type=Path, required=True, help="SQuAD 1.1 train JSON (.json or .json.xz)")
    found.add_argument(
        "--unanswerable", type=Path, required=True, help="SQuAD 2.0 form, unanswerable questions"
    )
    found.add_argument(
        "--titles", type=Path, required=True, help="titles of articles the reader was not trained on"
    )
    found.add_argument("--stories", type=Path, required=True, help="FairytaleQA, one JSON list (.json.xz)")
    found.add_argument("--per-story", type=int, default=12, help="questions taken of each story")
    found.add_argument(
        "--per-article", type=int, default=24, help="answerable questions taken of each article"
    )
    return found


def main() -> None:
    """Fit both sets of weights and write them with their provenance."""
    found = parser(__doc__)
    found.add_argument("--keep", type=Path, help="write what was gathered here, for fit_second_look.py")
    arguments = found.parse_args()
    tune = [
        item
        for item in gather_all(
            one for one in all_examples(arguments) if one.split == "tune" and one.group in SHARES
        )
        if item.evidence.candidates
    ]
    if arguments.keep:
        arguments.keep.write_bytes(pickle.dumps(tune))
    weights = json.loads(WEIGHTS["small"].read_text(encoding="utf-8"))
    data = "--squad S --unanswerable U --titles T --stories F"
    weights["provenance"] = provenance(
        f"fit_decision.py {data}",
        tune,
        "the lowest within a standard error of the fewest errors on the same questions",
    )
    weights["ranking"] = fit_ranking(tune)
    write(weights, "small")  # the decision weighs what this ranking puts first
    weights["decision"], weights["threshold"] = fit_decision(tune)
    write(weights, "small")


def provenance(program: str, tune: Sequence[Gathered], threshold_rule: str) -> dict[str, object]:
    """What weights were fitted on, as it stands beside them."""
    return {
        "made_by": f"tests/benchmarks/{program}",
        "fitted_on": dict(Counter(f"{item.example.group}, {item.example.kind}" for item in tune)),
        "label": "the first-ranked sentence holds the gold answer",
        "threshold": threshold_rule,
    }


def write(weights: dict[str, object], size: ReaderSize) -> None:
    """Write the weights where the product reads them, and have it read them again."""
    WEIGHTS[size].write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    fitted_weights.cache_clear()


if __name__ == "__main__":
    main()
