"""Heads: what the heads of columns are short for, and which of them stand for what a question asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import words

_SHORT = {
    "act": "actual", "addr": "address", "amt": "amount", "avail": "available", "bef": "before",
    "cust": "customer", "dep": "deposit paid", "dept": "department", "desc": "description",
    "dob": "date of birth", "excl": "excluding", "exp": "expires", "ext": "external", "hr": "hour",
    "hrs": "hours", "incl": "including", "int": "internal", "inv": "invoiced", "loc": "location place",
    "max": "maximum", "mem": "member", "min": "minimum minutes", "mins": "minutes", "no": "number",
    "nr": "number", "pcs": "pieces", "pers": "persons", "qtr": "quarter", "qty": "quantity",
    "ref": "reference", "resp": "responsible", "sq": "square", "std": "standard", "tel": "telephone",
    "temp": "temperature", "u16": "under 16", "u18": "under 18", "veg": "vegetarian", "vgn": "vegan",
    "wk": "week", "wks": "weeks", "wt": "weight", "yob": "year of birth", "yr": "year",
    "yrs": "years", "ytd": "year to date",
}  # fmt: skip
# Words that people ask with, and words that columns are headed by that tell it.
_ASKED_AND_HEADED = (
    (
        r"left|have we(?: got)?|in stock|remain\w*|how many .* (?:have|are there)",
        r"left|stock|on hand|in hand|remain\w*|quantity|balance|available|sheets|free",
    ),
    (
        r"where|kept?|keep|parked|shelf|find|stored?|stand|lie",
        r"where|bin|place|location|base|shelf|berth|room|site|kept|box|store|hook|bay",
    ),
    (r"go(?:es)? off|expires?|good until|best before|out of date", r"expir\w*|best before|use by|until"),
    (r"starts?|begins?|open|from", r"from|start\w*|begins?|opens?|doors"),
    (r"ends?|finish\w*|over|until|close[sd]?", r"to|ends?|until|finish\w*|closes?"),
    (r"due|ready|back|have to be|deliver\w*|by when", r"due|ready|deadline|delivery|next|out"),
    (
        r"outsiders?|outside|external|guests?|visitors?|not (?:a )?members?|non-?members?|isn[’']?t|public"
        r"|everyone else|strangers?",
        r"external|non-?members?|guests?|visitors?|public|others|outside|full|standard|private",
    ),
    (
        r"who|whose|whom",
        r"who|by|name|owner|driver|teacher|tutor|instructor|keeper|contact|responsible|regular|holder|member\(?s?\)?"
        r"|tenant|staff|lead|on it|booked by|client|customer|supplier",
    ),
    (r"born|how old", r"birth|born|age|foaled"),
    (
        r"wrong|condition|state|matter|look out|watch|special|note",
        r"condition|remarks?|notes?|state|comments?|status",
    ),
    (r"owes?|owed|outstanding|still|unpaid|to pay", r"due|balance|left|outstanding|owing|open|unpaid"),
    (r"paid|deposit|so far|already", r"paid|deposit|received|actual|to date|year to date"),
    (r"last year|previous|year before", r"last year|previous|prior|20\d\d actual"),
    (r"so far|this year|up to now|to date|spent", r"to date|year to date|actual|spent|so far"),
    (
        r"budget\w*|plan(?:ned)?|set aside|allowed|meant to|expect(?:ed)?|supposed",
        r"budget\w*|plan|planned|forecast|estimate\w*",
    ),
    (r"we pay|buy|costs? us|bought", r"cost|purchase|buy\w*|net"),
    (
        r"we charge|sell|customers? pay|retail|over the counter|in the shop",
        r"retail|sell\w*|price|counter|shop|sale|charge",
    ),
    (r"altogether|total|in all|overall|all in", r"total|sum|altogether|overall|gross"),
    (r"at least|always have|minimum|least", r"minimum|reorder|at least"),
    (r"at most|maximum|room for|fit|hold", r"maximum|capacity|seats|places|limit"),
    (
        r"signed up|enrolled|booked|coming|registered|how many .* (?:in|on)",
        r"booked|enrolled|guests|number|registered|participants|sold",
    ),
    (r"phone|call|ring|reach", r"telephone|phone|mobile|contact"),
    (r"how big|large|size|square|area", r"size|area|square|m2|m²|dimensions"),
    (r"evening|late|night", r"late|evening|night|pm"),
    (r"morning|early", r"early|morning|am"),
    (r"afternoon", r"afternoon|pm"),
    (r"online|internet|web", r"online|web|internet"),
    (r"(?:which|what) day|days?", r"days?|date|when"),
    (r"time|what time|when", r"time|from|start|doors|begins|hours|date|when|next"),
)
_CONCEPTS = tuple(
    (re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), re.compile(rf"\b(?:{headed})\b", re.IGNORECASE))
    for asked, headed in _ASKED_AND_HEADED
)
_EXCEPTS = re.compile(
    r"\b(?:non|not|no|without|outside|outsiders?|visitors?|excl\w*|isnt|arent|dont|other)\b|n['’]t\b",
    re.IGNORECASE,
)


def spelled_out(head: str) -> str:
    """A head with what its abbreviations stand for behind it: "Qty quantity"."""
    return " ".join([head, *(_SHORT[word] for word in map(str.casefold, words(head)) if word in _SHORT)])


def stands_for(question: str, heads: Sequence[str]) -> list[float]:
    """Of each head how much it stands for of the things asked that any of them stands for, 0..1.

    Args:
        question: what is asked.
        heads: the heads of one table, spelled out.

    """
    asked = [headed for said, headed in _CONCEPTS if said.search(question)]
    told = [[bool(headed.search(head)) for headed in asked] for head in heads]
    of = sum(any(head[at] for head in told) for at in range(len(asked)))
    return [sum(head) / of if of else 0.0 for head in told]


def excepts(words: str) -> bool:
    """Whether words except somebody or something: "non-members", "without VAT"."""
    return bool(_EXCEPTS.search(words))
