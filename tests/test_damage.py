"""Damage: an index with a changed byte or a lost end works on whole data or says what to do."""

from __future__ import annotations

import runpy
import sqlite3
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from index import Index, IndexCorrupt, Remedy
from index.store import FILE


@pytest.fixture(scope="module")
def script():
    """The program that damages an index thousands of times."""
    path = Path(__file__).parent / "benchmarks" / "damage.py"
    sys.modules["damage"] = SimpleNamespace()  # where its dataclass looks for annotations
    return SimpleNamespace(**runpy.run_path(str(path), run_name="damage"))


@pytest.fixture(scope="module")
def whole(script, tmp_path_factory: pytest.TempPathFactory):
    """An undamaged index of 25 documents, as files."""
    return script.Whole(tmp_path_factory.mktemp("whole") / "index")


@pytest.mark.parametrize(
    ("kind", "flips", "cuts"), [("schema", 50, 5), ("database", 50, 8), ("vectors", 8, 3)]
)
def test_a_changed_byte_or_a_lost_end_gives_the_documents_words_or_a_remedy(
    script, whole, tmp_path: Path, kind: str, flips: int, cuts: int
):
    told = 0
    for damage in whole.damages(kind, flips, cuts):
        whole.put(damage, tmp_path / "damaged")
        case = script.Case(whole, tmp_path / "damaged")
        assert case.faults == [], damage
        told += bool(case.told)
    assert told == 0 if kind == "vectors" else told > flips / 4


@pytest.fixture
def kept(whole, tmp_path: Path) -> Path:
    """A copy of it to be damaged by hand."""
    for name, data in whole.files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def changed(folder: Path, old: bytes, new: bytes, number: int = 1) -> None:
    """Put bytes in the place of others that stand so many times in the database."""
    data = (folder / FILE).read_bytes()
    assert data.count(old) == number
    (folder / FILE).write_bytes(data.replace(old, new))


def test_a_byte_of_the_tables_description_that_is_no_text_is_named(kept: Path):
    changed(kept, b"CREATE TABLE documents", b"CREATE TABLE \xffocuments")
    with pytest.raises(IndexCorrupt, match=Remedy.REPLACE):
        Index.open(kept)


def test_a_changed_word_is_not_shown_by_the_text_nor_by_the_passage(kept: Path):
    changed(kept, b"bridge of Velm is 100 metres", b"bridge of Velm is 900 metres", number=2)
    index = Index.open(kept)
    with pytest.raises(IndexCorrupt, match=r"text of Velm.txt is not what was written.*delete it"):
        index.documents["Velm.txt"]
    with pytest.raises(IndexCorrupt, match=Remedy.REPLACE):
        index.search("How long is the bridge of Velm?")
    assert any("Velm.txt: its text is not what was indexed" in str(problem) for problem in index.verify())


def test_a_document_that_is_not_found_by_its_name_is_named(kept: Path):
    with sqlite3.connect(kept / FILE) as database:
        page = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_documents_1'"
        ).fetchone()[0]
    database.close()
    data = bytearray((kept / FILE).read_bytes())
    place = data.index(b"Velm.txt", (page - 1) * 4096)
    data[place] = ord("W")
    (kept / FILE).write_bytes(data)
    index = Index.open(kept)
    for act in (lambda: list(index.documents), lambda: index.search("bridge of Velm")):
        with pytest.raises(IndexCorrupt, match="not found by its name"):
            act()
    index.close()


def test_a_damaged_note_of_what_came_hides_no_passage(kept: Path, tmp_path: Path):
    with sqlite3.connect(kept / FILE) as database:
        database.execute("UPDATE history SET last_passage = last_passage + 3")
    database.close()
    (tmp_path / "sea.txt").write_text("A storm sank the ferry.")
    index = Index.open(kept)
    index.add([tmp_path / "sea.txt"])
    index.close()
    index = Index.open(kept)
    assert len(index.search("ocean", k=500)) == len(index)
    index.close()
