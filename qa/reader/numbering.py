"""Numbering: the number that opens a clause or a paragraph; it says where that stands and answers nothing."""

from __future__ import annotations

import re

from index import Passage, Span

_OPENING = re.compile(
    r"""\s*(?: [-–—*•]\s+ )? (?P<number>
      (?: § \s? \d+ \w?
      | (?:[Cc]lause|[Ss]ection|[Aa]rticle|[Pp]aragraph|[Ss]ec\.|[Aa]rt\.|[Pp]ara\.) \s \d+ )
      (?:\.\d+)* (?:\(\w\))* [.:)]?
    | (?!\d{1,2}\.(?:0\d|[1-5][05])\s)[1-9]\d?(?:\.[1-9]\d?)+ [.:)]?
    | [1-9]\d? [.)]
    | \( (?:\d{1,2}|[a-z]|[ivx]{1,4}) \)
    ) [\s–—-]+ (?=["“'‘(\[]?[A-Z](?:[a-z]|\s))""",
    re.VERBOSE,
)
_MONTH = re.compile(r"\s*(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_SEEKS_ONE = re.compile(r"§|\b(?:clauses?|sections?|articles?|paragraphs?|items?|points?)\b", re.IGNORECASE)


def opening_numbers(question: str, passage: Passage) -> list[Span]:
    """Where sentences of a passage open with the number of a clause, as document offsets.

    "4.2 Every keeper", "(3) The rent", "§ 5 Fees"; not the time in "9.30 Welcome", nor a table's cell; none
    for a question that may seek one, such as "In which clause is the deposit?".
    """
    if _SEEKS_ONE.search(question):
        return []
    return [span for sentence in passage.sentences if (span := _number_of(passage, sentence))]


def _number_of(passage: Passage, sentence: Span) -> Span | None:
    start, end = sentence.start - passage.start, sentence.end - passage.start
    found = _OPENING.match(passage.text, start, end)
    if found is None or _MONTH.match(passage.text, found.end(), end):
        return None
    place = Span(passage.start + found.start("number"), passage.start + found.end("number"))
    return None if any(cell.touches(place) for cell in passage.cells) else place
