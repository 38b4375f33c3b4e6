"""Parts: the paragraphs of a document, in parts where a label, a list item or a line of its own begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index import Document, Span
from qa.minutes.labels import BULLETED, LABELS, Sort, says

# A line as long as this may go on in the next.
_WRAPPED = 55
_ENDS = (".", "!", "?", ":")
# "Apologies: …", which begins a line of its own.
_OPENS_WITH_LABEL = re.compile(r"[*_]{0,2}[A-Z][a-z]+(?:\s[a-z]+){0,2}[*_]{0,2}:[*_]{0,2}\s")


def units(document: Document) -> Iterator[Span]:
    """The paragraphs outside tables, in parts where a label, a list item or a line of its own begins."""
    for block in document.blocks:
        if document.row_at(block.start) is None:
            yield from _parts(document.text, block)


def _parts(text: str, block: Span) -> Iterator[Span]:
    starts = {block.start, *_begun(text, block)}
    for sort in Sort:
        starts |= {one.start() for one in LABELS[sort].finditer(text, *block)}
    edges = [*sorted(starts), block.end]
    for start, end in pairwise(edges):
        words = text[start:end]
        if says(words):
            yield Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))


def _begun(text: str, block: Span) -> Iterator[int]:
    """Where lines begin that do not go on with the one before."""
    lines = list(re.finditer(r"[^\n]+", text[slice(*block)]))
    for before, line in pairwise(lines):
        said = before.group().rstrip()
        is_wrapped = said.endswith(",") or (len(before.group()) >= _WRAPPED and not said.endswith(_ENDS))
        if not is_wrapped or any(form.match(line.group()) for form in (BULLETED, _OPENS_WITH_LABEL)):
            yield block.start + line.start()
