"""Holding: which passages hold an id or a labelled number to the letter, told by their stems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from index.exact import Term, terms
from index.lexical import LABEL_GAP
from index.milvus.analysis import analysis

# Says of a passage's stems whether a term is among them.
Test = Callable[[Sequence[str]], bool]


def tests(query: str) -> Iterator[tuple[str, Test]]:
    """The stems to search for each id or labelled number of a query, and how to tell what holds it."""
    for term in terms(query):
        if term.names_a_thing:
            yield from _tests(term)


def _tests(term: Term) -> Iterator[tuple[str, Test]]:
    label, text, key = (line.split() for line in analysis().lines([term.label, term.text, term.key]))
    if label and text:
        yield " ".join([*label, *text]), partial(_are_near, label=label, text=text)
    elif not label:
        for phrase in {tuple(text), tuple(key)} - {()}:
            yield " ".join(phrase), partial(_stands_in, phrase=phrase)


def _are_near(stems: Sequence[str], label: Sequence[str], text: Sequence[str]) -> bool:
    """Whether two phrases stand with at most `LABEL_GAP` stems between them."""
    first, second = _places(stems, label), _places(stems, text)
    return any(
        max(one, other) - min(one + len(label), other + len(text)) <= LABEL_GAP
        for one in first
        for other in second
    )


def _stands_in(stems: Sequence[str], phrase: Sequence[str]) -> bool:
    return bool(_places(stems, phrase))


def _places(stems: Sequence[str], phrase: Sequence[str]) -> list[int]:
    size = len(phrase)
    return [at for at in range(len(stems) - size + 1) if list(stems[at : at + size]) == list(phrase)]
