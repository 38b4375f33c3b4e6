"""The page: conversation and source side by side, wired to the index; the only place that knows Gradio."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.app.desk import Desk
from qa.app.finding import MOST_QUERY_CHARS
from qa.app.html import render
from qa.app.lookups import Lookup, Lookups
from qa.app.notes import MOST_NAME_CHARS
from qa.app.shelf import render_library
from qa.app.visit import Visit

if TYPE_CHECKING:
    import gradio as gr

    from qa.service import Service

TITLE = "Ask the document"
# Uploads that nobody came to add are deleted after so long; looked for as often.
FORGOTTEN_SECONDS = 3600
_HERE = Path(__file__).parent
# In the order in which they need one another.
STYLES = (
    "style.css",
    "markup.css",
    "tables.css",
    "sheets.css",
    "sources.css",
    "seek.css",
    "past.css",
    "touch.css",
)
SCRIPTS = (
    "common.js",
    "wire.js",
    "orders.js",
    "place.js",
    "citations.js",
    "names.js",
    "filling.js",
    "awaiting.js",
    "keeping.js",
    "address.js",
    "notices.js",
    "answers.js",
    "library.js",
    "adding.js",
    "connection.js",
    "sheets.js",
    "seek.js",
    "past.js",
    "start.js",
)


def build_app(service: Service) -> gr.Blocks:
    """The chat over a service, as Gradio blocks, to be mounted with `page_options`."""
    gradio = _import_gradio()
    desk = Desk(service, skip=gradio.skip, uploads=Path(gradio.utils.get_upload_folder()))
    lookups = Lookups(service)

    def html(markup: str, name: str, **asked: Any) -> Any:
        return gradio.HTML(markup, elem_id=name, apply_default_css=False, **asked)

    with gradio.Blocks(
        title=TITLE,
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(FORGOTTEN_SECONDS, FORGOTTEN_SECONDS),
    ) as blocks:
        visit = gradio.State(None)
        extra = gradio.Textbox(visible=False)
        html(render("page.bar"), "bar")
        html(render("page.state"), "state")
        with gradio.Row(elem_id="panes"):
            with gradio.Column(elem_id="conversation", min_width=0):
                transcript = html(Visit(service).transcript(), "transcript")
                with gradio.Row(elem_id="composer"):
                    gradio.Textbox(
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
                    scope = html(Visit(service).scope_button(), "scope")
                    button = gradio.Button("Ask", variant="primary", elem_id="ask", min_width=0, scale=0)
            with gradio.Column(elem_id="source", min_width=0):
                html(render("page.walk", MOST_QUERY_CHARS), "walk")
                pane = html(Visit(service).source(), "pane", **_asked(lookups.of_source))
                _name(pane, lookups.of_source)
        dialogs = render_library(service.limits, service.in_memory) + render("past.past", MOST_NAME_CHARS)
        _name(html(dialogs, "dialogs", **_asked(lookups.of_dialogs)), lookups.of_dialogs)
        notice = html("", "notice")
        act = gradio.Button("Act", elem_id="act", elem_classes="unseen")
        add = gradio.Button("Add", elem_id="take", elem_classes="unseen")
        answer = gradio.Button("Answer", elem_id="answer", elem_classes="unseen")
        restore = gradio.Button("Restore", elem_id="restore", elem_classes="unseen")

        buttons = {"ask": button, "act": act, "take": add, "answer": answer, "restore": restore}
        _wire(desk, blocks, buttons, extra, [transcript, pane, scope, notice, visit])
    return blocks


def _asked(functions: Sequence[Lookup]) -> dict[str, Any]:
    """What the script may ask the server for by name, beside the events."""
    return {"server_functions": [_function(one) for one in functions], "js_on_load": ""}


def _name(component: Any, functions: Sequence[Lookup]) -> None:
    """Tell the script their names, and which component it is that answers to them.

    Gradio's own way to ask gives nothing at all where the server has no answer, and keeps its reason back.
    """
    names = [one.__name__ for one in functions]
    component.js_on_load = f"citedQA.lookUp({component._id}, {json.dumps(names)})"


def _function(lookup: Lookup) -> Lookup:
    """A lookup as the plain function that Gradio marks as its own."""

    @wraps(lookup)
    def asked(given: Any) -> Any:
        return lookup(given)

    return asked


def _wire(
    desk: Desk, blocks: gr.Blocks, buttons: dict[str, gr.Button], extra: gr.Textbox, shown: list[Any]
) -> None:
    """What each event does; the script sends one after another, so that the newest state is shown last.

    All but adding, which tells how far it is, are plain requests. What comes of Gradio's queued events is
    heard over a stream that is closed after the last of them; one sent at that very moment is never heard of.
    """
    quiet: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "trigger_mode": "multiple",
    }
    plain = {**quiet, "queue": False}
    whole = {**plain, "outputs": shown}
    visit = shown[-1]
    brings = {"inputs": [extra, visit], "js": "(extra, visit) => [citedQA.order(), visit]"}
    begun = buttons["ask"].click(desk.ask, **brings, **whole)
    begun.success(None, js="() => citedQA.begun()", **plain)
    answered = begun.success(desk.answer, inputs=[visit], **whole)
    again = buttons["answer"].click(desk.answer, inputs=[visit], **whole)
    acted = buttons["act"].click(desk.act, **brings, **whole)
    brings["js"] = "(extra, visit) => [citedQA.linked(), visit]"
    restored = blocks.load(desk.restore, **brings, **whole)
    restored_again = buttons["restore"].click(desk.restore, **brings, **whole)
    begun.failure(None, js="() => citedQA.failed()", **plain)
    for event in (answered, again, acted, restored, restored_again):
        event.success(None, js="() => citedQA.done()", **plain)
        event.failure(None, js="() => citedQA.failed()", **plain)
    brings["js"] = "(extra, visit) => [citedQA.taken(), visit]"
    # The service itself bounds how much is done at once.
    added = buttons["take"].click(desk.add, outputs=shown, concurrency_limit=None, **brings, **quiet)
    added.success(None, js="() => citedQA.added()", **plain)
    added.failure(None, js="() => citedQA.notAdded()", **plain)


def page_options() -> dict[str, Any]:
    """What the page needs beside its blocks: style, script and nothing that leaves the machine."""
    gradio = _import_gradio()
    style = "\n".join((_HERE / name).read_text("utf-8") for name in STYLES)
    script = "\n".join((_HERE / "script" / name).read_text("utf-8") for name in SCRIPTS)
    plain = gradio.themes.utils.fonts.Font
    return {
        "theme": gradio.themes.Base(
            font=[plain("system-ui"), plain("sans-serif")], font_mono=[plain("monospace")]
        ),
        "head": f"<style>{style}</style><script>{script}</script>",
        "footer_links": [],
        "show_error": False,
        "ssr_mode": False,
        "enable_monitoring": False,
    }


def first_style() -> str:
    """What the page looks like until its script writes the rest."""
    return (_HERE / "first.css").read_text("utf-8")


def _import_gradio() -> Any:
    """Gradio, told first to keep to itself."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = (
        "False"  # the browser would keep every question for any page of this address
    )
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1,localhost"]))
    with _without_stubs():
        import gradio  # noqa: PLC0415  (it takes seconds)

    return gradio


@contextmanager
def _without_stubs() -> Iterator[None]:
    """Keep Gradio from writing type stubs beside its own modules, which is half of the time its import takes.

    It does so at every import, and leaves out a class whose file it is not told.
    """
    told = inspect.getfile

    def untold(thing: Any) -> str:
        if getattr(thing, "__module__", "").startswith("gradio."):
            raise OSError
        return told(thing)

    inspect.getfile = untold  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = told
