"""The page's documents and judgements as markup: what was removed says so, and what is hostile stays text."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from index import Document, Index
from index.limits import Limits
from qa import ask
from qa.app.export import Format, export
from qa.app.shelf import (
    render_added,
    render_besides,
    render_clash,
    render_library,
    render_listing,
    render_scope,
    render_step,
)
from qa.app.transcript import KEPT_QUESTIONS, render_transcript
from qa.app.turn import Turn
from qa.keeping.adding import Added, Indexing
from qa.keeping.feedback import Rating
from qa.wire import Listed

HOSTILE = "<img src=x onerror=alert(1)> & 'co'.txt"
TEXT = "The stake is 27% of the company. It was agreed in May."


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({HOSTILE: TEXT})


@pytest.fixture(scope="module")
def turn(index: Index) -> Turn:
    question = "How large is the stake?"
    answer = ask(question, index)
    assert answer.answered
    return Turn(question, answer, documents=dict(index.documents.items()))


def test_a_citation_of_a_removed_or_replaced_document_says_so_and_leads_nowhere(turn):
    assert "data-cite" in render_transcript([turn], turn.documents)
    removed = render_transcript([turn], {})
    replaced = render_transcript([turn], {HOSTILE: Document.from_text(HOSTILE, "Another text.")})
    for shown, fate in ((removed, "removed since"), (replaced, "replaced since")):
        assert fate in shown
        assert "line 1" in shown
        assert "data-cite" not in shown


def test_a_wrong_answer_offers_what_would_have_been_right(turn):
    judged = Turn(turn.question, turn.answer, documents=turn.documents, rating=Rating.DOWN)
    shown = render_transcript([judged], turn.documents)
    assert 'value="refuse"' in shown
    assert 'value="1"' in shown
    assert "<template" not in render_transcript([turn], turn.documents)


def test_the_address_s_limits_are_told(turn):
    assert "leaves this question out" in render_transcript([Turn("word " * 200)], {})
    said, most = "keeps the last 100 questions", KEPT_QUESTIONS
    assert said not in render_transcript([turn] * most, turn.documents)
    assert said in render_transcript([turn] * (most + 1), turn.documents)
    assert "no room to keep 2 earlier questions" in render_transcript([turn], turn.documents, left_out=2)


def test_the_list_has_all_first_and_finds_by_name_and_title():
    entries = [Listed("a.txt", "", 1, 9, None), Listed(HOSTILE, "Ferry <b>times</b>", 2_000, 9, None)]
    whole = render_listing(entries, scope=["a.txt"])
    assert whole.index("All documents") < whole.index("a.txt")
    assert "2 documents · 2,001 words" in whole
    assert "<img" not in whole
    assert "<b>" not in whole
    assert "a.txt" not in render_listing(entries, "FERRY onerror")
    assert "No document has these words" in render_listing(entries, "nowhere")
    assert "There is no document yet." in render_listing([])
    many = [Listed(f"{n}.txt", "", 1, 9, None) for n in range(612)]
    assert "112 more" in render_listing(many)


@pytest.mark.parametrize(
    "markup",
    [
        render_scope([HOSTILE], 3),
        render_clash([HOSTILE] * 7, new=2),
        render_step(Indexing(12), HOSTILE, "1 of 2"),
        render_added([Added(HOSTILE, 12)], in_memory=True),
        render_besides(Added(HOSTILE, 12, aside=HOSTILE)),
        render_library(Limits(), in_memory=True),
    ],
)
def test_no_name_becomes_markup(markup):
    assert "<img" not in markup


def test_an_export_has_words_places_and_offsets_and_escapes_what_is_hostile(turn, index):
    turns = [turn, Turn("# <script> *bold*", error="It failed.", only=(HOSTILE,))]
    now = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    markdown = export(turns, Format.MARKDOWN, now)
    assert markdown.name == "conversation-2026-01-02-0304.md"
    assert "> The stake is **27%** of the company." in markdown.content
    assert ", line 1" in markdown.content
    assert "\\<img src=x onerror=alert(1)\\> \\& 'co'.txt" in markdown.content
    assert "**\\# \\<script\\> \\*bold\\***" in markdown.content
    told = json.loads(export(turns, Format.JSON, now).content)["turns"]
    assert told[0]["answer"] == turn.answer.to_dict()
    assert told[1]["error"] == "It failed."


def test_lines_of_a_quotation_open_no_list():
    text = "- one thing\n1. another\n=== underline\n+ third"
    index = Index.from_texts({"list.txt": text})
    answer = ask("Is there one thing?", index, threshold=0.0)
    turn = Turn("Is there one thing?", answer, documents=dict(index.documents.items()))
    lines = export([turn], Format.MARKDOWN, datetime.now(UTC)).content.splitlines()
    assert not [line for line in lines if line.startswith(("> - ", "> 1. ", "> ===", "> + "))]
