"""Headings of a PDF, told by their type: larger or bolder than the body; the larger, the higher."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from index.loaders.pdf_paragraphs import LARGER, PdfParagraph

_MAX_CHARS = 200
_MAX_SENTENCE_CHARS = 120
_MAX_ROWS = 4
_BOLD_MIN_SIZE = 0.95
_BOLD_MAX_SHARE = 0.4  # where more than this is bold, bold marks nothing
_MIN_LETTERS = 2
_SAME_LEVEL = 1.03
_MAX_LEVEL = 6
# "Article 2", "3.", "4.1"
_NUMBERED = re.compile(r"(?P<word>[^\W\d]*)\W{0,2}(?P<number>\d{1,3}(?:\.\d{1,3})*)(?!\d)")
_TEXT_END = re.compile(r"""[.!;,]["”’»)\]]*\Z""")


def mark_headings(paragraphs: Sequence[PdfParagraph], body: float) -> None:
    """Set the level of each paragraph that is a heading; `body` is the size of running text in points."""
    chars = sum(len(paragraph.text) for paragraph in paragraphs)
    in_bold = sum(len(paragraph.text) for paragraph in paragraphs if paragraph.bold)
    bold_marks = in_bold <= _BOLD_MAX_SHARE * chars
    found = [paragraph for paragraph in paragraphs if _is_heading(paragraph, body, bold_marks)]
    levels: dict[tuple[float, bool], int] = {}
    first, level = (0.0, False), 0
    for style in sorted({(paragraph.size, paragraph.bold) for paragraph in found}, reverse=True):
        if level == 0 or first[0] > _SAME_LEVEL * style[0] or first[1] != style[1]:
            first, level = style, level + 1
        levels[style] = min(level, _MAX_LEVEL)
    for paragraph in found:
        paragraph.level = levels[paragraph.size, paragraph.bold]
    _level_siblings(found)


def _level_siblings(headings: Sequence[PdfParagraph]) -> None:
    """Give the headings of one numbering that goes on to the end the level that most of them have.

    A numbering that begins anew may be of several levels.
    """
    numbered: dict[tuple[str, int], list[tuple[tuple[int, ...], PdfParagraph]]] = defaultdict(list)
    for heading in headings:
        if found := _NUMBERED.match(heading.text):
            number = tuple(map(int, found["number"].split(".")))
            numbered[found["word"].casefold(), len(number)].append((number, heading))
    for siblings in numbered.values():
        if all(before[0] < after[0] for before, after in pairwise(siblings)):
            level = Counter(heading.level for _, heading in siblings).most_common(1)[0][0]
            for _, heading in siblings:
                heading.level = level


def _is_heading(paragraph: PdfParagraph, body: float, bold_marks: bool) -> bool:
    text = paragraph.text
    if paragraph.rows[0].aside or paragraph.rows[0].margin or len(paragraph.rows) > _MAX_ROWS:
        return False
    if sum(map(str.isalpha, text)) < _MIN_LETTERS or len(text) > _MAX_CHARS:
        return False
    is_sentence = len(text) > _MAX_SENTENCE_CHARS or bool(_TEXT_END.search(text))
    if paragraph.size > LARGER * body:
        return len(text) <= _MAX_SENTENCE_CHARS or not is_sentence
    return bold_marks and paragraph.bold and paragraph.size >= _BOLD_MIN_SIZE * body and not is_sentence
