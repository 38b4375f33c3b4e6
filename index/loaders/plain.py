"""Plain text: paragraphs by blank lines or by long lines, headings by their bare lines."""

from __future__ import annotations

import re
from itertools import pairwise

from index.limits import Limits
from index.loaders.encoding import decode
from index.loaders.parsed import Heading, Parsed, Span, trimmed

SUFFIXES = (".txt", ".text")

_LINE = re.compile(r"[^\r\n]+")
# A line end, then another with nothing visible between; "\r\n" is one line end.
_GAP = re.compile(r"(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*(?:\r\n|\r|\n)")
_WRAP_COLUMN = 120
_HEADING_MAX_CHARS = 100
_HEADING_MAX_WORDS = 14
_SENTENCE_END = tuple(".!?:;,…\"”'’)]")


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of a plain text file."""
    return parse(decode(data, limits.encoding))


def parse(text: str) -> Parsed:
    """Find the paragraphs and headings of plain text."""
    blocks = _blocks(text)
    headings = tuple(
        Heading(block.start, block.end, 1)
        for block, following in pairwise(blocks)
        if _reads_as_heading(text[slice(*block)]) and not _reads_as_heading(text[slice(*following)])
    )
    title = ""
    if headings and headings[0].start == blocks[0].start:
        title = text[headings[0].start : headings[0].end]
    return Parsed(text, blocks, headings, title=title)


def _blocks(text: str) -> tuple[Span, ...]:
    """Lines are paragraphs, unless the text is hard-wrapped: then blank lines part them."""
    lines = [span for match in _LINE.finditer(text) if (span := trimmed(text, match.start(), match.end()))]
    wrapped = _GAP.search(text) is not None and all(line.end - line.start <= _WRAP_COLUMN for line in lines)
    if not wrapped:
        return tuple(lines)
    joined: list[Span] = []
    for line in lines:
        if joined and not _GAP.search(text, joined[-1].end, line.start):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return tuple(joined)


def _reads_as_heading(block: str) -> bool:
    return (
        len(block) <= _HEADING_MAX_CHARS
        and len(block.split()) <= _HEADING_MAX_WORDS
        and not block.endswith(_SENTENCE_END)
        and (block[0].isupper() or block[0].isdigit())
        and any(character.isalpha() for character in block)
        and "\n" not in block
        and "\r" not in block
    )
