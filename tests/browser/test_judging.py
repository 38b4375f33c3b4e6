"""Judging in the browser: thumbs, test questions that `qa eval` reads, and the conversation taken along."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import HOSTILE, STAKE, ask, keep, notice, served

from index import Index

pytestmark = pytest.mark.browser
CAPITAL = "What is the capital of France?"


@pytest.fixture
def kept(article_path: Path, tmp_path: Path) -> Index:
    return Index.build([article_path], path=tmp_path / "index")


@pytest.fixture
def kept_address(kept: Index) -> Iterator[str]:
    with served(kept) as address:
        yield address


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def saved(page, words: str) -> None:
    page.locator("#notice .notice", has_text=words).wait_for()


def test_a_thumb_is_given_changed_and_taken_back(open_page, kept_address, kept):
    page = open_page(kept_address)
    ask(page, STAKE)
    page.locator(".turn summary").click()
    up, down = (page.get_by_role("button", name=name, exact=True) for name in ("Right", "Wrong"))
    up.click()
    page.locator("[data-rating=up][aria-pressed=true]").wait_for()
    assert page.evaluate("document.activeElement.dataset.rating") == "up"
    assert page.locator(".turn details[open]").count() == 1
    down.click()
    page.locator("[data-rating=down][aria-pressed=true]").wait_for()
    assert up.get_attribute("aria-pressed") == "false"
    assert [row["rating"] for row in lines(kept.path / "feedback.jsonl")] == ["down"]
    page.reload()
    page.locator("[data-rating=down][aria-pressed=true]").wait_for()
    page.locator(".turn summary").click()
    down.click()
    page.locator("[data-rating=down][aria-pressed=false]").wait_for()
    assert lines(kept.path / "feedback.jsonl") == []


def test_a_conversation_comes_back_where_its_ratings_cannot_be_read(open_page, kept_address, kept):
    page = open_page(kept_address)
    ask(page, STAKE)
    (kept.path / "feedback.jsonl").write_text("no JSON\n")
    page.reload()
    saved(page, "feedback.jsonl, line 1: it is no JSON object with an id; mend the line.")
    assert page.locator(".short").inner_text() == "27%"


def test_saved_questions_are_read_by_the_real_evaluation(open_page, kept_address, kept, run_qa):
    page = open_page(kept_address)
    ask(page, STAKE)
    keep(page, 1)
    saved(page, "Saved to questions.jsonl")
    page.reload()
    page.locator("[data-save='1'].done").wait_for(state="attached")
    keep(page, 1)
    saved(page, "It stands in questions.jsonl already")
    ask(page, CAPITAL, "refused")
    keep(page, 2)
    saved(page, "Saved to questions.jsonl")
    ask(page, "Who verifies AGI?")
    page.locator("[data-rate='3'][data-rating=down]").click()
    page.locator("[data-rate='3'][aria-pressed=true]").wait_for()
    keep(page, 3)
    page.locator("#sheet[open]").wait_for()
    page.get_by_role("radio", name="The document does not say").check()
    page.locator("#sheet").get_by_role("button", name="Keep as a test").click()
    page.locator(".turn[data-turn='3'] .link.done").wait_for(state="attached")
    rows = lines(kept.path / "questions.jsonl")
    assert [(row["question"], row["answerable"]) for row in rows] == [
        (STAKE, True), (CAPITAL, False), ("Who verifies AGI?", False),
    ]  # fmt: skip
    assert rows[2]["history"] == [STAKE, CAPITAL]
    done = run_qa("eval", kept.path / "questions.jsonl", "--index", kept.path)
    assert done.returncode == 0, done.stderr
    assert "3 questions" in " ".join(done.stdout.split())


def test_without_a_folder_the_line_is_offered_to_take_along(open_page, address):
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, STAKE)
    keep(page)
    page.locator("#sheet[open]").wait_for()
    assert "This index is in memory" in page.locator("#sheet").inner_text()
    with page.expect_download() as started:
        page.locator("#sheet").get_by_role("button", name="Download").click()
    assert started.value.suggested_filename == "questions.jsonl"
    row = json.loads(Path(started.value.path()).read_text("utf-8"))
    assert row["answers"] == ["27%"]
    page.locator("#sheet").get_by_role("button", name="Copy").click()
    page.locator("#sheet .done").wait_for()
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == row
    page.keyboard.press("Escape")
    page.locator("#sheet").wait_for(state="hidden")


def test_the_conversation_is_exported_with_places_and_offsets(open_page, address, article_text):
    page = open_page(address)
    assert not page.get_by_role("button", name="Export the conversation").is_visible()
    ask(page, STAKE)
    ask(page, f"What is {HOSTILE}?", "answered|refused")
    files = {}
    for label in ("Markdown", "JSON"):
        page.get_by_role("button", name="Export the conversation").click()
        with page.expect_download() as started:
            page.locator("#export").get_by_role("button", name=label).click()
        files[label] = Path(started.value.path()).read_text("utf-8")
        assert started.value.suggested_filename.startswith("conversation-20")
    assert "**27%**" in files["Markdown"]
    assert "[1] microsoft-openai-deal.txt, line 1" in files["Markdown"]
    assert "\\<script\\>" in files["Markdown"]
    turns = json.loads(files["JSON"])["turns"]
    assert turns[0]["question"] == STAKE
    citation = turns[0]["answer"]["citations"][0]
    assert article_text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_reload_asks_literal_words_literally_and_a_link_tells_what_it_leaves_out(open_page, address):
    page = open_page(address)
    ask(page, STAKE)
    ask(page, "Since when?", "answered|refused")
    page.locator("[data-literal]").first.click()
    page.locator(".turn[data-turn='3'][data-alone]:not(.pending)").wait_for()
    ask(page, "stake " * 100, "answered|refused")
    assert "leaves this question out" in page.locator(".turn[data-turn='4']").inner_text()
    searched = page.locator(".turn[data-turn='2'] q").first.inner_text()
    page.reload()
    page.locator(".turn[data-turn='4']").wait_for()
    assert page.locator(".turn[data-alone]").count() == 1
    assert page.locator(".turn[data-turn='2'] q").first.inner_text() == searched
    page.evaluate("localStorage.removeItem('conversations')")
    for _ in range(2):
        page.reload()
        page.locator(".turn[data-turn='3']").wait_for()
        assert page.locator(".turn").count() == 3
        assert "no room to keep 1 earlier question" in page.locator("#transcript .left").inner_text()
        notice(page, "no room to keep 1 earlier question")
