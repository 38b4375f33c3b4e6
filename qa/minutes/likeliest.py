"""Likeliest: the sentences of minutes outside their tables, each with how likely it tells what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from typing import NamedTuple

from index import Document, Span
from qa.contents.headings import is_heading, title_of
from qa.minutes.labels import unlisted
from qa.minutes.masked import NAME, masked, names_in
from qa.minutes.parts import units
from qa.minutes.sentences import is_of_meeting, sentences_of
from qa.minutes.style import Said
from qa.minutes.told import SentenceKind, likelihoods

# So many sentences of a document are looked at, and so many tell whether it is of a meeting.
_MOST, _OPENING = 600, 12
# From here on some sentence of the opening says who came; where minutes are spoken of, from there on.
_SAYS_WHO_CAME, _MAY_SAY_WHO_CAME = 0.9, 0.5
_MEETING = re.compile(r"(?<![^\W_])(?:minutes|meeting|assembly|session)(?![^\W_])", re.IGNORECASE)
# A list of names has so many.
_SEVERAL = 3
_KEPT = 64
# "Here: Ada, Bo and Cleo" over a text is taken for its heading.
_LISTS = re.compile(r"[^:\n]{1,40}:\s[^:\n]*(?:,|\sand\s)")
_LEANS = re.compile(r"(?:It|This|They|These|That)\b(?!\s(?:was|were|has\sbeen)\b)")
_EMPHASIS = str.maketrans("", "", "*_#`")


class Sentence(NamedTuple):
    """A sentence of a document, and how likely it tells each of `SentenceKind`."""

    span: Span
    likely: tuple[float, ...]

    def tells(self, *kinds: SentenceKind) -> float:
        """How likely it tells one of some kinds."""
        return sum(self.likely[list(SentenceKind).index(kind)] for kind in kinds)


@lru_cache(maxsize=_KEPT)
def sentences_told(document: Document) -> tuple[Sentence, ...]:
    """The sentences of a document and what they tell; none of one that is of no meeting."""
    if not tells_of_meeting(document):
        return ()
    return tuple(_told(list(islice(sentences_in(document), _MOST))))


def likely_besides(
    document: Document, places: Sequence[Span], kinds: Sequence[SentenceKind], floor: float
) -> Iterator[Span]:
    """The sentences that are likely to tell one of some kinds and stand in none of some places."""
    for one in sentences_told(document):
        if one.tells(*kinds) >= floor and not any(map(one.span.touches, places)):
            yield one.span


def joined(text: str, places: Iterable[Span]) -> list[Span]:
    """Places in order; one that goes on with the one right before it by a pronoun is part of that."""
    found: list[Span] = []
    for one in sorted(places):
        if found and text[found[-1].end : one.start].isspace() and _LEANS.match(text, one.start):
            found[-1] = Span(found[-1].start, one.end)
        else:
            found.append(one)
    return found


def tells_of_meeting(document: Document) -> bool:
    """Whether a document is of a meeting: it is called so, or its first sentences tell who came."""
    told = (one.tells(SentenceKind.PRESENT, SentenceKind.ABSENT) for one in opening_told(document))
    surely = max(told, default=0.0)
    if surely >= _SAYS_WHO_CAME or not is_of_meeting(document.text):
        return surely >= _SAYS_WHO_CAME
    return surely >= _MAY_SAY_WHO_CAME or bool(_MEETING.search(f"{document.name} {title_of(document)}"))


@lru_cache(maxsize=_KEPT)
def opening_told(document: Document) -> tuple[Sentence, ...]:
    """The first sentences of a document and what they tell; none where they name nobody and no meeting."""
    found = list(islice(sentences_in(document), _OPENING))
    names = names_in(said.words for _, said in found)
    named = (masked(said.words, names).count(NAME) for _, said in found)
    may_be = is_of_meeting(document.text) or any(one >= _SEVERAL for one in named)
    return tuple(_told(found)) if may_be else ()


def _told(found: list[tuple[Span, Said]]) -> Iterator[Sentence]:
    likely = likelihoods([said for _, said in found])
    return (Sentence(span, tuple(map(float, one))) for (span, _), one in zip(found, likely, strict=True))


def sentences_in(document: Document) -> Iterator[tuple[Span, Said]]:
    """The sentences of a document that are no headings, each as it is seen; of a section the first ones."""
    place = 0
    for section, found in groupby(_words_in(document), lambda one: document.section_at(one[0].start)):
        told = list(islice(found, _MOST))
        before = ""
        for at, (span, words) in enumerate(told, start=1):
            yield span, Said(words, _plain(section.heading), before, place, at == len(told))
            before, place = words, place + 1


def _words_in(document: Document) -> Iterator[tuple[Span, str]]:
    for unit in units(document):
        if not is_heading(document, unit) or _LISTS.match(document.text, *unit):
            for span in sentences_of(document.text, unit):
                if words := _plain(document.text[slice(*span)]):
                    yield span, words


def _plain(words: str) -> str:
    """Words without the signs of a list and of emphasis, in one line."""
    return " ".join(unlisted(words).translate(_EMPHASIS).split())
