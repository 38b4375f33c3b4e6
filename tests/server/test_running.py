"""A running server: full, stopping or not to be started, it loses nothing and says what to do."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from talking import BRIDGE, STAKE, kept_server, logged_with, problem_of, wait_for

from index import Index


@pytest.fixture(scope="module")
def narrow(serve):
    """One that answers one question at a time, however long it takes, until a test stops it."""
    with serve("--workers", "1", "--timeout", "600", "--rate", "100000", "--log-questions") as served:
        yield served


def test_a_full_queue_is_a_503_that_says_when_to_come_again_and_nobody_hangs(narrow):
    with ThreadPoolExecutor(40) as many:

        def question(number: int) -> httpx.Response:
            body = {"question": f"{STAKE} {number}", "history": [STAKE, STAKE, STAKE]}
            return httpx.post(f"{narrow.address}/v1/ask", json=body, timeout=120)

        responses = list(many.map(question, range(40)))
        statuses = {response.status_code for response in responses}
        assert statuses == {200, 503}
        refused = next(response for response in responses if response.status_code == 503)
        assert problem_of(refused)["type"] == "urn:cited-qa:problem:busy"
        assert int(refused.headers["retry-after"]) >= 1
        assert question(41).status_code == 200
        logged_with(narrow, f"{STAKE} 41")  # as it was told to


def test_sigterm_lets_answers_be_sent_and_loses_no_document_that_was_accepted(serve, tmp_path):
    with kept_server(serve, tmp_path) as (served, client, folder):
        client.post("/v1/ask", json={"question": "When was the bridge opened?"})
        changes = Changes(served.address)
        with ThreadPoolExecutor(8) as many:
            changing = [many.submit(changes.make, visitor) for visitor in range(4)]
            wait_for(lambda: changes.statuses.count(201) + changes.statuses.count(200) >= 12)
            body = {"question": "When was it opened?", "history": ["When was the bridge opened?"] * 3}
            given = [many.submit(client.post, "/v1/ask", json=body) for _ in range(4)]
            # In this order none is counted twice that is given between the two.
            wait_for(lambda: sum(one.done() for one in given) + answers_pending(client) >= len(given))
            served.process.send_signal(signal.SIGTERM)
            assert [one.result().status_code for one in given] == [200] * 4
            for one in changing:
                one.result()
        assert served.process.wait(timeout=60) == 0
        assert "Traceback" not in served.log()
        assert set(changes.statuses) <= {200, 201, 204, 404, 503}
        index = Index.open(folder)
        assert index.verify() == []
        for name, contents in changes.possible.items():
            kept = index.documents.get(name)
            assert (kept and kept.text.encode()) in contents, name
        (tmp_path / "again.txt").write_bytes(BRIDGE)
        assert index.add_copy(tmp_path / "again.txt", "0-0.txt")


def answers_pending(client: httpx.Client) -> int:
    """Questions that the server is at, or has waiting."""
    text = client.get("/metrics").text
    return int(float(re.search(r'^cited_qa_pending\{kind="answer"\} (\S+)', text, re.MULTILINE).group(1)))


class Changes:
    """What visitors do who add, replace and remove documents of their own until the server stops."""

    def __init__(self, address: str) -> None:
        self._address = f"{address}/v1/documents"
        self.statuses: list[int] = []
        self.possible: dict[str, set[bytes | None]] = {}

    def make(self, visitor: int) -> None:
        with httpx.Client(timeout=120) as client, contextlib.suppress(httpx.TransportError):
            for number in range(100_000):
                name = f"{visitor}-{number % 3}.txt"
                sentence = f"Boat {number} of visitor {visitor} came. ".encode()
                content = None if number % 5 == 4 else sentence * (number % 40 + 1)
                # What failed, or was not answered, may have been done.
                self.possible[name] = self.possible.get(name, {None}) | {content}
                if content is None:
                    given = client.delete(f"{self._address}/{name}")
                else:
                    given = client.post(self._address, files={"file": (name, content)})
                self.statuses.append(given.status_code)
                if given.status_code in (200, 201, 204, 404):
                    self.possible[name] = {content}


def test_an_open_page_does_not_hold_up_the_end(narrow):
    with httpx.stream("GET", f"{narrow.address}/gradio_api/heartbeat/abc", timeout=60) as stream:
        next(stream.iter_raw())
        narrow.process.send_signal(signal.SIGINT)
        assert narrow.process.wait(timeout=120) == 0  # less than an answer might take
    assert "Traceback" not in narrow.log()


WATCHED = """import sys
sys.addaudithook(lambda event, given: event == "open" and str(given[0]).endswith(".pyi") and print(given[0]))
from qa.app.page import page_options
page_options()"""


def test_to_start_the_page_writes_and_reads_no_type_stubs_of_gradios():
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, check=True)
    assert done.stdout == ""


def test_a_taken_port_and_a_missing_index_are_told_in_a_sentence(qa_here, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = qa_here("serve", "--port", port)
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
        assert "--port" in refused.stderr
    for host in ("127.0.0.1.", "a\udcff"):
        refused = qa_here("serve", "--host", host, "--insecure")
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert "choose another with --host" in refused.stderr
    (tmp_path / "key").write_bytes(b"\xff" * 20)
    for name, reason in (("key", "it is not UTF-8"), ("gone", "No such file or directory")):
        refused = qa_here("serve", "--api-key-file", tmp_path / name)
        assert refused.stderr == f"{tmp_path / name}: the key cannot be read ({reason}); check the file.\n"
    missing = qa_here("serve", "--index", tmp_path / "none", "--port", port)
    assert missing.returncode == 1
    assert "there is no index here; make one with `qa index build PATH" in missing.stderr
    assert not (tmp_path / "none").exists()


def test_a_chat_takes_no_folder_that_holds_something_else(qa_here, refused, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").touch()
    refused(qa_here("chat", "--no-browser", "--index", tmp_path / "photos"), "photos: there is no index here")
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]
    (tmp_path / "new").symlink_to(tmp_path / "nowhere")
    refused(qa_here("chat", "--no-browser", "--index", tmp_path / "new"), "new: the index cannot be written")
    both = qa_here("chat", "--index", tmp_path / "other", "--file", tmp_path / "photos")
    assert (both.returncode, (tmp_path / "other").exists()) == (2, False)
    assert "leave one of the two out" in " ".join(both.stderr.split())
