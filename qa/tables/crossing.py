"""Crossing: the cell of a table whose row and column a question names, each in ordinary words.

"What does a cappuccino cost at the station shop?" means the row "Cappuccino" and the column "Station", "what
do all costs come to in the plan?" the row "Total" and the column "2026 plan". Every word of the question has
to stand in the row, at the head of the column or above the table, and no other cell may be meant as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from index import Cell, Document, Row, Span, Table
from index.words import content_words, stem, stems, words
from qa.contents.figures import has_word, is_figure, is_numbering, is_total
from qa.contents.headings import called
from qa.contents.measured import asks_count, is_cell_asked, says_money
from qa.contents.mentions import MONTHS
from qa.contents.numerals import in_digits
from qa.contents.rows import Cells, rows_of, words_in
from qa.question import LONGEST_FORM
from qa.tables.comparing import Compared, tables_at
from qa.tables.comparison import RECEIVED, SPENT, each_unit
from qa.tables.held_times import Held, held_times, tells_hours, with_hours, without_hours
from qa.tables.planned import is_of_another_part
from qa.tables.recurring_heads import times_asked
from qa.tables.whole_column import is_whole_asked
from qa.units import unit_of

Words = frozenset[str]
_ASKED = re.compile(
    r"""\W*(?:and\s|so\s)?(?:
      how\s(?:much|many) | how\s(?:high|large|big|expensive)\s(?:is|are|was|were)
      | what(?:['’]s|\s(?:is|are|was|were|do|does|did|will|would|must|should)\b)
      | (?:the\s)?(?:total|overall|combined)\b | all\s | price\b | costs?\b | fees?\b
    ).*""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# What these ask for stands in no one cell.
_NO_CELL = re.compile(
    r"\b(?:more|less|cheaper|dearer|difference|between|than|left|remain\w*|not|average|if|where|why)\b|n['’]t\b",
    re.IGNORECASE,
)
# Nor do these, but where a row or a column is for some time.
_WHEN_OR_WHO = re.compile(r"\b(?:when|who)\b", re.IGNORECASE)
_OF_ASKING = stems(
    "cost price pay paid charge fee rate tariff amount figure sum money much come spend spent people person"
    " per year many got own use used"
)
_OF_PRICES = stems("price fee cost charge rate")
_OF_WHOLES = stems("total grand sum overall altogether together combined everything") | {"both", "all", "in"}
_OF_TOTALS = _OF_WHOLES | stems("subtotal sub")
_TOTAL_ASKED = re.compile(
    r"\b(?:total(?:s|led)?|overall|al(?:l\s)?together|in\s(?:all|sum)|combined|everything|whole"
    r"|all\s(?:(?:the|our|its)\s)?(?:\w+\s){0,2}?(?:costs?|expenses|expenditure|spending|incomes?|revenues?|charges|fees))\b",
    re.IGNORECASE,
)
_OF_RUNNING = stems("run running operate operating maintain maintaining")
_RUN = re.compile(
    r"\b(?:run(?:ning)?|operat(?:e|ing)|maintain(?:ing)?)\s(?:the|our|this)\s(?P<what>[\w-]+)", re.IGNORECASE
)
# "How much is the rent?" may be told in a contract's words, whatever a budget has for it.
_PRICE_ASKED = re.compile(r"\b(?:costs?|prices?|charged?|charges|sell|spen[dt])\b", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[][^)\]]*[)\]]")
_MOST_WORDS = 12
_HALF = re.compile(r"\bhalf\b", re.IGNORECASE)
_MEAN = re.compile(r"(?:average|mean)\b", re.IGNORECASE)
_QUARTER = re.compile(r"\b(first|1st|second|2nd|third|3rd|fourth|4th)\squarter\b", re.IGNORECASE)
_ORDINALS = ["fi", "1s", "se", "2n", "th", "3r", "fo", "4t"]
_MONTHS = {month.casefold() for month in MONTHS} - {"may"}
# "Boiler contract and repairs" is of either; "Ticket for the fair" is a ticket.
_PARTS = re.compile(r"\s(?:and|or)\s|[&/,;()–—]", re.IGNORECASE)
_ADDED = re.compile(r"\s(?:with|without|for|of|in|at|per|from|on|under|by|to|up\sto|incl)\b.*", re.IGNORECASE)


def crossed(question: str, places: Iterable[tuple[Document, int]]) -> Compared | None:
    """What stands in the only cell of which a question names the row and the column.

    Args:
        question: what is asked.
        places: documents and offsets in them; the tables that stand there are looked through.

    """
    if len(question) > LONGEST_FORM or _NO_CELL.search(question):
        return None
    is_of_figures = bool(_ASKED.fullmatch(question)) and not _WHEN_OR_WHO.search(question)
    if not (is_of_figures or times_asked(question)):
        return None
    every = [_in_table(question, *place, is_of_figures) for place in tables_at(places)]
    found = [one for one in every if one]
    best = max((one.shared for one in found), default=0)
    meant = [one for one in found if one.shared == best]
    return meant[0] if len(meant) == 1 else None


def _in_table(question: str, document: Document, table: Table, is_of_figures: bool) -> Compared | None:
    """What a table says for the times that a question names, else to its words as they stand."""
    held = held_times(question, document, table)
    told = _Crossing(question, document, table, held).result() if held else None
    return told or (_Crossing(question, document, table, None).result() if is_of_figures else None)


class _Named(NamedTuple):
    """A row that a question names: its words, those of them that are said, and those that are not."""

    row: Row
    cells: Cells
    own: Words
    said: Words
    unsaid: Words


class _Crossing:
    """Finds the cell of one table that a question is after."""

    def __init__(self, question: str, document: Document, table: Table, held: Held | None) -> None:
        self._held = held
        self._question = question = held.question if held else question
        self._document = document
        self._heads = table.heads
        self._rows = rows_of(table)
        self._said = _stems(question)
        self._wanted = self._said - _OF_ASKING
        self._is_total = bool(_TOTAL_ASKED.search(question))
        if self._is_total:
            self._wanted -= _OF_TOTALS | SPENT | RECEIVED | self._of_running()
        heading = document.section_at(table.rows[0].start).heading
        labels = " ".join(table.heads[at] for at in self._held.labels) if self._held else ""
        names = f"{called(document.name, document)} {document.name.replace('_', ' ')}"
        self._above = _stems(f"{names} {heading} {table.title} {labels}")
        self._headed = _stems(" ".join(self._heads))
        self._figured = [column for column in range(len(self._heads)) if self._holds_figures(column)]
        columns = self._held.columns_of(len(self._heads)) if self._held else self._figured
        measures = {column: self._measure(column) for column in columns}
        measured = [column for column, is_asked in measures.items() if is_asked]
        self._meant = measured or [column for column, is_asked in measures.items() if is_asked is None]
        if self._held:
            self._said = with_hours(self._said, question)

    def result(self) -> Compared | None:
        """What answers; None where no row, no column or more than one of either is named."""
        named = self._row_named()
        column = self._column_named(named) if named else None
        if named is None or column is None or column not in named.cells:
            return None
        cell = named.cells[column]
        said = words_in(self._document, cell)
        is_other = self._held is not None and self._held.is_at_hour and not tells_hours(said)
        if is_other or not any(map(str.isalnum, said)):
            return None
        shared = len(named.said | (self._said & _stems(self._heads[column])))
        return Compared(self._document, named.row, Span(cell.start, cell.end), shared, 0)

    def _of_running(self) -> Words:
        """The words that a total lacks: "running costs", and the hall that is run where no row is of that."""
        running = _RUN.search(self._question)
        own = _stems(running["what"]) if running else frozenset()
        rows = (words_in(self._document, cell) for _, cells in self._rows for cell in cells.values())
        is_whole = own <= stems(self._document.text) and own.isdisjoint(_stems(" ".join(rows)))
        return _OF_RUNNING | own if is_whole else _OF_RUNNING

    def _holds_figures(self, column: int) -> bool:
        """Whether most cells of a column are figures."""
        told = self._told(column)
        return not is_numbering(self._heads[column]) and sum(map(is_figure, told)) * 2 > len(told)

    def _measure(self, column: int) -> bool | None:
        """Whether a column is of the measure that is asked for; None where that is not known."""
        is_asked = is_cell_asked(self._question, self._heads[column], self._told(column)[0])
        return False if is_asked is None and self._is_of_money(column) else is_asked

    def _is_of_money(self, column: int) -> bool:
        """Whether it is asked how many there are, and the document says that a column is in some money."""
        if not asks_count(self._question):
            return False
        cells = next(cells for _, cells in self._rows if column in cells)
        unit = unit_of(self._document, Span(*cells[column][:2]))
        return unit is not None and says_money(f"1 {self._document.text[slice(*unit)]}")

    def _told(self, column: int) -> list[str]:
        return [words_in(self._document, cells[column]) for _, cells in self._rows if column in cells]

    def _row_named(self) -> _Named | None:
        """The only row that holds most words of the question, named by the word for what it is."""
        rows = list(filter(self._may_be_meant, self._named_rows()))
        if not rows:
            return None
        most = max(len(one.said) for one in rows)
        best = [one for one in rows if len(one.said) == most]
        whole = [one for one in best if not one.unsaid] or best
        return whole[0] if len(whole) == 1 else None

    def _named_rows(self) -> Iterator[_Named]:
        for row, cells in self._rows:
            if len(cells) < len(self._heads[:2]) or (self._held and row.start not in self._held.rows):
                continue
            told = [at for at in cells if at not in self._figured and self._is_short(cells[at])]
            if told:
                label = _stems(self._label(cells))
                own = _stems(" ".join(words_in(self._document, cells[at]) for at in told))
                section = _stems(self._document.text[row.start : cells[min(cells)].start])
                said = ((label | section) & self._said) - SPENT - RECEIVED
                unsaid = label - self._said
                if is_total(self._label(cells)):
                    said, unsaid = said - self._above, unsaid - _OF_WHOLES
                yield _Named(row, cells, own | section, said, unsaid)

    def _is_short(self, cell: Cell) -> bool:
        """Whether a cell may name or describe what a row is of, and tells no tale."""
        return len(words(words_in(self._document, cell))) <= _MOST_WORDS

    def _may_be_meant(self, one: _Named) -> bool:
        if self._held and self._held.is_by_row:
            return True
        label = self._label(one.cells)
        kinds = (SPENT, RECEIVED)
        for kind, other in (kinds, kinds[::-1]):
            if self._said & kind and not self._said & other and one.own & other and not one.own & kind:
                return False
        if is_total(label):
            is_meant = self._is_total and not _MEAN.match(label)
            return is_meant and one.unsaid <= _OF_TOTALS | SPENT | self._above | self._headed
        return bool(one.said - self._above or (one.said and not one.unsaid)) and self._is_called(label)

    def _is_called(self, label: str) -> bool:
        """Whether a question says the word for what a row is, or a whole part of its name."""
        parts = [_stems(part) for part in _PARTS.split(label) if part.strip()]
        named = words(_ADDED.sub("", _PARTS.split(label)[0]))
        is_said = bool(named) and stem(in_digits(named[-1])) in self._said
        return is_said or any(part and part <= self._said for part in parts)

    def _label(self, cells: Cells) -> str:
        """The first cell with a word that is no figure."""
        told = (words_in(self._document, cells[at]) for at in sorted(cells) if at not in self._figured)
        return next((one for one in told if has_word(one) and not _is_code(one)), "")

    def _column_named(self, named: _Named) -> int | None:
        """The only column whose head holds what the question asks for beside the row."""
        left = self._wanted - named.own
        heads = {column: _stems(self._heads[column]) for column in self._meant}
        fit = [at for at, head in heads.items() if self._is_covered(self._left(left, named, at), head)]
        whole = [column for column in fit if is_whole_asked(self._question, self._heads, column)]
        if len(whole) == 1:
            return whole[0]
        fit = [column for column in fit if not self._is_of_a_part(column)]
        is_of_sums = self._is_total or _PRICE_ASKED.search(self._question) or asks_count(self._question)
        is_for_time = self._held is not None and self._held.columns
        if not is_for_time and (len(self._meant) > 1 or not (len(named.said) > 1 or is_of_sums)):
            fit = [column for column in fit if self._is_head_said(column, heads[column] - named.said)]
        if not fit:
            return None
        most = max(len(heads[column] & self._said) for column in fit)
        best = [column for column in fit if len(heads[column] & self._said) == most]
        least = min(len(heads[column] - self._said) for column in best)
        meant = [column for column in best if len(heads[column] - self._said) == least]
        return meant[0] if len(meant) == 1 else None

    def _is_of_a_part(self, column: int) -> bool:
        """Whether a column is of a part that a question does not name: of half a day, of what was planned."""
        is_half = _HALF.search(self._heads[column]) and not _HALF.search(self._question)
        return bool(is_half) or is_of_another_part(self._question, self._heads[column])

    def _left(self, left: Words, named: _Named, column: int) -> Words:
        """What is left for a column to hold: no word for hours where the cell tells them."""
        is_told = self._held is not None and column in named.cells
        return without_hours(left, words_in(self._document, named.cells[column])) if is_told else left

    def _is_head_said(self, column: int, head: Words) -> bool:
        """Whether a question says a word of a head; one of asking, only where that is the whole head."""
        own = _stems(_BRACKETED.sub(" ", self._heads[column]))
        own = own - _OF_PRICES or own  # "a year" is the "yearly fee"
        return bool(head & self._said - _OF_ASKING) or (bool(own) and own <= self._said)

    def _is_covered(self, left: Words, head: Words) -> bool:
        """Whether what is left of a question stands above the table or in a head.

        Of two words in a row, "the station shop", the first may stand there alone.
        """
        missing = left - head - self._above
        if not missing:
            return True
        told = [stem(in_digits(word)) for word in words(self._question)]
        after = {second for first, second in pairwise(told) if first in head & left}
        return len(missing) == 1 and missing <= after


def _stems(said: str) -> Words:
    """The stems of words, "4" for "four" and "Q3" for "the third quarter"; of several months, none."""
    said = _QUARTER.sub(lambda found: f"Q{_ORDINALS.index(found[1][:2].casefold()) // 2 + 1}", said)
    told = [in_digits(each_unit(word)) for word in content_words(said)] if said else []
    months = [word for word in told if word.casefold() in _MONTHS]
    told = [word[:3] if word in months else word for word in told if len(months) < 2 or word not in months]
    return frozenset(map(stem, told))


def _is_code(said: str) -> bool:
    return any(map(str.isdigit, said)) and len(words(said)) == 1
