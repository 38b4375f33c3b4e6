"""The chat: a page that answers with a document's own words and shows where they stand."""

from __future__ import annotations

from qa.app.page import build_app

__all__ = ["build_app"]
