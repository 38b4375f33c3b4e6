"""The server's answers: what Python gives, over HTTP, and what its description shows."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter
from talking import NAME, STAKE, text_of

from index import Index
from qa import Answer, ask, overview
from qa.server.models import EXAMPLES
from qa.wire import in_json


@pytest.fixture(scope="module")
def server(serve):
    with serve("--rate", "100000") as served:
        yield served


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=server.address, timeout=60) as client:
        yield client


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


def test_a_visitor_whom_the_page_does_not_know_costs_the_log_nothing(client, server):
    known = server.log()
    with httpx.stream(
        "GET", f"{server.address}/gradio_api/queue/data?session_hash=nobody", timeout=60
    ) as news:
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


def test_the_log_is_quiet_while_all_is_well(client, server):
    client.post("/v1/ask", json={"question": STAKE})
    client.get("/v1/documents/nothing.txt")
    client.get("/metrics")
    assert "access" not in server.log()
    assert STAKE not in server.log()
