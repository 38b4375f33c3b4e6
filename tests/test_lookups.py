"""What the page's script asks for, whatever it sends: bounded in time, in memory and in what comes back."""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas
from small_networks import refused

from index import Document, Index, ModelError
from index.models import Graph
from qa.app import finding, lookups
from qa.app.finding import places_of
from qa.app.lookups import Lookups
from qa.service import Service
from qa.suggesting.suggested import as_wanted
from qa.work import Bounds

WORDS = "The lamp burned for 77 nights."


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lookups]:
    folder = tmp_path_factory.mktemp("asked")
    (folder / "lamp.txt").write_text(WORDS)
    page = io.BytesIO()
    canvas = Canvas(page)
    canvas.drawString(72, 700, WORDS)
    canvas.save()
    (folder / "lamp.pdf").write_bytes(page.getvalue())
    service = Service(lambda: Index.build([folder]))
    yield Lookups(service)
    service.close()


@given(
    st.lists(st.sampled_from(["a", "A", "b", " ", "\n", "ab"]), max_size=120).map("".join),
    st.sampled_from(["a", "a b", "ab a", "b  b", "a b a b"]),
    st.integers(1, 9),
)
@settings(max_examples=200, deadline=None)
def test_words_are_found_alike_in_pieces_and_in_one(text: str, query: str, size: int):
    whole = re.compile(r"\s+".join(query.split()), re.IGNORECASE)
    expected = [found.span() for found in whole.finditer(text)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(finding, "PIECE_CHARS", size)
        found = places_of(Document("a", text, (), ()), query)
    assert found == (len(expected), expected)


def test_a_part_that_is_not_there_is_empty(asked: Lookups):
    assert WORDS in asked.part(("lamp.txt", 0))
    assert WORDS not in asked.part(("lamp.txt", 10**9)) + asked.part(("lamp.txt", -1))


def test_so_many_stretches_are_placed_and_no_more(asked: Lookups, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lookups, "MOST_SPANS", 2)
    placed = asked.places(("lamp.pdf", [(0, 8)] * 5))
    assert [len(one) for one in placed] == [1, 1, 0, 0, 0]
    monkeypatch.setattr(lookups, "MOST_SPAN_CHARS", 8)
    assert asked.places(("lamp.pdf", [(0, 10**12)])) == placed[:1]


def test_a_list_is_found_by_as_many_characters_as_a_person_types(asked: Lookups):
    assert "lamp.txt" in asked.listing(("lamp " * 100_000 + "nothing", ["lamp.txt"] * 100_000))


def test_what_suggestions_are_remembered_by_is_bounded():
    wanted = as_wanted(["x" * 5_000] * 5_000, ["lamp.txt", 5], ["y" * 5_000] * 5_000)
    for some in (wanted.scope, wanted.besides):
        assert sum(map(len, some)) <= 100_000
    assert as_wanted(["lamp.txt"], None, ["Why?"])[0::2] == (("lamp.txt",), ("Why?",))


def test_a_card_of_what_is_gone_is_empty(asked: Lookups):
    assert asked.card("gone.txt") == ""


def test_while_the_server_has_no_time_it_says_so_and_not_that_there_is_nothing():
    text = "The tower was opened on 3 May 2020."
    service = Service(lambda: Index.from_texts({"lamp.txt": text}), Bounds(workers=1, answer_seconds=0.3))
    held = threading.Event()
    service.workers[0].begin(lambda: held.wait(60))
    try:
        assert Lookups(service).card("lamp.txt") is None
        assert Lookups(service).suggested(([], None, [])) is None
    finally:
        held.set()
        service.close()


def test_what_answers_wait_for_is_told_with_the_time_it_has_taken(
    asked: Lookups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert asked.awaited(None) == ""
    monkeypatch.setenv("CITED_QA_CACHE", str(tmp_path / "cache"))
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(Graph, "test model", "0" * 64, partial(refused, tmp_path / "once"), ["vector"])
        while not (said := asked.awaited(None)) and not made.done():
            time.sleep(0.02)
        (tmp_path / "once").touch()
        with pytest.raises(ModelError):
            made.result()
    assert re.fullmatch(r"Preparing the test model for this machine, once: \d+ seconds? so far", said)
    assert asked.awaited(None) == ""
