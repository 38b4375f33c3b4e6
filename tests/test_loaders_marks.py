"""Raised and lowered marks as plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.limits import Limits
from index.loaders import LOADERS
from index.loaders.marks import BASE, LOWERED, RAISED, joined, lowered, raised


def read(page: str) -> str:
    return LOADERS[".html"](f"<meta charset=utf-8><p>{page}</p>".encode(), Limits()).text


@pytest.mark.parametrize(
    ("before", "mark", "written"),
    [
        ("4 × 10", "6", "^6"),
        ("10", "−3", "^−3"),
        ("€45", "2", " ^2"),
        ("(see below)", "3", " ^3"),
        ("the end.", "4", " ^4"),
        ("area in m", "2", "^2"),
        ("the 1", "st", "st"),
        ("the 45", "a", " ^a"),
        ("a word", "*", "*"),
        ("a gap ", "7", "^7"),
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


@pytest.mark.parametrize(
    ("written", "is_read"),
    [
        ("€45<sup>2</sup> a month", "€45 ^2 a month"),
        ("€ 1 250<sup>3</sup>.", "€ 1 250 ^3."),
        ("$10<sup>2</sup>", "$10 ^2"),
        ("€45<sup>a</sup>", "€45 ^a"),
        ("45%<sup>2,3</sup>", "45% ^2,3"),
        ("1961<sup><a href='#n4'>4</a></sup>.", "1961 ^4."),
        ("the deposit<sup>2</sup> is", "the deposit ^2 is"),
        ("45<sup>[2]</sup>", "45 [2]"),
        ("<sup>2</sup>Without tax", "2 Without tax"),
        ("<sup>3</sup>45 units", "3 45 units"),
        ("45<span style='font-size:8px; vertical-align: super'>2</span>", "45 ^2"),
        ("45<a role=doc-noteref href='#n'>2</a>", "45 ^2"),
        ("10<sup>6</sup> litres", "10^6 litres"),
        ("3 × 10<sup>-3</sup>", "3 × 10^-3"),
        ("2<sup>10</sup> bytes", "2^10 bytes"),
        ("350 m<sup>2</sup>, 20km<sup>2</sup>", "350 m^2, 20km^2"),
        ("x<sup>n</sup> + y<sup>2</sup>", "x^n + y^2"),
        ("H<sub>2</sub>O and CO<sub>2</sub>", "H2O and CO2"),
        ("SO<sub>4</sub><sup>2−</sup>, Ca<sup>2+</sup>, Na<sup>+</sup>", "SO4^2−, Ca^2+, Na+"),
        ("1011<sub>2</sub>", "1011_2"),
        ("log<sub>10</sub>100", "log10 100"),
        ("the 1<sup>st</sup>, 2<sup>nd</sup>, 1<sup>er</sup>, 2<sup>e</sup>", "the 1st, 2nd, 1er, 2e"),
        ("Acme<sup>TM</sup>, M<sup>me</sup> Roy, n<sup>o</sup> 5", "AcmeTM, Mme Roy, no 5"),
        ("3<sup>1</sup>/<sub>2</sub> cups, <sup>3</sup>⁄<sub>4</sub>", "3 1/2 cups, 3⁄4"),
        ("45<sup>*</sup> and 46<sup></sup>", "45* and 46"),
    ],
)
def test_a_raised_figure_is_no_digit_of_the_number_before_it(written: str, is_read: str):
    assert read(written) == is_read


@given(
    st.lists(
        st.tuples(
            st.text("0123456789 m€$.,a/×", max_size=6).filter(lambda words: "/" not in words),
            st.sampled_from([BASE, RAISED, LOWERED]),
        ),
        max_size=8,
    )
)
def test_nothing_is_lost_and_no_two_levels_share_a_number(parts):
    text = joined(parts)
    kept = re.sub(r"[\s^_]", "", text)
    assert kept == re.sub(r"\s", "", "".join(words for words, _ in parts))


@given(st.from_regex(r"[€$]?[0-9]{1,3}([.,][0-9]{2,3})?%?", fullmatch=True), st.integers(0, 999))
def test_a_number_keeps_its_digits_whatever_is_raised_behind_it(number: str, mark: int):
    assert re.match(rf"{re.escape(number)} ?\^{mark}\Z", joined([(number, BASE), (str(mark), RAISED)]))
