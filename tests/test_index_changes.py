"""Changes of an index: files are added, replaced, moved and removed, and only what is new is encoded."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_index import TEXTS, found, three_files

from index import Changes, Document, DocumentError, Index, Rules
from index.ingest import Progress
from index.passages import cut

State = Callable[[Path], list[tuple]]


def test_documents_are_added_replaced_and_removed(tmp_path: Path, place: str):
    index = Index.from_texts(TEXTS, path=place)
    file = tmp_path / "news"
    file.with_suffix(".txt").write_text("A comet passed the moon.")
    assert index.add([tmp_path / "news.txt"]) == Changes(added=("news.txt",))
    assert found(index, "comet")[0] == "news.txt"
    file.with_suffix(".txt").write_text("A volcano woke up.")
    assert index.add([tmp_path / "news.txt"]) == Changes(changed=("news.txt",))
    assert index.documents["news.txt"].text == "A volcano woke up."
    assert not index.occurs("comet")
    index.remove("news.txt")
    assert list(index.documents) == list(TEXTS)
    assert not index.occurs("volcano")
    assert index.verify() == []
    with pytest.raises(DocumentError, match="no such document"):
        index.remove("news.txt")


def test_an_unchanged_document_costs_nothing(tmp_path: Path):
    (tmp_path / "a.txt").write_text("A comet passed the moon.")
    index = Index.build([tmp_path / "a.txt"])
    told: list[Progress] = []
    assert index.add([tmp_path / "a.txt"], progress=told.append) == Changes(unchanged=1)
    assert told[-1] == Progress(documents=1, total=1, passages=0, done=1)


def test_two_files_of_one_name_are_told_apart(tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "readme.txt").write_text(f"This is {name}.")
    index = Index.build([tmp_path / "one" / "readme.txt", tmp_path / "two" / "readme.txt"])
    assert sorted(document.text for document in index.documents.values()) == ["This is one.", "This is two."]


def test_progress_ends_at_the_total(tmp_path: Path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"Text number {number}.")
    told: list[Progress] = []
    index = Index.build([tmp_path], progress=told.append)
    assert told[-1] == Progress(documents=5, total=5, passages=len(index), done=5)


def test_nothing_to_index_is_told():
    with pytest.raises(DocumentError, match="no text to index"):
        Index.from_texts({})
    with pytest.raises(DocumentError, match="no document to index"):
        Index.build([])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of three files."""
    return three_files(tmp_path / "files")


def encoded(index: Index, write: Callable[..., Changes], *arguments) -> tuple[Changes, int]:
    """What a write changed, and how many passages it encoded."""
    told: list[Progress] = []
    return write(*arguments, progress=told.append), max(one.passages for one in told)


def test_only_passages_with_a_new_text_are_encoded(files: Path, tmp_path: Path, place: str):
    paragraphs = [f"Paragraph {number} speaks of matters at some length. " * 6 for number in range(10)]
    (files / "long.txt").write_text("\n\n".join(paragraphs))
    index = Index.build([files], path=place)
    paragraphs[3] = "The third one now speaks of volcanoes instead. " * 6
    (files / "long.txt").write_text("\n\n".join(["A new beginning. " * 20, *paragraphs]))
    before = len(index)
    assert encoded(index, index.add, [files]) == (Changes(changed=("long.txt",), unchanged=3), 2)
    assert len(index) == before + 1
    assert "volcanoes" in index.search("volcanoes")[0].passage.text
    assert index.verify() == []
    fresh = Index.build([files])
    for query in ("volcanoes", "a new beginning", "comet"):
        assert index.search(query)[0].passage == fresh.search(query)[0].passage


def test_a_build_over_an_index_encodes_only_what_is_new(files: Path, tmp_path: Path, place: str):
    Index.build([files], path=place).close()
    (files / "a.txt").write_text("A volcano woke up.")
    told: list[Progress] = []
    index = Index.build([files], path=place, progress=told.append)
    assert told[-1] == Progress(documents=3, total=3, passages=1, done=3)
    assert index.changes.added == ("a.txt", "b.txt", "sub/c.txt")
    assert index.verify() == []


def test_a_moved_file_keeps_its_passages_under_its_new_name(files: Path, tmp_path: Path, place: str):
    index = Index.build([files], path=place)
    (files / "b.txt").rename(files / "sub" / "lion.txt")
    changes, passages = encoded(index, index.add, [files])
    assert (changes, passages) == (Changes(moved=(("b.txt", "sub/lion.txt"),), unchanged=2), 0)
    assert index.documents["sub/lion.txt"].source == str(files / "sub" / "lion.txt")
    assert found(index, "lion")[0] == "sub/lion.txt"
    assert index.verify() == []


def test_a_copied_file_is_a_document_of_its_own_and_not_encoded_again(files: Path, place: str):
    index = Index.build([files], path=place)
    shutil.copy(files / "b.txt", files / "copy.txt")
    assert encoded(index, index.add, [files]) == (Changes(added=("copy.txt",), unchanged=3), 0)


def test_two_files_that_change_names_are_both_known_again(files: Path, place: str):
    index = Index.build([files], path=place)
    (files / "a.txt").rename(files / "x.txt")
    (files / "b.txt").rename(files / "a.txt")
    (files / "x.txt").rename(files / "b.txt")
    changes, passages = encoded(index, index.sync, files)
    assert (changes.changed, passages) == (("a.txt", "b.txt"), 0)
    assert "lion" in index.documents["a.txt"].text
    assert index.verify() == []


def test_a_name_that_a_moved_file_left_is_free_for_another(files: Path, place: str):
    index = Index.build([files], path=place)
    (files / "b.txt").rename(files / "z.txt")
    (files / "b.txt").write_text("Something else took its place.")
    for _ in range(2):
        index.sync(files)
        assert "lion" in index.documents["z.txt"].text
        assert "else" in index.documents["b.txt"].text
        assert len(index.documents) == 4
    assert index.verify() == []


def test_a_sync_removes_what_is_gone_from_the_folder_and_nothing_else(
    files: Path, tmp_path: Path, place: str
):
    (tmp_path / "other.txt").write_text("Another place.")
    index = Index.build([files, tmp_path / "other.txt"], path=place)
    (tmp_path / "other.txt").unlink()
    (files / "a.txt").unlink()
    (files / "b.txt").write_text("The lion woke up.")
    (files / "d.txt").write_text("A new one.")
    assert index.sync(files) == Changes(added=("d.txt",), changed=("b.txt",), removed=("a.txt",), unchanged=1)
    assert set(index.documents) == {"b.txt", "sub/c.txt", "d.txt", "other.txt"}
    assert index.sync(files, rules=Rules(exclude=("d.txt",))) == Changes(unchanged=2)
    assert "d.txt" in index.documents, "what a pattern leaves out is not gone"
    assert index.verify() == []


def test_a_sync_of_an_empty_or_missing_folder_removes_nothing(files: Path, tmp_path: Path):
    index = Index.build([files])
    files.rename(tmp_path / "away")
    with pytest.raises(DocumentError, match="no such file or folder"):
        index.sync(files)
    files.mkdir()
    with pytest.raises(DocumentError, match="no document in this folder"):
        index.sync(files)
    assert len(index.documents) == 3


def test_a_file_of_the_same_name_from_another_place_does_not_replace_the_first(tmp_path: Path, place: str):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "readme.txt").write_text(f"This is {name}.")
    index = Index.build([tmp_path / "one"], path=place)
    for _ in range(2):
        index.sync(tmp_path / "two")
        index.sync(tmp_path / "one")
        assert {name: document.text for name, document in index.documents.items()} == {
            "readme.txt": "This is one.",
            "two/readme.txt": "This is two.",
        }


def test_a_file_of_an_indexed_folder_keeps_its_name_when_it_is_added_alone(files: Path):
    index = Index.build([files])
    (files / "sub" / "c.txt").write_text("The fee went up.")
    assert index.add([files / "sub" / "c.txt"]) == Changes(changed=("sub/c.txt",))


def test_what_cannot_be_read_is_listed_and_the_rest_is_indexed(files: Path, tmp_path: Path, place: str):
    (files / "bad.txt").write_bytes(b"\0\1\2\3" * 100)
    index = Index.build([files], path=place)
    assert [(one.name, "binary" in one.reason) for one in index.changes.unreadable] == [("bad.txt", True)]
    assert set(index.documents) == {"a.txt", "b.txt", "sub/c.txt"}
    (files / "a.txt").write_bytes(b"\0\1\2\3" * 100)
    changes = index.sync(files)
    assert {one.name for one in changes.unreadable} == {"bad.txt", "a.txt"}
    assert "comet" in index.documents["a.txt"].text, "what was read before stays"
    with pytest.raises(DocumentError, match=r"bad\.txt: .*binary"):
        index.add([files / "bad.txt"])


def test_nothing_is_written_where_nothing_changed(files: Path, tmp_path: Path, index_state: State):
    index = Index.build([files], path=tmp_path / "index")
    before = index_state(tmp_path / "index")
    assert index.sync(files) == index.add([files]) == index.changes == Changes(unchanged=3)
    assert index_state(tmp_path / "index") == before


def test_a_copy_is_known_by_its_name_alone(tmp_path: Path, place: str):
    index = Index.from_texts({"zoo": "The lion sleeps all day."}, path=place)
    upload = tmp_path / "upload.txt"
    upload.write_text("The licensing fee is 40 dollars a year.")
    assert index.add_copy(upload, "fees.txt").added == ("fees.txt",)
    upload.unlink()
    upload.write_text("The licensing fee is 40 dollars a year.")
    assert index.add_copy(upload, "fees.txt").unchanged == 1
    assert index.add_copy(upload, "again.txt").added == ("again.txt",), "the same bytes, but another document"
    upload.write_text("The licensing fee is 55 dollars a year.")
    assert index.add_copy(upload, "fees.txt").changed == ("fees.txt",)
    assert list(index.documents) == ["zoo", "again.txt", "fees.txt"]
    assert {document.source for document in index.documents.values()} == {""}
    assert index.verify() == []
    upload.write_bytes(b"")
    with pytest.raises(DocumentError, match="no text"):
        index.add_copy(upload, "fees.txt")
    assert "55" in index.documents["fees.txt"].text


def test_progress_grows_with_each_passage_that_is_encoded(tmp_path: Path):
    for number in range(3):
        lines = (f"Comet {number * 100 + line} passed the moon on its way. " * 18 for line in range(6))
        (tmp_path / f"{number}.txt").write_text("\n\n".join(lines))
    told: list[Progress] = []
    index = Index.build([tmp_path], progress=told.append)
    done = [state.done for state in told]
    assert len(index) >= 18
    assert len(set(done)) >= len(index)
    assert done == sorted(done)
    assert (told[-1].done, told[-1].documents) == (3, 3)


def test_a_table_is_kept_whole(place: str, tmp_path: Path):
    (tmp_path / "fees.csv").write_text("name,fee\nAda,40\nBen,50\n")
    index = Index.build([tmp_path / "fees.csv"], path=place)
    given = Document.open(tmp_path / "fees.csv")
    assert given.tables
    assert index.documents["fees.csv"] == given
    assert [hit.passage for hit in index.search("fee of Ada", k=1)] == cut(given)
    assert index.verify() == []
