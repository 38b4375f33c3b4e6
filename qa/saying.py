"""Saying: how sure an answer is, and how many of something there are, as every screen says it to people."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answered import Answer


class Level(StrEnum):
    """How sure an answer is, in three steps."""

    HIGH = "high"
    FAIR = "fair"
    LOW = "low"


# From which calibrated probability on an answer is so sure, from the surest down.
LEVELS = ((0.8, Level.HIGH), (0.5, Level.FAIR))
# Written before a figure, where other units follow it.
_SIGNS = frozenset("$€£¥₹")


def likelihood(answer: Answer) -> str:
    """Say how likely an answer is right, and which reader says so."""
    reader = "small" if answer.reader == "small" else "larger"
    return f"{percent(answer.confidence)}, says the {reader} reader"


def percent(confidence: float) -> str:
    """Say how likely something is right: "66% likely to be right"."""
    return f"{confidence:.0%} likely to be right"


def of_ten(confidence: float) -> str:
    """Say what a probability means: "about 7 in 10 answers as sure as this are right"."""
    right = round(10 * confidence)
    share = "nearly all" if right == 10 else f"about {right} in 10" if right else "few"
    return f"{share} answers as sure as this are right"


def confidence_level(confidence: float) -> Level:
    """The step that a probability stands on; below one half an answer is likelier wrong than right."""
    return next((level for floor, level in LEVELS if confidence >= floor), Level.LOW)


def confidence_word(confidence: float) -> str:
    """A plain word for a probability: "High confidence"."""
    return f"{confidence_level(confidence).capitalize()} confidence"


def how_sure(confidence: float) -> str:
    """Say how sure an answer is, in words and in figures: "Low confidence: 38% likely to be right"."""
    return f"{confidence_word(confidence)}: {percent(confidence)}"


def counted(number: int, noun: str) -> str:
    """How many of something, as one says it: "1 page", "1,200 pages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def goes_before(unit: str) -> bool:
    """Whether what a figure is in stands before it: "£" does, "GBP" does not."""
    return unit in _SIGNS
