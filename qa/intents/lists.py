"""Lists: which questions ask for all people, organisations, dates or amounts that documents name."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from index.words import FUNCTION_WORDS, stem, words
from qa.intents.forms import forms
from qa.quantities import currency_of
from qa.question import LONGEST_FORM

_NAMED_KINDS = (
    r"(?:(?P<people>(?:people|persons?|individuals|participants)(?:['’]s?\snames)?|names\sof\s(?:all\s)?(?:the\s)?(?:people|persons))"
    r"|(?P<organisations>organi[sz]ations|companies|firms|institutions|businesses)|(?P<names>names)"
    r"|(?P<deadlines>deadlines|due\sdates)|(?P<dates>(?:important\s|key\s)?dates)"
    r"|(?P<amounts>(?:amounts|sums)(?:\sof\smoney)?|money\samounts))"
)
_COIN = r"(?:pounds(?:\ssterling)?|euros?|(?:US\s)?dollars|francs|GBP|EUR|USD|CHF|[£€$])"
_IN_COIN, _THEN_IN_COIN = (
    rf"(?:,?\s\(?(?:given\s)?in\s(?P<{name}>{_COIN})\)?)?" for name in ("coin", "coin_after")
)
_ARE_NAMED = (
    r"(?:\s(?:that\s|who\s|which\s)?(?:are\s|is\s|were\s)?"
    r"(?:named|mentioned|listed|given|stated|contained|involved|said|there|found|occur|appear|play\sa\srole))?"
)
_IN_WHAT = r"(?:\s(?:in|of|from|by|across)\s(?P<subject>[^?!.]+?))?"
_LISTINGS = forms(
    rf"(?:list|name|show|give|find|enumerate|collect)\s(?:me\s|us\s)?(?:all\s|every\s|each\s)?(?:of\s)?(?:the\s)?"
    rf"{_NAMED_KINDS}{_IN_COIN}{_ARE_NAMED}{_THEN_IN_COIN}{_IN_WHAT}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:are|is|were)\s"
    rf"(?:there|named|mentioned|listed|given|stated|involved|set){_THEN_IN_COIN}{_IN_WHAT}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:does|do)\s(?P<subject>it|they|(?:the|this|these|my|our)\s[^?!.]+?)\s"
    rf"(?:mention|name|contain|list|give|state|set){_THEN_IN_COIN}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:are|were)(?:\sthere)?"
    rf"(?:\s(?:named|mentioned|listed|given|stated|contained|set))?\s(?:in|by)\s(?P<subject>[^?!.]+?)",
    rf"(?:who|what)\s(?:are|were)\s(?:all\s)?the\s{_NAMED_KINDS}{_IN_COIN}{_ARE_NAMED}{_IN_WHAT}",
    rf"(?P<people>who)\s(?:all\s)?(?:is|are|was|were)\s(?:all\s)?(?:named|mentioned){_IN_WHAT}",
)


class ListOf(StrEnum):
    """What may be listed: everything of a kind that documents name."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    NAMES = "names"
    DATES = "dates"
    DEADLINES = "deadlines"
    AMOUNTS = "amounts"


class Listing(NamedTuple):
    """What a question wants listed, of which documents, as the stems of a subject, and in which currency."""

    listed: ListOf
    subject: frozenset[str]
    currency: str = ""
    said_currency: str = ""


def listing_asked(question: str) -> Listing | None:
    """What a question wants a list of; None where it asks something else."""
    if len(question) > LONGEST_FORM:
        return None
    match = next((match for form in _LISTINGS if (match := form.fullmatch(question))), None)
    if match is None:
        return None
    found = match.groupdict()
    kind = next(one for one in ListOf if found.get(one))
    coin = found.get("coin") or found.get("coin_after") or ""
    said = [word.casefold() for word in words(found.get("subject") or "")]
    subject = frozenset(stem(word) for word in said if word not in FUNCTION_WORDS)
    return Listing(kind, subject, currency_of(f"1 {coin}") if coin else "", coin)
