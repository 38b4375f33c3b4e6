"""Running heads and feet of a PDF: page numbers go, and of what repeats all copies but one.

Of a head that is the first, of a foot the last: there they stand least in the midst of the text. Where a page
number stands in them and all their words elsewhere, or no more than a place to sign, none is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.loaders.pdf_lines import Line
from index.loaders.pdf_rows import same_baseline

_EDGE_ROWS = 3  # a running head or foot has no more
_REPEATED_SHARE = 0.4  # left and right pages may have heads of their own
_REPEATED_PAGES = 3  # chapters have heads of their own
_WIDE_GAP = 1.3
_USUAL_LEADING = 1.6
_TITLE = 1.12  # larger than the body: a title stands there, not a running head
_FEW_GAPS = 5
_NUMBERS = re.compile(r"\d+")
_LABEL = re.compile(r"(?::|\b(?:no|nr|num|number|nummer|ref)\.?|[#№])\s*\Z", re.IGNORECASE)
_PAGE = r"(?:page|pg|pp?|seite|s|pagina|página|pág|side|sida|sivu|strana|str|стр|с|עמוד|صفحة|第)[\s.:]*"
_OF = r"\s*(?:of|/|von|de|di|sur|av|z|из|מתוך|من|\||–|-)\s*(?a:\d{1,9})"
_PAGE_NUMBER = re.compile(
    rf"[\W_]*(?:{_PAGE})?(?P<number>(?a:\d{{1,9}})|[ivxlc]{{1,9}})(?:{_OF})?\s*(?:页|頁)?[\W_]*",
    re.IGNORECASE,
)
# A page number among other words: "Terms of hire, page 3", "Harbour report | 3".
_NUMBER_AMONG = re.compile(
    rf"\b{_PAGE}(?P<named>(?a:\d{{1,9}}))\b(?:{_OF}\b)?"
    r"|\s[|·•–—-]\s(?P<last>(?a:\d{1,9}))\Z|\A(?P<first>(?a:\d{1,9}))\s[|·•–—-]\s",
    re.IGNORECASE,
)
# A place to sign or write: "Initials: ____ / ____".
_BLANK = re.compile(r"(?:[^\W\d_]+\s){0,2}[^\W\d_]*\s?:?\s*(?:_{3,}|[.…]{4,})[\s/_.…]*")
_WORD = re.compile(r"\w+(?:[/.-]\w+)*")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line that may be a running head or foot: what repeats, how far its number is ahead of its page's.

    Attributes:
        line: the line.
        words: what it says.
        masked: the same without its digits.
        ahead: how far the number that it is, is ahead of its page's; None where it is more or none.
        said: what it says but for a page number among it.
        numbered: the same with how far that number is ahead, "" where there is none.
        is_foot: whether it stands below the text.

    """

    line: Line
    words: str
    masked: str
    ahead: int | None
    said: str
    numbered: str
    is_foot: bool

    @property
    def copy(self) -> tuple[str, bool]:
        """What its further copies have in common with it."""
        return self.numbered or self.words, self.is_foot

    @property
    def is_blank(self) -> bool:
        """Whether it is no more than a place to sign."""
        return not any(map(str.isalnum, _BLANK.sub("", self.said)))


def without_repeats(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without further copies of their running heads and feet."""
    body = _body_size(pages)
    edges = [list(_edges(lines, body)) for lines in pages]
    filled = sum(bool(lines) for lines in pages)
    share = max(2.0, _REPEATED_SHARE * filled)
    words = Counter(key for page in edges for key in {edge.words for edge in page})
    masked = Counter(key for page in edges for key in {edge.masked for edge in page})
    ahead = Counter(key for page in edges for key in {edge.ahead for edge in page})
    numbered = Counter(key for page in edges for key in {edge.numbered for edge in page if edge.numbered})
    running = {key for key, count in numbered.items() if count >= share}
    told = _told(pages, edges, running)
    kept_on = _kept_on(edges)
    kept = []
    for number, (lines, page) in enumerate(zip(pages, edges, strict=True)):
        numbers = {id(edge.line) for edge in page if edge.ahead is not None and ahead[edge.ahead] >= share}
        repeated = [
            edge
            for edge in page
            if edge.numbered in running or words[edge.words] >= min(share, _REPEATED_PAGES)
        ]
        copies = {
            id(edge.line)
            for edge in repeated
            if kept_on[edge.copy] != number
            or edge.is_blank
            or (edge.numbered in running and told.issuperset(_words(edge.said)))
        }
        margin = {id(edge.line) for edge in page if masked[edge.masked] >= share}
        if {id(line) for line in lines} == numbers | {id(edge.line) for edge in repeated}:
            copies = set()  # a page that is like another one still says what it says
        kept.append(
            [
                replace(line, margin=True) if id(line) in margin and not line.aside else line
                for line in lines
                if id(line) not in numbers and id(line) not in copies
            ]
        )
    return kept


def _told(
    pages: Sequence[list[Line]], edges: Sequence[Sequence[_Edge]], running: Collection[str]
) -> frozenset[str]:
    """The words that stand elsewhere than in heads and feet with a page number; none where there is none."""
    if not running:
        return frozenset()
    margins = {id(edge.line) for page in edges for edge in page if edge.numbered in running}
    lines = (line for page in pages for line in page if id(line) not in margins)
    return frozenset(word for line in lines for word in _words(line.text))


def _words(said: str) -> list[str]:
    return _WORD.findall(said.casefold())


def _kept_on(edges: Sequence[Sequence[_Edge]]) -> dict[tuple[str, bool], int]:
    """Which page's copy of each line is kept."""
    numbered = list(enumerate(edges))
    first = {edge.copy: at for at, page in reversed(numbered) for edge in page if not edge.is_foot}
    return first | {edge.copy: at for at, page in numbered for edge in page if edge.is_foot}


def _edges(lines: Sequence[Line], body: float) -> Iterator[_Edge]:
    rows = same_baseline(line for line in lines if not line.aside)
    gaps = [below[0].y - above[0].y for above, below in pairwise(rows)]
    usual = median(gaps) if len(gaps) >= _FEW_GAPS else _USUAL_LEADING * body
    head, foot = _head(rows, gaps, usual), _head(rows[::-1], gaps[::-1], usual)
    for row, is_foot in (*((row, False) for row in head), *((row, True) for row in foot)):
        before = ""
        for line in row:
            if line.size <= _TITLE * body:
                yield _edge(line, "" if _LABEL.search(before) else line.text, is_foot)
            before = line.text
    for line in lines:
        if line.aside:
            yield _edge(line, "", is_foot=False)


def _head(rows: list[list[Line]], gaps: list[float], usual: float) -> list[list[Line]]:
    """The first rows up to a gap that sets them apart from all others."""
    for count, gap in enumerate(gaps[:_EDGE_ROWS], 1):
        if gap > _WIDE_GAP * usual:
            return rows[:count]
    return rows if len(rows) == 1 else []


def _edge(line: Line, number_in: str, is_foot: bool) -> _Edge:
    words = " ".join(line.text.split())
    found = _PAGE_NUMBER.fullmatch(number_in)
    ahead = _value(found["number"]) - line.page if found else None
    among = None if found else _NUMBER_AMONG.search(words)
    said, numbered = words, ""
    if among:
        said = f"{words[: among.start()]} {words[among.end() :]}"
        far = int(among["named"] or among["last"] or among["first"]) - line.page
        numbered = f"{words[: among.start()]}#{far}#{words[among.end() :]}"
    return _Edge(line, words, _NUMBERS.sub("#", words), ahead, said, numbered, is_foot)


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    values = [_ROMAN_VALUES.get(letter, 0) for letter in number.lower()]
    return sum(-one if one < following else one for one, following in pairwise([*values, 0]))


def _body_size(pages: Sequence[list[Line]]) -> float:
    """The type size that most characters are set in."""
    chars = Counter[float]()
    for lines in pages:
        for line in lines:
            chars[round(line.size, 1)] += len(line.text)
    return max(chars, key=lambda size: (chars[size], -size), default=1.0)
