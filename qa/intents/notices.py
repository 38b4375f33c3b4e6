"""Notices: which questions ask how long the notice is that ends a contract, or in what form it is given."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.intents.endings import ENDED, IT, MUST, is_that_one
from qa.intents.forms import asked_as, bare, forms

# "Notice of a visit" is no contract's.
_WHAT = r"(?P<what>(?!an?\s)[^?,;]+?)"
_WE = r"(?:we|i|you|one|they|he|she|(?:either|both)\s(?:sides?|part(?:y|ies))|(?:the|our)\s[\w’'-]+)"
_AUX = r"(?:do|does|must|should|shall|has|have|can|could|may|might|would|will|need|needs|is|are)"
_NEED = r"(?:(?:have|has|need|needs|want|wish|be\sallowed|simply|just|only|also|validly)\s)?(?:to\s)?"
_END = (
    rf"(?:{ENDED}|end|ending|cancelling|cancellation\sof|terminating|termination\sof|leave|leaving|give\sup)"
)
_NOTICE = (
    r"(?:the\s)?(?:(?:minimum|required|agreed|contractual)\s)?(?:notice(?:\s(?:period|time))?|period\sof\snotice"
    r"|(?:cancellation|termination)\s(?:period|notice))"
)
_OF = rf"(?:(?:for|of|on|in|under|with|to)\s)+(?:(?P<ending>{_END})\s)?{_WHAT}"
_GIVEN = (
    rf"(?:\s(?:is\sthere|(?:is|was)\s(?:needed|required|due|necessary|agreed)|applies"
    rf"|{_AUX}\s(?:{_WE}\s)?{_NEED}(?:be\s)?(?:give|given|get|need|observe|observed|keep|kept)))?"
)
_LENGTH_ASKED = forms(
    rf"(?:and\s)?(?:how\slong|what)(?:['’]?s|\sis|\sare|\swas)\s{_NOTICE}(?:\s{_OF})?",
    rf"(?:how\smuch|what|how\slong\sa|how\smany\s(?:days|weeks|months)['’]?(?:\sof)?)\snotice(?:\speriod)?{_GIVEN}(?:\s{_OF})?",
    rf"(?:how\smuch|what)\snotice(?:\speriod)?\s(?:does|do|will)\s{_WHAT}\s(?:need|require|have|ask\sfor|provide\sfor|take|set)",
    rf"(?:how\slong|what)(?:['’]?s|\sis)\s(?P<what>[^?,;]+?)['’]s?\s{_NOTICE}",
    rf"how\s(?:long|far|much\stime)\s(?:before|ahead|in\sadvance|beforehand)\s{MUST}(?P<ending>{_END})\s{_WHAT}",
)

_MEANS = (
    r"(?:e-?mails?|letters?|post|mail|(?:tele)?phone|(?:(?:tele)?phone\s)?calls?|fax|texts?|sms|courier|hand|person|writing"
    r"|word\sof\smouth|paper|(?:text|written)\sform)"
)
_A_MEANS = (
    rf"(?:(?:an?|the|simple|plain|ordinary|normal|mere|recorded|registered|signed|text)\s)*(?P<means>{_MEANS})"
    r"(?:\s(?:message|delivery|alone|call|form))?"
)
_BY = (
    rf"(?:(?:just|simply|only|also)\s)?(?:(?:by|via|through|per|in|over|with|on)\s{_A_MEANS}"
    r"|(?P<orally>orally|verbally))"
)
_TO = rf"(?:{_END}|(?:a\s)?notice(?:\s(?:for|of|on|under|to\s{_END}))?)"
_FOR = rf"(?:for|of|on|in|under|to|as|with)\s(?:{_TO}\s)?{_WHAT}"
_ENOUGH = (
    r"(?:be\s)?(?:enough|do|suffice|sufficient|valid|count|accepted|acceptable|ok|okay|allowed|permitted|needed"
    r"|required|necessary)"
)
_A_NOTICE = r"(?:(?:the|a|our|any)\s)?(?:notice|cancellation|termination)"
_SENT = r"(?:given|sent|served|made|delivered|handed\sin)"
_HOW = r"(?:how|(?:in|by)\s(?:what|which)\s(?:form|way|means|manner))"
_BE = rf"{_NEED}(?:be\s)?"
_FORM_ASKED = forms(
    rf"{_AUX}\s{_WE}\s{_NEED}{_END}\s{_WHAT}\s{_BY}",
    rf"{_AUX}\s{_WE}\s{_NEED}(?:cancel|terminate|end|quit|leave|give\snotice)\s{_BY}",
    rf"{_AUX}\s{_WHAT}\s{_NEED}be\s{ENDED}\s{_BY}",
    rf"{_AUX}\s{_A_NOTICE}(?:\s{_FOR})?\s{_BE}(?:{_SENT}\s)?{_BY}",
    rf"{_AUX}\s{_A_NOTICE}\s{_BE}(?:{_SENT}\s)?{_BY}\s{_FOR}",
    rf"{_AUX}\s{_A_MEANS}\s(?:also\s)?{_ENOUGH}\s{_FOR}",
    rf"{_AUX}\s{_WE}\s(?:have\sto\s)?(?:accept|take|allow)\s{_A_NOTICE}(?:\s{_FOR})?\s{_BY}",
    rf"{_HOW}\s{_AUX}\s{_A_NOTICE}(?:\s{_FOR})?\s{_BE}{_SENT}",
    rf"{_HOW}\s{_AUX}\s{_A_NOTICE}\s{_BE}{_SENT}\s{_FOR}",
    rf"{_HOW}\s{_AUX}\s{_WE}\s{_NEED}(?:give|send|serve)\s{_A_NOTICE}(?:\s{_FOR})?",
    rf"{_HOW}\s{_AUX}\s{_WE}\s{_NEED}{_END}\s{_WHAT}",
    rf"what\sform\s{_AUX}\s{_A_NOTICE}(?:\s{_FOR})?\s{_BE}(?:take|have|{_SENT}\sin|in)",
    rf"what\sform\s{_AUX}\s{_A_NOTICE}\s{_BE}(?:take|have|{_SENT}\sin|in)\s{_FOR}",
)
# What says nothing of what is ended, and so of the contract that was spoken of.
_BARE_FORM = forms(
    rf"{_AUX}\s{_A_MEANS}\s(?:also\s)?{_ENOUGH}",
    rf"{_AUX}\s{_WE}\s{_NEED}(?:do|send|give)\s(?:it|that|this)\s{_BY}",
    rf"{_AUX}\s(?:it|that|this)\s{_BE}(?:{_SENT}\s|done\s)?{_BY}",
    rf"(?:(?:what|how)\sabout\s|also\s)?{_BY}",
    rf"{_HOW}\s{_AUX}\s(?:it|that|this)\s{_BE}(?:{_SENT}|done)",
    r"in\s(?:what|which)\sform",
)
_NO_THING = re.compile(r"(?:notice)?", re.IGNORECASE)


class NoticeAsked(NamedTuple):
    """Of which contract a question asks the notice.

    Attributes:
        what: what the question calls it, `IT` for the one spoken of; "" where it names none.
        ends: whether the question says that it is to be ended.
        means: the word for how notice may be given, "e-mail"; "" where none is said.

    """

    what: str
    ends: bool = False
    means: str = ""


def notice_length_asked(question: str) -> NoticeAsked | None:
    """Of which contract a question asks how long the notice is; None for any other question."""
    return _asked(asked_as(question, _LENGTH_ASKED))


def notice_form_asked(question: str, earlier: str = "") -> NoticeAsked | None:
    """Of which contract a question asks in what form notice is given; None for any other question.

    Args:
        question: what is asked.
        earlier: the question before it: behind one for notice, "Does an e-mail do?" asks that too.

    """
    asked = _asked(asked_as(question, _FORM_ASKED), is_ending=True)
    if asked and asked.what:
        return asked
    is_behind_one = bool(notice_length_asked(earlier) or _asked(asked_as(earlier, _FORM_ASKED)))
    match = asked_as(question, _BARE_FORM) if is_behind_one else None
    if match:
        return NoticeAsked(IT, True, match.groupdict().get("means") or "")
    return asked._replace(what=IT) if asked and is_behind_one else asked


def _asked(match: re.Match[str] | None, is_ending: bool = False) -> NoticeAsked | None:
    if match is None:
        return None
    found = match.groupdict()
    what = bare(found.get("what") or "")
    if is_that_one(what):
        what = IT
    elif _NO_THING.fullmatch(what):
        what = ""
    return NoticeAsked(what, is_ending or bool(found.get("ending")), found.get("means") or "")
