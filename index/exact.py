"""Exact terms: the ids and numbers that a text names, which no neighbour can stand for.

"ORD-1202", "v2.3.1" and "INC 77" are codes; "room 206" and "Article 12" are labelled numbers; 1965 is a
plain number. Each is compared by its letters and digits alone, so that "ORD-1202" is "ord 1202".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.words import FUNCTION_WORDS

# Runs of letters and digits, joined by one sign each; no two parts of the pattern share a character.
_TOKEN = re.compile(r"[^\W_]+(?:[-./:_#'’,][^\W_]+)*")
_FISCAL = re.compile(r"\AFY(?=\d)", re.IGNORECASE)
_PART = re.compile(r"[^\W\d_]+|\d+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MONEY = tuple("$€£¥₹")
# Between a label and its number: "Order no. 12".
_JOINTS = frozenset({"no", "nr", "number", "num"})
_MONTHS = frozenset(
    """
    january february march april may june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec
    """.split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """An id or a number in a text.

    Attributes:
        text: as it stands there.
        key: its letters and digits, case folded.
        label: the word before it that says what is numbered, case folded; "" for a code or a plain number.
        is_code: whether it is an id by its look, letters and digits or groups of digits joined.
        start: where it stands in the text.

    """

    text: str
    key: str
    label: str
    is_code: bool
    start: int

    @property
    def names_a_thing(self) -> bool:
        """Whether it names one thing among many, rather than saying how much or when."""
        return self.is_code or bool(self.label)

    @property
    def shape(self) -> tuple[str, ...]:
        """What it has in common with its neighbours: "ord-" and a number, "room" and a number."""
        if self.label:
            return (self.label, "#")
        return _shape(self.key)


def terms(text: str) -> list[Term]:
    """The ids and numbers of a text, in order."""
    return list(_terms(text))


def _terms(text: str) -> Iterator[Term]:
    before: list[str] = []
    for match in _TOKEN.finditer(text):
        token = _FISCAL.sub("", match.group())
        folded = token.casefold()
        if any(character.isdigit() for character in token):
            is_code = _is_code(token)
            is_amount = (
                text[match.start() - 1 : match.start()] in _MONEY
                or text[match.end() : match.end() + 1] == "%"
            )
            label = "" if is_code or is_amount else _label(before)
            yield Term(token, _key(token), label, is_code, match.end() - len(token))
        before = [*before[-1:], folded]


@lru_cache(maxsize=4096)
def _shape(key: str) -> tuple[str, ...]:
    return tuple("#" if part.isdigit() else part for part in _PART.findall(key))


def _is_code(token: str) -> bool:
    """Letters before digits ("v2.3", "ORD-1202"), or digits joined to a short code in capitals."""
    parts = _PART.findall(token)
    if parts[0].isdigit():
        return any(part.isalpha() and part.isupper() and len(part) < 3 for part in parts[1:]) and "-" in token
    return any(part.isdigit() for part in parts) and parts[0].casefold() not in _MONTHS


def _label(before: list[str]) -> str:
    """The noun right before a number, if the word there can be one."""
    for word in reversed(before):
        if word in _JOINTS:
            continue
        can_label = word.isalpha() and len(word) > 2 and word not in FUNCTION_WORDS and word not in _MONTHS
        return word if can_label else ""
    return ""


def _key(token: str) -> str:
    """Letters and digits, and a number's decimal point."""
    plain = _THOUSANDS.sub("", token.casefold())
    return "".join(sign for place, sign in enumerate(plain) if sign.isalnum() or _is_point(plain, place))


def _is_point(text: str, place: int) -> bool:
    return text[place] == "." and text[place - 1].isdigit() and text[place + 1 : place + 2].isdigit()
