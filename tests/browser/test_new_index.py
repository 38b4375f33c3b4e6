"""A new index in the browser: a folder that was not there fills with what is added, and keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import ask, faults, notice, served, serving

from index import Index

pytestmark = pytest.mark.browser
FEE = "How much is the ferry?"


def test_a_folder_that_is_not_there_becomes_an_index_that_keeps_what_is_added(open_page, tmp_path: Path):
    home, file = tmp_path / "new" / "index", tmp_path / "ferry.md"
    file.write_text("# Ferry times\n\nThe ferry costs 40 crowns.\n", "utf-8")
    with serving("--index", home) as (address, stop):
        page = open_page(address)
        assert page.locator(".welcome h2").inner_text() == "Add a document"
        assert faults(page) == []
        ask(page, FEE, "failed")
        assert page.locator(".error").inner_text() == "There is no document to ask yet; add one first."
        page.set_input_files("#files", file)
        assert "It stays until" not in notice(page, "was added")
        ask(page, FEE)
        said = stop()
    assert said.startswith(f"There was no index at {home}: a new one was made, without documents as yet.\n")
    assert "Traceback" not in said
    with served(Index.open(home)) as address:
        page = open_page(address)
        ask(page, FEE)
        assert page.locator(".short").inner_text() == "40 crowns"
