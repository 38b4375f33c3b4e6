"""Documents in the browser: picked, added, refused in words, removed, and shared by all visitors."""

from __future__ import annotations

import json
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from driving import HOSTILE, STAKE, ask, drop, faults, notice, opened, served
from playwright.sync_api import expect

from index import Index

pytestmark = pytest.mark.browser

FERRY = "# Ferry times\n\nThe ferry to Aru Island costs 40 crowns.\n\nIt leaves at nine.\n"
HARBOUR = "How many ships did the harbour take in May?"


@pytest.fixture(scope="module")
def shelf(article_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, str]]:
    """An index of two documents, and the address of a chat over it."""
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "deal.txt").write_bytes(article_path.read_bytes())
    (folder / "ferry.md").write_text(FERRY, "utf-8")
    index = Index.build([folder])
    with served(index) as address:
        yield index, address


@pytest.fixture
def library(shelf: tuple[Index, str]) -> Iterator[Index]:
    """The two documents, and what a test makes of them, for that test alone."""
    index, address = shelf
    yield index
    with httpx.Client(base_url=f"{address}/v1", timeout=60) as client:
        for name in {*index.documents} - {"deal.txt"}:
            client.delete(f"/documents/{name}").raise_for_status()
        client.post("/documents", files={"file": ("ferry.md", FERRY.encode())}).raise_for_status()


@pytest.fixture
def library_address(library: Index, shelf: tuple[Index, str]) -> str:
    return shelf[1]


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.md"
    path.write_text("# Harbour report\n\nThe harbour took 412 ships in May.\n", "utf-8")
    return path


def open_library(page) -> None:
    page.locator("#scope .scope").click()
    page.locator("#library .listing li").first.wait_for()


def read(page, name: str) -> None:
    open_library(page)
    page.locator(f"#library [data-show='{name}']").click()
    opened(page, name)


def choose(page, name: str) -> None:
    open_library(page)
    page.get_by_role("checkbox", name=f"Ask {name}").check()
    page.locator(f"#scope [data-scope='{json.dumps([name])}']").wait_for(state="attached")
    page.keyboard.press("Escape")


def choose_all(page) -> None:
    open_library(page)
    page.locator("#library [data-choose]").click()
    page.locator("#scope [data-scope='[]']").wait_for()


def test_to_open_a_document_and_to_ask_it_alone_are_two_things(open_page, library_address):
    page = open_page(library_address)
    page.get_by_role("button", name="Document to read: deal.txt").click()
    page.locator("#library [data-show='ferry.md']").click()
    opened(page, "ferry.md")
    assert page.locator("#scope [data-scope='[]']").count() == 1
    choose(page, "deal.txt")
    assert page.locator("#walk .where .name").inner_text() == "ferry.md"
    ask(page, "How much does the ferry to Aru Island cost?", "refused")
    read(page, "ferry.md")
    assert page.locator("#scope [data-scope='[\"deal.txt\"]']").count() == 1
    open_library(page)
    assert page.locator(".listing [aria-current] .title").all_inner_texts() == ["ferry.md"]
    page.keyboard.press("Escape")
    page.reload()
    page.locator(".turn.refused").wait_for()
    opened(page, "ferry.md")


def test_a_chosen_document_is_asked_alone(open_page, library_address):
    page = open_page(library_address)
    open_library(page)
    assert page.locator(".listing .title").all_text_contents() == ["All documents", "deal.txt", "ferry.md"]
    page.keyboard.press("Escape")
    choose(page, "ferry.md")
    ask(page, STAKE, "refused")
    assert page.locator(".turn .searched").first.inner_text() == "Asked of ferry.md"
    assert page.locator(".refusal").inner_text() == "No answer was found in the document."
    choose_all(page)
    ask(page, STAKE)
    page.reload()
    page.locator(".turn.answered").wait_for()
    assert page.locator(".turn").count() == 2
    assert page.locator(".turn.refused[data-in='[\"ferry.md\"]']").count() == 1
    assert page.locator("#scope [data-scope='[]']").count() == 1
    ask(page, "How much does the ferry to Aru Island cost?")
    opened(page, "ferry.md")
    assert page.locator("#walk .where .name").inner_text() == "ferry.md"
    assert page.locator("#walk .place").text_content() == "Citation 1 of 1"
    assert page.locator("#walk [data-step]:disabled").count() == 2
    page.get_by_role("button", name="New conversation").first.click()
    page.locator("#transcript .welcome").wait_for()
    opened(page, "ferry.md")
    page.reload()
    opened(page, "ferry.md")
    ask(page, STAKE)
    read(page, "ferry.md")
    page.reload()
    page.locator(".turn.answered").wait_for()
    opened(page, "ferry.md")
    assert page.locator("a.cite.current").count() == 0


def test_a_new_conversation_keeps_the_choice_and_says_where_it_cannot(open_page, library_address, library):
    page = open_page(library_address)
    ask(page, STAKE)
    page.route(re.compile("gradio_api/run"), lambda _: None)  # the server has not heard of the choice yet
    open_library(page)
    page.get_by_role("checkbox", name="Ask ferry.md").check()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New conversation").first.click()
    page.unroute_all(behavior="ignoreErrors")
    page.locator("#transcript .welcome").wait_for()
    page.locator("#scope [data-scope='[\"ferry.md\"]']").wait_for()
    opened(page, "ferry.md")
    expect(page.locator(".welcome h2")).to_have_text("Ask 1 of 2 documents")
    library.remove("ferry.md")
    page.reload()
    notice(page, "“ferry.md” is no longer among the documents; now all documents are asked.")
    assert page.locator("#scope [data-scope='[]']").count() == 1


@pytest.mark.gradio
def test_a_list_that_is_drawn_anew_keeps_the_focus_and_what_was_typed(open_page, library_address):
    page = open_page(library_address)
    open_library(page)
    page.fill("#find", "e")
    page.locator(".listing .aside", has_text="of").wait_for()
    page.get_by_role("button", name="Rename ferry.md").click()
    page.get_by_role("textbox", name="Rename ferry.md to").fill("Sailings.md")
    page.keyboard.press("ArrowLeft")

    def drawn_anew() -> None:
        page.evaluate("document.querySelector('.listing ul').dataset.old = 'yes'")
        with httpx.Client(base_url=f"{library_address}/v1", timeout=60) as client:
            client.post(
                "/documents", files={"file": ("a new one.md", b"The quay is new.")}
            ).raise_for_status()
        page.evaluate("document.querySelector('#find').dispatchEvent(new Event('input', {bubbles: true}))")
        page.locator(".listing ul[data-old]").wait_for(state="detached")
        page.locator(".listing [data-show='a new one.md']").wait_for()

    drawn_anew()
    page.keyboard.insert_text("x")
    assert page.get_by_role("textbox", name="Rename ferry.md to").input_value() == "Sailings.mxd"
    page.get_by_role("textbox", name="Rename ferry.md to").fill("Sailings.md")
    page.keyboard.press("Tab")
    drawn_anew()
    assert page.evaluate("document.activeElement.dataset.renames") == "ferry.md"
    page.keyboard.press("Enter")
    row = page.locator(".listing li", has=page.locator("[data-show='Sailings.md']"))
    assert row.locator(".title").inner_text() == "Sailings.md"
    assert row.locator(".below").inner_text().startswith("Ferry times")
    page.wait_for_function("document.activeElement.closest('.listing li')")
    assert page.locator("#find").input_value() == "e"


def test_a_long_name_is_told_by_its_beginning_and_its_end_on_a_phone(open_page, library_address, tmp_path):
    names = [
        f"minutes of the harbour board and its committees, {month} 2025.txt" for month in ("May", "June")
    ]
    for name in names:
        (tmp_path / name).write_text(f"The board met in {name}.\n", "utf-8")
    page = open_page(library_address, width=390, height=844)
    page.set_input_files("#files", [tmp_path / name for name in names])
    page.locator("#notice .notice:not([data-busy])").wait_for()
    open_library(page)
    assert page.locator(".listing .title").all_text_contents()[-2:] == names
    assert page.evaluate(
        "[...document.querySelectorAll('.listing .title')].every((one) => one.scrollWidth <= one.clientWidth)"
    )
    page.keyboard.press("Escape")
    choose(page, names[0])
    read(page, names[0])
    page.get_by_role("button", name=f"Document to read: {names[0]}").wait_for()
    page.get_by_role("tab", name="Conversation").click()
    page.get_by_role("button", name=f"Documents to ask: {names[0]}").wait_for()
    assert re.fullmatch(r"minut.*…May 2025\.txt", page.locator("#scope .name").inner_text())
    assert page.evaluate(
        """() => {
            const box = (selector) => document.querySelector(selector).getBoundingClientRect();
            const name = document.querySelector("#scope .name");
            return name.scrollWidth <= name.clientWidth && box("#scope .add").right <= box("#ask").left;
        }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_ticked_documents_are_asked_together_also_after_a_reload(open_page, library_address, harbour):
    page = open_page(library_address)
    page.set_input_files("#files", harbour)
    notice(page, "was added")
    open_library(page)
    page.get_by_role("checkbox", name="Ask ferry.md").check()
    page.get_by_role("checkbox", name="Ask harbour.md").check()
    page.locator("#scope", has_text="2 of 3 documents").wait_for()
    assert page.locator(".listing .among:checked").count() == 2
    assert page.locator(".listing [data-choose][aria-current]").count() == 0
    page.keyboard.press("Escape")
    ask(page, STAKE, "refused")
    assert page.locator(".turn .searched").first.inner_text() == "Asked of ferry.md, harbour.md"
    ask(page, HARBOUR)
    ask(page, "How much does the ferry to Aru Island cost?")
    page.reload()
    page.locator(".turn.answered").nth(1).wait_for()
    page.locator("#scope", has_text="2 of 3 documents").wait_for()
    assert page.locator(".turn.refused").count() == 1
    open_library(page)
    assert page.get_by_role("checkbox", name="Ask harbour.md").is_checked()
    page.get_by_role("checkbox", name="Ask harbour.md").uncheck()
    page.get_by_role("checkbox", name="Ask ferry.md").uncheck()
    page.locator("#scope", has_text="All documents").wait_for()


def test_a_new_conversation_says_which_documents_are_asked_and_asks_all_by_a_click(
    open_page, library_address
):
    page = open_page(library_address)
    for way in (page.locator(".welcome"), page.locator("#scope")):
        open_library(page)
        page.get_by_role("checkbox", name="Ask ferry.md").check()
        page.keyboard.press("Escape")
        page.get_by_role("heading", name="Ask 1 of 2 documents").wait_for()
        assert "Only this one is asked: ferry.md." in page.locator(".welcome").inner_text()
        assert faults(page) == []
        way.get_by_role("button", name="Ask all documents").click()
        page.get_by_role("heading", name="Ask your documents").wait_for()
        page.locator("#scope [data-scope='[]']").wait_for()
        page.wait_for_function("document.activeElement.matches('#scope .scope')")


def test_the_picker_is_worked_by_the_keyboard_alone(open_page, library_address):
    page = open_page(library_address)
    page.locator("#scope .scope").focus()
    page.keyboard.press("Enter")
    page.locator(".listing li").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.insert_text("ferry")  # at once, so that the list is drawn once
    page.locator(".listing li", has_text="deal.txt").wait_for(state="detached")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.show") == "ferry.md"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.innerText") == "Keep"
    page.keyboard.press("Escape")
    assert page.locator("#library").is_visible()
    assert not page.locator(".sure").first.is_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    page.locator("#scope [data-scope='[\"ferry.md\"]']").wait_for(state="attached")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    opened(page, "ferry.md")
    page.wait_for_function("document.activeElement.dataset.focus === 'scope'")


@pytest.mark.gradio
def test_an_added_document_is_asked_at_once_and_its_upload_is_gone(open_page, library_address, harbour):
    page = open_page(library_address)
    page.set_input_files("#files", harbour)
    assert "It stays until the server stops" in notice(page, "harbour.md was added: ask away.")
    opened(page, "harbour.md")
    assert page.locator("#arriving").is_hidden()
    ask(page, HARBOUR)
    assert page.locator(".short").inner_text() == "412"
    uploads = Path(os.environ.get("GRADIO_TEMP_DIR") or Path(tempfile.gettempdir()) / "gradio")
    left = [file for file in uploads.rglob("*") if file.is_file() and b"412 ships" in file.read_bytes()]
    assert left == []


@pytest.mark.gradio
def test_a_file_can_be_stopped_while_it_is_being_sent(open_page, library_address, tmp_path):
    file = tmp_path / "slow.txt"
    file.write_text("The slow mill grinds small. " * 40_000, "utf-8")
    page = open_page(library_address)
    network = page.context.new_cdp_session(page)
    slowly = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 50_000}
    network.send("Network.emulateNetworkConditions", slowly)
    page.set_input_files("#files", file)
    open_library(page)
    row = page.locator(".listing .coming")
    assert row.inner_text().split("\n") == ["slow.txt", "Reading …"]
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Cancel").click()
    network.send("Network.emulateNetworkConditions", slowly | {"uploadThroughput": -1})
    notice(page, "Stopped; none of these files was added.")
    assert page.locator("#arriving").is_hidden()
    open_library(page)
    assert page.locator(".listing .title").all_text_contents() == ["All documents", "deal.txt", "ferry.md"]
    uploads = Path(os.environ.get("GRADIO_TEMP_DIR") or Path(tempfile.gettempdir()) / "gradio")
    left = [one for one in uploads.rglob("*") if one.is_file() and b"slow mill" in one.read_bytes()]
    assert left == []


@pytest.mark.gradio
def test_dropped_files_are_added_or_refused_each_in_a_sentence(open_page, library_address):
    page = open_page(library_address)
    drop(
        page,
        ("good.txt", "The lamp burned for 77 nights."),
        ("bad.exe", "MZ"),
        ("none.txt", ""),
        ("blank.txt", " \n"),
    )
    said = notice(page, "blank.txt: there is no text in it; give a document with words.")
    assert "good.txt was added: ask away." in said
    assert "bad.exe: this kind of file cannot be read; give one of" in said
    assert "none.txt: there is no text in it; give a document with words." in said
    assert page.locator("#drop").is_hidden()
    page.locator("#notice").get_by_role("button", name="Dismiss").click()
    page.locator("#notice .notice").wait_for(state="detached")
    ask(page, "For how many nights did the lamp burn?")
    assert "77" in page.locator(".short").inner_text()


def test_the_exact_cell_of_a_wide_table_is_in_sight(open_page, library_address):
    heads = ["Item", *(f"Budget of the year {year}" for year in range(2019, 2027)), "Remark"]
    rows = [
        [item, *["9,750"] * 8, remark] for item, remark in (("Oven", "arrives in June"), ("Lift", "stays"))
    ]
    page = open_page(library_address, width=820, height=900)
    drop(page, ("budget.csv", "\n".join(";".join(row) for row in [heads, *rows])))
    notice(page, "budget.csv was added")
    ask(page, "What is the remark on the oven?")
    page.locator("#pane mark.exact", has_text="arrives in June").wait_for()
    assert page.evaluate(
        """() => {
            const exact = document.querySelector("#pane mark.exact");
            const [table, cell] = [".table", "td"].map((one) => exact.closest(one).getBoundingClientRect());
            const pane = document.querySelector("#pane").getBoundingClientRect();
            return cell.left >= table.left && cell.right <= table.right + 1 && table.right <= pane.right;
        }"""
    )


@pytest.mark.gradio
def test_an_upload_of_a_known_name_asks_first(open_page, library_address):
    page = open_page(library_address)
    drop(page, ("ferry.md", "The ferry to Aru Island costs 55 crowns."))
    page.locator("#sheet[open]").wait_for()
    page.get_by_role("button", name="Keep both").click()
    notice(page, "ferry (2).md was added")
    drop(page, ("ferry.md", "The ferry to Aru Island costs 60 crowns."))
    page.get_by_role("button", name="Replace it").click()
    notice(page, "ferry.md was replaced")
    choose(page, "ferry.md")
    ask(page, "How much does the ferry to Aru Island cost?")
    assert "60" in page.locator(".short").inner_text()
    drop(page, ("ferry.md", "Never added."))
    page.locator("#sheet[open]").wait_for()
    page.keyboard.press("Escape")
    page.locator("#sheet").wait_for(state="hidden")
    open_library(page)
    assert page.locator(".listing li").count() == 4


@pytest.mark.gradio
def test_new_files_beside_known_names_are_added_whatever_is_chosen(open_page, library_address):
    page = open_page(library_address)
    again = ("ferry.md", "The ferry to Aru Island costs 55 crowns.")
    drop(page, again, ("lamp.txt", "The lamp burned for 77 nights."), ("mill.txt", "The mill is old."))
    page.locator("#sheet[open]").wait_for()
    asked = page.locator("#sheet").inner_text()
    assert "2 files are new and will be added." in asked
    assert "“ferry.md” is in the index already." in asked
    page.get_by_role("button", name="Do not add it").click()
    notice(page, "2 documents were added: ask away.")
    drop(page, again, ("quay.txt", "The quay is long."))
    page.locator("#sheet[open]").wait_for()
    page.keyboard.press("Escape")
    notice(page, "quay.txt was added: ask away.")
    choose(page, "ferry.md")
    ask(page, "How much does the ferry to Aru Island cost?")
    assert "40" in page.locator(".short").inner_text()
    drop(page, again, ("moor.txt", "The moor is wet."), ("moor.txt", "The moor is dry."))
    page.get_by_role("button", name="Replace it").click()
    notice(page, "2 documents were added and 1 replaced")
    open_library(page)
    names = ["deal.txt", "ferry.md", "lamp.txt", "mill.txt", "moor (2).txt", "moor.txt", "quay.txt"]
    assert sorted(page.locator(".listing .entry[data-show] .title").all_text_contents()) == names


@pytest.mark.gradio
def test_a_removed_document_leaves_its_answers_readable(open_page, library_address):
    page = open_page(library_address)
    ask(page, "How much does the ferry to Aru Island cost?")
    open_library(page)
    page.get_by_role("button", name="Remove ferry.md").click()
    assert "Remove ferry.md for everyone?" in page.locator(".sure:visible").inner_text()
    page.locator(".sure:visible [data-remove]").click()
    page.locator(".listing li", has_text="Ferry times").wait_for(state="detached")
    page.keyboard.press("Escape")
    assert "40 crowns" in page.locator(".evidence").first.inner_text()
    assert "removed since" in page.locator(".evidence figcaption").first.inner_text()
    assert page.locator(".turn a.cite").count() == 0
    assert page.locator("#pane article[data-document='ferry.md']").count() == 0
    ask(page, "When does the ferry leave?", "refused")
    ask(page, STAKE)
    assert page.locator(".short").last.inner_text() == "27%"


def test_the_last_document_may_go_and_another_come(open_page, harbour):
    with served(Index.from_texts({"only.txt": "The mill stands by the river."})) as address:
        page = open_page(address)
        open_library(page)
        page.get_by_role("button", name="Remove only.txt").click()
        page.locator("[data-remove]").click()
        page.locator(".listing .said", has_text="There is no document yet.").wait_for()
        page.get_by_role("heading", name="Add a document").wait_for()
        page.keyboard.press("Escape")
        ask(page, HARBOUR, "failed")
        page.set_input_files("#files", harbour)
        notice(page, "was added")
        ask(page, HARBOUR)


@pytest.mark.gradio
def test_visitors_share_documents_but_no_conversation(open_page, library_address, harbour):
    one, other = open_page(library_address), open_page(library_address)
    choose(other, "ferry.md")
    one.set_input_files("#files", harbour)
    notice(one, "was added")
    ask(one, HARBOUR)
    open_library(other)
    assert "harbour.md" in other.locator(".listing .title").all_text_contents()
    assert other.locator(".turn").count() == 0
    other.keyboard.press("Escape")
    open_library(one)
    one.get_by_role("button", name="Remove ferry.md").click()
    one.locator(".sure:visible [data-remove]").click()
    one.locator(".listing li", has_text="Ferry times").wait_for(state="detached")
    ask(other, "When does the ferry leave?", "failed")
    assert "“ferry.md” was removed from the index" in other.locator(".error").inner_text()
    assert other.locator("#scope [data-scope='[]']").count() == 1


def test_five_hundred_documents_with_hostile_names_are_picked_from(open_page):
    texts = {f"{'very-' * 40}long-{n}.txt": f"Number {n} is here." for n in range(498)}
    texts |= {HOSTILE: "The hostile text.", "\u202eright to left.txt": "The turned text."}
    with served(Index.from_texts(texts)) as address:
        page = open_page(address, width=390, color_scheme="light")
        for width, scheme in ((390, "light"), (1440, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            _pick_the_hostile_one(page, width)


def _pick_the_hostile_one(page, width: int) -> None:
    page.locator("#scope .scope").click()
    page.fill("#find", "")
    page.locator(".listing li").nth(500).wait_for(state="attached")
    assert page.locator(".listing li").count() == 501
    assert page.evaluate("document.querySelector('#library').scrollWidth") <= min(width, 36 * 16)
    page.fill("#find", "long-49")
    page.locator(".listing li").nth(10).wait_for(state="detached")
    assert page.locator(".listing li").count() > 1
    page.fill("#find", "onerror")
    page.locator(".listing li").nth(1).wait_for(state="detached")
    # A row out of sight has no inner text.
    assert page.locator(".listing .title").text_content() == HOSTILE
    page.locator(".listing .entry").click()
    page.locator("#pane article:not([hidden])", has_text="The hostile text.").wait_for(state="attached")
    assert page.evaluate("window.broken") is None
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.gradio
def test_a_question_is_answered_while_a_document_is_added(
    open_page, library_address, library, harbour, monkeypatch
):
    answered = threading.Event()
    add_copy = library.add_copy

    def stopping_midway(file, name, progress, limits):
        def stopping(state):
            progress(state)
            assert answered.wait(120)

        return add_copy(file, name, progress=stopping, limits=limits)

    monkeypatch.setattr(library, "add_copy", stopping_midway)
    one, other = open_page(library_address), open_page(library_address)
    one.set_input_files("#files", harbour)
    notice(one, "Indexing")
    ask(other, STAKE)
    assert harbour.name not in library.documents
    answered.set()
    notice(one, "was added")
