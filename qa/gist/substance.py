"""Substance: how much a sentence says by its words alone.

What was decided, and figures, say more than other words; the forms that minutes, letters and contracts go by
say nothing: who was there, that a meeting was opened, greetings, signatures.
"""

from __future__ import annotations

import re

from index.words import is_function_word
from qa.gist.chief_terms import chief_terms

# What a sentence is worth more or less; chosen by eye over `tests/benchmarks/kinds` and documents like those.
DECIDED, REJECTED, CHIEF, MEASURED, FIGURED, POINTING, CONDITIONAL = 1.4, 1.2, 1.3, 1.12, 1.03, 0.6, 0.85
# Beside names, dates and figures a sentence that says something has so many words of its own.
SAYING_WORDS = 2

_DECIDED = re.compile(
    r"""(?<!\bbe\s)\b(?:agreed|decided|resolved|chose|adopted|carried|rejected|elected|appointed|deferred|postponed
    |put\soff|voted|(?:decision|resolution|action)\s?[\w/.-]*:|concluded
    |found\sthat|defeated|lost\sby|action(?=:)|actions?\sagreed)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# What was put to the vote and came to nothing.
_REJECTED = re.compile(
    r"\b(?:rejected|defeated|lost\sby|(?:was|were)\slost|(?:motion|proposal|amendment)\s(?:fell|failed)"
    r"|(?:was|were)\snot\s(?:carried|passed|adopted|approved))\b",
    re.IGNORECASE,
)
# What something costs, how large a share is, how long it runs.
_MEASURED = re.compile(
    r"""[£€$¥]\s?\d|\d\s?(?:%|per\scent\b|(?:EUR|GBP|USD|CHF|euros?|pounds?|dollars?|francs?|crowns?)\b)
    |\b(?:EUR|GBP|USD|CHF)\s?\d
    |\bruns?\s(?:until\b|for\s[\w-]+\s(?:days|weeks|months|years)\b)|\bterm\sof\s""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERING = re.compile(
    r"(?:\(?[\dA-Za-z]{1,3}(?:\.\d+)*[.)]\s|(?:[A-Z]\.?)?\d+(?:\.\d+)*\s(?=[A-Z])|\d+(?:\.\d+)+\s|[§#]\s?\d+\s)"
)
# "The table below shows …", "as follows:": what is said is elsewhere.
_POINTING = re.compile(
    r"""\b(?:tables?|figure|chart|list|schedule|appendix|annex)\s(?:\w{1,3}\s)?
    (?:below|above|lists?|shows?|gives?|contains?|sets?\sout|summari[sz]es?)\b|\bas\sfollows\b|:\Z|\S@\S""",
    re.IGNORECASE | re.VERBOSE,
)
_NEXT_MEETING = re.compile(
    r"(?:the\s)?(?:date\sof\s(?:the\s)?)?next\s(?:\w+\s)?(?:meeting|session)\b", re.IGNORECASE
)
# What holds only in a case is no main point before what always does.
_CONDITIONAL = re.compile(r"(?:if|unless|in\sthe\sevent|should\sthe)\b", re.IGNORECASE)
_FORM = re.compile(
    r"""(?:the\s)?(?:present|in\sattendance|attendees|attending|apologies|absent|minute[\s-]taker|held|date|time
        |place|venue|location|signed|signature|from|to|cc|subject|re|next\smeeting)\s?:
    |(?:held|signed|dated|sealed)\s(?:in|on|at|for|by|and)\b
    |(?:the\s)?(?:last\s|previous\s)?(?:minutes|agenda)\b.*\b
        (?:approved|adopted|accepted|read|agreed|received|confirmed|signed|circulated|taken)\b
    |.*\b(?:opened|closed|adjourned|declared|began|started|ended|chaired|called|attended|convened)\s
        (?:the|this)\s(?:\w+\s)?(?:meeting|session|hearing)\b
    |(?:the|this)\s(?:\w+\s)?(?:meeting|session|hearing)\s(?:was|is|has\sbeen)?\s?
        (?:held|opened|closed|adjourned|declared|began|begun|started|ended|called|took\splace|chaired|convened)\b
    |.*\bthe\sitem\s.*\bmoved\b
    |[^.]*\bminutes\sof\s(?:the|a)\b[^.]*\bmeeting\b
    |there\swas\s(?:an?|some)\s(?:\w+\s)?discussion\b
    |.*\b(?:read(?:\sout)?|gave|presented|delivered)\s(?:the|an?|his|her|their)\s(?:\w+\s)?reports?\b[^,;:]*\.?\Z
    |.*\bquorum\b.*\b(?:reached|met|present|established)\b
    |.*\b(?:(?:had|was|formed|constituted|made)\s(?:an?|the)\squorum|(?:was|were)\s(?:\w+\s)?quorate)\b
    |.*\b(?:(?:was|were|been)\s(?:duly|properly|correctly)\s(?:called|convened|summoned)
        |(?:called|convened|summoned)\sin\sdue\s(?:form|time|order))\b
    |.*\b(?:rose|stood|risen)\b[^.;]*\b(?:in|to)\s(?:\w+\s){0,2}?(?:memory|remembrance|honou?r)\b
    |.*\b(?:minute|moment)(?:['’]?s['’]?)?\s(?:of\s)?silence\b
    |.*\bremembered\s(?:its|the|their|our)\s(?:\w+\s)?(?:dead|deceased|late|departed)\b
    |(?:the\s)?apologies\b|(?:the\s)?\w*\s?(?:chair\w*|president)\s(?:welcomed|thanked)\b
    |(?:yours\s(?:sincerely|faithfully|truly)|(?:kind|best|warm)(?:est)?\s(?:regards|wishes)|with\s(?:kind|best)
        |(?:i|we)\slook\sforward|(?:i|we)\s(?:very\smuch\s)?hope\s(?:that\s)?(?:this|you)|thank(?:s|\syou)\b
        |please\sdo\snot\shesitate|(?:if|should)\syou\shave\s(?:any\s)?(?:further\s)?questions)
    |[^.]*\b(?:version|revision)\s[\w.]+,\s(?:valid|in\sforce|dated)\b
    |in\switness\swhereof|.*\b(?:entire\sagreement|for\sconvenience\sonly|in\s(?:two|three|duplicate)\s
        (?:copies|counterparts|originals))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_GREETING = re.compile(
    r"(?:dear|hello|hi|good\s(?:morning|day|evening))\s[^,.!:]{1,60}[,!:]\s+", re.IGNORECASE
)
_ASIDE, _WORD = re.compile(r"\([^()]*\)"), re.compile(r"[^\W\d_]+")


def substance(words: str) -> float:
    """What a sentence is worth by its words, 1 where they tell nothing of it."""
    own = _unnumbered(words)
    figured = FIGURED if any(sign.isdigit() for sign in own) else 1.0
    figured = MEASURED if _MEASURED.search(own) else figured
    figured = CHIEF if chief_terms(own) else figured
    decided = (REJECTED if tells_rejection(own) else DECIDED) if _DECIDED.search(own) else 1.0
    is_part = own[:1].islower() or _POINTING.search(own) or _NEXT_MEETING.match(own)
    pointing = POINTING if is_part else 1.0
    return figured * decided * pointing * (CONDITIONAL if _CONDITIONAL.match(own) else 1.0)


def tells_rejection(words: str) -> bool:
    """Whether a sentence says that something was put to the vote and rejected."""
    return bool(_REJECTED.search(words))


def ungreeted(words: str) -> str:
    """A sentence without the greeting that it opens with."""
    greeting = _GREETING.match(words)
    return words[greeting.end() :] if greeting else words


def is_formality(words: str) -> bool:
    """Whether a sentence is a mere form, or names, dates and figures alone."""
    own = [word for word in _WORD.findall(_ASIDE.sub("", words)) if word[0].islower()]
    says_little = sum(not is_function_word(word) for word in own) < SAYING_WORDS
    return says_little or _FORM.match(_unnumbered(words)) is not None


def _unnumbered(words: str) -> str:
    number = _NUMBERING.match(words)
    return words[number.end() :] if number else words
