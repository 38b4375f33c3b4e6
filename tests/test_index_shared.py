"""An index that several use: one writes, the others search and see each change whole."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from small_index import found

from index import Index, IndexLocked, ModelMismatch
from index.store import FILE, Store


def test_a_change_by_another_process_is_seen(filled: str, tmp_path: Path):
    index = Index.open(filled)
    assert found(index, "comet")
    (tmp_path / "news.txt").write_text("A comet passed the moon.")
    code = (
        "import sys; from index import Index\n"
        "index = Index.open(sys.argv[1]); index.add([sys.argv[2]]); index.remove('zoo')"
    )
    subprocess.run([sys.executable, "-c", code, filled, tmp_path / "news.txt"], check=True, cwd=tmp_path)
    assert found(index, "comet")[0] == "news.txt"
    assert "zoo" not in found(index, "penguin", k=50)
    assert index.verify() == []


def test_a_second_writer_is_told_to_wait(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.lock.LOCK_TIMEOUT_SECONDS", 0.05)
    (tmp_path / "news.txt").write_text("A comet passed the moon.")
    other = Store(folder)
    with other.transaction():
        index = Index.open(folder)
        assert found(index, "fee")[0] == "law", "searching goes on"
        with pytest.raises(IndexLocked, match=f"process {os.getpid()}. is writing"):
            index.add([tmp_path / "news.txt"])
    assert index.add([tmp_path / "news.txt"]).added == ("news.txt",)


def test_threads_search_while_one_writes_and_never_see_half_a_change(tmp_path: Path):
    """Two documents always change together, in one commit; a search finds both old or both new."""
    both = tmp_path / "both"
    both.mkdir()

    def write(version: int) -> None:
        for name in ("a", "b"):
            (both / f"{name}.txt").write_text(f"The fee of {name} is {version} dollars.")

    write(0)
    for path in (tmp_path / "index", None):
        index = Index.build([both], path=path)
        wrong: list[object] = []
        done = threading.Event()

        def search(index: Index = index, wrong: list = wrong, done: threading.Event = done) -> None:
            while not done.is_set():
                try:
                    texts = {hit.passage.text.split()[5] for hit in index.search("What is the fee?", k=9)}
                    wrong.extend([texts] if len(texts) != 1 else [])
                except Exception as error:
                    wrong.append(error)

        threads = [threading.Thread(target=search) for _ in range(3)]
        for thread in threads:
            thread.start()
        for version in range(1, 9):
            write(version)
            index.add([both])
        done.set()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert index.verify() == []


def test_a_build_with_another_model_is_told_to_who_has_the_index_open(folder: Path):
    index = Index.open(folder)
    assert found(index, "fee")
    with sqlite3.connect(folder / FILE) as database:
        database.execute("UPDATE meta SET value = 'another' WHERE key LIKE 'model%'")
    database.close()
    with pytest.raises(ModelMismatch, match="made with another, not with all-MiniLM-L6-v2"):
        index.search("fee")
