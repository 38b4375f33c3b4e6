"""Headings: words that stand over others and say nothing by themselves, and what is said under them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from pathlib import PurePath

from index import Document, Index, Passage, Span
from qa.citation import Citation, cite
from qa.contents.letters import is_letter, is_letterhead, subject_of

TITLE_CHARS = 150
_MINUTES = re.compile(r"\bminutes\b", re.IGNORECASE)
# Not "Minutes of the last meeting", first on the agenda, nor "Minutes: Ada Stone", "Minutes taken by: …".
_MINUTES_TITLE = re.compile(
    r"(?:(?:draft|approved|final|confirmed|unconfirmed)\s)?minutes(?!\s*:|\s(?:taken|kept|written|typed|recorded|by)\b)(?!.*\b(?:last|previous)\b).{0,120}"
    r"|(?!\d)[^.:;]{0,80}\b(?:meeting|assembly|committee|board|council)\b[^.:;]{0,40}\bminutes",
    re.IGNORECASE,
)
_HELD = re.compile(r",?\s(?:held|which\swas\sheld|that\stook\splace)\s.*")
# So far and so many lines down the title of minutes may stand.
_OPENING_CHARS, _OPENING_LINES = 500, 6
# A line that is nothing but a name: of an association, a firm.
_NAME_ALONE = re.compile(
    r"(?:[A-Z&][\w’'.&-]*|of|the|and|for|de|van|von)(?:\s(?:[A-Z&][\w’'.&-]*|of|the|and|for|de|van|von)){0,7}"
)
_KINDS = (
    r"(?:minutes|notes|record|agenda|report|agreement|contract|lease|budget|notice|invoice|quotation|offer|policy|statement"
    r"|plan|handbook|manual|newsletter|proposal|memo|specification)"
)
_NAMES_KIND = re.compile(rf"\b(?:{_KINDS}|meeting|session|assembly)\b", re.IGNORECASE)
# "Notes of the staff meeting, 14 January 2026", "Board meeting no. 5, 2 September", "Cleaning agreement".
_KIND_TITLE = re.compile(
    rf"(?:(?:draft|final|annual)\s)?{_KINDS}(?:\s(?:of|for|on|to|from|no\.?|between|about|and)\s.{{1,110}}|\s?[,–—-]?\s?\d.{{0,60}})?"
    rf"|(?!\d)(?:[\w’'&/-]+\s){{1,5}}?{_KINDS}(?:\s(?:of|for|on|to|no\.?|between)\s.{{1,90}}|,?\s?[–—-]?\s?\d.{{0,60}})?"
    r"|(?!\d)(?:[\w’'&/-]+\s){0,5}?(?:meeting|session|assembly)\b[^.:;]{0,30}\s\(?(?:no\.?\s)?\d.{0,90}",
    re.IGNORECASE,
)
_LINE = re.compile(r"\S[^\n]*")
_JOINING = re.compile(r"[_.-]")
ENDS_WHOLE = re.compile(r"""[.!…]["”’'»)\]*_]*\Z""")


def is_heading(document: Document, words: Span) -> bool:
    """Whether some words are a heading or part of one."""
    place = bisect_right(document.blocks, words.start, key=lambda block: block.start) - 1
    section = document.section_at(words.start)
    return bool(section.heading) and section.start == document.blocks[place].start


def said_under(document: Document, passage: Passage, heading: Span) -> Span | None:
    """The first sentence under a heading, in its passage."""
    after = (one for one in passage.sentences if one.start >= heading.end)
    return next((one for one in after if not is_heading(document, one)), None)


def spoken(citation: Citation, document: Document) -> Citation | None:
    """A citation that says something: itself, or of a heading what is said under it, if anything is."""
    words = Span(citation.start, citation.end)
    if not is_heading(document, words):
        return citation
    under = said_under(document, citation.passage, words)
    return cite(citation.n, document, citation.passage, under) if under else None


def called(name: str, document: Document | None = None) -> str:
    """The words that a document goes by: those of its file's name and, where it is at hand, of its title."""
    said = _JOINING.sub(" ", PurePath(name).stem)
    return (
        f"{said} {' '.join(dict.fromkeys((_own_title(document), title_of(document))))}" if document else said
    )


def title_of(document: Document) -> str:
    """The title that a document gives itself: its own, a heading or a line it opens with; else its name.

    A letter is called by what it says that it is about, and by no name on its paper. Minutes
    under the name of an association are called by the line near it that says what they are of; so is what
    else has such a line right below a name.
    """
    title = _own_title(document)
    if _MINUTES.search(title):
        return title
    return _minutes_title(document) or _kind_below(document, title) or title


def _own_title(document: Document) -> str:
    if is_letter(document):
        named = "" if is_letterhead(document.title) else document.title
        return subject_of(document) or named or document.name
    opening = document.blocks[0]
    line = " ".join(document.text[slice(*opening)].split()).strip("#*_ ")
    is_title = (
        len(line) <= TITLE_CHARS
        and not ENDS_WHOLE.search(line)
        and not is_letterhead(line)
        and document.row_at(opening.start) is None
    )
    return document.title or document.sections[0].heading or (line if is_title and line else document.name)


def _minutes_title(document: Document) -> str:
    """The line among the first ones that names minutes, as a title does; "" where none does."""
    lines = islice(_LINE.finditer(document.text, 0, _OPENING_CHARS), _OPENING_LINES)
    said = (" ".join(one.group().split()).strip("#*_ ") for one in lines if not document.row_at(one.start()))
    titles = (one for one in said if _MINUTES_TITLE.fullmatch(one) and not ENDS_WHOLE.search(one))
    return _HELD.sub("", next(titles, ""))


def _kind_below(document: Document, title: str) -> str:
    """The line right below a title that is but a name, where that says what kind of document it is, or ""."""
    if not _NAME_ALONE.fullmatch(title) or _NAMES_KIND.search(title):
        return ""
    lines = list(islice(_LINE.finditer(document.text, 0, _OPENING_CHARS), 2))
    said = [" ".join(one.group().split()).strip("#*_ ") for one in lines]
    if len(lines) < 2 or said[0] != title or document.row_at(lines[1].start()):
        return ""
    is_kind = (
        len(said[1]) <= TITLE_CHARS and _KIND_TITLE.fullmatch(said[1]) and not ENDS_WHOLE.search(said[1])
    )
    return said[1] if is_kind else ""


def labels_of(names: Sequence[str], index: Index) -> list[str]:
    """What documents go by beside each other: their titles, or their names if some have the same title."""
    titles = [title_of(index.documents[name]) for name in names]
    return titles if len(set(titles)) == len(titles) else list(names)
