"""Itemised: all items of a list, where a question asks for what its heading or the words before it say.

"What must lodgers not do?" means every item under "Lodgers must not:"; one of them would pass for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index import Document, Row, Span
from index.words import content_words, stem, stems
from qa.contents.headings import called
from qa.question import LONGEST_FORM
from qa.tables.comparing import Compared
from qa.tables.enumerated import MASS

Words = frozenset[str]
# A longer list is no answer, nor are items so long.
_MOST_ITEMS, _MOST_ITEM_CHARS = 25, 400
_ASKED = re.compile(
    rf"""\W*(?:and\s|so\s)?(?:
      (?:what|which)\s(?:all\s)?(?:(?:[\w’'-]+\s){{0,3}}?(?:[\w’'-]+(?<!s)s|{MASS})\s)?
        (?:is|are|was|were|do|does|did|must|may|can|should|shall|will|would|has|have|ha[ds]|belongs?|includes?)\b
      | (?:list|name|give|show)\s(?:me\s|us\s)?(?:all\s|the\s|everything\s)
    )(?!\sthe\s[\w’'-]+(?<!s)\s(?:of|for|in|on|at|to)\b)[^?]*\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_LIST = re.compile(
    r"\b(?:if|when|who|whom|where|why|how|than|most|least|more|less|happens?|mean|cost|price|address|name|date|time)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|no|never|without|except|exclu\w+|forbid\w*|forbidden|prohibit\w*|banned)\b|n['’]t\b",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    r"\b(?:allow(?:ed|s)?|permit(?:s|ted)?|may|must|can(?:not)?|forbid\w*|forbidden|prohibit\w*|banned)\b",
    re.IGNORECASE,
)
_OF_ASKING = stems(
    "allow allowed permit permitted forbid forbidden prohibited banned must may can cannot have need require"
    " required thing things item items everything include included includes consist contain cover covered"
    " exclude excluded get anywhere all list belong part parts supposed expect expected provide do not us"
)
_BULLET = re.compile(r"\s*(?:[-–—*•▪◦·‣●○]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
_NUMBERED = re.compile(r"\s*\(?\w+[.)]")
_LABELLED = re.compile(r"[^\n:]{1,40}:\s")
_LEADS = re.compile(r"[:?][*_\s]*\Z")


class _List(NamedTuple):
    """Items that stand one below the other, and the block before them."""

    lead: Span
    items: list[Span]


def itemised(question: str, documents: Iterable[Document]) -> Compared | None:
    """All items of the only list that a question asks for; None for any other question.

    Args:
        question: what is asked.
        documents: where lists are looked for.

    """
    is_asked = len(question) <= LONGEST_FORM and _ASKED.fullmatch(question) and not _NO_LIST.search(question)
    if not is_asked:
        return None
    found = [one for document in documents for one in _asked_in(question, document)]
    best = max((one.shared for one in found), default=0)
    meant = [one for one in found if one.shared == best]
    return meant[0] if len(meant) == 1 else None


def lists_of(document: Document) -> Iterator[_List]:
    """The lists of a document, in order; those of whole clauses left out."""
    run: list[Span] = []
    lead = before = Span(0, 0)
    for block in (Span(one.start, one.end) for one in document.blocks):
        if run and _goes_on(document, run, block):
            run.append(block)
        else:
            if len(run) > 1:
                yield _List(lead, run)
            starts = before != Span(0, 0) and _starts(document, before, block)
            lead, run = (before, [block]) if starts else (before, [])
        before = block
    if len(run) > 1:
        yield _List(lead, run)


def _starts(document: Document, lead: Span, block: Span) -> bool:
    """Whether a block may be the first item below another."""
    text = document.text
    words, said = text[slice(*lead)], text[slice(*block)]
    if document.row_at(block.start) or document.row_at(lead.start) or len(said) > _MOST_ITEM_CHARS:
        return False
    section = document.section_at(block.start)
    is_headed = section.heading != "" and words.strip(" #*_") == section.heading
    is_tight = not text[lead.end : block.start].count("\n\n") and not _LABELLED.match(said)
    # Below a mere heading, what is numbered is a clause.
    is_led = bool(_LEADS.search(words)) or (is_headed and not _NUMBERED.match(said))
    return is_led and bool(_BULLET.match(said) or is_tight)


def _goes_on(document: Document, run: list[Span], block: Span) -> bool:
    text, last = document.text, run[-1]
    said = text[slice(*block)]
    if document.row_at(block.start) or len(said) > _MOST_ITEM_CHARS or len(run) > _MOST_ITEMS:
        return False
    if document.section_at(block.start) != document.section_at(last.start):
        return False
    if _BULLET.match(text[slice(*last)]):
        return _BULLET.match(said) is not None
    return text.count("\n", last.end, block.start) == 1 and not _LABELLED.match(said)


def _asked_in(question: str, document: Document) -> Iterator[Compared]:
    title = stems(f"{called(document.name, document)} {document.name.replace('_', ' ')}")
    asked = frozenset(stem(word.casefold()) for word in content_words(question)) - _OF_ASKING
    for one in lists_of(document):
        said = f"{document.section_at(one.items[0].start).heading}\n{document.text[slice(*one.lead)]}"
        own = stems(said)
        is_leave = bool(_LEAVE.search(question))
        if bool(_NOT.search(question)) != bool(_NOT.search(said)) or (is_leave and not _LEAVE.search(said)):
            continue
        shared = len(asked & own) + is_leave
        missing = asked - own - title
        items = [stems(document.text[slice(*item)]) for item in one.items]
        is_of_some = any(missing & item for item in items)
        if is_of_some or shared < 1 or len(missing) > (1 if shared > 1 else 0):
            continue
        rows = [_row(document, item) for item in one.items]
        (row, span), *others = rows
        yield Compared(document, row, span, 2 * shared - len(missing), 0, tuple(others))


def _row(document: Document, item: Span) -> tuple[Row, Span]:
    """An item as the only cell of a row, and its words without the bullet."""
    bullet = _BULLET.match(document.text[slice(*item)])
    span = Span(item.start + (bullet.end() if bullet else 0), item.end)
    return Row(item.start, item.end, 1, False, (span.start - item.start, span.end - item.start)), span
