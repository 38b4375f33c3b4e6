"""Votes: the lines of minutes that say who voted how, and which of them a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from index import Span
from index.words import content_words, stems
from qa.contents.numerals import NUMERAL
from qa.question import LONGEST_FORM


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
# What a sentence says of votes, by whatever word it counts them.
_TOLD = {
    Vote.FOR: re.compile(r"\bin\sfavou?r\b|\bfor\b.*\bagainst\b", re.IGNORECASE),
    Vote.AGAINST: re.compile(r"\b(?:against|opposed|objected|objections?|dissent\w*)\b", re.IGNORECASE),
    Vote.ABSTAINED: re.compile(r"\babstain|\babstention", re.IGNORECASE),
}
_NUMBER = rf"(?P<count>\d+|no|none|{NUMERAL})"
_WORDS = {
    Vote.FOR: r"(?:for|in\sfavou?r|yes|ayes?)",
    Vote.AGAINST: r"(?:against|opposed|noes|nays?)",
    Vote.ABSTAINED: r"(?:abstain(?:ed|ing)|abstentions?)",
}
# "7 for, 1 against", "two votes in favour"; "in favour 41, against 16, abstentions: 2".
_COUNTS = {
    vote: (
        re.compile(
            rf"\b{_NUMBER}\s(?:(?:votes?|members?|people|were|was|of\sthem)\s){{0,2}}{said}\b", re.IGNORECASE
        ),
        re.compile(rf"\b{said}:?\s{_NUMBER}\b", re.IGNORECASE),
    )
    for vote, said in _WORDS.items()
}
# "Four votes to one": for it and against it, unless it was lost.
_TO = re.compile(
    rf"\b(?P<won>\d+|{NUMERAL})\s(?:votes?\s)?to\s(?P<lost>\d+|no|none|nil|{NUMERAL})\b", re.IGNORECASE
)
_BY_VOTES = re.compile(
    r"\bvot(?:es?|ed)\b|\b(?:carried|passed|approved|rejected|defeated)\sby\b", re.IGNORECASE
)
_LOST = re.compile(r"\b(?:rejected|defeated|lost|fell|turned\sdown|refused)\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow\smany\b", re.IGNORECASE)
_APPROVED = re.compile(r"\b(?:is|was|were|are|been)\s(?:\w+ly\s)?approved\b", re.IGNORECASE)
_WHO_VOTED = re.compile(r"\bwho\b.*\b(?:voted|abstained)\b", re.IGNORECASE)
_OF_VOTING = stems(
    "who vote voted voting against favour favor abstain abstained abstention motion proposal resolution"
)


def vote_asked(question: str) -> Vote | None:
    """The vote that a question asks for, the first it names; None where it asks for none."""
    short = question[:LONGEST_FORM]
    found = [(match.start(), vote) for vote, form in _ASKED.items() if (match := form.search(short))]
    return min(found, key=lambda one: one[0])[1] if found else None


def tells_another_vote(question: str, text: str, context: str) -> bool:
    """Whether words tell another vote than the one that a question asks for, or, of who voted, none.

    "Four in favour, one abstention (Ada Stone)" does not tell who voted against, nor does what is said of
    the hall who voted against the hedge.

    Args:
        question: what is asked.
        text: the words that may answer.
        context: those with what stands before and over them.

    """
    vote = vote_asked(question)
    if vote is None:
        return False
    if _WHO_VOTED.search(question[:LONGEST_FORM]):
        text = _APPROVED.sub("", text)  # that it was says nothing of who did
    told = {
        one
        for one in Vote
        if any(form.search(text) for form in (_ASKED[one], _TOLD[one])) or _LINES[one].match(text)
    }
    if not _WHO_VOTED.search(question[:LONGEST_FORM]):
        return bool(told) and vote not in told
    topic = stems(" ".join(content_words(question))) - _OF_VOTING
    return vote not in told or bool(topic and not topic & stems(context))


def votes_told(question: str, sentence: str) -> Span | None:
    """Where a sentence tells how many voted as a question asks; None for any other question or sentence."""
    vote = vote_asked(question) if _HOW_MANY.search(question[:LONGEST_FORM]) else None
    if vote is None:
        return None
    found = ([*form.finditer(sentence)] for form in _COUNTS[vote])
    # "7 for, 1 against": what stands before the words is theirs, unless nothing does.
    counts = next(filter(None, found), [])
    if not counts:
        return _of_two_sides(vote, sentence)
    return Span(*counts[0].span("count")) if len(counts) == 1 else None


def _of_two_sides(vote: Vote, sentence: str) -> Span | None:
    """The number of one side in "four votes to one"; None where a sentence has no such, or several."""
    found = list(_TO.finditer(sentence)) if _BY_VOTES.search(sentence) else []
    if len(found) != 1 or vote is Vote.ABSTAINED:
        return None
    is_won = (vote is Vote.FOR) is not bool(_LOST.search(sentence))
    return Span(*found[0].span("won" if is_won else "lost"))


def telling(vote: Vote | None, texts: Sequence[str]) -> list[bool]:
    """Which of some texts may tell who did something: who voted so, or, for None, what is no vote.

    "- For: Ada Stone" does not tell who voted against it, nor who painted the hall. Where no text speaks of
    such votes, any that is not of another vote may tell.
    """
    said = [
        vote is not None and bool(_LINES[vote].match(text) or _ASKED[vote].search(text)) for text in texts
    ]
    return said if any(said) else [not any(form.match(text) for form in _LINES.values()) for text in texts]
