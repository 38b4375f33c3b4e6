"""Swaps: a question made to ask for what its passage does not say, by one name or number or by two roles."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from training.squad import Article

# A capitalised run inside a sentence, or a number that stands alone.
MENTION = re.compile(
    r"(?P<name>(?<=[a-z,] )[A-Z]\w+(?: [A-Z]\w+)*)|(?P<number>(?<![\w.,])\d+(?:[.,]\d+)*(?!\w))"
)
STEPS = (-3, -2, -1, 1, 2, 3, 5, 10)
# Between names so joined, the order says nothing.
_LISTED = {"and", "or", "and the", "or the", "&"}


def mentions(article: Article) -> dict[str, list[str]]:
    """List the article's names and numbers, each once, in order."""
    found: dict[str, dict[str, None]] = {"name": {}, "number": {}}
    for paragraph in article.paragraphs:
        for mention in MENTION.finditer(paragraph):
            found[mention.lastgroup or ""][mention.group()] = None
    return {kind: list(texts) for kind, texts in found.items()}


def holds(passage: str, words: str) -> bool:
    """Say whether the words stand in the passage, whatever their case."""
    return words.casefold() in passage.casefold()


def exchanged(
    mention: re.Match[str], passage: str, others: Iterable[str], rng: np.random.Generator
) -> str | None:
    """Put another name or number, one the passage does not have, in a mention's place; None if none fits."""
    unlike = [other for other in others if _unlike(other, mention.group(), passage)]
    return _replaced(mention, unlike[rng.integers(len(unlike))]) if unlike else None


def nudged(mention: re.Match[str], passage: str, rng: np.random.Generator) -> str | None:
    """Move a whole number a little; None if it is none, or if the passage has the new one."""
    if not mention.group().isdecimal():
        return None
    moved = str(int(mention.group()) + STEPS[rng.integers(len(STEPS))])
    return None if holds(passage, moved) else _replaced(mention, moved)


def turned(question: str) -> str | None:
    """Put the question's first two names in each other's place; None where that asks the same."""
    names = [found for found in MENTION.finditer(question) if found.lastgroup == "name"]
    if len(names) < 2:
        return None
    one, two = names[:2]
    between = question[one.end() : two.start()]
    if one.group() == two.group() or between.strip(" ,").casefold() in _LISTED | {""}:
        return None
    return question[: one.start()] + two.group() + between + one.group() + question[two.end() :]


def _replaced(mention: re.Match[str], other: str) -> str:
    return mention.string[: mention.start()] + other + mention.string[mention.end() :]


def _unlike(other: str, mention: str, passage: str) -> bool:
    """Say whether the other name or number shares no word with the mention and is not in the passage."""
    shared = set(other.casefold().split()) & set(mention.casefold().split())
    return not shared and not holds(passage, other)
