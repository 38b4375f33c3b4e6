"""Counts: which questions ask how often words are said, and where."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.words import stems, words
from qa.intents.forms import KIND, SAID, STANDS, forms
from qa.intents.kinds import is_kind, names_all
from qa.question import LONGEST_FORM

_STANDING_FOR_IT = frozenset("it they this these".split())

_QUOTED = r"""["“‘'«](?P<quoted>[^"“”«»]+?)["”’'»]"""
_WORD = r"(?:the\s)?(?:exact\s)?(?:words?|terms?|names?|phrases?|expressions?|strings?)"
_SMALL_ARTICLE = re.compile(r"\A(?:the|an?)\s")
_WHERE = r"(?:\s(?:in|across|throughout|within)\s(?P<where>[^?]*)|\sthere|\shere|\soverall)?"
# Of anything, that it is told; of a name alone, that it occurs: how often a fault does is a look-up.
_TOLD = r"(?:mentioned|named|cited|quoted|referred\sto|spoken\sof|talked\sabout)"
_NAME = r"(?P<name>(?-i:[A-Z])[^\s?]*(?:\s(?-i:[A-Z])[^\s?]*)*)"
_HOW_OFTEN = r"how\s(?:many\stimes|often)"
# Of a document alone: how often somebody says something is a look-up.
_TELLER = r"(?P<teller>[^?]+?)"
_TELLS = r"(?:mention|name|cite|quote|say|refer\sto|speak\sof|talk\sabout)"
_COUNTS = forms(
    rf"{_HOW_OFTEN}\s(?:is|are|was|were)\s(?:{_WORD}\s)?{_QUOTED}\s{SAID}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:do|does|did)\s(?:{_WORD}\s)?{_QUOTED}\s{STANDS}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:is|are|was|were)\s{_WORD}\s(?P<plain>[^?]+?)\s{SAID}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:do|does|did)\s{_WORD}\s(?P<plain>[^?]+?)\s{STANDS}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:is|are|was|were)\s(?P<plain>[^?]+?)\s{_TOLD}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:do|does|did)\s{_NAME}\s{STANDS}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:do|does|did)\s{_TELLER}\s{_TELLS}\s(?:{_WORD}\s)?(?:{_QUOTED}|(?P<plain>[^?]+?))",
    rf"{_HOW_OFTEN}\s(?:do|does|did)\s{_TELLER}\s(?:use|contain|repeat)\s"
    rf"(?:(?:{_WORD}\s)?{_QUOTED}|{_WORD}\s(?P<plain>[^?]+?))",
    rf"how\smany\s(?:mentions|occurrences|instances)\s(?:are\sthere\s)?of\s(?:{_WORD}\s)?"
    rf"(?:{_QUOTED}|(?P<plain>[^?]+?))(?:\sare\sthere)?{_WHERE}",
    rf"count\s(?:all\s)?(?:the\s)?(?:mentions|occurrences|instances|uses)\sof\s(?:{_WORD}\s)?"
    rf"(?:{_QUOTED}|(?P<plain>[^?]+?)){_WHERE}",
    rf"count\s(?:{_WORD}\s)?{_QUOTED}{_WHERE}",
    rf"which\s(?:of\s(?:the|these|my|our)\s)?{KIND}\s(?:mentions?|names?|uses?|says?)\s(?:{_WORD}\s)?"
    rf"(?:{_QUOTED}|(?P<plain>[^?]+?))",
    rf"in\swhich\s{KIND}\s(?:is|are)\s(?:{_WORD}\s)?(?:{_QUOTED}|(?P<plain>[^?]+?))\s(?:mentioned|named|used)",
    rf"in\swhich\s{KIND}\s(?:do|does)\s(?:{_WORD}\s)?(?:{_QUOTED}|(?P<plain>[^?]+?))\s{STANDS}",
)


class Counting(NamedTuple):
    """Words of which a question asks how often they are said, and where; "" where it says nothing of that."""

    said: str
    where: str


def counted_words(question: str) -> Counting | None:
    """What a question wants counted; None where it asks something else."""
    if len(question) > LONGEST_FORM:
        return None
    for form in _COUNTS:
        match = form.fullmatch(question)
        if match:
            found = match.groupdict()
            teller = found.get("teller") or ""
            if teller and not _is_document(teller):
                continue
            said = next(filter(None, map(found.get, ("quoted", "plain", "name"))), "")
            said = said.strip(" \"'“”‘’«»").strip()
            if not found.get("quoted"):
                said = _SMALL_ARTICLE.sub("", said)
            return Counting(said, found.get("where") or teller) if said else None
    return None


def _is_document(said: str) -> bool:
    """Whether words stand for a document: "it", "the text", "the cleaning contract"."""
    *_, last = words(said) or [""]
    return bool(last) and (last.casefold() in _STANDING_FOR_IT or is_kind(last) or names_all(stems(last)))
