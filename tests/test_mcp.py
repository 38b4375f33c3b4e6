"""The tools for agents, by the MCP SDK's own client against the real processes, on both transports."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from talking import get, post

KEY = "correct horse battery staple"
STAKE = "How large is Microsoft's stake in OpenAI?"
NAME = "microsoft-openai-deal.txt"


@pytest.fixture(scope="module")
def address(serve_here):
    with serve_here(api_key=KEY) as address:
        yield address


@pytest.fixture(params=["stdio", "http", "http, protocol of 2025"])
def connect(request: pytest.FixtureRequest, qa_command: list[str]) -> Callable:
    """Opens a client on one transport after another."""

    @asynccontextmanager
    async def connected() -> AsyncIterator[Client]:
        if request.param == "stdio":
            command, *arguments = qa_command
            server = StdioServerParameters(command=command, args=[*arguments, "mcp"], env=dict(os.environ))
            async with Client(stdio_client(server)) as client:
                yield client
            return
        address = request.getfixturevalue("address")
        mode = "legacy" if "2025" in request.param else "auto"
        async with create_mcp_http_client(headers={"Authorization": f"Bearer {KEY}"}) as http:
            transport = streamable_http_client(f"{address}/mcp", http_client=http)
            async with Client(transport, mode=mode) as client:
                yield client

    if request.param != "stdio":
        request.getfixturevalue("address")
    return connected


def run(talk: Callable) -> None:
    """In a thread of its own: in this one the browser tests' event loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, talk).result()


def test_an_agent_asks_searches_reads_and_lists(connect, article_text):
    async def talk() -> None:
        async with connect() as client:
            listed = await client.list_tools()
            assert {tool.name for tool in listed.tools} == {
                "ask", "search", "read_passage", "overview", "list_documents"
            }  # fmt: skip
            assert all(tool.output_schema and tool.description for tool in listed.tools)

            answer = (await client.call_tool("ask", {"question": STAKE})).structured_content
            assert answer["answered"] is True
            for citation in answer["citations"]:
                assert article_text[citation["start"] : citation["end"]] == citation["quote"]
            first = answer["citations"][0]
            assert article_text[first["span_start"] : first["span_end"]] == "27%"

            where = {name: first[name] for name in ("document", "start", "end")}
            read = (await client.call_tool("read_passage", where | {"context": 40})).structured_content
            assert (read["start"], read["end"]) == (max(0, first["start"] - 40), first["end"] + 40)
            assert read["text"] == article_text[read["start"] : read["end"]]

            found = (await client.call_tool("search", {"query": "Azure", "k": 2})).structured_content["hits"]
            assert len(found) == 2
            assert all(
                article_text[one["start"] : one["end"]] == one["text"]
                for one in (hit["passage"] for hit in found)
            )

            wanted = {"document": NAME, "questions": True}
            told = (await client.call_tool("overview", wanted)).structured_content
            assert "How large is Microsoft's stake in OpenAI?" in told["questions"]
            assert all(article_text[one["start"] : one["end"]] == one["quote"] for one in told["sentences"])

            documents = (await client.call_tool("list_documents", {})).structured_content
            assert documents["documents"][0]["name"] == NAME
            assert documents["documents"][0]["characters"] == len(article_text)

    run(talk)


@pytest.mark.parametrize("connect", ["http"], indirect=True)
def test_a_refusal_and_errors_are_told_in_words(connect):
    async def talk() -> None:
        async with connect() as client:
            refused = (
                await client.call_tool("ask", {"question": "What is the capital of France?"})
            ).structured_content
            assert (refused["answered"], refused["citations"]) == (False, [])
            assert "France" in refused["missing"] or "france" in refused["missing"]
            unknown = await client.call_tool(
                "read_passage", {"document": "/etc/passwd", "start": 0, "end": 9}
            )
            assert unknown.is_error
            assert "no such document" in unknown.content[0].text
            for arguments in ({"question": "?!"}, {"question": "x" * 10_001}, {}):
                assert (await client.call_tool("ask", arguments)).is_error
            far = await client.call_tool("list_documents", {"offset": 10**30})
            assert "less than or equal" in far.content[0].text
            backwards = await client.call_tool("read_passage", {"document": NAME, "start": 9, "end": 1})
            assert "exchange" in backwards.content[0].text

    run(talk)


def test_over_http_the_guard_stands_before_it(address):
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accept = {"Accept": "application/json, text/event-stream"}
    assert post(f"{address}/mcp", json=call, headers=accept).status_code == 401
    keyed = accept | {"Authorization": f"Bearer {KEY}"}
    assert post(f"{address}/mcp", json=call, headers=keyed | {"Host": "evil.example"}).status_code == 421
    listening = get(f"{address}/mcp", headers=keyed | {"Accept": "text/event-stream"})
    assert (listening.status_code, listening.headers["Allow"]) == (405, "POST")
    other = keyed | {"Origin": "http://evil.example"}
    assert post(f"{address}/mcp", json=call, headers=other).status_code == 403


def test_on_standard_output_there_is_nothing_but_the_protocol(qa_command, tmp_path: Path):
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    asked = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": STAKE}},
    }
    process = subprocess.Popen(
        [*qa_command, "mcp"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    for message in (hello, ready, asked):
        process.stdin.write(json.dumps(message).encode() + b"\n")
    process.stdin.flush()
    lines = [json.loads(process.stdout.readline()) for _ in range(2)]
    rest, _ = process.communicate(timeout=60)
    assert rest == b""
    assert [line["id"] for line in lines] == [1, 2]
    assert lines[1]["result"]["structuredContent"]["span"] == "27%"
    assert process.returncode == 0
