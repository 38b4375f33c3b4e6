"""A new index in the browser: a folder that was not there fills with what is added, and keeps it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from driving import ask, faults, notice, served, serving

from index import Index
from qa import bundled

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


def test_the_example_steps_aside_for_the_first_document_of_ones_own_and_can_be_brought_back(
    open_page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def names(address: str) -> list[str]:
        return [one["name"] for one in httpx.get(f"{address}/v1/documents").json()["documents"]]

    monkeypatch.chdir(tmp_path)  # where no index is
    for name in ("ferry", "bridge"):
        (tmp_path / f"{name}.md").write_text(f"# The {name}\n\nThe {name} costs 40 crowns.\n", "utf-8")
    with serving() as (address, _):
        page = open_page(address)
        page.set_input_files("#files", tmp_path / "ferry.md")
        said = notice(page, "was added")
        assert f"The example {bundled.NAME} is no longer asked." in said
        assert faults(page) == []
        assert names(address) == ["ferry.md"]
        page.get_by_role("button", name="Bring it back").click()
        notice(page, "is among the documents again")
        page.set_input_files("#files", tmp_path / "bridge.md")
        assert "no longer asked" not in notice(page, "was added")
        assert sorted(names(address)) == ["bridge.md", "ferry.md", bundled.NAME]
