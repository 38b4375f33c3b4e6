"""Suggested questions: to begin with, and to go on with from an answer; each of them works."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import faults, served

from index import Index

pytestmark = pytest.mark.browser
MINUTES = Path(__file__).parents[1] / "benchmarks" / "kinds" / "minutes.txt"


def test_what_is_suggested_is_answered_with_high_confidence_and_leads_on(open_page):
    with served(Index.build([MINUTES])) as address:
        page = open_page(address)
        first = page.locator(".welcome [data-ask]").first
        question = first.inner_text()
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
