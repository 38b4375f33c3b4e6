"""Markup that escapes by construction: a string is text unless this module made it."""

from __future__ import annotations

import html
from collections.abc import Iterable

_VOID = frozenset({"br", "hr", "input"})


class Html(str):
    """Markup that is safe to show; only `tag` and `join` make it, so no text can pose as it."""

    __slots__ = ()


def tag(name: str, /, *children: str | None, **attributes: str | int | bool | None) -> Html:
    """An element: text children and attribute values are escaped, `Html` children stand as they are.

    A keyword names an attribute with its underscores as hyphens (`class_` is `class`, `data_cite` is
    `data-cite`). None and False leave an attribute out, True gives it no value.
    """
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{opening}>")
    return Html(f"<{opening}>{join(children)}</{name}>")


def join(parts: Iterable[str | None], between: str = "") -> Html:
    """Parts in a row, text escaped; None and empty parts are left out."""
    return Html(_escape(between).join(_escape(part) for part in parts if part))


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.strip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'


def _escape(text: str) -> str:
    return text if isinstance(text, Html) else html.escape(text)
