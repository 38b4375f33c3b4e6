"""Several writers of one index in Milvus: stopped or killed anywhere, whole documents are left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent import futures
from pathlib import Path

import pytest
from kills import kill_writers
from shared import kill_server
from small_index import TEXTS, found

from index import Index
from index.milvus import client as client_module
from index.milvus.client import Client


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Milvus Lite takes one call at a time, and a busy machine may keep many of them waiting."""
    monkeypatch.setattr(client_module, "CONNECT_SECONDS", 60.0)
    monkeypatch.setattr(client_module, "READ_SECONDS", 60.0)


def test_a_writer_that_is_killed_leaves_whole_documents_alone(address: str, tmp_path: Path):
    kill_writers(address, tmp_path, kills=2)


def stopped_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Have the writer stop where it would write for the so-manieth time."""
    left = [number]

    def stop(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt

    for name in ("put", "delete"):
        original = getattr(Client, name)

        def stopping(self: Client, *given: object, original: Callable = original) -> None:
            stop()
            original(self, *given)

        monkeypatch.setattr(Client, name, stopping)


def test_a_writer_that_is_stopped_anywhere_leaves_whole_documents_alone(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text("The fee is 40 dollars.")
    Index.build([files], path=address).close()
    old = {"a.txt": "The fee is 40 dollars."}
    new = {"a.txt": "The fee is 55 dollars.", "b.txt": "A comet passed the moon."}
    for name, text in new.items():
        (files / name).write_text(text)
    seen = []
    for number in range(1, 20):
        index = Index.open(address)
        with monkeypatch.context() as patch:
            stopped_at(patch, number)
            try:
                index.add([files])
            except KeyboardInterrupt:
                pass
            else:
                break
        held = {name: document.text for name, document in Index.open(address).documents.items()}
        assert held in (old, new)
        hits = index.search("What is the fee?", k=9)
        assert {hit.passage.text for hit in hits} == set(held.values())
        assert all("and are never shown" in problem.reason for problem in index.verify())
        seen.append((held == new, bool(index.verify())))
    assert {(False, True), (True, True)} <= set(seen), (
        "it was stopped before and after its documents were seen"
    )
    assert index.sweep() == 0, "what was written a moment ago may be a writer's at work"
    index.sweep(older_than_seconds=0)
    assert index.verify() == []
    assert found(index, "comet")[0] == "b.txt"


def test_a_build_that_is_stopped_leaves_the_index_before_and_is_swept(
    address: str, monkeypatch: pytest.MonkeyPatch, client: Client
):
    index = Index.from_texts(TEXTS, path=address)
    before = client.collections()
    with monkeypatch.context() as patch:
        patch.setattr("index.milvus.storage.MilvusStorage._give_up", lambda *_: None)  # as if it were killed
        stopped_at(patch, 3)
        with pytest.raises(KeyboardInterrupt):
            Index.from_texts({"other": "Something else."}, path=address)
    assert list(Index.open(address).documents) == list(TEXTS)
    (problem,) = index.verify()
    assert "belong to no index" in problem.reason
    assert index.sweep(older_than_seconds=0) == 3
    assert (client.collections(), index.verify()) == (before, [])


def test_a_sweep_leaves_alone_an_index_whose_name_begins_alike(address: str):
    swept = Index.from_texts(TEXTS, path=address)
    names = (f"{address}_documents_abc", f"{address}_texts_5_0123abcd")
    others = [Index.from_texts(TEXTS, path=name) for name in names]
    assert swept.sweep(0) == 0
    for index in others:
        assert (len(index), index.verify()) == (len(TEXTS), [])


def test_eight_writers_at_once_make_one_document_of_each_file(address: str, tmp_path: Path):
    shared = tmp_path / "shared"
    shared.mkdir()
    for number in range(4):
        (shared / f"{number}.txt").write_text(f"Comet {number} was seen in {1900 + number}.")
    Index.from_texts({"zoo": TEXTS["zoo"]}, path=address).close()

    def write(number: int) -> None:
        (tmp_path / f"own-{number}.txt").write_text(f"Writer {number} has 12{number} pages.")
        index = Index.open(address)
        index.add([shared, tmp_path / f"own-{number}.txt"])
        index.close()

    with futures.ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(8)))
    index = Index.open(address)
    names = {"zoo", *(f"{n}.txt" for n in range(4)), *(f"own-{n}.txt" for n in range(8))}
    assert sorted(index.documents) == sorted(names)
    assert len(index.search("comet writer lion", k=100)) == len(index) == len(names)
    index.sweep(older_than_seconds=0)
    assert index.verify() == []


@pytest.mark.parametrize("moment", ["put", "delete"])
def test_of_two_writers_of_one_document_the_last_has_it_whole(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
):
    """The second one writes, back to what was there before, while the first is between two steps."""
    file = tmp_path / "fee.txt"
    file.write_text("The fee is 40 dollars.")
    first = Index.build([file], path=address)
    second = Index.open(address)
    original = getattr(Client, moment)
    waiting = threading.local()
    waiting.is_first = True

    def interrupted(self: Client, name: str, given: object) -> None:
        if getattr(waiting, "is_first", False) and "_documents_" not in name:
            waiting.is_first = False
            for text in ("The fee is 60 dollars.", "The fee is 40 dollars."):
                file.write_text(text)
                second.add([file])
        original(self, name, given)

    file.write_text("The fee is 55 dollars.")
    monkeypatch.setattr(Client, moment, interrupted)
    first.add([file])
    monkeypatch.undo()
    for index in (first, second, Index.open(address)):
        (hit,) = index.search("What is the fee?", k=9)
        assert hit.passage.text == index.documents["fee.txt"].text
    first.sweep(older_than_seconds=0)
    assert first.verify() == []


def test_what_one_process_removes_or_builds_anew_the_others_see_at_once(address: str):
    first, second = Index.from_texts(TEXTS, path=address), Index.open(address)
    assert found(first, "lion")[0] == "zoo"
    second.remove("zoo")
    assert "zoo" not in found(first, "lion penguin", k=99)
    assert "zoo" not in first.documents
    Index.from_texts({"new": "Only this is left."}, path=address).close()
    assert found(first, "lion", k=99) == found(second, "what is left", k=99) == ["new"]
    assert list(first.documents) == ["new"]


def test_of_two_servers_over_one_index_one_may_be_killed(address: str, tmp_path: Path):
    kill_server(address, tmp_path, seconds=2, askers=2)
