"""An index that is kept: opened again it is what it was, through damage, failed builds and other models."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from small_index import TEXTS, found

from index import (
    Document,
    DocumentError,
    FormatMismatch,
    Index,
    IndexCorrupt,
    IndexNotFound,
    ModelError,
    ModelMismatch,
    StorageError,
)
from index.encoder import packaged_model
from index.ingest import Progress
from index.storages import begin_at
from index.store import FILE

State = Callable[[Path], list[tuple]]


def held(address: str) -> tuple[dict[str, Document], int]:
    """What an index holds."""
    index = Index.open(address)
    return dict(index.documents.items()), len(index)


def test_a_build_replaces_the_index_that_is_there(filled: str):
    Index.from_texts({"new": "Only this is left."}, path=filled).close()
    index = Index.open(filled)
    assert list(index.documents) == ["new"]
    assert index.verify() == []


def test_an_opened_index_answers_as_the_one_that_was_built(filled: str):
    built, opened = Index.from_texts(TEXTS), Index.open(filled)
    for query in ("licensing fee", "shipwreck", "animals"):
        fresh, kept = built.search(query), opened.search(query)
        assert [hit.passage for hit in fresh] == [hit.passage for hit in kept]
        assert [hit.score for hit in fresh] == pytest.approx([hit.score for hit in kept])
    assert (opened.address, opened.model, len(opened)) == (filled, built.model, len(built))


def test_verify_names_what_is_wrong(folder: Path):
    assert Index.open(folder).verify() == []
    with sqlite3.connect(folder / FILE) as database:
        database.execute("UPDATE passages SET vector = zeroblob(length(vector)) WHERE id = 1")
        database.execute("UPDATE documents SET text = replace(text, '40', '50') WHERE name = 'law'")
    database.close()
    problems = " ".join(map(str, Index.open(folder).verify()))
    assert "not of unit length" in problems
    assert "law: its row is not what was written, its text is not what was indexed" not in problems
    assert "law: its text is not what was indexed; have it built anew" in problems


def test_a_failed_build_leaves_the_old_index_as_it_was(filled: str, tmp_path: Path):
    before = held(filled)
    files = tmp_path / "files"
    files.mkdir()
    (files / "z.txt").write_bytes(b"\0\1\2\3" * 100)
    for change in (
        lambda: Index.build([files], path=filled),
        lambda: Index.open(filled).add([files]),
        lambda: Index.build([tmp_path / "nothing"], path=filled),
        lambda: Index.from_texts({"a": ""}, path=filled),
    ):
        with pytest.raises(DocumentError):
            change()
        assert held(filled) == before
    assert Index.open(filled).verify() == []


def test_a_failed_first_build_leaves_nothing(tmp_path: Path):
    (tmp_path / "bad.txt").write_bytes(b"\0\1\2\3" * 100)
    with pytest.raises(DocumentError):
        Index.build([tmp_path / "bad.txt"], path=tmp_path / "index")
    assert not (tmp_path / "index").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note").write_text("not to be touched")
    with pytest.raises(DocumentError):
        Index.build([tmp_path / "bad.txt"], path=tmp_path / "mine")
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["note"]


def test_an_interrupted_build_leaves_the_old_index_as_it_was(filled: str, tmp_path: Path):
    before = held(filled)

    def interrupt(state: Progress) -> None:
        raise KeyboardInterrupt

    (tmp_path / "good.txt").write_text("A good text.")
    with pytest.raises(KeyboardInterrupt):
        Index.build([tmp_path / "good.txt"], path=filled, progress=interrupt)
    assert held(filled) == before


def test_an_index_of_another_model_is_told(folder: Path, tmp_path: Path, index_state: State):
    with sqlite3.connect(folder / FILE) as database:
        database.execute("UPDATE meta SET value = 'another' WHERE key = 'model_key'")
    database.close()
    before = index_state(folder)
    with pytest.raises(ModelMismatch, match="open it with that model or have it built anew"):
        Index.open(folder)
    assert index_state(folder) == before
    Index.from_texts(TEXTS, path=folder).close()
    assert Index.open(folder).verify() == []


def test_an_index_of_another_format_is_told(folder: Path, index_state: State):
    with sqlite3.connect(folder / FILE) as database:
        database.execute("UPDATE meta SET value = '99' WHERE key = 'format'")
    database.close()
    before = index_state(folder)
    for use in (lambda: Index.open(folder), lambda: Index.from_texts(TEXTS, path=folder)):
        with pytest.raises(FormatMismatch, match="delete"):
            use()
        assert index_state(folder) == before
    shutil.rmtree(folder)  # the remedy
    Index.from_texts(TEXTS, path=folder).close()
    assert Index.open(folder).verify() == []


def test_a_damaged_index_is_told(folder: Path):
    (folder / FILE).write_bytes(b"\xde\xad\xbe\xef" * 4096)
    for use in (lambda: Index.open(folder), lambda: Index.from_texts(TEXTS, path=folder)):
        with pytest.raises(IndexCorrupt, match="damaged"):
            use()


def test_no_index_is_told_and_none_is_made(place: str):
    for _ in range(2):
        with pytest.raises(IndexNotFound, match=f"{place}: there is no index here"):
            Index.open(place)


@pytest.mark.parametrize("is_there", [False, True], ids=["no folder", "empty folder"])
def test_an_index_begins_without_documents_and_takes_some_in(tmp_path: Path, is_there: bool):
    home = tmp_path / "new" / "index"
    if is_there:
        home.mkdir(parents=True)
    assert Index.begin(home)
    index = Index.open(home)
    assert (list(index.documents), index.search("fee"), index.verify()) == ([], [], [])
    (tmp_path / "law.txt").write_text(TEXTS["law"], "utf-8")
    index.add([tmp_path / "law.txt"])
    index.close()
    assert not Index.begin(home)
    assert list(Index.open(home).documents) == ["law.txt"]


def test_an_index_does_not_begin_where_something_else_is(tmp_path: Path, folder: Path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").touch()
    there = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    for taken in ("photos", "photos/cat.jpg", "photos/cat.jpg/below", folder):
        assert not Index.begin(tmp_path / taken)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(StorageError, match="cannot be written"):
        Index.begin(tmp_path / "link")
    with pytest.raises(ModelError):
        Index.begin(tmp_path / "none", model="no-such-model")
    (tmp_path / "link").unlink()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == there


def test_of_two_who_begin_an_index_the_second_takes_nothing_away(folder: Path):
    begin_at(folder, {"model": "another", "model_key": "another"})
    assert list(Index.open(folder).documents) == list(TEXTS)


def test_an_index_made_with_a_model_folder_opens_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "model").symlink_to(packaged_model())
    monkeypatch.chdir(tmp_path)
    Index.from_texts(TEXTS, path="index", model="model").close()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert found(Index.open(tmp_path / "index"), "fee")[0] == "law"
