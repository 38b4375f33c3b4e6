"""Raised and lowered marks as plain text: `10^6`, `€45 ^2`, `H2O` and `1st`, never `106` or `€452`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Literal

Level = Literal[-1, 0, 1]
BASE: Level = 0
RAISED: Level = 1
LOWERED: Level = -1

# What stands further before a mark says nothing about it; a longer mark is a text of its own.
_LOOKED_AT_CHARS = 24
_MAX_MARK_CHARS = 24
_SIGNED = re.compile(r"[-+−–]\d.*|\d+[-+−–]")
_NOTE = re.compile(r"[a-fivx](?:[ivx]*|(?:,\s?[a-f])*)")
_EXPONENT = re.compile(r"[nxykij]")
_ORDINAL = frozenset("e")
_UNIT = re.compile(r"(?:\A|[\W\d_])(?:[^\W\d_]|[cdkmnpµμ]m|ft|in|yd|mi|sec|kg)\Z")
_POWER_BASE = re.compile(r"(?:\A|[^\w.,])(?:10|2|e)\Z|[×·*=]\s?\d+\Z")
_SHORT_NUMBER = re.compile(r"(?:\A|[^\w.,])\d{1,3}\Z")
_FRACTION_BARS = tuple("/⁄∕")


def joined(parts: Iterable[tuple[str, Level]]) -> str:
    """The parts of a text, in order, as one, as `written` has them."""
    return "".join(written(parts))


def written(parts: Iterable[tuple[str, Level]]) -> list[str]:
    """What stands for each part of a text, in order; it comes with whether it is raised, lowered or neither.

    A raised figure is an exponent after `^`, or a note's number after ` ^`; it never becomes a digit of the
    number before it. Ordinal endings and chemical formulas stay as they are written. Of parts that are one
    mark, the first has all of it.
    """
    parts = list(parts)
    if not any(map(itemgetter(1), parts)):
        return [words for words, _ in parts]
    runs = [([words for words, _ in run], level) for level, run in groupby(parts, itemgetter(1))]
    text: list[str] = []
    before = ""
    for place, (run, level) in enumerate(runs):
        words = "".join(run)
        after = "".join("".join(words) for words, level in runs[place + 1 : place + 2] if level == BASE)
        is_mark = level != BASE and words.strip() and len(words) <= _MAX_MARK_CHARS
        set_mark = raised if level == RAISED else lowered
        said = [set_mark(before, words.strip(), after), *[""] * (len(run) - 1)] if is_mark else run
        text += said
        before = (before + "".join(said)[-_LOOKED_AT_CHARS:])[-_LOOKED_AT_CHARS:]
    return text


def raised(before: str, mark: str, after: str = "") -> str:
    """How a raised `mark` is written between the text `before` it on its line and the text `after` it.

    An exponent follows `^`, a note's number ` ^`, so that no figure grows by either; where nothing stands
    before it, a mark is the number of a note's own text. Ordinal endings and signs belong to their number.
    """
    mark = mark.strip()
    is_after_figure = before[-1:].isdigit()
    if not mark or not before.strip():
        return _apart(mark, after, digits_only=False) if mark[-1:].isdigit() else mark
    if mark.isdigit() and after.startswith(_FRACTION_BARS):
        return f" {mark}" if is_after_figure else mark
    if _is_exponent(before, mark):
        return _apart(f"^{mark}", after, digits_only=True)
    if _is_note(before, mark):
        gap = "" if before[-1].isspace() else " "
        return _apart(f"{gap}^{mark}", after, digits_only=not gap)
    return f" {mark}" if is_after_figure and mark[0] in "([" else mark


def _is_exponent(before: str, mark: str) -> bool:
    if _SIGNED.fullmatch(mark):
        return True
    is_power = _UNIT.search(before) or _POWER_BASE.search(before)
    is_figure = mark[0].isdigit() or _EXPONENT.fullmatch(mark)
    return bool(is_figure and is_power and not _is_priced(before))


def _is_note(before: str, mark: str) -> bool:
    """Whether a mark is a note's number, or a note's letter after a figure, and no ordinal's ending."""
    if mark[0].isdigit():
        return True
    if not _NOTE.fullmatch(mark) or not before[-1:].isdigit():
        return False
    return mark not in _ORDINAL or not _SHORT_NUMBER.search(before) or _is_priced(before)


def lowered(before: str, mark: str, after: str = "") -> str:
    """How a lowered `mark` is written: at its letters (H2O), set apart from a figure (10_2)."""
    mark = mark.strip()
    if before[-1:].isdigit() and mark[:1].isdigit():
        mark = f"_{mark}"
    return _apart(mark, after, digits_only=True) if mark[-1:].isdigit() else mark


def _apart(mark: str, after: str, digits_only: bool) -> str:
    """The mark, and a space where what follows would be read with it."""
    following = after[:1]
    return f"{mark} " if (following.isdigit() if digits_only else following.isalnum()) else mark


def _is_priced(before: str) -> bool:
    """Whether the number that ends here is a sum of money, which nobody raises to a power."""
    rest = before.rstrip("0123456789.,'\u00a0 ")
    return rest != before and bool(rest) and unicodedata.category(rest[-1]) == "Sc"
