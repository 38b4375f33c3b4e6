"""Timeouts: the time that a question may take ends its work, and is told in one sentence everywhere."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from index import Index
from qa import ask
from qa.server.heads import HEAD_SECONDS

TIMEOUT = ("--timeout", "0.1")
TOLD = "It took more than 0.1 seconds; ask again later, or ask for less."
NAMES = " and ".join(f"Ab{number} Cd" for number in range(400))
LONG = {"question": "And Foo?", "history": [f"Did {NAMES} meet?"] * 3}


@pytest.fixture(scope="module")
def hasty(serve):
    with serve(*TIMEOUT, "--rate", "100000") as served:
        yield served.address


def metric(address: str, name: str) -> float:
    text = httpx.get(f"{address}/metrics", timeout=60).text
    return float(re.search(rf"^{re.escape(name)} (\S+)", text, re.MULTILINE).group(1))


def test_over_http_it_is_a_504_and_the_work_is_over(hasty: str, article_index: Index):
    began = time.process_time()
    ask(LONG["question"], article_index, LONG["history"])
    whole = time.process_time() - began

    def spent() -> float:
        before = metric(hasty, "process_cpu_seconds_total")
        given = httpx.post(f"{hasty}/v1/ask", json=LONG, timeout=60)
        assert (given.status_code, given.json()["detail"]) == (504, TOLD)
        while metric(hasty, 'cited_qa_pending{kind="long"}'):
            time.sleep(0.05)
        return metric(hasty, "process_cpu_seconds_total") - before

    # The least of some, since the server has other work too.
    assert min(spent() for _ in range(4)) < whole / 2


@pytest.mark.parametrize("transport", ["stdio", "http"])
def test_an_agent_is_told(hasty: str, qa_command: list[str], transport: str):
    async def said() -> str:
        if transport == "stdio":
            command, *arguments = qa_command
            server = StdioServerParameters(command=command, args=[*arguments, "mcp", *TIMEOUT])
            async with Client(stdio_client(server)) as client:
                return (await client.call_tool("ask", LONG)).content[0].text
        async with (
            create_mcp_http_client() as http,
            Client(streamable_http_client(f"{hasty}/mcp", http_client=http)) as client,
        ):
            return (await client.call_tool("ask", LONG)).content[0].text

    with ThreadPoolExecutor(1) as pool:
        assert TOLD in pool.submit(anyio.run, said).result()


def test_a_connection_that_does_not_say_what_it_asks_is_closed(hasty: str):
    where = (httpx.URL(hasty).host, httpx.URL(hasty).port)
    whole = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with (
        socket.create_connection(where, timeout=60) as silent,
        socket.create_connection(where, timeout=60) as half,
        socket.create_connection(where, timeout=60) as again,
    ):
        again.sendall(whole)
        while b"alive" not in again.recv(1_000):
            pass
        began = time.monotonic()
        again.sendall(whole[:20])
        half.sendall(whole[:20])
        assert [one.recv(1_000) for one in (silent, half, again)] == [b"", b"", b""]
        assert time.monotonic() - began < 3 * HEAD_SECONDS


def test_on_the_command_line_it_is_an_error(qa_here: Callable):
    history = [part for question in LONG["history"] for part in ("--history", question)]
    result = qa_here("ask", LONG["question"], *history, *TIMEOUT)
    assert result.returncode == 1
    assert TOLD in " ".join(result.stderr.split())


@pytest.mark.browser
def test_the_page_shows_it_in_the_place_of_an_answer(hasty: str, chromium):
    page = chromium.new_page()
    page.goto(hasty)
    page.fill("#question textarea", " ".join(f"w{number}" for number in range(1_600)))
    page.press("#question textarea", "Enter")
    page.locator(".turn.failed").wait_for(timeout=60_000)
    assert page.locator(".error").inner_text() == TOLD
    page.close()
