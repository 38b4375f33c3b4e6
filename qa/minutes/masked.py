"""Masked: the words of a sentence with names, days and figures masked, so that how it is said is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.words import FUNCTION_WORDS
from qa.contents.mentions import MONTHS, TITLES, WEEKDAYS

NAME, DATE, TIME, MONEY, VOTES, NUMBER, OFFICE = "NAME", "DATE", "TIME", "MONEY", "VOTES", "NUM", "OFFICE"
_TOKEN = re.compile(
    r"""(?P<date>\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b)
    | (?P<time>\b\d{1,2}[.:]\d\d(?!\d)\s?(?:[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?)
    | (?P<money>[£€$]\s?\d(?:[\d,.]*\d)?k?|\b[A-Z]{3}\s\d[\d,.]*|\b\d[\d,.]*\s?[£€$])
    | (?P<votes>\b\d{1,3}\s?[–-]\s?\d{1,3}\b)
    | (?P<number>\b\d[\d,.]*(?:st|nd|rd|th)\b|\b\d(?:[\d,.]*\d)?\s?%?)
    | (?P<handle>@[\w-]+)
    | (?P<initials>(?:\b[A-ZÀ-Þ]\.\s?)+(?=[A-ZÀ-Þ]))
    | (?P<negation>n[’']t\b)
    | (?P<clitic>[’'](?:s|re|ve|ll|d|m)\b)
    | (?P<word>[^\W\d_]+?(?=n[’']t\b)|[^\W\d_]+(?:[’'-](?!(?:s|re|ve|ll|d|m|t)\b)[^\W\d_]+)*)
    | (?P<arrow>[→⇒➔➜➝►]|[-=]>)
    | (?P<sign>[:;,.?!()"“”/&+·–—-])""",
    re.VERBOSE,
)
_MASKS = {
    "date": DATE, "time": TIME, "money": MONEY, "votes": VOTES, "number": NUMBER, "handle": NAME,
    "initials": NAME, "negation": "not", "arrow": "→",
}  # fmt: skip
_TITLES = frozenset(
    "cllrs sir lady lord rev fr capt lt sgt sr bro sis bros ing".split()
    + [title.casefold() for title in TITLES]
)
_OFFICES = frozenset(
    (
        "clerk chair chairman chairwoman chairperson secretary treasurer president director caretaker head"
        " headteacher teacher manager administrator trustee governor captain coach warden bursar ceo cfo cto"
        " vice-president commodore librarian conductor architect client contractor supplier surveyor engineer"
        " accountant mayor owner chef boss"
    ).split()
)
BODIES = frozenset(
    "committee council board meeting assembly members governors trustees directors group team staff partners"
    " everyone everybody all we faculty".split()
)
_DAYS = frozenset(
    [day.casefold() for day in (*MONTHS, *WEEKDAYS)]
    + "mon tue tues wed weds thu thur thurs fri sat sun".split()
)
_NO_NAMES = FUNCTION_WORDS | BODIES | _OFFICES | _DAYS
# A word as long as this in capitals is said with weight, and no name.
_LONGEST_INITIALS = 4
_DASHES, _QUOTES = "–—-", '"“”'


class _Token(NamedTuple):
    kind: str
    said: str
    is_opening: bool

    @property
    def is_weighty(self) -> bool:
        return is_weighty(self.said)


def is_weighty(word: str) -> bool:
    """Whether a word stands in capitals to be seen: "RESOLVED"."""
    return word.isupper() and len(word) > _LONGEST_INITIALS


def names_in(sentences: Iterable[str]) -> frozenset[str]:
    """The words, in small letters, that a text has in capitals within its sentences and never without."""
    capitals, small = set(), set()
    for sentence in sentences:
        for token in _tokens(sentence, ".!?"):
            if token.kind != "word" or token.is_weighty:
                continue
            if token.said[0].islower():
                small.add(token.said)
            elif not token.is_opening:
                capitals.add(token.said.casefold())
    return frozenset(capitals - small - _NO_NAMES)


def masked(sentence: str, names: frozenset[str]) -> list[str]:
    """The words and signs of a sentence in small letters; its names, days and figures as masks.

    Args:
        sentence: what is said.
        names: words that are names where a sentence begins with them, too.

    """
    found: list[str] = []
    for token in _tokens(sentence, ".!?:"):
        mask = _mask(token, names)
        if not (found and _is_of_one(found[-1], mask)):
            found.append(mask)
        elif mask == DATE:
            found[-1] = DATE
    return found


def _is_of_one(before: str, mask: str) -> bool:
    """Whether a mask goes on with the one before: the words of a name, or of a date."""
    return (before, mask) in {(NAME, NAME), (DATE, DATE), (NUMBER, DATE), (DATE, NUMBER)}


def _mask(token: _Token, names: frozenset[str]) -> str:
    word = token.said.casefold()
    if token.kind == "word":
        return _mask_of_word(word, token, names)
    if token.kind == "clitic":
        return "'" + word[1:]
    if token.kind == "sign":
        return "-" if word in _DASHES else '"' if word in _QUOTES else word
    return _MASKS[token.kind]


def _mask_of_word(word: str, token: _Token, names: frozenset[str]) -> str:
    is_capital = token.said[0].isupper() and not token.is_weighty
    if word in _OFFICES:
        return OFFICE
    if not is_capital or (word == "may" and token.is_opening):
        return word
    if word in _DAYS:
        return DATE
    is_name = word in _TITLES or (word not in _NO_NAMES and (not token.is_opening or word in names))
    return NAME if is_name else word


def _tokens(sentence: str, ends: str) -> Iterator[_Token]:
    """The words and signs of a sentence, each with whether a clause may begin there; `ends` end one.

    The full stop behind a title or initials is left out.
    """
    is_opening, before = True, ""
    for match in _TOKEN.finditer(sentence):
        kind, said = str(match.lastgroup), match[0]
        if said == "." and before.casefold() in _TITLES:
            continue
        yield _Token(kind, said, is_opening)
        if kind == "sign":
            is_opening = is_opening or said in ends
        elif kind not in ("number", "arrow"):
            is_opening = False
        before = said
