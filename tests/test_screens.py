"""The screens beside each other: what Python, the command line, HTTP and MCP say to the same question."""

from __future__ import annotations

import html
import json
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from talking import post

from index import Index, Limits
from qa import ask
from qa.app.desk import Desk
from qa.service import Service

STAKE = "How large is Microsoft's stake in OpenAI?"
FRANCE = "What is the capital of France?"
QUERY = "How much Azure does OpenAI buy?"


@pytest.fixture(scope="module")
def address(serve_here) -> Iterator[str]:
    with serve_here(max_upload_bytes=2_000) as address:
        yield address


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
def test_an_answer_is_the_same_json_on_every_screen(address, tool, qa_here, article_index, question):
    from_python = ask(question, article_index).to_dict()
    assert post(f"{address}/v1/ask", json={"question": question}).json() == from_python
    assert json.loads(qa_here("ask", question, "--json").stdout) == from_python
    told = tool("ask", question=question)
    few = from_python | {"nearest": from_python["nearest"][:3]}
    assert told.structured_content == few
    assert json.loads(told.content[0].text) == few


def test_hits_are_the_same_json_on_every_screen(address, tool, qa_here):
    found = post(f"{address}/v1/search", json={"query": QUERY, "k": 4}).json()
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3, 4]
    assert json.loads(qa_here("search", QUERY, "-k", "4", "--json").stdout) == found
    assert tool("search", query=QUERY, k=4).structured_content == found


NO_WORD = "There is no word in the question; ask something."
LONG = "The question has 10,001 characters and may have 10,000; shorten it."
UNKNOWN = "other.txt: the index holds no such document; "
COUNT = "A search finds 1 to 100 passages, not {}; ask for as many."
SURE = "A confidence lies between 0 and 1, and 2 does not; give one that does."
# What helps where there is no such document, by screen.
HELPS = {
    "terminal": "see `qa index list`.",
    "http": "see GET /v1/documents.",
    "tools": "see `list_documents`.",
}


@pytest.mark.parametrize(
    ("what", "asked", "options", "said"),
    [
        ("ask", {"question": ""}, [""], NO_WORD),
        ("ask", {"question": "?!"}, ["?!"], NO_WORD),
        ("ask", {"question": "x" * 10_001}, ["x" * 10_001], LONG),
        ("ask", {"question": "So?", "history": ["x" * 10_001]}, ["So?", "--history", "x" * 10_001], LONG),
        ("ask", {"question": STAKE, "threshold": 2}, [STAKE, "--threshold", "2"], SURE),
        ("ask", {"question": STAKE, "document": "other.txt"}, [STAKE, "--document", "other.txt"], UNKNOWN),
        ("search", {"query": ""}, [""], NO_WORD),
        ("search", {"query": "x" * 10_001}, ["x" * 10_001], LONG),
        ("search", {"query": QUERY, "document": "other.txt"}, [QUERY, "--document", "other.txt"], UNKNOWN),
        ("search", {"query": QUERY, "k": 0}, [QUERY, "-k", "0"], COUNT.format(0)),
        ("search", {"query": QUERY, "k": 101}, [QUERY, "-k", "101"], COUNT.format(101)),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_the_same_words(
    address, tool, qa_here, refused, what, asked, options, said
):
    ends = HELPS if said is UNKNOWN else dict.fromkeys(HELPS, "")
    told = qa_here(what, *options)
    refused(told)
    assert told.stderr == f"{said}{ends['terminal']}\n"
    answered = post(f"{address}/v1/{what}", json=asked)
    assert answered.status_code in (404, 422)
    assert answered.json()["detail"] == f"{said}{ends['http']}"
    by_tool = tool(what, **asked)
    assert by_tool.is_error
    assert by_tool.content[0].text.endswith(f"{said}{ends['tools']}")
    if what == "ask" and set(asked) == {"question"} and asked["question"]:
        assert said in on_page(lambda desk: desk.answer(desk.ask(json.dumps(asked), None)[-1]))


def on_page(use: Callable[[Desk], Sequence[Any]], uploads: Path = Path()) -> str:
    """What the page says at the end, over a service of its own, in plain words."""
    index = Index.from_texts({"old.txt": "The old mill stands by the river."})
    service = Service(lambda: index, limits=Limits(max_bytes=2_000))
    shown = "".join(map(str, use(Desk(service, lambda: "", uploads))[:4]))
    service.close()
    return html.unescape(re.sub("<[^>]+>", "", shown))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b" ", "there is no text in it; give a document with words."),
        (
            "binary.txt",
            bytes(range(256)) * 4,
            "it looks like a binary file, not text; convert it",
        ),
        ("song.mp3", b"ID3", "this kind of file cannot be read; give one of .csv,"),
        ("large.txt", b"word " * 500, "bytes and may have 2,000; split it first or "),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_file_that_cannot_be_read_is_refused_in_the_same_words(
    address, qa_here, refused, tmp_path, name, content, said
):
    (tmp_path / name).write_bytes(content)
    told = qa_here("index", "build", name, "--max-bytes", "2000", cwd=tmp_path)
    refused(told, name, said)
    posted = post(f"{address}/v1/documents", files={"file": (name, content)})
    assert posted.status_code in (413, 415, 422)
    assert said in posted.json()["detail"]
    token = f"{secrets.token_hex(32)}/{secrets.token_hex(16)}"
    (tmp_path / token).parent.mkdir()
    (tmp_path / token).write_bytes(content)
    order = json.dumps({"files": [{"name": name, "token": token}]})
    shown = on_page(lambda desk: list(desk.add(order, None))[-1], tmp_path)
    assert f"{name}: " in shown
    assert said in shown
