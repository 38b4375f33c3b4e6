"""Sum named: what tells the sum that a question calls by its name, where what was read tells another or none.

A deposit is called a deposit where it is told, as a price is not: "The mixer is £20 a day".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Passage
from index.words import stems
from qa.contents.headings import called
from qa.contents.measured import says_money
from qa.evidence.candidates import Candidate
from qa.question import LONGEST_FORM, asked_words

_SUMS = r"(?:deposit|salary|wage|fine|penalty|rent|surcharge|bonus|subsidy|grant|premium|excess)"
_WHOSE = r"(?:the|its|their|his|her|my|our|any|an?)"
_ASKED = re.compile(
    rf"""\b(?:(?:what|which)\s(?:[\w-]+\s){{0,2}}?
    |(?:what(?:['’]?s|\s(?:is|was))|how\s(?:much|high|large|big)\s(?:is|was))\s{_WHOSE}\s(?:[\w-]+\s){{0,2}}?)
    (?P<sum>{_SUMS})(?=\W*$|\s(?:for|in|at|per|on|to|when|if|of|do|does|did|is|must|will|has|have)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
# How a sum is paid need not be said alike.
_PAID = stems("pay paid due owe need require leave lodge give put charge take get receive earn set amount")
_FIGURE = re.compile(r"\d")
# "The deposit is insured for £900" tells what goods are worth that were deposited.
_WORTH = re.compile(
    r"""\b(?:insur|valu|assess|underwr)\w+\b[^;]*\s(?:for|at|to)\s(?:(?:up|at|to|the|an?|about|least|most|total
    |value|amount|sum|of)\s)*\Z|\bworth\s(?:\w+\s){0,2}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# Between the name of a sum and how much it is, where nothing else is said of it.
_IS = r"(?:of|is|are|was|were|be|amounts?\sto|comes?\sto|:|·|–|—|=|\||\()"


def of_the_sum_named(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, or of those that call the sum by its name the best first that tells how much it is.

    Of "What deposit does the keeper pay?" the sentence with the deposit is meant, though another one says
    what the keeper pays; what tells other sums is no rival then.

    Args:
        question: what is asked.
        candidates: the best first; at least one.

    """
    named = _sum_asked(question)
    first = candidates[0]
    if not named:
        return list(candidates)
    is_of_another = is_worth_of_goods(question, first)
    if _names(named, f"{first.hit.passage.heading} {first.text}") and _says_sum(first) and not is_of_another:
        return list(candidates)
    wanted = _wanted(question)
    telling = [one for one in candidates if _names(named, one.text) and _says_sum(one)]
    telling = [one for one in telling if not is_worth_of_goods(question, one)]
    of_it = (one for one in telling if one.hit.passage.document == first.hit.passage.document)
    best = next((one for one in of_it if wanted <= _said_around(one.hit.passage, one.text)), None)
    return [best, *(one for one in telling if one is not best)] if best else list(candidates)


def tell_the_sum(question: str, first: Candidate, passages: Sequence[Passage]) -> list[str]:
    """The other documents that tell the sum by its name, where what was read first tells none so called.

    Args:
        question: what is asked.
        first: what was read.
        passages: those found for it, the best first.

    """
    named = _sum_asked(question)
    if not named or (_names(named, first.text) and not is_worth_of_goods(question, first)):
        return []
    sentences = [
        (passage, passage.text[sentence.start - passage.start : sentence.end - passage.start])
        for passage in passages
        for sentence in passage.sentences
        if passage.document != first.hit.passage.document
    ]
    wanted = _wanted(question)
    telling = (of for of, said in sentences if _tells(named, said) and wanted <= _said_around(of, said))
    return list(dict.fromkeys(passage.document for passage in telling))


def is_worth_of_goods(question: str, candidate: Candidate) -> bool:
    """Whether what was read is what goods are insured for or worth, where a sum is asked for by its name."""
    before = candidate.text[: candidate.span.start - candidate.sentence.start]
    return bool(_sum_asked(question)) and bool(_WORTH.search(before))


def _sum_asked(question: str) -> str:
    """The name of the sum that is asked for, "" where none is."""
    asked = _ASKED.search(question) if len(question) <= LONGEST_FORM else None
    return asked["sum"].casefold() if asked else ""


def _names(named: str, text: str) -> bool:
    """Whether a text has the very noun: who deposits something, or what is deposited, is no deposit."""
    return bool(re.search(rf"\b{named}s?\b", text, re.IGNORECASE))


def _tells(named: str, text: str) -> bool:
    """Whether a text says of nothing but the sum how much it is: "a deposit of £900", "a £900 deposit"."""
    money = r"(?:(?:\w+\s){0,2}[^\w\s]?\s?\d)"
    after = rf"\b{named}s?\b(?:\s(?:for|in|on|to|per)\s[\w\s]{{1,40}}?)?\s*{_IS}\s*{money}"
    before = rf"\d\S*\s(?:(?:as|for)\s)?(?:\w+\s){{0,2}}{named}\b"
    return bool(re.search(f"{after}|{before}", text, re.IGNORECASE))


def _wanted(question: str) -> frozenset[str]:
    """The stems of what a question asks, but for how it is paid."""
    return stems(" ".join(asked_words(question))) - _PAID


def _said_around(passage: Passage, text: str) -> frozenset[str]:
    """The stems of a sentence, its heading and its document's name: a boat's deposit is none for a tent."""
    return stems(f"{called(passage.document)} {passage.heading} {text}")


def _says_sum(candidate: Candidate) -> bool:
    """Whether a sentence tells an amount of money."""
    return says_money(candidate.text) and bool(_FIGURE.search(candidate.text))
