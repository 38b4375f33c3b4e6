"""Term: until when a contract runs, or for how long, by its own clause or line of its term.

"The agreement comes into force on 1 April 2025 and runs for a first term of three years", "First term | Two
years, to 30 September 2028", "It is made for an indefinite time". The day to which notice may first be given
tells no term, nor does the agreement that this one replaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from index import Document, Index, Only, Span
from qa.citation import Citation, Together, cite
from qa.contents.mentions import DATE
from qa.contents.numerals import NUMERAL
from qa.contracts.own_places import (
    KIND,
    clauses_of,
    contract_meant,
    is_conditional,
    is_of_this,
    lines_of,
    places_of,
    said_of,
)
from qa.contracts.replaced import of_the_replaced
from qa.intents.endings import contract_running

_LENGTH = (
    rf"(?:\d+|an?|{NUMERAL})(?:\s\(\w+\))?[\s-](?:(?:calendar|full|whole|further)\s)?"
    r"(?:days?|weeks?|months?|years?)\b"
)
_OPEN = (
    r"(?:(?:an?\s)?(?:indefinite|unlimited|indeterminate|undetermined|open[\s-]?ended)(?:\s(?:time|term|period|duration"
    r"|length))?|indefinitely|until\sfurther\snotice|without\s(?:a\s|any\s)?(?:fixed\s|time\s)?(?:limit|end|term)\b"
    r"(?:\s(?:of|in)\stime)?|no\sfixed\s(?:term|end(?:\sdate)?|period)|(?:until|unless)\s(?:and\suntil\s)?(?:it\sis\s|one\s"
    r"(?:side|party)\s)?(?:terminated|cancelled|ended|terminates|cancels)\b)"
)
_DAY = rf"(?:(?:and\sincluding|the\send\sof|the|midnight\son|midday\son|noon\son)\s)*(?:{DATE.pattern})"
_MORE = r"(?:[\w’'(),/-]+\s)"
_RUNS = (
    r"(?:run(?:s|ning)?|lasts?|continues?|remains?|stays?|valid|in\s(?:force|effect)|made|concluded|entered\sinto|fixed"
    r"|granted|agreed|taken|let|hired|binding|applies|apply|exists?|period|term|duration|goes\son|starts|begins"
    r"|commences|effective|takes\seffect|(?:comes|enters)\sinto\s(?:force|effect)|signed)"
)
_FIRST = (
    r"(?:an?\s|the\s)?(?:(?:first|initial|minimum|fixed|firm|definite|total|basic|full|contract)\s){0,2}"
    r"(?:(?:term|period|duration|time|length)\sof\s)?"
)
# What is read stands in the group.
_TELLING = tuple(
    re.compile(form, re.IGNORECASE | re.VERBOSE)
    for form in (
        rf"\b{_RUNS}\b\s[^;]*?\b(?:until|till|to|through)\s(?P<told>{_DAY})",
        rf"\b(?:ends?|expires?|terminates?|lapses?|runs\sout|comes\sto\san\send|finish(?:es)?|ceases?)\s{_MORE}{{0,4}}?"
        rf"(?:on|at|with|as\sof|by)\s(?P<told>{_DAY})",
        rf"\b{_RUNS}\s{_MORE}{{0,6}}?(?:for|of)\s(?P<told>{_FIRST}{_LENGTH})",
        rf"\b(?:term|duration|period)\s{_MORE}{{0,4}}?(?:is|are|amounts\sto|shall\sbe|will\sbe|being)\s"
        rf"(?P<told>{_MORE}{{0,3}}?{_LENGTH})",
        rf"\b(?:lasts?|runs?)\s(?P<told>{_MORE}{{0,2}}?{_LENGTH})",
        rf"\b{_RUNS}\s{_MORE}{{0,6}}?(?P<told>{_OPEN})",
        rf"\b(?:is|are|of|has)\s(?P<told>{_OPEN})",
    )
)
_MAY_END = re.compile(
    r"\b(?:may|can|could|(?:is|are)\sentitled\sto)\s(?:[\w-]+\s){0,4}?(?:end|ended|terminated?|cancel\w*|withdraw|leave|bring)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:renew\w*|extend\w*|prolong\w*|carrie[sd]\son|carry\son|rolls?\s(?:on|over)|thereafter"
    r"|(?:after|afterwards|then)\b[^.;]*?\bcontinues?|year\sto\syear|month\sto\smonth|at\sa\stime)",
    re.IGNORECASE,
)
# The line of a sheet of facts, or of a table, that tells the term.
_LABEL = re.compile(
    rf"(?:\A\W*|[:·|]\s*)(?P<label>(?:(?:first|initial|minimum|fixed|contract|agreement|lease|tenancy|hire|total)\s)*"
    rf"(?:term|duration|running\stime|period)(?:\sof\s(?:the\s|this\s)?{KIND})?|(?:{KIND}\s)?(?:ends?|expires|expiry|until"
    rf"|runs\suntil|valid\suntil)(?:\s(?:on|date))?|end\s(?:date\s)?of\s(?:the\s|this\s)?(?:{KIND}|term)|end(?:ing)?\sdate"
    rf"|expiry\sdate|runs(?:\s(?:from|for))?)\s*[:·|]\s*(?:[^:·|]{{1,40}}:\s+)?(?P<told>[^·|]{{2,120}}?)\s*(?=·|\||\Z)",
    re.IGNORECASE,
)
_TELLS = re.compile(rf"{DATE.pattern}|(?i:\b{_LENGTH}|{_OPEN})", re.VERBOSE)
RENEWALS = 1


def term_asked(question: str, index: Index, document: Only, spoken_of: Sequence[str] = ()) -> Together | None:
    """What the one contract that is meant says of its term, where a question asks for its end or length.

    None for any other question, and where that contract says none.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        spoken_of: the documents that answered before.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    what = contract_running(question)
    name = contract_meant(what, question, index, document, spoken_of) if what else ""
    return said_of("term", term_told(index.documents[name]), index) if name else None


def tells_the_same(found: Citation, told: Citation) -> bool:
    """Whether what was found for such a question tells the term that a contract's own place tells."""
    if found.document != told.document or not Span(found.start, found.end).touches(
        Span(told.start, told.end)
    ):
        return False
    if found.span_start is None or found.span_end is None or told.span_start is None or told.span_end is None:
        return True
    rest = Span(told.span_start, max(told.span_end, told.end))
    return Span(found.span_start, found.span_end).touches(rest)


def term_told(document: Document) -> Iterator[Citation]:
    """The place that tells the term, and the one that tells how it is renewed; none without the first."""
    places = places_of(document)
    lines = lines_of(document, places, _LABEL, _TELLS)
    first = next(chain(lines, clauses_of(document, places, _words_of_term)), None)
    if first is None:
        return
    yield cite(1, document, first.passage, first.sentence, first.words)
    again = [
        (passage, place)
        for passage, place in places
        if place != first.sentence
        and document.row_at(place.start) is None
        and _AGAIN.search(said := document.text[slice(*place)])
        and is_of_this(document, place, said)
    ]
    yield from (cite(1, document, passage, place) for passage, place in again[:RENEWALS])


def _words_of_term(said: str) -> Span | None:
    """Where in a sentence its contract's term is told; None where nowhere, or under another condition."""
    if is_conditional(said) and not _AGAIN.search(said):
        return None
    others = of_the_replaced("", said, "")
    for form in _TELLING:
        for match in form.finditer(said):
            low, high = match.span("told")
            is_another = any(one.start <= low < one.end for one in others)
            is_free = not (_MAY_END.search(said[:low]) or _AGAIN.search(said[:low]))
            if not is_another and is_free:
                return Span(low, high)
    return None
