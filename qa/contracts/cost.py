"""Contract cost: the fee, rent or price that a contract is for, where a question asks what it costs a year.

"How much is the lift contract a year?" has no word of "The yearly fee for the three lifts is 5,940 euros".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from index import Document, Passage, Span, cut
from index.words import content_words, stems
from qa.contents.headings import called
from qa.contents.measured import says_money
from qa.contracts.paid import is_meant, is_paid_by, is_party
from qa.evidence.clues import text_of
from qa.intents.forms import asked_as, forms
from qa.intents.kinds import kinds_in

_CONTRACT = r"(?:contract|agreement|lease|sublease|licence|tenancy|subscription)"
_PERIODS = {
    "year": r"yearly|annual(?:ly)?|(?:per|an?|each|every)\s(?:contract\s|calendar\s)?(?:year|annum)",
    "month": r"monthly|(?:per|an?|each|every)\smonth",
    "quarter": r"quarterly|(?:per|an?|each|every)\squarter",
    "week": r"weekly|(?:per|an?|each|every)\sweek",
}
_RATES = {name: re.compile(rf"\b(?:{form})\b", re.IGNORECASE) for name, form in _PERIODS.items()}
_RATE = rf"(?P<rate>{'|'.join(_PERIODS.values())})"
_ITS_COST = rf"(?:the|our|this|that)\s(?:(?P<of>(?:[\w’'-]+\s){{1,3}}?))?{_CONTRACT}"
_PARTY = r"(?:i|we|you|they|one|(?:the|our)\s(?P<payer>[\w’'-]+))"
_NAMED = r"(?P<named>[\w’'&-]+(?:\s[\w’'&-]+){0,5}?)"
_DOES = r"(?:how\smuch(?:\smoney)?|what)\s(?:does|do|did|will|would)"
_US = r"(?:\s(?:us|me|you|them|(?:the|our)\s[\w’'-]+))?"
_FEE = r"(?:fees?|rent|price|costs?|remuneration|charges?|hire|hire\scharge|pay)"
_FORMS = forms(
    rf"how\s(?:much|expensive)\s(?:is|was|are)\s{_ITS_COST}(?:\s{_RATE})?",
    rf"(?:how\smuch|what)\s(?:does|do|did|will|would)\s{_ITS_COST}\scost{_US}(?:\s{_RATE})?",
    rf"what(?:['’]?s|\s(?:is|are|was))\sthe\s(?:total\s)?(?:{_RATE}\s)?(?:costs?|price)\sof\s{_ITS_COST}",
    rf"(?:how\smuch|what)\s(?:do|does|must|will|would|should)\s{_PARTY}\s(?:(?:have|need)\sto\s)?pay\sfor\s{_ITS_COST}(?:\s{_RATE})?",
    rf"(?:how\smuch|what)\s(?:do|does|must|will|would|should)\s{_PARTY}\s(?:(?:have|need)\sto\s)?pay\s{_RATE}",
    rf"(?:how\smuch|what)\s(?:do|does|must|will|would|should)\s{_PARTY}\s(?:(?:have|need)\sto\s)?pay"
    rf"(?:\s(?:to|for))?\s{_NAMED}(?:\s{_RATE})?",
    rf"{_DOES}\s{_NAMED}\scost{_US}(?:\s{_RATE})?",
    rf"{_DOES}\s{_NAMED}\s(?:get|charge|receive|take|earn|bill){_US}(?:\s(?:paid|for\s(?:it|that|this)))?(?:\s{_RATE})?",
    rf"(?:how\s(?:much|high|large)|what)(?:['’]?s|\s(?:is|are|was))\s{_NAMED}['’]s?\s(?:{_RATE}\s)?{_FEE}",
    rf"(?:how\s(?:much|high|large)|what)(?:['’]?s|\s(?:is|are|was))\sthe\s{_FEE}\s(?:of|for)\s{_NAMED}\s{_RATE}",
    rf"(?:how\s(?:much|high|large)|what)(?:['’]?s|\s(?:is|are|was))\sthe\s(?:{_RATE}\s)?{_FEE}\s(?:of|for)\s{_NAMED}",
    rf"how\s(?:much|expensive)\s(?:is|was|are)\s{_NAMED}\s{_RATE}",
)
# In their order where a contract has several: a lease's rent comes before its service charge.
_NOUNS = (
    "rent",
    "remuneration",
    "lump sum",
    "hire charge",
    "fee",
    "price",
    "subscription",
    "retainer",
    "charge",
    "subsidy",
)
_HOW_LARGE = "|".join(("total|whole|flat|fixed|agreed|basic|basis|net|lump-sum", *_PERIODS.values()))
_TELLS = re.compile(
    rf"""(?:\b(?:the|an?|as|in)\s|(?:\A|[·|])\s*(?=[^.;]{{0,40}}:))
    (?:(?:{_HOW_LARGE})\s){{0,2}}(?P<kind>[\w-]+\s)?(?P<noun>{"|".join(_NOUNS).replace(" ", r"[ ]")})\b
    (?P<between>[^.;\d]*?)(?:\b(?:is|are|be|amounts?|comes?|of|at)\b|:)""",
    re.IGNORECASE | re.VERBOSE,
)
_FOR = re.compile(r"\bfor\s(?P<what>.+)", re.IGNORECASE)
_OF_ANY = stems(
    "service services maintenance upkeep hire work works use whole together contract agreement all three two"
)
_MONEY_SOON = 60
# What stands behind a label: "Monthly fee: £90", but not "Charge: box beyond ten".
_SUM = re.compile(r"\s*(?:[£$€]|[A-Z]{3}\s|\d)")


class CostAsked(NamedTuple):
    """What a contract is asked to cost.

    Attributes:
        period: "year", "month", "quarter" or "week"; "" where none is said.
        about: the stems of what the contract is of.
        payer: the words for who pays, where they are named.
        named: the words for the trade, the firm or the contract, where the question does not say "contract".

    """

    period: str
    about: frozenset[str]
    payer: str = ""
    named: str = ""


class CostTold(NamedTuple):
    """A sentence that tells what a contract costs, and the words for that sum: "yearly fee"."""

    passage: Passage
    sentence: Span
    sum: str


def cost_asked(question: str) -> CostAsked | None:
    """What a question asks the cost of, where that is a contract; None for any other question."""
    match = asked_as(question, _FORMS)
    if match is None:
        return None
    found = match.groupdict()
    about = stems(" ".join(content_words(found.get("of") or "")))
    return CostAsked(
        _period(found.get("rate") or ""),
        about - kinds_in(about),
        found.get("payer") or "",
        found.get("named") or "",
    )


def cost_told(
    asked: CostAsked, documents: Mapping[str, Document], spoken_of: Collection[str]
) -> CostTold | None:
    """The only sentence that tells what a contract costs, for the period asked for; None for none or several.

    Args:
        asked: what the question asks for.
        documents: where to look, by their names.
        spoken_of: the names of those that "they" and "it" stand for.

    """
    told = [
        one
        for name, document in documents.items()
        if is_meant(asked.named, document, name in spoken_of) and is_party(asked.payer, document)
        for passage in cut(document)
        for one in _told(asked, passage, called(name, document))
        if not is_paid_by(asked.named, text_of(passage, one.sentence), document)
    ]
    first = next((noun for noun in _NOUNS if any(one.sum.endswith(noun) for one in told)), "")
    meant = [one for one in told if first and one.sum.endswith(first)]
    is_one = len({one.passage.document for one in told}) == 1 == len({one.sentence for one in meant})
    return meant[0] if is_one else None


def _told(asked: CostAsked, passage: Passage, named: str) -> Iterator[CostTold]:
    if not asked.about <= stems(f"{named} {passage.document} {passage.heading} {passage.text}"):
        return
    own = stems(f"{named} {passage.document}") | _OF_ANY
    for sentence in passage.sentences:
        said = text_of(passage, sentence)
        match = _TELLS.search(said)
        period = _period(said)
        if match is None or not period or (asked.period and period != asked.period):
            continue
        what = _FOR.search(match["between"])
        of = stems(what["what"]) if what else frozenset()
        money = said[match.end() : match.end() + _MONEY_SOON]
        is_of_it = stems(match["kind"] or "") <= own and (not of or bool(of & own))
        is_told = says_money(money) and (match[0][-1] != ":" or bool(_SUM.match(money)))
        if is_told and is_of_it:
            yield CostTold(passage, sentence, f"{period}ly {match['noun'].casefold()}")


def _period(said: str) -> str:
    """The first period that words name as a rate; "" for none."""
    found = ((match.start(), name) for name, form in _RATES.items() if (match := form.search(said)))
    return min(found, default=(0, ""))[1]
