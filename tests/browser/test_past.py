"""The past in the browser: conversations come back, are found and deleted; pinned answers become files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import BEGIN, STAKE, ask, current_words, faults, is_in_view, notice, served, small_targets
from playwright.sync_api import expect

from index import Index
from qa.app import transcript

pytestmark = pytest.mark.browser


def past(page, kind: str = "conversations") -> None:
    page.locator("[data-open-past=conversations]").click()
    page.locator(f"[data-past={kind}]").click()


def delete(page, named: str) -> None:
    page.get_by_role("button", name=f"Delete “{named}”").click()
    page.get_by_role("button", name="Delete", exact=True).click()


@pytest.mark.gradio
def test_a_conversation_is_left_found_reopened_whole_and_deleted(open_page, address, monkeypatch):
    page = open_page(address)
    ask(page, STAKE)
    ask(page, "Since when?", "answered|refused")
    page.get_by_role("button", name="New conversation").first.click()
    page.locator("#transcript .welcome").wait_for()
    ask(page, BEGIN)
    past(page)
    rows = page.locator("#past .listing .title")
    rows.nth(1).wait_for(state="attached")
    expect(rows).to_have_text([BEGIN, STAKE])
    page.fill("#find-past", "since")
    page.locator("#past .listing li").nth(1).wait_for(state="detached")
    page.locator("#past .listing .entry").click()
    page.locator(".turn[data-turn='2']:not(.pending)").wait_for()
    assert page.locator(".asked").all_inner_texts() == [STAKE, "Since when?"]
    past(page)
    delete(page, BEGIN)
    expect(rows).to_have_text([STAKE])
    page.keyboard.press("Escape")
    # What is kept whole tells itself apart from what the address has room for.
    monkeypatch.setattr(transcript, "LINKED_QUESTIONS", 1)
    ask(page, BEGIN)
    link = page.url
    page.reload()
    page.locator(".turn[data-turn='3']:not(.pending)").wait_for()
    assert page.locator(".asked").all_inner_texts() == [STAKE, "Since when?", BEGIN]
    other = page.context.new_page()
    other.goto(link)
    other.locator(".turn[data-turn='3']:not(.pending)").wait_for()
    other.close()
    past(page)
    # Rows have text before they are first drawn (content-visibility), which is when inner_text is empty.
    assert "3 questions" in (page.locator("#past .listing .below").text_content() or "")


def test_the_open_conversation_is_deleted_after_a_question_and_stays_away(open_page, address):
    page = open_page(address)
    ask(page, STAKE)
    past(page)
    deletes = page.get_by_role("button", name=f"Delete “{STAKE}”")
    deletes.press("Enter")
    assert page.evaluate("document.activeElement.innerText") == "Keep"
    page.keyboard.press("Escape")
    expect(page.locator("#past .listing .title")).to_have_text([STAKE])
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    for _ in range(2):
        page.locator("#transcript .welcome").wait_for()
        assert page.locator(".turn").count() == 0
        past(page)
        page.locator("#past .listing", has_text="No conversation is kept yet.").wait_for()
        page.reload()


def test_back_at_a_deleted_conversation_the_desk_is_empty_and_nothing_is_kept(open_page, address):
    page = open_page(address)
    ask(page, STAKE)
    link = page.url
    page.get_by_role("button", name="New conversation").first.click()
    page.locator("#transcript .welcome").wait_for()
    past(page)
    delete(page, STAKE)
    page.go_back()
    page.locator("#deleted", has_text="This conversation was deleted.").wait_for()
    assert page.locator("#transcript .welcome h2").is_visible()
    page.goto(link)  # as from a bookmark: it waits for a key, as anybody's link does
    page.locator("#transcript .welcome").wait_for()
    page.wait_for_function("document.querySelector('#question textarea').value", timeout=60_000)
    assert page.locator("#question textarea").input_value() == STAKE
    assert page.locator(".turn").count() == 0
    past(page)
    page.locator("#past .listing", has_text="No conversation is kept yet.").wait_for()
    page.keyboard.press("Escape")
    page.go_back()
    page.locator("#transcript .welcome").wait_for()
    ask(page, BEGIN)
    assert page.locator("#deleted").is_hidden()
    past(page)
    expect(page.locator("#past .listing .title")).to_have_text([BEGIN])


def rename(page, named: str, to: str) -> None:
    page.get_by_role("button", name=f"Rename “{named}”").press("Enter")
    page.get_by_role("textbox", name=f"Rename “{named}” to").fill(to)
    page.keyboard.press("Enter")


def test_a_conversation_is_renamed_by_the_keyboard_and_found_and_exported_by_its_name(open_page, address):
    page = open_page(address)
    ask(page, STAKE)
    page.locator("[data-pin='1']").click()
    page.locator("[data-pin='1'][aria-pressed=true]").wait_for()
    past(page)
    page.get_by_role("button", name=f"Rename “{STAKE}”").press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Rename “{STAKE}”"
    rename(page, STAKE, "Quarter four")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Rename “Quarter four”"
    page.keyboard.press("Escape")
    ask(page, BEGIN)
    page.reload()
    page.locator(".turn[data-turn='2']:not(.pending)").wait_for()
    for kind, listed in (("conversations", ".title"), ("notes", ".note")):
        past(page, kind)
        page.fill("#find-past", "quarter")
        page.locator(f"#past .listing {listed}").wait_for(state="attached")
        assert page.locator("#past .listing li").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") == 1440
        if kind == "notes":
            with page.expect_download() as started:
                page.locator("[data-notes=md]").click()
            assert "From the conversation “Quarter four”" in Path(started.value.path()).read_text("utf-8")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.locator("#past").wait_for(state="hidden")
    page.locator("[popovertarget='export']").click()
    with page.expect_download() as started:
        page.locator("[data-export=md]").click()
    assert Path(started.value.path()).read_text("utf-8").startswith("# Quarter four\n")
    past(page)
    rename(page, "Quarter four", " ")
    expect(page.locator("#past .listing .title")).to_have_text([STAKE])


LOOKS = (1440, "light"), (390, "dark")


def looked_at(page) -> Iterator[int]:
    """A page on a desk by day and on a phone by night: its width."""
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        yield width


def test_a_pinned_answer_is_a_note_with_its_citations_and_leaves_as_a_file(
    open_page, address, article_text, tmp_path: Path
):
    page = open_page(address, width=390, color_scheme="dark")
    ask(page, STAKE)
    page.get_by_role("button", name="Pin as a note").click()
    notice(page, "Pinned")
    for width in looked_at(page):
        told, pin = (page.locator(one).bounding_box() for one in ("#notice .notice", "[data-pin]"))
        is_above, is_left = told["y"] + told["height"] <= pin["y"], pin["x"] + pin["width"] <= told["x"]
        assert is_above or is_left, f"the notice lies over the answer's buttons at {width}"
    page.get_by_role("button", name="See your notes").click()
    page.locator("#past .note").wait_for()
    page.reload()
    page.locator("[data-pin][aria-pressed=true]").wait_for()
    page.get_by_role("button", name="Notes", exact=True).click()
    note = page.locator("#past .note")
    assert note.locator(".short").text_content() == "27%"  # whatever is drawn yet
    assert "27%" in note.locator("blockquote").first.text_content()
    assert note.locator(".below", has_text="likely to be right").count() == 1
    assert note.locator(".below", has_text="microsoft-openai-deal.txt").count() > 0
    for width in looked_at(page):
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator("#past footer p").bounding_box()["width"] > 200, "a line, not a column"
    files = {}
    for kind in ("md", "json", "html"):
        with page.expect_download() as started:
            page.locator(f"[data-notes={kind}]").click()
        saved = tmp_path / started.value.suggested_filename
        started.value.save_as(saved)
        assert saved.suffix == f".{kind}"
        files[kind] = saved.read_text("utf-8")
    assert "**27%**" in files["md"]
    (told,) = json.loads(files["json"])["notes"]
    assert told["asked"] == STAKE
    printed = page.context.new_page()
    printed.goto(saved.as_uri())
    assert printed.get_by_role("heading", name=STAKE).is_visible()
    for quote in told["quotes"]:
        assert article_text[quote["start"] : quote["end"]] == quote["quote"]
        assert quote["quote"] in re.sub(r"\*\*|\\(?=\W)", "", files["md"])
        assert printed.locator("blockquote", has_text=quote["quote"]).is_visible()
        place = f"[{quote['n']}] microsoft-openai-deal.txt, {quote['place']}"
        assert f"— {place}" in files["md"]
        assert printed.get_by_text(place, exact=True).is_visible()
    for width in looked_at(printed):
        assert faults(printed) == [], width
    printed.close()
    delete(page, STAKE)
    note.wait_for(state="detached")
    page.keyboard.press("Escape")
    page.locator("[data-pin][aria-pressed=false]").wait_for()


def test_a_note_is_called_by_the_question_that_it_answers(open_page, address):
    page = open_page(address)
    ask(page, STAKE)
    ask(page, "And in dollars?")
    resolved = page.locator(".turn[data-turn='2'] .searched q").inner_text()
    page.locator("[data-pin='2']").click()
    page.locator("[data-pin='2'][aria-pressed=true]").wait_for()
    page.get_by_role("button", name="Notes", exact=True).click()
    note = page.locator("#past .note")
    assert note.locator("h3").inner_text() == resolved
    assert "Asked as “And in dollars?”" in note.inner_text()
    with page.expect_download() as started:
        page.locator("[data-notes=md]").click()
    assert f"## {resolved}" in Path(started.value.path()).read_text("utf-8")


def open_note(page, named: str, press: str = "") -> None:
    past(page, "notes")
    heading = page.locator("#past .note").get_by_role("button", name=named, exact=True)
    heading.press(press) if press else heading.click()
    page.locator("#past").wait_for(state="hidden")


def test_a_note_opens_where_it_was_pinned_else_by_itself_and_says_what_its_document_became(
    open_page, tmp_path: Path
):
    folder = tmp_path / "documents"
    folder.mkdir()
    file = folder / "mill.txt"
    file.write_text("The rent of the mill is 900 euros a month. The miller keeps two dogs.\n", "utf-8")
    rent, dogs = "How much is the rent of the mill?", "How many dogs are there?"
    index = Index.build([file])
    with served(index) as address:
        page = open_page(address)
        ask(page, rent)
        page.locator("[data-pin='1']").click()
        page.locator("[data-pin='1'][aria-pressed=true]").wait_for()
        ask(page, dogs)
        page.locator("#scope .scope").click()
        page.get_by_role("button", name="Rename mill.txt").click()
        page.locator("#library .to:visible").fill("Mill lease.txt")
        page.keyboard.press("Enter")
        notice(page, "is called")
        page.locator("#library [data-show='Mill lease.txt']").wait_for()  # and its name is no longer typed
        page.keyboard.press("Escape")
        page.locator("#library").wait_for(state="hidden")
        open_note(page, rent)
        assert page.locator(".fate").count() == 0
        page.wait_for_function("document.querySelector('#pane mark.current')?.innerText.includes('rent')")
        page.get_by_role("button", name="New conversation").first.click()
        page.locator("#transcript .welcome").wait_for()
        open_note(page, rent, "Enter")
        page.locator(".turn[data-turn='2']:not(.pending)").wait_for()
        assert current_words(page) == "The rent of the mill is 900 euros a month."
        past(page)
        delete(page, rent)
        page.locator("#transcript .welcome").wait_for()
        page.set_viewport_size({"width": 390, "height": 844})
        open_note(page, rent)
        page.locator(".turn", has_text="As it was pinned").wait_for()
        assert page.locator(".turn").count() == 1
        page.locator(".turn a.place").click()
        assert is_in_view(page, "#pane mark.current.exact")
        index.remove("Mill lease.txt")
        index.add([file])
        page.reload()
        fate = "is no longer among the documents"
        page.locator(".turn .fate", has_text=fate).wait_for()
        assert "900 euros" in page.locator(".turn blockquote").inner_text()
        past(page, "notes")
        page.locator("#past .note .fate", has_text="“Mill lease.txt” is no longer").wait_for()
        assert "900 euros" in page.locator("#past .note blockquote").text_content()
        assert faults(page) == []
        assert small_targets(page) == []


TAMPERED = (
    "{}",
    """[null, 5, [], {}, {"id": "a", "questions": "Why?"}, {"id": "a", "asked": "Why?", "quotes": [null]},
        {"id": "a", "query": "", "turns": [{"question": "Why?", "in": []}], "at": "never"},
        {"id": "a", "query": "", "turns": [{"question": "Why?", "in": 5}], "at": 5}]""",
)


def test_what_another_page_of_this_address_has_kept_breaks_nothing(open_page, address):
    page = open_page(address)
    for kept in TAMPERED:
        page.evaluate(
            "kept => ['asked', 'conversations', 'notes'].forEach((name) => localStorage.setItem(name, kept))",
            kept,
        )
        page.reload()
        page.locator("#transcript .welcome").wait_for()
        for kind in ("conversations", "notes"):
            past(page, kind)
            page.locator("#past .listing .said").wait_for()
            page.keyboard.press("Escape")
    ask(page, STAKE)
    past(page)
    expect(page.locator("#past .listing .title")).to_have_text([STAKE])


def test_a_long_conversation_is_reopened_at_its_last_question_whatever_was_looked_at(open_page, address):
    page = open_page(address, height=500)
    for _ in range(3):
        ask(page, STAKE)
        ask(page, BEGIN)
    page.locator(".turn[data-turn='2'] a.cite").first.click()
    page.locator(".turn[data-turn='2'] a.cite.current").wait_for()
    page.get_by_role("button", name="New conversation").first.click()
    page.locator("#transcript .welcome").wait_for()
    past(page)
    page.locator("#past .listing .entry").first.click()
    page.locator(".turn[data-turn='6'] a.cite.current").wait_for()
    seen = """() => {
        const box = (one) => document.querySelector(one).getBoundingClientRect();
        const { top, bottom } = box("#transcript"), last = box(".turn[data-turn='6']");
        const answer = box(".turn[data-turn='6'] .evidence").bottom;
        return last.top >= top - 40 && box(".turn[data-turn='6'] .asked").top >= top && answer <= bottom;
    }"""
    assert page.evaluate(seen)
    page.locator(".suggested.next [data-ask]").first.wait_for()
    assert page.evaluate(seen)
