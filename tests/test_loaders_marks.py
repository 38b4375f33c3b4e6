"""Raised and lowered marks as plain text."""

from __future__ import annotations

import pytest

from index.loaders.marks import lowered, raised


@pytest.mark.parametrize(
    ("before", "mark", "written"),
    [
        ("4 × 10", "6", "^6"),
        ("10", "−3", "^−3"),
        ("€45", "2", "^2"),
        ("(see below)", "3", "^3"),
        ("the end.", "4", "^4"),
        ("area in m", "2", "^2"),
        ("the 1", "st", "st"),
        ("the 45", "a", "^a"),
        ("a word", "*", "*"),
        ("a gap ", "7", "7"),
        ("", "7", "7"),
        ("18", "°", "°"),
    ],
)
def test_a_raised_mark_is_never_part_of_a_number(before: str, mark: str, written: str):
    assert raised(before, mark) == written


@pytest.mark.parametrize(
    ("before", "mark", "written"), [("H", "2", "2"), ("CO", "2", "2"), ("log 10", "2", "_2"), ("", "2", "2")]
)
def test_a_lowered_mark_stays_at_letters_and_apart_from_figures(before: str, mark: str, written: str):
    assert lowered(before, mark) == written
