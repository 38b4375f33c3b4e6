"""Kindred: the other words by which documents tell what they are compared by, and the measure it is in."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.words import words

_PRICES = "fees? prices? costs? rents? rentals? charge[sd]? charges rates? premiums? tariffs?"
_PAYMENTS = "pay pays paid payable payments? due invoices? invoiced instal?lments?"
_DURATIONS = "durations? terms? run runs lasts lasting length period continues?"


class Kindred(NamedTuple):
    """Words that may tell a topic, and whether they tell it as a sum of money, or else as a time."""

    said: re.Pattern[str]
    is_money: bool


def _of(said: str, is_money: bool) -> Kindred:
    return Kindred(re.compile(rf"\b(?:{'|'.join(said.split())})\b", re.IGNORECASE), is_money)


# The first one that a topic's words are of.
_KINDRED = (_of(_PAYMENTS, is_money=False), _of(_PRICES, is_money=True), _of(_DURATIONS, is_money=False))


def kindred_of(topic: str) -> Kindred | None:
    """What else may tell a topic, such as rent for fees; None where nothing is known to."""
    last = " ".join(words(topic)[-2:])
    return next((one for one in _KINDRED if one.said.search(last)), None)
