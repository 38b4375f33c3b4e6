"""Spoken: the words of a question that may name what it is asked of, without those that say what is asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from index.words import FUNCTION_WORDS, stem
from qa.contents.mentions import WEEKDAYS
from qa.intents.kinds import is_kind
from qa.intents.learned import Intent, leans_to, speaks_for
from qa.minutes.described import plainly_dated

_TOKEN = re.compile(r"\w+|[^\w\s'’-]")
_PLACING = frozenset("at from of after during in for to on since following by about regarding with".split())
_ARTICLES = frozenset("the a an our my this that these those last all each".split())
_DAYS = frozenset(map(str.casefold, WEEKDAYS))
# What a list is to hold or to look like, or whom it is for.
_ASKING = frozenset(
    map(
        stem,
        """
        list name date deadline day person people everyone everybody everything anybody anyone nobody somebody
        someone short brief total full detail bullet point order form table overview writing record minutes
        notes document file please show give tell complete whole sign side
        signature pen paper
        """.split(),
    )
)
# Of these one speaks in the same words.
_SIGNED = (Intent.SIGNERS, Intent.SIGNED_WHEN)
_ALIKE = dict.fromkeys(_SIGNED, _SIGNED)
# What people call a contract, and a stem too.
DEAL = "deal"
# "May I know who …"
_MAY = re.compile(r"\A\W*may\s(?=i\b|we\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"month\d+")


class Word(NamedTuple):
    """A word of a question that may name something.

    Attributes:
        said: the word as it stands.
        stem: its stem.
        is_placed: whether it stands behind a preposition, or before what kind of document is meant.
        is_name: whether it has a capital within the sentence, or a figure in it.
        is_date: whether it is a part of a date.
        is_wording: whether it rather says what is asked, unless something is called so.

    """

    said: str
    stem: str
    is_placed: bool
    is_name: bool
    is_date: bool
    is_wording: bool


def spoken(question: str, intent: Intent) -> list[Word]:
    """The words of a question that may name what it is asked of, dates in one form."""
    found: list[Word] = []
    alike = _ALIKE.get(intent, (intent,))
    is_placed, is_first, run = False, True, 0
    for match in _TOKEN.finditer(plainly_dated(_MAY.sub("", question))):
        said, low = match[0], match[0].casefold()
        is_article = low in _ARTICLES
        if is_article or low in _PLACING or low in FUNCTION_WORDS or not said[0].isalnum():
            is_placed, run = low in _PLACING or (is_placed and is_article), len(found)
        elif not _says_nothing(low):
            is_name = not is_first and any(sign.isupper() or sign.isdecimal() for sign in said)
            is_date = _is_date(said, is_placed=is_placed)
            is_wording = speaks_for(low, alike) or (not (is_placed or is_name) and leans_to(low, intent))
            found.append(Word(said, stem(low), is_placed, is_name, is_date, is_wording))
        if intent in _SIGNED and (is_kind(low) or low == DEAL):  # "the van hire contract"
            found[run:-1] = [one._replace(is_placed=True, is_wording=False) for one in found[run:-1]]
        is_first = False
    has_month = any(_MONTH.fullmatch(one.said) for one in found)
    return [one._replace(is_date=one.is_date or (has_month and one.said.isdecimal())) for one in found]


def naming(words: Sequence[Word], called: Collection[str]) -> list[Word]:
    """Those words that may name something: not what says what is asked, unless something is called so."""
    return [one for one in words if not one.is_wording or one.stem in called]


def _says_nothing(word: str) -> bool:
    return (len(word) == 1 and not word.isdecimal()) or word in _DAYS or stem(word) in _ASKING


def _is_date(said: str, *, is_placed: bool) -> bool:
    return bool(_MONTH.fullmatch(said) or _YEAR.fullmatch(said)) or (said.isdecimal() and is_placed)
