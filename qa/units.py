"""Units: what a table's figure is counted in, by the document's own words, where the figure does not say it.

The nearest words that name a unit are meant: the label of the row, the head of the column, then what is said
of the whole table: its corner, its caption, a line above or below it, the headings that it stands under.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from index import Cell, Document, Row, Span, Table
from index.words import stems

_CURRENCY = (
    r"(?:[$€£¥₹]|(?:EUR|USD|GBP|CHF|JPY|NOK|SEK|DKK|PLN|CAD|AUD)\b"
    r"|(?:US\s)?(?:dollars?|euros?|pounds?(?:\ssterling)?|francs?|crowns?|kroner|kronor|yen|rupees?)\b)"
)
# "Price £" and "Total GBP" are in it; what "gold crowns" says is not the unit.
_COIN_SIGN = r"(?:[$€£¥₹]|(?:EUR|USD|GBP|CHF|JPY|NOK|SEK|DKK|PLN|CAD|AUD)\b)"
_SCALE = r"(?:(?:hundreds?|thousands?|millions?|billions?)\b|['’]?000(?:['’]?s)?\b|(?:m|mn|bn|k)\b)"
_MEASURE = (
    r"(?:[kMGT]?Wh?\b|(?:rpm|[kMG]?Hz|dB|ppm|[kM]?Pa|Nm|kJ|kcal)\b|°[CF]\b|%|per\s?cent\b|(?:mm|cm|km|m)[²³23]?(?![\w²³])|(?:kg|g|t|ml|l|ha|V|A|bar|[GMT]B|hPa)\b"
    r"|(?:square|cubic)\s(?:metres?|meters?|kilometres?|kilometers?|feet|miles)\b"
    r"|(?:milli|centi|kilo)?(?:metres?|meters?|litres?|liters?|grams?)\b|(?:tonnes?|tons?)(?:\s(?:of\s)?CO[2₂]e?)?\b"
    r"|(?:min|hrs?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|hectares?|acres?|miles?|feet|inches|watts?|volts?)\b)"
)
_THINGS = r"(?:\sof\s(?:tonnes|litres|units|people)\b)?"
_MONEY = rf"(?:{_CURRENCY}\s?{_SCALE}|{_SCALE}\s(?:of\s)?{_CURRENCY}|{_SCALE}{_THINGS})"
_EACH = r"(?:\s?/\s?\w+|\s(?:per|a|an)\s\w+)?"
_UNIT = rf"(?:{_MONEY}|{_CURRENCY}|{_MEASURE}){_EACH}"
# How a head, a caption or a label names its unit: "(£ thousand)", "in tonnes", ", kWh", "£m" at the end.
# What is said of a sum besides: with or without tax, before or after something, how it was rounded.
_BESIDES = (
    r"(?:(?:incl?|excl?|ex|including|excluding|inclusive|exclusive|net|gross|rounded|to\sthe\snearest)\b"
    r"|(?:before|after|without|with|plus)\s(?:\w+\s){0,2}(?:VAT|tax(?:es)?|dut(?:y|ies)|discounts?|deductions?)\b)"
)
_BRACKETED = re.compile(
    rf"[(\[]\s*(?:all\s)?(?P<unit>(?:in\s)?{_UNIT})\s*(?:[,;]?\s*{_BESIDES}[^()\[\]]*)?[)\]]", re.IGNORECASE
)
_IN = re.compile(
    rf"\b(?P<unit>in\s{_UNIT})(?=\s*(?:[.,;:)·]|\Z|unless|except|{_BESIDES}|and\s{_BESIDES}))", re.IGNORECASE
)
# "Currency: GBP", "All amounts GBP excl. VAT".
_COIN_NAMED = re.compile(
    rf"\b(?:currency(?:\sis|\sused)?|(?:all|the)\s(?:amounts|figures|prices|sums|costs|values)(?:\sare)?)\s*[:=–-]?\s*"
    rf"(?P<unit>{_CURRENCY})(?=\s*(?:[.,;:)·]|\Z|{_BESIDES}))",
    re.IGNORECASE,
)
_AT_END = re.compile(
    rf"(?:[,–—:-]\s*|\s(?={_MONEY}|{_COIN_SIGN})|\A[\s·]*)(?P<unit>{_UNIT})(?:\s\([^()]*\))?[\s:.]*\Z",
    re.IGNORECASE,
)
# "44,850 euros" reads better than "44,850 in euros".
_LED = re.compile(rf"in\s(?=(?:{_CURRENCY}|{_MEASURE})\Z)", re.IGNORECASE)
_SCALED = re.compile(_SCALE, re.IGNORECASE)
# A line of running text says it of figures, not of what happened.
_OF_FIGURES = re.compile(
    r"\b(?:amounts?|figures?|values?|numbers?|sums?|prices?|costs?|table|stated|expressed|given|shown|measured"
    rf"|quoted|currency)\b|\A\W*in\s{_UNIT}",
    re.IGNORECASE,
)
_BARE = re.compile(r"[\s()+\-−–]*\d[\d.,'’\s]*[\s()*]*")
_WITH_CURRENCY = re.compile(
    rf"[\s()+\-−–]*{_CURRENCY}[\s\-−–]*\d[\d.,'’\s]*[\s()*]*|{_BARE.pattern}{_CURRENCY}[\s()*]*"
)
# "58 per hour" says what it is for, not what it is in.
_RATED = re.compile(
    rf"(?:(?:from|up\sto)\s)?{_BARE.pattern}(?:(?:per|an?|each)\s|/\s?)\w+(?:\s\w+){{0,3}}\s*", re.IGNORECASE
)
_IS_MONEY = re.compile(rf"(?:in\s)?(?:{_SCALE}\s?(?:of\s)?)?{_CURRENCY}", re.IGNORECASE)
# A column of units, and what it says of what is counted piece by piece, or of nothing.
_OF_UNITS = re.compile(r"[\s·]*(?:units?(?:\sof\s\w+)?|uom|measured\sin|unit\s/\s\w+)[\s:]*", re.IGNORECASE)
_PIECES = re.compile(r"\W*(?:numbers?|nos?|counts?|n/a|none|items?|pieces?|pcs)\W*", re.IGNORECASE)
# "Radiology" and "4B" are units of another kind.
_NAMES_A_UNIT = re.compile(rf"(?i:(?:in\s)?{_UNIT})|FTEs?|[a-z%][^\W\d]*(?:[\s/.-][a-z][^\W\d]*)*")
_MOST_UNIT_CHARS = 30
# What is said of money is not said of what is counted.
_OF_MONEY = re.compile(r"\b(?:money|monetary|financial|prices?|costs?|fees?|sums)\b", re.IGNORECASE)
_COUNTS = re.compile(
    r"\b(?:visits|visitors|guests|events|meetings|tickets|books|copies|members?hips?|participants|passengers"
    r"|vehicles|trees|beds|rooms|nights|students|children|households|volunteers|lent|borrowed|planted|sold|held"
    r"|served|trained|attended|answered)[\s:]*\Z",
    re.IGNORECASE,
)
# What is not counted in what the whole table is in.
_COUNTED = re.compile(
    r"\b(?:number|count|headcount|per\sshare|ratio|percentage)\b|%"
    r"|\b(?:employees|staff|people|persons|customers|members|visitors|pupils|patients|shares)[\s:]*\Z"
    r"|\A[\s·]*(?:year|date|day|month|id|code|page|rank|notes?|no\.?|\#)[\s:]*\Z",
    re.IGNORECASE,
)
_ANY = re.compile("")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# "Sales in £ thousand" says nothing of the other columns; "all amounts in …" does of each.
_SOMETHING_IN = re.compile(
    rf"\b(?!(?:all|amounts?|figures?|values?|numbers?|sums?|are|is|stated|expressed|given|shown|measured|quoted)\b)"
    rf"([a-z]+)\sin\s{_UNIT}",
    re.IGNORECASE,
)
# A workbook says it once, of all its sheets.
_ALL_AMOUNTS = re.compile(r"\ball\s(?:amounts|figures|prices|sums|costs)\b", re.IGNORECASE)
_OPENING_LINES = 4
# A longer line is no note on a table, and one of prose is no caption, which is of the last lines above.
MOST_CHARS, PROSE_CHARS, LINES_ABOVE = 240, 80, 2


def unit_of(document: Document, span: Span) -> Span | None:
    """The words that say what a figure of a table is in; None where it says so, is none, or nothing does."""
    found = document.row_at(span.start)
    cells = list(found[1].cells()) if found else []
    cell = next((one for one in cells if one.start <= span.start and span.end <= one.end), None)
    if found is None or cell is None or (cell == cells[0] and len(cells) > 1):
        return None
    value = document.text[cell.start : cell.end]
    fits = _fitting(value)
    if fits is None:
        return None
    if (own := _of_its_row(document.text, *found, cell)) is not None:
        if coin := _coin_of_head(document.text, *found, cell):
            return coin if fits.search(document.text, *coin) else None
        return own if own.end > own.start and fits.search(document.text, *own) else None
    units = (_unit_in(document.text, place) for place in _places(document, *found, cell))
    return next((one for one in units if one and fits.search(document.text, *one)), None)


def _fitting(value: str) -> re.Pattern[str] | None:
    """What a unit must hold to be of a cell's figure; None where the cell holds none, or says it itself."""
    if _BARE.fullmatch(value):
        return _ANY
    if _WITH_CURRENCY.fullmatch(value):
        return _SCALED
    return _IS_MONEY if _RATED.fullmatch(value) else None


def _of_its_row(text: str, table: Table, row: Row, cell: Cell) -> Span | None:
    """What the row's own cell in a column of units says; an empty place of what is counted by the piece.

    None where there is no such column, or it says nothing.
    """
    heads = [
        one.column
        for some in table.rows
        if some.is_head and some.start < row.start
        for one in map(Cell._make, some.cells())
        if _OF_UNITS.fullmatch(text[one.start : one.end])
    ]
    for own in map(Cell._make, row.cells()):
        said = text[own.start : own.end]
        if own.column not in heads or own == cell or len(said) > _MOST_UNIT_CHARS:
            continue
        if _PIECES.fullmatch(said):
            return Span(own.start, own.start)
        if _NAMES_A_UNIT.fullmatch(said):
            return Span(own.start, own.end)
    return None


def _coin_of_head(text: str, table: Table, row: Row, cell: Cell) -> Span | None:
    """The currency that the head of a cell's column names: under "Price £" each unit's cost is in that.

    A head that is nothing but a year says less than the row.
    """
    heads = (
        Span(*one[:2])
        for some in table.rows
        if some.is_head and some.start < row.start
        for one in some.cells()
        if one[2] == cell.column
    )
    for head in heads:
        unit = _unit_in(text, head)
        if unit and _IS_MONEY.match(text, *unit):
            beside = text[head.start : unit.start] + text[unit.end : head.end]
            return unit if any(map(str.isalpha, beside)) else None
    return None


def _unit_in(text: str, place: Span) -> Span | None:
    said = text[slice(*place)]
    is_prose = _is_prose(said)
    if is_prose and not _OF_FIGURES.search(said):
        return None
    for form in (_BRACKETED, _IN, _COIN_NAMED) if is_prose else (_BRACKETED, _IN, _COIN_NAMED, _AT_END):
        match = form.search(said)
        if match and _is_unit(said[: match.start("unit")], match["unit"]):
            led = _LED.match(said, *match.span("unit"))
            start = led.end() if led else match.start("unit")
            return Span(place.start + start, place.start + match.end("unit"))
    return None


def _is_unit(before: str, unit: str) -> bool:
    """Whether what looks like a unit is one: "(g) Other" is the seventh, "cars up to 5 m" are that long."""
    if before.rstrip()[-1:].isdigit() and unit[0].islower():
        return False
    return len(unit) > 1 or bool(before.strip(" ·([")) or not unit.isalpha()


def _is_prose(said: str) -> bool:
    return said.rstrip().endswith(".") or len(said) > PROSE_CHARS


def _places(document: Document, table: Table, row: Row, cell: Cell) -> Iterator[Span]:
    """Where its unit may be named, the nearest first."""
    text, cells = document.text, list(row.cells())
    heads = [
        Cell(*one) for some in table.rows if some.is_head for one in some.cells() if one.start < row.start
    ]
    before = max((one.end for one in cells if one.end <= cell.start), default=row.start)
    head = [Span(before, cell.start), *(Span(*one[:2]) for one in heads[::-1] if one.column == cell.column)]
    own = [Span(*cells[0][:2]), *head] if cells[0] != cell else head
    yield from own
    is_period = any(sign.isdigit() for place in head for sign in text[slice(*place)])
    is_year = _YEAR.fullmatch(text[cell.start : cell.end]) and not is_period
    if is_year or any(_COUNTED.search(text[slice(*place)]) for place in own):
        return
    yield Span(row.start, cells[0].start)
    yield from (Span(*one[:2]) for one in heads[::-1] if one.column == 0)
    is_counted = any(_COUNTS.search(text[slice(*place)]) for place in own)
    said = stems(" ".join(text[slice(*place)] for place in own))
    for place in _around(document, table):
        if is_counted and _OF_MONEY.search(text, *place):
            continue
        of = _SOMETHING_IN.search(text, *place)
        if is_period or not of or stems(of[1]) & said:
            yield place
    section = document.section_at(row.start)
    if section.start > 0 and (_OF_MONEY.search(section.heading) or any(_of_money(text, one) for one in own)):
        yield from _said_of_all(document)


def _of_money(text: str, place: Span) -> bool:
    return bool(_OF_MONEY.search(text, *place))


def _said_of_all(document: Document) -> Iterator[Span]:
    """The lines that a document opens with, as far as they say what all its amounts are in."""
    for block in document.blocks[:_OPENING_LINES]:
        if block.end - block.start <= MOST_CHARS and _ALL_AMOUNTS.search(document.text, *block):
            yield block


def _around(document: Document, table: Table) -> Iterator[Span]:
    """The lines above and below a table, and the headings that it stands under, as far as they are of it."""
    section = document.section_at(table.rows[0].start)
    first, after = (
        bisect_left(document.blocks, edge, key=lambda block: block.start)
        for edge in (table.rows[0].start, table.rows[-1].end)
    )
    lines, is_parted = 0, False
    for block in document.blocks[first - 1 :: -1] if first else ():
        if block.start < section.start or lines == LINES_ABOVE:
            break
        found = document.row_at(block.start)
        if found is not None and len(found[0].heads) > 1:
            is_parted = True
            continue
        lines += 1
        # The caption of the table before is not of this one.
        if block.end - block.start <= MOST_CHARS and (
            not is_parted or _is_prose(document.text[slice(*block)])
        ):
            yield block
    yield from (
        block for block in document.blocks[after : after + 1] if block.end - block.start <= MOST_CHARS
    )
    level = section.level + 1
    for one in document.sections[document.sections.index(section) :: -1]:
        if one.heading and one.level < level:
            level = one.level
            yield document.blocks[bisect_left(document.blocks, one.start, key=lambda block: block.start)]
