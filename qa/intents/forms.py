"""Forms: how questions begin, and the words that several of them are made of, as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.question import LONGEST_FORM

_POLITE = r"(?:(?:please|and|so|ok|okay|now|then|well|hi|hello)\b\W*)*"
_ASKING = r"(?:(?:can|could|would|will)\syou\s(?:please\s)?|i\s(?:want|need|would\slike)\s|let['’]s\shave\s)?"
IS = r"(?:['’]?s|\sis|\sare|\swas|\swere)"
KIND = (
    r"(?:documents?|files?|texts?|contracts?|agreements?|leases?|reports?|papers?|articles?|policies|letters?"
    r"|manuals?|studies|offers?|sources?|versions?|editions?|invoices?|minutes)"
)
SAID = r"(?:said|used|mentioned|named|written|found|repeated|cited)"
STANDS = r"(?:occurs?|appears?|stands?|comes?\sup|(?:show|turn)s?\sup)"
_ARTICLE = re.compile(r"^(?:what\s(?:is|are)\s)?(?:(?:the|a|an)\s+)?", re.IGNORECASE)


def forms(*asked: str) -> list[re.Pattern[str]]:
    """Questions of these forms, as regular expressions, with what people put before them."""
    return [re.compile(rf"\W*{_POLITE}{_ASKING}{form}\W*", re.IGNORECASE) for form in asked]


def asked_as(question: str, patterns: Iterable[re.Pattern[str]]) -> re.Match[str] | None:
    """The first form that a whole question has; None where it has none, or is longer than any."""
    if len(question) > LONGEST_FORM:
        return None
    return next((match for form in patterns if (match := form.fullmatch(question))), None)


def bare(words: str) -> str:
    """Words without an article before them, and without marks around them."""
    return _ARTICLE.sub("", words.strip(" \"'“”‘’?.!"))
