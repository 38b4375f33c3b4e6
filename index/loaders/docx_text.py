"""Text of a Word paragraph: insertions in, deletions out, hidden words out, what it points to set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from index.loaders.docx_styles import Styles
from index.loaders.marks import BASE, LOWERED, RAISED, Level, joined

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MATH_TEXT = f"{_MATH}t"
# The raised and lowered parts of formulas.
_LEVELS: dict[str, Level] = {f"{_MATH}sup": RAISED, f"{_MATH}sub": LOWERED}
_RUN = qn("w:r")
# What is left of the words around one that is struck out.
_SPACES = re.compile(r" {2,}")
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES, _CHOICE, _FALLBACK = (
    f"{_COMPATIBILITY}{tag}" for tag in ("AlternateContent", "Choice", "Fallback")
)
# Deleted text, field codes and pronunciations are not read; properties are no text.
_UNREAD = frozenset(
    qn(f"w:{tag}")
    for tag in (
        "del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "pPr", "rPr", "sdtPr", "sdtEndPr",
    )
)  # fmt: skip
_SPELLED = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}


class DocxParagraph:
    """A paragraph as it reads with all changes accepted.

    Attributes:
        text: its words.
        boxes: the contents of the text boxes that are anchored in it.
        notes: kind and id of the notes that it refers to.
        is_struck: whether words of it are struck out, and so left out.
        is_bold: whether all its words are set in bold.
        end_is_deleted: whether the next paragraph goes on where it ends.

    """

    def __init__(self, element: Any, styles: Styles) -> None:
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []
        self._element = element
        self._styles = styles
        self.is_struck = False
        self._weights: set[bool] = set()
        text = joined(self._words(element, BASE))
        self.is_bold = self._weights == {True}
        self.text = _SPACES.sub(" ", text) if self.is_struck else text
        self.end_is_deleted = element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None

    def _words(self, parent: Any, level: Level) -> Iterator[tuple[str, Level]]:
        for element in _read_children(parent):
            if element.tag in (qn("w:t"), _MATH_TEXT):
                yield element.text or "", level
            elif element.tag in _SPELLED:
                yield _SPELLED[element.tag], level
            elif element.tag in _NOTES:
                self.notes.append((_NOTES[element.tag], element.get(qn("w:id"), "")))
            elif element.tag == qn("w:txbxContent"):
                self.boxes.append(element)
            elif element.tag == _RUN:
                yield from self._run(element)
            else:
                yield from self._words(element, _LEVELS.get(element.tag, level))

    def _run(self, run: Any) -> Iterator[tuple[str, Level]]:
        look = self._styles.look(run, self._element)
        if look.is_hidden:
            return
        words = list(self._words(run, look.level))
        if not look.is_struck:
            if any(part.strip() for part, _ in words):
                self._weights.add(look.is_bold)
            yield from words
        elif any(part.strip() for part, _ in words):
            self.is_struck = True


def within(parent: Any, *tags: str) -> Iterator[Any]:
    """The nearest elements of these kinds below another, whatever wraps them; deleted ones are not there."""
    wanted = {qn(f"w:{tag}") for tag in tags}
    for element in _read_children(parent):
        if element.tag in wanted:
            yield element
        else:
            yield from within(element, *tags)


def is_deleted(row: Any) -> bool:
    """Whether a table's row is marked as deleted."""
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _read_children(parent: Any) -> Iterator[Any]:
    """An element's children but for what is not read; of alternatives, the first."""
    for element in parent:
        if element.tag == _ALTERNATIVES:
            chosen = element.find(_CHOICE)
            chosen = chosen if chosen is not None else element.find(_FALLBACK)
            if chosen is not None:
                yield from _read_children(chosen)
        elif element.tag not in _UNREAD:
            yield element
