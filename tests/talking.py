"""Talking to a server: what the tests ask, and how they read what comes back."""

from __future__ import annotations

import contextlib
import time
from functools import partial
from pathlib import Path

import httpx

from index import Index

STAKE = "How large is Microsoft's stake in OpenAI?"
NAME = "microsoft-openai-deal.txt"
BRIDGE = b"The bridge over the Velm was opened in 1999 by the mayor, Ada Quill."
LINES = {"two\nlines.txt": "It has two lines.", "bridge.txt\n": "It ends so."}

# They wait for as long as a busy machine takes.
get, post, request = (partial(one, timeout=60) for one in (httpx.get, httpx.post, httpx.request))


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


def logged_with(served, words: str) -> None:
    """Wait for a line, which is written once its answer is on its way."""
    until = time.monotonic() + 60
    while words not in served.log():
        assert time.monotonic() < until, served.log()
        time.sleep(0.02)


def wait_for(happens) -> None:
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.05)
