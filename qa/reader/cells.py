"""Cells: which value of a table's row a question is after, by the heads and the values that it names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from index import Passage, Span
from index.words import stems

# A cell of up to this length is an answer as a whole.
SHORT_CHARS = 80
# Against differences of the reader's own scores, which are seldom above 10.
NAMED_GAIN = 8.0
KNOWN_LOSS = 20.0
# How a question asks for what a head names by its noun.
_ASKED_AS = {
    "long": "length", "high": "height", "tall": "height", "deep": "depth", "wide": "width", "heavy": "weight",
    "old": "age", "far": "distance", "fast": "speed", "large": "size area", "big": "size area",
    "cost": "price fee amount", "expensive": "price fee", "many": "number count", "who": "name",
}  # fmt: skip
_LEAST_PREFIX = 3


def cell_numbers(offsets: np.ndarray, cells: tuple[Span, ...]) -> np.ndarray:
    """In which of the cells, counted from 1, each token stands, by its offsets (n, 2); 0 where in none."""
    numbers = np.zeros(len(offsets), dtype=np.int64)
    if cells:
        place = np.searchsorted([cell.start for cell in cells], offsets[:, 0], side="right")
        ends = np.array([-1, *(cell.end for cell in cells)])
        numbers[offsets[:, 1] <= ends[place]] = place[offsets[:, 1] <= ends[place]]
    return numbers


def leanings(question: str, passage: Passage) -> np.ndarray:
    """How much the question leans to each cell of a passage; first a 0 for what is in none, (cells + 1,).

    A cell whose head the question names is more likely meant, one whose own words it says is known already.
    """
    found = [0.0]
    asked = _asked(question)
    before = passage.start
    for sentence in passage.sentences:
        row = [cell for cell in passage.cells if sentence.start <= cell.start and cell.end <= sentence.end]
        shares = [_share(asked, head) for head in _heads(passage, row, max(before, sentence.start))]
        most = max(shares, default=0.0) or 1.0
        for cell, share in zip(row, shares, strict=True):
            words = stems(passage.text[cell.start - passage.start : cell.end - passage.start])
            is_known = bool(words) and words <= stems(question)
            found.append(NAMED_GAIN * share / most - KNOWN_LOSS * is_known)
        before = sentence.end
    return np.array(found)


def whole_if_short(span: Span, cell: Span) -> Span:
    """A cell's whole value rather than a part of it, unless the cell holds a text."""
    return cell if cell.end - cell.start <= SHORT_CHARS else span


@lru_cache(maxsize=64)
def _asked(question: str) -> frozenset[str]:
    words = question.casefold().split()
    nouns = " ".join(_ASKED_AS[word] for word in words if word in _ASKED_AS)
    return stems(question) | (stems(nouns) if nouns else frozenset())


def _heads(passage: Passage, row: list[Span], start: int) -> Iterator[str]:
    """What stands before each cell of a row, up to the cell before."""
    for cell in row:
        yield passage.text[start - passage.start : cell.start - passage.start]
        start = cell.end


def _share(asked: frozenset[str], head: str) -> float:
    """How many words of a head the question names, as it is or by a shorter form of it."""
    return float(sum(any(_are_alike(word, other) for other in asked) for word in stems(head)))


def _are_alike(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    return one == other or (shorter >= _LEAST_PREFIX and one[:shorter] == other[:shorter] and one.isalpha())
