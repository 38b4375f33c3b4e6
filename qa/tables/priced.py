"""Priced: what something costs by a list of prices, where a row is named by the last word of its name.

"How much does a chair cost?" means the row "Folding chair"; of several rows that end so, all are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index import Document, Span, Table
from index.words import stem, stems, words
from qa.figures import numbers_of
from qa.intents.forms import asked_as
from qa.measured import says_money
from qa.rows import rows_of, words_in
from qa.tables.comparing import UNITS, Compared, tables_at
from qa.tables.comparison import each_unit

# More rows than these do not answer one question.
_MOST_NAMED = 5
_PRICES = stems("price cost fee charge rent rate tariff")
_TO = r"(?:\sto\s(?:hire|rent|buy|get|have|lease|book))?"
_UNIT = r"(?P<unit>hour|day|night|week|weekend|month|year|season)"
_PER = rf"(?:\s(?:per|an?|each|by\sthe|for\s(?:an?|one))\s{_UNIT})?"
_WHAT = r"(?:the\s|an?\s|one\s)?(?P<what>[^?,;]+?)"
_FORMS = tuple(
    re.compile(rf"\W*(?:and\s|so\s)?{form}{_TO}{_PER}\W*", re.IGNORECASE)
    for form in (
        rf"(?:how\smuch|what)\s(?:does|do|would|will)\s{_WHAT}\scost",
        rf"how\smuch\s(?:does|do|would|will)\sit\scost\sto\s(?:hire|rent|buy|get|have|lease|book)\s{_WHAT}",
        rf"what(?:['’]?s|\s(?:is|are))\sthe\s(?:prices?|costs?|fees?|charges?)\s(?:of|for)\s{_WHAT}",
        rf"how\smuch\s(?:is|are)\s{_WHAT}",
    )
)
_BRACKETED = re.compile(r"[(\[][^)\]]*[)\]]")
_ADDED = re.compile(r"\s*[,;(\[–—].*", re.DOTALL)


def priced(question: str, places: Iterable[tuple[Document, int]]) -> Compared | None:
    """What a list of prices says; None for any other question, and where none or several name such a thing.

    Args:
        question: what is asked.
        places: documents and offsets in them; the tables that stand there are looked through.

    """
    match = asked_as(question, _FORMS)
    if match is None:
        return None
    unit = each_unit(match["unit"] or "").casefold()
    found = [
        one for document, table in tables_at(places) if (one := _told(match["what"], unit, document, table))
    ]
    return found[0] if len(found) == 1 else None


def _told(what: str, unit: str, document: Document, table: Table) -> Compared | None:
    """What the rows of a table cost that are named; None where it has no one column of such prices."""
    columns = [column for column, head in enumerate(table.heads) if column and _is_price(head, unit)]
    if len(columns) != 1:
        return None
    rows = rows_of(table)
    named = [
        (row, cells[0], cells[columns[0]])
        for row, cells in rows
        if 0 in cells and columns[0] in cells and _is_named(what, words_in(document, cells[0]))
    ]
    exact = [one for one in named if stems(what) == stems(words_in(document, one[1]))]
    told = [(row, Span(cell.start, cell.end)) for row, _, cell in exact or named]
    numbers = numbers_of([document.text[slice(*span)] for _, span in told])
    if not 0 < len(told) <= _MOST_NAMED or None in numbers:
        return None
    (row, span), *others = told
    return Compared(document, row, span, len(stems(what)), 0, tuple(others))


def _is_price(head: str, unit: str) -> bool:
    """Whether a column is one of prices, and for a unit of time where one is asked for."""
    own = stems(_BRACKETED.sub(" ", head))
    is_price = bool(own & _PRICES) or (says_money(head) and own <= UNITS)
    return is_price and (not unit or stem(unit) in {stem(each_unit(word)) for word in words(head)})


def _is_named(what: str, label: str) -> bool:
    """Whether some words name a row, by the last word of its name or by more."""
    called, name = words(what), words(_ADDED.sub("", label))
    if not called or not name or not stems(what) <= stems(label):
        return False
    return stem(called[-1].casefold()) == stem(name[-1].casefold()) or stems(what) == stems(label)
