"""What one answer is worth: words in common with the right answer, characters in common with the evidence."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from index import Passage
    from qa.citation import Citation
    from qa.evaluation.questions import Excerpt

# Half-open character offsets in a named document.
Place: TypeAlias = "Excerpt | Citation | Passage"

_ARTICLES = re.compile(r"\b(a|an|the)\b")


def normalised(text: str) -> str:
    """SQuAD's normal form: lower case, no punctuation, no articles, single spaces.

    Unlike SQuAD's, it drops curly quotes and long dashes too. "$" and "%" are punctuation to both.
    """
    lowered = unicodedata.normalize("NFC", text).lower()
    plain = "".join(character for character in lowered if not _is_punctuation(character))
    return " ".join(_ARTICLES.sub(" ", plain).split())


def exact_match(said: str, answers: Iterable[str]) -> float:
    """1.0 if the normal form is that of a right answer, else 0.0."""
    form = normalised(said)
    return float(any(form == normalised(answer) for answer in answers))


def token_f1(said: str, answers: Iterable[str]) -> float:
    """The best harmonic mean of token precision and recall over the right answers."""
    return max((_f1(normalised(said).split(), normalised(answer).split()) for answer in answers), default=0.0)


def contains_answer(quote: str, answers: Iterable[str]) -> bool:
    """Whether a right answer stands in a quote as whole tokens, both in normal form."""
    words = f" {normalised(quote)} "
    return any(form and f" {form} " in words for form in map(normalised, answers))


def shared(one: Place, other: Place) -> int:
    """How many characters two places have in common."""
    if one.document != other.document:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def overlaps(one: Place, other: Place) -> bool:
    """Whether two places share at least half of the shorter one."""
    shorter = min(one.end - one.start, other.end - other.start)
    return shorter > 0 and 2 * shared(one, other) >= shorter


def recall(found: Iterable[Place], evidence: Sequence[Sequence[Place]]) -> float:
    """The mean, over the needed pieces, of the covered part of a piece's best covered alternative."""
    covered = _union(found)
    parts = [
        max(_covered(covered, place) / (place.end - place.start) for place in alternatives)
        for alternatives in evidence
    ]
    return sum(parts) / len(parts)


def precision(found: Iterable[Place], evidence: Sequence[Sequence[Place]]) -> float | None:
    """The part of the found characters that stands in any evidence; None if nothing was found."""
    covered = _union(found)
    right = _union(place for alternatives in evidence for place in alternatives)
    total = sum(end - start for spans in covered.values() for start, end in spans)
    if not total:
        return None
    both = sum(
        max(0, min(end, right_end) - max(start, right_start))
        for document, spans in covered.items()
        for start, end in spans
        for right_start, right_end in right.get(document, ())
    )
    return both / total


def _is_punctuation(character: str) -> bool:
    # SQuAD drops string.punctuation; Unicode's P categories add “”‘’–— and their kin.
    return character in string.punctuation or unicodedata.category(character).startswith("P")


def _f1(said: list[str], right: list[str]) -> float:
    if not said or not right:
        return float(said == right)
    common = sum((Counter(said) & Counter(right)).values())
    return 2 * common / (len(said) + len(right))


def _union(places: Iterable[Place]) -> dict[str, list[tuple[int, int]]]:
    """The places of each document as disjoint spans in order."""
    union: dict[str, list[tuple[int, int]]] = {}
    for place in sorted(places, key=lambda place: (place.document, place.start)):
        spans = union.setdefault(place.document, [])
        if spans and place.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], place.end))
        elif place.end > place.start:
            spans.append((place.start, place.end))
    return union


def _covered(union: dict[str, list[tuple[int, int]]], place: Place) -> int:
    spans = union.get(place.document, ())
    return sum(max(0, min(end, place.end) - max(start, place.start)) for start, end in spans)
