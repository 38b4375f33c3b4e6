"""Signings: which questions ask who signed what, for whom, or when."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.words import words
from qa.question import LONGEST_FORM

_WHEN = r"(?:when|(?:on\s|at\s|in\s)?(?:what|which)\s(?:dates?|days?|month|year))"
_WHOM = r"(?:for(?:\sand\son\sbehalf\sof)?|on\sbehalf\sof)"
_FOR = rf"(?:\s{_WHOM}\s(?P<party>.+?))?"
_SIGNERS = r"(?:signator(?:y|ies)|signers?)"
_OF = r"(?:\s(?:of|to|on|in|under|below)\s(?P<what>.+?))?"
_IT = r"(?:\s(?:it|they|that|this|he|she|each|both|\w+))"
_AND_WHEN = rf"(?P<when>,?\s(?:and\s)?{_WHEN}(?:\s(?:was|were|did){_IT}(?:\s(?:signed|sign|so|done))?)?)?"
_BELOW = r"(?:to|on|under|underneath|below|in|at\sthe\s(?:end|bottom|foot)\sof)"
_AND_WHO = r"(?P<who>,?\sand\s(?:by\swhom?|who\s(?:signed|did)(?:\s(?:it|them|so))?))?"
_FORMS = tuple(
    re.compile(rf"\W*(?:and\s)?{form}\W*", re.IGNORECASE)
    for form in (
        rf"(?P<witness>who)\switness(?:ed|es)\s(?:(?:the|both|all)\s)*sign(?:ing|atures?){_OF}",
        r"(?P<witness>who)\s(?:ha[sd]\s)?signed(?:\s(?P<what>.+?))?\sas\s(?:(?:a|the)\s)?witness(?:es)?",
        rf"(?P<who>who)\s(?:(?:ha[sd]|have)\s)?sign(?:ed|s)\s{_WHOM}\s(?P<party>.{{1,40}}?)\s(?:on|in|under)\s"
        rf"(?P<what>(?:the|our|their|this|that)\s.+?){_AND_WHEN}",
        rf"(?P<who>who)\s(?:(?:ha[sd]|have|all)\s)?sign(?:ed|s)(?:\s(?!{_WHOM}\b)(?P<what>.+?))??{_FOR}{_AND_WHEN}",
        rf"(?P<who>who|what)\s(?:is|are|was|were)\s(?:all\s)?(?:the\s)?{_SIGNERS}{_OF}{_FOR}",
        r"(?P<witness>who)\switness(?:ed|es)\s(?P<what>.+?)(?:['’]s?\ssign(?:ing|atures?))?",
        rf"(?P<witness>who|what)\s(?:is|are|was|were)\s(?:all\s)?(?:the\s)?witness(?:es)?{_OF}",
        rf"(?P<who>name|list|show|tell\sme)\s(?:me\s)?(?:all\s)?(?:of\s)?(?:the\s)?{_SIGNERS}{_OF}{_FOR}",
        rf"(?P<who>who|which\s(?:people|persons?))\s(?:(?:ha[sd]|have|all)\s)?(?:put|set)\s(?:(?:his|her|their|a)\s)?"
        rf"(?:names?|signatures?|hands?)\s{_BELOW}\s(?P<what>.+?){_FOR}{_AND_WHEN}",
        rf"(?P<who>(?:what|which)\s(?:people|persons?)|who\s(?:is|are|was|were)\s(?:all\s)?(?:the\s)?"
        rf"(?:people|persons?|ones?)\s(?:who|that))\s(?:(?:ha[sd]|have)\s)?signed(?:\s(?!{_WHOM}\b)(?P<what>.+?))??"
        rf"{_FOR}{_AND_WHEN}",
        rf"(?P<who>(?:whose|what|which))\s(?:names?|signatures?)\s(?:is|are|stands?|appears?)\s{_BELOW}\s(?P<what>.+?){_AND_WHEN}",
        rf"(?P<who>by\swhom)\s(?:is|was|were|has)\s(?P<what>.+?)\s(?:been\s)?signed{_FOR}{_AND_WHEN}",
        rf"(?P<who>whom?)\s(?:is|was|were)\s(?P<what>.+?)\ssigned\sby{_AND_WHEN}",
        rf"(?P<when>{_WHEN})\sand\s(?P<who>by\swhom)\s(?:is|was|were|has)\s(?P<what>.+?)\s(?:been\s)?signed",
        rf"(?P<who>by\swhom),?\sand\s(?P<when>{_WHEN}),?\s(?:is|was|were|has)\s(?P<what>.+?)\s(?:been\s)?signed",
        rf"(?P<who>who),?\sand\s(?P<when>{_WHEN}),?\s(?:has\s)?signed\s(?P<what>.+?)",
        rf"(?P<when>{_WHEN})\s(?:did|does)\s(?P<what>.+?)\sget\ssigned(?:\sby\s(?P<signer>.+?))?{_AND_WHO}",
        rf"(?P<when>{_WHEN})\s(?:did|ha[sd]|have)\s(?P<signer>.+?)\s(?:e-)?sign(?:ed)?(?:\soff(?:\son)?)?"
        rf"(?:\s(?!{_WHOM}\b)(?P<what>.+?))??{_FOR}",
        rf"(?P<when>{_WHEN})\s(?:is|was|were|has|have)\s(?P<what>.+?)\s(?:been\s)?(?:signed|executed)"
        rf"(?:\sby\s(?P<signer>.+?))?{_AND_WHO}",
        r"(?P<when>(?:what|which)\s(?:is|was|are|were)\sthe\s(?:dates?\sof\s(?:(?:the|its|their)\s)?sign(?:atures?|ing)"
        rf"|(?:signatures?|signing)\sdates?)){_OF}",
        r"(?P<when>(?:what|which)\s(?:is|was|are|were)\sthe\sdates?\sof)\s(?P<signer>.+?)(?:['’]s?)\ssignatures?",
    )
)
# "On the school's side", "from the school": for the school.
_SIDE = re.compile(
    r"\s(?:on|from|at)\s(?:the\sside\sof\s(?P<of>.+?)(?=\W*\Z|,?\s(?:and\s)?when\b)"
    r"|(?P<side>(?:the\s|our\s|their\s)?[^?]+?)(?:['’]s?)?\sside\b)",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\A(?P<who>\W*(?:who|which\sperson|what\sperson|whom))\s(?:from|at|of|on\sbehalf\sof|for)\s(?P<party>[^?]+?)\s"
    r"(?P<signed>(?:(?:has|had|have)\s)?sign(?:ed|s)\s(?!for\b|on\sbehalf\b)[^?]+?)(?P<when>,?\sand\s(?:when|on\s).*)?\W*\Z",
    re.IGNORECASE,
)
_WITH_DATES = re.compile(
    r",?\s(?:with|and)\s(?:(?:what|which)\s(?:is|was|are|were)\s)?(?:the\s|their\s|its\s)?(?:signing\s|signature\s)?dates?"
    r"(?:\sof\s(?:(?:the|their|each)\s)?sign(?:ing|atures?))?(?=\W*\Z)",
    re.IGNORECASE,
)
# A date behind no such word is of something else.
_SIGNS = re.compile(r"\b(?:sign|execut|dated|made|conclud|enter|agree|join|contract|deal)", re.IGNORECASE)
# All who signed, as one may call them.
_EVERYBODY = frozenset(
    """
    both all each every of the two parties party sides side they them we i you everybody everyone
    signatories signers people
    """.split()
)
_THEY = frozenset({"they", "them"})


class Signing(NamedTuple):
    """What a question asks of signatures.

    Attributes:
        what: what was signed, "" where that is not said.
        party: for whom, or "".
        signer: who signed or for whom, "" for all who did.
        asks_who, asks_when: which of both is asked for.
        of_witnesses: whether those are asked for who signed as witnesses.

    """

    what: str
    party: str
    signer: str
    asks_who: bool
    asks_when: bool
    of_witnesses: bool = False


def signing_asked(question: str) -> Signing | None:
    """What a question asks of signatures; None where it asks something else."""
    if len(question) > LONGEST_FORM:
        return None
    question = _plain(question)
    match = next(filter(None, (form.fullmatch(question) for form in _FORMS)), None)
    if match is None:
        return None
    found = {name: said or "" for name, said in match.groupdict().items()}
    signer, what = found.get("signer", ""), found.get("what", "")
    said = {word.casefold() for word in words(signer)}
    return Signing(
        what or ("it" if said & _THEY else ""),
        found.get("party", ""),
        "" if said <= _EVERYBODY else signer,
        bool(found.get("who") or found.get("witness")),
        bool(found.get("when")),
        bool(found.get("witness")),
    )


def _plain(question: str) -> str:
    """The question with for whom is signed, and when, in the words that most people take."""

    def is_for(match: re.Match[str]) -> str:
        said = match["of"] or match["side"]
        return f" for {'us' if said.casefold() == 'our' else said}"

    question = _WITH_DATES.sub(" and when", question)
    if match := _FROM.match(question):
        question = f"{match['who']} {match['signed']} for {match['party']}{match['when'] or ''}"
    return _SIDE.sub(is_for, question)


def tells_signing(question: str, said: str) -> bool | None:
    """Whether words speak of signing or agreeing, where a question asks when that was; None for any other."""
    signing = signing_asked(question)
    return bool(_SIGNS.search(said)) if signing is not None and signing.asks_when else None
