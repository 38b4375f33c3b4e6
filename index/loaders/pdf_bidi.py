"""Text that runs from right to left: from the order in which a page shows its glyphs to that of reading."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.loaders.pdf_glyphs import Glyph, is_right_to_left

_SPACE_SIZES = 0.17
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_OPENING = "([{«"
_BRACKETS = "()[]{}«»"


@dataclass(slots=True)
class _Unit:
    """What is read as one: a letter with its marks, a ligature, a space."""

    text: str
    kind: str  # L, R, N (part of a number) or O
    at: list[int]  # the place of each character's glyph on the page; -1 for what no glyph stands for


def runs_to_left(text: str) -> bool:
    """Whether most letters are of a script that is written from right to left."""
    return 2 * sum(map(is_right_to_left, text)) > sum(map(str.isalpha, text))


def logical(glyphs: Sequence[Glyph], size: float) -> tuple[str, array[int]]:
    """The glyphs of one printed line as text, in the order of reading, wherever they were drawn first.

    Returns:
        The text, and for each character of it the place of its glyph on the page, -1 where it has none.

    """
    units = _units(glyphs, size)
    turned = runs_to_left("".join(unit.text for unit in units))
    units = _with_brackets(_right_to_left(units)) if turned else _left_to_right(units)
    return "".join(unit.text for unit in units), array("i", (at for unit in units for at in unit.at))


def _units(glyphs: Sequence[Glyph], size: float) -> list[_Unit]:
    """Letters with their marks from left to right as printed, spaces where the gaps are."""
    marks = [glyph for glyph in glyphs if unicodedata.combining(glyph.character)]
    letters = sorted(
        (g for g in glyphs if not (g.character.isspace() or unicodedata.combining(g.character))),
        key=lambda glyph: glyph.left + glyph.right,
    )
    if not letters:
        return [_unit(marks, "O")]
    owned: list[list[Glyph]] = [[] for _ in letters]
    at = 0
    for mark in sorted(marks, key=lambda glyph: glyph.left + glyph.right):
        # The letter whose middle is nearest: both lists grow to the right.
        while at + 1 < len(letters) and _apart(letters[at + 1], mark) < _apart(letters[at], mark):
            at += 1
        owned[at].append(mark)
    units: list[_Unit] = []
    edge = letters[0].left
    before: Glyph | None = None
    for letter, above in zip(letters, owned, strict=True):
        unit = _unit([letter, *above], _kind(letter.character))
        if before and before[1:4] == letter[1:4]:
            # Letters that are drawn as one come in the order of reading.
            units[-1].text += unit.text
            units[-1].at += unit.at
            continue
        before = letter
        if letter.left - edge > _SPACE_SIZES * size:
            units.append(_Unit(" ", "O", [-1]))
        units.append(unit)
        edge = max(edge, letter.right)
    _join_numbers(units)
    return units


def _unit(glyphs: Sequence[Glyph], kind: str) -> _Unit:
    spelled = [(_plain(glyph.character), glyph.at) for glyph in glyphs]
    return _Unit("".join(words for words, _ in spelled), kind, [at for words, at in spelled for _ in words])


def _apart(letter: Glyph, mark: Glyph) -> float:
    return abs(letter.left + letter.right - mark.left - mark.right)


def _plain(character: str) -> str:
    """A letter in place of its joined shape: fonts without marks of their own name the shapes."""
    if "\ufb1d" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufefc":
        return unicodedata.normalize("NFKC", character).strip()
    return character


def _kind(character: str) -> str:
    sort = unicodedata.bidirectional(character)
    return {"L": "L", "R": "R", "AL": "R", "EN": "N", "AN": "N"}.get(sort, "O")


def _join_numbers(units: list[_Unit]) -> None:
    """Signs within a number, and those of money and shares beside one, belong to it."""
    for at, unit in enumerate(units):
        if unit.kind != "O" or unit.text == " ":
            continue
        sort = unicodedata.bidirectional(unit.text[0])
        before = units[at - 1].kind if at else ""
        after = units[at + 1].kind if at + 1 < len(units) else ""
        if (sort in {"CS", "ES"} and before == after == "N") or (sort == "ET" and "N" in {before, after}):
            unit.kind = "N"


def _right_to_left(units: Sequence[_Unit]) -> list[_Unit]:
    """Read from the right; words of other scripts and numbers, each stretch of them, from the left."""
    parts: list[_Unit] = []
    end = len(units)
    while end:
        begin = _stretch(units, end)
        if begin == end:
            begin -= 1
        parts.extend(units[begin:end])
        end = begin
    return parts


def _stretch(units: Sequence[_Unit], end: int) -> int:
    """Where the stretch that is read from the left begins which ends at `end`; there, if none does."""
    begin, has_letter = end, False
    for at in range(end - 1, -1, -1):
        kind = units[at].kind
        if kind == "R" or (kind == "O" and at == end - 1):
            break
        if kind == "L" or (kind == "N" and (has_letter or begin == at + 1)):
            begin, has_letter = at, has_letter or kind == "L"
    return begin


def _left_to_right(units: Sequence[_Unit]) -> list[_Unit]:
    """Read from the left; stretches from one letter of the other direction to its last, from the right."""
    parts: list[_Unit] = []
    at = 0
    while at < len(units):
        if units[at].kind != "R":
            parts.append(units[at])
            at += 1
            continue
        end = last = at
        while end < len(units) and units[end].kind != "L":
            last = end if units[end].kind == "R" else last
            end += 1
        parts += _with_brackets(_right_to_left(units[at : last + 1]))
        at = last + 1
    return parts


def _with_brackets(units: list[_Unit]) -> list[_Unit]:
    """Brackets the way round in which they open before a word and close behind one.

    Some programs name a bracket's shape as printed, some the one that was written: the spaces tell.
    """
    text = "".join(unit.text for unit in units)
    opening = 0
    for before, following in pairwise(f" {text} "):
        if before in _BRACKETS and following.isspace():
            opening += -1 if before in _OPENING else 1
        elif following in _BRACKETS and before.isspace():
            opening += 1 if following in _OPENING else -1
    if opening > 0 or not any(one in text for one in _BRACKETS):
        return units
    return [_Unit(unit.text.translate(_MIRRORED), unit.kind, unit.at) for unit in units]
