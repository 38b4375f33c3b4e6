"""Styles of a Word document: its headings, titles and list items, and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from docx.oxml.ns import qn

from index.loaders.marks import BASE, LOWERED, RAISED, Level

_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)
_OFF = {"0", "false", "off", "none"}
_MAX_LEVEL = 9
_VANISH, _ALIGNED, _POSITION, _BOLD, *_STRIKES = (
    qn(f"w:{tag}") for tag in ("vanish", "vertAlign", "position", "b", "strike", "dstrike")
)
_LOOKS = frozenset({_VANISH, _ALIGNED, _POSITION, _BOLD, *_STRIKES})
_LEVELS: dict[str, Level] = {"superscript": RAISED, "subscript": LOWERED}


class RunLook(NamedTuple):
    """What a run of text looks like, as far as that changes what its reader reads."""

    is_hidden: bool = False
    is_struck: bool = False
    level: Level = BASE
    is_bold: bool = False


class Styles:
    """The styles by id, each looked up through what it is based on.

    Args:
        elements: the children of the styles part's root.

    """

    def __init__(self, elements: Iterable[Any]) -> None:
        self._styles: dict[str, Any] = {}
        self._looks: dict[tuple[str, str], RunLook] = {}
        self._default = ""
        for style in elements:
            if style.tag != qn("w:style"):
                continue
            identifier = style.get(qn("w:styleId"), "")
            self._styles.setdefault(identifier, style)
            is_default = style.get(qn("w:default"), "0") not in _OFF
            if is_default and style.get(qn("w:type")) == "paragraph":
                self._default = identifier

    def level(self, paragraph: Any) -> int:
        """A heading's depth from 1; 0 for a paragraph that is none."""
        for properties in self._properties(paragraph):
            value = _value(properties, "w:outlineLvl")
            if value is not None:
                return (
                    int(value) + 1 if value.isascii() and value.isdigit() and int(value) < _MAX_LEVEL else 0
                )
        for style in self._chain(_style_of(paragraph) or self._default):
            if named := _HEADING_NAME.fullmatch(_value(style, "w:name") or ""):
                return int(named.group(1))
        return 0

    def is_title(self, paragraph: Any) -> bool:
        """Whether it is set in the style named Title, or in one based on it."""
        names = (_value(style, "w:name") or "" for style in self._chain(_style_of(paragraph)))
        return any(name.casefold() == "title" for name in names)

    def is_list_item(self, paragraph: Any) -> bool:
        """Whether it has a bullet or a number."""
        for properties in self._properties(paragraph):
            numbering = properties.find(qn("w:numPr"))
            if numbering is not None:
                return _value(numbering, "w:numId") != "0"
        return False

    def look(self, run: Any, paragraph: Any) -> RunLook:
        """How a run of text looks, by itself or by its style or its paragraph's."""
        own = run.find(qn("w:rPr"))
        names = (_value(own, "w:rStyle") or "", _style_of(paragraph) or self._default)
        if names not in self._looks:
            chains = (style for name in names for style in self._chain(name))
            self._looks[names] = _look([style.find(qn("w:rPr")) for style in chains], RunLook())
        return self._looks[names] if own is None else _look([own], self._looks[names])

    def _properties(self, paragraph: Any) -> Iterator[Any]:
        """The paragraph properties that hold for it, the nearest first."""
        for holder in (paragraph, *self._chain(_style_of(paragraph) or self._default)):
            properties = holder.find(qn("w:pPr"))
            if properties is not None:
                yield properties

    def _chain(self, identifier: str) -> Iterator[Any]:
        """A style and what it is based on; a circle is gone round once."""
        seen: set[str] = set()
        while identifier in self._styles and identifier not in seen:
            seen.add(identifier)
            style = self._styles[identifier]
            yield style
            identifier = _value(style, "w:basedOn") or ""


def _look(holders: Iterable[Any], otherwise: RunLook) -> RunLook:
    """The look that run properties give, the nearest first; what none of them says is as it is otherwise."""
    found: dict[str, str] = {}
    for properties in holders:
        for child in properties if properties is not None else ():
            if child.tag in _LOOKS:
                found.setdefault(child.tag, child.get(qn("w:val"), "1"))
    strikes = [found[tag] not in _OFF for tag in _STRIKES if tag in found]
    return RunLook(
        found[_VANISH] not in _OFF if _VANISH in found else otherwise.is_hidden,
        any(strikes) if strikes else otherwise.is_struck,
        _level(found, otherwise.level),
        found[_BOLD] not in _OFF if _BOLD in found else otherwise.is_bold,
    )


def _level(found: dict[str, str], otherwise: Level) -> Level:
    if _ALIGNED in found:
        return _LEVELS.get(found[_ALIGNED], BASE)
    shift = found.get(_POSITION)
    if shift is None:
        return otherwise
    return LOWERED if shift.startswith("-") else RAISED if shift.strip("0") else BASE


def _style_of(paragraph: Any) -> str:
    return _value(paragraph.find(qn("w:pPr")), "w:pStyle") or ""


def _value(parent: Any, tag: str) -> str | None:
    """The value of a child such as `<w:outlineLvl w:val="1"/>`; None where there is none."""
    child = None if parent is None else parent.find(qn(tag))
    return None if child is None else child.get(qn("w:val"), "")
