"""Fleet: files are read, encoded and written by Ray, whatever of it dies meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from kills import STEPS, losing_workers, ray_processes
from shared import until

from index import Index, Ray
from index.ray import connected
from index.steps import EncodingStep

Run = Callable[..., subprocess.CompletedProcess[str]]


# Imported by each process at its start: it dies of a file of this name.
DIES = """
import os, runpy, signal, sys
runpy.run_path(os.path.join(sys.path[1], "sitecustomize.py"))

def die(event, given):
    if event == "open" and str(given[0]).endswith("deadly.txt"):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(die)
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ray]:
    """Ray on this machine, for all tests of this file."""
    folder = tmp_path_factory.mktemp("dies")
    (folder / "sitecustomize.py").write_text(DIES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ["PYTHONPATH"]]))
        with connected(Ray()):
            yield Ray()


def write(folder: Path, numbers: range) -> None:
    folder.mkdir(exist_ok=True)
    for n in numbers:
        story = " ".join(f"In the year {1900 + m} ship {n} carried {n + m} bales of wool." for m in range(30))
        (folder / f"ship{n}.txt").write_text(story)


# These come before Ray is started in this process.
def test_a_cluster_that_cannot_be_reached_is_told(
    qa_here: Run, files: Path, refused: Callable[..., None], monkeypatch: pytest.MonkeyPatch
):
    build = ("index", "build", files / "documents", "--engine", "ray")
    refused(qa_here(*build, "--ray-address", "127.0.0.1:9"), "127.0.0.1:9", "check host and port")
    refused(qa_here(*build, "--ray-address", "nonsense"), "nonsense: this is no address", "write host:port")
    refused(qa_here(*build, "--ray-address", "127.0.0.1:99999"), "no Ray can be reached there")
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:9")
    refused(qa_here(*build), "no Ray can be reached there")


def test_the_package_that_is_missing_is_named(
    qa_here: Run, files: Path, refused: Callable[..., None], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "ray", None)
    result = qa_here("index", "build", files / "documents", "--engine", "ray")
    refused(result, "pip install 'cited-qa[scale]'")


def test_an_address_without_the_engine_is_a_slip(qa_here: Run, files: Path):
    result = qa_here("index", "add", files / "documents", "--ray-address", "127.0.0.1:9")
    assert (result.returncode, result.stdout) == (2, "")
    assert "--engine ray" in result.stderr


def test_lost_workers_cost_no_document_and_a_second_run_does_what_is_missing(
    cluster: Ray, milvus: str, tmp_path: Path
):
    files, told = tmp_path / "files", []
    write(files, range(40))
    (files / "broken.pdf").write_bytes(b"no PDF at all")
    (files / "deadly.txt").write_text("Who reads this dies.")
    lost: Counter[str] = Counter()
    with losing_workers(lost):
        made = Index.build([files], f"{milvus}/lost", progress=told.append, ray=cluster)
    assert lost == dict.fromkeys(STEPS, 1)
    assert [one.name for one in made.changes.unreadable] == ["broken.pdf", "deadly.txt"]
    assert "each worker that had this file died; save it anew" in made.changes.unreadable[1].reason
    assert (len(made.changes.added), made.changes.changed, made.changes.unchanged) == (40, (), 0)
    assert (told[0].documents, told[-1].documents, told[-1].total) == (0, 42, 42)
    (files / "deadly.txt").unlink()
    own = Index.build([files])
    assert dict(made.documents) == dict(own.documents)
    for query in ("wool on ship 7", "ship 13 in 1904"):
        here, there = own.search(query), made.search(query)
        assert [hit.passage for hit in here] == [hit.passage for hit in there]
        assert [hit.score for hit in here] == pytest.approx([hit.score for hit in there], abs=0.002)
    made.sweep(0)
    assert made.verify() == []

    # The second one writes to a folder, which this process does itself.
    folder = tmp_path / "index"
    made.copy(folder).close()
    write(files, range(40, 42))
    (files / "ship3.txt").write_text("Ship 3 sank.")
    (files / "ship4.txt").rename(files / "wreck4.txt")
    again = Index.build([files], folder, ray=cluster)
    changes = again.changes
    assert (sorted(changes.added), changes.changed) == (["ship40.txt", "ship41.txt"], ("ship3.txt",))
    assert (changes.moved, changes.unchanged) == ((("ship4.txt", "wreck4.txt"),), 38)
    assert dict(again.documents) == dict(Index.build([files]).documents)
    assert again.verify() == []


def test_ray_on_this_machine_is_there_for_this_machine_alone(cluster: Ray):
    listening = {address for process in ray_processes() for address in listens_at(process)}
    assert listening == {"127.0.0.1"}
    assert not ray_processes("dashboard.py")


def test_ctrl_c_leaves_whole_documents_one_sentence_and_no_process(qa_command: list[str], tmp_path: Path):
    write(tmp_path / "files", range(1_000))
    build = subprocess.Popen(
        [*qa_command, "index", "build", "files", "--engine", "ray"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    until(lambda: ray_processes(f"({EncodingStep.__name__})).submit", build.pid))
    started = ray_processes(pid=build.pid)
    os.killpg(build.pid, signal.SIGINT)
    out, told = build.communicate(timeout=60)
    assert (build.returncode, out, len(told.splitlines())) == (130, "", 1), told
    assert told.startswith("Stopped: ")
    until(lambda: not any(map(lives, started)))
    if (tmp_path / ".qa").exists():
        assert Index.open(tmp_path / ".qa").verify() == []


def listens_at(process: psutil.Process) -> set[str]:
    """The addresses at which a process can be reached: none, if it has ended."""
    try:
        found = [one.laddr.ip for one in process.net_connections() if one.status == psutil.CONN_LISTEN]
    except psutil.NoSuchProcess:
        return set()
    return {address.removeprefix("::ffff:") for address in found}


def lives(process: psutil.Process) -> bool:
    """Whether a process has not ended; one that nobody asked how it ended has."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
