"""The page: conversation and source side by side, wired to the index; the only place that knows Gradio."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from qa.app.html import Html, join, tag
from qa.app.source import render_part
from qa.app.visit import Visit

if TYPE_CHECKING:
    import gradio as gr

    from index import Index
TITLE = "Ask the document"
LOST = "The server is not running. Start it again with “qa chat”: this page then comes back by itself."
PORTS_TO_TRY = 100
# A shared link brings back this many questions at most.
LINKED_QUESTIONS = 20
_HERE = Path(__file__).parent

# What an event brings: the words left in the question's box, the conversation, the source, the visit.
_Update: TypeAlias = "tuple[str, Html, Html, Visit]"


def build_app(index: Index) -> gr.Blocks:
    """The chat over an index, as Gradio blocks; show them with `launch` or mount them with `page_options`."""
    gradio = _import_gradio()

    def part(asked: tuple[str, int]) -> str:
        name, number = asked
        document = index.documents.get(str(name))
        return "" if document is None else render_part(document, int(number))

    with gradio.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as blocks:
        visit = gradio.State(None)
        extra = gradio.Textbox(visible=False)
        gradio.HTML(_bar(), elem_id="bar", apply_default_css=False)
        with gradio.Row(elem_id="panes"):
            with gradio.Column(elem_id="conversation", min_width=0):
                transcript = gradio.HTML(
                    Visit(index).transcript(),
                    elem_id="transcript",
                    apply_default_css=False,
                )
                with gradio.Row(elem_id="composer"):
                    question = gradio.Textbox(
                        label="Question",
                        placeholder="Ask a question",
                        show_label=False,
                        container=False,
                        lines=1,
                        max_lines=6,
                        autofocus=True,
                        elem_id="question",
                        html_attributes=gradio.InputHTMLAttributes(autocomplete="off", spellcheck=True),
                    )
                    button = gradio.Button("Ask", variant="primary", elem_id="ask", min_width=0, scale=0)
            with gradio.Column(elem_id="source", min_width=0):
                gradio.HTML(_walk(), elem_id="walk", apply_default_css=False)
                pane = gradio.HTML(
                    Visit(index).source(),
                    elem_id="pane",
                    apply_default_css=False,
                    server_functions=[part],
                    js_on_load="citedQA.part = server.part",
                )

        def answer(typed: str, sent: str, visited: Visit | None) -> Iterator[_Update]:
            yield from _respond(index, typed, sent, visited)

        def restore(sent: str, visited: Visit | None) -> tuple[Html, Html, Visit]:
            visit = visited or _restored(index, sent)
            return visit.transcript(), visit.source(), visit

        gradio.on(
            [question.submit, button.click],
            answer,
            inputs=[question, extra, visit],
            outputs=[question, transcript, pane, visit],
            js="(typed, extra, visit) => [typed, citedQA.sent(), visit]",
            show_progress="hidden",
            api_visibility="private",
            concurrency_id="ask",
        )
        blocks.load(
            restore,
            inputs=[extra, visit],
            outputs=[transcript, pane, visit],
            js="(extra, visit) => [citedQA.linked(), visit]",
            show_progress="hidden",
            api_visibility="private",
            concurrency_id="ask",
        )
    return blocks


def launch(index: Index, host: str = "127.0.0.1", port: int = 7860, open_browser: bool = True) -> None:
    """Serve the chat until interrupted, on this machine alone unless `host` says otherwise.

    Raises:
        ServerError: if neither the port nor one of the hundred after it is free, or others could reach it.

    """
    from qa.server.run import serve  # noqa: PLC0415  (the server mounts this page)
    from qa.server.settings import Settings  # noqa: PLC0415

    serve(lambda: index, Settings(host=host, port=port, next_port=True), open_browser)


def page_options() -> dict[str, Any]:
    """What the page needs beside its blocks: style, script and nothing that leaves the machine."""
    gradio = _import_gradio()
    style = (_HERE / "style.css").read_text(encoding="utf-8")
    script = (_HERE / "script.js").read_text(encoding="utf-8")
    plain = gradio.themes.utils.fonts.Font
    return {
        "theme": gradio.themes.Base(
            font=[plain("system-ui"), plain("sans-serif")], font_mono=[plain("monospace")]
        ),
        "head": f"<style>{style}</style><script>{script}</script>",
        "footer_links": [],
        "quiet": True,
        "share": False,
        "show_error": True,
        "ssr_mode": False,
        "enable_monitoring": False,
        "run_history": False,
    }


def free_port(host: str, port: int) -> int:
    """The port itself, or the next one that nothing listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reason: str | None = "there is no such port"
    for candidate in range(port, min(port + PORTS_TO_TRY, 65_536)):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError as error:
                reason = error.strerror
                continue
        return candidate
    raise OSError(f"{host}: no port from {port} to {port + PORTS_TO_TRY - 1} can be opened ({reason}).")


def _import_gradio() -> Any:
    """Gradio, told first to keep to itself."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1,localhost"]))
    import gradio  # noqa: PLC0415  (it takes seconds)

    return gradio


def _respond(index: Index, typed: str, sent: str, visited: Visit | None) -> Iterator[_Update]:
    """Show the question at once, then its answer; what the page sent goes before what was typed."""
    order = json.loads(sent or "{}")
    question = " ".join((order.get("question") or typed).split())
    left = typed if order.get("question") else ""
    visit = visited or Visit(index)
    if not question:
        yield typed, visit.transcript(), visit.source(), visit
        return
    visit.begin(question)
    yield left, visit.transcript(), visit.source(), visit
    visit.finish(literal=bool(order.get("literal")))
    yield left, visit.transcript(), visit.source(), visit


def _restored(index: Index, sent: str) -> Visit:
    """The conversation that the address holds, asked anew."""
    visit = Visit(index)
    for question in json.loads(sent or "[]")[-LINKED_QUESTIONS:]:
        visit.begin(str(question))
        visit.finish()
    return visit


def _bar() -> Html:
    """The top bar; on a narrow screen it switches between conversation and source."""
    tabs = tag(
        "div",
        tag(
            "button",
            "Conversation",
            type="button",
            role="tab",
            data_tab="conversation",
            aria_selected="true",
            aria_controls="conversation",
        ),
        tag(
            "button",
            "Source",
            type="button",
            role="tab",
            data_tab="source",
            aria_selected="false",
            aria_controls="source",
        ),
        class_="tabs",
        role="tablist",
        aria_label="View",
    )
    lost = tag("p", LOST, id="lost", role="alert", hidden=True)
    return join([tag("h1", "cited", tag("b", "qa"), class_="wordmark"), tabs, lost])


def _walk() -> Html:
    """The steps from citation to citation above the source."""
    return join(
        [
            tag("span", "Source", class_="where", aria_live="polite"),
            tag("button", "←", type="button", data_step="-1", aria_label="Previous citation"),
            tag("button", "→", type="button", data_step="1", aria_label="Next citation"),
        ]
    )
