"""Recovery: a server that cannot use its disk says so, loses nothing, and goes on once that is mended."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
from talking import wait_for

from index import Index
from index.lock import HOLDER_FILE

MILL = "The old mill stands in Velm. It was built in 1911."
FERRY = "The ferry costs 40 crowns a day."
# More than the disk has room for.
FLEET = "\n\n".join(
    f"Boat {number} lies in the harbour of Lorn, beside {number * 7} others." for number in range(800)
)
WHEN, HOW_MUCH = "When was the old mill built?", "How much is the ferry?"
# More than what is uploaded, less than what the index makes of it.
ROOM_BYTES = 64_000

Fault = Callable[[int, Path], AbstractContextManager[None]]


@contextmanager
def full(pid: int, _: Path) -> Iterator[None]:
    """No file of the process grows any more."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (ROOM_BYTES, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def unwritable(_: int, folder: Path) -> Iterator[None]:
    """What a writer writes first cannot be written, whoever the writer is."""
    (folder / HOLDER_FILE).mkdir()
    try:
        yield
    finally:
        (folder / HOLDER_FILE).rmdir()


@contextmanager
def gone(_: int, folder: Path) -> Iterator[None]:
    """The folder stands elsewhere."""
    folder.rename(folder.with_name("elsewhere"))
    try:
        yield
    finally:
        folder.with_name("elsewhere").rename(folder)


@pytest.fixture(scope="module")
def kept(serve, tmp_path_factory: pytest.TempPathFactory):
    """A server over an index in a folder."""
    folder = tmp_path_factory.mktemp("recovery") / "index"
    Index.from_texts({"mill.txt": MILL}, path=folder).close()
    with serve("--index", folder, "--rate", "100000") as served:
        yield served, folder


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (full, "storage", "check space"),
        (unwritable, "storage", "check space and rights"),
        (gone, "index-unusable", "there is no index here"),
    ],
)
def test_a_server_says_what_is_wrong_with_its_disk_and_goes_on_once_it_is_mended(
    kept, fault: Fault, kind: str, words: str
):
    served, folder = kept
    text = f"{FERRY}\n\n{FLEET}" if fault is full else FERRY
    with httpx.Client(base_url=f"{served.address}/v1", timeout=120) as client:

        def upload() -> httpx.Response:
            return client.post("/documents", files={"file": ("ferry.txt", text.encode())})

        def said(question: str) -> str | None:
            return client.post("/ask", json={"question": question}).json().get("span")

        assert said(WHEN) == "1911"
        with fault(served.process.pid, folder):
            refused = upload()
            assert (refused.status_code, refused.json()["type"]) == (503, f"urn:cited-qa:problem:{kind}")
            assert words in refused.json()["detail"]
            if fault is not gone:
                assert said(WHEN) == "1911"
                assert client.get("/documents").json()["total"] == 1
        wait_for(lambda: upload().status_code in {200, 201})
        assert said(HOW_MUCH) == "40 crowns"
        assert said(WHEN) == "1911"
        assert client.delete("/documents/ferry.txt").status_code == 204
    assert Index.open(folder).verify() == []
    assert "Traceback" not in served.log()
