"""Dress: how a web page shows what is being read of it: in which list or quotation, with what emphasis."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from index.loaders.parsed import Look

SOFT_HYPHEN = "\u00ad"
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_WORDS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SLANTED = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_BULLET = "•"
# A number past this is written in figures, whatever its list says.
_MOST_SPELLED = 3_999
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass
class _List:
    style: str = ""
    number: int = 0
    # Whether the open item's first block is still to come.
    is_fresh: bool = False

    def sign(self) -> str:
        return f"{_spelled(self.number, self.style)}." if self.style else _BULLET


@dataclass
class Dress:
    """The elements that are open on a page, as far as they show.

    Attributes:
        words: what the words are now: "strong", "em", "code".

    """

    words: frozenset[str] = frozenset()
    _open: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    _lists: list[_List] = field(default_factory=list)
    _quotes: int = 0

    def begin(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """An element begins."""
        self._open.append((tag, self.words))
        kinds = _kinds(tag, attributes.get("style") or "" if attributes else "")
        if kinds:
            self.words |= kinds
        if tag in _LISTS:
            self._lists.append(_list(tag, attributes))
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "li":
            if not self._lists:
                self._lists.append(_List())
            one = self._lists[-1]
            one.number = _number(attributes.get("value"), one.number + 1)
            one.is_fresh = True

    def end(self) -> None:
        """The element that began last ends."""
        tag, self.words = self._open.pop()
        if tag in _LISTS:
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag == "li" and self._lists:
            self._lists[-1].is_fresh = False

    def block(self, length: int, is_code: bool) -> tuple[Look, ...]:
        """How a block is shown that stands here; none where it is a plain paragraph."""
        if is_code:
            return (Look(0, length, "pre"),)
        items = [tag for tag, _ in self._open if tag in ("li", "dd")]
        if items and items[-1] == "li" and self._lists[-1].is_fresh:
            self._lists[-1].is_fresh = False
            return (Look(0, length, "item", len(self._lists) - 1, self._lists[-1].sign()),)
        if self._quotes:
            return (Look(0, length, "quote"),)
        return (Look(0, length, "inner", max(1, len(self._lists))),) if items else ()


def looks_of_words(
    written: Sequence[str], kinds: Sequence[frozenset[str]], blocks: Sequence[str]
) -> list[tuple[Look, ...]]:
    """How the words of each block are shown, by offsets into the block.

    What stands between the parts as they were written and the blocks as they are kept is white space and
    soft hyphens alone; every other character keeps its place in the row.

    Args:
        written: the parts of the text, in order.
        kinds: what the words of each part are.
        blocks: the blocks that the parts became.

    """
    if not any(kinds):
        return [()] * len(blocks)
    edges = [0, *accumulate(len("".join(part.split()).replace(SOFT_HYPHEN, "")) for part in written)]
    runs = sorted(run for kind in frozenset().union(*kinds) for run in _runs(kind, kinds, edges))
    looks: list[tuple[Look, ...]] = []
    first = 0
    for block in blocks:
        places = [place for place, sign in enumerate(block) if not sign.isspace()]
        last = first + len(places)
        within = [(max(start, first) - first, min(end, last) - first, kind) for start, end, kind in runs]
        looks.append(
            tuple(Look(places[a], places[b - 1] + 1, kind) for a, b, kind in within if a < b)
        )  # fmt: skip
        first = last
    return looks


def _runs(kind: str, kinds: Sequence[frozenset[str]], edges: Sequence[int]) -> list[tuple[int, int, str]]:
    """The stretches of a kind, parts that follow one another as one."""
    runs: list[tuple[int, int, str]] = []
    for has_kind, places in groupby(range(len(kinds)), lambda place: kind in kinds[place]):
        first, *rest = places
        start, end = edges[first], edges[(rest[-1] if rest else first) + 1]
        if has_kind and start < end:
            runs.append((start, end, kind))
    return runs


def _kinds(tag: str, style: str) -> frozenset[str]:
    found = {_WORDS[tag]} if tag in _WORDS else set()
    if style and _BOLD.search(style):
        found.add("strong")
    if style and _SLANTED.search(style):
        found.add("em")
    return frozenset(found)


def _list(tag: str, attributes: Mapping[str, str | None]) -> _List:
    if tag != "ol":
        return _List()
    return _List(attributes.get("type") or "1", _number(attributes.get("start"), 1) - 1)


def _number(value: str | None, otherwise: int) -> int:
    digits = (value or "").strip()[:9]
    return int(digits) if digits.isascii() and digits.isdigit() else otherwise


def _spelled(number: int, style: str) -> str:
    if style not in ("a", "A", "i", "I") or not 0 < number <= _MOST_SPELLED:
        return str(number)
    words = _roman(number) if style in "iI" else _lettered(number)
    return words.upper() if style.isupper() else words


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        words += letters * (number // value)
        number %= value
    return words


def _lettered(number: int) -> str:
    words = ""
    while number:
        number, letter = divmod(number - 1, 26)
        words = chr(ord("a") + letter) + words
    return words
