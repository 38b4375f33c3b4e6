"""Fleet: files are read, encoded and written by Ray, whatever of it dies meanwhile."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from shared import STEPS, losing_workers, ray_processes

from index import Index, Ray
from index.ray import connected

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Ray]:
    """Ray on this machine, for all tests of this file."""
    with connected(Ray()):
        yield Ray()


def write(folder: Path, numbers: range) -> None:
    folder.mkdir(exist_ok=True)
    for n in numbers:
        story = " ".join(f"In the year {1900 + m} ship {n} carried {n + m} bales of wool." for m in range(30))
        (folder / f"ship{n}.txt").write_text(story)


def test_lost_workers_cost_no_document_and_a_second_run_does_what_is_missing(
    cluster: Ray, milvus: str, tmp_path: Path
):
    files, told = tmp_path / "files", []
    write(files, range(40))
    (files / "broken.pdf").write_bytes(b"no PDF at all")
    lost: Counter[str] = Counter()
    with losing_workers(lost, len(STEPS), pause_seconds=0):
        made = Index.build([files], f"{milvus}/lost", progress=told.append, ray=cluster)
    assert lost == dict.fromkeys(STEPS, 1)
    assert [one.name for one in made.changes.unreadable] == ["broken.pdf"]
    assert (len(made.changes.added), made.changes.changed, made.changes.unchanged) == (40, (), 0)
    assert (told[0].documents, told[-1].documents, told[-1].total) == (0, 41, 41)
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
    listening = [
        one.laddr
        for process in ray_processes()
        for one in process.net_connections()
        if one.status == psutil.CONN_LISTEN
    ]
    assert listening
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert not ray_processes("dashboard.py")


def test_a_cluster_that_cannot_be_reached_is_told(run_qa: Run, files: Path, refused: Callable[..., None]):
    build = ("index", "build", files / "documents", "--engine", "ray")
    refused(run_qa(*build, "--ray-address", "127.0.0.1:9"), "127.0.0.1:9", "check host and port")
    refused(run_qa(*build, RAY_ADDRESS="127.0.0.1:9"), "no Ray can be reached there")


def test_the_package_that_is_missing_is_named(
    run_qa: Run, files: Path, tmp_path: Path, refused: Callable[..., None]
):
    (tmp_path / "ray.py").write_text("raise ModuleNotFoundError(__name__)")
    result = run_qa("index", "build", files / "documents", "--engine", "ray", PYTHONPATH=str(tmp_path))
    refused(result, "pip install 'cited-qa[scale]'")


def test_an_address_without_the_engine_is_a_slip(run_qa: Run, files: Path):
    result = run_qa("index", "add", files / "documents", "--ray-address", "127.0.0.1:9")
    assert (result.returncode, result.stdout) == (2, "")
    assert "--engine ray" in result.stderr
