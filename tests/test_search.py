"""The index: documents in, the best passages for a query out."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import (
    Changes,
    Document,
    DocumentError,
    FormatMismatch,
    Index,
    IndexCorrupt,
    IndexLocked,
    IndexNotFound,
    ModelMismatch,
    QuestionError,
    Rules,
)
from index.encoder import Encoder, packaged_model
from index.hits import fuse
from index.ingest import Progress
from index.passages import cut
from index.store import FILE, Store

State = Callable[[Path], list[tuple]]

TEXTS = {
    "zoo": "The lion sleeps all day.\nThe penguin swims in the cold pool.",
    "law": "The licensing fee is 40 dollars a year.",
    "sea": "A storm sank the ferry off the coast in 1987.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small index."""
    Index.from_texts(TEXTS, path=tmp_path / "index").close()
    return tmp_path / "index"


@pytest.fixture
def filled(place: str) -> str:
    """The address of a small index in each of the storages."""
    Index.from_texts(TEXTS, path=place).close()
    return place


def held(address: str) -> tuple[dict[str, Document], int]:
    """What an index holds."""
    index = Index.open(address)
    return dict(index.documents.items()), len(index)


def found(index: Index, query: str, **options) -> list[str]:
    return [hit.passage.document for hit in index.search(query, **options)]


# Fusion


def test_fusion_is_the_mean_of_each_score_over_its_best():
    # Passage 1 leads in meaning, 2 in words; 3 shares no word, 4 points away, 5 was found by its words alone.
    dense = {1: 0.8, 2: 0.6, 3: 0.4, 4: -0.2}
    lexical = {1: 2.0, 2: 5.0, 5: 1.0}
    assert fuse(dense, lexical) == pytest.approx({
        1: (0.8 / 0.8 + 2.0 / 5.0) / 2,  # 0.70
        2: (0.6 / 0.8 + 5.0 / 5.0) / 2,  # 0.875
        3: (0.4 / 0.8 + 0.0) / 2,  # 0.25
        4: 0.0,
        5: (0.0 + 1.0 / 5.0) / 2,  # 0.10
    })  # fmt: skip


def test_fusion_without_words_or_without_meaning_is_half_of_what_there_is():
    assert fuse({1: 0.5, 2: 0.25}, {}) == {1: 0.5, 2: 0.25}
    assert fuse({}, {1: 4.0, 2: 1.0}) == {1: 0.5, 2: 0.125}
    assert fuse({}, {}) == {}
    assert fuse({1: -0.5}, {}) == {1: 0.0}


@given(
    st.dictionaries(st.integers(0, 9), st.floats(-1, 1), max_size=10),
    st.dictionaries(st.integers(0, 9), st.floats(0, 50), max_size=10),
)
def test_fused_scores_are_between_zero_and_one_and_keep_the_order_of_both(
    dense: dict[int, float], lexical: dict[int, float]
):
    fused = fuse(dense, lexical)
    assert all(0 <= score <= 1 for score in fused.values())
    for i in fused:
        for j in fused:
            if dense.get(i, 0) >= dense.get(j, 0) and lexical.get(i, 0) >= lexical.get(j, 0):
                assert fused[i] >= fused[j]


# Searching


def test_hits_carry_the_scores_that_ranked_them(article_index: Index):
    hits = article_index.search("How large is Microsoft's stake in OpenAI?", k=10)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    ids = range(len(hits))
    dense = {i: hits[i].dense_score for i in ids}
    lexical = {i: hits[i].lexical_score for i in ids if hits[i].lexical_score}
    assert [hit.score for hit in hits] == pytest.approx([fuse(dense, lexical)[i] for i in ids])
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    encoder = Encoder.load()
    query = encoder.encode_query("How large is Microsoft's stake in OpenAI?")
    for hit in hits:
        assert hit.dense_score <= 1
        if hit.passage.text.startswith(hit.passage.heading):
            assert hit.dense_score == pytest.approx(encoder.encode([hit.passage.text])[0] @ query, abs=0.03)


def test_hits_stand_in_their_documents_at_their_offsets(hostile_texts: dict[str, str], place: str):
    index = Index.from_texts(hostile_texts, path=place)
    for query in ("Which city?", "40 dollars", "İstanbul", "👩‍👩‍👧 won", "ﬂawless", "שקלים", "東京"):
        hits = index.search(query, k=100)
        assert hits
        for hit in hits:
            passage = hit.passage
            assert index.documents[passage.document].text[passage.start : passage.end] == passage.text


def test_meaning_finds_what_words_do_not(place: str):
    assert found(Index.from_texts(TEXTS, path=place), "shipwreck on the ocean")[0] == "sea"


def test_words_find_what_meaning_does_not(place: str):
    texts = {f"t{number}": f"Part number QX{number}77 is in stock." for number in range(30)}
    assert found(Index.from_texts(texts, path=place), "qx1977", k=1) == ["t19"]


def test_a_passage_under_a_heading_is_found_by_the_heading(place: str):
    filler = "\n".join([("It goes on and on about this and that for quite a while. " * 8).strip()] * 2)
    texts = {"a": f"Volcanoes of Iceland\n{filler}", "b": f"Taxation of Salaries\n{filler}"}
    hits = Index.from_texts(texts, path=place).search("lava eruption", k=10)
    later = [hit for hit in hits if not hit.passage.text.startswith(hit.passage.heading)]
    assert [hit.passage.heading for hit in later] == ["Volcanoes of Iceland", "Taxation of Salaries"]
    assert later[0].dense_score > later[1].dense_score


def test_a_search_returns_at_most_what_is_asked_for(article_index: Index):
    assert len(article_index.search("OpenAI", k=3)) == 3
    assert len(article_index.search("OpenAI", k=1000)) == len(article_index)


def test_a_search_can_be_of_one_document_or_of_some(place: str):
    index = Index.from_texts(TEXTS, path=place)
    assert set(found(index, "licensing fee", k=10, document="zoo")) == {"zoo"}
    some = tuple(TEXTS)[:2]
    assert set(found(index, "licensing fee", k=10, document=some)) == set(some)
    for unknown in ("nothing", ("zoo", "nothing")):
        with pytest.raises(DocumentError, match="nothing: the index holds no such document"):
            index.search("fee", document=unknown)


@pytest.mark.parametrize(
    "query",
    [
        '"fee',
        "fee AND NOT",
        "NEAR(fee, 3)",
        "text:fee*",
        "(((fee",
        "fee'; DROP TABLE words;--",
        "fee\0",
        "-fee ^ {",
    ],
)
def test_signs_in_a_query_are_harmless(query: str):
    index = Index.from_texts(TEXTS)
    assert found(index, query)[0] == "law"
    assert index.verify() == []


@pytest.mark.parametrize("query", ["", "   ", "?!", "\0", "🥇"])
def test_a_query_without_a_word_is_refused(article_index: Index, query: str):
    with pytest.raises(QuestionError, match="no word"):
        article_index.search(query)


def test_a_query_that_is_too_long_or_no_unicode_is_refused(article_index: Index):
    with pytest.raises(QuestionError, match="100,000 characters"):
        article_index.search("word " * 20_000)
    with pytest.raises(QuestionError, match="UTF-8"):
        article_index.search("what \udcff")
    assert article_index.search("stake " * 1600), "a long one within the limit is searched"


# Changing


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


def test_a_build_replaces_the_index_that_is_there(filled: str):
    Index.from_texts({"new": "Only this is left."}, path=filled).close()
    index = Index.open(filled)
    assert list(index.documents) == ["new"]
    assert index.verify() == []


def test_nothing_to_index_is_told():
    with pytest.raises(DocumentError, match="no text to index"):
        Index.from_texts({})
    with pytest.raises(DocumentError, match="no document to index"):
        Index.build([])


# Keeping


def test_an_opened_index_answers_as_the_one_that_was_built(filled: str):
    built, opened = Index.from_texts(TEXTS), Index.open(filled)
    for query in ("licensing fee", "shipwreck", "animals"):
        fresh, kept = built.search(query), opened.search(query)
        assert [hit.passage for hit in fresh] == [hit.passage for hit in kept]
        assert [hit.score for hit in fresh] == pytest.approx([hit.score for hit in kept])
    assert (opened.address, opened.model, len(opened)) == (filled, built.model, len(built))


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


def test_verify_names_what_is_wrong(folder: Path):
    assert Index.open(folder).verify() == []
    with sqlite3.connect(folder / FILE) as database:
        database.execute("UPDATE passages SET vector = zeroblob(length(vector)) WHERE id = 1")
        database.execute("UPDATE documents SET text = replace(text, '40', '50') WHERE name = 'law'")
    database.close()
    problems = " ".join(Index.open(folder).verify())
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


def test_an_index_made_with_a_model_folder_opens_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "model").symlink_to(packaged_model())
    monkeypatch.chdir(tmp_path)
    Index.from_texts(TEXTS, path="index", model="model").close()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert found(Index.open(tmp_path / "index"), "fee")[0] == "law"


# Sharing


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


def test_hits_are_data_that_json_can_hold(article_index: Index):
    from dataclasses import asdict

    hits = article_index.search("stake")
    assert (
        json.loads(json.dumps([asdict(hit) for hit in hits]))[0]["passage"]["start"] == hits[0].passage.start
    )


# Incremental


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of three files."""
    (tmp_path / "files" / "sub").mkdir(parents=True)
    (tmp_path / "files" / "a.txt").write_text("A comet passed the moon.")
    (tmp_path / "files" / "b.txt").write_text("The lion sleeps all day.")
    (tmp_path / "files" / "sub" / "c.txt").write_text("The licensing fee is 40 dollars.")
    return tmp_path / "files"


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


# Derived vectors


def test_a_flipped_byte_in_the_copy_of_the_vectors_changes_no_result(folder: Path):
    before = Index.open(folder).search("fee")
    (file,) = folder.glob("*.faiss")
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0x40
    file.write_bytes(data)
    index = Index.open(folder)
    (problem,) = index.verify()
    assert "nothing needs to be done" in problem
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


def test_a_stale_copy_of_the_vectors_is_brought_up_to_date(folder: Path, files: Path):
    (kept,) = folder.glob("*.faiss")
    changed = Index.open(folder)
    changed.add([files])
    changed.remove("zoo")
    assert list(folder.glob("*.faiss")) == [kept], "it is not written anew for each small change"
    fresh, opened = Index.build([files], path=folder.parent / "fresh"), Index.open(folder)
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


# Concurrency


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
