"""Voters: who voted how on something, by the names that minutes give beside a vote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index import Document, Index, Only, Span, cut
from index.words import content_words, stems
from qa.citation import AnswerKind, Together, by_document, cite, numbered, passage_of
from qa.contents.headings import title_of
from qa.contents.mentions import TITLES
from qa.minutes.attendance import names_of_those_there
from qa.minutes.sentences import is_of_meeting, sentence_around
from qa.minutes.votes import Vote, vote_asked
from qa.question import LONGEST_FORM

# So many documents are looked through.
_LOOKED_THROUGH = 40
_ASKED = re.compile(
    r"\W*(?:and\s)?(?:who|which\s(?:of\sthe\s)?(?:members?|people|trustees|councillors|directors))\s(?:all\s)?"
    r"(?:voted\s(?:against|for|in\sfavou?r(?:\sof)?|yes|no)|abstained)(?:\s(?:on|from|to|in|at|when))?"
    r"(?P<topic>\s[^?]{1,120})?\W*",
    re.IGNORECASE,
)
_ONE = (
    r"(?:(?:Mrs?|Ms|Miss|Dr|Prof|Cllr)\.?\s)?(?:[A-Z]\.\s?)*[A-Z][\w’'-]+"
    r"(?:\s(?:(?:de|van|von|der|den|la|le|di|da)\s)*[A-Z][\w’'-]+){0,3}"
)
_NAMES = rf"(?P<names>{_ONE}(?:(?:,|,?\sand|\s&)\s{_ONE})*)"
_IN_FAVOUR = r"(?:in\sfavou?r|for\sit|agreed|voted\s(?:for|in\sfavou?r)[^.;,]{0,40}?)"
_BUT = r"(?:but|except(?:\sfor)?|apart\sfrom|save(?:\sfor)?|with\sthe\sexception\sof|bar)"
_ALL = r"(?:[Aa]ll(?:\s(?:members|present|those\spresent|of\sthem))?|[Ee]very(?:one|body)(?:\spresent)?)"
_FORMS = {
    Vote.AGAINST: (
        rf"{_NAMES}\s(?:(?:voting|voted|having\svoted)\s)?(?:against|dissenting|opposed)(?=\W*(?:[).,;]|and\b|it\b|as\b|this\b|because\b|since\b|\Z))",
        rf"{_NAMES}\s(?:had\s)?vot(?:ed|ing)\sagainst\b",
        rf"\b(?:[Aa]gainst|[Oo]pposed|[Dd]issent(?:ing)?|[Nn]oes?)(?::[*_]*\s|\s\(){_NAMES}",
        rf"\b(?:in\sfavou?r|for|approved|agreed|carried|passed|accepted)\b[^.;]{{0,40}}[,;]\s(?:(?:and|but|only|while)\s)*{_NAMES}\s(?:was|were)\sagainst\b",
        rf"\bagainst\sthe\svotes?\sof\s{_NAMES}",
        rf"{_ALL}\s(?:(?:was|were)\s)?{_IN_FAVOUR},?\s{_BUT}\s{_NAMES}",
        rf"{_ALL},?\s{_BUT}\s{_NAMES},?\s(?:(?:was|were)\s)?{_IN_FAVOUR}",
    ),
    Vote.ABSTAINED: (
        rf"{_NAMES}\s(?:having\s)?abstain(?:ed|ing)\b",
        rf"\b(?:[Aa]bstentions?|[Aa]bstain(?:ed|ing))(?::[*_]*\s|\s\(|\s(?:by|from|of)\s){_NAMES}",
    ),
    Vote.FOR: (
        rf"{_NAMES}\s(?:had\s)?vot(?:ed|ing)\s(?:for|in\sfavou?r)\b",
        rf"\b(?:[Ff]or|[Ii]n\sfavou?r|[Aa]yes?)(?::[*_]*\s|\s\(){_NAMES}",
    ),
}
_TOLD = {vote: [re.compile(form) for form in forms] for vote, forms in _FORMS.items()}
_SAID = {Vote.FOR: "voting for it", Vote.AGAINST: "voting against it", Vote.ABSTAINED: "abstaining"}
# "It was seconded. Carried, one against": so many sentences before may say what was voted on.
_MOST_BEFORE = 3
# Where in a paragraph a line begins with a label, but of votes, or an item of a list.
_NEXT_ITEM = re.compile(
    r"\n(?!\W*(?i:(?:voted\s)?(?:for|against|in\sfavou?r|abst\w+|opposed|noes|ayes)\b))"
    r"(?=\s*(?:[*_#>•-]|\d+[.)]\s|[A-Z][\w /-]{2,30}:))"
)


class _Told(NamedTuple):
    """Where it is told, with what it is about, and the names in it."""

    words: Span
    names: Span


def voters_asked(question: str, index: Index, document: Only) -> Together | None:
    """Who voted so on something, by the names beside the vote; None of any other question, or without names.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    match = _ASKED.fullmatch(question) if len(question) <= LONGEST_FORM else None
    vote = vote_asked(question) if match else None
    among = index.among(document) if match else []
    if match is None or vote is None or len(among) > _LOOKED_THROUGH:
        return None
    topic = stems(" ".join(content_words(match["topic"] or "")))
    documents = [one for one in map(index.documents.__getitem__, among) if is_of_meeting(one.text)]
    for most_before in range(_MOST_BEFORE + 1):
        found = [(one, told) for one in documents for told in _voters(one, vote, topic, most_before)]
        if found:
            return _together(vote, found)
    return None


def _together(vote: Vote, found: list[tuple[Document, _Told]]) -> Together:
    citations = numbered(
        cite(1, one, passage_of(one, cut(one), told.words), told.words, told.names) for one, told in found
    )
    names = dict.fromkeys(" ".join(one.text[slice(*told.names)].split()) for one, told in found)
    titles = dict.fromkeys(title_of(one) for one, _ in found)
    where = f"“{next(iter(titles))}”" if len(titles) == 1 else f"{len(titles)} documents"
    statement = f"Named as {_SAID[vote]} in {where}: {', '.join(names)}"
    return Together(AnswerKind.PLACES, citations, statement, by_document(citations))


def _voters(document: Document, vote: Vote, topic: frozenset[str], most_before: int) -> Iterator[_Told]:
    """Where a document names those who voted so, and so many sentences before it say on what."""
    text = document.text
    known = names_of_those_there(document) - TITLES
    told: set[Span] = set()
    for block in document.blocks:
        for match in (one for form in _TOLD[vote] for one in form.finditer(text, *block)):
            names = Span(*match.span("names"))
            if text[slice(*names)].split()[-1].strip(".") not in known:
                continue
            item = _item(text, block, names)
            words = sentence_around(text, item, Span(*match.span()))
            for _ in range(most_before):
                if words.start > item.start:
                    before = sentence_around(text, item, Span(words.start - 2, words.start - 1))
                    words = Span(before.start, words.end)
            heading = document.section_at(words.start).heading if most_before else ""
            if topic <= stems(f"{heading} {text[slice(*words)]}") and names not in told:
                told.add(names)
                yield _Told(words, names)


def _item(text: str, block: Span, within: Span) -> Span:
    """The part of a paragraph that some words stand in: a labelled line, an item of a list, or all."""
    starts = [one.end() for one in _NEXT_ITEM.finditer(text, *block)]
    start = max((one for one in starts if one <= within.start), default=block.start)
    return Span(start, min((one - 1 for one in starts if one > within.start), default=block.end))
