"""Bounded work: whatever a text from outside holds, to match it takes time in proportion to its length."""

from __future__ import annotations

import string
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.datastructures import Headers

from index import Document, Index
from index.words import content_words, stems, words
from qa import ask
from qa.app.quoting import plain
from qa.excerpt import shortened
from qa.server.access import COOKIE, Access

# What hostile texts repeat: signs that patterns look for, and words that questions open by.
UNITS = {
    "dashes": "-",
    "spaces": " ",
    "dots": ".",
    "quotes": '"',
    "apostrophes": "'",
    "digits": "1",
    "figures": "1,1.1 ",
    "capitals": "A",
    "capitalised words": "Ab Cd ",
    "initials": "A. ",
    "commas": ",",
    "a list": "Ab, ",
    "combining marks": "e\u0301",
    "marks alone": "\u0301",
    "line ends": "\n",
    "and": "and ",
    "so": "so ",
    "what about": "what about ",
    "until when": "until when do ",
    "and of the": "and the A of the ",
    "or": "or not ",
    "that": "that a ",
    "brackets": "[",
    "nested": "([{<",
    "markup": "<a b=",
    "backslashes": "\\",
    "escaped quotes": '\\"',
    "one word": "x",
}
ENDS = ("?", "\nx")
SHORT, LONG = 2_000, 8_000
# Four times the text may take so many times as long, and so much longer: a quadratic match takes 16 times.
MAX_GROWTH = 8.0
NOISE_SECONDS = 0.1

pytestmark = pytest.mark.usefixtures("heap_set_aside")


def texts(unit: str, chars: int) -> Iterator[str]:
    """Texts of so many characters that repeat a unit after the start of a question."""
    for end in ENDS:
        yield ("How long is it " + unit * chars)[: chars - len(end)] + end


def seconds(act: Callable[[str], object], text: str) -> float:
    """The processor's time that an act takes in this thread."""
    began = time.thread_time()
    act(text)
    return time.thread_time() - began


def least_seconds(act: Callable[[str], object], text: str) -> float:
    """The lesser time of two runs."""
    return min(seconds(act, text) for _ in range(2))


def check_growth(act: Callable[[str], object], unit: str, scale: int = 1) -> None:
    """Fail if a text of four times the length takes much more than four times as long."""
    for short, long in zip(texts(unit, SHORT * scale), texts(unit, LONG * scale), strict=True):
        after = seconds(act, long)
        if after <= NOISE_SECONDS:
            continue
        before, after = least_seconds(act, short), least_seconds(act, long)
        assert after <= MAX_GROWTH * before + NOISE_SECONDS, (
            f"{len(short):,} characters take {before:.3f} s, {len(long):,} take {after:.3f} s: {long[:60]!r}"
        )


every_unit = pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)


@every_unit
def test_words_are_found_in_time_in_proportion_to_the_text(unit: str):
    for act in (words, content_words, stems, plain, lambda text: shortened(text, 9_000)):
        check_growth(act, unit, scale=5)


@pytest.fixture(scope="module")
def small_index() -> Index:
    """One short document in memory."""
    return Index.from_texts({"bridge": "The bridge of Velm is 212 metres long. The A. B. Company built it."})


@every_unit
def test_a_query_is_searched_in_time_in_proportion_to_it(unit: str, small_index: Index):
    check_growth(lambda text: small_index.search(f"{text} a"), unit.replace("x", "xy"))


@every_unit
def test_a_question_and_one_before_it_are_understood_in_time_in_proportion_to_them(
    unit: str, small_index: Index
):
    check_growth(lambda text: ask(f"{text} a", small_index), unit)
    check_growth(lambda text: ask("And the bridge of Lorn?", small_index, history=[f"{text} a"]), unit)


def test_many_different_words_are_searched_in_time_in_proportion_to_them(small_index: Index):
    def numbered(count: int) -> str:
        return " ".join(f"w{number}" for number in range(count))

    before, after = (least_seconds(small_index.search, numbered(count)) for count in (400, 1600))
    assert after <= MAX_GROWTH * before + NOISE_SECONDS


def test_many_ids_are_compared_with_many_in_time_in_proportion_to_them():
    question = " ".join(f"w{number}" for number in range(800))

    def taken(count: int) -> float:
        ships = " ".join(f"Ship AB-{number} lies beside W{number}." for number in range(count))
        index = Index.from_texts({"docks": ships})
        return least_seconds(lambda text: ask(text, index), question)

    assert taken(80) <= MAX_GROWTH * taken(20) + NOISE_SECONDS


@every_unit
def test_a_cookie_is_read_in_time_in_proportion_to_it(unit: str):
    access = Access("key")
    unit = unit.strip("\n") or "-"
    for start in ("", f'{COOKIE}="'):

        def read(text: str, start: str = start) -> None:
            assert not access.has_session(Headers({"cookie": (start + text).encode().decode("latin-1")}))

        check_growth(read, unit, scale=4)


@every_unit
def test_a_documents_name_is_shown_in_time_in_proportion_to_it(unit: str):
    check_growth(lambda text: Document.from_text(text, "A text."), unit, scale=5)


repeated = st.tuples(
    st.lists(st.text(string.printable, min_size=1, max_size=6), min_size=1, max_size=3),
    st.lists(st.integers(1, 2_000), min_size=3, max_size=3),
)


@settings(suppress_health_check=list(HealthCheck))
@given(repeated)
def test_no_text_of_repeated_pieces_takes_long_to_search(drawn: tuple[list[str], list[int]]):
    pieces, counts = drawn
    text = "".join(piece * count for piece, count in zip(pieces, counts, strict=False))[:10_000]
    for act in (stems, plain):
        assert least_seconds(act, text) < NOISE_SECONDS
