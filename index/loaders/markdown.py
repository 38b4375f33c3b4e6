"""Markdown: headings and blocks from the parse; the canonical text is the source as written, but for tables.

A table's rows are written `head: value · head: value`, each on the line where it stands in the source; the
line under its heads is left empty, so that every line keeps its number.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from index.limits import Limits
from index.loaders import front_matter
from index.loaders.encoding import decode
from index.loaders.markdown_tables import written_out
from index.loaders.parsed import STRUCK, Heading, Parsed, Span, trimmed

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

SUFFIXES = (".md", ".markdown")

_LINE_START = re.compile(r"(?:\A|\r\n|\r|\n)")
_LINE = re.compile(r"[^\r\n]+")
_OPENING_MARKS = re.compile(r"\s{0,3}#{1,6}(?:\s+|\Z)")
_STRUCK_WORDS = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`).{1,500}?(?<!`)\2(?!`))"
    r"|(?P<struck>(?<!~)~~(?![\s~])[^~\r\n]{1,2000}(?<!\s)~~(?!~)[ \t]?)"
)
_BLOCKS = {"paragraph_open", "fence", "code_block", "html_block", "tr_open"}


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of a Markdown file."""
    return parse(decode(data, limits.encoding))


def parse(text: str) -> Parsed:
    """Find the blocks and headings of Markdown by parsing it (CommonMark with tables)."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  (needed for this format alone)

    # The parser folds line ends and replaces NUL; with those spelled its way, its line numbers are ours.
    # What stands inside a block is not parsed: it is not asked for, and takes most of the time.
    parser = MarkdownIt("commonmark").enable("table").disable("inline")
    text, is_struck = _without_struck(text, parser)
    matter = front_matter.find(text)
    body = _LINE.sub("", text[: matter.end]) + text[matter.end :]
    tokens = parser.parse(re.sub(r"\r\n|\r", "\n", body))
    text, tables = written_out(text, tokens, _line_starts(text))
    starts = _line_starts(text)
    blocks: list[Span] = list(matter.blocks)
    headings: list[Heading] = []
    for token in tokens:
        if token.map is None or (token.type not in _BLOCKS and token.type != "heading_open"):
            continue
        first, last = token.map
        end = starts[last] if last < len(starts) else len(text)
        block = trimmed(text, starts[first], end)
        if block is None:
            continue
        if blocks and block.start < blocks[-1].end:
            continue
        if matter.blocks and len(blocks) == len(matter.blocks):
            headings.append(Heading(block.start, block.start, 0))
        blocks.append(block)
        if token.type == "heading_open" and (words := _heading_words(text, block)):
            headings.append(Heading(words.start, words.end, int(token.tag[1])))
    named = next((one for one in headings if one.level), None)
    title = matter.title or (text[named.start : named.end] if named and named.level == 1 else "")
    notes = (STRUCK,) if is_struck else ()
    return Parsed(
        text, _with_leftovers(text, blocks), tuple(headings), title=title, notes=notes, tables=tables
    )


def _without_struck(text: str, parser: MarkdownIt) -> tuple[str, bool]:
    """The text without what stands between `~~` and `~~`, but for code, and whether that was any."""
    if "~~" not in text:
        return text, False
    plain = re.sub(r"\r\n|\r", "\n", text)
    code = {
        line
        for token in parser.parse(plain)
        if token.type in ("fence", "code_block") and token.map
        for line in range(*token.map)
    }
    edges = [*_line_starts(text), len(text)]
    lines = [text[start:end] for start, end in pairwise(edges)]
    kept = [line if at in code else _STRUCK_WORDS.sub(_code_alone, line) for at, line in enumerate(lines)]
    return "".join(kept), kept != lines


def _code_alone(found: re.Match[str]) -> str:
    return "" if found["struck"] else found[0]


def _line_starts(text: str) -> list[int]:
    return [match.end() for match in _LINE_START.finditer(text)]


def _heading_words(text: str, block: Span) -> Span | None:
    """The heading without its marks (`## Words ##`, or words underlined by === or ---)."""
    words = text[slice(*block)]
    opening = _OPENING_MARKS.match(words)
    # Without regular expressions from here: those take time by the square of a heading's spaces.
    last_line = max(words.rfind("\n"), words.rfind("\r")) + 1
    if opening:
        closed = words.rstrip("#")
        if closed[-1:].isspace():
            words = closed
    elif last_line and not words[last_line:].strip(" \t=-"):
        words = words[:last_line]
    return trimmed(text, block.start + (opening.end() if opening else 0), block.start + len(words))


def _with_leftovers(text: str, blocks: list[Span]) -> tuple[Span, ...]:
    """Add what the parse gives no block (such as link definitions), so that every line stays answerable."""
    whole: list[Span] = []
    cursor = 0
    for block in [*blocks, Span(len(text), len(text))]:
        leftover = trimmed(text, cursor, block.start)
        if leftover and any(character.isalnum() for character in text[slice(*leftover)]):
            whole.append(leftover)
        if block.start < block.end:
            whole.append(block)
        cursor = block.end
    return tuple(whole)
