"""The `qa index` commands, as processes: what they print, how they end, what they leave behind."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Index
from index.store import FILE

Run = Callable[..., subprocess.CompletedProcess[str]]
State = Callable[[Path], list[tuple]]
Refused = Callable[..., None]

ERROR = 1
# Takes room in an index, but no time to encode.
LONG = "A comet passed the moon." + "\n" * 500_000


# Keeping an index


def test_an_index_is_built_listed_changed_and_verified(run_qa: Run, files: Path):
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        result = run_qa(*arguments, cwd=files)
        assert result.returncode == 0, result.stderr
        return result

    built = json.loads(run("index", "build", "documents", "--json").stdout)
    assert built["changed"] == ["fees.txt", "zoo.md"]
    (files / "new.txt").write_text("A comet passed the moon.")
    assert json.loads(run("index", "add", "new.txt", "documents", "--json").stdout)["changed"] == ["new.txt"]
    run("index", "remove", "zoo.md")
    listed = json.loads(run("index", "list", "--json").stdout)
    assert [row["name"] for row in listed] == ["fees.txt", "new.txt"]
    assert json.loads(run("index", "verify", "--json").stdout) == {"ok": True, "problems": []}
    assert "comet" in run("search", "comet", "-k", "1").stdout, "the index in the folder is the default"


def test_a_damaged_text_is_found_by_verify(run_qa: Run, kept: Path):
    with sqlite3.connect(kept / FILE) as database:
        database.execute("UPDATE documents SET text = replace(text, '40', '50')")
    database.close()
    result = run_qa("index", "verify", "--index", kept)
    assert result.returncode == ERROR
    assert "the text of fees.txt is not what was indexed" in result.stdout
    assert "qa index build" in result.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.txt", "check the path"),
        ("empty.txt", "give a document with words"),
        ("binary.txt", "binary file"),
        ("nothing", "no document in this folder"),
    ],
)
def test_a_document_that_cannot_be_read_is_told_and_the_index_stays(
    run_qa: Run, files: Path, kept: Path, name: str, words: str, index_state: State, refused: Refused
):
    before = index_state(kept)
    refused(run_qa("index", "build", files / name, "--index", kept), name, words)
    refused(run_qa("index", "add", files / name, "--index", kept), name, words)
    assert index_state(kept) == before


def test_a_first_build_that_fails_leaves_the_folder_as_it_was(run_qa: Run, files: Path, refused: Refused):
    before = sorted(files.rglob("*"))
    refused(run_qa("index", "build", "binary.txt", cwd=files), "binary.txt")
    assert sorted(files.rglob("*")) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 400 kB of room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    mount = getattr(libc, "mount", None)
    if mount is None or mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, b"size=400k") != 0:
        pytest.skip("mounting a small file system takes a right that this user has not")
    yield folder
    libc.umount2(os.fsencode(folder), 2)


def test_a_full_disk_is_told_and_the_index_stays(
    run_qa: Run, files: Path, small_disk: Path, index_state: State, refused: Refused
):
    kept = small_disk / "index"
    Index.build([files / "documents"], path=kept).close()
    before = index_state(kept)
    (files / "long.txt").write_text(LONG)
    refused(
        run_qa("index", "add", files / "long.txt", "--index", kept), str(kept), "disk is full", "check space"
    )
    refused(
        run_qa("index", "build", files / "long.txt", "--index", kept),
        str(kept),
        "disk is full",
        "check space",
    )
    assert index_state(kept) == before
    assert run_qa("index", "verify", "--index", kept).returncode == 0
    refused(run_qa("index", "build", files / "long.txt", "--index", small_disk / "other"), "disk is full")
    assert not (small_disk / "other").exists()


def test_a_limit_on_file_sizes_is_told_and_the_index_stays(
    qa_command: list[str], files: Path, kept: Path, index_state: State, refused: Refused
):
    before = index_state(kept)
    (files / "long.txt").write_text(LONG)
    result = subprocess.run(
        [*qa_command, "index", "add", str(files / "long.txt"), "--index", str(kept)],
        cwd=files, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
    )  # fmt: skip
    refused(result, str(kept), "check space")
    assert index_state(kept) == before
