"""Wording: a question as it is searched, without signs that say nothing and with typing errors mended."""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

from index.words import content_words, is_function_word, words

# Signs that change nothing of what is asked: pictures, invisible signs, quotation marks, marks of emphasis.
_SILENT_KINDS = frozenset({"So", "Sk", "Cf", "Cc", "Co", "Cn"})
_QUOTATION = frozenset('"“”„«»‹›`*_')
# A file's name or an address of the net is written as it is.
_AS_IT_IS = re.compile(r"(?<!\S)\S+[.@][A-Za-z]\w{1,8}\b")
# How one is polite, or says how exactly one asks, before a question.
_POLITE = re.compile(
    r"""\W*(?:(?:please|kindly|sorry|hi|hello|hey|excuse\sme)\b\W*)*
    (?:(?:(?:can|could|would|will)\s(?:you|someone|somebody|anyone|anybody)|please|kindly)\s(?:please\s|kindly\s|maybe\s)*
       (?:tell|remind|let)\s(?:me|us)(?:\sknow)?\s
      |(?:i|we)(?:['’]d|\swould)\s(?:like|love)\sto\sknow\s|(?:i|we)\s(?:need|want)\sto\sknow\s
      |(?:do|does)\s(?:you|anyone|anybody|somebody|someone)\s(?:happen\sto\s)?know\s
      |(?:roughly|approximately|about|exactly|currently),?\s)?
    (?=(?:whom?|whose|what|which|when|where|how\s(?!to\b))\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_LETTER_CASE = re.compile(r"[^\W\d_]")


class Speller(Protocol):
    """What knows which word a mistyped one is meant to be."""

    def suggest(self, word: str) -> str | None:
        """The word that is meant, None where the word is no slip."""
        ...


def tidy(question: str) -> str:
    """The question without pictures, quotation marks, white space and politeness; shouting is lowered."""
    kept = "".join(" " if _is_silent(sign) else sign for sign in question)
    plain = " ".join(kept.split())
    plain = plain.lower() if _shouts(plain) else plain
    polite = _POLITE.match(plain)
    return f"{plain[polite.end()].upper()}{plain[polite.end() + 1 :]}" if polite and polite.end() else plain


def respell(question: str, speller: Speller) -> str:
    """The question with words that its documents do not know replaced by the ones most likely meant."""
    as_it_is = {word for name in _AS_IT_IS.findall(question) for word in words(name)}
    for word in dict.fromkeys(content_words(question)):
        if is_function_word(word) or any(sign.isdigit() for sign in word) or word in as_it_is:
            continue
        meant = speller.suggest(word)
        if meant is not None:
            question = re.sub(rf"\b{re.escape(word)}\b", meant, question)
    return question


def _is_silent(sign: str) -> bool:
    return sign in _QUOTATION or (unicodedata.category(sign) in _SILENT_KINDS and not sign.isspace())


def _shouts(text: str) -> bool:
    letters = _LETTER_CASE.findall(text)
    return len(letters) > 8 and not any(letter.islower() for letter in letters) and text != text.lower()
