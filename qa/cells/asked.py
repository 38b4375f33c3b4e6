"""Asked: a question, and what of it the cells of tables may say."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

from index.words import stem, words
from qa.cells.comparable import comparable, without_function_words
from qa.cells.sorts import CellSort, sort_asked
from qa.contents.mentions import MONTHS, WEEKDAYS
from qa.contents.numerals import in_digits
from qa.contents.recurring import Scale, Times, recurring

# Words that people ask with, whatever they ask about.
_OF_ASKING = frozenset(
    map(
        stem,
        "cost price pay paid charge fee rate much many come go need want somebody someone thing happen please"
        " tell know find look like".split(),
    )
)
_OF_WHOLES = frozenset(map(stem, ("total", "altogether", "overall", "sum", "all")))
_LOW = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december"
    r"|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b|\b(?<=in )may\b"
)
_TIMES = frozenset(
    map(comparable, (*MONTHS, *WEEKDAYS, "weekend", "weekday", "morning", "afternoon", "evening"))
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class CellAsked:
    """A question.

    Attributes:
        question: as it was asked.

    """

    def __init__(self, question: str) -> None:
        self.question = question

    @cached_property
    def stems(self) -> list[str]:
        """Its content words, each once, in comparable form."""
        return list(dict.fromkeys(map(comparable, without_function_words(self.question))))

    @cached_property
    def things(self) -> list[str]:
        """Those of them that say what is asked about."""
        return [one for one in self.stems if one not in _OF_ASKING]

    @cached_property
    def subjects(self) -> list[str]:
        """Those of the things asked that are no numbers and no times."""
        return [one for one in self.things if not is_time(one)]

    @cached_property
    def times(self) -> dict[Scale, Times]:
        """The weekdays, hours and months that it names."""
        return recurring(_LOW.sub(lambda found: found[0].capitalize(), self.question))

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers that it names, as figures."""
        return NUMBER.findall(" ".join(map(in_digits, self.question.replace("-", " ").split())))

    @cached_property
    def sort(self) -> CellSort | None:
        """What sort of thing it asks for."""
        return sort_asked(self.question)

    @cached_property
    def is_of_whole(self) -> bool:
        """Whether it asks for what several come to."""
        return not _OF_WHOLES.isdisjoint(self.stems)

    def without(self, some: Collection[str]) -> str:
        """The question without the words of some stems."""
        return " ".join(word for word in words(self.question) if comparable(word) not in some)


def is_time(one: str) -> bool:
    """Whether a word in comparable form is a number, a weekday, a month or a part of the day."""
    return one[0].isdigit() or one in _TIMES
