"""Twofold: which questions are two in one, and what each asks."""

from __future__ import annotations

import re

from qa.question import LONGEST_FORM

_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)(?:n[’']t)?"
)
_WHEN = (
    r"(?:(?:by|until|till|since|from|at|in|for|on)\s)?"
    r"(?:when|where|why|how(?:\s\w+){0,2}|what(?:\s\w+)?|which\s\w+|whom)"
)
_AND = re.compile(
    rf",?\s(?:and|but)\s(?:also\s)?(?=(?:{_WHEN}\s{_AUXILIARY}\s[\w’'-]+|(?:who|what|which\s\w+)\s\w+\s\w+))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"\W*(?:(?:{_WHEN}|who|whose|{_AUXILIARY})\s(?:[\w’'.&%£€$-]+\s){{1,20}}?\S+|who\s(?:[a-z]+ed|came))\Z",
    re.IGNORECASE,
)
# "Does it say who pays and who insures it?" asks one thing; so does what is compared.
_ONE = re.compile(
    r"\b(?:say|says|said|know|tell|clear|whether|between|depends?|decides?|explains?|if|compare|differ\w*)\b",
    re.IGNORECASE,
)
# What was planned of an amount is an amount too.
_AMOUNT = re.compile(
    r"\W*(?:how\smuch\b|what\s(?:did|do|does|has|have)\s.*\b(?:bring|brought|cost|spen[dt]|earn(?:ed)?|take(?:n)?"
    r"|rais(?:e|ed)|yield(?:ed)?|receiv(?:e|ed))\b)",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"what(?=\s(?:was|is|were|had\sbeen)\s(?:planned|budgeted|forecast|estimated|allocated)\W*\Z)",
    re.IGNORECASE,
)


def both_asked(question: str) -> tuple[str, str] | None:
    """The two questions that one is made of, as they are asked; None for one alone.

    After an amount, "what was planned" is "how much was planned".
    """
    if len(question) > LONGEST_FORM:
        return None
    joints = list(_AND.finditer(question))
    if len(joints) != 1:
        return None
    first, second = question[: joints[0].start()], question[joints[0].end() :]
    if not _ASKS.fullmatch(first) or _ONE.search(first):
        return None
    if _AMOUNT.match(first):
        second = _PLANNED.sub("how much", second)
    return f"{first.rstrip(' ,')}?", f"{second[:1].upper()}{second[1:]}"
