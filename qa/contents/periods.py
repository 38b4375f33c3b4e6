"""Periods: which period with a name of its own a question asks for, and which sentences tell that one.

A heading such as "Duration and notice" stands over other times, too: the minimum duration below it is no
notice period, and only a sentence that speaks of notice, or of how something is ended, tells one.
"""

from __future__ import annotations

import re

from qa.question import LONGEST_FORM

# How a sentence speaks of each.
_PERIODS = {
    "notice": r"notice|notif\w+|terminat\w+|cancel\w*|resign\w*|vacat\w+|quit|leav\w+|mov(?:e|ing)\sout"
    r"|(?:may|can|could|must|shall|will|be)\s(?:only\s)?(?:ended|end(?!\sof\b))",
    "trial": r"trial|probation\w*",
    "probation": r"trial|probation\w*",
    "probationary": r"trial|probation\w*",
    "guarantee": r"guarant\w+|warrant\w+",
    "warranty": r"guarant\w+|warrant\w+",
    "retention": r"retain\w*|retention|kept|keeps?|store[ds]?|held|hold|delet\w+|destroy\w*|eras\w+",
    "payment": r"pay|pays|paid|payments?|payable|invoices?|invoiced|due|settled?",
    "cancellation": r"cancel\w*|terminat\w+|withdraw\w*",
    "withdrawal": r"withdraw\w*|cancel\w*",
    "grace": r"grace",
    "cooling-off": r"cooling[-\s]off|withdraw\w*|cancel\w*",
}
NAMED_PERIODS = "|".join(_PERIODS)
_SPEAKS = {name: re.compile(rf"\b(?:{said})\b", re.IGNORECASE) for name, said in _PERIODS.items()}
_ASKED = re.compile(
    rf"""\bwhat(?:['’]?s|\s(?:is|are|was|were))\s(?:[\w.'’-]+\s){{0,6}}?(?P<is>{NAMED_PERIODS})\s(?:period|time)s?
         (?=\W*$|\s(?:of|for|in|at|per|a|after|before|during|from|under|to|on|by|when|if|with)\b)
        |\bhow\slong\s(?:is|are|was|were)\s(?:[\w.'’-]+\s){{0,6}}?(?P<long>{NAMED_PERIODS})\s(?:period|time)s?\b
        |\b(?:what|which)\s(?P<what>{NAMED_PERIODS})\s(?:period|time)s?\b
        |\b(?:how\smuch|how\slong\sa|what)\s(?P<notice>notice)\b(?!\s(?:board|period)s?\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_STRETCH = re.compile(
    r"\b(?:minute|hour|day|night|week|fortnight|month|quarter|year)s?\b|\b(?:at\sonce|immediate(?:ly)?)\b",
    re.IGNORECASE,
)
_OF_NO_MATTER = re.compile(r"\b(?:period|time|the|and\sconditions)s?\b|[\W\d_]", re.IGNORECASE)
# "It is three months" tells of what the sentence before speaks of.
_GOES_ON = re.compile(r"\W*(?:\d[\d.]*\s)?(?:it|this|that)\s(?:is|was|amounts|will|may|can)\b", re.IGNORECASE)


def period_asked(question: str) -> str:
    """The name of the period that a question asks for, such as "notice"; "" where it asks for none."""
    match = _ASKED.search(question[:LONGEST_FORM])
    return next(filter(None, match.groups()), "").casefold() if match else ""


def speaks_of(period: str, sentence: str, is_row: bool = False) -> bool:
    """Whether a sentence itself tells a period by how it speaks: some time, and what it is for.

    A table's row may leave the unit to its column.
    """
    return bool(_SPEAKS[period].search(sentence)) and (is_row or bool(_STRETCH.search(sentence)))


def may_tell(period: str, sentence: str, heading: str, around: str) -> bool:
    """Whether a sentence may tell a period of which it does not speak itself.

    Under a heading of nothing else it does, and where "it" is what the sentence before speaks of.

    Args:
        period: the period's name.
        sentence: the sentence.
        heading: its heading.
        around: the sentence with its heading and the sentence before.

    """
    if not _STRETCH.search(sentence):
        return False
    is_alone = bool(heading) and not _OF_NO_MATTER.sub("", _SPEAKS[period].sub("", heading))
    return is_alone or bool(_GOES_ON.match(sentence) and _SPEAKS[period].search(around))
