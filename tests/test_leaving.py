"""Leaving: what is done for a client ends when the client leaves or its time is over, whatever it came by."""

from __future__ import annotations

import json
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
from fixtures.servers import in_thread
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from index import Index
from qa.server.run import ready
from qa.server.settings import Settings
from qa.work import Bounds

STAKE = "How large is Microsoft's stake in OpenAI?"
ASKED = {"question": "And how much is it worth?", "history": [STAKE, "When did it begin?", STAKE]}
# The question and those before it are searched for in this many ways, or more.
SEARCHES = 8


class Served:
    """A server in a thread, over an index that counts what it is asked, and waits where it is told to."""

    def __init__(self, index: Index) -> None:
        self.address = ""
        self.searched: list[str] = []
        self.goes_on = threading.Event()
        self.goes_on.set()
        search = index.search

        def held(query: str, *further, **named):
            self.searched.append(query)
            assert self.goes_on.wait(120)
            return search(query, *further, **named)

        index.search = held

    def searches_after(self, act: Callable[[], object]) -> int:
        """How often the index is searched from an act on, until nothing is done any more."""
        before = len(self.searched)
        act()
        for _ in range(2):  # what it is asked later, it answers once it has seen who left before
            self.metrics()
        self.goes_on.set()
        self.wait_for_pending(0)
        return len(self.searched) - before

    def wait_for_pending(self, wanted: int) -> None:
        wait_for(lambda: f'cited_qa_pending{{kind="answer"}} {wanted}.0' in self.metrics())

    def metrics(self) -> str:
        return httpx.get(f"{self.address}/metrics", timeout=60).text


def wait_for(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def slow(article_path: Path) -> Iterator[Served]:
    index = Index.build([article_path])
    served = Served(index)
    settings = Settings(port=0, bounds=Bounds(workers=1), requests_per_minute=100_000)
    with in_thread(index, settings) as server:
        served.address = server.address
        yield served


def ask(slow: Served) -> httpx.Response:
    return httpx.post(f"{slow.address}/v1/ask", json=ASKED, timeout=120)


def send(slow: Served) -> socket.socket:
    """A connection that the question was sent on."""
    connection = socket.create_connection(("127.0.0.1", urlsplit(slow.address).port))
    body = json.dumps(ASKED).encode()
    head = f"Host: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    connection.sendall(f"POST /v1/ask HTTP/1.1\r\n{head}".encode() + body)
    return connection


async def call_and_leave(slow: Served) -> None:
    """Have an agent ask over HTTP, and give that up once the index is searched."""
    async with create_mcp_http_client() as http:
        transport = streamable_http_client(f"{slow.address}/mcp", http_client=http)
        async with Client(transport) as client, anyio.create_task_group() as tasks:
            before = len(slow.searched)
            slow.goes_on.clear()
            tasks.start_soon(client.call_tool, "ask", ASKED)
            while len(slow.searched) == before:
                await anyio.sleep(0.02)
            tasks.cancel_scope.cancel()


def test_clients_that_leave_end_what_is_done_for_them_and_make_room(slow: Served):
    assert slow.searches_after(lambda: ask(slow)) >= SEARCHES
    slow.goes_on.clear()
    connections = [send(slow) for _ in range(8)]
    slow.wait_for_pending(8)

    def leave() -> None:
        for connection in connections:
            connection.close()

    assert slow.searches_after(leave) < SEARCHES / 2
    assert 'status="499"' in slow.metrics()
    assert ask(slow).status_code == 200


def test_an_agent_that_leaves_ends_what_is_done_for_it(slow: Served):
    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, call_and_leave, slow).result()
    assert slow.searches_after(lambda: None) < SEARCHES / 2


def test_an_upload_that_a_stopping_server_does_not_wait_for_is_told_so_and_made_whole():
    index, begun, goes_on = (
        Index.from_texts({"mill.txt": "The mill stands."}),
        threading.Event(),
        threading.Event(),
    )
    add_copy = index.add_copy

    def held(*arguments, **named):
        begun.set()
        assert goes_on.wait(60)
        return add_copy(*arguments, **named)

    index.add_copy = held
    with ready(lambda: index, Settings(port=0)) as server, ThreadPoolExecutor(1) as pool:
        server.config.timeout_graceful_shutdown = 1
        running = threading.Thread(target=server.run, kwargs={"sockets": [server.listening]})
        running.start()
        file = {"file": ("harbour.txt", b"The harbour took 412 ships.")}
        sent = pool.submit(httpx.post, f"{server.address}/v1/documents", files=file, timeout=60)
        assert begun.wait(60)
        server.handle_exit(signal.SIGTERM, None)
        told = sent.result()
        assert (told.status_code, told.json()["type"]) == (503, "urn:cited-qa:problem:busy")
        assert "try again later" in told.json()["detail"]
        goes_on.set()
        running.join(timeout=60)
        wait_for(lambda: "harbour.txt" in index.documents)
        assert index.documents["harbour.txt"].text == "The harbour took 412 ships."
