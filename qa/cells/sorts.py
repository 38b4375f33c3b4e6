"""Sorts: what sort of thing a question asks a table for, and what sort of thing a column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from qa.contents.figures import YEAR, is_figure
from qa.contents.mentions import DATE
from qa.contents.recurring import recurring


class CellSort(StrEnum):
    """What a column may hold."""

    NAME = "name"
    MOMENT = "moment"
    PERIOD = "period"
    MONEY = "money"
    COUNT = "count"
    LENGTH = "length"
    WEIGHT = "weight"
    SHARE = "share"
    FIGURE = "figure"
    WORDS = "words"


# The first that fits is asked for.
_ASKED = (
    (
        CellSort.MOMENT,
        r"\A\W*(?:(?:and|so)\s)?(?:(?:until|till|since|from|by)\s)?when(?:['’]?s)?\b"
        r"|\b(?:what|which)\s(?:time|day|date|month|year|hours)\b|\b(?:by|until)\swhen\b"
        r"|\bhow\s(?:late|early)\b|\b(?:open(?:ing)?|clos(?:e|es|ed|ing))\b",
    ),
    (
        CellSort.PERIOD,
        r"\bhow\s(?:long|old|soon|often)\b"
        r"|\bhow\smany\s(?:minutes|hours|(?:working\s)?days|nights|weeks|months|years)\b",
    ),
    (
        CellSort.WEIGHT,
        r"\bhow\sheavy\b|\bheaviest\b|\bweigh\w*\b|\bhow\smany\s(?:kilos?|kg|grams?|tonnes?)\b",
    ),
    (
        CellSort.LENGTH,
        r"\bhow\s(?:tall|big|high|wide|deep|far|large|thick)\b|\bwhat\ssize\b"
        r"|\bhow\smany\s(?:met(?:er|re)s|km|miles|feet)\b",
    ),
    (CellSort.SHARE, r"\b(?:what|which)\s(?:percentage|per\s?cent|share)\b"),
    (CellSort.COUNT, r"\bhow\smany\b|\bnumber\sof\b"),
    (CellSort.FIGURE, r"\bhow\smuch\b.*\b(?:left|have\swe|in\sstock|remain\w*|there)\b"),
    (
        CellSort.MONEY,
        r"\bhow\smuch\b|\b(?:costs?|prices?|pay|paid|charged?|charges|fees?|spen[dt]|earn\w*|owe[sd]?|budget\w*"
        r"|cheap\w*|expensive|rates?|rent|deposit|bring\sin|sell|bought|tuition|takings|worth)\b",
    ),
    (
        CellSort.NAME,
        r"\bwho(?:se|m|['’]?s)?\b|\bwhere\b.*\bfrom\b"
        r"|\bwhich\s(?:person|teacher|instructor|driver|firm|company|supplier|doctor|nurse|vet)\b",
    ),
    (
        CellSort.WORDS,
        r"\A\W*where\b|\bwhat(?:['’]?s|\sis)\s(?:wrong|the\smatter)\b"
        r"|\b(?:what|which)\s(?:make|brand|colou?r|kind|type|model|material)\b",
    ),
)
_MONEY = (
    r"[$€£]|\b(?:EUR|USD|GBP|CHF|NOK|SEK|CAD|price|cost|fee|charge|rent|salary|wage|deposit|budget|actual|spent"
    r"|income|expenditure|rate|amount|paid|due|VAT|net|gross|balance|owed|value|takings|turnover|total)s?\b"
)
_HEADS = (
    (CellSort.SHARE, r"%|\bper\s?cent\b|\bshare\b"),
    (
        CellSort.PERIOD,
        r"\b(?:mins?|minutes|hrs?|hours|days|weeks|wks|months|mths|duration|length\sof\sstay|age|years?"
        r"|lead\stime|turnaround)\b",
    ),
    (CellSort.WEIGHT, r"\b(?:kg|kilos?|weight|wt|grams?|tonnes?|lbs?|st)\b|\(g\)"),
    (
        CellSort.LENGTH,
        r"\b(?:cm|mm|m2|m²|sqm|sq\.?\s?m|m\sleft|km|height|width|depth|size|area|dimensions|length|hh|ft)\b",
    ),
    (
        CellSort.COUNT,
        r"\b(?:qty|quantity|number|no\.?\sof|count|stock|pieces|pcs|sheets|copies|pax|capacity|on\shand|in\shand"
        r"|left|sold|booked|attend\w*|enrolled|guests|max|min|crates|beds)\b",
    ),
    (CellSort.MONEY, _MONEY),
    (
        CellSort.NAME,
        r"\b(?:name|who|owner|contact|supplier|tutor|teacher|instructor|person|customer|client|tenant|holder"
        r"|keeper|booked\sby|responsible|led\sby|driver|staff)s?\b",
    ),
    (CellSort.MOMENT, r"\b(?:date|when|day|time|start\w*|end\w*|opens?|closes?|from|until|due|next|last)\b"),
)
_ASKING, _HEADING = (
    tuple((sort, re.compile(form, re.IGNORECASE)) for sort, form in forms) for forms in (_ASKED, _HEADS)
)
_ABOVE = re.compile(_MONEY, re.IGNORECASE)
_COIN = re.compile(r"[$€£]|\b(?:EUR|USD|GBP|CHF)\b")
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d\b|\b\d{1,2}\s?[ap]m\b", re.IGNORECASE)
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])/\d{2}")
_STRETCH = re.compile(
    r"\d\s?(?:mins?|minutes|h|hrs?|hours?|days?|weeks?|wks?|months?|years?|yrs?)\b", re.IGNORECASE
)
_NAME = re.compile(r"[A-Z][\w’'.-]+")
# What figures may measure, and what words may tell.
FIGURES = frozenset(
    {
        CellSort.MONEY,
        CellSort.COUNT,
        CellSort.LENGTH,
        CellSort.WEIGHT,
        CellSort.SHARE,
        CellSort.PERIOD,
        CellSort.FIGURE,
    }
)
_TOLD = frozenset({CellSort.NAME, CellSort.MOMENT, CellSort.LENGTH})


def sort_asked(question: str) -> CellSort | None:
    """What sort of thing a question asks for; None where its words do not tell."""
    return next((sort for sort, form in _ASKING if form.search(question)), None)


def sort_of(head: str, values: Sequence[str], above: str) -> CellSort:
    """What sort of thing a column holds, by most of its values, by its head, or by what stands above.

    Args:
        head: the column's head.
        values: what its cells hold.
        above: what stands above the table.

    """
    told = [one for one in values if any(map(str.isalnum, one))]

    def are_mostly(of: int) -> bool:
        return of * 2 > len(told)

    if are_mostly(sum(map(_tells_moment, told))):
        return CellSort.MOMENT
    headed = [sort for sort, form in _HEADING if form.search(head)]
    if not are_mostly(sum(map(is_figure, told))):
        if are_mostly(sum(bool(_STRETCH.search(one)) for one in told)):
            return CellSort.PERIOD
        return next((sort for sort in headed if sort in _TOLD), CellSort.WORDS)
    if any(map(_COIN.search, told)):
        return CellSort.MONEY
    otherwise = CellSort.MONEY if _ABOVE.search(above) else CellSort.FIGURE
    return next((sort for sort in headed if sort in FIGURES), otherwise)


def fits_sort(wanted: CellSort | None, held: CellSort, value: str) -> float:
    """How well what a cell holds fits what is asked for, from -1 for another sort to 1 for that one.

    Args:
        wanted: what is asked for; anything fits None.
        held: what the cell's column holds.
        value: what the cell itself holds.

    """
    has_digit = any(map(str.isdigit, value))
    if wanted is None or wanted is held:
        return 0.0 if wanted is None else 1.0
    if wanted is CellSort.FIGURE:
        fit = 1.0 if held in FIGURES else 0.0 if has_digit else -1.0
    elif wanted is CellSort.WORDS:
        fit = 0.0 if held is CellSort.NAME else -1.0
    elif wanted is CellSort.NAME:
        fit = 0.5 if held is CellSort.WORDS and _NAME.match(value) and not has_digit else -1.0
    elif wanted is CellSort.MOMENT:
        fit = 1.0 if _tells_moment(value) else 0.0 if held is CellSort.WORDS else -1.0
    elif held is CellSort.WORDS:
        fit = 0.3 if has_digit else -0.7
    else:
        fit = 0.5 if held is CellSort.FIGURE else -1.0
    return fit


def _tells_moment(value: str) -> bool:
    """Whether a cell tells when; a figure such as "3.70" is no time of day."""
    if is_figure(value):
        return ":" in value or bool(YEAR.fullmatch(value))
    if value.casefold() == "closed" or _MONTH.fullmatch(value):
        return True
    return bool(_DAY.search(value) or DATE.search(value) or _CLOCK.search(value) or recurring(value))
