"""The server's problems: what it refuses is told in words, whatever is sent, and however much of it."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket

import httpx
import pytest
from talking import NAME, STAKE, get, logged_with, post, problem_of


@pytest.fixture(scope="module")
def telling(serve):
    """One that takes small uploads alone, and tells of every request."""
    with serve("--max-upload-mb", "0.2", "--rate", "100000", "--log-json", "--log-requests") as served:
        yield served


@pytest.fixture(scope="module")
def client(telling):
    with httpx.Client(base_url=telling.address, timeout=60) as client:
        yield client


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


def test_the_log_is_json_with_a_line_a_request_and_no_words_of_questions(telling):
    answer = httpx.post(f"{telling.address}/v1/ask", json={"question": STAKE}, timeout=60)
    get(f"{telling.address}/", params={"q": STAKE})
    logged_with(telling, '"page"')
    lines = [json.loads(line) for line in telling.log().splitlines() if line.startswith("{")]
    (line,) = [line for line in lines if line.get("request") == answer.headers["x-request-id"]]
    assert {"route": "/v1/ask", "status": 200}.items() <= line.items()
    assert "stake" not in telling.log()


def test_a_body_that_is_too_large_is_broken_off_declared_or_not(telling):
    big = b"word " * 100_000
    declared = post(f"{telling.address}/v1/documents", files={"file": ("big.txt", big)})
    assert problem_of(declared)["status"] == 413

    def pieces():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.txt"\r\n\r\n'
        for _ in range(50):
            yield b"word " * 2_000
        yield b"\r\n--x--\r\n"

    kind = {"content-type": "multipart/form-data; boundary=x"}
    chunked = post(f"{telling.address}/v1/documents", content=pieces(), headers=kind)
    assert problem_of(chunked)["status"] == 413
    question = post(f"{telling.address}/v1/ask", json={"question": "word " * 400_000})
    assert problem_of(question)["status"] == 413
    event = post(f"{telling.address}/gradio_api/queue/join", content=pieces_of_json(), headers=JSON)
    assert problem_of(event)["status"] == 413
    assert [one["name"] for one in get(f"{telling.address}/v1/documents").json()["documents"]] == [NAME]


@pytest.mark.parametrize("is_declared", [True, False])
def test_one_who_sends_a_body_that_is_too_large_to_its_end_is_told_why(telling, is_declared):
    size, piece = 12_000_000, b"x" * 60_000
    length = f"Content-Length: {size}" if is_declared else "Transfer-Encoding: chunked"
    framed = piece if is_declared else b"%x\r\n%b\r\n" % (len(piece), piece)
    address = httpx.URL(telling.address)
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
