"""Measured: which measure a question asks for, and which ones a sentence gives.

"What may the quay cost?" asks for money; a sentence that says how long the quay is answers another question.
So does one without any number, where the question names what it asks for: "what salary", "the notice period".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.contents.figures import is_figure
from qa.contents.mentions import MONTHS, WEEKDAYS
from qa.contents.numerals import NUMERAL
from qa.contents.periods import NAMED_PERIODS, may_tell, period_asked, speaks_of
from qa.question import LONGEST_FORM

_WHOSE = r"(?:the|its|their|his|her|my|our|(?:[\w.-]+\s){0,4}?[\w.-]+['’]s?)"


def _noun(nouns: str) -> re.Pattern[str]:
    """What asks for what a noun says: "what is the monthly fee for a tent", "what salary does she get"."""
    return re.compile(
        rf"""\bwhat(?:['’]?s|\s(?:is|are|was|were))\s{_WHOSE}\s(?:[\w-]+\s){{0,2}}?(?:{nouns})s?
         (?=\W*$|\s(?:of|for|in|at|per|a|after|before|during|from|under|to|on|by|when|if)\b)
        |\bwhat\s(?:{nouns})\b(?!\sof\b)""",
        re.IGNORECASE | re.VERBOSE,
    )


# Asked for by name: what tells no number either is no such thing.
_NAMED = (
    ({"money", "share"}, _noun("price|fee|cost|rent|salary|wage|fine|deposit")),
    (
        {"money", "share"},
        re.compile(r"\b(?:what|how\smuch)\b .* \b(?:costs?|charge|earn|owe)\W*$", re.IGNORECASE | re.VERBOSE),
    ),
    ({"time"}, _noun(rf"(?:{NAMED_PERIODS})\speriod")),
    ({"time", "open-ended"}, _noun(r"(?<!what\s)(?:duration|period|term(?!s?\sfor\b))")),
    (
        {"time", "date"},
        _noun(r"deadline|(?:due|closing|opening|start(?:ing)?|end|expiry|delivery|completion)\sdate"),
    ),
    ({"time", "date"}, re.compile(r"\b(?:what|which)\sdate\b", re.IGNORECASE)),
)
_ASKED = (
    (
        {"money", "share"},
        re.compile(
            r"""\bhow\smuch\b .* \b(?:costs?|pa(?:ys?|id)|spen[dt]s?|earn(?:s|ed)?|charged?|owe[sd]?
              |(?:sell|sold|buy|bought)\sfor|worth)\b
            |\bhow\s(?:expensive|dear)\b""",
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
    ({"length"}, re.compile(r"\bhow\s(?:tall|thick)\b", re.IGNORECASE)),
    # A rent is high, too, and a cut is deep; and what is far is so many hours away.
    (
        {"length", "time", "money", "share"},
        re.compile(r"\bhow\s(?:high|wide|deep|far)\b", re.IGNORECASE),
    ),
    ({"length", "time"}, re.compile(r"\bhow\slong\b", re.IGNORECASE)),
    ({"time"}, re.compile(r"\bhow\s(?:old|often|soon)\b", re.IGNORECASE)),
    (
        {"weight"},
        re.compile(
            r"\bhow\sheavy\b|\bwhat\sweight\b|\b(?:how\smuch|what)\b .* \bweighs?\b",
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
    ({"telephone"}, re.compile(r"\b(?:(?:tele)?phone|mobile)\snumbers?\b", re.IGNORECASE)),
    ({"e-mail"}, re.compile(r"\be-?mail\saddress", re.IGNORECASE)),
    ({"warmth"}, re.compile(r"\bhow\s(?:hot|cold|warm)\b|\bwhat\stemperature\b", re.IGNORECASE)),
)
# A unit's name tells by itself; its sign only after a figure, or in a table's head, in brackets.
_BEFORE_SIGN = r"(?:\d\s?|[(])"
_SAID = {
    "money": re.compile(
        r"[$€£¥₹]|\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|(?<!per\s)cents?|pence|shillings?|francs?|crowns?|marks|yen"
        r"|rupees?|rubles?|pesos?|kron[eo]r?|free)\b|\d\s?(?:thousand|million|billion)\b",
        re.IGNORECASE,
    ),
    "share": re.compile(r"\d\s?%|\bper\s?cent\b|\bpoints?\b|\b(?:half|third|quarter|share)\b", re.IGNORECASE),
    "length": re.compile(
        r"\b(?:(?:kilo|centi|milli)?met(?:re|er)s?|feet|foot|inch(?:es)?|miles?|yards?)\b"
        rf"|{_BEFORE_SIGN}(?:mm|cm|m|km|ft|in)\b|\d\s?[′″]",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|century|centuries"
        r"|daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|once|twice|times|every|old|since|until)\b"
        rf"|\b(?:1\d|20)\d\d\b|{_BEFORE_SIGN}(?:s|min|h)\b",
        re.IGNORECASE,
    ),
    "date": re.compile(
        rf"\b(?:{'|'.join((*MONTHS, *WEEKDAYS))}|today|tomorrow|yesterday|immediately)\b"
        r"|\d[./]\d|\d[hH:]\d\d\b"
    ),
    "open-ended": re.compile(r"\b(?:indefinite|permanent|unlimited|open[- ]ended|for\slife)", re.IGNORECASE),
    "weight": re.compile(
        r"\b(?:(?:kilo|milli)?gram(?:me)?s?|kilos?|tons?|tonnes?|pounds?|ounces?)\b"
        rf"|{_BEFORE_SIGN}(?:mg|g|kg|t|lbs?|oz)\b",
        re.IGNORECASE,
    ),
    "telephone": re.compile(r"(?:\d[ ()/-]{0,2}){6}"),
    "e-mail": re.compile(r"@"),
    "warmth": re.compile(r"\d\s?°|\b(?:degrees?|hot|cold|warm|boiling|freezing)\b", re.IGNORECASE),
}

# What a column's head measures by its noun, where it names no unit.
_HEADED = {
    "money": re.compile(r"\b(?:price|cost|fee|charge|rent|salary|wage|deposit|fine)s?\b", re.IGNORECASE),
    "time": re.compile(r"\b(?:times?|duration)\b", re.IGNORECASE),
    "length": re.compile(r"\b(?:length|height|width|depth|distance)\b", re.IGNORECASE),
    "weight": re.compile(r"\bweight\b", re.IGNORECASE),
}
_BRACKETED = re.compile(r"[(\[][^)\]]*[)\]]")
# What a head in brackets says that is asked for by no word above.
_OTHER_UNIT = re.compile(r"\b(?:m[²³23]|sqm|lit(?:re|er)s?|l|[kM]?Wh?|GB|MB)(?!\w)")
# Asked for in a table's cell, where nothing but figures stands beside it; "how much" is never so long.
_IN_CELLS = (
    ({"share"}, re.compile(r"\b(?:what|which)\s(?:percentage|per\s?cent|share)\b", re.IGNORECASE)),
    (
        {"money", "share"},
        re.compile(
            r"\b(?:how\smuch|what(?:['’]?s|\s(?:is|are|was|were|do|does|did|will|would|must|should)))\b"
            r" .* \b(?:costs?|prices?|fees?|charged?|charges|pay)\b",
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
    ({"money", "share", "length", "weight"}, re.compile(r"\bhow\smuch\s(?:is|are)\b", re.IGNORECASE)),
)
# How many of a unit there are is a measure, of anything else a count.
_COUNTED = re.compile(
    r"\bhow\smany\s(?!(?:(?:square|cubic|working|calendar)\s)?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?"
    r"|(?:kilo|centi|milli)?met(?:re|er)s?|miles|feet|yards|lit(?:re|er)s?|kilos?|(?:kilo)?grams?|tonn?e?s|hectares?|acres?"
    r"|euros?|dollars?|pounds?|francs?|per\s?cent|percent\w*|points|degrees)\b)",
    re.IGNORECASE,
)
_OF_COUNTS = re.compile(
    r"\b(?:number|no\.|count|counted|quantity|qty|pieces|pcs|stock|available|units?|sleeps|capacity|seats|places|people"
    r"|persons|heads?|how\smany)(?!\w)|#",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\s*\d{1,3}(?:[,’' ]?\d{3})*\s*")
_OF_A_TIME = re.compile(
    r"\W*(?:(?:half|full|whole|first|per|an?|each)\s)*(?:hour|day|night|week|weekend|month|quarter|season|year|morning"
    r"|afternoon|evening)s?\W*",
    re.IGNORECASE,
)
_DIALLED = re.compile(r"phone|mobile|\b(?:tel|fax|cell|number|contact)\b|: [0+]\d{5}", re.IGNORECASE)
_PER_CENT = re.compile(r"\d\s?%")
_RATE = re.compile(r"\b(?:per|an?|each|every)\s(hour|day|night|week|month|quarter|year)\b", re.IGNORECASE)
# Whoever asks for one of these wants its signs, not words about it.
_SIGNS = {"telephone", "e-mail"}
# When something is, and whether it ends, says nothing of what else is measured.
_MOMENTS = {"date", "open-ended"}
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_FULL_NAME = re.compile(r"\b[A-Z][\w’'-]+\s[A-Z][\w’'-]+")
_NUMBER = re.compile(
    rf"\d|\b(?:{NUMERAL}|hundred|thousand|million|half|quarter|third|double|twice)\b",
    re.IGNORECASE,
)


def says_money(words: str) -> bool:
    """Whether words tell an amount of money, or name a currency."""
    return bool(_SAID["money"].search(words))


def says_time(words: str) -> bool:
    """Whether words tell a stretch of time."""
    return bool(_SAID["time"].search(words))


def names_a_measure(question: str) -> bool:
    """Whether a question asks for a measure by its name, as for a salary, a notice period or a deadline."""
    return bool(_asked(question, _NAMED))


def names_somebody(sentence: str) -> bool:
    """Whether two words with capitals stand in a row, as in the name of a person, a firm or a street."""
    return bool(_FULL_NAME.search(sentence))


def is_measured_otherwise(
    question: str, sentence: str, around: str, is_row: bool = False, heading: str = ""
) -> bool:
    """Whether what a question asks for stands nowhere around a sentence, which gives other measures.

    Where the question names it ("what salary"), a sentence without any number will not do either; nor one
    that speaks of something else than the period that is asked for. The years at the heads of a table's
    columns are no measures.

    Args:
        question: what is asked.
        sentence: the sentence that may answer.
        around: the sentence with its heading and the sentence before.
        is_row: whether it is a table's row.
        heading: its heading.

    """
    period = period_asked(question)
    if period and not (speaks_of(period, sentence, is_row) or may_tell(period, sentence, heading, around)):
        return True
    named = _asked(question, _NAMED)
    asked = named or _asked(question, _ASKED)
    told = _YEAR.sub(" ", sentence) if is_row else sentence
    given = _said(told) - _SIGNS - _MOMENTS
    is_other = bool(given or asked & _SIGNS) or (bool(named) and not _NUMBER.search(told))
    return bool(asked) and is_other and not asked & _said(around)


def is_cell_asked(question: str, head: str, value: str) -> bool | None:
    """Whether a table's figure is in the measure that a question asks for, and per day where that is said.

    None where one of the two is not known.

    Args:
        question: what is asked.
        head: the head of the figure's column.
        value: what the cell holds.

    """
    given = _said_in_cell(head, value)
    if asks_count(question):
        return _is_count(head, value, given)
    asked = _asked(question, (*_NAMED, *_ASKED, *_IN_CELLS))
    short = question[:LONGEST_FORM]
    named = {measure for measure in given & _HEADED.keys() if _HEADED[measure].search(short)}
    asked |= named if asked else set()
    if not asked or not given:
        return None
    rates, wanted = _rates(head), _rates(short)
    return bool(asked & given) and not (rates and wanted and not rates & wanted)


def asks_count(question: str) -> bool:
    """Whether a question asks how many there are of something that is no unit."""
    return bool(_COUNTED.search(question[:LONGEST_FORM]))


def _is_count(head: str, value: str, given: set[str]) -> bool | None:
    """Whether a cell tells how many there are; None where its head does not say so."""
    if given or not _WHOLE.fullmatch(value) or _OF_A_TIME.fullmatch(head) or _YEAR.fullmatch(value.strip()):
        return False
    return True if _OF_COUNTS.search(head) else None


def _rates(said: str) -> set[str]:
    return {one.casefold() for one in _RATE.findall(said)}


def _said_in_cell(head: str, value: str) -> set[str]:
    """The measures of a cell: by its head's unit or noun, or its own; "per day (£)" is money."""
    by_noun = {measure for measure, form in _HEADED.items() if form.search(head)}
    bracketed = " ".join(_BRACKETED.findall(head))
    unit = _said(bracketed) or ({"other"} if _OTHER_UNIT.search(bracketed) else set())
    if says_money(_BRACKETED.sub(" ", head)):  # "Express (24 h), EUR per word"
        unit = {"money"}
    said = unit or by_noun or (_said(_YEAR.sub(" ", value)) if _NUMBER.search(value) else set())
    said |= {"share"} if _PER_CENT.search(value) else set()
    if is_figure(value):  # "3.80" is no day of a month, "189000" nobody's telephone
        said -= {"date"} if _DIALLED.search(f"{head}: {value}") else {"date", "telephone"}
    return said - {"time"} if "money" in said else said


def _asked(question: str, forms: Sequence[tuple[set[str], re.Pattern[str]]]) -> set[str]:
    """The measures that may be meant; none where the question asks for something else."""
    found = (measures for measures, form in forms if form.search(question[:LONGEST_FORM]))
    return set(next(found, ()))


def _said(text: str) -> set[str]:
    return {measure for measure, form in _SAID.items() if form.search(text)}
