"""The chat in a real Chromium: ask, follow the citation, see the words marked."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from index import Index
from qa.app import source

pytestmark = pytest.mark.browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OFFLINE = (
    "--no-sandbox",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
SERVE = """
import sys
from index import Index
from qa.app import launch
launch(Index.build([sys.argv[1]]), port=int(sys.argv[2]), open_browser=False)
"""
AXE = Path(__file__).parent / "browser" / "axe.min.js"
HOSTILE = '<img src=x onerror="window.broken=1"><script>window.broken=1</script> {{7*7}} ${window.broken=1}'
BEGIN = "When did the partnership begin?"
STAKE = "How large is Microsoft's stake in OpenAI?"


@pytest.fixture(scope="session")
def chromium():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = f"no browser on the PATH: install one of {', '.join(BROWSERS)}"
        if os.environ.get("CITED_QA_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(OFFLINE))
        yield browser
        browser.close()


@contextlib.contextmanager
def served(index: Index) -> Iterator[str]:
    """The address of a chat over an index, in this process."""
    from qa.app.page import build_app, free_port, page_options

    blocks = build_app(index)
    port = free_port("127.0.0.1", 7900)
    _, address, _ = blocks.launch(
        server_name="127.0.0.1", server_port=port, prevent_thread_lock=True, **page_options()
    )
    yield address
    blocks.close(verbose=False)


@contextlib.contextmanager
def serving(path: Path, port: int = 7980) -> Iterator[tuple[str, Callable[[], str]]]:
    """The address of a chat in a process of its own, and what stops it as Ctrl+C does."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(path), str(port)], stderr=subprocess.PIPE, text=True
    )

    def stop() -> str:
        process.send_signal(signal.SIGINT)
        return process.communicate(timeout=20)[1]

    try:
        line = next(line for line in process.stderr if "http://" in line)
        yield re.search(r"http\S+", line).group(), stop
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def address(article_index: Index) -> Iterator[str]:
    with served(article_index) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    name = "<img src=x onerror=window.broken=1> & 'co'.txt"
    (folder / name).write_text(
        f"{HOSTILE}\nThe fee for the ferry is 40 dollars, says {HOSTILE} itself.\n", "utf-8"
    )
    (folder / "other.txt").write_text("The bridge over the river opened in 1999, says the mayor.\n", "utf-8")
    with served(Index.build([folder])) as address:
        yield address


@pytest.fixture
def long_address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A document that is long by sizes made small for the test."""
    for name, chars in (("SHORT_CHARS", 2_000), ("NEAR_CHARS", 2_000), ("PART_CHARS", 1_000)):
        monkeypatch.setattr(source, name, chars)
    lines = [f"Day {day}: nothing was seen from the tower, and the sea lay still. " * 8 for day in range(60)]
    lines[40] = "Ingrid Vestergaard bought the blue lantern for 412 crowns."
    with served(Index.from_texts({"chronicle": "\n".join([*lines, "The chronicle ends here."])})) as address:
        yield address


@pytest.fixture
def open_page(chromium) -> Iterator[Callable]:
    """Opens an address in a fresh visitor's page; no page may raise an error or ask another host."""
    contexts, errors, requests = [], [], []

    def opened(address: str, width: int = 1440, height: int = 900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.on("websocket", lambda websocket: requests.append(websocket.url))
        page.goto(address)
        page.locator("#pane article").first.wait_for(state="attached")
        page.locator("#transcript").locator(".welcome, .turn").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []
    hosts = {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


def ask(page, question: str, outcome: str = "answered") -> None:
    before = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator(f".turn.{outcome}[data-turn='{before + 1}']").wait_for()


def settle(page) -> None:
    """Wait until the source has stopped scrolling."""
    page.evaluate(
        """() => new Promise((done) => {
            const pane = document.querySelector("#pane");
            let last = -1, still = 0;
            const look = () => {
                still = pane.scrollTop === last ? still + 1 : 0;
                last = pane.scrollTop;
                still > 8 ? done() : requestAnimationFrame(look);
            };
            look();
        })"""
    )


def current_words(page) -> str:
    return "".join(page.locator("#pane mark.current").all_inner_texts())


def is_in_view(page, selector: str) -> bool:
    settle(page)
    return page.evaluate(
        """(selector) => {
            const box = document.querySelector(selector).getBoundingClientRect();
            const pane = document.querySelector("#pane").getBoundingClientRect();
            return box.height > 0 && box.top >= pane.top && box.top < pane.bottom;
        }""",
        selector,
    )


def test_a_question_is_answered_and_its_citation_leads_to_the_marked_words(open_page, address):
    page = open_page(address)
    ask(page, STAKE)
    assert page.locator(".short").inner_text() == "27%"
    anchor = page.locator(".turn a.cite").first
    assert anchor.inner_text() == "1"
    page.evaluate("document.querySelector('#pane').scrollTo(0, 1e6)")
    settle(page)
    anchor.click()
    assert is_in_view(page, "#pane mark.current")
    quote = page.locator(".evidence blockquote").first.inner_text()
    assert current_words(page) == re.sub(r"\s*1$", "", quote)
    assert page.locator("#pane mark.current.exact").inner_text() == "27%"
    assert anchor.get_attribute("aria-current") == "true"


def test_an_example_is_asked_by_a_click(open_page, address):
    page = open_page(address)
    page.get_by_role("button", name="How much Azure").click()
    page.locator(".turn.answered").wait_for()
    assert page.locator(".short").inner_text() == "$250 billion"


def test_a_refusal_says_so_and_leads_to_the_closest_passages(open_page, address):
    page = open_page(address)
    ask(page, "What is the capital of France?", "refused")
    assert page.locator(".refusal").inner_text() == "The document does not say."
    assert "France" in page.locator(".missing").inner_text()
    assert page.locator("#pane mark.current").count() == 0
    card = page.locator("a.card").last
    card.click()
    assert is_in_view(page, "#pane mark.current")
    excerpt = card.locator(".excerpt").inner_text().removesuffix(" …")
    assert excerpt[:60] in current_words(page)


def test_hostile_words_in_question_document_and_name_show_as_text(open_page, hostile_address):
    page = open_page(hostile_address)
    ask(page, f"How much is the fee for the ferry? {HOSTILE}", "answered, .turn.refused")
    ask(page, "How much is the fee for the ferry?")
    page.locator(".turn a.cite").first.click()
    settle(page)
    page.locator(".turn summary").first.click()
    assert HOSTILE in page.locator("#pane article:not([hidden])").inner_text()
    assert HOSTILE in page.locator(".asked").first.inner_text()
    assert "<img src=x onerror=window.broken=1> & 'co'.txt" in page.locator("#pane header").first.inner_text()
    assert page.evaluate("window.broken") is None
    assert page.locator("#transcript img, #pane img, #transcript script, #pane script").count() == 0


def test_a_citation_of_another_document_opens_it(open_page, hostile_address):
    page = open_page(hostile_address)
    ask(page, "When did the bridge open?")
    assert page.locator("#pane article:not([hidden])").get_attribute("data-document") == "other.txt"
    assert is_in_view(page, "#pane mark.current")


def test_the_keyboard_walks_citations_clears_marks_and_finds_the_question(open_page, address):
    page = open_page(address)
    ask(page, STAKE)
    page.keyboard.press("Escape")
    assert page.locator("#pane mark.current").count() == 0
    page.keyboard.press("ArrowRight")
    first = current_words(page)
    page.keyboard.press("ArrowRight")
    assert current_words(page) != first
    page.keyboard.press("ArrowLeft")
    assert current_words(page) == first
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('#question textarea')")
    assert page.locator("#question textarea").input_value() == ""


def test_a_click_on_marked_words_selects_their_citation(open_page, address):
    page = open_page(address)
    ask(page, STAKE)
    page.locator("#pane mark.active:not(.current)").first.click()
    assert page.locator("a.cite.current").inner_text() == "2"


def test_a_reload_comes_back_to_the_same_question_and_words(open_page, address):
    page = open_page(address)
    ask(page, STAKE)
    page.locator("a.cite").last.click()
    words = current_words(page)
    page.reload()
    page.locator(".turn.answered").wait_for()
    page.locator("#pane mark.current").first.wait_for()
    assert page.locator(".asked").inner_text() == STAKE
    assert current_words(page) == words
    assert is_in_view(page, "#pane mark.current")


def test_two_visitors_do_not_see_each_other(open_page, address):
    one, other = open_page(address), open_page(address)
    ask(one, STAKE)
    ask(other, BEGIN)
    ask(one, "How much Azure does OpenAI commit to buy?")
    assert one.locator(".asked").all_inner_texts() == [STAKE, "How much Azure does OpenAI commit to buy?"]
    assert other.locator(".asked").all_inner_texts() == [BEGIN]


def test_a_narrow_screen_shows_one_side_and_a_citation_opens_the_other(open_page, address):
    page = open_page(address, width=390, height=844)
    assert not page.locator("#source").is_visible()
    ask(page, STAKE)
    page.locator("a.cite").last.click()
    assert page.locator("#source").is_visible()
    assert is_in_view(page, "#pane mark.current")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("tab", name="Conversation").click()
    assert page.locator("#transcript").is_visible()


def test_a_question_beyond_the_limit_is_refused_in_words_and_the_chat_goes_on(open_page, address):
    page = open_page(address)
    ask(page, "stake " * 8_000, "failed")
    assert "shorten it" in page.locator(".error").inner_text()
    ask(page, "?!", "failed")
    ask(page, STAKE)
    assert page.locator(".short").inner_text() == "27%"


def test_an_answer_is_copied_with_its_place(open_page, address):
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, STAKE)
    page.get_by_role("button", name="Copy as Markdown").click()
    page.locator("button.done").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "**27%**" in copied
    assert "microsoft-openai-deal.txt, line 1" in copied


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_axe_finds_nothing_to_mend(open_page, address, width, scheme):
    page = open_page(address, width=width, color_scheme=scheme)
    check = AXE.read_text(encoding="utf-8")
    found = [check_with(page, check)]
    ask(page, STAKE)
    ask(page, "What is the capital of France?", "refused")
    for summary in page.locator(".turn summary").all():
        summary.click()
    found.append(check_with(page, check))
    page.locator("a.cite").first.click()
    settle(page)
    found.append(check_with(page, check))
    assert found == [[], [], []]


def check_with(page, check: str) -> list[str]:
    page.evaluate(check)
    violations = page.evaluate("axe.run()")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in violations]


def test_ten_visitors_at_once_are_all_answered(open_page, address):
    pages = [open_page(address) for _ in range(10)]
    for page in pages:
        page.fill("#question textarea", STAKE)
    for page in pages:
        page.press("#question textarea", "Enter")
    for page in pages:
        page.locator(".turn.answered").wait_for()
        assert page.locator(".short").inner_text() == "27%"


def test_motion_is_left_out_where_it_is_not_wanted(open_page, address):
    page = open_page(address, reduced_motion="reduce")
    ask(page, STAKE)
    page.locator("a.cite").last.click()
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_long_document_is_written_as_it_is_read(open_page, long_address):
    page = open_page(long_address)
    ask(page, "Who bought the blue lantern?")
    assert is_in_view(page, "#pane mark.current")
    assert "Ingrid Vestergaard" in current_words(page)
    assert page.locator("#pane .part:empty").count() > 10
    page.evaluate("document.querySelector('#pane').scrollTo({top: 1e9, behavior: 'instant'})")
    page.locator("#pane .part:last-child > p").first.wait_for()
    assert "The chronicle ends here." in page.locator("#pane .part").last.inner_text()


def test_a_page_outlives_its_server(open_page, article_path: Path):
    with serving(article_path) as (address, stop):
        page = open_page(address)
        ask(page, STAKE)
        stop()
        page.locator("#lost").wait_for(state="visible")
        with serving(article_path, urlsplit(address).port):
            page.locator("#lost").wait_for(state="hidden")
            page.locator(".turn.answered").wait_for()
            assert page.locator(".asked").inner_text() == STAKE


def test_launch_prints_its_address_takes_the_next_free_port_and_stops(article_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(article_path, port) as (address, stop):
            chosen = urlsplit(address)
            assert chosen.hostname == "127.0.0.1"
            assert port < chosen.port < port + 100
            with socket.create_connection(("127.0.0.1", chosen.port), timeout=5) as connection:
                connection.sendall(b"HEAD / HTTP/1.0\r\n\r\n")
                assert b"200" in connection.recv(64)
            said = stop()
    assert "Traceback" not in said
