"""Style: what shows what a sentence of minutes is, whatever it is about: wording, place and heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.words import FUNCTION_WORDS
from qa.minutes.masked import BODIES, NAME, is_weighty, masked

_ENDINGS = ("ing", "ed", "es", "s", "ly", "tion", "ment")
_LENGTHS = (3, 6, 10, 16, 25)
_FIRST_OF_ALL = 8
_MOST_NAMES = 4
# Of words that are mostly names.
_LISTS_NAMES = 0.5


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence where it stands.

    Attributes:
        words: the sentence.
        heading: what stands over its section.
        before: the sentence before it in its section; "" of the first one.
        place: how many sentences stand before it.
        is_last: whether its section ends with it.

    """

    words: str
    heading: str
    before: str
    place: int
    is_last: bool


def shown_by(said: Said, names: frozenset[str]) -> set[str]:
    """What shows what a sentence is, each as a word of its own."""
    tokens = masked(said.words, names)
    shapes = [_shape(one) for one in tokens]
    before = masked(said.before, names)
    return {
        *_grams("t", _edged(tokens), (1, 2, 3)),
        *_grams("p", _edged(shapes), (2, 3, 4)),
        *(f"o:{' '.join(_edged(shapes)[:length])}" for length in (2, 3, 4, 5)),
        *(f"O:{' '.join(_edged(tokens)[:length])}" for length in (2, 3, 4)),
        *_made(said, tokens),
        *(f"h:{one}" for one in masked(said.heading, names)),
        *(f"b:{one}" for one in before or ["<>"]),
        *_grams("b", [_shape(one) for one in before], (2,)),
    }


def _edged(tokens: Sequence[str]) -> list[str]:
    return ["^", *tokens, "$"]


def _grams(kind: str, tokens: Sequence[str], lengths: Sequence[int]) -> Iterator[str]:
    for length in lengths:
        for start in range(len(tokens) - length + 1):
            yield f"{kind}:{' '.join(tokens[start : start + length])}"


def _made(said: Said, tokens: Sequence[str]) -> Iterator[str]:
    """How a sentence is made, and where it stands."""
    yield f"length={sum(len(tokens) > edge for edge in _LENGTHS)}"
    named = tokens.count(NAME)
    yield f"names={min(named, _MOST_NAMES)}"
    if named > 1 and named + tokens.count(",") + tokens.count("and") > _LISTS_NAMES * len(tokens):
        yield "lists names"
    if tokens and tokens[-1] not in ".?!":
        yield "ends without a stop"
    if any(map(is_weighty, said.words.split())):
        yield "weighty"
    if said.place <= _FIRST_OF_ALL:
        yield f"place={min(said.place, 4)}"
    if not said.before:
        yield "first of its section"
    if said.is_last:
        yield "last of its section"


def _shape(token: str) -> str:
    """A word that every text has, a mask or a sign; of any other word how it ends."""
    if not token[0].isalpha() or token.isupper() or token in FUNCTION_WORDS or token in BODIES:
        return token
    return next((f"w{end}" for end in _ENDINGS if token.endswith(end) and len(token) > len(end) + 2), "w")
