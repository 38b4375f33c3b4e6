"""Paying: whether a sentence tells when or by whom something is paid, where a question asks for that."""

from __future__ import annotations

import re

from index import Span
from index.words import stems
from qa.question import LONGEST_FORM, SUMS, asked_words, at_whose_expense, tells_who_pays

_WHEN_PAID = re.compile(
    rf"\bwhen\b.*\b{SUMS}\b.*\b(?:due|payable|paid|pay|fall)\b|\bwhen\b.*\b(?:pay|paid)\b.*\b{SUMS}\b",
    re.IGNORECASE,
)
_IS_PAID = re.compile(
    r"\b(?:pay(?:s|ing|able|ments?)?|paid|due|instal?lments?|transferred|debited|collected|invoiced|billed"
    r"|in\s(?:advance|arrears))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^,;:()]+")
_PAYER = re.compile(
    r"(?:[Tt]he\s|[Ee]ach\s)?[A-Z][\w-]+(?:\s[A-Z][\w-]+)*(?=\s(?:shall|will|must|has|is|bears?|pays?|covers?|makes?|meets?)\b)"
)
_OF_PAYING = stems("pay paid payable payment due fall cost costs expense bear cover meet")


def tells_payment(question: str, sentence: str, heading: str) -> bool | None:
    """Whether a sentence tells when something is paid or at whose expense it is, as a question asks.

    None for any other question. When the rent is reviewed, or who agrees to a repair, is no such thing.

    Args:
        question: what is asked.
        sentence: the sentence that may answer.
        heading: its heading.

    """
    if len(question) > LONGEST_FORM:
        return None
    said = f"{heading} {sentence}"
    if _WHEN_PAID.search(question):
        tells = _IS_PAID.search(said) is not None
    elif at_whose_expense(question):
        tells = tells_who_pays(sentence)
    else:
        return None
    return tells and not (stems(" ".join(asked_words(question))) - _OF_PAYING).isdisjoint(stems(said))


def payer_told(question: str, sentence: str, read: int) -> Span | None:
    """Where a sentence names who pays, as a question asks, in the one clause that tells of it.

    None for any other question, where what was read stands in that clause, and where not one is named there.

    Args:
        question: what is asked.
        sentence: the sentence that answers.
        read: where in it what was read as the answer begins.

    """
    if not at_whose_expense(question):
        return None
    clauses = [one for one in _CLAUSE.finditer(sentence) if tells_who_pays(one.group())]
    if len(clauses) != 1 or clauses[0].start() <= read < clauses[0].end():
        return None
    payers = list(_PAYER.finditer(sentence, *clauses[0].span()))
    return Span(*payers[0].span()) if len(payers) == 1 else None
