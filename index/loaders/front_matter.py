"""Front matter: the lines of names and values, in YAML or TOML, that stand before a Markdown text."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.loaders.parsed import Span, trimmed

_END = r"(?:\r\n|\r|\n)"
_MATTER = re.compile(
    rf"\A(?:(---)|\+\+\+)[ \t]*{_END}((?:[^\r\n]*{_END}){{1,300}}?)"
    rf"(?:(?(1)(?:---|\.\.\.)|\+\+\+))[ \t]*(?:{_END}|\Z)"
)
_LINE = re.compile(r"[^\r\n]+")
# A value goes on in lines that are indented or begin a list, brackets that close one among them.
_NAMED = re.compile(r"[\"']?[\w-][\w .-]*[\"']?\s*[:=]|\[+[\w .-]+\]+\s*\Z")
_TITLE = re.compile(r"[\"']?title[\"']?\s*[:=]\s*(.+)", re.IGNORECASE)


class FrontMatter(NamedTuple):
    """What stands before the text.

    Attributes:
        end: where the text itself begins.
        blocks: each name with its value.
        title: the value of `title`, "" where there is none.

    """

    end: int = 0
    blocks: tuple[Span, ...] = ()
    title: str = ""


def find(text: str) -> FrontMatter:
    """The front matter of a text; empty where it has none."""
    found = _MATTER.match(text)
    lines = [
        span
        for line in (_LINE.finditer(text, *found.span(2)) if found else ())
        if (span := trimmed(text, *line.span())) and text[span.start] != "#"
    ]
    if found is None or not lines or not _NAMED.match(text, lines[0].start):
        return FrontMatter()
    blocks: list[Span] = []
    title = ""
    for line in lines:
        is_indented = line.start > 0 and text[line.start - 1] in " \t"
        if blocks and (is_indented or not _NAMED.match(text, line.start)):
            blocks[-1] = Span(blocks[-1].start, line.end)
            continue
        blocks.append(line)
        named = _TITLE.match(text, *line)
        title = title or (named[1].strip().strip("\"'") if named else "")
    return FrontMatter(found.end(), tuple(blocks), title)
