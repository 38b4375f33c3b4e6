"""The library behind the page: uploads become documents, and none of them leaves a file or a path behind."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from index.errors import DocumentError
from index.limits import Limits
from qa.app.library import MAX_NAME_BYTES, Added, Indexing, Library, Reading, clean_name, upload_of

TEXT = "# Harbour report\n\nThe harbour took 412 ships in May.\n"


@pytest.fixture
def library() -> Library:
    return Library(Index.from_texts({"old.txt": "The old mill stands by the river."}))


@pytest.fixture
def upload(tmp_path: Path):
    def uploaded(content: bytes = TEXT.encode()) -> Path:
        file = tmp_path / secrets.token_hex(32) / secrets.token_hex(16)
        file.parent.mkdir()
        file.write_bytes(content)
        return file

    return uploaded


def test_an_upload_is_read_indexed_and_deleted(library, upload):
    file = upload()
    steps = list(library.add(file, "harbour.md"))
    assert steps[0] == Reading()
    assert all(isinstance(step, Indexing) for step in steps[1:-1])
    assert steps[-1] == Added("harbour.md", 1)
    assert library.names() == ["old.txt", "harbour.md"]
    assert [(entry.title, entry.words) for entry in library.entries()][1] == ("Harbour report", 10)
    assert not file.parent.exists()


def test_a_name_of_its_own_is_found_unless_replacing_is_asked_for(library, upload):
    list(library.add(upload(), "harbour.md"))
    assert list(library.add(upload(b"Another text altogether."), "harbour.md"))[-1].name == "harbour (2).md"
    replaced = list(library.add(upload(b"The harbour is shut."), "harbour.md", replace=True))[-1]
    assert replaced == Added("harbour.md", 1, replaced=True)
    assert library.document("harbour.md").text == "The harbour is shut."
    assert library.entries()[-1].words in {3, 4}
    assert list(library.add(upload(b"The harbour is shut."), "harbour.md", replace=True))[-1].passages == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("program.exe", b"MZ", "program.exe: this kind of file cannot be read; give one of"),
        ("empty.txt", b"", "empty.txt: there is no text in it"),
        ("large.txt", b"x " * 600, "large.txt: it is larger than 1,000 bytes; split it first."),
    ],
)
def test_what_cannot_be_read_is_told_by_its_name_and_leaves_all_as_it_was(upload, name, content, said):
    library = Library(Index.from_texts({"old.txt": "The old mill."}), Limits(max_bytes=1_000))
    file = upload(content)
    with pytest.raises(DocumentError) as error:
        list(library.add(file, name))
    assert str(error.value).startswith(said)
    assert library.names() == ["old.txt"]
    assert not file.parent.exists()


def test_what_cannot_be_read_takes_no_document_s_place(library, upload):
    with pytest.raises(DocumentError):
        list(library.add(upload(b""), "old.txt", replace=True))
    assert "mill" in library.document("old.txt").text


@pytest.mark.parametrize(
    "token", ["", "../../etc/passwd", "/etc/passwd", "a/b", "0" * 64 + "/../" + "0" * 32]
)
def test_no_path_of_the_page_s_choosing_is_opened(token, tmp_path):
    with pytest.raises(DocumentError, match="add the file again"):
        upload_of(token, tmp_path)


def test_names_lose_folders_and_signs_and_keep_their_letters():
    assert clean_name("C:\\Users\\x\\Überblick – Q3 (final).pdf") == "Überblick – Q3 (final).pdf"
    assert clean_name("../../.ssh/authorized_keys") == "authorized_keys"
    assert clean_name('<img src=x onerror="1">.txt') == "_img src=x onerror=_1__.txt"
    assert clean_name("safe\u202etxt.exe") == "safe_txt.exe"
    assert clean_name("") == "document"
    assert clean_name("日本語" * 100 + ".docx").endswith(".docx")


@given(st.text())
def test_any_name_becomes_one_that_a_folder_can_hold(given_name):
    name = clean_name(given_name)
    assert name
    assert "/" not in name
    assert "\\" not in name
    assert not name.startswith(".")
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert clean_name(name) == name
