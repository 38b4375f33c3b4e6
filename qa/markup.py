"""Markup: how a block is shown, and which of its characters are emphasised, code or mere signs, by offsets.

Of Markdown the text itself says it, of other formats what their loaders noted beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index import Document, Span

SUFFIXES = (".md", ".markdown")
# Within a longer block nothing is looked for; between two signs there are no more characters than this.
MAX_BLOCK_CHARS = 20_000
_MAX_SPAN = "{1,1000}?"

# What makes a line a heading.
HEADING_SIGNS = re.compile(r"#{1,6}[ \t]+")

# What is shown as a block of its own; more of an item stands below it.
_ELEMENTS = {"item": "li", "inner": "p", "quote": "blockquote", "pre": "pre"}
_PREFORMATTED = re.compile(r"^(?:```|~~~|\||[ \t]{2,}\S)", re.MULTILINE)
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})[^\n]*\n?")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+")
_QUOTE = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)
_CODE = re.compile(rf"(?<!`)(`+)(?!`)(.{_MAX_SPAN})(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"(!?\[)([^\[\]]{1,1000})(\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,200}\]))")
_ESCAPE = re.compile(r"(\\)(?=[!-/:-@\[-`{-~])")
_SPANS = (
    ("strong", re.compile(rf"(\*\*|__)(?=\S)(.{_MAX_SPAN})(?<=\S)(\1)", re.DOTALL)),
    ("s", re.compile(rf"(~~)(?=\S)(.{_MAX_SPAN})(?<=\S)(\1)", re.DOTALL)),
    ("em", re.compile(rf"(?<![\w*])([*_])(?=[^\s*_])(.{_MAX_SPAN})(?<=[^\s*_])(\1)(?![\w*])", re.DOTALL)),
)


class Wrap(NamedTuple):
    """Characters to be shown in an element: `kind` is its name, or "syntax" for signs that are not shown."""

    start: int
    end: int
    kind: str


class Block(NamedTuple):
    """How a block is shown.

    Attributes:
        element: what it is shown as.
        depth: how far it is set in.
        wraps: what its characters are.
        sign: what is shown before it, that is no part of the text.

    """

    element: str
    depth: int = 0
    wraps: tuple[Wrap, ...] = ()
    sign: str = ""


def is_markdown(document: Document) -> bool:
    """Whether a document was read from Markdown."""
    return any(name.lower().endswith(SUFFIXES) for name in (document.name, document.source))


def dressed(document: Document, block: Span) -> Block:
    """A block that is no heading: a paragraph, an item of a list, a quotation or code."""
    if is_markdown(document):
        return _of_markdown(document.text, block)
    looks = document.looks_in(*block)
    whole = next((look for look in looks if look.kind in _ELEMENTS), None)
    wraps = words_of(document, block)
    if whole:
        return Block(_ELEMENTS[whole.kind], whole.depth, wraps, whole.sign)
    return Block("pre" if _PREFORMATTED.search(document.text, *block) else "p", 0, wraps)


def words_of(document: Document, block: Span) -> tuple[Wrap, ...]:
    """What the words of a block are, as the file shows them."""
    if is_markdown(document):
        return tuple(inline(document.text, *block))
    looks = document.looks_in(*block)
    return tuple(Wrap(look.start, look.end, look.kind) for look in looks if look.kind not in _ELEMENTS)


def _of_markdown(text: str, block: Span) -> Block:
    start, end = block
    if fence := _FENCE.match(text, start, end):
        return Block("pre", 0, tuple(_fenced(text, start, end, fence)))
    if text.startswith(">", start):
        quoted = _QUOTE.finditer(text[start:end])
        signs = [Wrap(start + one.start(), start + one.end(), "syntax") for one in quoted]
        return Block("blockquote", 0, (*signs, *inline(text, start, end)))
    if item := _ITEM.match(text, start, end):
        line = text.rfind("\n", 0, start) + 1
        depth = len(text[line:start].expandtabs(4)) // 2
        # A number is the writer's own; in the place of a sign the list has a dot.
        signs = [] if text[start].isdigit() else [Wrap(start, item.end(), "syntax")]
        return Block("li", depth, (*signs, *inline(text, item.end(), end)))
    return Block("p", 0, tuple(inline(text, start, end)))


def underline(text: str, block: Span) -> Iterator[Wrap]:
    """The signs below a heading that make it one."""
    last = text.rfind("\n", *block)
    if last > 0 and not text[last : block.end].strip().strip("=-"):
        yield Wrap(last, block.end, "syntax")


def _fenced(text: str, start: int, end: int, fence: re.Match[str]) -> Iterator[Wrap]:
    yield Wrap(start, fence.end(), "syntax")
    last = text.rfind("\n", start, end)
    if last > start and text[last + 1 : end].strip().startswith(fence["fence"]):
        yield Wrap(last, end, "syntax")


def inline(text: str, start: int, end: int) -> Iterator[Wrap]:
    """What the characters within a block are."""
    if end - start > MAX_BLOCK_CHARS:
        return
    # What has been understood is masked, so that no other sign is looked for in it.
    rest = text[start:end]
    for kind, pattern in (("code", _CODE), ("link", _LINK), ("syntax", _ESCAPE), *_SPANS):
        for found in pattern.finditer(rest):
            for wrap in _of(kind, found):
                yield Wrap(start + wrap.start, start + wrap.end, wrap.kind)
            rest = _masked(rest, kind, found)


def _of(kind: str, found: re.Match[str]) -> Iterator[Wrap]:
    if kind == "syntax":
        yield Wrap(*found.span(1), "syntax")
        return
    yield Wrap(found.start(), found.start(2), "syntax")
    yield Wrap(*found.span(2), kind)
    yield Wrap(found.end(2), found.end(), "syntax")


def _masked(rest: str, kind: str, found: re.Match[str]) -> str:
    start, end = found.span()
    if kind == "syntax":
        return f"{rest[:start]}\0\0{rest[start + 2 :]}"
    inner = "\0" * (end - start) if kind == "code" else found[2]
    if kind == "code":
        return rest[:start] + inner + rest[end:]
    before, after = found.start(2) - start, end - found.end(2)
    return f"{rest[:start]}{chr(0) * before}{inner}{chr(0) * after}{rest[end:]}"
