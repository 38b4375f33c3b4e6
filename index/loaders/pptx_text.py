"""Text of a slide's frames: what is struck out left out, raised and lowered figures told from others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pptx.oxml.ns import qn

from index.loaders.marks import BASE, LOWERED, RAISED, Level, joined

_STRIKES = frozenset({"sngStrike", "dblStrike"})
# What python-pptx puts for a line break, and how the format writes characters that XML cannot hold.
_ESCAPED_CONTROL = re.compile(r"\v|_x00[01][0-9A-Fa-f]_")
_SPACES = re.compile(r" {2,}")


def frame_text(frame: Any) -> str:
    """The text of a frame, a line a paragraph."""
    return "\n".join(paragraph_text(paragraph._p) for paragraph in frame.paragraphs)


def paragraph_text(paragraph: Any) -> str:
    """The text of a paragraph's element."""
    text = joined(_parts(paragraph))
    text = _SPACES.sub(" ", text) if has_struck(paragraph) else text
    return _ESCAPED_CONTROL.sub("\n", text)


def has_struck(element: Any) -> bool:
    """Whether any words in an element are struck out."""
    runs = (run for tag in ("a:r", "a:fld") for run in element.iter(qn(tag)))
    return any(_is_struck(run) and (run.text or "").strip() for run in runs)


def _parts(paragraph: Any) -> Iterator[tuple[str, Level]]:
    for child in paragraph.content_children:
        if not _is_struck(child):
            yield child.text or "", _level(child)


def _is_struck(run: Any) -> bool:
    look = run.find(qn("a:rPr"))
    return look is not None and look.get("strike") in _STRIKES


def _level(run: Any) -> Level:
    look = run.find(qn("a:rPr"))
    baseline = "0" if look is None else look.get("baseline", "0")
    shift = baseline.rstrip("%")
    if not shift.lstrip("-").isdecimal() or not int(shift):
        return BASE
    return LOWERED if shift.startswith("-") else RAISED
