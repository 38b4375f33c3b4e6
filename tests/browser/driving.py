"""What the browser tests share: serving a chat, and doing with a page what a person does."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from index import Index

SERVE = """
import sys
from index import Index
from qa.app import launch
launch(Index.build([sys.argv[1]]), port=int(sys.argv[2]), open_browser=False)
"""
AXE = Path(__file__).parent / "axe.min.js"
HOSTILE = '<img src=x onerror="window.broken=1"><script>window.broken=1</script> {{7*7}} ${window.broken=1}'
BEGIN = "When did the partnership begin?"
STAKE = "How large is Microsoft's stake in OpenAI?"


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


def ask(page, question: str, outcome: str = "answered") -> None:
    before = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    kinds = ", ".join(f".{kind}" for kind in outcome.split("|"))
    page.locator(f".turn:is({kinds})[data-turn='{before + 1}']").wait_for()


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


def faults(page) -> list[str]:
    """What axe finds to mend."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run()")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in violations]
