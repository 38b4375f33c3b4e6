"""Endings and beginnings: which questions ask when a contract has to be cancelled, ends or begins."""

from __future__ import annotations

import re

from qa.intents.forms import asked_as, bare, forms
from qa.question import LONGEST_FORM

_BY_WHEN = (
    r"(?:(?:by|until|till)\s(?:when|(?:what|which)\s(?:date|day|time))"
    r"|how\s(?:late|early|far\sin\sadvance|soon))"
)
MUST = (
    r"(?:(?:do|does|must|should|shall|has|have|can|could|may|would|need|needs|is|are)\s"
    r"(?:(?:we|i|you|one|they|(?:the|our)\s\w+)\s)?(?:(?:have|has|need|needs|want|wish)\s)?(?:to\s)?)"
)
ENDED = (
    r"(?:cancel(?:l?ed)?|terminated?|ended|end(?=\s)|quit|get\sout\sof"
    r"|give\snotice\s(?:to\s(?:end|cancel|terminate|quit)|on|for|under|of))"
)
_WHAT = r"(?P<what>[^?]+?)"
_LAST = (
    r"(?:the\s)?(?:last|latest)\s(?:possible\s)?(?:day|date|moment|time)"
    r"|(?:the\s)?(?:deadline|cut-?off(?:\sdate)?)"
)
_ASKED = forms(
    rf"(?:{_BY_WHEN}|when)\s{MUST}{ENDED}\s{_WHAT}(?:\s(?:at\sthe\slatest|by))?",
    rf"(?:{_BY_WHEN}|when)\s(?:must|should|does|do|has|have|needs?)\s{_WHAT}\s(?:(?:have|has|need|needs)\s)?(?:to\s)?be\s{ENDED}"
    r"(?:\sby)?(?:\sat\sthe\slatest)?",
    rf"(?:when|what)(?:['’]?s|\sis)\s(?:{_LAST})\s(?:to|for|on\swhich\s(?:we|i|you)\scan)\s(?:{ENDED}|cancelling|terminating|ending)\s{_WHAT}",
)
_WE = r"(?:we|i|you|one|they|(?:either|both)\s(?:of\sus|sides?|part(?:y|ies))|the\s\w+)"
_IT = r"(?:it|this|that|the\s(?:contract|agreement|lease))"
_SOONER = r"(?:\s(?:(?:any\s)?(?:earlier|sooner)|early|before|ahead\sof|then|that|this|time))*"
_CAN = r"(?:(?:and|but|so)\s)?(?:how\s)?(?:can|may|could)"
_OUT_OF_IT = forms(
    rf"{_CAN}\s{_WE}\s(?:get\sout(?:\sof\s{_IT})?|(?:end|terminate|cancel|leave|quit)(?:\s{_IT})?|give\s{_IT}\sup|give\snotice)"
    rf"{_SOONER}",
    rf"{_CAN}\s{_IT}\sbe\s(?:ended|terminated|cancell?ed|given\sup){_SOONER}",
    rf"is\sthere\s(?:any|an?)\s(?:earlier\s|early\s)?(?:way\sout|exit|break\sclause)(?:\sof\s{_IT})?{_SOONER}",
)
_MAY = forms(r"when\s(?:can|could|may)\b.*")

_KIND = r"(?:contract|agreement|lease|sublease|licence|tenancy)"
# "When does the rent of the lease end?" is about the rent.
_RUNNING = (
    rf"(?P<what>it|that|this|(?:(?:the|our|this|that|my)\s)?(?!(?:rent|price|fee|notice|trial)\b)"
    rf"(?:(?!(?:of|in|on|for|under|with|to|by)\b)[\w’'&./-]+\s){{0,5}}?{_KIND}"
    r"(?:\s(?:with|of|for|on|about|between)\s[^?,;]+?)?)"
)
_LASTS = r"(?:run|last|go\son|go|apply|continue|hold)"
_OVER = r"(?:end|expire|run\sout|finish|terminate|lapse|come\sto\san\send|cease)"
_WHEN = r"(?:when|on\s(?:what|which)\s(?:date|day)|(?:what|which)\s(?:date|day|year))"
_UNTIL_WHEN = r"(?:until|till|up\sto)\s(?:when|(?:what|which)\s(?:date|day|year))|(?:for\s)?how\slong"
_LENGTH = (
    r"(?:(?:fixed\s|first\s|initial\s|contract\s)?term|duration|length|end(?:ing)?\sdate|end|expiry(?:\sdate)?"
    r"|expiration(?:\sdate)?)"
)
_TERM_ASKED = forms(
    rf"{_WHEN}\s(?:does|do|will|did)\s{_RUNNING}\s{_OVER}(?:\son)?",
    rf"{_WHEN}\s(?:is|will)\s{_RUNNING}\s(?:be\s)?(?:over|up|due\sto\s{_OVER})",
    rf"(?:{_UNTIL_WHEN})\s(?:does|do|will)\s{_RUNNING}\s{_LASTS}(?:\sfor)?",
    rf"(?:{_UNTIL_WHEN})\s(?:is)\s{_RUNNING}(?:\s(?:valid|binding|in\sforce|made|concluded|for))?",
    rf"what(?:['’]?s|\sis)\sthe\s{_LENGTH}\sof\s{_RUNNING}",
    rf"when(?:['’]?s|\sis)\sthe\send\sof\s{_RUNNING}",
)
_BEGINS = (
    r"(?:start|begin|commence|run\sfrom|(?:come|go|enter)\sinto\s(?:force|effect)|take\seffect"
    r"|become\s(?:valid|effective))"
)
_START = (
    r"(?:start(?:ing)?(?:\sdate)?|begin(?:ning)?|commencement(?:\sdate)?"
    r"|effective\sdate|date\sof\scommencement)"
)
_BEGINNING_ASKED = forms(
    rf"{_WHEN}\s(?:does|do|will|did)\s{_RUNNING}\s{_BEGINS}",
    rf"(?:from|since)\s(?:when|(?:what|which)\s(?:date|day))\s(?:does|do|will|did|has|is)\s{_RUNNING}"
    rf"\s(?:{_LASTS}|run(?:ning)?|valid|binding|in\sforce|been\sin\sforce)",
    rf"what(?:['’]?s|\sis)\sthe\s{_START}\sof\s{_RUNNING}",
    rf"when(?:['’]?s|\sis)\sthe\s{_START}\sof\s{_RUNNING}",
)
_THAT_ONE = re.compile(r"it|that|this", re.IGNORECASE)
# What a question calls the contract that was spoken of.
IT = "it"


def contract_running(question: str) -> str:
    """What contract a question asks the end or length of, `IT` for the one spoken of; "" for any other."""
    return _contract_of(asked_as(question, _TERM_ASKED))


def contract_beginning(question: str) -> str:
    """What contract a question asks the first day of, `IT` for the one spoken of; "" for any other."""
    return _contract_of(asked_as(question, _BEGINNING_ASKED))


def contract_with_days(question: str) -> str:
    """What contract a question asks the first day, the end or the length of; "" for any other question."""
    return contract_running(question) or contract_beginning(question)


def _contract_of(match: re.Match[str] | None) -> str:
    what = bare(match["what"]) if match else ""
    return IT if is_that_one(what) else what


def is_that_one(what: str) -> bool:
    """Whether words stand for the contract that was spoken of."""
    return bool(_THAT_ONE.fullmatch(what))


def contract_to_end(question: str) -> str:
    """What contract a question asks by when to cancel; "" for any other question.

    When one may be ended is another question: a reason to end it at once may answer that.
    """
    if len(question) > LONGEST_FORM or any(form.fullmatch(question) for form in _MAY):
        return ""
    match = asked_as(question, _ASKED)
    return bare(match["what"]) if match else ""


def asks_to_end_it(question: str) -> bool:
    """Whether a question asks if one can get out of what was spoken of: "Can we get out before that?"."""
    return asked_as(question, _OUT_OF_IT) is not None
