"""Looks: which of a page's classes strike out, raise, lower or stress words, as its style sheets say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from index.loaders.xml import End, Event, Start, Text

_REMARKS = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_OF_A_CLASS = re.compile(r"\s*[\w-]*\.([\w-]+)\s*")
_LOOK = re.compile(
    r"(?:\A|;)\s*(text-decoration(?:-line)?\s*:[^;]*\bline-through\b|vertical-align\s*:\s*(?:super|sub)"
    r"|font-weight\s*:\s*(?:bold|[6-9]00)|font-style\s*:\s*(?:italic|oblique))\b",
    re.IGNORECASE,
)


def styled(events: Iterable[Event], sheets: Iterable[str] = ()) -> list[Event]:
    """A page's elements, each with what its class says of its look as a style of its own.

    Args:
        events: the elements and text.
        sheets: the style sheets that stand beside the page; those in it are found.

    """
    found = list(events)
    looks: dict[str, str] = {}
    for sheet in (*sheets, *_sheets_in(found)):
        looks |= looks_in(sheet)
    return (
        [_with_look(event, looks) if isinstance(event, Start) else event for event in found]
        if looks
        else found
    )


def looks_in(sheet: str) -> dict[str, str]:
    """The classes of which a style sheet says such a thing for a screen, with the declarations."""
    looks: dict[str, str] = {}
    around = ""
    for part in _REMARKS.sub("", sheet).split("}"):
        opened = part.split("{")
        if len(opened) == 1:
            around = ""
        elif len(opened) > 2:
            around = opened[-3]
        if len(opened) < 2 or "print" in around:
            continue
        if said := ";".join(match[1] for match in _LOOK.finditer(opened[-1])):
            for selector in opened[-2].split(","):
                if one := _OF_A_CLASS.fullmatch(selector):
                    looks[one[1]] = said
    return looks


def _sheets_in(events: Iterable[Event]) -> Iterator[str]:
    is_open = False
    for event in events:
        if isinstance(event, Text) and is_open:
            yield event.words
        elif isinstance(event, Start | End):
            is_open = isinstance(event, Start) and event.tag == "style"


def _with_look(event: Start, looks: Mapping[str, str]) -> Start:
    said = [looks[name] for name in (event.attributes.get("class") or "").split() if name in looks]
    if not said:
        return event
    own = event.attributes.get("style") or ""
    return Start(event.tag, {**event.attributes, "style": ";".join([*said, own])})
