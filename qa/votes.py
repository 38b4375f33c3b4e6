"""Votes: the lines of minutes that say who voted how, and which of them a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto


class Vote(Enum):
    """How somebody voted."""

    FOR = auto()
    AGAINST = auto()
    ABSTAINED = auto()


_VOTING = r"\bvot(?:e|ed|es|ing)\s"
_ASKED = {
    Vote.FOR: re.compile(
        rf"{_VOTING}(?:for|in\sfavou?r|yes)\b|\b(?:was|were)\s(?:for|in\sfavou?r)\b|\b(?:supported|backed|approved)\b",
        re.IGNORECASE,
    ),
    Vote.AGAINST: re.compile(
        rf"{_VOTING}(?:against|no)\b|\b(?:was|were)\sagainst\b|\b(?:opposed|objected)\b", re.IGNORECASE
    ),
    Vote.ABSTAINED: re.compile(r"\babstain|\babstention", re.IGNORECASE),
}
_LINES = {
    Vote.FOR: re.compile(r"\W*(?:(?:voted\s)?for|in\sfavou?r|yes|ayes?)\s?:", re.IGNORECASE),
    Vote.AGAINST: re.compile(r"\W*(?:(?:voted\s)?against|opposed|no|noes|nays?)\s?:", re.IGNORECASE),
    Vote.ABSTAINED: re.compile(r"\W*(?:abstained|abstaining|abstentions?)\s?:", re.IGNORECASE),
}
# Longer questions ask for more than a vote.
_LONGEST = 300


def vote_asked(question: str) -> Vote | None:
    """The vote that a question asks for, the first it names; None where it asks for none."""
    found = [
        (match.start(), vote) for vote, form in _ASKED.items() if (match := form.search(question[:_LONGEST]))
    ]
    return min(found, key=lambda one: one[0])[1] if found else None


def telling(vote: Vote | None, texts: Sequence[str]) -> list[bool]:
    """Which of some texts may tell who did something: who voted so, or, for None, what is no vote.

    "- For: Ada Stone" does not tell who voted against it, nor who painted the hall. Where no text speaks of
    such votes, any that is not of another vote may tell.
    """
    said = [
        vote is not None and bool(_LINES[vote].match(text) or _ASKED[vote].search(text)) for text in texts
    ]
    return said if any(said) else [not any(form.match(text) for form in _LINES.values()) for text in texts]
