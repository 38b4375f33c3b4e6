"""Letters: what they are about, by the line beside their salutation; the head of their paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Document, Span

# A salutation further down opens no letter, and a head of a contract's clause stands further down too.
_OPENING_CHARS = 2_000
_SALUTATION = re.compile(
    r"^[ \t#*_]*(?:dear\s[^\n.;]{1,80}|(?:ladies\sand\s)?gentlemen|to\swhom\sit\smay\sconcern"
    r"|sehr\sgeehrte[^\n.;]{1,80}|liebe[rs]?\s[^\n.;]{1,60}|(?:madame|monsieur)\b[^\n.;]{0,60})"
    r"[,:!]?[ \t*_]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SUBJECT = re.compile(
    r"^[ \t#*_]*(?:re|subject|betreff|betrifft|objet|asunto|oggetto)[ \t*_]*:[ \t*_]*(\S[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_PARTED = re.compile(r"\s[·•|]\s")
_REACHED = re.compile(
    r"\S@\S|\bwww\.|https?://|(?:\+|\b0)\d[\d\s()/-]{6,}\d|\b(?:tel|phone|fax)\b\.?", re.IGNORECASE
)
_POST_CODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b(?:[A-Z]{2}\s)?\d{5}\b")
_HOUSE = re.compile(r"\b\d{1,4}[A-Za-z]?\s[A-Z]\w+|\b[A-Z]\w+\s\d{1,4}[A-Za-z]?\b")
_DAY = re.compile(r"\b(?:19|20|21)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_ENDS = re.compile(r"[,.:;!?][\"”’')\]*_]*\Z")
_SMALL_WORD = re.compile(r"\b[^\W\d_A-Z]{4,}\b")
_MOST_CHARS = 150


def is_letterhead(line: str) -> bool:
    """Whether a line is the head of somebody's paper: how to reach him, or an address set off in parts."""
    parts = len(_PARTED.findall(line)) + 1
    has_address = bool(_POST_CODE.search(line) or _HOUSE.search(line))
    return bool(_REACHED.search(line)) or (parts > 2 and has_address)


def is_letter(document: Document) -> bool:
    """Whether a document opens as a letter does: an address or a day, and then a salutation."""
    salutation = _SALUTATION.search(document.text, 0, _OPENING_CHARS)
    if salutation is None:
        return False
    before = document.text[: salutation.start()]
    return bool(is_letterhead(before) or _POST_CODE.search(before) or _DAY.search(before))


def subject_of(document: Document) -> str:
    """What a letter says that it is about: after "Re:", or beside its salutation; "" without that."""
    salutation = _SALUTATION.search(document.text, 0, _OPENING_CHARS)
    if salutation is None:
        return ""
    blocks = list(_opening(document))
    after = [block for block in blocks if block.start >= salutation.end()][:2]
    named = _SUBJECT.search(document.text, 0, after[-1].end if after else salutation.end())
    if named:
        return _bare(named[1])[:_MOST_CHARS]
    before = [block for block in blocks if block.end <= salutation.start()][-1:]
    return next((_words(document, one) for one in (*before, *after[:1]) if _is_subject(document, one)), "")


def _opening(document: Document) -> Iterator[Span]:
    return (block for block in document.blocks if block.start < _OPENING_CHARS)


def _is_subject(document: Document, block: Span) -> bool:
    """Whether a block beside a salutation says what the letter is about: a heading or words, no address."""
    line = _words(document, block)
    if not line or len(line) > _MOST_CHARS or _ENDS.search(line) or is_letterhead(line):
        return False
    if document.row_at(block.start) is not None or _SALUTATION.fullmatch(line):
        return False
    section = document.section_at(block.start)
    is_headed = bool(section.heading) and section.start == block.start
    is_bold = bool(re.fullmatch(r"\s*\*\*.+\*\*\s*", document.text[slice(*block)]))
    return is_headed or is_bold or len(_SMALL_WORD.findall(line)) > 1


def _words(document: Document, block: Span) -> str:
    return _bare(document.text[slice(*block)])


def _bare(words: str) -> str:
    return " ".join(words.split()).strip("#*_ ")
