"""Support: how much of what a question names stands where its answer was found.

A false premise keeps most words of a true question and changes a name, an id, a number or a year; an answer
of the wrong kind is a date where a person was asked for. Both show in what is compared here, word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.exact import Term, terms
from index.words import stem, stems, words
from qa.contents.numerals import TENS, UNITS
from qa.intents.kinds import kin_of
from qa.question import Sought, asked_words, sought_by

# Shorter numbers are written out too often to be missed.
LONG_NUMBER = 3
# After any word it is when something was: "income 2025" numbers no income.
_YEAR = re.compile(r"(?:19|20|21)\d\d")
# A word that stands with a capital inside a sentence is a name.
_NAME_INSIDE = re.compile(r"(?<=[\w,;’'”)] )[^\W\d_a-z]\w+")
_CAUSE = re.compile(
    r"\b(?:because|since|so\sthat|in\sorder|due\sto|owing|reasons?|therefore|thus|otherwise|caused?|led\sto|explains?)\b",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"[,;]|\band\b|\bor\b", re.IGNORECASE)
_CAPITAL = re.compile(r"\b[^\W\d_a-z]")
_NUMERALS = frozenset(
    [
        *UNITS[1:],
        *TENS,
        *"hundred thousand million billion half third quarter dozen".split(),
        *"none no once twice both first second".split(),
    ]
)
_CALENDAR = frozenset(
    """
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday spring summer autumn winter noon midnight morning evening
    afternoon night day days week weeks month months year years hour hours minute minutes
    """.split()
)


@dataclass(frozen=True, slots=True)
class NamedThings:
    """What a question names.

    Attributes:
        names: stems of its content words that the documents write with a capital inside a sentence.
        terms: its ids and numbers.
        sought: the kind of thing it asks for.
        unheard: the share of its content words that stand in no text around its answer, 0..1.
        strangers: how many of those it writes as names.

    """

    names: tuple[str, ...]
    terms: tuple[Term, ...]
    sought: Sought
    unheard: float = 0.0
    strangers: int = 0

    @classmethod
    def of(cls, question: str, texts: Sequence[str], headings: Iterable[str] = ()) -> NamedThings:
        """What a question names, with names as the texts around its answer write them."""
        plain = [word for word in asked_words(question) if not any(sign.isdigit() for sign in word)]
        stemmed = dict.fromkeys(map(stem, plain))
        kin = {stem(word): kin_of(word) for word in plain}
        capital = {stem(name) for text in texts for name in _NAME_INSIDE.findall(text)}
        names = tuple(word for word in stemmed if word in capital)
        there = frozenset().union(*map(stems, texts), *map(stems, dict.fromkeys(headings)))
        unheard = [word for word in stemmed if not kin[word] & there]
        strangers = {stem(name) for name in _NAME_INSIDE.findall(question)} & set(unheard)
        return cls(
            names,
            tuple(terms(question)),
            sought_by(question),
            len(unheard) / (len(stemmed) or 1),
            len(strangers),
        )


def missing_share(wanted: Sequence[str], there: frozenset[str]) -> float:
    """The share of stems that are not there; 0 where none is wanted."""
    return sum(word not in there for word in wanted) / len(wanted) if wanted else 0.0


def missing_terms(wanted: Sequence[Term], text: str) -> float:
    """The share of ids and numbers that a text does not hold to the letter; 0 where none is wanted."""
    there = {term.key for term in terms(text)} if wanted else set()
    return sum(term.key not in there for term in wanted) / len(wanted) if wanted else 0.0


def is_neighbour(wanted: Sequence[Term], text: str) -> bool:
    """Whether a text is about another one of the things that a question numbers: room 207 for room 206."""
    there = terms(text) if any(term.names_a_thing for term in wanted) else []
    keys, shapes = {one.key for one in there}, {one.shape for one in there}
    return bool(there) and any(
        term.names_a_thing and term.key not in keys and term.shape in shapes for term in wanted
    )


def is_unheard_of(wanted: Sequence[Term], texts: Sequence[str], missing: Sequence[str]) -> bool:
    """Whether a question names an id or a number that stands nowhere, or a thing of which only others stand.

    Args:
        wanted: the question's ids and numbers.
        texts: the passages found for it; those that hold what it names are among them.
        missing: its words that stand in no document.

    """
    if not wanted:
        return False
    there = [term for text in texts for term in terms(text)]
    keys = {one.key for one in there} | {one.label + one.key for one in there}
    alike: dict[tuple[str, ...], set[str]] = {}
    for one in there:
        alike.setdefault(one.shape, set()).add(one.key)
    nowhere = {key for word in missing for key in (one.key for one in terms(word))}
    for term in wanted:
        if term.key in keys and (not term.label or _YEAR.fullmatch(term.key)):
            continue
        is_long = sum(sign.isdigit() for sign in term.key) >= LONG_NUMBER
        if term.key not in keys and (term.names_a_thing or is_long) and (term.is_code or term.key in nowhere):
            return True
        if term.label and term.key not in alike.get(term.shape, {term.key}):
            return True
    return False


def fits(sought: Sought, span: str, sentence: str) -> float:
    """How well the look of a span, or of its sentence, is that of what is sought, 0..1; 0.5 for no idea."""
    said = {word.casefold() for word in words(span)}
    has_number = any(sign.isdigit() for sign in span) or bool(said & _NUMERALS)
    has_name = bool(_CAPITAL.search(span))
    if sought is Sought.REASON:
        return 1.0 if _CAUSE.search(sentence) else 0.5
    if sought is Sought.SEVERAL:
        return 1.0 if len(_MEMBER.findall(sentence)) > 1 else 0.5
    if not said or sought is Sought.ANYTHING:
        return 0.5 if said else 0.0
    is_date = all(word in _CALENDAR or word.isdigit() for word in said)
    looks = {
        Sought.PLACE: 0.0 if is_date else 1.0 if has_name else 0.5,
        Sought.PERSON: 1.0 if has_name else 0.0 if has_number else 0.5,
        Sought.TIME: float(has_number or bool(said & _CALENDAR)),
        Sought.AMOUNT: float(has_number),
    }
    return looks[sought]
