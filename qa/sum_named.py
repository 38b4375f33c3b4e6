"""Sum named: what tells the sum that a question calls by its name, where what was read tells another or none.

A deposit is called a deposit where it is told, as a price is not: "The mixer is £20 a day".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import stem, stems
from qa.evidence import Candidate
from qa.headings import called
from qa.measured import says_money
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


def of_the_sum_named(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, or of those that call the sum by its name the best first that tells how much it is.

    Of "What deposit does the keeper pay?" the sentence with the deposit is meant, though another one says
    what the keeper pays; what tells other sums is no rival then.

    Args:
        question: what is asked.
        candidates: the best first; at least one.

    """
    asked = _ASKED.search(question) if len(question) <= LONGEST_FORM else None
    first = candidates[0]
    if asked is None:
        return list(candidates)
    name = stem(asked["sum"].casefold())
    if name in stems(f"{first.hit.passage.heading} {first.text}") and _says_sum(first):
        return list(candidates)
    wanted = stems(" ".join(asked_words(question))) - _PAID
    named = [one for one in candidates if name in stems(one.text) and _says_sum(one)]
    of_it = (one for one in named if one.hit.passage.document == first.hit.passage.document)
    meant = (one for one in of_it if wanted <= _said_around(one))
    best = next(meant, None)
    return [best, *(one for one in named if one is not best)] if best else list(candidates)


def _said_around(candidate: Candidate) -> frozenset[str]:
    """The stems of a sentence, its heading and its document's name: a boat's deposit is none for a tent."""
    passage = candidate.hit.passage
    return stems(f"{called(passage.document)} {passage.heading} {candidate.text}")


def _says_sum(candidate: Candidate) -> bool:
    """Whether a sentence tells an amount of money."""
    return says_money(candidate.text) and bool(_FIGURE.search(candidate.text))
