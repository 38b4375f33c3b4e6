"""Apposed: who it is that a question calls by what somebody does, where a document says that beside the name.

"Who writes to the lunch caterer?" asks of Greenspoon where "the caterer, Greenspoon," stands below "School
lunch"; "the lift company" is the one firm with lifts in its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Passage
from index.words import is_function_word, stem, stems
from qa.question import LONGEST_FORM

_NAME = r"(?:[A-Z][\w’'-]*[^\W_]|Mrs?\.?|Dr\.?)(?:\s(?:(?:&|of)\s)?[A-Z][\w’'.-]*[^\W_])*"
_ROLE = r"(?:[a-z][\w-]*\s){0,2}[a-z][\w-]+"
_APPOSED = (
    re.compile(rf"\b[Tt]he\s(?P<role>{_ROLE}),\s(?P<name>{_NAME})(?=[,.;)])"),
    re.compile(rf"\b(?P<name>{_NAME}),\s(?:the|our)\s(?P<role>{_ROLE})(?=[,.;)])"),
)
_LEGAL_FORM = r"(?:Ltd|Limited|LLP|LLC|Inc|plc|PLC|GmbH|AG|Corp|Co)"
_FIRM = re.compile(rf"\b(?P<name>{_NAME})\s{_LEGAL_FORM}\b")
# "For Brannock Lifts Ltd" stands below signatures.
_BEFORE = re.compile(r"\A(?:(?:For|By|And|The|With|From|To|Between)\s)+")
_FIRMS = stems("company firm business")
_THE = re.compile(r"\b(?:the|our)\s(?=[a-z])")
_WORD = re.compile(r"[\w-]+")
_MOST_WORDS = 3
# "Who is the auditor?" asks for the very name.
_WHO_IS = re.compile(r"\bwho(?:\sis|\swas|\sare|\swere|['’]s)\s(?:the|our)\b", re.IGNORECASE)


def with_the_name(question: str, passages: Sequence[Passage]) -> str:
    """The question with the name of whom it calls by what he does; "" where no name, or several, are told.

    "" too where that name is what it asks for.
    """
    if len(question) > LONGEST_FORM or _WHO_IS.search(question):
        return ""
    for start, end in _things(question):
        *others, role = (stem(word.casefold()) for word in _WORD.findall(question[start:end]))
        names = {name for one in passages for name in _names(role, frozenset(others) - {"the", "our"}, one)}
        if len(names) == 1:
            return f"{question[:start]}{names.pop()}{question[end:]}"
    return ""


def names_no_more(span: str, question: str) -> bool:
    """Whether a span is the very name that was put into a question, a firm's with its legal form or not."""
    bare = re.sub(rf"\W*\b{_LEGAL_FORM}\b.*", "", span)
    return bool(bare) and bare in question


def _things(question: str) -> Iterator[tuple[int, int]]:
    """Where a question may call somebody "the lunch caterer", the article too, longest first."""
    for article in _THE.finditer(question):
        ends: list[int] = []
        for word in _WORD.finditer(question, article.end()):
            if is_function_word(word.group()) or len(ends) == _MOST_WORDS:
                break
            ends.append(word.end())
        yield from ((article.start(), end) for end in reversed(ends))


def _names(role: str, others: frozenset[str], passage: Passage) -> Iterator[str]:
    """Those whom a passage calls so; what else is said of them stands in it, or in a firm's name."""
    if others <= stems(f"{passage.heading} {passage.text}"):
        for form in _APPOSED:
            for match in form.finditer(passage.text):
                *_, said = _WORD.findall(match["role"])
                if stem(said.casefold()) == role:
                    yield match["name"]
    if role in _FIRMS and others:
        firms = (_BEFORE.sub("", match["name"]) for match in _FIRM.finditer(passage.text))
        yield from (name for name in firms if others <= stems(name))
