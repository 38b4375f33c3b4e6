"""Intake: files become documents in order, each read once, each with its reason where it cannot be read."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

from index import Document, DocumentError, Finding, Remedy
from index.files import read_bytes
from index.folders import find_files
from index.intake import Unchanged, Unreadable, read_files
from index.limits import Limits
from index.parsing import parse
from index.workers import Processes, processors

# Takes a Markdown parser many seconds, and is small enough to be read at once.
SLOW = "a|b\n-|-\n" + "|\n" * 600_000
# Not slow, but of a size that is parsed in a process apart.
LARGE = "# A Heading\n\nA comet passed the moon.\n\n" * 2_000


def read(folder: Path, **limits: float) -> dict[str, Document | Unchanged | Unreadable]:
    """What comes of a folder's files, by name and in order."""
    return {found.name: found for found in read_files(find_files([folder]), Limits(**limits))}


def reason(found: object) -> str:
    """Why it could not be read: one sentence."""
    assert isinstance(found, Unreadable)
    sentence = str(found.why())
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def children() -> list[psutil.Process]:
    """The processes that parse for this one."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if "index.worker" in " ".join(child.cmdline()):
                found.append(child)
    return found


def test_good_and_bad_files_come_in_order_and_the_good_ones_are_as_if_read_alone(tmp_path: Path):
    for number in range(6):
        (tmp_path / f"{number}.md").write_text(f"Number {number}. " + (LARGE if number % 2 else "Short."))
    (tmp_path / "2 bad.md").write_bytes(b"\0\1\2\3" * 50_000)
    (tmp_path / "3 empty.txt").touch()
    found = read(tmp_path)
    assert list(found) == sorted(found)
    for name, one in found.items():
        if isinstance(one, Document):
            assert one == Document.open(tmp_path / name)
            assert one.file_sha256 == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    assert "binary file" in reason(found["2 bad.md"])
    assert "give a document with words" in reason(found["3 empty.txt"])
    assert sum(isinstance(one, Document) for one in found.values()) == 6
    assert children() == []


def test_an_unchanged_file_is_not_parsed(tmp_path: Path):
    (tmp_path / "slow.md").write_text(SLOW)
    (tmp_path / "new.txt").write_text("A word.")
    known = hashlib.sha256(SLOW.encode()).hexdigest()
    files = find_files([tmp_path])
    found = list(read_files(files, unchanged=lambda name, sha256: (name, sha256) == ("slow.md", known)))
    assert found == [Document.open(tmp_path / "new.txt"), Unchanged("slow.md")]


def test_a_file_that_takes_too_long_costs_itself_alone(tmp_path: Path):
    (tmp_path / "a.md").write_text(SLOW)
    (tmp_path / "b.txt").write_text("A word.")
    (tmp_path / "c.md").write_text(SLOW)
    found = read(tmp_path, timeout_seconds=1)
    for name in ("a.md", "c.md"):
        assert reason(found[name]) == f"reading it takes longer than 1 seconds; {Remedy.TIME}."
    assert found["b.txt"] == Document.open(tmp_path / "b.txt")
    assert children() == []


def test_where_a_file_took_too_long_the_next_one_has_its_own_time():
    with closing(Processes(1)) as workers:
        late = workers.parse(".md", SLOW.encode(), Limits(timeout_seconds=1))
        after = workers.parse(".md", LARGE.encode(), Limits())
        with pytest.raises(DocumentError, match="longer than 1 seconds"):
            late.result()
        assert after.result() == parse(".md", LARGE.encode(), Limits())


def test_a_file_whose_process_dies_costs_itself_alone(tmp_path: Path):
    (tmp_path / "a.md").write_text(SLOW)
    (tmp_path / "b.md").write_text(LARGE)

    def kill_it_at_work() -> None:
        while not (working := [child for child in children() if child.cpu_times().user > 1]):
            time.sleep(0.01)
        working[0].kill()

    killer = threading.Thread(target=kill_it_at_work, daemon=True)
    killer.start()
    found = read(tmp_path)
    killer.join()
    assert "died (SIGKILL)" in reason(found["a.md"])
    assert found["b.md"] == Document.open(tmp_path / "b.md")


def test_a_file_that_takes_too_much_memory_costs_itself_alone(tmp_path: Path):
    (tmp_path / "a.txt").write_text("A line of its own\n" * 500_000)
    (tmp_path / "b.txt").write_text("A word.")
    found = read(tmp_path, max_memory_bytes=20_000_000)
    assert "more than 20,000,000 bytes of memory" in reason(found["a.txt"])
    assert isinstance(found["b.txt"], Document)


def test_what_is_no_regular_file_is_told_and_never_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(tmp_path / "socket.txt"))
    (tmp_path / "ok.txt").write_text("A word.")
    found = read(tmp_path)
    assert "not a file" in reason(found["pipe.txt"])
    assert "not a file" in reason(found["socket.txt"])
    assert isinstance(found["ok.txt"], Document)
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    (endless,) = read_files({"endless.txt": tmp_path / "endless.txt"})
    assert "not a file" in reason(endless)


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path):
    file = tmp_path / "log.txt"
    file.write_bytes(b"A line of a log.\n" * 500_000)
    code = (
        "import sys, os\nlog = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)\nprint('on', flush=True)\n"
        "while True: os.write(log, b'x')"
    )
    with subprocess.Popen([sys.executable, "-c", code, file], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout
            writer.stdout.readline()
            found = [
                one for _ in range(20) for one in read_files({"log.txt": file}, unchanged=lambda *_: True)
            ]
        finally:
            writer.kill()
    told = [reason(one) for one in found if isinstance(one, Unreadable)]
    assert told
    assert set(told) == {"it changed while it was read; try again."}
    assert len(read_bytes(file, Limits())) == file.stat().st_size


def test_a_file_over_the_size_limit_is_refused_unread(tmp_path: Path):
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(10**12)  # a hole: no disk holds it, and no memory
    (tmp_path / "ok.txt").write_text("A word.")
    found = read(tmp_path)
    assert "1,000,000,000,000 bytes and may have 200,000,000" in reason(found["huge.txt"])
    assert Remedy.LARGER in reason(found["huge.txt"])
    assert isinstance(found["ok.txt"], Document)


def test_a_name_that_is_not_unicode_is_told(tmp_path: Path):
    (tmp_path / os.fsdecode(b"bad\xff.txt")).write_text("A word.")
    (tmp_path / "line\nend \x1b[2J \u202etxt.txt").write_text("A word.")
    found = read(tmp_path)
    assert "not valid Unicode text; rename it" in reason(found["bad\udcff.txt"])
    assert isinstance(found["line\nend \x1b[2J \u202etxt.txt"], Document), "any other name will do"


def test_a_file_that_goes_away_is_told(tmp_path: Path):
    (tmp_path / "a.txt").write_text("A word.")
    files = find_files([tmp_path])
    (tmp_path / "a.txt").unlink()
    (gone,) = read_files(files)
    assert "cannot be read (No such file or directory)" in reason(gone)


def test_files_are_read_only_so_far_ahead(tmp_path: Path):
    (tmp_path / "0.md").write_text(SLOW)
    for number in range(1, 200):
        (tmp_path / f"{number}.txt").write_text("A word.")
    hashed: list[str] = []
    found = read_files(
        find_files([tmp_path]), Limits(timeout_seconds=1), lambda name, sha256: bool(hashed.append(name))
    )
    assert isinstance(next(found), Unreadable)
    assert len(hashed) < 50
    found.close()


def test_an_iterator_that_is_closed_leaves_no_process(tmp_path: Path):
    for name in ("a.md", "c.md", "d.md"):
        (tmp_path / name).write_text(SLOW if name > "b" else LARGE)
    found = read_files(find_files([tmp_path]))
    assert isinstance(next(found), Document)
    assert len(children()) == min(2, processors())
    found.close()
    assert children() == []


def test_a_script_needs_no_main_guard(tmp_path: Path):
    (tmp_path / "large.md").write_text(LARGE)
    script = tmp_path / "script.py"
    script.write_text(
        "from index.intake import read_files\nfrom pathlib import Path\nprint('once')\n"
        "print([document.name for document in read_files({'large': Path('large.md')})])\n"
    )
    result = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    assert (result.stdout, result.returncode) == ("once\n['large']\n", 0), result.stderr


def test_a_worker_says_nothing_that_is_no_parsed_file():
    import pickle

    from index.worker import loads

    for hostile in (os.getcwd, Path("x"), pytest.raises, DocumentError("no")):
        with pytest.raises(pickle.UnpicklingError, match="nothing that a loader returns"):
            loads(pickle.dumps(hostile))
    refusal = Finding("it is nested too deeply", remedy=Remedy.TIME)
    assert loads(pickle.dumps(refusal)) == refusal
