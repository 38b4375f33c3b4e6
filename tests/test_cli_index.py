"""The `qa index` commands: what they print, how they end, what they leave behind, whatever stops them."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Index, IndexNotFound
from index.store import FILE

Run = Callable[..., subprocess.CompletedProcess[str]]
State = Callable[[Path], list[tuple]]
Refused = Callable[..., None]

ERROR, STOPPED = 1, 130
# Takes room in an index, but no time to encode.
LONG = "A comet passed the moon." + "\n" * 500_000


def names_in(run_qa: Run, *arguments: str | Path, **options: Path) -> list[str]:
    """The documents of an index, as the command lists them."""
    told = json.loads(run_qa("index", "list", "--json", *arguments, **options).stdout)
    return [row["name"] for row in told["documents"]]


# Keeping an index


def test_an_index_is_built_listed_changed_and_verified(qa_here: Run, run_qa: Run, files: Path):
    def run(*arguments: str | Path) -> str:
        result = qa_here(*arguments, cwd=files)
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout

    built = json.loads(run("index", "build", "documents", "--json"))
    assert (built["added"], built["documents"], built["unreadable"]) == (["fees.txt", "zoo.md"], 2, [])
    (files / "new.txt").write_text("A comet passed the moon.")
    added = json.loads(run("index", "add", "new.txt", "documents", "--json"))
    assert (added["added"], added["unchanged"]) == (["new.txt"], 2)
    (files / "documents" / "fees.txt").rename(files / "documents" / "costs.txt")
    (files / "documents" / "zoo.md").write_text("# The Zoo\n\nThe lion roars.\n")
    assert run("index", "sync", "documents") == "1 changed, 1 moved; 3 documents, 3 passages in .qa\n"
    (files / "documents" / "zoo.md").unlink()
    assert json.loads(run("index", "sync", "documents", "--json"))["removed"] == ["zoo.md"]
    assert run("index", "sync", "documents").startswith("1 unchanged; 2 documents")
    listed = json.loads(run("index", "list", "--json"))
    assert sorted((row["name"], row["pages"], row["characters"]) for row in listed["documents"]) == [
        ("costs.txt", None, 40), ("new.txt", None, 24),
    ]  # fmt: skip
    assert "new.txt · txt · 24 characters · " in run("index", "list")
    assert json.loads(run("index", "verify", "--json")) == {"ok": True, "problems": []}
    found = run_qa("search", "comet", "-k", "1", cwd=files)
    assert "comet" in found.stdout, "the index in the folder is the default"
    run("index", "remove", "new.txt", "costs.txt")
    assert json.loads(run("index", "list", "--json")) == {"total": 0, "offset": 0, "documents": []}


def test_what_could_not_be_read_is_listed_and_the_rest_is_indexed(qa_here: Run, files: Path):
    (files / "song.mp3").write_bytes(b"ID3")
    os.mkfifo(files / "pipe.txt")
    result = qa_here("index", "build", ".", cwd=files)
    assert result.returncode == ERROR
    assert result.stdout == "2 added; 2 documents, 2 passages in .qa\n"
    other, head, *listed = result.stderr.splitlines()
    assert other == "1 file of no known kind passed over (--verbose lists them)."
    assert head == "3 files could not be read:"
    assert [line.split(":")[0] for line in listed] == ["  binary.txt", "  empty.txt", "  pipe.txt"]
    assert all(line.endswith(".") for line in listed)
    again = qa_here("index", "add", ".", "--json", "--verbose", cwd=files)
    assert again.returncode == ERROR
    assert "\n  song.mp3\n" in again.stderr
    told = json.loads(again.stdout)
    assert [one["name"] for one in told["unreadable"]] == ["binary.txt", "empty.txt", "pipe.txt"]
    assert (told["unchanged"], told["passed_over"]) == (2, ["song.mp3"])
    asked = qa_here("ask", "How much is the licensing fee?", "--file", ".", cwd=files)
    assert (asked.returncode, "40 dollars" in asked.stdout) == (0, True)
    assert "empty.txt: there is no text in it" in asked.stderr


def test_patterns_choose_what_is_taken_from_a_folder(qa_here: Run, files: Path):
    built = qa_here("index", "build", ".", "--include", "*.txt", "--include", "*.md",
                   "--exclude", "/*.txt", "--exclude", "zoo.*", "--json", cwd=files)  # fmt: skip
    assert built.returncode == 0, built.stderr
    assert json.loads(built.stdout)["added"] == ["documents/fees.txt"]
    none = qa_here("index", "sync", ".", "--include", "*.pdf", cwd=files)
    assert (none.returncode, "--include" in none.stderr) == (ERROR, True)
    assert names_in(qa_here, cwd=files) == ["documents/fees.txt"], "nothing is lost by a wrong pattern"


@pytest.mark.parametrize(
    ("option", "value", "name"), [("--max-bytes", "30", "fees.txt"), ("--timeout", "0.2", "slow.md")]
)
def test_each_limit_has_its_option_and_costs_its_file_alone(
    qa_here: Run, files: Path, option: str, value: str, name: str
):
    folder = files / "documents"
    (folder / "slow.md").write_text("a|b\n-|-\n" + "|\n" * 100_000)
    (folder / "fees.txt").write_text("The licensing fee is 40 dollars a year, a month or a day.\n")
    (folder / "zoo.md").write_text("A lion.")
    arguments = ("--exclude", "slow.md") if name != "slow.md" else ()
    result = qa_here("index", "build", folder, option, value, *arguments, "--json", cwd=files)
    assert result.returncode == ERROR
    told = json.loads(result.stdout)
    assert [one["name"] for one in told["unreadable"]] == [name]
    assert option in told["unreadable"][0]["reason"]
    assert "zoo.md" in told["added"]


def test_names_do_not_reach_the_terminal_with_control_characters(qa_here: Run, files: Path):
    names = ["line\nend.txt", "clear \x1b[2J.txt", "back \u202etxt.txt", "bad\udcff.txt"]
    folder = files / "odd"
    folder.mkdir()
    for number, name in enumerate(names):
        (folder / name).write_text(f"The comet number {number} passed the moon.")
    results = [
        qa_here("index", "build", "odd", cwd=files), qa_here("index", "list", cwd=files),
        qa_here("search", "comet", cwd=files), qa_here("ask", "What passed the moon?", cwd=files),
        qa_here("index", "remove", "\x1b[2J \u202e", cwd=files),
        qa_here("index", "add", "\x1b[2J", cwd=files),
    ]  # fmt: skip
    shown = "".join(result.stdout + result.stderr for result in results)
    assert {character for character in shown if not character.isprintable()} == {"\n"}
    for name in (
        "line\\nend.txt",
        "clear \\x1b[2J.txt",
        "back \\u202etxt.txt",
        "bad\\udcff.txt: its name is not",
    ):
        assert name in shown
    assert sorted(names_in(qa_here, cwd=files)) == sorted(names[:3])
    assert qa_here("index", "remove", *names[:3], cwd=files).returncode == 0


def test_ctrl_c_keeps_what_was_committed_and_says_so(run_qa: Run, qa_command: list[str], tmp_path: Path):
    folder, kept = tmp_path / "many", tmp_path / "index"
    folder.mkdir()
    for number in range(300):  # the first ones are quick, since a text is encoded once
        (folder / f"0-{number:03}.txt").write_text("The comet passed the moon in May.")
    for number in range(1_000):  # more than are indexed before this process comes to look
        (folder / f"1-{number:04}.txt").write_text(f"The comet number {number} passed. " * 20)
    process = subprocess.Popen(
        [*qa_command, "index", "build", str(folder), "--index", str(kept)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not _count(kept):
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == STOPPED
    held = _count(kept)
    assert 0 < held < 1_300
    assert told.startswith(
        f"Stopped: the index is sound and holds {held:,} documents, with all that was comm"
    )
    assert run_qa("index", "verify", "--index", kept).returncode == 0
    some = ("--include", "0-*", "--include", "1-000*", "--index", kept)
    rest = json.loads(run_qa("index", "add", folder, *some, "--json").stdout)
    assert rest["unchanged"] >= held
    assert rest["documents"] == max(310, held)


def _count(index: Path) -> int:
    """How many documents an index holds, as a reader beside the writer sees it."""
    try:
        return len(Index.open(index).documents)
    except IndexNotFound:
        return 0


def test_several_documents_are_removed_together_or_not_at_all(qa_here: Run, kept: Path, refused: Refused):
    wrong = qa_here("index", "remove", "fees.txt", "other.txt", "none.txt", "--index", kept)
    refused(wrong, "other.txt, none.txt", "nothing was removed", "qa index list")
    assert len(Index.open(kept).documents) == 2
    right = qa_here("index", "remove", "fees.txt", "zoo.md", "--index", kept, "--json")
    assert json.loads(right.stdout)["removed"] == ["fees.txt", "zoo.md"]
    assert len(Index.open(kept).documents) == 0


def test_what_needs_an_index_says_how_to_make_one(qa_here: Run, files: Path, refused: Refused):
    refused(qa_here("index", "add", "documents", cwd=files), "no index here", "qa index build")
    refused(qa_here("index", "remove", "fees.txt", cwd=files), "no index here", "qa index build")
    refused(qa_here("index", "verify", cwd=files), "no index here", "qa index build")
    assert not (files / ".qa").exists()
    made = qa_here("index", "sync", "documents", cwd=files)
    assert made.stdout.startswith("2 added"), "a sync makes the index that there is none of"


def test_a_damaged_text_is_found_by_verify(qa_here: Run, kept: Path):
    with sqlite3.connect(kept / FILE) as database:
        database.execute("UPDATE documents SET text = replace(text, '40', '50')")
    database.close()
    result = qa_here("index", "verify", "--index", kept)
    assert result.returncode == ERROR
    assert "fees.txt: its text is not what was indexed" in result.stdout
    assert "qa index build" in result.stdout


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
    qa_here: Run, files: Path, kept: Path, name: str, words: str, index_state: State, refused: Refused
):
    before = index_state(kept)
    refused(qa_here("index", "build", files / name, "--index", kept), name, words)
    refused(qa_here("index", "add", files / name, "--index", kept), name, words)
    assert index_state(kept) == before


def test_a_first_build_that_fails_leaves_the_folder_as_it_was(qa_here: Run, files: Path, refused: Refused):
    before = sorted(files.rglob("*"))
    refused(qa_here("index", "build", "binary.txt", cwd=files), "binary.txt")
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
    qa_here: Run, files: Path, small_disk: Path, index_state: State, refused: Refused
):
    kept = small_disk / "index"
    Index.build([files / "documents"], path=kept).close()
    before = index_state(kept)
    (files / "long.txt").write_text(LONG)
    refused(
        qa_here("index", "add", files / "long.txt", "--index", kept), str(kept), "disk is full", "check space"
    )
    refused(
        qa_here("index", "build", files / "long.txt", "--index", kept),
        str(kept),
        "disk is full",
        "check space",
    )
    assert index_state(kept) == before
    assert qa_here("index", "verify", "--index", kept).returncode == 0
    refused(qa_here("index", "build", files / "long.txt", "--index", small_disk / "other"), "disk is full")
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


def test_a_document_is_renamed_and_its_old_name_is_known_no_more(qa_here, kept: Path, refused):
    done = qa_here("index", "rename", "fees.txt", "prices.txt", "--index", kept)
    assert done.returncode == 0, done.stderr
    assert names_in(qa_here, "--index", kept) == ["prices.txt", "zoo.md"]
    refused(qa_here("index", "rename", "fees.txt", "x.txt", "--index", kept), "fees.txt: the index holds no")


def test_test_questions_follow_a_moved_file_and_go_aside_with_a_changed_one(qa_here: Run, files: Path):
    assert qa_here("index", "build", "documents", cwd=files).returncode == 0
    fee = {"id": "fee", "question": "How much is the fee?", "document": "fees.txt",
           "evidence": ["The licensing fee is 40 dollars a year."]}  # fmt: skip
    (files / ".qa" / "questions.jsonl").write_text(json.dumps(fee) + "\n")
    (files / "documents" / "fees.txt").rename(files / "documents" / "costs.txt")
    assert qa_here("index", "sync", "documents", cwd=files).stderr == ""
    assert json.loads((files / ".qa" / "questions.jsonl").read_text())["document"] == "costs.txt"
    (files / "documents" / "costs.txt").write_text("The licensing fee is 50 dollars a year.")
    changed = qa_here("index", "add", "documents", cwd=files)
    assert changed.stderr == "1 test question went to questions-set-aside.jsonl.\n"
    assert (files / ".qa" / "questions.jsonl").read_text() == ""
