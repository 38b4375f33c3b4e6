"""Lists: which questions ask for all people, dates, actions or the like that documents name."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from index.words import FUNCTION_WORDS, stem, words
from qa.contents.quantities import currency_of
from qa.intents.duties import Duty, duty_asked
from qa.intents.forms import asked_as, bare, forms
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
    POSTPONED = "postponed"


LABELLED = frozenset({ListOf.ACTIONS, ListOf.DECISIONS, ListOf.POSTPONED})

_KINDS = {
    ListOf.PEOPLE: (
        r"(?:(?:people|persons?|individuals|participants|everyone|everybody)(?:['’]s?\snames)?"
        r"|names\sof\s(?:all\s)?(?:the\s)?(?:people|persons))"
    ),
    ListOf.ORGANISATIONS: r"(?:organi[sz]ations|companies|firms|institutions|businesses)",
    ListOf.NAMES: r"names",
    ListOf.DEADLINES: r"(?:deadlines|due\sdates)",
    ListOf.DATES: r"(?:important\s|key\s)?dates",
    ListOf.AMOUNTS: r"(?:(?:amounts|sums)(?:\sof\smoney)?|money\samounts)",
    ListOf.ACTIONS: (
        r"(?:(?:agreed|open|outstanding|pending|remaining|follow-?up)\s)?"
        r"(?:(?:action|task|to[\s-]?do)\slist|actions?(?:\s(?:points?|items?))?|tasks?|to[\s-]?dos?|next\ssteps)"
    ),
    ListOf.DECISIONS: r"(?:decisions?|resolutions?)",
    ListOf.POSTPONED: (
        r"(?:(?:postponed|deferred|adjourned|undecided|unresolved)\s(?:items?|matters?|points?|questions?|topics?|decisions?"
        r"|issues?|business)|postponements?)"
    ),
}
# Behind "every" and "each".
_ONE_OF = {
    ListOf.PEOPLE: r"(?:person|individual|participant)",
    ListOf.ORGANISATIONS: r"(?:organi[sz]ation|company|firm|institution|business)",
    ListOf.NAMES: r"name",
    ListOf.DEADLINES: r"(?:deadline|due\sdate)",
    ListOf.DATES: r"(?:important\s|key\s)?date",
    ListOf.AMOUNTS: r"(?:amount|sum)(?:\sof\smoney)?",
    ListOf.ACTIONS: _KINDS[ListOf.ACTIONS],
    ListOf.DECISIONS: _KINDS[ListOf.DECISIONS],
    ListOf.POSTPONED: _KINDS[ListOf.POSTPONED],
}
_KIND, _ONE = (f"(?:{'|'.join(said.values())})" for said in (_KINDS, _ONE_OF))
_NAMED_KINDS = (
    rf"(?P<kinds>{_KIND}(?:,\s(?:and\s)?(?:the\s)?{_KIND})*(?:\s(?:and|or|&)\s(?:all\s)?(?:the\s)?{_KIND})?)"
)
_EVERY = (
    rf"(?:(?:all\s)?(?:of\s)?(?:the\s)?{_NAMED_KINDS}"
    rf"|(?:every|each)\s(?:single\s|one\sof\sthe\s)?(?P<each>{_ONE}|{_KIND}))"
)
_FORMS = {kind: re.compile(f"{form}|{_ONE_OF[kind]}", re.IGNORECASE) for kind, form in _KINDS.items()}
_BETWEEN = re.compile(r"(?:,\s|\s)(?:(?:and|or|&)\s)?(?:all\s)?(?:the\s)?", re.IGNORECASE)
_COIN = r"(?:pounds(?:\ssterling)?|euros?|(?:US\s)?dollars|francs|GBP|EUR|USD|CHF|[£€$])"
_IN_COIN, _THEN_IN_COIN = (
    rf"(?:,?\s\(?(?:given\s)?in\s(?P<{name}>{_COIN})\)?)?" for name in ("coin", "coin_after")
)
_TAKEN = (
    r"taken|made|agreed(?:\son|\supon)?|decided|resolved|passed|adopted|reached|recorded|assigned|set|noted"
    r"|(?:handed|given|shared|dealt)\sout|allocated|allotted|distributed|delegated|given"
)
_FINISHED = r"done|completed|closed|finished"
_UNFINISHED = re.compile(
    rf"\b(?:open|outstanding|pending|remaining|unfinished|incomplete|still|yet|not\s(?:\w+\s){{0,2}}(?:{_FINISHED}))\b",
    re.IGNORECASE,
)
_IS_FINISHED = re.compile(rf"\b(?:are|is|were|have\sbeen)\s(?:already\s)?(?:{_FINISHED})\b", re.IGNORECASE)
_ARE_NAMED = (
    r"(?:\s(?:that\s|who\s|which\s)?(?:are\s|is\s|were\s|was\s|have\sbeen\s|had\sbeen\s)?(?:all\s)?"
    rf"(?:named|mentioned|listed|given|stated|contained|involved|said|there|found|occur|appear|play\sa\srole"
    rf"|open|outstanding|due|{_TAKEN}))?"
)
_IN_WHAT = (
    r"(?:\s(?:(?:in|of|from|by|across|at|during|after|since|following)\s(?P<subject>[^?!.]+?)"
    r"|(?:for|to|on|about|regarding|concerning|before|until|with|involving)\s(?P<beside>(?!whom?\b|when\b)[^?!.]+?)))?"
)
# What is told of each along with it, as a table has it in its columns; it stands in the same place.
_TOLD_OF_EACH = (
    r"(?:(?:names?|owners?|assignees?|roles?|positions?|functions?|jobs?(?:\stitles?)?|titles?|status|priorit(?:y|ies)"
    r"|responsib(?:le|ility|ilities)|(?:due\s|target\s|closing\s)?dates?|deadlines?|times?|amounts?|reasons?"
    r"|contact\sdetails|phone\snumbers?|e-?mail(?:\saddress)?(?:es)?|pages?|places?)"
    r"(?:\s(?:of|for)\s(?:each|every(?:\sone)?|them))?"
    r"|(?:people|persons?|ones?)\s(?:responsible|in\scharge)|persons?|responsible\s(?:persons?|people)|who\sowns\s(?:it|them)"
    r"|(?:by\s)?when(?:\s(?:(?:it|they|each)\s(?:is|are)|(?:is|are)\s(?:it|they|each))\s(?:to\sbe\s)?(?:due|done))?|(?:by|to)\swhom?|what|who(?:\s(?:(?:is|has|does|do|must|should|will|needs)\s[^?!.,]{1,40}))?)"
)
_ONE_TOLD = rf"(?:(?:the(?:ir|se)?|its|an?|respective|each\sone['’]s)\s)*{_TOLD_OF_EACH}"
_AND_WHOSE = (
    r"(?:[,:;–—-]?\s(?:(?:and|with|(?:sorted\s|ordered\s|grouped\s)?by|including|incl\.?|plus|together\swith|along\swith|as\swell\sas|showing"
    rf"|saying|telling)\s)?{_ONE_TOLD}(?:(?:,|\sand|,\sand|\splus|\s&|\s\+)?\s{_ONE_TOLD})*)?"
)
_ASK = (
    r"(?:(?:list|name|show|give|find|enumerate|collect|tell|get|extract|make|write|prepare|compile|display"
    r"|pull\sout|write\sdown|read\sout)\s(?:me\s|us\s)?(?:up\s)?)"
)
_A_LIST = (
    r"(?:(?:an?\s|the\s)?(?:full\s|complete\s|whole\s|short\s)?"
    r"(?:list|table|overview|summary|collection)\sof\s)"
)
_WHAT = (
    r"(?:what(?:\selse)?"
    r"|(?:what|which)\s(?:items?|matters?|points?|questions?|topics?|decisions?|issues?|things?))"
)
_LEFT_OPEN = (
    r"(?:(?:was|were|is|are|got|has\sbeen|have\sbeen)\s(?:\w+ly\s)?(?:postponed|deferred|adjourned|put\soff|put\son\shold"
    r"|held\sover|carried\sover|shelved|left\s(?:open|undecided|unresolved)|(?:still\s)?(?:undecided|unresolved)"
    r"|(?:not|still\snot)\s(?:yet\s)?(?:decided|settled|resolved|agreed)|still\sto\sbe\sdecided)"
    r"|(?:comes?|will\scome|goes)\s(?:back|up\sagain)|will\sbe\s(?:discussed|taken\sup|looked\sat)\sagain"
    r"|remains?\s(?:open|undecided|unresolved))"
)
_TELLER = r"(?P<teller>they|we|people|(?:the|this|our)\s[^?!.]+?)"
_TOOK = (
    r"(?:(?:have|has|had)\s)?(?:took|taken|made|reached|passed|adopted|agreed(?:\s(?:up)?on)?|set|recorded)"
)
_LISTINGS = forms(
    rf"{_WHAT}\s(?P<postponed>{_LEFT_OPEN}){_IN_WHAT}",
    rf"(?:on|about)\s{_WHAT}\s(?P<postponed>was|were)\sno\s(?:decision|agreement)s?\s(?:taken|made|reached){_IN_WHAT}",
    rf"what\s(?P<postponed>did)\s(?P<teller>they|we|people|(?:the|this|our)\s[^?!.]+?)\s(?:postpone|defer|put\soff"
    rf"|leave\sopen|not\sdecide){_IN_WHAT}",
    rf"(?:{_ASK}{_A_LIST}?|{_A_LIST}){_EVERY}{_IN_COIN}{_ARE_NAMED}{_THEN_IN_COIN}{_AND_WHOSE}{_IN_WHAT}{_AND_WHOSE}",
    # "List the decisions the council took", "everything that we decided"
    rf"(?:{_ASK}{_A_LIST}?|{_A_LIST}|(?:what|which)\s(?:are|were)\s)?{_EVERY}(?:\s(?:that|which))?\s{_TELLER}\s{_TOOK}{_IN_WHAT}",
    rf"{_ASK}?(?:everything|all|whatever|what)\s(?:that\s)?{_TELLER}\s(?:(?:have|has|had)\s)?(?P<decisions>decided|resolved"
    rf"|agreed)(?:\s(?:up)?on)?{_IN_WHAT}",
    # Without a verb: "every task and who does it", "action points with deadlines", "all dates".
    rf"(?:all\s(?:of\s)?(?:the\s)?{_NAMED_KINDS}|(?:every|each)\s(?:single\s)?(?P<each>{_ONE}|{_KIND}))"
    rf"{_IN_COIN}{_ARE_NAMED}{_THEN_IN_COIN}{_AND_WHOSE}{_IN_WHAT}{_AND_WHOSE}",
    rf"(?=.*(?:s|list)\b)(?:the\s)?{_NAMED_KINDS}{_AND_WHOSE}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:are|is|were|was|have\sbeen|had\sbeen)\s(?:there\s)?(?:still\s)?"
    rf"(?:there|named|mentioned|listed|given|stated|involved|set|open|outstanding|{_TAKEN}){_THEN_IN_COIN}{_IN_WHAT}"
    rf"{_AND_WHOSE}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:does|do|did)\s(?P<teller>it|they|(?:the|this|these|my|our)\s[^?!.]+?)\s"
    rf"(?:mention|name|contain|list|give|state|set|take|make|pass|adopt|reach|agree|record){_THEN_IN_COIN}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:are|were)(?:\sthere)?"
    rf"(?:\s(?:named|mentioned|listed|given|stated|contained|set))?\s(?:in|by)\s(?P<subject>[^?!.]+?)",
    rf"(?:who|what|which)\s(?:are|were)\s(?:all\s)?the\s{_NAMED_KINDS}{_IN_COIN}{_ARE_NAMED}{_AND_WHOSE}{_IN_WHAT}"
    rf"{_AND_WHOSE}",
    rf"(?:what|which)\s{_NAMED_KINDS}\s(?:does|do|did|has|have)\s(?P<beside>(?!it\b|they\b|the\s)[^?!.]+?)"
    r"\s(?:have|own|(?:have|need)\sto\sdo|get)",
    rf"(?:what|which)\s{_NAMED_KINDS}\s(?:are|is|were|have|has)\s(?:still\s|already\s)?(?:(?:not|yet)\s){{0,2}}(?:to\s)?(?:been\s|be\s)?"
    rf"(?:{_FINISHED})(?:\s(?:yet|already))?{_IN_WHAT}",
    rf"what(?:['’]s|\sis|\sare)\s(?P<actions>(?:still\s)?(?:open|outstanding|unfinished|to\sbe\sdone))(?:\snow)?{_IN_WHAT}",
    rf"(?P<people>who)\s(?:all\s)?(?:is|are|was|were)\s(?:all\s)?(?:named|mentioned){_IN_WHAT}",
    r"what\s(?P<decisions>came\sout\sof|(?:was|were|is|are)\sthe\s(?:outcomes?|results?)\sof)\s"
    r"(?P<subject>(?:the|our|this|that)\s[^?!.]*?(?:meeting|session|assembly|council|committee|board)\b[^?!.]*)",
    rf"{_ASK}?(?:everything|all|what|whatever)\s(?:that\s)?(?P<decisions>(?:was|were|has\sbeen|got)\s(?:all\s)?"
    rf"(?:decided|resolved|agreed)){_IN_WHAT}",
    rf"what\s(?:all\s)?(?P<decisions>did)\s(?P<teller>they|we|people|(?:the|this|our)\s[^?!.]+?)\s(?:decide|resolve|agree)(?:\son(?=\W*\Z))?{_IN_WHAT}",
)


# "Please list them all", behind a question.
_LIST_THEM = forms(
    rf"{_ASK}(?:(?:all|each|every\sone)(?:\sof)?\s)?(?:them|these|those|everything|all|each(?:\sone)?)(?:\sall)?(?:\splease)?",
    r"(?:all\sof\sthem|as\sa\slist|in\sa\slist|(?:a|the)\s(?:full|complete|whole)?\s?list)(?:,?\splease)?",
    rf"{_ASK}(?:an?|the)\s(?:(?:full|complete|whole)\s)?(?:list|overview)(?:,?\splease)?",
)
_NEXT_SENTENCE = re.compile(r"(?<=[?!])\s+|(?<=[a-z)]\.)\s+(?=[A-Z])")
_MOST_SENTENCES = 3
_ABOUT = re.compile(r"\s(?:about|regarding|concerning|with\sregard\sto)\s(?P<topic>.+)", re.IGNORECASE)


class Listing(NamedTuple):
    """What a question wants listed.

    Attributes:
        listed: the kinds, each once.
        subject: the stems of the words for the documents that are meant, or for what they speak of.
        currency: the currency of the amounts; "" where it is not said.
        said_currency: its words.
        beside: the words for what is said along with it, where they may be that: "the lift" of decisions.
        is_place: whether the subject may be where it stands.
        is_doer: whether they are those of somebody, so that the name has to stand where a table says who.
        is_done: of actions, whether those are meant that are done or those still to do; None for either.
        meeting: the words for the meeting that somebody's actions are from; "" where none is named.

    """

    listed: tuple[ListOf, ...]
    subject: frozenset[str]
    currency: str = ""
    said_currency: str = ""
    beside: str = ""
    is_place: bool = True
    is_doer: bool = False
    is_done: bool | None = None
    meeting: str = ""


def listing_asked(question: str) -> Listing | None:
    """What a question wants a list of, each kind once; None where it asks something else.

    Two sentences that ask for the same, "What was decided? Please list all decisions", ask for one list.
    """
    sentences = [one for one in _NEXT_SENTENCE.split(question[: LONGEST_FORM + 1]) if one]
    said = [one for one in sentences if not asked_as(one, _LIST_THEM)] if len(sentences) > 1 else sentences
    asked = [_asked(one) for one in said[:_MOST_SENTENCES]]
    named = [one for one in asked if one]
    if not named or len(named) < len(said):
        return None
    # The one that says more of what is meant.
    fullest = max(named, key=lambda one: (not one.is_place, len(one.subject)))
    is_same = all(one.listed == fullest.listed and one.subject <= fullest.subject for one in named)
    return fullest if is_same else None


def _asked(question: str) -> Listing | None:
    if duty := duty_asked(question):
        return _of_duty(duty, question)
    match = asked_as(question, _LISTINGS)
    if match is None:
        return None
    found = match.groupdict()
    named = _kinds_in(found.get("kinds") or found.get("each") or "")
    kinds = named or tuple(one for one in ListOf if found.get(one))
    coin = found.get("coin") or found.get("coin_after") or ""
    said, beside = found.get("subject") or "", found.get("beside") or ""
    if LABELLED.issuperset(kinds) and (topic := _ABOUT.search(said)):  # "at the meeting about the lift"
        said, beside = "", topic["topic"]
    stemmed = _stemmed(said or beside or found.get("teller") or "")
    currency = currency_of(f"1 {coin}") if coin else ""
    if beside and not stemmed:  # "about it"
        return None
    is_done = _is_done(question) if kinds == (ListOf.ACTIONS,) else None
    return Listing(kinds, stemmed, currency, coin, bare(said or beside), not beside, is_done=is_done)


def _of_duty(duty: Duty, question: str) -> Listing:
    """The actions of somebody, or all of a meeting."""
    said, is_doer = duty.doer or duty.subject, bool(duty.doer)
    is_done = _is_done(question)
    kinds = (ListOf.ACTIONS,)
    meeting = bare(duty.subject) if is_doer else ""
    return Listing(kinds, _stemmed(said), "", "", bare(said), not is_doer, is_doer, is_done, meeting)


def _stemmed(said: str) -> frozenset[str]:
    subject = (word.casefold() for word in words(said))
    return frozenset(stem(word) for word in subject if word not in FUNCTION_WORDS)


def _is_done(question: str) -> bool | None:
    if _UNFINISHED.search(question):
        return False
    return True if _IS_FINISHED.search(question) else None


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
