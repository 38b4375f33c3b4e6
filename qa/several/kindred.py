"""Kindred: the other words by which documents tell what they are compared by, and the measure it is in."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.words import words

_PRICES = "fees? prices? costs? rents? rentals? charge[sd]? charges rates? premiums? tariffs?"
# Words for all that is paid, in whichever words; a rent or a premium is one of them.
_ANY_PRICES = "fees? prices? pricing costs? charges? rates? tariffs?"
_PAYMENTS = "pay pays paid payable payments? due invoices? invoiced instal?lments?"
_DURATIONS = "durations? terms? run runs lasts lasting length period continues?"


class Kindred(NamedTuple):
    """Words that may tell a topic, and how.

    Attributes:
        said: the words.
        is_money: whether they tell it as a sum of money, or else as a time.
        is_any: whether the topic is all that they tell, as "fees" are, and a rent is not.

    """

    said: re.Pattern[str]
    is_money: bool
    is_any: bool = False


def _any_of(said: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(said.split())})\b", re.IGNORECASE)


def _of(said: str, is_money: bool) -> Kindred:
    return Kindred(_any_of(said), is_money)


# The first one that a topic's words are of.
_KINDRED = (_of(_PAYMENTS, is_money=False), _of(_PRICES, is_money=True), _of(_DURATIONS, is_money=False))

_ANY = _any_of(_ANY_PRICES)
# "The fees and costs" are no more than either.
_NO_MORE = re.compile(r"\b(?:and|or|the|all|their)\b|\W")


def kindred_of(topic: str) -> Kindred | None:
    """What else may tell a topic, such as rent for fees; None where nothing is known to."""
    last = " ".join(words(topic)[-2:])
    found = next((one for one in _KINDRED if one.said.search(last)), None)
    is_any = found is not None and found.is_money and not _NO_MORE.sub("", _ANY.sub("", topic))
    return found._replace(is_any=is_any) if found else None
