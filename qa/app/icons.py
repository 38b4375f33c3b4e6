"""Icons: a few strokes each, drawn in the colour of the words around them."""

from __future__ import annotations

from qa.app.html import Html, tag

_PATHS = {
    "up": "M7.5 20.5V10l4-7.2c1.5 0 2.5 1 2.4 2.5L13.5 9.5h5a2 2 0 0 1 2 2.4l-1.3 6.9a2 2 0 0 1-2 1.7z"
    "M7.5 10.5h-4v10h4",
    "files": "M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4M9.5 12h5M9.5 15.5h5",
    "plus": "M12 5.5v13M5.5 12h13",
    "more": "M6 9.5l6 6 6-6",
    "save": "M12 4v11M7.5 11l4.5 4.5L16.5 11M5 20h14",
    "rename": "M4 20h4.5L19 9.5 14.5 5 4 15.5zM12.5 7l4.5 4.5",
    "remove": "M5 7h14M9.5 7V4.5h5V7M7 7l.8 13h8.4L17 7M10.5 11v5.5M13.5 11v5.5",
    "find": "M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13M15.3 15.3L20.5 20.5",
    "outline": "M4 6h16M8 12h12M8 18h12M4 12h.5M4 18h.5",
    "past": "M4.5 8.5A8.5 8.5 0 1 1 3.5 13M4 4v4.5h4.5M12 7.5V12l3.2 2",
    "pin": "M9 3.5h6l-.8 6.2 3.3 3.3v1.5h-11v-1.5l3.3-3.3zM12 14.5V21",
    "dots": "M6 12h.01M12 12h.01M18 12h.01",
    "close": "M6 6l12 12M18 6L6 18",
}
_PATHS["down"] = _PATHS["up"]


def icon(name: str) -> Html:
    """An icon that says nothing to a screen reader: its button has the words."""
    path = tag("path", d=_PATHS[name])
    return tag("svg", path, class_=f"icon icon-{name}", viewBox="0 0 24 24", aria_hidden="true")
