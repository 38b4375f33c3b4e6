"""Owned: whose document it is, where a question says so and its sentences do not.

"Who are the auditors of Pellworth Ceramics?" asks Pellworth's report who the auditors are; its sentences do
not say whose they are. A name that many of them speak of is what the question is about, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from index import Hit
from index.words import stems
from qa.contents.recurring import without_recurring
from qa.evidence.clues import text_of
from qa.question import LONGEST_FORM
from qa.several.named import NamedDocuments

# A name that stands in a larger share of the sentences found is no mere owner.
OWNER_SHARE = 0.25
_NAME = r"(?P<name>[A-Z][\w&.’'-]*(?:\s(?:(?:of|and|the|&)\s)?[A-Z][\w&.’'-]*){0,5})"
_OF = re.compile(r"\s(?:of|at|for|by|with|from)\s(?:the\s)?\Z")
_ANY_NAME = re.compile(rf"\b{_NAME}")
_OF_NAME = re.compile(
    rf"\s(?:of|at|for|by|with|in)\s(?:the\s)?{_NAME}(?=\s*[?!.,]*\Z|\s(?:in|on|since|during|for)\s)"
)
_NAMES = re.compile(rf"\b(?<!\A){_NAME}[’']s\s(?=\w)")


def named_elsewhere(
    question: str, answering: Hit, search: Callable[[str], Sequence[Hit]]
) -> NamedDocuments | None:
    """The documents that hold a name of the question which the one that answers does not.

    "When do the invoices of Marlow & Pike fall due?" is about the contract with them, though another says of
    invoices just that.

    Args:
        question: what is asked.
        answering: the passage where its answer was found.
        search: finds passages.

    """
    if len(question) > LONGEST_FORM:
        return None
    for match in _ANY_NAME.finditer(question, 1):
        if not without_recurring(match["name"]).strip():  # "in January" names no document
            continue
        holding = [hit.passage.document for hit in search(match["name"]) if _holds(hit, stems(match["name"]))]
        if holding and answering.passage.document not in holding:
            before = _OF.sub("", question[: match.start()])
            is_owner = before != question[: match.start()]
            rest = f"{before}{question[match.end() :]}" if is_owner else _NAMES.sub("the ", question)
            return NamedDocuments(match["name"], tuple(dict.fromkeys(holding)), rest)
    return None


def _holds(hit: Hit, name: frozenset[str]) -> bool:
    return bool(name) and name <= stems(f"{hit.passage.heading} {hit.passage.text}")


def owner_named(question: str, hits: Sequence[Hit], called: Mapping[str, str]) -> NamedDocuments | None:
    """The documents whose owner a question names, and the question without the name; None for none.

    Args:
        question: what is asked.
        hits: what was found for it.
        called: what each of their documents is called.

    """
    if len(question) > LONGEST_FORM:
        return None
    for form, instead in ((_OF_NAME, ""), (_NAMES, "the ")):
        for match in form.finditer(question):
            name = stems(match["name"])
            documents = tuple(one for one, words in called.items() if name and name <= stems(words))
            said = [
                name <= stems(text_of(hit.passage, sentence))
                for hit in hits
                if hit.passage.document in documents
                for sentence in hit.passage.sentences
            ]
            if documents and sum(said) <= OWNER_SHARE * len(said):
                rest = f"{question[: match.start()]}{instead}{question[match.end() :]}"
                return NamedDocuments(match["name"], documents, rest)
    return None
