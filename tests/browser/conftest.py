"""What the browser tests share: a Chromium, pages in it, and chats to open there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from index import Index
from qa.app import source

sys.path.insert(0, str(Path(__file__).parent))

from driving import HOSTILE, STAKE, ask, served, watch

expect.set_options(timeout=60_000)
# What a visitor leaves in the browser; not the cache.
STORED = "cookies,local_storage,indexeddb,service_workers,cache_storage"


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


@pytest.fixture(scope="session")
def visitors(chromium) -> Iterator[list]:
    """Contexts that are free to be a new visitor's; their caches hold the page's scripts."""
    free: list = []
    yield free
    for context in free:
        context.close()


@contextmanager
def visited(chromium, visitors: list, options: dict) -> Iterator:
    """A context that has been nowhere but for what its cache holds; one with options of its own is new."""
    if options:
        with chromium.new_context(**options) as context:
            yield context
        return
    context = visitors.pop() if visitors else chromium.new_context()
    if not context.pages:
        context.new_page()  # stays, and its window with it: to make a window costs as much as the chat's page
    yield context
    for page in context.pages[1:]:
        page.close()
    context.clear_permissions()
    visitors.append(context)


def forget(page, address: str) -> None:
    """Let a page's context be as one that has not been at an address, but for what its cache holds."""
    session = page.context.new_cdp_session(page)
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": STORED})
    session.detach()


@contextmanager
def opening(chromium, visitors: list) -> Iterator[Callable]:
    """What opens an address in a fresh visitor's page.

    No page may raise an error, write one to its console, be answered with one, or ask another host.
    """
    errors, requests, media = [], [], ("color_scheme", "reduced_motion")

    def opened(address: str, width=1440, height=900, script="", permissions=(), **options):
        shown = {name: options.pop(name) for name in media if name in options}
        context = used.enter_context(visited(chromium, visitors, options))
        context.grant_permissions(permissions)
        page = context.new_page()
        forget(page, address)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(**shown)
        page.add_init_script(script)
        page.set_default_timeout(60_000)
        watch(page, errors)
        page.on("request", lambda request: requests.append(request.url))
        page.on("websocket", lambda websocket: requests.append(websocket.url))
        page.goto(address)
        page.locator("#pane article, .welcome [data-pick]").first.wait_for(state="attached")
        page.locator("#transcript").locator(".welcome, .turn").first.wait_for()
        return page

    with ExitStack() as used:
        yield opened
    assert not errors, "\n".join(errors)
    hosts = {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


@pytest.fixture
def open_page(chromium, visitors) -> Iterator[Callable]:
    """Opens an address in a fresh visitor's page, which is sound to its end."""
    with opening(chromium, visitors) as opened:
        yield opened


@pytest.fixture(scope="module")
def answered_page(chromium, visitors, address: str) -> Iterator:
    """A page with one answer, which tests read one after another; none of them asks or reloads."""
    with opening(chromium, visitors) as opened:
        page = opened(address, permissions=["clipboard-read", "clipboard-write"])
        ask(page, STAKE)
        yield page


@pytest.fixture
def answered(answered_page) -> Iterator:
    """That page as it was when the answer came."""
    answered_page.locator(".turn a.cite").first.click()
    yield answered_page
    answered_page.set_viewport_size({"width": 1440, "height": 900})
    answered_page.emulate_media(reduced_motion="null")
