"""Raised and lowered marks as plain text: `10^6`, `45^2` and `CO2`, never `106` or `452`."""

from __future__ import annotations

_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "re", "e", "ème", "ª", "º"})
_STANDS_APART = "*†‡§¶°™®©′″'\"^"


def raised(before: str, mark: str) -> str:
    """How a raised `mark` is written after the text `before` it on its line.

    A power and the number of a note look alike on paper; both are set apart from what they stand at, so that
    no figure grows by them. The endings of ordinal numbers (1st) belong to their number.
    """
    mark = mark.strip()
    if not mark or not before or before[-1].isspace() or mark[0] in _STANDS_APART:
        return mark
    if before[-1].isdigit() and mark in _ORDINALS:
        return mark
    return f"^{mark}" if before[-1].isalnum() or before[-1] in ")]%€$£" or mark[0].isdigit() else mark


def lowered(before: str, mark: str) -> str:
    """How a lowered `mark` is written: at its letters (H2O), set apart from a figure (10_2)."""
    mark = mark.strip()
    return f"_{mark}" if mark and before[-1:].isdigit() else mark
