"""Defined: what a document calls somebody behind the full name, such as (the "Client"), and who that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index import Document, Span
from index.words import stems

_ARTICLE = re.compile(r"\A(?:the|this|that|our|my|these)\s", re.IGNORECASE)
_TERM = r"\([^()]{0,40}?[\"“‘'](?P<term>[^\"”’'()]{2,40})[\"”’'][^()]{0,20}\)"
# Behind another name, or in brackets, it is what somebody else is called.
_BEHIND = re.compile(rf"(?:(?!\band\s[A-Z])[^()\"“”‘]){{0,150}}{_TERM}")
# "(the Client)", too, where no quotation marks tell.
_DEFINITION = re.compile(
    rf"{_TERM}|\((?:hereinafter\s|hereafter\s)?[Tt]he\s(?P<bare>[A-Z][\w-]+(?:\s[A-Z][\w-]+)?)\)"
)
# A name begins where its block does, behind "between", or behind the definition before it.
_BEFORE = re.compile(
    r"(?:\b(?:between|(?:entered\sinto|made|concluded)\sby)\b[\s:]*|\)[\s,;]*(?:as\s[^,;()]{2,40}[,;]\s*)?(?:and\b\s*)?"
    r"|\A\W*(?:\d+[.)]\s*)?(?:(?:and|between)\b\s*)?)(?:the\s)?",
    re.IGNORECASE,
)
# "..., as tenant", behind a definition, calls somebody so too.
_AS = re.compile(
    r"[\s,]*as\s(?:the\s)?(?P<role>[^\W\d_][\w-]*(?:\s[\w-]+)?)(?=\s*[,.;:)]|\s+and\b|\s*\Z)", re.IGNORECASE
)


class Definition(NamedTuple):
    """Somebody's full name, all that defines it, and the term and the role for it, as stems."""

    name: Span
    whole: Span
    term: frozenset[str]
    role: frozenset[str] = frozenset()


def without_article(name: str) -> str:
    """A name without "the" before it."""
    return _ARTICLE.sub("", name)


def terms_of(name: str, text: str) -> Iterator[frozenset[str]]:
    """What a document calls somebody, behind the full name, as stems."""
    said = r"\s+".join(re.escape(word) for word in without_article(name).split())
    for match in re.finditer(rf"\b{said}(?!\w)", text, re.IGNORECASE):
        if defined := _BEHIND.match(text, match.end()):
            yield stems(without_article(defined["term"]))


def definitions(document: Document) -> Iterator[Definition]:
    """Every name of a document that it defines a term for, in its order, up to the name's first comma."""
    for block in document.blocks:
        said = document.text[slice(*block)]
        for match in _DEFINITION.finditer(said):
            *_, before = _BEFORE.finditer(said, 0, match.start())
            start = before.end()
            name = said[start : match.start()].split(",", 1)[0].rstrip()
            if name[:1].isupper():
                place = Span(block.start + start, block.start + start + len(name))
                term = stems(without_article(match["term"] or match["bare"]))
                role = _AS.match(said, match.end())
                end = block.start + (role.end() if role else match.end())
                yield Definition(
                    place, Span(place.start, end), term, stems(role["role"]) if role else frozenset()
                )
