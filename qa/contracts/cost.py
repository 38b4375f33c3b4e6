"""Contract cost: the fee, rent or price that a contract is for, where a question asks what it costs a year.

"How much is the lift contract a year?" has no word of "The yearly fee for the three lifts is 5,940 euros".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index import Document, Passage, Span
from index.words import content_words, stem, stems, words
from qa.contents.measured import says_money
from qa.contracts.defined import definitions
from qa.evidence.clues import text_of
from qa.intents.forms import asked_as, forms
from qa.intents.kinds import kinds_in

_CONTRACT = r"(?:contract|agreement|lease|sublease|licence|tenancy|subscription)"
_PERIODS = {
    "year": r"yearly|annual(?:ly)?|(?:per|an?|each|every)\s(?:year|annum)",
    "month": r"monthly|(?:per|an?|each|every)\smonth",
    "quarter": r"quarterly|(?:per|an?|each|every)\squarter",
    "week": r"weekly|(?:per|an?|each|every)\sweek",
}
_RATE = rf"(?P<rate>{'|'.join(_PERIODS.values())})"
_ITS_COST = rf"(?:the|our|this|that)\s(?:(?P<of>(?:[\w’'-]+\s){{1,3}}?))?{_CONTRACT}"
_PARTY = r"(?:i|we|you|they|one|(?:the|our)\s(?P<payer>[\w’'-]+))"
_FORMS = forms(
    rf"how\s(?:much|expensive)\s(?:is|was|are)\s{_ITS_COST}(?:\s{_RATE})?",
    rf"(?:how\smuch|what)\s(?:does|do|did|will|would)\s{_ITS_COST}\scost(?:\s(?:us|me|them|(?:the|our)\s[\w’'-]+))?(?:\s{_RATE})?",
    rf"what(?:['’]?s|\s(?:is|are|was))\sthe\s(?:total\s)?(?:{_RATE}\s)?(?:costs?|price)\sof\s{_ITS_COST}",
    rf"(?:how\smuch|what)\s(?:do|does|must|will|would|should)\s{_PARTY}\s(?:(?:have|need)\sto\s)?pay\sfor\s{_ITS_COST}(?:\s{_RATE})?",
    rf"(?:how\smuch|what)\s(?:do|does|must|will|would|should)\s{_PARTY}\s(?:(?:have|need)\sto\s)?pay"
    rf"(?:\s(?:to\s)?(?:the\s)?(?P<payee>[\w’'&-]+(?:\s[A-Z&][\w’'&-]*){{0,3}}))?\s{_RATE}",
)
# In their order where a contract has several: a lease's rent comes before its service charge.
_NOUNS = ("rent", "remuneration", "fee", "price", "subscription", "retainer", "charge")
_TELLS = re.compile(
    rf"""\b(?:the|an?|as|in)\s(?:(?:total|whole|flat|fixed|agreed|basic|basis|net|lump-sum|{_PERIODS["year"]}|{_PERIODS["month"]}
    |{_PERIODS["quarter"]}|{_PERIODS["week"]})\s){{0,2}}(?P<noun>{"|".join(_NOUNS)})\b(?P<between>[^.;\d]*)
    (?:\b(?:is|are|be|amounts?|comes?|of|at)\b|:)""",
    re.IGNORECASE | re.VERBOSE,
)
_FOR = re.compile(r"\bfor\s(?P<what>.+)", re.IGNORECASE)
_OF_ANY = stems("service services work works use whole together contract agreement all three two")
_MONEY_SOON = 60


class CostAsked(NamedTuple):
    """What a contract is asked to cost.

    Attributes:
        period: "year", "month", "quarter" or "week"; "" where none is said.
        about: the stems of what the contract is of.
        between: the words for who pays, and for who is paid, where they are named.

    """

    period: str
    about: frozenset[str]
    between: tuple[str, ...]


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
    between = tuple(who for name in ("payer", "payee") if (who := found.get(name)))
    return CostAsked(_period(found.get("rate") or ""), about - kinds_in(about), between)


def cost_told(asked: CostAsked, passages: Iterable[Passage], names: dict[str, str]) -> CostTold | None:
    """The only sentence that tells what a contract costs, for the period asked for; None for none or several.

    Args:
        asked: what the question asks for.
        passages: where to look.
        names: what the documents go by.

    """
    told = list(dict.fromkeys(one for passage in passages for one in _told(asked, passage, names)))
    first = next((noun for noun in _NOUNS if any(stem(noun) in stems(one.sum) for one in told)), "")
    meant = [one for one in told if first and stem(first) in stems(one.sum)]
    return meant[0] if len({(one.passage.document, one.sentence) for one in meant}) == 1 else None


def are_parties(named: Iterable[str], document: Document) -> bool:
    """Whether a contract is between those named: with a capital, where it says what it calls its parties."""
    opening = [
        document.text[slice(*block)]
        for block in document.blocks
        if any(block.start <= one.name.start < block.end for one in definitions(document))
    ]
    capitals = stems(" ".join(word for word in words(" ".join(opening)) if word[0].isupper()))
    return all(stems(who) <= capitals for who in named)


def _told(asked: CostAsked, passage: Passage, names: dict[str, str]) -> Iterator[CostTold]:
    called = f"{names.get(passage.document, '')} {passage.document}"
    if not asked.about <= stems(f"{called} {passage.heading} {passage.text}"):
        return
    for sentence in passage.sentences:
        said = text_of(passage, sentence)
        match = _TELLS.search(said)
        period = _period(said)
        if match is None or not period or (asked.period and period != asked.period):
            continue
        what = _FOR.search(match["between"])
        of = stems(what["what"]) if what else frozenset()
        money = said[match.end() : match.end() + _MONEY_SOON]
        if says_money(money) and (not of or of & (stems(called) | _OF_ANY)):
            yield CostTold(passage, sentence, f"{period}ly {match['noun'].casefold()}")


def _period(said: str) -> str:
    """The first period that words name as a rate; "" for none."""
    found = ((match.start(), name) for name, form in _PERIODS.items() if (match := _form(form).search(said)))
    return min(found, default=(0, ""))[1]


def _form(period: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{period})\b", re.IGNORECASE)
