"""Superlatives: which document has most or least of something, and which of two things costs less."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from index import Index, Only
from index.words import content_words, stem, stems
from qa.citation import AnswerKind, Citation, Together, grouped
from qa.contents.figures import numbers_of, written_like
from qa.contents.headings import labels_of
from qa.contents.quantities import Quantity, quantity_in
from qa.gist.overviews import of_any_kind
from qa.intents.cheaper import cheaper_asked, difference_asked
from qa.intents.kinds import CONTRACTS, kinds_in, names_all
from qa.question import LONGEST_FORM
from qa.several.places import ASKED, Asks, evidence, fitting
from qa.several.sides import said_of

_MORE = r"(?:longe|highe|large|greate|bigge)(?:r|st)|more|most"
_LESS = r"(?:shorte|lowe|smalle|fewe|cheape)(?:r|st)|less|least"
_WHICH = re.compile(
    r"\W*which\s(?:one\s)?(?:of\s(?:the|these|those|my|our)\s)?(?:(?:two|three|four|five|\d+)\s)?(?P<kind>[\w-]+)\s"
    rf"(?P<has>\w+)\s(?:(?:for|in)\s)?(?:the\s|an?\s)?(?P<degree>(?P<more>{_MORE})|{_LESS})\s(?P<topic>[^?,;]+?)\W*",
    re.IGNORECASE,
)
# What can be ended sooner has the shorter notice period.
_ENDED = re.compile(
    r"\W*which\s(?:one\s)?(?:of\s(?:the|these|those|my|our)\s)?(?:(?:two|three|four|five|\d+)\s)?(?P<kind>[\w-]+)\s"
    r"(?:can|could|may)\s(?:be|we|i|you|one)\s(?:end|terminate|cancel|leave|left|stop|get\sout\sof)\w*\s(?:the\s)?"
    r"(?:(?:soon|fast|quick|earli)(?:er|est)|(?:more|most)\squickly|(?P<late>(?:slow|lat)(?:er|est)))\W*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_STRETCH = re.compile(r"\b[\w-]+\s(?:\w+\s)?(?:day|week|month|year)s?\b", re.IGNORECASE)
# Closer sizes are not told apart: three months may be 90 days.
ALIKE = 0.04
# So many of a document's stretches of time are shown.
MOST_STRETCHES = 3


class _Told(NamedTuple):
    """What a document says of what is compared."""

    label: str
    citations: Sequence[Citation]
    quantity: Quantity | None


def most_of(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What each document says of what a question compares, the one that has most of it, or least, first.

    None for any other question, and where no two documents are meant or none says something: a look-up then
    does what it can.
    """
    among = index.among(document)
    if len(among) < 2 or len(question) > LONGEST_FORM:
        return None
    if ended := _ENDED.fullmatch(question):
        question = f"Which {ended['kind']} has the {'longer' if ended['late'] else 'shorter'} notice period?"
    match = _WHICH.fullmatch(question)
    if match is None:
        return None
    names = _meant(match["kind"], match["topic"], index, among)[:ASKED]
    labels = labels_of(names, index)
    said = [_told(match["topic"], *one, index, asks) for one in zip(names, labels, strict=True)]
    told = [one for one in said if one.citations]
    if len(said) < 2 or not told:
        return None
    best = _best([one.quantity for one in told], match["more"] is not None)
    if best is not None:
        told.insert(0, told.pop(best))
    silent = [one.label for one in said if not one.citations]
    return _together(_statement(match, told, best is not None), told, silent)


def cheaper_of(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What each of two things costs, the one first that costs less, or more where that is asked for.

    None for any other question, and where the price of one is not told.
    """
    asked = cheaper_asked(question)
    if asked is None:
        return None
    found = [_price_of(thing, asked.rest, index, document, asks) for thing in (asked.one, asked.other)]
    told = [one for one in found if one]
    price = f"Price{asked.rest}"
    if len(told) == 1 and (unknown := _unknown((asked.one, asked.other), index, document)):
        alone = _together(f"{price}: “{told[0].label}” alone has one", told, [])
        return replace(alone, notes=(f"No price was found of “{unknown[0]}”.",))
    if len(told) < 2 or told[0].citations[0].start == told[1].citations[0].start:
        return None
    first, second = (one.citations[0] for one in told)
    is_alike = (first.column, first.unit) == (second.column, second.unit)
    best = _best([one.quantity for one in told], asked.more) if is_alike else None
    if best is None:
        return _together(f"{price}: “{told[0].label}” and “{told[1].label}” side by side", told, [])
    told.insert(0, told.pop(best))
    return _together(f"{price}: “{told[0].label}” costs {'more' if asked.more else 'less'}", told, [])


def difference_of(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What each of two things costs and by how much one costs more, where that is asked for.

    None for any other question, and where the price of one is not told.
    """
    asked = difference_asked(question)
    if asked is None:
        return None
    told = [
        one
        for thing in (asked.one, asked.other)
        if (one := _price_of(thing, asked.rest, index, document, asks))
    ]
    if len(told) < 2 or told[0].citations[0].start == told[1].citations[0].start:
        return None
    return _together(f"Price{asked.rest}: {_difference(*told)}", told, [])


def _difference(one: _Told, other: _Told) -> str:
    """By how much one costs more than the other; the two alone where their prices are of different kinds."""
    first, second = one.citations[0], other.citations[0]
    is_alike = (first.column, first.unit) == (second.column, second.unit)
    size, other_size = numbers_of([first.exact or "", second.exact or ""])
    if not is_alike or size is None or other_size is None:
        return f"“{one.label}” and “{other.label}” side by side"
    if size == other_size:
        return f"“{one.label}” costs as much as “{other.label}”"
    by = written_like(first.exact or "", abs(size - other_size))
    unit = f" ({first.unit})" if first.unit and first.unit not in first.column else ""
    under = f" under “{first.column}”" if first.column else ""
    more = "more" if size > other_size else "less"
    return f"“{one.label}” costs {by}{unit} {more}{under}, subtracted here"


def _unknown(things: Sequence[str], index: Index, document: Only) -> list[str]:
    """The things of which no document that is asked has a word."""
    return [
        thing for thing in things if not any(index.occurs(word, document) for word in content_words(thing))
    ]


def _price_of(thing: str, rest: str, index: Index, document: Only, asks: Asks) -> _Told | None:
    """What a thing costs, by a place that names it."""
    answer = asks(f"How much does the {thing} cost{rest}?", document)
    found = evidence(answer, index)[:1]
    if not (answer.answered and answer.span and found) or not stems(thing) <= stems(found[0].quote):
        return None
    return _Told(thing, found, quantity_in(answer.span))


def _meant(kind: str, topic: str, index: Index, among: list[str]) -> list[str]:
    """The documents that the question may mean; fewer than two where it means none."""
    wanted = stem(kind.casefold().removesuffix("s"))
    kinds = CONTRACTS if wanted in CONTRACTS else kinds_in(frozenset({wanted}))
    found = set(of_any_kind(kinds, index, among)) if kinds else set()
    if len(found) < 2 and names_all(frozenset({wanted})):
        found = set(among)
    return [name for name in fitting(topic, index, tuple(found), 0.0) if name in found] if found else []


def _told(topic: str, name: str, label: str, index: Index, asks: Asks) -> _Told:
    """The sentence of a document that says how much it is, or what it says of it else.

    A sentence without the topic's words may speak of another size: it is shown, and not held against others.
    Nor is one of several stretches of time, such as the notices that each side has to give.
    """
    answer = asks(f"What is the {topic}?", (name,))
    said = said_of(topic, (name,), index, asks)
    told = {(one.start, one.end) for one in said}
    more = evidence(answer, index) if answer.answered else ()
    found = [*said, *(one for one in more if (one.start, one.end) not in told)]
    sized = [(one, size) for one in found if (size := _size(topic, one, answer.span or ""))]
    if not sized:
        return _Told(label, found[:1], None)
    (first, quantity), *others = sized
    stretches = [
        one for one, size in others if size.measure == quantity.measure == "time" and size != quantity
    ]
    if stretches:
        return _Told(label, [first, *stretches][:MOST_STRETCHES], None)
    return _Told(label, [first], quantity if stems(topic) & stems(first.quote) else None)


def _size(topic: str, citation: Citation, span: str) -> Quantity | None:
    """How much a sentence says it is: the answer in it, its only quantity, or the stretch nearest to it."""
    own = quantity_in(span) if span and span in citation.quote else None
    return own or quantity_in(citation.quote) or _nearest_stretch(topic, citation.quote)


def _nearest_stretch(topic: str, said: str) -> Quantity | None:
    """Of several stretches of time the one nearest to a word of the topic: the notice of "sixty days"."""
    wanted = stems(topic)
    places = [one.start() for one in _WORD.finditer(said) if stem(one[0].casefold()) in wanted]
    stretches = list(_STRETCH.finditer(said)) if places else []
    if not stretches:
        return None
    return quantity_in(min(stretches, key=lambda one: min(abs(one.start() - at) for at in places))[0])


def _best(quantities: Sequence[Quantity | None], is_high: bool) -> int | None:
    """The place of the one that has most, or least; None where they cannot be held against each other."""
    sizes = [one.size for one in quantities if one]
    if not 1 < len(sizes) == len(quantities) or len({one.measure for one in quantities if one}) > 1:
        return None
    first, second, *_ = sorted(sizes, reverse=is_high)
    return sizes.index(first) if abs(first - second) > ALIKE * max(first, second) else None


def _statement(match: re.Match[str], told: Sequence[_Told], is_decided: bool) -> str:
    topic = match["topic"]
    if is_decided:
        return f"The {match['degree'].casefold()} {topic}: “{told[0].label}”, of {len(told)} documents"
    said = f"{len(told)} documents side by side" if len(told) > 1 else f"“{told[0].label}” alone names one"
    return f"{topic[:1].upper()}{topic[1:]}: {said}"


def _together(statement: str, told: Sequence[_Told], silent: Sequence[str]) -> Together:
    citations, groups = grouped([one.label for one in told], [one.citations for one in told])
    notes = tuple(f"No answer was found in “{label}”." for label in silent)
    return Together(AnswerKind.COMPARISON, citations, statement, groups, notes)
