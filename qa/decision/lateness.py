"""Lateness: whether a sentence tells what something late costs, where a question asks for that."""

from __future__ import annotations

import re

from qa.question import LONGEST_FORM

_ASKED = re.compile(
    r"\b(?:how\smuch|what(?:['’]s|\s(?:is|are|does|do|will|would))?)\b.*\b(?:costs?|pay|charge[sd]?|fees?|penalt(?:y|ies)|fine|owe|due)\b"
    r".*\b(?:if|when|for|in\scase)\b.*\b(?:late|later|delayed?|overdue|not\s(?:\w+\s){0,3}(?:on|in)\stime|behind\sschedule)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:late(?:r|ness|ly)?|delay\w*|overdue|unpaid|arrears|default|behind|reminders?|fails?|failure"
    r"|exceed\w*|(?:after|past|beyond)\s(?:the|its|that|this)\s(?:\w+\s)?(?:due|date|deadline|time)"
    r"|(?:more|longer)\sthan|thereafter|after\s(?:that|which)|not\s(?:\w+\s){0,3}(?:paid|delivered|met|returned|made|received|time)"
    r"|(?:each|every|per|further|additional)\s(?:\w+\s)?(?:day|week|month|hour)\s(?:of|by)\b)",
    re.IGNORECASE,
)


def tells_lateness(question: str, said: str) -> bool | None:
    """Whether words speak of something late, where a question asks what that costs; None for any other.

    What is "free of charge" otherwise is no answer to it.
    """
    return bool(_TELLS.search(said)) if _ASKED.search(question[:LONGEST_FORM]) else None
