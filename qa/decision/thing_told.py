"""Thing told: whether a sentence speaks of the thing whose colour, income, payer or moment is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import stems, words
from qa.intents.kinds import is_kind, kin_of
from qa.question import LONGEST_FORM, at_whose_expense, tells_who_pays

_COLOUR = re.compile(
    r"\b(?:what|which)\scolou?rs?\s(?:is|are|was|were|do|does|did|should|must|will)\s(?:(?:the|our|your|their|my)\s)?"
    r"(?P<thing>[^?]+)",
    re.IGNORECASE,
)
_INCOME_ASKED = re.compile(
    r"\b(?:what|how\s(?:much|high|large))\b.*\b(?:income|revenues?|takings|receipts|earnings|turnover|proceeds)\b",
    re.IGNORECASE,
)
_INCOME = re.compile(
    r"\b(?:incomes?|revenues?|takings?|receipts?|received|receives?|earn\w*|turnover|proceeds|sales?|sold|sell"
    r"|brought\sin|brings?\sin|grants?|donat\w+|rais(?:e[ds]?|ing)|profits?|gains?|yield\w*)\b",
    re.IGNORECASE,
)
_EXPENSE = re.compile(
    r"\b(?:costs?|charg\w+|fees?|expenses?|expenditure|prices?|spen[dt]|pay(?:s|able|ments?)?|paid|rents?|invoic\w+"
    r"|bills?)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"""\W*(?:and\s|since\s|until\s)?when\s(?:do|does|did|will|would|is|are|was|were|has|have|can|must)\s
    (?:the|our|its|their|an?)\s(?P<thing>(?:[\w-]+\s){0,2}?[\w-]+)\s(?:(?:last|first|next|be|been)\s)*[\w-]+
    (?:\s(?:to|up|on|in|by|from|of|out|into|for|at|with|off|back|again|place|effect|force)\b.*)?\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_SUBJECT = re.compile(
    r"[\W\d]*(?:The|This|An?|Our)\s(?P<subject>(?:[\w-]+\s){0,2}?[\w-]+)\s"
    r"(?:is|are|was|were|will|shall|must|may|can|has|have|(?:start|begin|end|run|last|open|close|expire|cost|cover|apply|applie)s)\b"
)
_NOT = re.compile(r"\b(?:not|except(?:ed|ing)?|excluded|excluding|without|other\sthan)\b", re.IGNORECASE)


def tells_of_another(question: str, sentence: str, around: str) -> bool:
    """Whether a sentence tells a colour, income or payer, but not of what a question asks it.

    Of "What colour are the seats?" the green room tells nothing, nor of the income what something is charged
    at, nor of who pays for a pump that pumps are excepted.

    Args:
        question: what is asked.
        sentence: the sentence that may answer.
        around: the sentence with its heading and the one before.

    """
    question = question[:LONGEST_FORM]
    coloured = _COLOUR.search(question)
    if coloured is not None:
        return stems(coloured["thing"]).isdisjoint(stems(around))
    if _INCOME_ASKED.search(question):
        return bool(_EXPENSE.search(sentence)) and not _INCOME.search(around)
    return bool(at_whose_expense(question) and _NOT.search(sentence)) and not tells_who_pays(sentence)


def tells_moment_of_another(question: str, sentence: str, heading: str, missing: Sequence[str]) -> bool:
    """Whether a sentence says of another thing when it is: of the agreement and not the guarantee.

    Only where documents speak of the thing that is asked about: the sentence may call another one so.

    Args:
        question: what is asked.
        sentence: the sentence that may answer.
        heading: what it stands under.
        missing: words of the question that stand in no document.

    """
    asked = _WHEN.fullmatch(question) if len(question) <= LONGEST_FORM else None
    told = _SUBJECT.match(sentence)
    if asked is None or told is None:
        return False
    things = words(asked["thing"])
    kin = frozenset().union(*map(kin_of, things))
    is_known = not any(map(is_kind, things)) and not set(things) & set(missing)
    return is_known and kin.isdisjoint(stems(f"{heading} {sentence}"))
