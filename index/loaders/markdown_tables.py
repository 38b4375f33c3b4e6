"""Tables of Markdown: their rows written out, each on the line where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from index.loaders.grid import Grid, lines_of
from index.loaders.parsed import Row, Table
from index.loaders.signed import opening
from index.loaders.table import as_text
from index.loaders.table_heads import are_particulars

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKUP = re.compile(r"[\\*_`\[<&!]")
# Parts the lines of a cell in blocks of signatures, who signs from the office and the date.
_STACKED = " / "
_BREAKS = {"softbreak", "hardbreak"}


class _Source(NamedTuple):
    """A table of the source: its first line and the one after its last, and each row's line and cells."""

    first: int
    last: int
    lines: list[int]
    rows: list[list[str]]


def written_out(text: str, tokens: Sequence[Token], starts: Sequence[int]) -> tuple[str, tuple[Table, ...]]:
    """The text with its tables' rows as lines, and where these stand; every line keeps its number.

    Args:
        text: the source.
        tokens: what the parser made of it.
        starts: where each line of it starts.

    """
    edges = [*starts, len(text)]
    parts: list[str] = []
    tables: list[Table] = []
    length = done = 0

    def put(part: str) -> None:
        nonlocal length
        parts.append(part)
        length += len(part)

    for source in _tables(tokens):
        put(text[edges[done] : edges[source.first]])
        gap = " " if opening(source.rows) is None else _STACKED
        rows = [[gap.join(cell.split("\n")) for cell in row] for row in source.rows]
        is_headed = any(rows[0]) and not are_particulars([*lines_of(rows)])
        found = as_text(Grid(rows, declared=1 if is_headed else None))
        by_line = {source.lines[row.number - 1]: row for row in found.rows}
        placed: list[Row] = []
        for line in range(source.first, source.last):
            if line in by_line:
                placed += [] if by_line[line].is_aside else [by_line[line].placed(length)]
                put(by_line[line].text)
            whole = text[edges[line] : edges[line + 1]]
            put(whole[len(whole.rstrip("\r\n")) :])
        done = source.last
        if placed:
            tables.append(Table(found.heads, tuple(placed)))
    put(text[edges[done] :])
    return "".join(parts), tuple(tables)


def _tables(tokens: Sequence[Token]) -> Iterator[_Source]:
    from markdown_it import MarkdownIt  # noqa: PLC0415  (needed for this format alone)

    inline = MarkdownIt("commonmark")
    source: _Source | None = None
    for token in tokens:
        if token.type == "table_open" and token.map:
            source = _Source(token.map[0], token.map[1], [], [])
        elif source and token.type == "tr_open" and token.map:
            source.lines.append(token.map[0])
            source.rows.append([])
        elif source and token.type == "inline":
            words = token.content
            source.rows[-1].append(_plain(inline.parseInline(words)) if _MARKUP.search(words) else words)
        elif source and token.type == "table_close":
            yield source
            source = None


def _plain(tokens: Sequence[Token]) -> str:
    """The words of inline markup as they are shown."""
    words = ""
    for token in tokens:
        if token.children:
            words += _plain(token.children)
        elif token.type in _BREAKS or (token.type == "html_inline" and token.content[:3].lower() == "<br"):
            words += "\n"
        elif token.type != "html_inline":
            words += token.content
    return words
