"""Beginning: from which day a contract runs, by its own clause or line of it.

"The agreement comes into force on 1 April 2025", "Starts | 1 October 2026". What another document
tells of it, "the new contract starts in October", is less than the contract says itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Document, Index, Only, Passage, Span
from qa.citation import Citation, Together, cite
from qa.contents.mentions import DATE
from qa.contracts.own_places import (
    KIND,
    Told,
    contract_meant,
    is_conditional,
    is_of_this,
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
_TELLING = re.compile(
    rf"\b{_BEGINS}\s(?:[\w’'(),/-]+\s){{0,4}}?(?:on|from|as\sof|as\sfrom|at|with|since)\s(?P<told>{_DAY})",
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
    return said_of("beginning", _told(index.documents[name]), index) if name else None


def _told(document: Document) -> Iterator[Citation]:
    places = places_of(document)
    lines = [_dated(one, document) for one in lines_of(document, places, _LABEL, DATE)]
    found = [*lines, *_clauses(document, places)]
    yield from (cite(1, document, one.passage, one.sentence, one.words) for one in found[:1])


def _dated(line: Told, document: Document) -> Told:
    """A line with the day alone read in it."""
    day = DATE.search(document.text, *line.words)
    return line._replace(words=Span(*day.span())) if day else line


def _clauses(document: Document, places: Sequence[tuple[Passage, Span]]) -> Iterator[Told]:
    """The sentences that tell the first day, in the document's order."""
    for passage, place in places:
        said = document.text[slice(*place)]
        if document.row_at(place.start) or is_conditional(said) or not is_of_this(document, place, said):
            continue
        others = of_the_replaced("", said, "")
        for match in _TELLING.finditer(said):
            low, high = match.span("told")
            if not any(one.start <= low < one.end for one in others):
                yield Told(passage, place, Span(place.start + low, place.start + high))
                break
