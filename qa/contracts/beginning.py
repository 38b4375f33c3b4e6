"""Beginning: from which day a contract runs, by its own clause or line of it.

"The agreement comes into force on 1 April 2025", "Starts | 1 October 2026". What another document
tells of it, "the new contract starts in October", is less than the contract says itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from index import Document, Index, Only, Span
from qa.citation import Citation, Together, cite
from qa.contents.mentions import DATE
from qa.contracts.own_places import (
    KIND,
    Told,
    clauses_of,
    contract_meant,
    is_conditional,
    lines_of,
    places_of,
    said_of,
)
from qa.contracts.replaced import of_the_replaced
from qa.intents.endings import contract_beginning

_DAY = rf"(?:(?:the\sbeginning\sof|the|midnight\son|noon\son)\s)*(?:{DATE.pattern})"
_BEGINS = (
    r"(?:starts?|begins?|commences?|(?:comes?|enters?|goes)\sinto\s(?:force|effect)|takes?\seffect"
    r"|(?:is\s)?(?:effective|valid|in\sforce)|runs|applies)"
)
_FROM = r"(?:on\sand\sfrom|from\sand\sincluding|on|from|as\sof|as\sfrom|at|with|since)"
# "The term is ten years from and including 24 June".
_TERM = (
    r"term[\"”’]?\s(?:means|is|of)\s(?:[\w’'()-]+\s){1,5}?(?:years?|months?)\s"
    r"(?:(?:beginning|starting|commencing)\s)?"
)
_TELLING = re.compile(
    rf"\b(?:{_BEGINS}\s(?:[\w’'(),/-]+\s){{0,4}}?|{_TERM}){_FROM}\s(?P<told>{_DAY})",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = re.compile(
    rf"(?:\A\W*|[:·|]\s*)(?P<label>(?:(?:{KIND}|term|validity)\s)?(?:starts?|begins?|commences?|start(?:ing)?\sdate"
    rf"|beginning|commencement(?:\sdate)?|effective(?:\s(?:date|from))?|valid\sfrom|in\sforce\s(?:from|since)|runs\sfrom"
    rf"|start\sof\s(?:the\s|this\s)?(?:{KIND}|term)|date\sof\scommencement)(?:\son)?)\s*[:·|]\s*(?P<told>[^·|]{{2,80}}?)"
    r"\s*(?=·|\||\Z)",
    re.IGNORECASE,
)


def beginning_asked(
    question: str, index: Index, document: Only, spoken_of: Sequence[str] = ()
) -> Together | None:
    """What the one contract that is meant says of its first day, where a question asks for that.

    None for any other question, and where that contract says none.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        spoken_of: the documents that answered before.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    what = contract_beginning(question)
    name = contract_meant(what, question, index, document, spoken_of) if what else ""
    return said_of("beginning", beginning_told(index.documents[name]), index) if name else None


def beginning_told(document: Document) -> Iterator[Citation]:
    """The place that tells the first day, if there is one."""
    places = places_of(document)
    lines = (_dated(one, document) for one in lines_of(document, places, _LABEL, DATE))
    first = next(chain(lines, clauses_of(document, places, _words_of_beginning)), None)
    if first is not None:
        yield cite(1, document, first.passage, first.sentence, first.words)


def _dated(line: Told, document: Document) -> Told:
    """A line with the day alone read in it."""
    day = DATE.search(document.text, *line.words)
    return line._replace(words=Span(*day.span())) if day else line


def _words_of_beginning(said: str) -> Span | None:
    """Where in a sentence the first day of its contract is told; None where nowhere, or under a condition."""
    if is_conditional(said):
        return None
    others = of_the_replaced("", said, "")
    days = (Span(*match.span("told")) for match in _TELLING.finditer(said))
    return next((day for day in days if not any(one.start <= day.start < one.end for one in others)), None)
