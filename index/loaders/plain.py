"""Plain text: paragraphs by blank lines or by long lines, headings by their bare lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
_NUMBERED = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[A-Z][.)])\s+(?=[^\W\d_])")
_ITEM = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]|[A-Za-z][.)]|[-*•–])\s")
_PROSE_END = tuple(".!?")


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of a plain text file."""
    return parse(decode(data, limits.encoding))


def parse(text: str) -> Parsed:
    """Find the paragraphs and headings of plain text."""
    blocks = _blocks(text)
    reads_so = [_reads_as_heading(text[slice(*block)]) for block in blocks]
    headings = tuple(
        Heading(block.start, block.end, 1)
        for at, block in enumerate(blocks[:-1])
        if reads_so[at] and (not reads_so[at + 1] or (at == 0 and _is_above(text, blocks[1:3])))
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
    width = max((line.end - line.start for line in lines), default=0)
    return tuple(block for paragraph in _paragraphs(text, lines) for block in _parted(text, paragraph, width))


def _paragraphs(text: str, lines: Sequence[Span]) -> list[list[Span]]:
    """Lines that no blank line parts."""
    found: list[list[Span]] = []
    for line in lines:
        if found and not _GAP.search(text, found[-1][-1].end, line.start):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _parted(text: str, lines: Sequence[Span], width: int) -> Iterator[Span]:
    """A paragraph as a block, a heading that stands right above its prose as one of its own."""
    first, *others = lines
    if others and _stands_above(text, first, others, width):
        yield first
        first = others[0]
    yield Span(first.start, lines[-1].end)


def _stands_above(text: str, first: Span, others: Sequence[Span], width: int) -> bool:
    """Whether a line is a numbered heading over the prose below it: it ends where more words had room."""
    heading, below = text[slice(*first)], text[slice(*others[0])]
    has_room = len(heading) + 1 + len(below.split()[0]) <= width
    is_prose = text[others[-1].end - 1] in _PROSE_END and below[0].isupper() and not _ITEM.match(below)
    return bool(_NUMBERED.match(heading)) and has_room and is_prose and _reads_as_heading(heading)


def _is_above(text: str, blocks: Sequence[Span]) -> bool:
    """Whether the first of two blocks, a numbered line, stands right above the other."""
    is_close = len(blocks) > 1 and not _GAP.search(text, blocks[0].end, blocks[1].start)
    return is_close and bool(_NUMBERED.match(text, blocks[0].start))


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
