"""The other one: a follow-up about the documents of a kind that the earlier answer did not come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from index import Index, Only
from index.words import words
from qa.contents.headings import title_of
from qa.gist.overviews import of_any_kind, of_kind, telling_words
from qa.intents.kinds import CONTRACTS, is_kind
from qa.question import LONGEST_FORM
from qa.several.named import MOST_WORDS, documents_named, named_alone
from qa.standalone.followups import EarlierTurn
from qa.standalone.subjects import about_document, document_in

_OTHER = re.compile(
    r"\b(?:the|that)\sother(?:s\b|(?:\s(?:two|three|four|five))?(?P<said>(?:\s[\w-]+){0,3}))", re.IGNORECASE
)
_ONES = frozenset({"one", "ones"})
_FILES = re.compile(r"(?:documents?|files?|texts?|sources?)", re.IGNORECASE)
# Such words name another document and ask nothing themselves: "And what about in the other one?".
_NAMING = frozenset("and but so or then also what how about in for of by from under with to says".split())
_OPENING = re.compile(r"^\W*(?:(?:and|but|so|then)\b\W*)+", re.IGNORECASE)
# Of so many documents the names are told.
_NAMES_TOLD = 3


class Other(NamedTuple):
    """Documents to ask instead of the earlier ones, what to ask of them, and how that is told."""

    documents: tuple[str, ...]
    question: str
    told: str
    previous: EarlierTurn


class _Said(NamedTuple):
    """Where a question speaks of another document, and what it calls it: "the other", "cleaning contract"."""

    start: int
    end: int
    kind: str


def the_other(question: str, previous: EarlierTurn | None, index: Index, document: Only) -> Other | None:
    """What a follow-up asks of other documents than the earlier turn; None where there are none."""
    if previous is None or max(len(question), len(previous.question)) > LONGEST_FORM:
        return None
    said = _said(question, previous.question)
    if said is None:
        return None
    names = index.among(document)
    earlier = previous.documents or _named(previous.question, index, names)
    others = _others(said.kind, earlier, index, names) if earlier else []
    if not others:
        return None
    called = _called(others, said.kind, index, names)
    rest = f"{question[: said.start]} {question[said.end :]}"
    if all(word.casefold() in _NAMING for word in words(rest)):
        asked, told = (_instead(previous.question, thing) for thing in ("", called))
    else:
        asked, told = (
            _OPENING.sub("", f"{question[: said.start]}{thing}{question[said.end :]}")
            for thing in (f"the {said.kind}", called)
        )
    told = told[:1].upper() + told[1:]
    return Other(tuple(others), asked or told, told, replace(previous, quote="", span=""))


def _said(question: str, earlier: str) -> _Said | None:
    found = _OTHER.search(question)
    if found is None:
        return None
    start = found.start("said") if found["said"] else found.end()
    said = list(re.finditer(r"[\w-]+", found["said"] or ""))
    ends = [one.end() for one in said if is_kind(one.group()) or _FILES.fullmatch(one.group())]
    if ends:
        return _Said(found.start(), start + ends[0], found["said"][: ends[0]].strip())
    is_one = bool(said) and said[0].group().casefold() in _ONES
    if said and not is_one:
        return None
    kinds = [word for word in words(earlier) if is_kind(word)]
    return _Said(found.start(), start + (said[0].end() if is_one else 0), kinds[-1]) if kinds else None


def _named(question: str, index: Index, names: Sequence[str]) -> tuple[str, ...]:
    named = named_alone(question, index, names)
    return named.documents if named else ()


def _others(kind: str, earlier: Sequence[str], index: Index, names: Sequence[str]) -> list[str]:
    """The documents of a kind but the earlier ones; of contracts by another name where none has that one."""
    wanted = telling_words(kind)
    found = list(names) if _FILES.fullmatch(kind) else of_kind(wanted, index, names)
    others = [name for name in found if name not in earlier]
    if others or not wanted <= CONTRACTS:
        return others
    return [name for name in of_any_kind(CONTRACTS, index, names) if name not in earlier]


def _called(others: Sequence[str], kind: str, index: Index, names: Sequence[str]) -> str:
    """What tells the other documents from the rest: the one's title up to its kind, else their names."""
    if len(others) == 1:
        title = title_of(index.documents[others[0]])
        ends = [one.end() for one in re.finditer(r"[\w-]+", title) if is_kind(one.group())]
        called = re.sub(r"(?i)^the\s", "", title[: ends[0]]) if ends else ""
        if 1 < len(words(called)) <= MOST_WORDS and documents_named(called, index, names) == list(others):
            return f"the {called}"
    if len(others) > _NAMES_TOLD:
        return f"the {len(others)} other documents of this kind ({kind})"
    names_told = " and ".join(others)
    return names_told if _FILES.fullmatch(kind) else f"the {kind} in {names_told}"


def _instead(question: str, called: str) -> str:
    """The earlier question of another document; without its name, as it is asked of that one alone."""
    bare = question.rstrip("?!. ")
    place = document_in(question)
    if place is None:
        return f"{bare} in {called}?" if called else f"{bare}?"
    kind = words(question[slice(*place)])[-1]
    return about_document(called or f"the {kind}", question, place)
