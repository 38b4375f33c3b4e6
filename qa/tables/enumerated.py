"""Enumerated: all rows of a table, or those of a value, where a question asks which things there are.

"Which courses does the school hold?" means every row under "Course", and "on Mondays" those of Monday; one
of them would pass for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from index import Document, Row, Span, Table
from index.words import FUNCTION_WORDS, stem, stems, words
from qa.contents.figures import has_word, is_total
from qa.contents.headings import called
from qa.contents.mentions import MONTHS, WEEKDAYS
from qa.contents.rows import Cells, rows_of, words_in
from qa.question import LONGEST_FORM
from qa.tables.comparing import Compared, tables_at

Words = frozenset[str]
# A longer list is no answer.
_MOST_ROWS = 25
_HAVING = (
    r"(?:ha(?:ve|s|d)|h(?:o|e)ld(?:s|ing)?|offer(?:s|ed|ing)?|deliver(?:s|ed|ing)?|suppl(?:y|ies|ied|ying)|provid(?:es?|ed|ing)"
    r"|rent(?:s|ed|ing)?|leas(?:es?|ed|ing)|hir(?:es?|ed|ing)|lets?|letting|s(?:e|o)ll?(?:s|d|ing)?|stock(?:s|ed|ing)?"
    r"|includ(?:es?|ed|ing)|do(?:es|ing|ne)?|cover(?:s|ed|ing)?|us(?:es?|ed|ing)|runs?|running|teach(?:es|ing)?|taught"
    r"|b(?:uy|ought|uying)|order(?:s|ed|ing)?|get(?:ting)?|make|made|serv(?:es?|ed|ing)|own(?:s|ed)?|ke(?:ep|pt)"
    r"|list(?:s|ed)?|t(?:ake|aken|aking)\splace|available|there|on\soffer|for\s(?:hire|rent|sale))"
)
# Things that have no plural.
MASS = r"(?:equipment|furniture|machinery|staff|software|hardware|training|material|clothing)"
_KINDS = r"(?:(?:kinds?|types?|sorts?)\sof\s)"
_ASKED = re.compile(
    rf"""\W*(?:and\s|so\s)?(?:which|what|(?:list|show|name|give)(?:\sme|\sus)?)\s(?:all\s)?(?:of\s)?(?:the\s|our\s)?
    (?P<noun>(?:[\w-]+\s)??[\w-]+s|{_KINDS}[\w-]+|(?:[\w-]+\s)?{MASS})\s
    (?P<rest>(?:(?:do|does|did|have|has|had|are|is|was|were|can|will|may|must|should)\s|(?:that\s)?we\s)[^?]*?)
    (?:,?\s(?:and|with)\s(?:at\s|for\s)?(?:what|which|how|the)\s(?P<beside>[^?]+))?\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT = re.compile(
    r"\b(?:not|no|never|without|except|other|most|least|only|first|last|next)\b|n['’]t\b", re.IGNORECASE
)
_ANY_ROW = stems("item description position thing object article product service")
_MEASURED = stems("price cost rate fee charge tonne kilo litre hour day week month year amount")
_DAYS = frozenset(map(stem, (*map(str.casefold, MONTHS), *map(str.casefold, WEEKDAYS)))) - {"may"}


class _Asked(NamedTuple):
    """The things that are asked for, and what else is said of them; words as their stems.

    Of what is done with them, where that is no mere having, the table's section has to speak.
    """

    noun: Words
    last: str
    rest: Words
    beside: Words
    done: Words


def enumerated(question: str, places: Iterable[tuple[Document, int]]) -> Compared | None:
    """The rows of the only table that lists what a question asks for; None for any other question.

    Args:
        question: what is asked.
        places: documents and offsets in them; the tables that stand there are looked through.

    """
    match = _ASKED.fullmatch(question) if len(question) <= LONGEST_FORM else None
    if match is None or _NOT.search(question):
        return None
    noun = words(re.sub(_KINDS, "", match["noun"], flags=re.IGNORECASE))
    rest = _stems(re.sub(rf"\b{_HAVING}\b", " ", match["rest"], flags=re.IGNORECASE))
    is_having = re.search(rf"\b{_HAVING}\b", match["rest"], re.IGNORECASE)
    done = frozenset() if is_having else _stems(" ".join(filter(str.islower, words(match["rest"]))))
    beside = _stems(match["beside"] or "")
    asked = _Asked(_stems(" ".join(noun)), stem(noun[-1].casefold()), rest, beside, done)
    found = [one for place in tables_at(places) if (one := _in_table(asked, *place))]
    best = max((one.shared for one in found), default=0)
    meant = [one for one in found if one.shared == best]
    return meant[0] if len(meant) == 1 else None


def _in_table(asked: _Asked, document: Document, table: Table) -> Compared | None:
    above = stems(
        f"{called(document.name, document)} {document.name.replace('_', ' ')}"
        f" {document.section_at(table.rows[0].start).heading} {table.title}"
    )
    heads = [stems(head) for head in table.heads]
    rows = rows_of(table)
    column = _column(asked, heads, above)
    if column is None or not asked.beside <= _MEASURED.union(above, *heads):
        return None
    rows = [
        (row, cells)
        for row, cells in rows
        if column in cells and not is_total(words_in(document, cells[column]))
    ]
    if not rows or not all(has_word(words_in(document, cells[column])) for _, cells in rows):
        return None
    said = (asked.rest | asked.noun) - above.union(*heads)
    held = said & frozenset().union(*(_held(document, one) for one in rows))
    others = said - held
    if not asked.done - held <= _around(document, table):
        return None
    if others & _DAYS or any(map(str.isdigit, "".join(others))) or not others <= stems(document.text):
        return None
    told = [one for one in rows if held <= _held(document, one)]
    if not 0 < len(told) <= _MOST_ROWS or (len(told) == 1 and not held):
        return None
    (row, span), *more = ((row, Span(cells[column].start, cells[column].end)) for row, cells in told)
    shared = len((asked.rest | asked.noun) & above.union(held, *heads))
    return Compared(document, row, span, shared, 0, tuple(more))


def _column(asked: _Asked, heads: list[Words], above: Words) -> int | None:
    """The column whose head names the things; that of items where the table is of such things."""
    named = next((at for at, head in enumerate(heads) if asked.last in head), None)
    if named is not None or asked.last not in above:
        return named
    return next((at for at, head in enumerate(heads) if head and head <= _ANY_ROW), None)


def _around(document: Document, table: Table) -> Words:
    """The stems of the section that a table stands in."""
    section = document.section_at(table.rows[0].start)
    return stems(document.text[section.start : table.rows[-1].end])


def _held(document: Document, row: tuple[Row, Cells]) -> Words:
    return stems(" ".join(words_in(document, cell) for cell in row[1].values()))


def _stems(said: str) -> Words:
    return frozenset(stem(word.casefold()) for word in words(said) if word.casefold() not in FUNCTION_WORDS)
