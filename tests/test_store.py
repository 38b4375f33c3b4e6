"""The store: one SQLite file that is the whole truth of an index."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from index import (
    Document,
    Finding,
    FormatMismatch,
    IndexCorrupt,
    IndexLocked,
    IndexNotFound,
    Passage,
    Remedy,
    StorageError,
)
from index.check import problems
from index.passages import cut
from index.store import FILE, Store

TEXTS = {
    "deal": "Terms of Payment\nThe licensing fee is 40 dollars.\nIt is due in June.",
    "nul": "Alpha\0beta gamma. The café opens in 1999.",
    "emoji": "The crew 👩‍👩‍👧‍👦 won 🥇. İstanbul hosted it.",
}


def keep(store: Store, name: str, text: str) -> list[int]:
    document = Document.from_text(name, text)
    passages = cut(document)
    with store.transaction():
        return store.add(document, passages, np.eye(4, dtype=np.float32)[np.arange(len(passages)) % 4])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "index", create=True)
    for name, text in TEXTS.items():
        keep(made, name, text)
    return made


def test_a_document_comes_back_as_it_went_in(store: Store, hostile_text: str):
    keep(store, "hostile", hostile_text)
    assert store.document("hostile") == Document.from_text("hostile", hostile_text)
    assert problems(store) == []


def test_passages_come_back_with_offsets_headings_and_sentences(store: Store):
    for name, text in TEXTS.items():
        expected = {passage.start: passage for passage in cut(Document.from_text(name, text))}
        found = store.passages(store.ids_of(name))
        assert {passage.start: passage for passage in found.values()} == expected
        assert all(isinstance(passage, Passage) for passage in found.values())


def test_what_is_not_there_is_none(store: Store):
    assert store.document("nothing") is None
    assert store.passages([12345]) == {}
    assert store.ids_of("nothing") == []
    assert store.get_meta("nothing") is None


def test_words_are_found_by_their_stem_without_case_or_diacritics(store: Store):
    (deal,) = store.ids_of("deal")
    (nul,) = store.ids_of("nul")
    for query in ("LICENSED", "license", "fees", "payments"):
        assert list(store.match(query, 5)) == [deal], query
    assert list(store.match("CAFE", 5)) == [nul]
    assert store.occurs("licenses")
    assert not store.occurs("paradise")
    assert store.occurs("licenses", ("nul", "deal"))
    assert not store.occurs("licenses", ("nul",))
    assert not store.occurs("licenses", ())


def test_text_after_a_nul_is_searchable(store: Store):
    assert list(store.match("gamma", 5)) == store.ids_of("nul")


def test_rarer_words_weigh_more():
    store = Store(None, create=True)
    for number in range(10):
        keep(store, f"plain {number}", "The contract stands.")
    keep(store, "rare", "The zeppelin flies.")
    (rare,) = store.ids_of("rare")
    assert next(iter(store.match("contract zeppelin", 20))) == rare


@pytest.mark.parametrize(
    "query",
    [
        '"', '""', "fee AND", "NEAR(fee", "fee*", "text:fee", "-fee", "^fee", "(fee OR",
        "fee; DROP TABLE words", "' OR 1=1 --", "{text} : fee", "fee + due", "NOT fee", "_", "\0", "fee\0due",
        "?", "é́", "🥇", "a" * 9999, "fee " * 2000,
    ],
)  # fmt: skip
def test_signs_in_a_query_are_never_read_as_syntax(store: Store, query: str):
    found = store.match(query, 5)
    assert set(found) <= {*store.ids_of("deal"), *store.ids_of("nul"), *store.ids_of("emoji")}
    if "fee" in query:
        assert list(found)[:1] == store.ids_of("deal")
    store.occurs(query)
    assert problems(store) == []


def test_a_query_of_thousands_of_words_is_searched(store: Store):
    assert list(store.match(" ".join(f"w{number}" for number in range(2000)) + " fee", 5)) == store.ids_of(
        "deal"
    )


def test_a_search_can_be_of_one_document(store: Store):
    assert list(store.match("fee crew", 5, only=("emoji",))) == store.ids_of("emoji")


def test_a_removed_document_leaves_nothing(store: Store):
    with store.transaction():
        gone = store.remove("deal")
    assert store.names() == ["nul", "emoji"]
    assert store.match("fee", 5) == {}
    assert store.passages(gone) == {}
    assert problems(store) == []
    with store.transaction():
        assert store.remove("deal") == []


def test_a_transaction_that_fails_changes_nothing(store: Store):
    before, generation = store.names(), store.generation
    document = Document.from_text("new", "A new text.")

    def fail() -> None:
        with store.transaction():
            store.remove("deal")
            store.add(document, cut(document), np.ones((1, 4), np.float32))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (store.names(), store.generation) == (before, generation)
    assert store.match("fee", 5)
    assert problems(store) == []


def test_each_change_raises_the_generation(store: Store):
    before = store.generation
    keep(store, "one more", "A new text.")
    assert store.generation == before + 1


def test_vectors_come_back_in_batches_by_id(store: Store):
    for number in range(7):
        keep(store, f"more {number}", "A new text.")
    batches = list(store.vectors(batch=3))
    ids = [i for batch, _ in batches for i in batch]
    assert ids == sorted(ids)
    assert len(ids) == store.count()
    assert all(rows.dtype == np.float32 and rows.shape == (len(batch), 4) for batch, rows in batches)


def test_a_folder_without_an_index_is_told(tmp_path: Path):
    with pytest.raises(IndexNotFound, match=Remedy.BUILD):
        Store(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_told(tmp_path: Path):
    (tmp_path / FILE).write_bytes(b"no database" * 500)
    with pytest.raises(IndexCorrupt, match="damaged"):
        Store(tmp_path)


def test_an_empty_file_is_told(tmp_path: Path):
    (tmp_path / FILE).touch()
    with pytest.raises(IndexCorrupt, match="damaged"):
        Store(tmp_path)


@pytest.mark.parametrize("other", ["1", "99", "old"])
def test_another_format_is_told(store: Store, tmp_path: Path, other: str):
    with store.transaction():
        store.set_meta("format", other)
    store.close()
    with pytest.raises(FormatMismatch, match=f"format {other}"):
        Store(tmp_path / "index")


def test_damaged_pages_are_found_by_the_check(store: Store, tmp_path: Path):
    store.close()
    file = tmp_path / "index" / FILE
    data = bytearray(file.read_bytes())
    where = data.find(b"licensing fee is 40")
    data[where + 17 : where + 19] = b"99"
    file.write_bytes(data)
    (problem,) = problems(Store(tmp_path / "index"))
    assert problem == Finding("its text is not what was indexed", "deal", Remedy.ANEW)


def test_a_passage_that_does_not_stand_where_it_says_is_found_by_the_check(store: Store, tmp_path: Path):
    store.close()
    with sqlite3.connect(tmp_path / "index" / FILE) as database:
        database.execute('UPDATE passages SET start = start + 1, "end" = "end" + 1 WHERE id = 1')
    database.close()
    assert any("does not stand there" in problem.reason for problem in problems(Store(tmp_path / "index")))


def test_a_second_writer_is_told_to_wait(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.lock.LOCK_TIMEOUT_SECONDS", 0.05)
    other = Store(tmp_path / "index")
    with store.transaction():
        with pytest.raises(IndexLocked, match="try again later"), other.transaction():
            pass
        assert other.match("fee", 5), "reading goes on"
    with other.transaction():
        other.remove("deal")
    assert store.names() == ["nul", "emoji"]


def test_a_path_that_cannot_be_a_folder_is_told(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        Store(tmp_path / "file", create=True)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE passages SET heading = 'Another' WHERE id = 1", "is not what was"),
        ("UPDATE passages SET page = 7 WHERE id = 1", "is not what was written"),
        ("UPDATE passages SET sentences = '[[0, 99]]' WHERE id = 1", "stand elsewhere"),
        ("UPDATE passages SET sentences = 'x' WHERE id = 1", "cannot be read"),
        ("UPDATE passages SET vector = x'0038003800380038' WHERE id = 1", "is not what was written"),
        ("UPDATE passages SET vector = x'003c' WHERE id = 1", "a vector of 1 numbers instead of 4"),
        ("UPDATE documents SET layout = '[[], [], [1]]' WHERE id = 1", "its row is not what was written"),
        ("UPDATE documents SET source = '/elsewhere' WHERE id = 1", "its row is not what was written"),
        ("UPDATE documents SET title = CAST(x'ff' AS TEXT) WHERE id = 1", "cannot be read"),
        ("DELETE FROM passages WHERE document = 1", "it has no passages"),
        ("DELETE FROM documents WHERE id = 1", "belongs to no document"),
        ("DELETE FROM vocabulary", "words of it are not among those"),
        ("INSERT INTO words (words) VALUES ('delete-all')", "the words it searches are not"),
    ],
)
def test_each_kind_of_damage_is_found_with_its_remedy(store: Store, tmp_path: Path, damage: str, told: str):
    store.close()
    with sqlite3.connect(tmp_path / "index" / FILE) as database:
        database.execute(damage)
    database.close()
    found = problems(Store(tmp_path / "index"), dimension=4)
    assert any(told in problem.reason for problem in found), found
    assert {problem.remedy for problem in found} <= {Remedy.ANEW, Remedy.REPLACE}


# Threads


def test_readers_in_other_threads_see_what_was_committed_while_one_writes(store: Store):
    seen: list[list[str]] = []
    reader = threading.Thread(target=lambda: seen.append(store.names()))
    with store.transaction():
        store.remove("deal")
        reader.start()
        reader.join()
    assert seen == [["deal", "nul", "emoji"]]
    assert store.names() == ["nul", "emoji"]


def test_a_snapshot_stays_as_it_is_while_another_thread_writes(store: Store):
    def remove() -> None:
        with store.transaction():
            store.remove("deal")

    with store.snapshot():
        before = store.mark()
        writer = threading.Thread(target=remove)
        writer.start()
        writer.join()
        assert (store.names(), store.mark()) == (["deal", "nul", "emoji"], before)
    assert store.names() == ["nul", "emoji"]


def test_a_deleted_index_is_not_written_to(store: Store, tmp_path: Path):
    shutil.rmtree(tmp_path / "index")
    (tmp_path / "index").mkdir()
    with pytest.raises(StorageError, match="deleted meanwhile"), store.transaction():
        store.remove("deal")
