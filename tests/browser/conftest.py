"""What the browser tests share: a Chromium, pages in it, and chats to open there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from index import Index
from qa.app import source

sys.path.insert(0, str(Path(__file__).parent))

from driving import HOSTILE, served, watch

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
def visitors(chromium) -> Iterator[dict[str, list]]:
    """Contexts that are free to be a new visitor's, by options; their caches hold the page's scripts."""
    free: dict[str, list] = {}
    yield free
    for contexts in free.values():
        for context in contexts:
            context.close()


def forgotten(context, addresses: Iterable[str]) -> None:
    """Let a context be as one that has been nowhere, but for what its cache holds."""
    for page in context.pages:
        page.close()
    page = context.new_page()
    session = context.new_cdp_session(page)
    for address in addresses:
        session.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": STORED})
    page.close()


@pytest.fixture
def open_page(chromium, visitors) -> Iterator[Callable]:
    """Opens an address in a fresh visitor's page.

    No page may raise an error, write one to its console, be answered with one, or ask another host.
    """
    used, errors, requests, addresses = [], [], [], set()

    def opened(address: str, width: int = 1440, height: int = 900, script: str = "", **options):
        free = visitors.setdefault(repr(sorted(options.items())), [])
        context = free.pop() if free else chromium.new_context(**options)
        used.append((context, free))
        addresses.add("{0.scheme}://{0.netloc}".format(urlsplit(address)))
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.add_init_script(script)
        page.set_default_timeout(60_000)
        watch(page, errors)
        page.on("request", lambda request: requests.append(request.url))
        page.on("websocket", lambda websocket: requests.append(websocket.url))
        page.goto(address)
        page.locator("#pane article, .welcome [data-pick]").first.wait_for(state="attached")
        page.locator("#transcript").locator(".welcome, .turn").first.wait_for()
        return page

    yield opened
    for context, free in used:
        forgotten(context, addresses)
        free.append(context)
    assert not errors, "\n".join(errors)
    hosts = {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
