"""Comparison: which questions ask to compare the values of a table, what is compared, and what is sought.

"Which boat pays the highest fee?" seeks a boat, "in which year was the fee less than 400?" a year, and
"what is the highest fee?" the value itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from statistics import median

from index.words import content_words, is_function_word, stem, stems, words
from qa.question import LONGEST_FORM

# So many things beyond a bound are named at most.
MOST_NAMED = 12
_HIGH = frozenset(
    """
    more most higher highest larger largest greater greatest bigger biggest longer longest taller tallest
    deeper deepest wider widest heavier heaviest dearer dearest
    """.split()
)
_LOW = frozenset(
    """
    less least lower lowest smaller smallest fewer fewest shorter shortest lighter lightest cheaper cheapest
    """.split()
)
# Those that speak of size: of losses, the one farther from zero is larger.
_SIZES = frozenset("larger largest greater greatest bigger biggest smaller smallest".split())
# What some of these and the words after them measure.
_MEASURES = {
    "longer": "length", "longest": "length", "shorter": "length", "shortest": "length", "taller": "height",
    "tallest": "height", "deeper": "depth", "deepest": "depth", "wider": "width", "widest": "width",
    "heavier": "weight", "heaviest": "weight", "lighter": "weight", "lightest": "weight",
    "cheaper": "price fee cost", "cheapest": "price fee cost", "dearer": "price fee cost",
    "dearest": "price fee cost", "expensive": "price fee cost",
}  # fmt: skip
_PRICED = frozenset(map(stem, ("price", "fee", "cost")))
# How somebody comes by what has a price; what it costs to hire need not stand under "hire".
_TRADED = frozenset(map(stem, "hire rent lease buy book get pay have".split()))
_EACH = {
    "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month",
    "quarterly": "quarter", "yearly": "year", "annual": "year", "annually": "year",
}  # fmt: skip
_FIGURE = r"(?P<figure>[-−–]?\s?[$€£¥]?\s?\d[\d,]*(?:\.\d+)?)"
_ABOVE = re.compile(
    rf"\b(?:(?:more|higher|larger|greater)\s+than|over|above|exceed(?:s|ed|ing)?)\s*{_FIGURE}", re.IGNORECASE
)
_BELOW = re.compile(rf"\b(?:(?:less|lower|smaller|fewer)\s+than|under|below)\s*{_FIGURE}", re.IGNORECASE)
# "What costs more than 100 pounds?" seeks whatever has such a price.
_COSTING = re.compile(r"\b(?:what|which)\s(?P<what>(?:[\w-]+\s){0,3}?)costs?\s*\Z", re.IGNORECASE)
_SIGN = re.compile(r"\b(?P<sign>negative|positive)\b", re.IGNORECASE)
_SCALED = re.compile(r"\b(?:thousand|million|billion)s?\b|\d,\d{3},\d{3}|\d{6}", re.IGNORECASE)
_OF_ALL = re.compile(
    r"""\A\W*(?:what|which|how\s(?:much|high|long|large|big|deep|wide|tall))\s(?:is|was|are|were|do|does|did)\s(?:the|our|my|their|its)\s
    (?:(?:price|cost|fee|rate|charge|length|height|weight)\s(?:of|for)\sthe\s)?(\w+)""",
    re.IGNORECASE | re.VERBOSE,
)
# What is compared by it is told by the names of its rows: "Which is the biggest expense?".
SPENT = stems("budget cost spend spending spent expense expenditure")
RECEIVED = stems("income revenue revenues receipts earnings takings proceeds")
ANY_THING = frozenset(map(stem, ("item", "position", "entry", "line")))
_SPENT_MOST = re.compile(r"\b(?:what|which)\b.*\bspen[dt]\b.*\b(?:most|least)\b", re.IGNORECASE)
# The same in other words.
_MONEY_GOES = re.compile(
    r"\A\W*(?:where\s(?:do|does|did)\s(?:most|the\s(?:biggest|largest|greatest)\s(?:part|share|chunk))\sof\s(?:the|our|this|its)\s"
    r"(?:money|budget)\sgo|what\s(?:costs?|did\scost)\s(?:us|them)\s(?:the\s)?most(?:\smoney)?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")
_TIME = frozenset(map(stem, ("year", "years", "fy", "quarter", "quarters", "month", "months", "period")))
# Words that say little of what is compared: they may be missing where it stands.
_WEAK = frozenset(
    map(
        stem,
        "amount value figure number total per thousand million billion hundred fiscal financial"
        " bring earn make yield raise much".split(),
    )
)


class Aim(StrEnum):
    """What a comparison is to find."""

    TIME = "a year or another stretch of time"
    LABEL = "what goes by a name of its own"
    VALUE = "the value itself"


@dataclass(frozen=True, slots=True)
class ValueComparison:
    """What is compared, and what is sought; words as their stems.

    Attributes:
        sought: what is to be found.
        noun: the words after "which", in order, the last ones maybe no part of the noun; empty for a value,
            and for whatever it is that costs so much.
        about: words that say what is compared.
        years: the years that it names, if a time is sought.
        measure: nouns that a word such as "longest" is about, of which one is enough.
        is_high: whether larger values are sought.
        bound: the figure that the value sought is above or below; None for the largest or smallest of all.
        is_scaled: whether the bound counts in thousands or more, which a table may leave out.
        is_size: whether values that are all negative are compared without their sign.

    """

    sought: Aim
    noun: tuple[str, ...]
    about: frozenset[str]
    years: frozenset[str]
    measure: frozenset[str]
    is_high: bool
    bound: float | None = None
    is_scaled: bool = False
    is_size: bool = False

    @property
    def required(self) -> frozenset[str]:
        """The words that have to stand where the values are."""
        return self.about - _WEAK - self.measure

    def winners(self, values: Sequence[float]) -> list[int]:
        """The places of the values that are sought: one, or several names of things beyond a bound."""
        if self.is_size and all(value < 0 for value in values):
            values = [-value for value in values]
        if self.bound is None:
            best = max(values) if self.is_high else min(values)
            found = [place for place, value in enumerate(values) if value == best]
        else:
            bound = _in_scale(self.bound, values) if self.is_scaled else self.bound
            found = [at for at, one in enumerate(values) if (one > bound if self.is_high else one < bound)]
        is_several = self.bound is not None and self.sought is Aim.LABEL and len(found) <= MOST_NAMED
        return found if len(found) == 1 or is_several else []


def comparison_in(question: str) -> ValueComparison | None:
    """The comparison that a question asks for; None where it asks for none."""
    if len(question) > LONGEST_FORM:
        return None
    question = _MONEY_GOES.sub("What do we spend most on", question)
    rest, is_high, bound = _bound_in(question)
    said = [word.casefold() for word in words(rest)]
    directions = [word for word in said if word in _HIGH | _LOW]
    if bound is None:
        if not directions or len({word in _HIGH for word in directions}) > 1:
            return None
        is_high = directions[0] in _HIGH
    noun = _noun_in(said) or _noun_of_the_one(said) or _thing_compared(question, said)
    if not noun and not _seeks_value(question):
        return None
    costing = _costing(question)
    if costing is not None:
        noun, said = costing, ["dearer" if word in ("cost", "costs") else word for word in said]
    measures = " ".join(_MEASURES[word] for word in said if word in _MEASURES)
    about = [
        each_unit(word)
        for word in said
        if word not in noun and word not in directions and word not in _MEASURES
    ]
    stemmed = tuple(map(stem, noun))
    is_named = bool(noun) or costing is not None
    sought = Aim.TIME if _TIME.intersection(stemmed) else Aim.LABEL if is_named else Aim.VALUE
    years = frozenset(filter(_YEAR.fullmatch, about if sought is Aim.TIME else ()))
    measure = frozenset(map(stem, content_words(measures))) if measures else frozenset()
    told = frozenset(stem(word) for word in about if not is_function_word(word)) - years
    return ValueComparison(
        sought,
        stemmed,
        told - _TRADED if measure & _PRICED else told,
        years,
        measure,
        is_high,
        bound,
        bool(_SCALED.search(question)),
        bound is None and bool(_SIZES.intersection(directions)),
    )


def each_unit(word: str) -> str:
    """The unit of a word such as "daily"; any other word as it is."""
    return _EACH.get(word.casefold(), word)


def stands_for_a_bound(question: str, offset: int) -> bool:
    """Whether the figure there only bounds what is sought, so that it need not stand in a document."""
    if len(question) > LONGEST_FORM:
        return False
    found = [one for form in (_ABOVE, _BELOW) for one in form.finditer(question)]
    return any(one.start("figure") <= offset < one.end("figure") for one in found)


def _bound_in(question: str) -> tuple[str, bool, float | None]:
    """The question without the figure that bounds what is sought, whether that is larger, and the figure."""
    for form, is_high in ((_ABOVE, True), (_BELOW, False)):
        if found := form.search(question):
            figure = re.sub(r"[\s,$€£¥]", "", found["figure"]).replace("−", "-").replace("–", "-")
            return form.sub(" ", question), is_high, float(figure)
    if found := _SIGN.search(question):
        return _SIGN.sub(" ", question), found["sign"].casefold() == "positive", 0.0
    return question, False, None


def _noun_in(said: Sequence[str]) -> list[str]:
    """The words after "which" or "what", as far as they can name a thing; "year" for "when"."""
    for at, word in enumerate(said):
        if word == "when":
            return ["year"]
        if word in ("which", "what"):
            noun = []
            for following in said[at + 1 :]:
                if is_function_word(following) or following in _HIGH | _LOW:
                    break
                noun.append(following)
            return noun
    return []


def _noun_of_the_one(said: Sequence[str]) -> list[str]:
    """The words after "what is the cheapest", where that is said of a thing and not of its price."""
    if said[:1] not in (["what"], ["which"]) or said[2:3] != ["the"]:
        return []
    after = said[4:] if said[3:4] and said[3] in ("most", "least") else said[3:]
    if not after or after[0] not in _MEASURES:
        return []
    noun = list(takewhile(lambda word: not is_function_word(word) and word != "per", after[1:]))
    return [] if stems(_MEASURES[after[0]]) & {stem(word) for word in noun[-1:]} else noun


def _thing_compared(question: str, said: Sequence[str]) -> list[str]:
    """The item, where what is spent or comes in is asked for by its name: "the biggest income item"."""
    if _SPENT_MOST.search(question):
        return ["item"]
    asked_for = said[3:] if said[1:2] in (["is"], ["was"], ["are"], ["were"]) else []
    named = list(takewhile(lambda word: not is_function_word(word), asked_for[1:]))
    if not asked_for or asked_for[0] not in _HIGH | _LOW or not named:
        return []
    if stem(named[-1]) in ANY_THING:
        return named[-1:]
    is_money = stem(named[-1]) in SPENT | RECEIVED
    return ["item"] if said[0] == "which" and is_money else []


def _costing(question: str) -> list[str] | None:
    """The words for what costs more or less than a bound, none where it may be anything; else None."""
    bound = _ABOVE.search(question) or _BELOW.search(question)
    match = _COSTING.search(question, 0, bound.start()) if bound else None
    return [word.casefold() for word in words(match["what"] or "")] if match else None


def _seeks_value(question: str) -> bool:
    found = _OF_ALL.match(question)
    return found is not None and found[1].casefold() in _HIGH | _LOW


def _in_scale(bound: float, values: Sequence[float]) -> float:
    """The bound in thousands, millions or as it is: the nearest in size to the values."""
    middle = median(map(abs, values))
    if not bound or not middle:
        return bound
    scaled = [bound * 1000.0**power for power in (0, 1, 2, -1, -2)]
    return min(scaled, key=lambda one: abs(math.log10(abs(one) / middle)))
