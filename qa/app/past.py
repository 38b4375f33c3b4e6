"""The past: conversations and notes that the browser keeps, found, opened again, exported and deleted."""

from __future__ import annotations

from qa.app.export import Format
from qa.app.html import Html, join, tag
from qa.app.icons import icon
from qa.app.sheet import close_button

KINDS = (("conversations", "Conversations"), ("notes", "Notes"))
FORMATS = (("Markdown", Format.MARKDOWN), ("Page to print", Format.HTML), ("JSON", Format.JSON))


def render_past() -> Html:
    """The dialog, closed; its rows are written by the script from what the browser keeps."""
    head = tag("header", tag("h2", "History", id="past-title"), close_button())
    views = [
        tag("button", label, type="button", data_past=kind, aria_pressed="false") for kind, label in KINDS
    ]
    find = tag(
        "input", type="search", id="find-past", placeholder="Find", aria_label="Find in the history",
        autocomplete="off", spellcheck="false",
    )  # fmt: skip
    begin = tag(
        "div",
        tag("button", "New conversation", type="button", class_="primary", data_begin=True),
        class_="of-conversations",
    )
    files = [tag("button", label, type="button", data_notes=kind.value) for label, kind in FORMATS]
    export = tag(
        "div", *files, class_="of-notes", role="group", aria_label="Export the notes as", hidden=True
    )
    said = tag("p", "Kept in this browser alone. A conversation is asked anew when it is opened.")
    return tag(
        "dialog",
        head,
        tag("div", *views, class_="switch", role="group", aria_label="Show"),
        find,
        tag("div", class_="listing", tabindex=-1),
        tag("footer", begin, export, said),
        id="past",
        aria_labelledby="past-title",
    )


def render_past_buttons() -> Html:
    """What begins a conversation and opens the past, for the bar."""
    return join(
        [
            tag(
                "button", icon("plus"), tag("span", "New"), type="button", class_="begin", data_begin=True,
                aria_label="New conversation",
            ),
            tag(
                "button", icon("past"), tag("span", "History"), type="button", class_="past",
                data_open_past=True, aria_label="History", aria_haspopup="dialog",
            ),
        ]
    )  # fmt: skip
