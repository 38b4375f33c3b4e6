"""Measured: which measure a question asks for, and which ones a sentence gives.

"What may the quay cost?" asks for money; a sentence that says how long the quay is answers another question.
"""

from __future__ import annotations

import re

# A question is not searched for these beyond so many characters.
_LONGEST = 300
_ASKED = (
    (
        {"money", "share"},
        re.compile(
            r"""\bhow\smuch\b .* \b(?:costs?|pa(?:ys?|id)|spen[dt]s?|earn(?:s|ed)?|charged?|owe[sd]?
              |(?:sell|sold|buy|bought)\sfor|worth)\b
            |\bwhat\ssalary\b
            |\bwhat\b .* \b(?:costs?|charge|earn|owe)\W*$
            |\bwhat\s(?:is|are|was|were)\s(?:the|its|their|his|her)
             \s(?:price|fee|cost|rent|salary|wage|fine|deposit)\b
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
        re.compile(r"\bhow\sheavy\b|\b(?:how\smuch|what)\b .* \bweighs?\b", re.IGNORECASE | re.VERBOSE),
    ),
    ({"telephone"}, re.compile(r"\b(?:(?:tele)?phone|mobile)\snumbers?\b", re.IGNORECASE)),
    ({"e-mail"}, re.compile(r"\be-?mail\saddress", re.IGNORECASE)),
    ({"warmth"}, re.compile(r"\bhow\s(?:hot|cold|warm)\b|\bwhat\stemperature\b", re.IGNORECASE)),
)
# A unit's name tells by itself; its sign only after a figure, or in a table's head, in brackets.
_BEFORE_SIGN = r"(?:\d\s?|[(])"
_SAID = {
    "money": re.compile(
        r"[$€£¥₹]|\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|cents?|pence|shillings?|francs?|crowns?|marks|yen"
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
        r"|daily|weekly|monthly|yearly|annual(?:ly)?|once|twice|times|every|old|since|until)\b"
        rf"|\b(?:1\d|20)\d\d\b|{_BEFORE_SIGN}(?:s|min|h)\b",
        re.IGNORECASE,
    ),
    "weight": re.compile(
        r"\b(?:(?:kilo|milli)?gram(?:me)?s?|kilos?|tons?|tonnes?|pounds?|ounces?)\b"
        rf"|{_BEFORE_SIGN}(?:mg|g|kg|t|lbs?|oz)\b",
        re.IGNORECASE,
    ),
    "telephone": re.compile(r"(?:\d[ ()/-]{0,2}){6}"),
    "e-mail": re.compile(r"@"),
    "warmth": re.compile(r"\d\s?°|\b(?:degrees?|hot|cold|warm|boiling|freezing)\b", re.IGNORECASE),
}

# Whoever asks for one of these wants its signs, not words about it.
_SIGNS = {"telephone", "e-mail"}
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")


def says_money(words: str) -> bool:
    """Whether words tell an amount of money, or name a currency."""
    return bool(_SAID["money"].search(words))


def is_measured_otherwise(question: str, sentence: str, around: str, is_row: bool = False) -> bool:
    """Whether what a question asks for stands nowhere around a sentence, which gives other measures.

    The years at the heads of a table's columns are none.
    """
    asked = _asked(question)
    given = _said(_YEAR.sub(" ", sentence) if is_row else sentence) - _SIGNS
    return bool(asked) and bool(given or asked & _SIGNS) and not asked & _said(around)


def _asked(question: str) -> set[str]:
    """The measures that may be meant; none where the question asks for something else."""
    found = (measures for measures, form in _ASKED if form.search(question[:_LONGEST]))
    return set(next(found, ()))


def _said(text: str) -> set[str]:
    return {measure for measure, form in _SAID.items() if form.search(text)}
