"""The server's documents: added, replaced and removed by its visitors, and changed beside it on disk."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from talking import BRIDGE, LINES, kept_server, problem_of, text_of, wait_for

from index import Index
from index.store import FILE


@pytest.fixture(scope="module")
def library(serve, tmp_path_factory):
    """One that tests share which each add, take away or replace what is their own, and leave the bridge."""
    with kept_server(serve, tmp_path_factory.mktemp("library")) as kept:
        yield kept


@pytest.fixture
def client(library):
    return library[1]


def test_a_document_is_added_asked_replaced_and_removed(client):
    before = client.get("/v1/documents").json()
    added = client.post("/v1/documents", files={"file": ("quay.txt", BRIDGE)})
    assert added.status_code == 201
    size = {"words": len(BRIDGE.split()), "characters": len(BRIDGE)}
    assert added.json() == {"name": "quay.txt", "title": "", **size, "pages": None}
    assert client.get(added.headers["location"]).json()["text"] == BRIDGE.decode()
    answer = client.post("/v1/ask", json={"question": "When was the bridge opened?", "document": "quay.txt"})
    assert answer.json()["span"] == "1999"
    again = client.post("/v1/documents", files={"file": ("quay.txt", BRIDGE.replace(b"1999", b"2001"))})
    assert again.status_code == 200
    assert "2001" in text_of(client, "quay.txt")
    assert client.delete("/v1/documents/quay.txt").status_code == 204
    assert problem_of(client.delete("/v1/documents/quay.txt"))["status"] == 404
    assert client.get("/v1/documents").json() == before


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ("../../../../tmp/escaped.txt", "escaped.txt"),
        ("..\\..\\escaped.txt", "escaped.txt"),
        ("/etc/escaped.txt", "escaped.txt"),
        (".hidden.txt", "hidden.txt"),
        ("a\u202eb?c*.txt", "a_b_c_.txt"),
        ("смета.txt", "смета.txt"),
    ],
)
def test_a_files_name_cannot_leave_its_folder_or_hide_what_it_is(client, sent, known):
    added = client.post("/v1/documents", files={"file": (sent, BRIDGE)})
    assert added.json()["name"] == known
    assert client.delete(f"/v1/documents/{known}").status_code == 204
    assert not list(Path("/tmp").glob("escaped.txt"))


def test_a_name_is_taken_whole_with_the_line_ends_in_it(client):
    for name, text in LINES.items():
        assert client.get(f"/v1/documents/{quote(name)}").json()["text"] == text
    assert client.get("/v1/documents/two%0Alines.txt%0A").status_code == 404
    assert client.delete("/v1/documents/bridge.txt%0A").status_code == 204
    left = {one["name"] for one in client.get("/v1/documents").json()["documents"]}
    assert left & {"bridge.txt", *LINES} == {"bridge.txt", "two\nlines.txt"}


def test_two_files_in_one_request_are_refused_rather_than_one_lost(client):
    problem = problem_of(
        client.post("/v1/documents", files=[("file", ("a.txt", BRIDGE)), ("file", ("b.txt", BRIDGE))])
    )
    assert problem["status"] == 422
    assert problem["detail"] == "This request holds 2 files; send each in a request of its own."
    assert client.get("/v1/documents/b.txt").status_code == 404


@pytest.mark.parametrize("name", [" ", ".", "..", "/", "a/"])
def test_a_name_of_which_nothing_can_be_kept_is_refused(client, name):
    problem = problem_of(client.patch("/v1/documents/bridge.txt", json={"name": name}))
    assert problem["status"] == 422
    assert "give one with letters or digits" in problem["detail"]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("program.exe", b"MZ", 415),
        ("no suffix", b"words", 415),
        ("empty.txt", b"", 422),
        ("...", b"words", 415),
    ],
)
def test_a_file_that_cannot_be_a_document_is_refused_in_words(client, name, content, status):
    problem = problem_of(client.post("/v1/documents", files={"file": (name, content)}))
    assert problem["status"] == status
    assert "/tmp" not in problem["detail"]


def test_answers_come_while_a_long_upload_is_indexed(client):
    before = client.get("/v1/documents").json()["total"]
    long = "\n\n".join(f"Paragraph {n} tells of the harbour and its {n} boats." * 5 for n in range(500))
    done = threading.Event()

    def upload() -> None:
        with httpx.Client(base_url=str(client.base_url), timeout=300) as other:
            other.post("/v1/documents", files={"file": ("long.txt", long.encode())})
        done.set()

    thread = threading.Thread(target=upload)
    thread.start()
    answers = 0
    while not done.is_set():
        given = client.post("/v1/ask", json={"question": "When was the bridge opened?"})
        assert given.status_code == 200
        answers += not done.is_set()
    thread.join()
    assert answers >= 3
    assert client.get("/v1/documents").json()["total"] == before + 1


def test_an_index_that_another_process_changed_is_seen(library, tmp_path, run_qa):
    _, client, folder = library
    (tmp_path / "ferry.txt").write_text("The ferry to Lorn costs 40 crowns.", "utf-8")
    assert run_qa("index", "add", tmp_path / "ferry.txt", "--index", folder).returncode == 0
    assert client.post("/v1/ask", json={"question": "How much is the ferry?"}).json()["span"] == "40 crowns"


def test_sighup_opens_an_index_that_was_put_in_the_place_of_the_old_one(library):
    served, client, folder = library
    for file in folder.iterdir():
        file.unlink()
    texts = {"bridge.txt": BRIDGE.decode(), "train.txt": "The train to Lorn costs 90 crowns."}
    Index.from_texts(texts, path=folder).close()
    served.process.send_signal(signal.SIGHUP)
    wait_for(lambda: "opened anew" in served.log())
    assert [one["name"] for one in client.get("/v1/documents").json()["documents"]] == list(texts)
    assert client.post("/v1/ask", json={"question": "How much is the train?"}).json()["span"] == "90 crowns"


@pytest.mark.parametrize("damage", ["removed", "garbage"])
def test_a_damaged_index_is_a_503_with_a_reason_until_it_is_replaced(library, damage):
    served, client, folder = library
    healed = served.log().count("can be used again")
    for file in folder.iterdir():
        file.unlink()
    if damage == "garbage":
        (folder / FILE).write_bytes(os.urandom(100_000))
    question = {"question": "When was the bridge opened?"}
    wait_for(lambda: client.get("/readyz").status_code == 503)
    for response in (
        client.get("/readyz"),
        client.post("/v1/ask", json=question),
        client.get("/v1/documents"),
    ):
        problem = problem_of(response)
        assert problem["type"] == "urn:cited-qa:problem:index-unusable"
        assert response.headers["retry-after"]
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 200
    (folder / FILE).unlink(missing_ok=True)
    Index.from_texts({"bridge.txt": BRIDGE.decode()}, path=folder).close()
    wait_for(lambda: client.get("/readyz").status_code == 200)
    assert client.post("/v1/ask", json=question).json()["span"] == "1999"
    assert served.log().count("can be used again") == healed + 1
