"""Durability: whatever stops a writer, and whenever, there is the old index afterwards or the new one."""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import traced_disk

from index import Index, IndexNotFound, StorageError, ingest
from index.check import problems
from index.ingest import Progress
from index.store import FILE, Store

State = tuple[tuple[str, str], ...]


def contents(index: Index) -> State:
    return tuple(sorted((name, document.text) for name, document in index.documents.items()))


class Writer:
    """A writer's life on a traced disk; `states` are what it committed, each with its place in the trace."""

    def __init__(self, folder: Path, disk: traced_disk.TracedDisk) -> None:
        self.folder = folder
        self.disk = disk
        self.states: list[tuple[int, State]] = [(0, ())]
        self.index: Index | None = None

    def commit(self, _: Progress | None = None) -> None:
        """Note what is there now, as another reader finds it."""
        try:
            state = self._found()
        except IndexNotFound:
            return
        if state != self.states[-1][1]:
            self.states.append((len(self.disk.operations), state))

    def _found(self) -> State:
        store = Store(self.folder)
        rows = store.rows("SELECT name, text FROM documents ORDER BY name")
        store.close()
        return tuple((row[0], row[1]) for row in rows)

    def live(self, files: Path) -> None:
        for number in range(4):
            (files / f"{number}.txt").write_text(f"Old text {number}: the fee is {number} dollars.")
        index = Index.build([files], path=self.folder, progress=self.commit)
        (files / "1.txt").write_text("Changed: a comet passed the moon.")
        (files / "2.txt").rename(files / "2b.txt")
        (files / "3.txt").unlink()
        index.sync(files, progress=self.commit)
        self.commit()
        index.remove("0.txt")
        self.commit()
        index.close()
        (files / "4.txt").write_text("New: the lion sleeps all day.")
        Index.build([files], path=self.folder).close()
        self.commit()


@pytest.fixture
def lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writer:
    """A writer that has built, changed and rebuilt an index, two documents a commit."""
    monkeypatch.setattr(ingest, "BATCH_DOCUMENTS", 2)
    (tmp_path / "files").mkdir()
    disk = traced_disk.TracedDisk(tmp_path.resolve() / "index")
    writer = Writer(tmp_path.resolve() / "index", disk)
    with disk.tracing():
        writer.live(tmp_path / "files")
    return writer


def test_a_crash_or_power_cut_at_any_operation_leaves_the_old_index_or_the_new_one(
    lived: Writer, tmp_path: Path
):
    operations, states = lived.disk.operations, lived.states
    assert len(operations) > 200
    assert len(states) == 8
    folder = tmp_path / "after"
    checked: dict[str, State] = {}
    for count in range(len(operations) + 1):
        # What was told to be committed is there; what comes next may be.
        number = max(i for i, (place, _) in enumerate(states) if place <= count)
        allowed = {state for _, state in states[number : number + 2]}
        some = [traced_disk.some(count)] if count % 4 == 0 else []
        for survives in (traced_disk.everything, traced_disk.nothing, *some):
            files = traced_disk.played(operations[:count], survives)
            key = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
            if key not in checked:
                checked[key] = found_after(files, folder)
            assert checked[key] in allowed, f"{survives} after {count} of {len(operations)} operations"
    assert len(checked) > 200


def found_after(files: dict[Path, bytes], folder: Path) -> State:
    """What an index holds that consists of these files, which is sound and can be searched and written."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path, data in files.items():
        (folder / path.name).write_bytes(data)
    try:
        index = Index.open(folder)
    except IndexNotFound:
        return ()
    found = contents(index)
    assert index.verify() == []
    assert {hit.passage.document for hit in index.search("fee", k=99)} == {name for name, _ in found}
    index.close()
    return found


@pytest.mark.parametrize("error", [traced_disk.SQLITE_FULL, traced_disk.SQLITE_IOERR_WRITE])
def test_a_disk_that_fails_at_any_operation_is_told_and_the_old_index_goes_on(error: int, tmp_path: Path):
    folder = tmp_path.resolve() / "index"
    Index.from_texts(
        {"zoo": "The lion sleeps all day.", "law": "The fee is 40 dollars."}, path=folder
    ).close()
    (tmp_path / "sea.txt").write_text("A storm sank the ferry.")
    whole = {file.name: file.read_bytes() for file in folder.iterdir()}
    old, new = {"zoo", "law"}, {"zoo", "law", "sea.txt"}
    fail_at, failed = 0, True
    while failed:
        failed = False
        for file in folder.iterdir():
            file.unlink()
        for name, data in whole.items():
            (folder / name).write_bytes(data)
        disk = traced_disk.TracedDisk(folder)
        disk.fail_at, disk.error = fail_at, error
        with disk.tracing():
            index = Index.open(folder)
            try:
                index.add([tmp_path / "sea.txt"])
            except StorageError:
                failed = True
            assert set(index.documents) in (old, new)
            assert index.search("fee")[0].passage.document == "law", "reading goes on"
            disk.fail_at = None
            index.close()
        after = Index.open(folder)
        assert set(after.documents) in ((old, new) if failed else (new,))
        assert after.verify() == []
        after.close()
        fail_at += 1
    assert fail_at > 10


WRITER = """
import os, sys, time
from pathlib import Path
import filelock, numpy as np
from index.documents import Document
from index.passages import cut
from index.store import Store

folder = Path(sys.argv[1])

def write(version, store):
    says = f"It says {version}. " * 40
    texts = {f"d{n}": f"Version {version} of document {n}.\\n{says}" for n in range(5)}
    with store.transaction():
        for name, text in texts.items():
            document = Document.from_text(name, text)
            passages = cut(document)
            vectors = np.random.default_rng(version).normal(size=(len(passages), 8))
            store.remove(name)
            store.add(document, passages, vectors / np.linalg.norm(vectors, axis=1)[:, None])

version = 0
for line in sys.stdin:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        store = Store(folder, create=True)
        while True:
            version += 1
            write(version, store)
            os.write(writing, b"%d\\n" % version)
            if version % 7 == 0:
                store.checkpoint()
    os.close(writing)
    commits, seconds = line.split()
    told = b""
    while told.count(b"\\n") < int(commits):
        told += os.read(reading, 1)
    time.sleep(float(seconds))
    os.kill(child, 9)
    os.waitpid(child, 0)
    told = (told + os.fdopen(reading, "rb").read()).split()
    version = int(told[-1]) if told else version
    print(version, flush=True)
"""


def test_a_writer_killed_at_a_hundred_random_moments_leaves_the_old_index_or_the_new_one(tmp_path: Path):
    folder = tmp_path / "index"
    chance = random.Random(7)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        versions = set()
        for number in range(100):
            # Some commits on, and a random time into the next one; at first while it makes the database.
            commits = chance.randrange(3) if number > 9 else 0
            print(commits, chance.uniform(0.0, 0.03), file=process.stdin, flush=True)
            told = int(process.stdout.readline())
            if not (folder / FILE).exists():
                assert told == 0
                continue
            store = Store(folder)
            assert problems(store) == []
            found = {store.document(name).text.split()[1] for name in store.names()}
            assert found in ([{str(told)}, {str(told + 1)}] if told else [set(), {"1"}])
            if found:
                assert set(store.match(f"says {told}", 5)) or told + 1 in map(int, found)
                assert len(store.names()) == 5
            versions |= found
            store.close()
        process.stdin.close()
    assert len(versions) > 20


def test_a_killed_process_leaves_no_lock_and_what_it_committed(tmp_path: Path):
    files = tmp_path / "files"
    files.mkdir()
    for number in range(12):
        (files / f"{number}.txt").write_text(
            f"Text number {number}. " + f"The fee is {number} dollars. " * 60
        )
    Index.from_texts({"zoo": "The lion sleeps all day."}, path=tmp_path / "index").close()
    code = "import sys; from index import Index; Index.open(sys.argv[1]).add([sys.argv[2]], progress=print)"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", code, tmp_path / "index", files], stdout=subprocess.PIPE, text=True
    ) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    index = Index.open(tmp_path / "index")
    assert "zoo" in index.documents
    assert index.verify() == []
    index.add([files])
    assert len(index.documents) == 13
    assert index.verify() == []


def test_an_interrupted_addition_keeps_and_tells_what_was_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ingest, "BATCH_DOCUMENTS", 2)
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"Text number {number}.")
    index = Index.from_texts({"zoo": "The lion sleeps all day."}, path=tmp_path / "index")

    def interrupt(progress: Progress) -> None:
        if progress.documents == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.add([tmp_path], progress=interrupt)
    assert index.changes.added == ("0.txt", "1.txt", "2.txt", "3.txt")
    assert set(Index.open(tmp_path / "index").documents) == {"zoo", *index.changes.added}
    assert index.verify() == []
    assert index.add([tmp_path]).added == ("4.txt", "5.txt")
