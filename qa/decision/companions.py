"""Companions: of those who did something together, all: "Ms Vane, who audited the books with Mr Adeyemi"."""

from __future__ import annotations

import re
from dataclasses import replace

from index import Span
from index.words import stems
from qa.evidence.candidates import Candidate
from qa.question import LONGEST_FORM, Sought, sought_by

_NAME = (
    r"(?:(?:Mrs?|Ms|Miss|Dr|Prof|Cllr)\.?\s)?(?-i:[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]*){0,3})"
    r"(?:\s\([^()]{1,40}\))?"
)
_TOGETHER = (
    r"(?:together|jointly|along|in\scooperation)\swith|as\swell\sas"
    r"|(?:assisted|helped|supported|accompanied)\sby"
)
_ROW = rf"{_NAME}(?:,\s{_NAME})*(?:,?\s(?:and|&)\s{_NAME})?"
_SEVERAL = re.compile(
    rf"\b(?P<one>{_NAME})(?:(?:,\s{_NAME})*,?\s(?:and|&)\s|(?:,?\s(?-i:[a-z])[^.;:\n]{{0,80}}?)?,?\s(?:{_TOGETHER})\s)(?P<others>{_ROW})",
    re.IGNORECASE,
)
# Who is something is one; who did something may be several.
_DID = re.compile(r"\bwho\s(?!(?:is|are|was|were)\s(?:the|our|an?|its|their)\b)\w+", re.IGNORECASE)


def with_companions(question: str, candidate: Candidate) -> Candidate:
    """The candidate with all who did together what a question asks, where its span names some of them."""
    is_asked = sought_by(question) is Sought.PERSON and _DID.search(question[:LONGEST_FORM])
    if not is_asked or candidate.window.cells:
        return candidate
    own, start, asked = candidate.span, candidate.sentence.start, stems(question)
    for match in _SEVERAL.finditer(candidate.text):
        named = [Span(start + match.start(name), start + match.end(name)) for name in ("one", "others")]
        whole = Span(named[0].start, named[1].end)
        is_part = any(map(own.touches, named)) and whole.start <= own.start and own.end <= whole.end
        if is_part and asked.isdisjoint(stems(f"{match['one']} {match['others']}")):
            return replace(candidate, span=whole)
    return candidate
