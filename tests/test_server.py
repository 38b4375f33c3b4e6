"""The server's HTTP API, against the real `qa serve`: answers, documents, problems, limits, signals."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import TypeAdapter

from index import Index
from index.store import FILE
from qa import Answer, ask, overview
from qa.server.models import EXAMPLES
from qa.wire import in_json

STAKE = "How large is Microsoft's stake in OpenAI?"
NAME = "microsoft-openai-deal.txt"
LINES = {"two\nlines.txt": "It has two lines.", "bridge.txt\n": "It ends so."}
BRIDGE = b"The bridge over the Velm was opened in 1999 by the mayor, Ada Quill."


@pytest.fixture(scope="module")
def server(serve):
    with serve("--rate", "100000") as served:
        yield served


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=server.address, timeout=60) as client:
        yield client


@contextlib.contextmanager
def kept_server(serve, tmp_path: Path):
    """A server over an index in a folder, and a client of it."""
    folder = tmp_path / "index"
    Index.from_texts({"bridge.txt": BRIDGE.decode()} | LINES, path=folder).close()
    with (
        serve("--index", folder, "--rate", "100000") as served,
        httpx.Client(base_url=served.address, timeout=60) as client,
    ):
        yield served, client, folder


@pytest.fixture(scope="module")
def library(serve, tmp_path_factory):
    """One that tests share which each add, take away or replace what is their own, and leave the bridge."""
    with kept_server(serve, tmp_path_factory.mktemp("library")) as kept:
        yield kept


def problem_of(response: httpx.Response) -> dict:
    """The problem that a response tells of, in the form that RFC 9457 asks for."""
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["title"]
    assert problem["detail"]
    return problem


def text_of(client: httpx.Client, name: str) -> str:
    return client.get(f"/v1/documents/{name}").json()["text"]


def test_an_answer_is_what_python_gives_and_its_quotes_stand_where_it_says(client, article_index):
    given = client.post("/v1/ask", json={"question": STAKE}).json()
    assert given == ask(STAKE, article_index).to_dict()
    text = text_of(client, NAME)
    for citation in given["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert text[given["citations"][0]["span_start"] : given["citations"][0]["span_end"]] == "27%"


def test_a_follow_up_leans_on_its_history(client):
    asked = {"question": "Since when?", "history": ["How much has Microsoft invested in OpenAI?"]}
    assert "Microsoft" in client.post("/v1/ask", json=asked).json()["question"]


def test_a_refusal_is_an_answer_with_status_200(client):
    response = client.post("/v1/ask", json={"question": "What is the capital of France?"})
    assert response.status_code == 200
    assert response.json()["answered"] is False
    assert response.json()["text"] == "No answer was found in the document."


def test_every_answer_is_sent_whole(article_index, hostile_texts):
    index = Index.from_texts(hostile_texts)
    answers = [ask(STAKE, article_index), ask("What is the capital of France?", article_index)]
    answers += [ask("How much is the fee?", index), ask("When did it end?", index)]
    for answer in answers:
        written = TypeAdapter(Answer).dump_json(answer)
        assert json.loads(written) == answer.to_dict()


def test_an_overview_is_what_python_gives_and_an_unknown_document_is_a_problem(client, article_index):
    given = client.get(f"/v1/overview/{NAME}").json()
    assert given == in_json(overview(article_index, NAME))
    text = text_of(client, NAME)
    assert all(text[one["start"] : one["end"]] == one["quote"] for one in given["sentences"])
    assert client.get("/v1/overview/nothing.txt").status_code == 404


def test_questions_that_an_overview_suggests_are_answered(client):
    told = client.get(f"/v1/overview/{NAME}", params={"questions": True}).json()
    assert len(told["questions"]) > 1
    for question in told["questions"]:
        answer = client.post("/v1/ask", json={"question": question, "document": NAME}).json()
        assert answer["answered"]
        assert answer["kind"] == "overview" or answer["confidence"] >= 0.8


def test_search_gives_passages_that_stand_where_it_says(client):
    hits = client.post("/v1/search", json={"query": "How much Azure?", "k": 3}).json()["hits"]
    text = text_of(client, NAME)
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in (hit["passage"] for hit in hits))


def like(found: Any, example: Any) -> bool:
    """Whether two JSON values are the same, scores within what processors' arithmetic may differ by."""
    if isinstance(example, float):
        return found == pytest.approx(example, abs=0.03)
    if isinstance(example, dict):
        return found.keys() == example.keys() and all(like(found[name], example[name]) for name in example)
    if isinstance(example, list):
        return len(found) == len(example) and all(map(like, found, example))
    return found == example


def test_the_examples_of_the_description_are_what_the_server_answers(client):
    """Where it fails, run: python tests/benchmarks/server_examples.py."""
    answer = client.post("/v1/ask", json=EXAMPLES["ask"]).json()
    assert like(answer | {"nearest": answer["nearest"][:1]}, EXAMPLES["answer"])
    assert like(client.post("/v1/search", json=EXAMPLES["search"]).json(), EXAMPLES["hits"])
    assert client.get("/v1/documents").json() == EXAMPLES["documents"]
    assert client.get(f"/v1/documents/{NAME}", params={"end": 80}).json() == EXAMPLES["text"]
    assert like(client.get(f"/v1/overview/{NAME}").json(), EXAMPLES["overview"])
    assert client.get("/v1/documents/nothing.txt").json() == EXAMPLES["problem"]
    examples = client.get("/openapi.json").json()["components"]["schemas"]["Answer"]["examples"]
    assert examples == [EXAMPLES["answer"]]


def test_a_document_is_added_asked_replaced_and_removed(client):
    added = client.post("/v1/documents", files={"file": ("bridge.txt", BRIDGE)})
    assert added.status_code == 201
    size = {"words": len(BRIDGE.split()), "characters": len(BRIDGE)}
    assert added.json() == {"name": "bridge.txt", "title": "", **size, "pages": None}
    assert client.get(added.headers["location"]).json()["text"] == BRIDGE.decode()
    answer = client.post(
        "/v1/ask", json={"question": "When was the bridge opened?", "document": "bridge.txt"}
    )
    assert answer.json()["span"] == "1999"
    again = client.post("/v1/documents", files={"file": ("bridge.txt", BRIDGE.replace(b"1999", b"2001"))})
    assert again.status_code == 200
    assert "2001" in text_of(client, "bridge.txt")
    assert client.delete("/v1/documents/bridge.txt").status_code == 204
    assert problem_of(client.delete("/v1/documents/bridge.txt"))["status"] == 404
    assert [one["name"] for one in client.get("/v1/documents").json()["documents"]] == [NAME]


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
def test_a_files_name_cannot_leave_its_folder_or_hide_what_it_is(client, server, sent, known):
    added = client.post("/v1/documents", files={"file": (sent, BRIDGE)})
    assert added.json()["name"] == known
    assert client.delete(f"/v1/documents/{known}").status_code == 204
    assert not list(Path("/tmp").glob("escaped.txt"))


def test_a_name_is_taken_whole_with_the_line_ends_in_it(library):
    _, client, _ = library
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
    problem = problem_of(client.patch(f"/v1/documents/{NAME}", json={"name": name}))
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


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/ask", {"question": "?!"}, 422),
        ("/v1/ask", {"question": "x" * 10_001}, 422),
        ("/v1/ask", {"question": STAKE, "document": "nothing.txt"}, 404),
        ("/v1/ask", {"question": STAKE, "surprise": 1}, 422),
        ("/v1/ask", {"question": STAKE, "threshold": 2}, 422),
        ("/v1/ask", [], 422),
        ("/v1/search", {"query": STAKE, "k": 0}, 422),
        ("/v1/evaluate", {"questions": []}, 422),
        ("/v1/evaluate", {"questions": [{"id": "a", "question": "What?", "evidence": ["not there"]}]}, 422),
        ("/v1/nothing", {}, 404),
        ("/healthz", {}, 405),
    ],
)
def test_a_bad_request_is_a_problem_that_says_what_is_wrong(client, path, body, status):
    assert problem_of(client.post(path, json=body))["status"] == status


def test_what_was_sent_is_not_sent_back_in_a_problem(client):
    response = client.post("/v1/ask", content=b'{"question": "\\ud800 secret"}', headers=JSON)
    assert problem_of(response)["status"] == 422
    assert "secret" not in response.text


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("content", "kind"), [(b"{", JSON), (b"question=x", {}), (b"{}", {"content-type": "text/plain"})]
)
def test_a_body_of_another_kind_is_a_problem(client, content, kind):
    assert problem_of(client.post("/v1/ask", content=content, headers=kind))["status"] in (415, 422)


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/v1/ask", "application/json", b"[" * 100_000),
        ("/v1/ask", "application/json", b'{"question": %s}' % (b"1" * 5_000)),
        ("/v1/search", "application/json", b'{"query": "\xff"}'),
        ("/v1/documents", "multipart/form-data", b"--x--"),
        ("/v1/documents", "multipart/form-data; boundary=x", b"--y--"),
        ("/v1/documents", "multipart/form-data; boundary=x", b"--x\r\n\r\nwords\r\n--x--\r\n"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem_that_says_what_to_do(client, path, kind, body):
    problem = problem_of(client.post(path, content=body, headers={"Content-Type": kind}))
    assert problem["status"] == 400
    assert problem["detail"] == (
        "The body is not what its Content-Type says it is; see /openapi.json for what is taken."
    )


def test_a_visitor_whom_the_page_does_not_know_costs_the_log_nothing(client, server):
    known = server.log()
    with httpx.stream("GET", f"{server.address}/gradio_api/queue/data?session_hash=nobody") as news:
        assert "session_not_found" in news.read().decode()
    while "/gradio_api/queue/data" not in client.get("/metrics").text:
        time.sleep(0.05)
    assert server.log() == known


def test_a_small_question_set_is_evaluated(client):
    report = client.post("/v1/evaluate", json=EXAMPLES["evaluate"]).json()
    assert report["asked"] == 2
    assert report["measures"]["accuracy"]["value"] == 1.0
    assert report["records"][0]["span"] == "27%"


def test_a_question_set_may_be_as_short_as_the_lines_of_qa_eval(client):
    questions = [{"question": STAKE, "answer": "27%"}, {"question": "Who is Xyzzy?", "answerable": False}]
    report = client.post("/v1/evaluate", json={"questions": questions}).json()
    assert [record["id"] for record in report["records"]] == ["1", "2"]
    assert report["measures"]["accuracy"]["value"] == 1.0


def test_metrics_count_by_route_and_tell_nothing_of_questions(client):
    client.post("/v1/ask", json={"question": "Xyzzy marker of this test?"})
    client.get("/v1/documents/xyzzy.txt")
    text = client.get("/metrics").text
    assert 'cited_qa_requests_total{method="POST",route="/v1/ask",status="200"}' in text
    assert 'route="/v1/documents/{name:name}",status="404"' in text
    assert 'cited_qa_answers_total{outcome="refused"}' in text
    assert "xyzzy" not in text.lower()


def test_the_log_is_json_with_a_line_a_request_and_no_words_of_questions(telling):
    answer = httpx.post(f"{telling.address}/v1/ask", json={"question": STAKE}, timeout=60)
    httpx.get(f"{telling.address}/", params={"q": STAKE})
    logged_with(telling, '"page"')
    lines = [json.loads(line) for line in telling.log().splitlines() if line.startswith("{")]
    (line,) = [line for line in lines if line.get("request") == answer.headers["x-request-id"]]
    assert {"route": "/v1/ask", "status": 200}.items() <= line.items()
    assert "stake" not in telling.log()


def logged_with(served, words: str) -> None:
    """Wait for a line, which is written once its answer is on its way."""
    until = time.monotonic() + 20
    while words not in served.log():
        assert time.monotonic() < until, served.log()
        time.sleep(0.02)


def test_the_log_is_quiet_while_all_is_well(client, server):
    client.post("/v1/ask", json={"question": STAKE})
    client.get("/v1/documents/nothing.txt")
    client.get("/metrics")
    assert "access" not in server.log()
    assert STAKE not in server.log()


@pytest.fixture(scope="module")
def telling(serve):
    """One that takes small uploads alone, and tells of every request."""
    with serve("--max-upload-mb", "0.1", "--rate", "100000", "--log-json", "--log-requests") as served:
        yield served


@pytest.fixture(scope="module")
def small(telling):
    return telling.address


def test_a_body_that_is_too_large_is_broken_off_declared_or_not(small):
    big = b"word " * 100_000
    declared = httpx.post(f"{small}/v1/documents", files={"file": ("big.txt", big)})
    assert problem_of(declared)["status"] == 413

    def pieces():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.txt"\r\n\r\n'
        for _ in range(50):
            yield b"word " * 2_000
        yield b"\r\n--x--\r\n"

    kind = {"content-type": "multipart/form-data; boundary=x"}
    chunked = httpx.post(f"{small}/v1/documents", content=pieces(), headers=kind)
    assert problem_of(chunked)["status"] == 413
    question = httpx.post(f"{small}/v1/ask", json={"question": "word " * 400_000})
    assert problem_of(question)["status"] == 413
    event = httpx.post(f"{small}/gradio_api/queue/join", content=pieces_of_json(), headers=JSON)
    assert problem_of(event)["status"] == 413
    assert [one["name"] for one in httpx.get(f"{small}/v1/documents").json()["documents"]] == [NAME]


@pytest.mark.parametrize("is_declared", [True, False])
def test_one_who_sends_a_body_that_is_too_large_to_its_end_is_told_why(small, is_declared):
    size, piece = 12_000_000, b"x" * 60_000
    length = f"Content-Length: {size}" if is_declared else "Transfer-Encoding: chunked"
    framed = piece if is_declared else b"%x\r\n%b\r\n" % (len(piece), piece)
    address = httpx.URL(small)
    head = f"POST /v1/ask HTTP/1.1\r\nHost: {address.host}\r\nContent-Type: application/json\r\n{length}"
    with socket.create_connection((address.host, address.port), timeout=60) as connection:
        connection.sendall(f"{head}\r\n\r\n".encode())
        for _ in range(size // len(piece)):
            connection.sendall(framed)
        if not is_declared:
            connection.sendall(b"0\r\n\r\n")
        with contextlib.closing(http.client.HTTPResponse(connection)) as answer:
            answer.begin()
            assert answer.status == 413
            assert "bytes and may have" in json.load(answer)["detail"]


def pieces_of_json():
    yield b'{"data": ["'
    for _ in range(300):
        yield b"word " * 1_000
    yield b'"]}'


def test_one_address_may_send_so_much_and_is_told_when_to_come_again(serve):
    with serve("--rate", "8") as strict:
        statuses = [httpx.get(f"{strict.address}/v1/documents") for _ in range(4)]
        assert [response.status_code for response in statuses[:2]] == [200, 200]
        assert problem_of(statuses[-1])["status"] == 429
        assert 1 <= int(statuses[-1].headers["retry-after"]) <= 8
        assert httpx.get(f"{strict.address}/healthz").status_code == 200


def test_a_full_queue_is_a_503_that_says_when_to_come_again_and_nobody_hangs(serve):
    options = ("--workers", "1", "--rate", "100000", "--log-questions")
    with serve(*options) as narrow, ThreadPoolExecutor(40) as many:

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


def test_answers_come_while_a_long_upload_is_indexed(library):
    _, client, _ = library
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


def test_sigterm_lets_answers_be_sent_and_loses_no_document_that_was_accepted(serve, tmp_path):
    with kept_server(serve, tmp_path) as (served, client, folder):
        client.post("/v1/ask", json={"question": "When was the bridge opened?"})
        changes = Changes(served.address)
        with ThreadPoolExecutor(8) as many:
            changing = [many.submit(changes.make, visitor) for visitor in range(4)]
            wait_for(lambda: changes.statuses.count(201) + changes.statuses.count(200) >= 12)
            body = {"question": "When was it opened?", "history": ["When was the bridge opened?"] * 3}
            given = [many.submit(client.post, "/v1/ask", json=body) for _ in range(4)]
            wait_for(lambda: answers_pending(client) + sum(one.done() for one in given) >= len(given))
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


def test_an_open_page_does_not_hold_up_the_end(serve):
    with serve() as served:
        with httpx.stream("GET", f"{served.address}/gradio_api/heartbeat/abc", timeout=60) as stream:
            next(stream.iter_raw())
            served.process.send_signal(signal.SIGINT)
            assert served.process.wait(timeout=10) == 0
        assert "Traceback" not in served.log()


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


def wait_for(happens) -> None:
    deadline = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_taken_port_and_a_missing_index_are_told_in_a_sentence(run_qa, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = run_qa("serve", "--port", port)
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
        assert "--port" in refused.stderr
    for host in ("127.0.0.1.", "a\udcff"):
        refused = run_qa("serve", "--host", host, "--insecure")
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert "choose another with --host" in refused.stderr
    (tmp_path / "key").write_bytes(b"\xff" * 20)
    for name, reason in (("key", "it is not UTF-8"), ("gone", "No such file or directory")):
        refused = run_qa("serve", "--api-key-file", tmp_path / name)
        assert refused.stderr == f"{tmp_path / name}: the key cannot be read ({reason}); check the file.\n"
    missing = run_qa("serve", "--index", tmp_path / "none", "--port", port)
    assert missing.returncode == 1
    assert "there is no index here" in missing.stderr


def test_the_description_stands_up_to_schemathesis(serve, tmp_path):
    with serve("--rate", "1000000", "--api-key", "k" * 32) as served:
        done = subprocess.run(
            [*SCHEMATHESIS, f"{served.address}/openapi.json", "-H", f"Authorization: Bearer {'k' * 32}"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]


CONFIG = Path(__file__).with_name("schemathesis.toml")
SCHEMATHESIS = [
    str(Path(sys.executable).with_name("st")),
    f"--config-file={CONFIG}",
    "run",
    "--max-examples=10",
    "--seed=1",
    "--no-color",
]
