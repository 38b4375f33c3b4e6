"""A sheet: what the dialog for one question holds, with its title, its body and its choices."""

from __future__ import annotations

from collections.abc import Sequence

from qa.app.html import Html, join, tag
from qa.app.icons import icon


def render_sheet(title: str, body: Sequence[Html], choices: Sequence[Html]) -> Html:
    """A sheet, to be shown by the script in the page's one dialog for questions."""
    head = tag("header", tag("h2", title, id="sheet-title"), close_button())
    return join([head, *body, tag("div", *choices, class_="choices")])


def choice(label: str, value: str = "", primary: bool = False) -> Html:
    """A button that closes the sheet with a value."""
    kind = "primary" if primary else None
    return tag("button", label, type="button", class_=kind, data_choice=value)


def close_button(label: str = "Close") -> Html:
    """The cross in a corner."""
    return tag("button", icon("close"), type="button", class_="close", data_close=True, aria_label=label)
