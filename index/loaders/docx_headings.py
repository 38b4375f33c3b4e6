"""Headings of a Word document that no style tells: short paragraphs in bold, each over one that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from docx.oxml.ns import qn

from index.loaders.docx_styles import Styles
from index.loaders.docx_text import DocxParagraph, within

_MAX_CHARS = 100
_MIN_LETTERS = 2
_MAX_SHARE = 0.4  # where more than this is bold, bold marks nothing
_TEXT_END = re.compile(r"""[.!?:;,…]["”’»)\]]*\Z""")
_TOP_LEVEL = 1


def bold_headings(body: Any, styles: Styles) -> Mapping[Any, int]:
    """The paragraphs of a document's body that are headings by their bold type, with the depth of each.

    They stand below those that a style tells; without these, the one that opens the document is above them.
    """
    elements = list(within(body, "p", "tbl"))
    paragraphs = {one: DocxParagraph(one, styles) for one in elements if one.tag == qn("w:p")}
    shown = [one for one in elements if one not in paragraphs or paragraphs[one].text.strip()]
    if not _marks(list(paragraphs.values())):
        return {}
    found = [one for one in _over_something(shown, paragraphs) if _is_heading(paragraphs[one].text)]
    styled = [styles.level(one) or styles.is_title(one) for one in paragraphs]
    deepest = max(map(int, styled), default=0)
    found = [one for one in found if not (styles.level(one) or styles.is_title(one))]
    is_opened = not deepest and len(found) > 1 and found[0] is shown[0]
    below = deepest + _TOP_LEVEL + is_opened
    return {one: _TOP_LEVEL if is_opened and one is shown[0] else below for one in found}


def _marks(paragraphs: Sequence[DocxParagraph]) -> bool:
    """Whether so little is bold that it marks something."""
    in_bold = sum(len(one.text) for one in paragraphs if one.is_bold)
    return in_bold <= _MAX_SHARE * sum(len(one.text) for one in paragraphs)


def _over_something(shown: Sequence[Any], paragraphs: Mapping[Any, DocxParagraph]) -> Iterator[Any]:
    """The bold paragraphs of each run of them that something else follows."""
    run: list[Any] = []
    for one, following in pairwise(shown):
        if one not in paragraphs or not paragraphs[one].is_bold:
            run = []
            continue
        run.append(one)
        if following not in paragraphs or not paragraphs[following].is_bold:
            yield from run


def _is_heading(text: str) -> bool:
    words = text.strip()
    is_short = len(words) <= _MAX_CHARS and "\n" not in words
    return is_short and sum(map(str.isalpha, words)) >= _MIN_LETTERS and not _TEXT_END.search(words)
