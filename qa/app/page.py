"""The page: conversation and source side by side, wired to the index; the only place that knows Gradio."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.app.desk import Desk
from qa.app.export import Format
from qa.app.finding import render_seek, render_ways
from qa.app.html import Html, join, tag
from qa.app.icons import icon
from qa.app.lookups import Lookup, Lookups
from qa.app.past import render_past, render_past_buttons
from qa.app.shelf import render_library
from qa.app.visit import Visit

if TYPE_CHECKING:
    import gradio as gr

    from qa.service import Service

TITLE = "Ask the document"
LOST = "The server is not running. Start it again with “qa chat”: this page then comes back by itself."
# Uploads that nobody came to add are deleted after so long; looked for as often.
FORGOTTEN_SECONDS = 3600
_HERE = Path(__file__).parent
# In the order in which they need one another.
STYLES = ("style.css", "markup.css", "sheets.css", "sources.css", "seek.css", "past.css")
SCRIPTS = ("script.js", "sheets.js", "seek.js", "past.js")


def build_app(service: Service) -> gr.Blocks:
    """The chat over a service, as Gradio blocks, to be mounted with `page_options`."""
    gradio = _import_gradio()
    desk = Desk(service, skip=gradio.skip, uploads=Path(gradio.utils.get_upload_folder()))
    lookups = Lookups(service)
    with gradio.Blocks(
        title=TITLE,
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(FORGOTTEN_SECONDS, FORGOTTEN_SECONDS),
    ) as blocks:
        visit = gradio.State(None)
        extra = gradio.Textbox(visible=False)
        gradio.HTML(_bar(), elem_id="bar", apply_default_css=False)
        with gradio.Row(elem_id="panes"):
            with gradio.Column(elem_id="conversation", min_width=0):
                transcript = gradio.HTML(
                    Visit(service).transcript(), elem_id="transcript", apply_default_css=False
                )
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
                    scope = gradio.HTML(
                        Visit(service).scope_button(), elem_id="scope", apply_default_css=False
                    )
                    button = gradio.Button("Ask", variant="primary", elem_id="ask", min_width=0, scale=0)
            with gradio.Column(elem_id="source", min_width=0):
                gradio.HTML(_walk(), elem_id="walk", apply_default_css=False)
                pane = gradio.HTML(
                    Visit(service).source(),
                    elem_id="pane",
                    apply_default_css=False,
                    **_asked(lookups.of_source),
                )
        gradio.HTML(
            join([render_library(service.limits, service.in_memory), render_past()]),
            elem_id="dialogs",
            apply_default_css=False,
            **_asked(lookups.of_dialogs),
        )
        notice = gradio.HTML("", elem_id="notice", apply_default_css=False)
        act = gradio.Button("Act", elem_id="act", elem_classes="unseen")
        add = gradio.Button("Add", elem_id="take", elem_classes="unseen")

        buttons = {"ask": button, "act": act, "take": add}
        _wire(desk, blocks, buttons, extra, [transcript, pane, scope, notice, visit])
    return blocks


def _asked(functions: Sequence[Lookup]) -> dict[str, Any]:
    """What the script may ask the server for by name, beside the events."""
    names = [one.__name__ for one in functions]
    given = ", ".join(f"{one}: server.{one}" for one in names)
    return {
        "server_functions": [_function(one) for one in functions],
        "js_on_load": f"Object.assign(citedQA, {{{given}}})",
    }


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
    acted = buttons["act"].click(desk.act, **brings, **whole)
    brings["js"] = "(extra, visit) => [citedQA.linked(), visit]"
    restored = blocks.load(desk.restore, **brings, **whole)
    ends = [begun.failure]
    for event in (answered, acted, restored):
        ends += [event.success, event.failure]
    for ended in ends:
        ended(None, js="() => citedQA.done()", **plain)
    brings["js"] = "(extra, visit) => [citedQA.taken(), visit]"
    # The service itself bounds how much is done at once.
    added = buttons["take"].click(desk.add, outputs=shown, concurrency_limit=None, **brings, **quiet)
    for ended in (added.success, added.failure):
        ended(None, js="() => citedQA.added()", **plain)


def page_options() -> dict[str, Any]:
    """What the page needs beside its blocks: style, script and nothing that leaves the machine."""
    gradio = _import_gradio()
    style, script = (
        "\n".join((_HERE / name).read_text("utf-8") for name in names) for names in (STYLES, SCRIPTS)
    )
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


def _import_gradio() -> Any:
    """Gradio, told first to keep to itself."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = (
        "False"  # the browser would keep every question for any page of this address
    )
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1,localhost"]))
    import gradio  # noqa: PLC0415  (it takes seconds)

    return gradio


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
    kinds = (
        ("Markdown, to read", Format.MARKDOWN),
        ("A page, to print", Format.HTML),
        ("JSON, with all offsets", Format.JSON),
    )
    menu = tag(
        "div",
        *(tag("button", label, type="button", data_export=kind.value) for label, kind in kinds),
        id="export", popover="auto", role="group", aria_label="Export the conversation as",
    )  # fmt: skip
    opens = tag(
        "button", icon("save"), tag("span", "Export"), type="button", class_="export", popovertarget="export",
        aria_label="Export the conversation",
    )  # fmt: skip
    return join(
        [
            tag("h1", "cited", tag("b", "qa"), class_="wordmark"),
            tabs,
            render_past_buttons(),
            opens,
            menu,
            lost,
        ]
    )


def _walk() -> Html:
    """The steps from citation to citation above the source."""
    return join(
        [
            tag("span", "Source", class_="where", aria_live="polite"),
            _leaves(),
            _views(),
            render_ways(),
            tag("button", "←", type="button", data_step="-1", aria_label="Previous citation"),
            tag("button", "→", type="button", data_step="1", aria_label="Next citation"),
            render_seek(),
        ]
    )


def _leaves() -> Html:
    """Which page is read, and the way to another."""
    field = tag(
        "input", type="number", id="page-number", min=1, value=1, inputmode="numeric", aria_label="Page",
        autocomplete="off",
    )  # fmt: skip
    return tag("label", "Page ", field, tag("span", class_="of"), id="leaves", hidden=True)


def _views() -> Html:
    """The switch between a PDF's text and its pages as they are."""
    kinds = (("text", "Text"), ("page", "Pages"))
    buttons = [
        tag("button", label, type="button", data_view=kind, aria_pressed="false") for kind, label in kinds
    ]
    return tag("span", *buttons, id="views", role="group", aria_label="Show the document as")
