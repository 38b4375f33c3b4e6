"""Thing told: whether a sentence speaks of the thing whose colour, income or payer a question asks for."""

from __future__ import annotations

import re

from index.words import stems
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
