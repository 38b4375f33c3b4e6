"""Side words: which words of a question stand for what it compares, however it is worded.

Of "How much warning is needed to leave the bar deal versus the projector one?" they are "the bar deal" and
"the projector one". Logistic regression over each word's vector by the packaged model, those of its
neighbours, and the little words around it; `python tests/benchmarks/fit_comparison.py` fits the weights.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from index import Span
from index.models import packaged_vectors
from index.words import is_function_word
from qa.fitted import comparison_weights
from qa.question import LONGEST_FORM

# From this probability on, a word stands for what is compared.
LIKELY = 0.35
# Behind an article that is likely of a side, less is enough: "for the loo".
BEHIND_ARTICLE = 0.1
# How much a word's own vector counts beside single features, and how much its neighbours' do.
OWN, BESIDE = 3.0, 2.1
_TOKEN = re.compile(r"[\w&]+(?:[’'.-]\w+)*|[,:;?/–—-]")
_LITTLE = (
    "the a an our my of for with in and or vs v versus than to against from compared between as on at by is"
    " are does do who which what when how both one that those under each long much , : ? - – — /"
).split()
_NO_WORD_BEFORE, _NO_WORD_BEHIND, _ANOTHER = len(_LITTLE), len(_LITTLE) + 1, len(_LITTLE) + 2
_AT = {word: number for number, word in enumerate(_LITTLE)}
_NEIGHBOURS = (-2, -1, 0, 1, 2)
_JOINTS = frozenset("and or vs v versus than against".split())
# "Pike & Sons", "the tenant of the gym"
_JOINING = frozenset("& of de der van the".split())
_ARTICLES = frozenset("the our my".split())
_NOTHING = frozenset("one ones it them both each contract contracts agreement agreements".split())


class Side(NamedTuple):
    """Words of a question that stand for what it compares, and how likely they do, at most."""

    words: Span
    likely: float


def sides_in(question: str) -> list[Side]:
    """The words of a question that stand for what it compares, in their order; one or none for no sides."""
    tokens = tokens_of(question) if len(question) <= LONGEST_FORM else []
    if len(tokens) < 3:
        return []
    weights, intercept = _weights()
    scores = features([question[slice(*one)] for one in tokens]) @ weights + intercept
    return _runs(question, tokens, 1 / (1 + np.exp(-scores)))


def tokens_of(question: str) -> list[Span]:
    """The words and marks of a question."""
    return [Span(*match.span()) for match in _TOKEN.finditer(question)]


def features(tokens: Sequence[str]) -> np.ndarray:
    """What the weights are of, for each of a question's words and marks."""
    folded = [one.casefold() for one in tokens]
    vectors = packaged_vectors(list(tokens)).astype(np.float64)
    none = np.zeros((1, vectors.shape[1]))
    before, behind = np.vstack([none, vectors[:-1]]), np.vstack([vectors[1:], none])
    return np.hstack([
        _neighbours(folded), _shapes(tokens, folded), OWN * vectors, BESIDE * before, BESIDE * behind,
    ])  # fmt: skip


def _neighbours(folded: Sequence[str]) -> np.ndarray:
    size = len(_LITTLE) + 3
    found = np.zeros((len(folded), len(_NEIGHBOURS) * size))
    for place in range(len(folded)):
        for number, away in enumerate(_NEIGHBOURS):
            other = place + away
            if other < 0:
                at = _NO_WORD_BEFORE
            elif other >= len(folded):
                at = _NO_WORD_BEHIND
            else:
                at = _AT.get(folded[other], _ANOTHER)
            found[place, number * size + at] = 1
    return found


def _shapes(tokens: Sequence[str], folded: Sequence[str]) -> np.ndarray:
    """How a word is written, and where among the others it stands."""
    joints = [at for at, one in enumerate(folded) if one in _JOINTS]
    return np.array([
        [
            word[:1].isupper() and at > 0,
            word.isupper() and len(word) > 1,
            any(map(str.isdigit, word)),
            at / len(tokens),
            bool(joints) and joints[0] < at,
            bool(joints) and joints[-1] > at,
            word.endswith("s"),
        ]
        for at, word in enumerate(tokens)
    ], dtype=np.float64)  # fmt: skip


def _runs(question: str, tokens: Sequence[Span], likely: np.ndarray) -> list[Side]:
    """The words that are likely beside each other, as sides; none of words that say nothing."""
    folded = [question[slice(*one)].casefold() for one in tokens]
    is_side = list(likely > LIKELY)
    for at in range(1, len(tokens)):
        is_behind_article = folded[at - 1] in _ARTICLES and likely[at] > BEHIND_ARTICLE
        is_between = folded[at] in _JOINING and any(likely[at + 1 : at + 2] > LIKELY)
        is_side[at] |= is_side[at - 1] and (is_behind_article or is_between)
    runs: list[list[int]] = []
    for at in (at for at, found in enumerate(is_side) if found):
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return [
        Side(Span(tokens[run[0]].start, tokens[run[-1]].end), float(likely[run].max()))
        for run in runs
        if any(_says_something(folded[at]) for at in run)
    ]


def _says_something(word: str) -> bool:
    return word[0].isalnum() and not is_function_word(word) and word not in _NOTHING


@lru_cache(maxsize=1)
def _weights() -> tuple[np.ndarray, float]:
    found = comparison_weights()["sides"]
    return np.array(found["weights"]), float(found["intercept"])
