"""Suggested questions: to begin with, and to go on with from an answer; each of them works."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import ask, faults, served

from index import Index
from qa import bundled

pytestmark = pytest.mark.browser
MINUTES = Path(__file__).parents[1] / "benchmarks" / "kinds" / "minutes.txt"
# The server has no time when it is asked the next time, as it says by null.
BUSY_ONCE = """() => {
    const { suggested } = citedQA;
    citedQA.suggested = async () => {
        citedQA.suggested = suggested;
        return null;
    };
}"""


def test_what_is_suggested_is_answered_with_high_confidence_and_leads_on(open_page):
    with served(Index.build([MINUTES])) as address:
        page = open_page(address)
        first = page.locator(".welcome [data-ask]").first
        question = first.inner_text()
        page.evaluate(BUSY_ONCE)
        first.click()
        page.locator(".turn.answered").wait_for()
        assert page.locator(".asked").inner_text() == question
        assert "High confidence" in page.locator(".turn .confidence").inner_text()
        onward = page.locator(".suggested.next [data-ask]").first
        onward.wait_for()
        assert onward.get_attribute("data-ask") != question
        assert faults(page) == []
        onward.click()
        page.locator(".turn.answered[data-turn='2']").wait_for()
        assert page.locator(".turn[data-turn='2'] .confidence.high").count() == 1
        assert page.locator(".suggested.next").count() == 1


def test_what_is_suggested_is_of_the_documents_that_are_asked(open_page):
    def told(page) -> list[str]:
        return page.locator(".welcome [data-ask]").all_inner_texts()

    with served(Index.build([bundled.article()])) as address:
        page = open_page(address)
        page.locator(".welcome [data-ask]").first.wait_for()
        assert set(told(page)) & set(bundled.QUESTIONS)
        page.set_input_files("#files", MINUTES)
        page.locator(".welcome [data-ask]", has_text="What are these documents about?").wait_for()
        assert len(set(told(page)) - set(bundled.QUESTIONS)) > 2
        ask(page, told(page)[0])
        page.get_by_role("button", name="New conversation").first.click()
        page.locator(".welcome [data-ask]", has_text="What are these documents about?").wait_for()
        page.locator("#scope .scope").click()
        page.locator(f"#library .among[value='{MINUTES.name}']").check()
        page.keyboard.press("Escape")
        page.locator(".welcome [data-ask]", has_text="What is this document about?").wait_for()
        assert not set(told(page)) & set(bundled.QUESTIONS)
        assert len(told(page)) == 4
