"""Rivals: what stands in a sentence in the place of what the question names.

"In 2021" where the sentence says 2022, "sold" where it says "bought", "Store Room A" where it says B: the
sentence shares most words with the question and yet answers another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from index.exact import terms
from index.words import stem, words
from qa.question import Kind, kind_of

# Of each line's words one excludes the others; forms that no stem joins stand beside each other with "/".
_EXCLUSIVE = """
january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
spring summer autumn/fall winter
first second third fourth fifth sixth seventh eighth ninth tenth last
north/northern south/southern east/eastern west/western
minimum/least/lowest maximum/most/highest
smallest/shortest/lightest largest/biggest/longest/heaviest
oldest/eldest youngest newest
fastest/quickest slowest
buy/bought/purchase sell/sold/sale
rise/rose/risen/increase/grow/grew/gain fall/fell/fallen/decrease/decline/shrink/shrank/drop/lose/lost
open close/shut
arrive/arrival/come/came leave/left/depart/departure
import export
borrow lend/lent/loan
win/won lose/lost
begin/began/start end/finish
accept/approve/grant reject/refuse/deny
landlord/lessor tenant/lessee
employer employee
buyer/purchaser seller/vendor
lender/creditor borrower/debtor
plaintiff/claimant defendant
husband wife
son daughter
brother sister
mother father
uncle aunt
nephew niece
grandfather grandmother
morning afternoon evening night
hourly/hour daily/day weekly/week monthly/month quarterly/quarter yearly/annual/annually/year
upper lower
left right
inner outer
indoor/indoors outdoor/outdoors
male/men/man female/women/woman
single double/twice triple
hot cold
gross net
profit loss
income expense
red blue green yellow white black brown grey orange purple
"""
# What is done or happens, and its opposite; not "buy" and "sell", which tell the same of two sides.
_OPPOSED = tuple(
    tuple(re.compile(rf"\b(?:{forms})\b", re.IGNORECASE) for forms in pair)
    for pair in (
        (
            r"accept(?:s|ed|ance)?|approv(?:es?|ed|al)|adopt(?:s|ed|ion)?|granted",
            r"reject(?:s|ed|ion)?|refus(?:es?|ed|al)|den(?:y|ies|ied|ial)|defeat(?:s|ed)?|(?:turn|vote)(?:s|ed|d)?\sdown",
        ),
        (r"support(?:s|ed)?|favou?r(?:s|ed)?|backed", r"oppos(?:es?|ed)|object(?:s|ed)"),
        (
            r"rise|rises|rose|risen|rais(?:es?|ed|ing)|increas(?:es?|ed|ing)|grow|grows|grew|grown",
            r"fall|falls|fell|fallen|lower(?:s|ed|ing)|decreas(?:es?|ed|ing)|reduc(?:es?|ed|ing|tion)|shrink|shrank|shrunk"
            r"|dropped",
        ),
        (r"allow(?:s|ed)?|permit(?:s|ted)?", r"forbids?|forbade|forbidden|bann(?:ed|ing)|prohibit(?:s|ed)?"),
    )
)
_EITHER = re.compile(r"\b(?:whether|or)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|no|nobody|none|neither|without)\b|n[’']t\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_LETTER = re.compile(r"\b([^\W\d_]{3,})\s([A-Z])\b(?!['’])")


def rivals(question: str, sentence: str, around: str) -> float:
    """How many things that the question names have a rival in a sentence and stand nowhere around it.

    Args:
        question: what is asked.
        sentence: the sentence that may answer.
        around: the sentence with its heading and what stands before it.

    """
    asked, said, near = _kinds(question), _kinds(sentence), _kinds(around)
    return float(
        sum(bool(said.get(kind)) and not members & near.get(kind, set()) for kind, members in asked.items())
    )


def is_opposed(question: str, sentence: str) -> bool:
    """Whether a sentence tells the opposite of what a question takes for granted: "approved" for "rejected".

    Not where either denies what it says, nor where the sentence says both.

    Args:
        question: what is asked; one that asks whether something is so takes nothing for granted.
        sentence: the sentence that may answer.

    """
    if (
        kind_of(question) is Kind.YES_NO
        or _EITHER.search(question)
        or _DENIED.search(f"{question} {sentence}")
    ):
        return False
    return any(
        asked.search(question)
        and other.search(sentence)
        and not asked.search(sentence)
        and not other.search(question)
        for pair in _OPPOSED
        for asked, other in (pair, pair[::-1])
    )


def _kinds(text: str) -> dict[str, set[str]]:
    """What a text names, by the kind of which it names one."""
    found: dict[str, set[str]] = {}
    for kind, member in _members(text):
        found.setdefault(kind, set()).add(member)
    return found


def _members(text: str) -> Iterator[tuple[str, str]]:
    lists = _exclusive()
    for word in words(text):
        yield from lists.get(stem(word), ())
    for label, letter in _LETTER.findall(text):
        yield f"{label.casefold()} letter", letter
    for term in terms(text):
        yield from _numbered(text, term.key, term.start + len(term.text))


def _numbered(text: str, key: str, end: int) -> Iterable[tuple[str, str]]:
    """A year, or a number of a unit."""
    if _YEAR.fullmatch(key):
        return [("year", key)]
    unit = re.match(r"\s?([^\W\d_]{1,12}|[%°])", text[end : end + 16])
    return [(f"{stem(unit[1])} number", key)] if unit and key.replace(".", "").isdigit() else []


@lru_cache(maxsize=1)
def _exclusive() -> dict[str, list[tuple[str, str]]]:
    """Each word's stem with the lines that it stands in, and its place there."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in _EXCLUSIVE.split("\n"):
        for place in line.split():
            for form in place.split("/"):
                found.setdefault(stem(form), []).append((line, place))
    return found
