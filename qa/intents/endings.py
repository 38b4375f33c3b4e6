"""Endings: which questions ask by when a contract has to be cancelled, and which contract."""

from __future__ import annotations

from qa.intents.forms import asked_as, bare, forms
from qa.question import LONGEST_FORM

_BY_WHEN = (
    r"(?:(?:by|until|till)\s(?:when|(?:what|which)\s(?:date|day|time))"
    r"|how\s(?:late|early|far\sin\sadvance|soon))"
)
_MUST = (
    r"(?:(?:do|does|must|should|shall|has|have|can|could|may|would|need|needs|is|are)\s"
    r"(?:(?:we|i|you|one|they|(?:the|our)\s\w+)\s)?(?:(?:have|has|need|needs|want|wish)\s)?(?:to\s)?)"
)
_ENDED = (
    r"(?:cancel(?:l?ed)?|terminated?|ended|end(?=\s)|quit|get\sout\sof"
    r"|give\snotice\s(?:to\s(?:end|cancel|terminate|quit)|on|for|under|of))"
)
_WHAT = r"(?P<what>[^?]+?)"
_LAST = (
    r"(?:the\s)?(?:last|latest)\s(?:possible\s)?(?:day|date|moment|time)"
    r"|(?:the\s)?(?:deadline|cut-?off(?:\sdate)?)"
)
_ASKED = forms(
    rf"(?:{_BY_WHEN}|when)\s{_MUST}{_ENDED}\s{_WHAT}(?:\s(?:at\sthe\slatest|by))?",
    rf"(?:{_BY_WHEN}|when)\s(?:must|should|does|do|has|have|needs?)\s{_WHAT}\s(?:(?:have|has|need|needs)\s)?(?:to\s)?be\s{_ENDED}"
    r"(?:\sby)?(?:\sat\sthe\slatest)?",
    rf"(?:when|what)(?:['’]?s|\sis)\s(?:{_LAST})\s(?:to|for|on\swhich\s(?:we|i|you)\scan)\s(?:{_ENDED}|cancelling|terminating|ending)\s{_WHAT}",
)
_MAY = forms(r"when\s(?:can|could|may)\b.*")


def contract_to_end(question: str) -> str:
    """What contract a question asks by when to cancel; "" for any other question.

    When one may be ended is another question: a reason to end it at once may answer that.
    """
    if len(question) > LONGEST_FORM or any(form.fullmatch(question) for form in _MAY):
        return ""
    match = asked_as(question, _ASKED)
    return bare(match["what"]) if match else ""
