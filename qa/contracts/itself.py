"""Itself: what a contract says of its term, its first day and its notice, whichever a question asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index import Index, Only
from qa.citation import Citation, Together
from qa.contracts.beginning import beginning_asked
from qa.contracts.notices import notice_form, notice_length
from qa.contracts.term import tells_the_same, term_asked
from qa.intents.endings import IT, contract_with_days
from qa.intents.notices import notice_form_asked, notice_length_asked

_WAYS = (term_asked, beginning_asked, notice_length)


class OfItself(NamedTuple):
    """What contracts say, and the question that it answers."""

    question: str
    told: Together


def asks_of_itself(question: str, earlier: str) -> bool:
    """Whether a question, behind an earlier one, asks a contract for its term, first day or notice."""
    return _contract_asked(question, earlier) is not None


def said_of_itself(
    questions: Iterable[str], index: Index, document: Only, spoken_of: Sequence[str], earlier: str
) -> OfItself | None:
    """What contracts say of their term, first day or notice, by the first of some wordings that names one.

    Args:
        questions: how a question may be worded; "it" is looked for last.
        index: the documents.
        document: look in this document alone, or in these.
        spoken_of: the documents that answered before.
        earlier: the question before it, "" for none.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    for worded in sorted(questions, key=lambda one: _contract_asked(one, earlier) == IT):
        ways = (
            way(worded, index, document, spoken_of) for way in (term_asked, beginning_asked, notice_length)
        )
        told = next(filter(None, ways), None) or notice_form(worded, index, document, spoken_of, earlier)
        if told:
            return OfItself(worded, told)
    return None


def is_told(found: Citation, of_itself: OfItself) -> bool:
    """Whether what was found tells what the contracts say; of several, or of a form, it does not tell all."""
    told = of_itself.told
    is_of_length = notice_length_asked(of_itself.question) is not None
    citations = told.citations if is_of_length else told.citations[:1]
    return len(told.groups) == 1 and any(tells_the_same(found, one) for one in citations)


def _contract_asked(question: str, earlier: str) -> str | None:
    """Which contract a question asks for such a thing, `IT` for the one spoken of; None for any other."""
    if days := contract_with_days(question):
        return days
    asked = notice_length_asked(question) or notice_form_asked(question, earlier)
    return asked.what if asked else None
