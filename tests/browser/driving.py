"""What the browser tests share: serving a chat, and doing with a page what a person does."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from fixtures.servers import in_thread

from index import Index
from qa.server.command import chat_settings

# What a page's console says of a server that a test has stopped.
STOPPED = (
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
    "net::ERR_EMPTY_RESPONSE",
)
AXE = Path(__file__).parent / "axe.min.js"
HOSTILE = '<img src=x onerror="window.broken=1"><script>window.broken=1</script> {{7*7}} ${window.broken=1}'
BEGIN = "When did the partnership begin?"
STAKE = "How large is Microsoft's stake in OpenAI?"


@contextlib.contextmanager
def served(index: Index, port: int = 7860) -> Iterator[str]:
    """The address of the server that `qa chat` starts, over an index that is shared with the test."""
    with in_thread(index, chat_settings(port)) as server:
        yield server.address


@contextlib.contextmanager
def serving(*arguments: str | Path, port: int = 7980) -> Iterator[tuple[str, Callable[[], str]]]:
    """The address of `qa chat` in a process of its own, and what ends it and gives all that it said."""
    command = [sys.executable, "-c", "from qa.cli import main; main()", "chat"]
    process = subprocess.Popen(
        [*command, *map(str, arguments), "--port", str(port), "--no-browser"],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )

    said: list[str] = []

    def stop() -> str:
        process.send_signal(signal.SIGINT)
        return "".join(said) + process.communicate(timeout=60)[1]

    try:
        for line in process.stderr:
            said.append(line)
            if "http://" in line:
                break
        yield re.search(r"http\S+", said[-1]).group(), stop
    finally:
        process.kill()
        process.wait()


def watch(page, errors: list[str]) -> None:
    """Note every error that a page raises, writes to its console, or is answered with."""

    def said(message) -> None:
        if message.type == "error" and not any(reason in message.text for reason in STOPPED):
            errors.append(message.text)

    def answered(response) -> None:
        if response.status >= 400:
            errors.append(f"{response.status} {response.request.method} {response.url}")

    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", said)
    page.on("response", answered)


def ask(page, question: str, outcome: str = "answered") -> None:
    before = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    kinds = ", ".join(f".{kind}" for kind in outcome.split("|"))
    page.locator(f".turn:is({kinds})[data-turn='{before + 1}']").wait_for()


def soon(page, happens: Callable[[], bool]) -> None:
    """Wait for what a page's requests bring about, a minute at most."""
    for _ in range(60 * 50):
        if happens():
            return
        page.wait_for_timeout(20)
    raise AssertionError("It did not happen within a minute.")


def keep(page, turn: int = 1) -> None:
    """Save an answer as a test question, by the menu beside it."""
    page.locator(f"[popovertarget='more-{turn}']").click()
    page.locator(f"[data-save='{turn}']").click()


def drop(page, *files: tuple[str, str]) -> None:
    """Drag files from outside over the page and let them go."""
    page.evaluate(
        """(files) => {
            const dataTransfer = new DataTransfer();
            for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
            for (const kind of ["dragenter", "dragover", "drop"])
                document.querySelector("#transcript").dispatchEvent(
                    new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        [list(file) for file in files],
    )


def notice(page, words: str) -> str:
    """What a notice with these words says, once it is there."""
    page.locator("#notice .notice", has_text=words).wait_for()
    return page.locator("#notice .notice").inner_text()


def opened(page, name: str) -> None:
    """Wait until a document is the one that is read."""
    page.locator(f"#pane article:not([hidden])[data-document='{name}']").wait_for(state="attached")


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
    """Whether it is in sight, once it is there and the source has stopped scrolling."""
    page.locator(selector).first.wait_for(state="attached")
    settle(page)
    return page.evaluate(
        """(selector) => {
            const box = document.querySelector(selector).getBoundingClientRect();
            const pane = document.querySelector("#pane").getBoundingClientRect();
            return box.height > 0 && box.top >= pane.top && box.top < pane.bottom;
        }""",
        selector,
    )


def faults(page, rules: str = "{}", within: str = "") -> list[str]:
    """What axe finds to mend, by all of its rules or by those that are named, in all of a page or a part."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(
        f"""(within) => axe.run(within || document, {{ resultTypes: ['violations'], ...{rules} }})
            .then((found) => found.violations)""",
        within,
    )
    return [f"{one['id']}: {node['html']}" for one in violations for node in one["nodes"][:3]]


def draw_as(page, selector: str, *states: str) -> None:
    """Draw what a selector finds as it looks in a state: "hover" as if the pointer were over it."""
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    found = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    for node in found:
        session.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": states})


def small_targets(page) -> list[str]:
    """What can be pressed and is smaller than a finger needs, each with its size in pixels."""
    return page.evaluate(
        """() => {
            const all = "button, a[href], summary, input:not(label input), textarea, label:has(input)";
            const seen = { visibilityProperty: true, opacityProperty: true };
            const size = (one) => {
                const { width, height } = one.getBoundingClientRect();
                const around = getComputedStyle(one, "::after");  // what is drawn around words takes no room
                const more = around.position === "absolute" ? -2 * parseFloat(around.top) || 0 : 0;
                return [width + more, height + more];
            };
            return [...document.querySelectorAll(all)]
                .filter((one) => one.checkVisibility(seen))
                .map((one) => [one, ...size(one)])
                .filter(([, width, height]) => width > 1 && Math.min(width, height) < 43.5)
                .map(([one, width, height]) => `${width}x${height} ${one.outerHTML.slice(0, 120)}`);
        }"""
    )
