"""Text of a Word paragraph: insertions in, deletions out, hidden words out, what it points to set aside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from index.loaders.docx_styles import Styles

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
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


class Paragraph:
    """A paragraph as it reads with all changes accepted.

    Attributes:
        text: its words.
        boxes: the contents of the text boxes that are anchored in it.
        notes: kind and id of the notes that it refers to.
        end_is_deleted: whether the next paragraph goes on where it ends.

    """

    def __init__(self, element: Any, styles: Styles) -> None:
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []
        self._element = element
        self._styles = styles
        self.text = "".join(self._words(element))
        self.end_is_deleted = element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None

    def _words(self, parent: Any) -> Iterator[str]:
        for element in _read_children(parent):
            if element.tag in (qn("w:t"), _MATH_TEXT):
                yield element.text or ""
            elif element.tag in _SPELLED:
                yield _SPELLED[element.tag]
            elif element.tag in _NOTES:
                self.notes.append((_NOTES[element.tag], element.get(qn("w:id"), "")))
            elif element.tag == qn("w:txbxContent"):
                self.boxes.append(element)
            elif element.tag != qn("w:r") or not self._styles.is_hidden(element, self._element):
                yield from self._words(element)


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
