"""Pages in the browser: a PDF as it is printed, the cited words marked on it, and its text beside it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator

import pytest
from driving import ask, current_words, faults, is_in_view, served, settle, small_targets, soon
from playwright.sync_api import expect
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from index import Index

pytestmark = pytest.mark.browser

LEFT = ("The harbour was built in the", "spring of 1921, and its", "lighthouse is 40 metres high.")
RIGHT = ("The ferry leaves at noon and", "takes two hours to the outer", "islands, at eleven crowns.")
FOUND = "[...CSS.highlights.get('found')]"
QUESTION = "How high is the lighthouse?"


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("harbour")
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    for page in range(1, 13):
        canvas.setFont("Times-Roman", 11)
        if page == 6:
            for at, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
                canvas.drawString(60, 500 - 14 * at, left)
                canvas.drawString(320, 500 - 14 * at, right)
        else:
            canvas.drawString(60, 700, f"Chapter {page} tells of the fields and of the weather.")
        canvas.showPage()
    canvas.save()
    (folder / "harbour.pdf").write_bytes(data.getvalue())
    (folder / "mill.txt").write_text("The mill stands by the river.", "utf-8")
    canvas = Canvas(str(folder / "zeppelin.pdf"), invariant=1)
    canvas.drawString(60, 700, "The zeppelin flew over the hills in 1931.")
    canvas.save()
    canvas = Canvas(str(folder / "quay.pdf"), pagesize=A4, invariant=1)
    canvas.drawString(60, 700, "The quay has two pages.")
    canvas.showPage()
    canvas.drawString(60, 90, "The crane on the quay lifts nine tonnes.")
    canvas.save()
    index = Index.build([folder])
    (folder / "zeppelin.pdf").unlink()
    return index


@pytest.fixture(scope="module")
def harbour_address(harbour: Index) -> Iterator[str]:
    with served(harbour) as address:
        yield address


def drawn(page, number: int) -> None:
    page.locator(f".sheet[data-page='{number}'] img").wait_for()


@pytest.mark.gradio
def test_the_first_page_comes_before_what_tells_of_it(open_page, harbour_address):
    page = open_page(harbour_address)
    drawn(page, 1)
    page.locator("#pane .overview details").first.wait_for(state="attached")
    came: list[str] = []
    page.on("request", lambda request: came.append(json.loads(request.post_data or "{}").get("fn_name", "")))
    page.on("response", lambda response: came.append("picture" if "=quay.pdf" in response.url else ""))
    page.locator("#scope .scope").click()
    page.locator("#library [data-show='quay.pdf']").click()
    page.locator("#sheets > [data-overview='quay.pdf'] details").wait_for()
    assert came.index("sizes") < came.index("picture") < came.index("card")


def test_a_tap_on_source_shows_the_cited_page_on_a_phone(open_page, harbour_address):
    page = open_page(harbour_address, width=390, height=844, has_touch=True, is_mobile=True)
    ask(page, QUESTION)
    for _ in range(2):
        page.get_by_role("tab", name="Source").tap()
        page.locator(".spot.current").first.wait_for()
        assert is_in_view(page, ".spot.current")
        assert page.locator("#page-number").input_value() == "6"
        drawn(page, 6)
        page.evaluate("document.querySelector('#pane').scrollBy(0, 1000)")
        settle(page)
        left = page.evaluate("document.querySelector('#pane').scrollTop")
        page.get_by_role("tab", name="Conversation").tap()
        page.get_by_role("tab", name="Source").tap()  # where it was left
        assert page.evaluate("document.querySelector('#pane').scrollTop") == left
        page.get_by_role("tab", name="Conversation").tap()
        page.reload()
        page.locator(".turn.answered").wait_for()


def test_the_cited_words_are_marked_on_their_page(open_page, harbour, harbour_address):
    page = open_page(harbour_address, device_scale_factor=2)
    drawn(page, 1)
    sheet = page.locator(".sheet").first
    shown, natural = sheet.evaluate("sheet => [sheet.clientWidth, sheet.querySelector('img').naturalWidth]")
    assert natural >= 2 * shown - 2
    assert page.locator(".sheet img").count() < 12
    ask(page, QUESTION)
    page.locator(".spot.current").first.wait_for()
    assert is_in_view(page, ".spot.current")
    drawn(page, 6)
    text = harbour.documents["harbour.pdf"].text
    start = text.index("The harbour was built")
    expected = harbour.page_rectangles("harbour.pdf", start, start + len(" ".join(LEFT)))
    assert len(expected) == 3
    spots = page.evaluate(
        """() => [...document.querySelectorAll(".spot.current:not([data-exact])")].map((spot) => {
            const page = spot.parentElement.getBoundingClientRect(), box = spot.getBoundingClientRect();
            return [Number(spot.parentElement.dataset.page), (box.left - page.left) / page.width,
                (box.top - page.top) / page.height, (box.right - page.left) / page.width,
                (box.bottom - page.top) / page.height];
        })"""
    )
    assert [pytest.approx(spot, abs=2e-3) for spot in spots] == [tuple(one) for one in expected]
    assert page.locator("#page-number").input_value() == "6"


def test_a_document_that_was_not_open_comes_with_its_mark_in_view(open_page, harbour_address):
    page = open_page(harbour_address)
    drawn(page, 1)
    ask(page, "How much does the crane on the quay lift?")
    page.locator(".spot.current").first.wait_for()
    assert is_in_view(page, ".spot.current")
    assert page.locator("#page-number").input_value() == "2"


def test_text_and_pages_change_places_with_the_mark_in_view(open_page, harbour_address):
    page = open_page(harbour_address)
    ask(page, QUESTION)
    page.locator(".spot.current").first.wait_for()
    assert page.locator("#pane mark.current").first.is_hidden()
    page.get_by_role("button", name="Text").click()
    assert is_in_view(page, "#pane mark.current")
    assert " ".join(LEFT) in current_words(page)
    assert page.locator("#page-number").input_value() == "6"
    assert page.locator("hr.leaf[aria-label='Page 6']").is_visible()
    leaf = page.locator("hr.leaf").first
    assert 10 < leaf.bounding_box()["height"] < 24  # a line of small words, and not a line alone
    overview = page.locator("#pane article:not([hidden]) .overview").bounding_box()
    assert leaf.bounding_box()["y"] >= overview["y"] + overview["height"]
    page.fill("#page-number", "9")
    page.keyboard.press("Enter")
    assert is_in_view(page, "hr.leaf[data-page='9']")
    assert faults(page) == []
    page.reload()
    page.locator(".turn.answered").wait_for()
    assert page.get_by_role("button", name="Text").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Pages").click()
    assert is_in_view(page, ".spot.current")
    page.fill("#page-number", "11")
    page.keyboard.press("Enter")
    settle(page)
    drawn(page, 11)
    assert page.locator("#page-number").input_value() == "11"


def test_axe_finds_nothing_to_mend_on_pages_and_a_finger_finds_room(open_page, harbour_address):
    page = open_page(harbour_address, width=390, color_scheme="dark")
    ask(page, QUESTION)
    page.locator(".turn a.cite").first.click()
    page.locator(".spot.current").first.wait_for()
    settle(page)
    assert faults(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Text").click()
    page.locator("#pane summary").first.wait_for()
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Pages").click()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    settle(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 1440


def test_what_has_no_pages_has_no_switch(open_page, harbour_address):
    page = open_page(harbour_address)
    ask(page, "Where does the mill stand?")
    assert is_in_view(page, "#pane mark.current")
    assert page.locator("#views").is_hidden()
    assert page.locator("#leaves").is_hidden()
    assert page.locator("#sheets").is_hidden()
    ask(page, "When did the zeppelin fly over the hills?")
    page.locator("#pane article:not([hidden]) .pageless").wait_for()
    assert is_in_view(page, "#pane mark.current")
    assert page.locator("#views").is_hidden()


@pytest.mark.gradio
def test_words_are_found_in_the_whole_document_on_its_pages_and_in_its_text(open_page, harbour_address):
    page = open_page(harbour_address)
    drawn(page, 1)
    page.get_by_role("button", name="Find in this document").click()
    page.locator("#seek-words:focus").wait_for()
    page.keyboard.type("FIELDS  and")
    page.locator("#seek .told", has_text="11").wait_for()
    expect(page.locator("#sheets .seeking")).to_have_count(11)
    page.fill("#seek-words", "")
    page.locator("#seek .told", has_text="11").wait_for(state="detached")
    expect(page.locator("#sheets .seeking")).to_have_count(0)
    held: list = []

    def hold(route) -> None:
        if len(held) < 2:
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile("component_server"), hold)
    page.locator("#seek-words").press_sequentially("fields and")
    page.locator("#seek-words").press("Enter")
    soon(page, lambda: len(held) == 2)  # one asks after a pause, one at once
    for late in held:
        with page.expect_response(late.request.url):
            late.continue_()
        page.locator("#seek .told", has_text="1 of 11").wait_for()
    page.unroute_all()
    page.evaluate("new Promise(requestAnimationFrame)")
    assert page.locator("#seek .told").inner_text() == "1 of 11"
    for _ in range(8):
        page.keyboard.press("Enter")
    page.locator("#seek .told", has_text="9 of 11").wait_for()
    page.locator(".sheet[data-page='10'] .spot.current").wait_for()
    assert is_in_view(page, ".sheet[data-page='10'] .spot.current")
    page.keyboard.press("Shift+Enter")
    page.locator(".sheet[data-page='9'] .spot.current").wait_for()
    page.get_by_role("button", name="Text").click()
    page.get_by_role("button", name="Next place").click()
    page.locator("#seek .told", has_text="9 of 11").wait_for()
    page.wait_for_function("document.querySelector('#pane mark.current')?.innerText === 'fields and'")
    assert is_in_view(page, "#pane mark.current")
    page.evaluate("document.querySelector('#pane').scrollTo(0, 0)")
    page.fill("#seek-words", "LIGHTHOUSE  is")
    page.wait_for_function(f"{FOUND}.map(String).join() === 'lighthouse is'")
    page.wait_for_function(
        f"""() => {{
            const both = [{FOUND}[0], document.querySelector("#pane")];
            const [box, pane] = both.map((one) => one.getBoundingClientRect());
            return box.top >= pane.top && box.bottom <= pane.bottom;
        }}"""
    )
    page.fill("#seek-words", "submarine")
    page.locator("#seek .told", has_text="Not found").wait_for()
    assert page.evaluate(f"{FOUND}.length") == 0
    page.focus("#seek-words")
    page.keyboard.press("Escape")
    assert page.locator("#seek").is_hidden()


def test_an_outline_leads_to_each_heading(open_page, tmp_path):
    chapters = (f"# Chapter {n}\n\n{'The sea lay still. ' * 60}" for n in range(1, 30))
    (tmp_path / "book.md").write_text("\n\n".join(chapters), "utf-8")
    with served(Index.build([tmp_path])) as address:
        page = open_page(address, width=390, color_scheme="light")
        page.get_by_role("tab", name="Source").click()
        _go_to(page, "Chapter 17", 390)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.emulate_media(color_scheme="dark")
        # Colours go over into each other.
        page.wait_for_function("document.querySelector('.dark') && !document.getAnimations().length")
        _go_to(page, "Chapter 9", 1440)


def _go_to(page, title: str, width: int) -> None:
    page.get_by_role("button", name="Outline", exact=True).click()
    heading = page.locator("#outline").get_by_role("button", name=title, exact=True)
    heading.wait_for()
    heading.click()
    page.wait_for_function(
        "title => document.querySelector('#pane mark.current')?.innerText === title", arg=title
    )
    assert is_in_view(page, "#pane mark.current")
    assert page.locator("#outline").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == width
