"""Lists: which questions ask for all people, dates, actions or the like that documents name."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from index.words import FUNCTION_WORDS, stem, words
from qa.intents.forms import forms
from qa.quantities import currency_of
from qa.question import LONGEST_FORM


class ListOf(StrEnum):
    """What may be listed: everything of a kind that documents name, or label as such."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    NAMES = "names"
    DATES = "dates"
    DEADLINES = "deadlines"
    AMOUNTS = "amounts"
    ACTIONS = "actions"
    DECISIONS = "decisions"


LABELLED = frozenset({ListOf.ACTIONS, ListOf.DECISIONS})

_KINDS = {
    ListOf.PEOPLE: (
        r"(?:(?:people|persons?|individuals|participants)(?:['’]s?\snames)?"
        r"|names\sof\s(?:all\s)?(?:the\s)?(?:people|persons))"
    ),
    ListOf.ORGANISATIONS: r"(?:organi[sz]ations|companies|firms|institutions|businesses)",
    ListOf.NAMES: r"names",
    ListOf.DEADLINES: r"(?:deadlines|due\sdates)",
    ListOf.DATES: r"(?:important\s|key\s)?dates",
    ListOf.AMOUNTS: r"(?:(?:amounts|sums)(?:\sof\smoney)?|money\samounts)",
    ListOf.ACTIONS: (
        r"(?:agreed\s|open\s|follow-?up\s)?(?:actions?(?:\s(?:points?|items?))?|tasks?|to-?dos|next\ssteps)"
    ),
    ListOf.DECISIONS: r"(?:decisions?|resolutions?)",
}
_KIND = f"(?:{'|'.join(_KINDS.values())})"
_NAMED_KINDS = (
    rf"(?P<kinds>{_KIND}(?:,\s(?:and\s)?(?:the\s)?{_KIND})*(?:\s(?:and|or|&)\s(?:all\s)?(?:the\s)?{_KIND})?)"
)
_FORMS = {kind: re.compile(form, re.IGNORECASE) for kind, form in _KINDS.items()}
_BETWEEN = re.compile(r"(?:,\s|\s)(?:(?:and|or|&)\s)?(?:all\s)?(?:the\s)?", re.IGNORECASE)
_COIN = r"(?:pounds(?:\ssterling)?|euros?|(?:US\s)?dollars|francs|GBP|EUR|USD|CHF|[£€$])"
_IN_COIN, _THEN_IN_COIN = (
    rf"(?:,?\s\(?(?:given\s)?in\s(?P<{name}>{_COIN})\)?)?" for name in ("coin", "coin_after")
)
_TAKEN = (
    r"taken|made|agreed(?:\son|\supon)?|decided|resolved|passed|adopted|reached|recorded|assigned|set|noted"
)
_ARE_NAMED = (
    r"(?:\s(?:that\s|who\s|which\s)?(?:are\s|is\s|were\s|was\s|have\sbeen\s|had\sbeen\s)?(?:all\s)?"
    rf"(?:named|mentioned|listed|given|stated|contained|involved|said|there|found|occur|appear|play\sa\srole|{_TAKEN}))?"
)
_IN_WHAT = r"(?:\s(?:in|of|from|by|across|at|during)\s(?P<subject>[^?!.]+?))?"
_AND_WHOSE = (
    r"(?:,?\s(?:and|with|including)\s(?:who\s(?:is|has|does|must|should)\s[^?!.,]{1,40}|by\swhen"
    r"|(?:the(?:ir)?\s)?(?:owners|responsibilities|people\sresponsible)))?"
)
_LISTINGS = forms(
    r"(?:list|name|show|give|find|enumerate|collect|tell)\s(?:me\s|us\s)?(?:a\slist\sof\s)?"
    rf"(?:all\s|every\s|each\s)?(?:of\s)?(?:the\s)?{_NAMED_KINDS}{_IN_COIN}{_ARE_NAMED}{_THEN_IN_COIN}{_IN_WHAT}{_AND_WHOSE}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:are|is|were|was|have\sbeen|had\sbeen)\s(?:there\s)?"
    rf"(?:there|named|mentioned|listed|given|stated|involved|set|{_TAKEN}){_THEN_IN_COIN}{_IN_WHAT}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:does|do|did)\s(?P<subject>it|they|(?:the|this|these|my|our)\s[^?!.]+?)\s"
    rf"(?:mention|name|contain|list|give|state|set|take|make|pass|adopt|reach|agree|record){_THEN_IN_COIN}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:are|were)(?:\sthere)?"
    rf"(?:\s(?:named|mentioned|listed|given|stated|contained|set))?\s(?:in|by)\s(?P<subject>[^?!.]+?)",
    rf"(?:who|what|which)\s(?:are|were)\s(?:all\s)?the\s{_NAMED_KINDS}{_IN_COIN}{_ARE_NAMED}{_IN_WHAT}{_AND_WHOSE}",
    rf"(?P<people>who)\s(?:all\s)?(?:is|are|was|were)\s(?:all\s)?(?:named|mentioned){_IN_WHAT}",
    r"(?:who)\s(?:has\sto|have\sto|must|should|shall|will|is\sto|needs\sto|does|do)\s(?:do\s)?(?P<actions>what)"
    rf"(?:,?\s(?:and\s)?(?:by|until)?\s?when)?{_IN_WHAT}",
    rf"what\s(?:has|needs)\sto\sbe\sdone(?P<actions>,?\s(?:and\s)?by\s(?:whom?|when))(?:\sand\sby\s(?:when|whom))?{_IN_WHAT}",
    rf"what\s(?P<decisions>(?:was|were|has\sbeen|got)\s(?:all\s)?(?:decided|resolved|agreed)){_IN_WHAT}",
    r"what\s(?P<decisions>did)\s(?P<subject>they|(?:the|this|our)\s[^?!.]+?)\s(?:decide|resolve|agree)(?:\son)?",
)


class Listing(NamedTuple):
    """What a question wants listed, of which documents, as the stems of a subject, and in which currency."""

    listed: tuple[ListOf, ...]
    subject: frozenset[str]
    currency: str = ""
    said_currency: str = ""


def listing_asked(question: str) -> Listing | None:
    """What a question wants a list of, each kind once; None where it asks something else."""
    if len(question) > LONGEST_FORM:
        return None
    match = next((match for form in _LISTINGS if (match := form.fullmatch(question))), None)
    if match is None:
        return None
    found = match.groupdict()
    named = _kinds_in(found.get("kinds") or "")
    kinds = named or tuple(one for one in ListOf if found.get(one))
    coin = found.get("coin") or found.get("coin_after") or ""
    said = [word.casefold() for word in words(found.get("subject") or "")]
    subject = frozenset(stem(word) for word in said if word not in FUNCTION_WORDS)
    return Listing(kinds, subject, currency_of(f"1 {coin}") if coin else "", coin)


def _kinds_in(said: str) -> tuple[ListOf, ...]:
    """The kinds that some words name, in their order: "people, dates and actions"."""
    found: dict[ListOf, None] = {}
    at = 0
    while at < len(said):
        ends = {one: match.end() for one, form in _FORMS.items() if (match := form.match(said, at))}
        kind = max(ends, key=ends.__getitem__)
        found[kind] = None
        between = _BETWEEN.match(said, ends[kind])
        at = between.end() if between else len(said)
    return tuple(found)
