"""The card above a document: what it is, and the way to each of its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from driving import STAKE, ask, current_words, is_in_view, served
from reportlab.pdfgen.canvas import Canvas

from index import Index

pytestmark = pytest.mark.browser
FERRY = "The ferry Ingrid leaves Port Norra at noon and takes two hours to the outer islands."
CARD = "#pane article:not([hidden]) .overview > details"


def test_the_card_tells_what_the_document_is_and_leads_to_its_words(open_page, address):
    page = open_page(address)
    page.locator(CARD).wait_for()
    assert page.locator(CARD).get_attribute("open") is not None
    sentence = page.locator(f"{CARD} ol button").nth(2)
    words = sentence.inner_text()
    sentence.click()
    page.locator("#pane mark.current").first.wait_for()
    assert is_in_view(page, "#pane mark.current")
    assert current_words(page) == words


def test_a_name_leads_from_place_to_place_and_the_outline_to_its_section(open_page, address):
    page = open_page(address)
    name = page.locator(f"{CARD} .mentioned button", has_text="Bloomberg")
    assert re.sub(r"\s+", " ", name.inner_text()) == "Bloomberg 3"
    lines = [0]
    for _ in range(2):
        name.click()
        line = "Number(document.querySelector('#pane mark.current')?.closest('[data-line]').dataset.line)"
        page.wait_for_function(f"last => {line} > last", arg=lines[-1])
        assert current_words(page) == "Bloomberg"
        lines.append(page.evaluate(line))
    page.locator(f"{CARD} summary", has_text="Outline").click()
    page.locator(f"{CARD} ul button", has_text="Safeguards").click()
    page.locator("#pane :is(h2, h3) mark.current").wait_for()
    assert is_in_view(page, "#pane :is(h2, h3) mark.current")


def test_beside_an_answer_it_is_folded_and_a_question_for_it_cites_each_sentence(open_page, address):
    page = open_page(f"{address}/")
    page.locator(f"{CARD} summary").first.click()
    ask(page, "What is this about?")
    assert page.locator(".turn .statement").inner_text().startswith("Main points of")
    assert page.locator(".turn .confidence").count() == 0
    assert page.locator(".turn .evidence").count() == 6
    assert page.locator("#pane mark.current").count() > 0
    ask(page, STAKE)
    page.locator(CARD).wait_for()
    assert page.locator(CARD).get_attribute("open") is None


def test_above_the_pages_of_a_pdf_it_comes_folded_and_leads_to_the_words_on_them(open_page, tmp_path: Path):
    canvas = Canvas(str(tmp_path / "ferry.pdf"))
    for page in range(1, 4):
        canvas.drawString(60, 700, FERRY if page == 3 else f"Chapter {page} tells of the fields.")
        canvas.showPage()
    canvas.save()
    with served(Index.build([tmp_path / "ferry.pdf"])) as address:
        page = open_page(address)
        card = page.locator("#sheets > .overview > details")
        card.wait_for()
        assert card.get_attribute("open") is None
        card.locator("summary").first.click()
        card.get_by_role("button", name=FERRY).click()
        page.locator(".sheet[data-page='3'] .spot.current").first.wait_for()
        assert is_in_view(page, ".spot.current")


def test_two_documents_stand_side_by_side_and_on_a_phone_one_above_the_other(open_page):
    lease = "The rent is {} euros a month. Either side may end the lease with {} months' notice."
    texts = {"mill-lease": lease.format(900, "three"), "barn-lease": lease.format(1_250, "six")}
    with served(Index.from_texts(texts)) as address:
        page = open_page(address)
        ask(page, "Compare the notice of the mill lease and the barn lease")
        groups = page.locator(".groups.comparison .group")
        assert groups.locator("h3").all_inner_texts() == ["mill-lease", "barn-lease"]
        left, right = (groups.nth(at).bounding_box() for at in range(2))
        assert left["y"] == right["y"]
        assert left["x"] + left["width"] <= right["x"]
        assert "six months" in groups.nth(1).inner_text()
        page.set_viewport_size({"width": 390, "height": 844})
        upper, lower = (groups.nth(at).bounding_box() for at in range(2))
        assert upper["x"] == lower["x"]
        assert upper["y"] + upper["height"] <= lower["y"]
