"""The screens beside each other: what Python, the command line, HTTP and MCP say to the same question."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from qa import ask

STAKE = "How large is Microsoft's stake in OpenAI?"
FRANCE = "What is the capital of France?"
QUERY = "How much Azure does OpenAI buy?"


@pytest.fixture(scope="module")
def address(serve) -> Iterator[str]:
    with serve("--rate", "100000") as served:
        yield served.address


@pytest.fixture(scope="module")
def tool(address) -> Callable[..., Any]:
    """Calls a tool over MCP, and gives its result."""

    async def called(name: str, arguments: dict[str, Any]) -> Any:
        async with Client(streamable_http_client(f"{address}/mcp")) as client:
            return await client.call_tool(name, arguments)

    def call(name: str, **arguments: Any) -> Any:
        # In a thread of its own: in this one the browser tests' event loop may be running.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(anyio.run, called, name, arguments).result()

    return call


@pytest.mark.parametrize("question", [STAKE, FRANCE])
def test_an_answer_is_the_same_json_on_every_screen(address, tool, run_qa, article_index, question):
    from_python = ask(question, article_index).to_dict()
    assert httpx.post(f"{address}/v1/ask", json={"question": question}).json() == from_python
    assert json.loads(run_qa("ask", question, "--json").stdout) == from_python
    told = tool("ask", question=question)
    few = from_python | {"nearest": from_python["nearest"][:3]}
    assert told.structured_content == few
    assert json.loads(told.content[0].text) == few


def test_hits_are_the_same_json_on_every_screen(address, tool, run_qa):
    found = httpx.post(f"{address}/v1/search", json={"query": QUERY, "k": 4}).json()
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3, 4]
    assert json.loads(run_qa("search", QUERY, "-k", "4", "--json").stdout) == found
    assert tool("search", query=QUERY, k=4).structured_content == found
