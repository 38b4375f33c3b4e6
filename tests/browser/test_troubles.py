"""A busy server, a proxy without one, a connection that is cut: one sentence, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import STAKE, drop, served
from playwright.sync_api import expect

from index import Index

pytestmark = [pytest.mark.browser, pytest.mark.gradio]

DETAIL = "The server has as many requests of this kind as it takes; try again later."
BUSY = {
    "status": 503,
    "headers": {"content-type": "application/problem+json", "retry-after": "1"},
    "body": f'{{"title": "Busy", "status": 503, "detail": "{DETAIL}"}}',
}
PROXY = {"status": 502, "headers": {"content-type": "text/html"}, "body": "<h1>502 Bad Gateway</h1>"}
TROUBLES = {
    "busy": (lambda route: route.fulfill(**BUSY), DETAIL),
    "proxy": (lambda route: route.fulfill(**PROXY), "The server has no time for this now."),
    "cut": (lambda route: route.abort("connectionreset"), "The connection to the server was cut."),
}
LOOKED_UP = [
    ("listing", "#scope [data-open]", "#library .listing", "#library .entry"),
    ("outline", "[popovertarget=outline]", "#outline", "#outline [data-point]"),
]
UNSAID = re.compile(r"undefined|\bnull\b|\[object|Bad Gateway|errored out", re.IGNORECASE)


@pytest.fixture
def page(chromium, article_path: Path) -> Iterator:
    """A page whose requests may fail; it raises no error of its own."""
    errors: list[str] = []
    with served(Index.build([article_path])) as address, chromium.new_context() as context:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        page.locator("#pane .overview details").first.wait_for(state="attached")
        yield page
    assert not errors, "\n".join(errors)


def says_nothing_unmeant(page) -> None:
    assert not UNSAID.search(page.evaluate("document.body.innerText"))


def lookup(name: str, fails):
    """Fails one lookup of the page's script, and lets the others through."""
    return lambda route: fails(route) if f'"{name}"' in route.request.post_data else route.fallback()


def test_each_lookup_says_one_sentence_and_comes_back(page):
    for fails, sentence in TROUBLES.values():
        for name, opens, place, came in LOOKED_UP:
            page.route("**/component_server/", lookup(name, fails))
            page.locator(opens).click()
            expect(page.locator(f"{place} .lacking span")).to_have_text(sentence)
            says_nothing_unmeant(page)
            page.unroute("**/component_server/")
            page.evaluate("(place) => document.querySelector(`${place} .lacking button`)?.click()", place)
            page.locator(came).first.wait_for()
            assert page.locator(".lacking").count() == 0
            page.keyboard.press("Escape")
        page.route("**/component_server/", lookup("seek", fails))
        page.locator("[data-seek=open]").click()
        page.fill("#seek-words", "Microsoft")
        expect(page.locator("#seek .told")).to_have_text(sentence)
        page.unroute("**/component_server/")
        expect(page.locator("#seek .told")).to_have_text(re.compile(r"^\d+ found$"))
        page.fill("#seek-words", "")
        expect(page.locator("#seek .told")).to_have_text("")
        page.locator("[data-seek=close]").click()


def test_cards_and_suggestions_come_once_the_server_has_time(page):
    for fails, _ in TROUBLES.values():
        page.route("**/component_server/", fails)
        with page.expect_request("**/component_server/"):
            page.reload()
        page.locator("#transcript .welcome h2").wait_for()
        page.wait_for_timeout(500)
        says_nothing_unmeant(page)
        page.unroute("**/component_server/")
        page.locator("#pane .overview details").first.wait_for(state="attached")
        page.locator("#transcript .suggested button").first.wait_for()


def test_a_question_and_a_conversation_say_one_sentence_and_come_once_there_is_time(page):
    for number, (kind, (fails, sentence)) in enumerate(TROUBLES.items(), start=1):
        page.route("**/run/predict*", fails)
        page.fill("#question textarea", STAKE)
        page.press("#question textarea", "Enter")
        expect(page.locator("#trouble span")).to_have_text(sentence)
        says_nothing_unmeant(page)
        page.unroute("**/run/predict*")
        if kind != "busy":  # it said when to ask again, and the page does so
            page.locator("#trouble button").click()
        page.locator(f".turn.answered[data-turn='{number}']").wait_for()
        expect(page.locator("#trouble")).to_be_hidden()
        page.route("**/run/predict*", fails)
        page.reload()
        expect(page.locator("#trouble span")).to_have_text(sentence)
        says_nothing_unmeant(page)
        page.unroute("**/run/predict*")
        page.locator(f".turn.answered[data-turn='{number}']").wait_for()
        expect(page.locator("#trouble")).to_be_hidden()


def test_a_file_that_does_not_arrive_is_sent_again(page):
    for kind, (fails, sentence) in TROUBLES.items():
        for place in ("**/upload*", "**/component_server/"):
            name = f"harbour {kind} {len(place)}.txt"
            page.route(place, fails)
            drop(page, (name, f"The harbour of {name} was built in 1861 by Ada Kessler."))
            expect(page.locator("#trouble span")).to_have_text(sentence)
            says_nothing_unmeant(page)
            page.unroute(place)
            page.locator("#trouble button").click()
            page.locator("#notice .notice", has_text=f"{name} was added").wait_for()
            expect(page.locator("#trouble")).to_be_hidden()
    name = "harbour queue.txt"
    page.route("**/queue/join*", TROUBLES["busy"][0])
    drop(page, (name, "The harbour of the queue was built in 1862 by Ada Kessler."))
    expect(page.locator("#trouble span")).to_have_text(DETAIL)
    says_nothing_unmeant(page)
    page.unroute("**/queue/join*")
    page.locator("#trouble button").click()
    page.locator("#notice .notice", has_text=f"{name} was added").wait_for()


def test_a_busy_server_is_not_said_to_be_gone(page):
    page.route("**/app_id", lambda route: route.abort("connectionreset"))
    page.evaluate("""window.busy = setInterval(() => fetch("gradio_api/startup-events"), 500)""")
    page.wait_for_timeout(8000)
    assert page.locator("#lost").is_hidden()
    page.evaluate("clearInterval(window.busy)")
    page.locator("#lost").wait_for(state="visible")
    page.unroute("**/app_id")
    page.locator("#lost").wait_for(state="hidden")
