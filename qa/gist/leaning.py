"""Leaning: which sentences say something only with one before them, and from which one on they do."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A proposal is looked for in so many sentences before what became of it.
REACH = 12
# "This manual applies to …" says what a document is; "this one" points back.
OF_ITSELF = re.compile(
    r"this\s(?:document|text|article|paper|report|review|study|manual|guide|contract|agreement|policy|book|page|data)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"""(?:it(?!\s(?:is|was|has\sbeen)\s(?:\w+ly\s)?(?:agreed|decided|resolved|expected|reported|proposed|planned)\b)
    |its|they|their|them|he|she|his|her|this|that|these|those|such|but|and|so|then|however|also|therefore
    |thus|still|there(?!\s(?:is|are|was|were|has|have|will|may|must|shall)\b)|another|here|afterwards|later|for\sexample|for\sa\sfurther|both|neither|instead|otherwise|yes
    |no(?=,)|(?:until|since)\sthen|(?:after|before|until|since|besides)\sthat(?=,)|the\s(?:exception|reason|result|improvement|difference|newest|remainder)
    |the\s\w+est(?=\s(?:is|are|was|were|of\sthem))|(?:only\s)?the\s(?:first|second|third|latter|former|others?|same|rest|last)|any\w*\s(?:above|below)
    |(?:if|when|where|while|because|as|unless|until|before|after)\s(?:it|they|he|she|this|these|those)
    |of\s(?:these|those|them|the\s(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen))
    |(?:at|in|on|by|for|from|with|after|before)\s(?:its|their|his|her|this|these|those))\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "They agreed to go on with it", "For children it is free": what it is was said before.
_LEANING_SOON = re.compile(
    r"""(?:for|in|on|at|by|with|of)\s(?:[\w’'-]+,?\s){1,5}(?:it|they)\s(?:is|are|was|were|has|have)\b
    |(?:[\w’'-]+,?\s){1,6}(?:with|of|to|for|on|about|at|from|against|into
    |(?:may|can|must|shall|will|to)\s(?:not\s)?\w+)\s(?:it|them|him)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "The proposal was carried": what became of what was proposed.
_OUTCOME = re.compile(
    r"""(?:[\w\s]{1,40},?\s)??(?:the|this|that)\s
    (?:proposal|motion|request|amendment|increase|recommendation|resolution|application|suggestion|project)\s
    (?:as\samended\s)?(?:was|is|has|had|fell|failed|passed)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PROPOSAL = re.compile(
    r"\b(?:propos|mov(?:ed|es|ing)\b|a\smotion|amend|recommend|request|suggest|appl(?:y|ied)\b|asked)",
    re.IGNORECASE,
)


def leans(words: str) -> bool:
    """Whether a sentence leans on one before it."""
    is_leaning = _LEANING.match(words) or _LEANING_SOON.match(words) or _OUTCOME.match(words)
    return bool(is_leaning) and not OF_ITSELF.match(words)


def proposes(words: str) -> bool:
    """Whether a sentence makes a proposal, of which another one may say what became of it."""
    return bool(_PROPOSAL.search(words)) and not _OUTCOME.match(words)


def tells_outcome(words: str) -> bool:
    """Whether a sentence says what became of a proposal that another one made."""
    return bool(_OUTCOME.match(words))


def understood_from(said: Sequence[str], at: int) -> int | None:
    """The place of the sentence from which on the one at a place is understood; None if there is none.

    That is often itself. What became of a proposal is understood from the proposal on, an answer from its
    question on, and "it" from where it is named.
    """
    if tells_outcome(said[at]):
        before = range(at - 1, max(-1, at - 1 - REACH), -1)
        return next((place for place in before if proposes(said[place]) and not leans(said[place])), None)
    for place in range(at, max(-1, at - REACH), -1):
        is_answer = place > 0 and said[place - 1].endswith("?")
        if is_answer or not leans(said[place]):
            return place - 1 if is_answer else place
        if not place or not said[place - 1].endswith((".", "!")):
            return None
    return None
