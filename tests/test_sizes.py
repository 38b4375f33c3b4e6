"""Sizes: a text of many characters in one line or word takes time in proportion to them."""

from __future__ import annotations

import random
import string
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from index import Document, DocumentError, Index
from index.fingerprint import indexed_text
from index.limits import Limits
from index.loaders import LOADERS
from index.passages import MAX_CHARS, cut

CHARS = 30_000
# Four times the text may take this many times the time: the square of it would take sixteen times.
MOST = 8.0
NOISE_SECONDS = 0.15

pytestmark = pytest.mark.usefixtures("heap_set_aside")

SHAPES: dict[str, Callable[[int], str]] = {
    "one word": lambda n: "".join(random.Random(n).choices(string.ascii_letters + "+/", k=n)),
    "one line": lambda n: "the fee of the licence is forty dollars and " * (n // 44),
    "one line of short sentences": lambda n: "Go! " * (n // 4),
    "one line of cells": lambda n: "fee, licence; " * (n // 14),
    "quotes that never close": lambda n: "“a " * (n // 3),
    "quoted sentences": lambda n: "He said “Go. Stay!” " * (n // 20),
    "brackets that nest": lambda n: "(" * (n // 2) + "a" + ")" * (n // 2),
    "brackets that never close": lambda n: "a [" * (n // 3),
    "abbreviations": lambda n: "e.g. " * (n // 5),
    "no spaces": lambda n: "東京は日本の首都です。" * (n // 11),
    "spaces alone": lambda n: "a" + " " * n + "b",
    "stops alone": lambda n: "a" + "." * n,
    "combining marks": lambda n: "e" + "\u0301" * n,
    "short lines": lambda n: "a line\n" * (n // 7),
    "signs of markup": lambda n: "*`_" * (n // 3) + "a",
    "bars": lambda n: "|a" * (n // 2),
    "tags that never close": lambda n: "a<b>" * (n // 4),
    "raised figures": lambda n: "5<sup>2</sup>" * (n // 13),
    "a heading": lambda n: "# " + "word " * (n // 5) + "\n\ntext",
    "entities": lambda n: "a&amp;" * (n // 6),
}


def seconds(suffix: str, text: str) -> float:
    started = time.thread_time()
    with suppress(DocumentError):
        cut(Document.from_parsed("it", LOADERS[suffix](text.encode(), Limits())))
    return time.thread_time() - started


every_suffix = pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".csv"])


@every_suffix
@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_takes_about_four_times_the_time(suffix: str, shape: str):
    check_growth(suffix, *(SHAPES[shape](n) for n in (CHARS, 4 * CHARS)))


@every_suffix
@pytest.mark.parametrize(
    "unit", ["x1Y", "the fee of the licence is forty dollars and "], ids=["word", "line"]
)
def test_megabytes_without_a_sentences_end_take_time_in_proportion(suffix: str, unit: str):
    check_growth(suffix, *(unit * (n // len(unit)) for n in (500_000, 2_000_000)))


@every_suffix
@pytest.mark.parametrize(
    "opening", ["[", "<b>", "> ", "- ", "*"], ids=["bracket", "tag", "quote", "list", "mark"]
)
def test_tens_of_thousands_of_things_inside_one_another_take_time_in_proportion(suffix: str, opening: str):
    check_growth(suffix, *(opening * n + "a" for n in (15_000, 60_000)))


def check_growth(suffix: str, little: str, much: str) -> None:
    seconds(suffix, little[:1000])  # what is imported at first use
    if seconds(suffix, much) <= NOISE_SECONDS:
        return
    tries = [(seconds(suffix, little), seconds(suffix, much))]
    while min(much for _, much in tries) > MOST * min(little for little, _ in tries) + NOISE_SECONDS:
        assert len(tries) < 3, tries
        tries.append((seconds(suffix, little), seconds(suffix, much)))


def test_a_deep_page_is_refused_at_once():
    started = time.thread_time()
    with pytest.raises(DocumentError, match="nest deeper"):
        LOADERS[".html"](b"<div>" * 100_000 + b"a", Limits())
    assert time.thread_time() - started < 5


def test_a_heading_without_end_is_no_heading_of_what_follows():
    text = "# " + "word " * 2000 + "\n\nThe fee is 40 dollars.\n"
    document = Document.from_parsed("it", LOADERS[".md"](text.encode(), Limits()))
    assert [section.heading for section in document.sections] == [""]
    assert len(document.title) <= 500
    assert cut(document)[-1].text.endswith("\n\nThe fee is 40 dollars.")


def test_a_long_text_is_cut_into_the_sentences_of_its_parts():
    sentences = [f"The fee of room {n} is {n} dollars, said Dr. Roy." for n in range(1000)]
    document = Document.from_text("it", " ".join(sentences))
    found = [document.text[slice(*one)] for passage in cut(document) for one in passage.sentences]
    assert found == sentences


def test_a_run_that_is_no_word_is_encoded_by_its_beginning_and_kept_whole():
    run = SHAPES["one word"](3000)
    index = Index.from_texts({"it": f"The key is below.\n\n{run}"})
    document = index.documents["it"]
    assert document.text.endswith(run)
    passages = cut(document)
    assert max(len(passage.text) for passage in passages) <= MAX_CHARS
    assert max(len(indexed_text(passage)) for passage in passages) < 200
    assert index.search(run[100:900])
