"""Minute-taker: who took the minutes of a meeting, as a label, a sentence or a word behind a name says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Document, Index, Only, Span, cut
from index.words import content_words, is_function_word, stem, stems
from qa.citation import AnswerKind, Together, by_document, cite, numbered, passage_of
from qa.contents.headings import title_of
from qa.minutes.attendance import names_of_those_there
from qa.minutes.attended import NAME, is_name
from qa.minutes.described import asked_of_meeting
from qa.minutes.sentences import is_of_meeting
from qa.question import LONGEST_FORM

# So many documents are looked through.
_LOOKED_THROUGH = 40
_NOTES = r"(?:minutes|notes|records?|protocol)"
_TAKER = (
    r"(?:minute[\s-]?takers?|note[\s-]?takers?|scribe|recorder|recording\ssecretary|minutes?\ssecretary"
    r"|(?:record|minute)[\s-]keeper)"
)
_TOOK = r"(?:took|kept|wrote|typed|recorded|made|did|prepared|drew|compiled)"
_TAKEN = r"(?:taken|kept|written|typed|recorded|made|prepared|drawn|compiled)"
_THE = r"(?:(?:the|these|those|our)\s)?(?:[\w’']+\s){0,3}?"
_WHERE = r"(?:\s(?:of|at|for|from|in|on|during)\s(?P<where>[^?]{1,80}))?"
_ASKED = tuple(
    re.compile(rf"\W*(?:and\s)?{form}{_WHERE}\W*", re.IGNORECASE)
    for form in (
        rf"who\s(?:has\s)?(?:{_TOOK}|{_TAKEN}|takes|keeps)\s(?:(?:up|down)\s)?{_THE}{_NOTES}(?:\s(?:up|down))?",
        rf"who\s(?:is|was)\s(?:taking|keeping|writing)\s{_THE}{_NOTES}",
        rf"who\s(?:is|was|acted\sas|served\sas|were)\s(?:the\s|an?\s)?{_TAKER}",
        rf"(?:by\swhom|who)\s(?:was|were)\s{_THE}{_NOTES}\s{_TAKEN}(?:\sby)?",
    )
)
_NAME = NAME.pattern
_MARKED = r"[*_]*\s?(?::|\||·|\s[–—-])[*_]*[^\S\n]*"
_BEGINS = r"(?:^|(?<=[.;,|·]\s))[ \t]*[-*•_#|]*[ \t]*"
# The surest first: a label, a sentence, a word behind a name, and who is secretary anyway.
_TOLD = (
    re.compile(
        rf"{_BEGINS}(?i:{_NOTES}(?:\s(?:{_TAKEN}\s(?:up\s|down\s)?)?by)?|{_TAKER}"
        rf"|{_TAKEN}\sby|noted\sby|clerk\sto\sthe\smeeting){_MARKED}(?P<name>{_NAME})",
        re.MULTILINE,
    ),
    re.compile(
        rf"(?P<name>{_NAME})\s(?:also\s|kindly\s)?(?:{_TOOK}|(?:agreed|offered|volunteered)\sto\s(?:take|keep|write))\s"
        r"(?:(?:up|down)\s)?(?:the\s|these\s)?(?i:minutes|notes)\b"
    ),
    re.compile(rf"\b(?i:{_NOTES}\s(?:(?:was|were)\s)?(?:{_TAKEN}\s(?:up\s|down\s)?)?by)\s(?P<name>{_NAME})"),
    re.compile(
        rf"(?P<name>{_NAME})(?:\s\((?:[^()\n]*\b)?|,\s)(?i:{_TAKER}|(?:taking\s|for\s)?(?:the\s)?minutes)\b(?=[^()\n]*\)|[.,;\s])"
    ),
    re.compile(
        rf"{_BEGINS}(?i:(?:hon(?:orary|\.)?\s)?secretary){_MARKED}(?P<name>{_NAME})",
        re.MULTILINE,
    ),
    re.compile(rf"(?P<name>{_NAME})(?:\s\(|,\s)(?i:(?:the\s)?(?:hon(?:orary|\.)?\s)?secretary)\b"),
)
_SENTENCES, _SECRETARY = frozenset(_TOLD[1:3]), frozenset(_TOLD[4:])
_NAME_ENDS = re.compile(r"[*_]*\s*(?:[.,;()|·\n]|\Z)")


def minute_taker_asked(question: str, index: Index, document: Only) -> Together | None:
    """Who took the minutes, by what says so in them; None for any other question, and where nothing does.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    where = _asked(question)
    among = index.among(document) if where is not None else []
    if where is None or len(among) > _LOOKED_THROUGH:
        return None
    meant = [
        one
        for one in map(index.documents.__getitem__, among)
        if is_of_meeting(one.text) and asked_of_meeting(where, one)
    ]
    found = [(one, *told) for one in meant if (told := _told(one))]
    if not found:
        return None
    citations = numbered(
        cite(1, one, passage_of(one, cut(one), line), line, name) for one, line, name, _ in found
    )
    names = [(" ".join(one.text[slice(*name)].split()), called) for one, _, name, called in found]
    return Together(
        AnswerKind.PLACES, citations, _statement(names, [one for one, *_ in found]), by_document(citations)
    )


def _asked(question: str) -> frozenset[str] | None:
    """The stems of the words for the meeting that is meant; None of any other question."""
    if len(question) > LONGEST_FORM:
        return None
    match = next(filter(None, (form.fullmatch(question) for form in _ASKED)), None)
    if match is None:
        return None
    return frozenset(map(stem, content_words(match["where"] or ""))) - stems("minutes notes")


def _told(document: Document) -> tuple[Span, Span, str] | None:
    """The words that say it of a document, the name in them, and what they call whom they name."""
    text = document.text
    known = names_of_those_there(document)
    for form in _TOLD:
        for match in form.finditer(text):
            name = Span(*match.span("name"))
            name = Span(name.start, name.start + len(text[slice(*name)].split("\n")[0].rstrip(" .")))
            if _is_somebody(text, name, known, form in _SENTENCES):
                start = match.start() + len(match[0]) - len(match[0].lstrip(" \t#*_-•|"))
                end = match.end() if match.end("name") < match.end() else name.end
                called = "secretary" if form in _SECRETARY else "who took the minutes"
                return Span(start, end + text.startswith(")", end)), name, called
    return None


def _is_somebody(text: str, name: Span, known: frozenset[str], is_sentence: bool) -> bool:
    """Whether words are a name: one behind or before a verb, of somebody there, or two and no more behind."""
    said = text[slice(*name)]
    words = said.split()
    if not words or is_function_word(words[0]) or not is_name(said):
        return False
    return is_sentence or words[-1] in known or (len(words) > 1 and bool(_NAME_ENDS.match(text, name.end)))


def _statement(names: Sequence[tuple[str, str]], documents: Sequence[Document]) -> str:
    said = " and ".join(f"{name} is named as {called}" for name, called in dict.fromkeys(names))
    where = f"“{title_of(documents[0])}”" if len(documents) == 1 else f"{len(documents)} documents"
    return f"{said} in {where}"
