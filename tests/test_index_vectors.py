"""The copy of the vectors beside an index: lost, damaged, foreign or old, it changes no result."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from small_index import TEXTS, found, three_files

from index import Index


@pytest.mark.parametrize("damage", ["lost", "empty", "cut", "foreign", "other size"])
def test_lost_or_damaged_vectors_are_rebuilt(folder: Path, damage: str):
    (file,) = folder.glob("*.faiss")
    whole = file.read_bytes()
    before = Index.open(folder).search("fee")
    match damage:
        case "lost":
            file.unlink()
        case "empty":
            file.write_bytes(b"")
        case "cut":
            file.write_bytes(whole[:-100])
        case "foreign":
            file.write_bytes(b"no vectors here" * 100)
        case "other size":
            from index.vectors import Vectors

            other = Vectors.empty(3)
            other.add(range(4), np.eye(4, 3, dtype=np.float32))
            other.save(file)
    index = Index.open(folder)
    assert index.search("fee") == before
    assert index.verify() == []
    assert file.read_bytes() == whole


def test_old_vectors_are_cleared_away(folder: Path):
    index = Index.open(folder)
    index.remove("zoo")
    index.remove("law")
    assert len(list(folder.glob("*.faiss"))) == 1
    assert found(Index.open(folder), "fee") == ["sea"]


def test_a_flipped_byte_in_the_copy_of_the_vectors_changes_no_result(folder: Path):
    before = Index.open(folder).search("fee")
    (file,) = folder.glob("*.faiss")
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0x40
    file.write_bytes(data)
    index = Index.open(folder)
    (problem,) = index.verify()
    assert "nothing needs to be done" in problem.reason
    assert index.search("fee") == before
    assert index.verify() == []


def test_a_copy_of_the_vectors_of_another_index_is_not_taken(folder: Path, tmp_path: Path):
    texts = {name: f"{text} It was another one." for name, text in TEXTS.items()}
    Index.from_texts(texts, path=tmp_path / "other").close()
    (foreign,), (own,) = (tmp_path / "other").glob("*.faiss"), folder.glob("*.faiss")
    before = Index.open(folder).search("fee")
    own.unlink()
    shutil.copy(foreign, folder)
    index = Index.open(folder)
    assert index.search("fee") == before
    assert [file for file in folder.glob("*.faiss") if file.name == foreign.name] == []


def test_a_stale_copy_of_the_vectors_is_brought_up_to_date(folder: Path, tmp_path: Path):
    files = three_files(tmp_path / "files")
    (kept,) = folder.glob("*.faiss")
    changed = Index.open(folder)
    changed.add([files])
    changed.remove("zoo")
    assert list(folder.glob("*.faiss")) == [kept], "it is not written anew for each small change"
    fresh, opened = Index.build([files], path=tmp_path / "fresh"), Index.open(folder)
    for index in (changed, opened):
        assert found(index, "comet")[0] == "a.txt"
        assert "zoo" not in found(index, "lion penguin", k=99)
        assert index.search("comet")[0].dense_score == fresh.search("comet")[0].dense_score


def test_many_vectors_are_sorted_while_the_index_is_searched_and_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for room in ("index.vectors", "index.derived"):
        monkeypatch.setattr(f"{room}.EXACT_UP_TO", 20)
    monkeypatch.setattr("index.derived.STALE_PASSAGES", 5)
    animals = ("lion", "heron", "otter", "badger", "falcon", "weasel", "salmon", "beetle", "walrus", "ferret")
    texts = {
        f"{name} {n}": f"The {name} number {n} lives in room {7 * n}." for name in animals for n in range(3)
    }
    folder = tmp_path / "index"
    index = Index.from_texts(texts, path=folder)
    (before,) = folder.glob("*.faiss")
    added = {f"comet {n}": f"Comet {n} was seen from the observatory in {1900 + n}." for n in range(8)}
    for name, text in added.items():
        (tmp_path / f"{name}.txt").write_text(text)
        index.add([tmp_path / f"{name}.txt"])
        assert found(index, text)[0] == f"{name}.txt"
    index.remove("lion 0")
    index.close()
    (after,) = folder.glob("*.faiss")
    assert after.name != before.name
    opened = Index.open(folder)
    assert opened.verify() == []
    for name, text in added.items():
        assert found(opened, text)[0] == f"{name}.txt"
    assert "lion 0" not in found(opened, texts["lion 0"], k=99)
    assert len(opened) == len(texts) + len(added) - 1
