"""Lots: files are taken one after another, to the last though nobody watches, or until they are cancelled."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from talking import wait_for

from index import Index
from qa.app.lot import Lot
from qa.service import Service

LONG = "\n\n".join(
    f"Day {day}: the keeper of gate {day} counted {day * 7} barges. " * 12 for day in range(120)
)


@pytest.fixture
def watched() -> threading.Event:
    """What a test says once it has seen passages counted; a text of several waits in their midst for it."""
    return threading.Event()


@pytest.fixture
def service(watched: threading.Event) -> Iterator[Service]:
    index = Index.from_texts({"mill.txt": "The old mill stands by the river."})
    add_copy = index.add_copy

    def waiting(file, name, progress, limits):
        def told(state):
            progress(state)
            assert state.passages < 2 or watched.wait(60)

        return add_copy(file, name, progress=told, limits=limits)

    index.add_copy = waiting
    made = Service(lambda: index)
    yield made
    made.close()


def sent(folder: Path, *texts: str) -> list[dict[str, str]]:
    """Uploads of these texts, as the page names them."""
    files = []
    for number, text in enumerate(texts, start=1):
        token = f"{secrets.token_hex(32)}/{secrets.token_hex(16)}"
        (folder / token).parent.mkdir()
        (folder / token).write_text(text, "utf-8")
        files.append({"name": f"file-{number}.txt", "token": token})
    return files


def test_passages_are_counted_of_how_many(service: Service, watched: threading.Event, tmp_path: Path):
    lot, said = Lot(service, tmp_path, sent(tmp_path, LONG)), []
    for _ in lot.watch():
        said.append(str(lot.now))
        if "passages" in said[-1]:
            watched.set()
    assert any(" of " in step and "passages" in step and 'max="' in step for step in said)
    assert lot.last == "file-1.txt"
    assert not lot.has_failed
    assert list(tmp_path.rglob("*")) == []


def test_files_are_taken_to_the_last_though_nobody_watches(service: Service, tmp_path: Path):
    watching = Lot(service, tmp_path, sent(tmp_path, "The harbour is deep.", "The ferry is slow.")).watch()
    next(watching)
    watching.close()
    wait_for(lambda: service.names() == ["mill.txt", "file-1.txt", "file-2.txt"])


def test_what_was_added_and_replaced_is_said_in_one_sentence(service: Service, tmp_path: Path):
    for texts, replace, said in (
        (("The harbour is deep.", "The ferry is slow."), [], "2 documents were added: ask away."),
        (
            ("The harbour is shut.", "The ferry is slow.", "The quay is new."),
            ["file-1.txt", "file-2.txt"],
            "1 document was added and 1 replaced",
        ),
    ):
        lot = Lot(service, tmp_path, sent(tmp_path, *texts), replace)
        for _ in lot.watch():
            pass
        assert said in lot.outcome[0]
    assert "file-2.txt</bdi> is there already, with the same words." in lot.outcome[1]


def test_a_cancelled_file_leaves_the_index_as_it_was_and_none_comes_after_it(
    service: Service, watched: threading.Event, tmp_path: Path
):
    lot = Lot(service, tmp_path, sent(tmp_path, LONG, "The ferry is slow."))
    for _ in lot.watch():
        if lot.now and "passages" in lot.now:
            lot.cancel()
            watched.set()
    assert service.names() == ["mill.txt"]
    assert lot.has_failed
    assert "stopped; nothing of it is in the index" in lot.told[0]
    assert "1 file after it was not added" in lot.told[1]
    assert service.search("ferry", k=1)[0].passage.document == "mill.txt"


def test_a_file_that_cannot_be_read_stops_no_other(service: Service, tmp_path: Path):
    files = sent(tmp_path, "\0\0", "The ferry is slow.")
    lot = Lot(service, tmp_path, files, refused=["a.exe: no."])
    for _ in lot.watch():
        pass
    assert lot.last == "file-2.txt"
    assert len(lot.told) == 2
    assert "<bdi>file-2.txt</bdi> was added: ask away." in lot.outcome[0]
    assert lot.has_failed
    assert threading.active_count() < 50
