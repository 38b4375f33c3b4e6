"""Icons: a few strokes each, drawn in the colour of the words around them."""

from __future__ import annotations

from qa.app.html import Html, tag

_PATHS = {
    "up": "M7.5 20.5V10l4-7.2c1.5 0 2.5 1 2.4 2.5L13.500 9.500h5a2 2 0 0 1 2 2.400l-1.300 6.900a2 2 0 0 1-2 1.700z"
    "M7.500 10.500h-4v10h4",
    "files": "M6.500 3.500h7l4 4v13h-11zM13.500 3.500v4h4M9.500 12h5M9.500 15.500h5",
    "plus": "M12 5.500v13M5.500 12h13",
    "more": "M6 9.500l6 6 6-6",
    "save": "M12 4v11M7.500 11l4.500 4.500L16.500 11M5 20h14",
    "remove": "M5 7h14M9.500 7V4.500h5V7M7 7l.8 13h8.400L17 7M10.500 11v5.500M13.500 11v5.500",
    "close": "M6 6l12 12M18 6L6 18",
}
_PATHS["down"] = _PATHS["up"]


def icon(name: str) -> Html:
    """An icon that says nothing to a screen reader: its button has the words."""
    path = tag("path", d=_PATHS[name])
    return tag("svg", path, class_=f"icon {name}", viewBox="0 0 24 24", aria_hidden="true")
