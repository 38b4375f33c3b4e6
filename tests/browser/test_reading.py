"""The chat in a real Chromium: ask, follow the citation, see the words marked."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from driving import (
    BEGIN,
    HOSTILE,
    STAKE,
    ask,
    current_words,
    draw_as,
    faults,
    is_in_view,
    opened,
    served,
    serving,
    settle,
    soon,
)
from talking import wait_for

from index import Index
from qa.deadline import Deadline
from qa.work import Bounds

pytestmark = pytest.mark.browser


@pytest.mark.gradio
def test_a_question_is_answered_and_its_citation_leads_to_the_marked_words(answered):
    page = answered
    assert page.locator(".short").inner_text() == "27%"
    anchor = page.locator(".turn a.cite").first
    assert anchor.inner_text() == "1"
    page.evaluate("document.querySelector('#pane').scrollTo(0, 1e6)")
    settle(page)
    anchor.click()
    assert is_in_view(page, "#pane mark.current")
    quote = page.locator(".evidence blockquote").first.inner_text()
    assert current_words(page) == re.sub(r"\s*1$", "", quote)
    assert page.locator("#pane mark.current.exact").inner_text() == "27%"
    assert anchor.get_attribute("aria-current") == "true"


@pytest.mark.gradio
def test_a_refusal_says_so_and_leads_to_the_closest_passages(open_page, address):
    page = open_page(address)
    ask(page, "What is the capital of France?", "refused")
    assert page.locator(".refusal").inner_text() == "No answer was found in the document."
    assert "France" in page.locator(".missing").inner_text()
    assert is_in_view(page, "#pane mark.current")
    assert page.locator("#walk .place").inner_text().endswith(f"1 of {page.locator('a.card').count()}")
    assert "current" in page.locator("a.card").first.get_attribute("class")
    card = page.locator("a.card").last
    card.click()
    assert is_in_view(page, "#pane mark.current")
    excerpt = card.locator(".excerpt").inner_text().removesuffix(" …")
    assert excerpt[:60] in current_words(page)
    colour = "getComputedStyle(document.querySelector('#pane mark.current')).backgroundColor"
    beside_refusal = page.evaluate(colour)
    ask(page, STAKE)
    assert page.evaluate(colour) != beside_refusal, "a passage beside a refusal looks like an answer"


LANTERN = "Who bought the blue lantern?"


def test_the_source_stands_where_the_shown_answer_has_its_words(open_page, long_address):
    page = open_page(long_address)
    ask(page, LANTERN)
    ask(page, "What is the capital of France?", "refused")
    assert is_in_view(page, "#pane mark.current")
    page.locator("#pane").evaluate("pane => pane.scrollTo(0, 0)")
    page.locator(".turn[data-turn='1'] .asked").click()
    assert current_words(page) == "Ingrid Vestergaard bought the blue lantern for 412 crowns."
    assert is_in_view(page, "#pane mark.current")
    page.keyboard.press("Escape")
    page.reload()
    page.locator(".turn.refused[data-turn='2']").wait_for()
    key = page.locator("a.card").first.get_attribute("data-cite")
    assert is_in_view(page, f"#pane mark[data-cites~='{key}']")
    assert page.locator("#pane mark.current").count() == 0
    page.get_by_role("button", name="New conversation").first.click()
    page.locator("#transcript .welcome").wait_for()
    page.get_by_role("button", name="History").click()
    page.locator("#past .listing .entry").click()
    page.locator(".turn.refused[data-turn='2']").wait_for()
    assert is_in_view(page, f"#pane mark.current[data-cites~='{key}']")


@pytest.mark.gradio
def test_hostile_words_in_question_document_and_name_show_as_text(open_page, hostile_address):
    page = open_page(hostile_address)
    ask(page, f"How much is the fee for the ferry? {HOSTILE}", "answered|refused")
    ask(page, "How much is the fee for the ferry?")
    page.locator(".turn a.cite").first.click()
    settle(page)
    page.locator(".turn summary").first.click()
    assert HOSTILE in page.locator("#pane article:not([hidden])").inner_text()
    assert HOSTILE in page.locator(".asked").first.inner_text()
    assert "<img src=x onerror=window.broken=1> & 'co'.txt" in page.locator("#pane header").first.inner_text()
    assert page.evaluate("window.broken") is None
    assert page.locator("#transcript img, #pane img, #transcript script, #pane script").count() == 0


def test_a_citation_of_another_document_opens_it(open_page, hostile_address):
    page = open_page(hostile_address)
    ask(page, "When did the bridge open?")
    opened(page, "other.txt")
    assert is_in_view(page, "#pane mark.current")


def test_the_keyboard_walks_citations_clears_marks_and_finds_the_question(answered):
    page = answered
    page.keyboard.press("Escape")
    assert page.locator("#pane mark.current").count() == 0
    page.keyboard.press("ArrowRight")
    first = current_words(page)
    page.keyboard.press("ArrowRight")
    assert current_words(page) != first
    page.keyboard.press("ArrowLeft")
    assert current_words(page) == first
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('#question textarea')")
    assert page.locator("#question textarea").input_value() == ""


def test_a_click_on_marked_words_selects_their_citation(answered):
    page = answered
    page.locator("#pane mark.active:not(.current)").first.click()
    assert page.locator("a.cite.current").inner_text() == "2"


@pytest.mark.gradio
def test_a_reload_comes_back_to_the_same_question_and_words(open_page, address):
    page = open_page(address)
    ask(page, STAKE)
    page.locator("a.cite").last.click()
    words = current_words(page)
    page.reload()
    page.locator(".turn.answered").wait_for()
    page.locator("#pane mark.current").first.wait_for()
    assert page.locator(".asked").inner_text() == STAKE
    assert current_words(page) == words
    assert is_in_view(page, "#pane mark.current")


def test_marked_words_that_begin_with_unseen_signs_come_into_view_in_another_document(
    open_page, tmp_path: Path
):
    filler = [
        f"Point {point}: the lamps in the yard were looked at and left as they are." for point in range(60)
    ]
    minutes = [
        "# Minutes of the boat club",
        *filler[:20],
        "**Took the minutes:** Odalys Prendergast",
        *filler[20:],
    ]
    (tmp_path / "minutes.md").write_text("\n\n".join(minutes), "utf-8")
    lease = [*filler, "The lease of the boathouse costs 730 crowns a year.", *filler]
    (tmp_path / "lease.txt").write_text("\n\n".join(lease), "utf-8")
    with served(Index.build([tmp_path])) as address:
        page = open_page(address, width=1280, height=800)
        ask(page, "What does the lease of the boathouse cost?")
        opened(page, "lease.txt")
        settle(page)
        ask(page, "Who took the minutes?")
        opened(page, "minutes.md")
        shown = "#pane mark.current:not(.syntax *)"
        assert "Odalys Prendergast" in "".join(page.locator(shown).all_inner_texts())
        assert is_in_view(page, shown)


STANDS = """() => {
    const top = (one) => one.getBoundingClientRect().top;
    const tops = (pane, what) => [...document.querySelectorAll(`${pane} ${what}`)]
        .map((one) => top(one) - top(document.querySelector(pane)));
    return [tops("#transcript", ".asked")[3], tops("#pane", "mark.current:not(.syntax *)")[0]];
}"""


def test_the_page_stands_where_it_was_once_a_window_is_closed_or_it_has_another_size(open_page, address):
    page = open_page(address, width=1280, height=800)
    for _ in range(3):
        ask(page, STAKE)
        ask(page, BEGIN)
    newest = "[...document.querySelectorAll('.asked')].at(-1).getBoundingClientRect().top"
    edge = "document.querySelector('#transcript').getBoundingClientRect().top"
    page.wait_for_function(f"{newest} < {edge} + 40")
    page.locator(".turn[data-turn='4'] a.cite").first.click()
    page.locator("#transcript").evaluate(
        """(scroller) => {
            const asked = document.querySelectorAll(".asked")[3];
            scroller.scrollBy(0, asked.getBoundingClientRect().top - 80);
        }"""
    )
    settle(page)
    page.wait_for_timeout(400)
    before = page.evaluate(STANDS)
    assert all(0 <= top < 700 for top in before)
    for button in ("Notes", "History", "Documents to ask"):
        page.get_by_role("button", name=button).first.click()
        page.locator("dialog[open]").wait_for()
        page.set_viewport_size({"width": 800, "height": 600})
        page.keyboard.press("Escape")
        page.locator("dialog[open]").wait_for(state="detached")
        page.wait_for_timeout(100)
        assert page.evaluate(STANDS) == pytest.approx(before, abs=80), f"{button}, at 800"
        page.set_viewport_size({"width": 1280, "height": 800})
        page.wait_for_timeout(100)
        assert page.evaluate(STANDS) == pytest.approx(before, abs=3), f"{button}, at 1280 again"
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("tab", name="Conversation").click()
    page.wait_for_timeout(100)
    assert page.evaluate(STANDS)[0] == pytest.approx(before[0], abs=3)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_timeout(100)
    assert page.evaluate(STANDS) == pytest.approx(before, abs=3)


@pytest.mark.gradio
def test_questions_asked_in_haste_are_all_answered_once_and_no_typed_word_is_lost(open_page, address):
    page = open_page(address)
    box = page.locator("#question textarea")
    for question in (STAKE, BEGIN):
        box.fill(question)
        box.press("Enter")
        box.press("Enter")
    box.press_sequentially(" and")
    page.get_by_role("button", name="Ask", exact=True).focus()
    page.locator(".turn.answered[data-turn='2']").wait_for()
    assert page.locator(".asked").all_inner_texts() == [STAKE, BEGIN]
    assert page.locator(".turn.answered").count() == 2
    assert box.input_value().endswith(" and")
    box.fill("")
    ask(page, "Who verifies AGI?")
    assert page.locator(".turn").count() == 3
    assert box.input_value() == ""


# The page's first event, which brings the address's conversation back, waits until the test lets it go.
HELD = """const sending = window.fetch;
const held = new Promise((letGo) => { window.letGo = letGo; });
let events = 0;
window.fetch = async (...request) => {
  const isEvent = String(request[0]).includes("/gradio_api/run/");
  if (isEvent && events++ === 0) await held;
  return sending(...request);
};"""


@pytest.mark.gradio
def test_questions_asked_before_the_page_is_ready_are_answered_in_their_order(open_page, address):
    suggested = []
    page = open_page(address, script=HELD)
    page.on("request", lambda one: suggested.append(one) if '"suggested"' in (one.post_data or "") else None)
    for question in (STAKE, BEGIN):
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
    page.get_by_role("button", name="How much Azure").click()
    assert page.locator(".turn").count() == 0
    page.wait_for_timeout(500)
    assert len(suggested) <= 1
    page.evaluate("letGo()")
    page.locator(".turn.answered[data-turn='3']").wait_for()
    asked = page.locator(".turn.answered .asked").all_inner_texts()
    assert asked == [STAKE, BEGIN, "How much Azure does OpenAI commit to buy?"]
    assert page.locator("#question textarea").input_value() == ""


@pytest.mark.gradio
def test_what_is_done_for_a_visitor_who_leaves_ends(
    open_page, article_path: Path, monkeypatch: pytest.MonkeyPatch
):
    index, searched, has_left = Index.build([article_path]), [], threading.Event()
    search, on_leaving = index.search, Deadline.on_leaving

    def held(query: str, *further, **named):
        searched.append(query)
        assert has_left.wait(120)
        return search(query, *further, **named)

    has_left.set()
    index.search = held
    with served(index) as address:
        page = open_page(address)
        ask(page, STAKE)
        before = len(searched)
        has_left.clear()
        monkeypatch.setattr(
            Deadline, "on_leaving", lambda its, tell: on_leaving(its, lambda: (tell(), has_left.set()))
        )
        page.fill("#question textarea", "And AGI?")  # it is searched for in four ways
        page.press("#question textarea", "Enter")
        soon(page, lambda: len(searched) > before)
        page.close()
        wait_for(
            lambda: 'cited_qa_pending{kind="answer"} 0.0' in httpx.get(f"{address}/metrics", timeout=60).text
        )
        assert has_left.is_set()
        assert len(searched) - before < 4


@pytest.mark.gradio
def test_a_narrow_screen_shows_one_side_and_a_citation_opens_the_other(open_page, address):
    page = open_page(address, width=390, height=844)
    assert not page.locator("#source").is_visible()
    ask(page, STAKE)
    page.locator("a.cite").last.click()
    page.locator("#source").wait_for()
    assert is_in_view(page, "#pane mark.current")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("tab", name="Conversation").click()
    page.locator("#transcript").wait_for()


def test_a_question_beyond_the_limit_is_refused_in_words_and_the_chat_goes_on(open_page, address):
    page = open_page(address)
    ask(page, "stake " * 8_000, "failed")
    assert "shorten it" in page.locator(".error").inner_text()
    ask(page, "?!", "failed")
    ask(page, STAKE)
    assert page.locator(".short").inner_text() == "27%"


def test_an_answer_is_copied_with_its_place(answered):
    page = answered
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Copy as Markdown").click()
    page.locator("button.done").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "**27%**" in copied
    assert "microsoft-openai-deal.txt, line 1" in copied


def test_what_is_folded_out_comes_into_view(answered):
    page = answered
    page.set_viewport_size({"width": 820, "height": 600})
    page.locator(".turn summary").first.click()
    page.wait_for_function(
        """() => {
            const row = document.querySelector(".turn details[open] tr").getBoundingClientRect();
            const top = document.querySelector("#composer").getBoundingClientRect().top;
            return row.height > 0 && row.bottom < top;
        }"""
    )


@pytest.mark.gradio
def test_more_visitors_than_are_answered_at_once_all_have_their_own_answers(open_page, address):
    azure = "How much Azure does OpenAI commit to buy?"
    short = {STAKE: "27%", azure: "$250 billion"}
    visitors = range(Bounds().workers + 1)
    asking = [(open_page(address), (STAKE, azure)[visitor % 2]) for visitor in visitors]
    for page, question in asking:
        page.fill("#question textarea", question)
    for page, _ in asking:
        page.press("#question textarea", "Enter")
    for page, question in asking:
        page.locator(".turn.answered").wait_for()
        assert page.locator(".asked").all_inner_texts() == [question]
        assert page.locator(".short").inner_text() == short[question]


def test_motion_is_left_out_where_it_is_not_wanted(answered):
    page = answered
    page.emulate_media(reduced_motion="reduce")
    page.locator("a.cite").last.click()
    assert page.evaluate("document.getAnimations().length") == 0


DRAWN = (
    "one => { const { color, backgroundColor } = getComputedStyle(one); return [color, backgroundColor]; }"
)


def test_each_button_can_be_read_under_the_pointer(open_page, address):
    page = open_page(address, color_scheme="light", reduced_motion="reduce")
    ask(page, STAKE)
    contrast = "{ runOnly: ['color-contrast'] }"
    export = page.locator("#bar button.export")
    at_rest = export.evaluate(DRAWN)
    draw_as(page, "button:enabled", "hover")
    assert export.evaluate(DRAWN) != at_rest
    assert sum(1 for one in page.locator("button:visible:enabled").all() if one.inner_text()) > 8
    for states in (["hover"], ["hover", "active"]):
        draw_as(page, "#ask", *states)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert faults(page, contrast) == [], (states, scheme)


@pytest.mark.gradio
def test_a_long_document_is_written_as_it_is_read(open_page, long_address):
    page = open_page(long_address)
    ask(page, "Who bought the blue lantern?")
    assert is_in_view(page, "#pane mark.current")
    assert "Ingrid Vestergaard" in current_words(page)
    assert page.locator("#pane .part:empty").count() > 10
    page.evaluate("document.querySelector('#pane').scrollTo({top: 1e9, behavior: 'instant'})")
    page.locator("#pane .part:last-child > p").first.wait_for()
    assert "The chronicle ends here." in page.locator("#pane .part").last.inner_text()


def test_finding_goes_on_from_what_is_being_read(open_page, long_address):
    page = open_page(long_address)
    ask(page, "Who bought the blue lantern?")
    page.get_by_role("button", name="Find in this document").click()
    page.keyboard.type("tower")
    page.locator("#seek .told", has_text="found").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#pane mark.current')?.innerText === 'tower'")
    line = int(page.locator("#pane :has(> mark.current)").get_attribute("data-line"))
    assert 36 < line < 44  # not 1: the lantern was bought in line 41


# An answer of the server counts as late sooner.
HASTE = "const { timeout } = AbortSignal; AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 5);"


@pytest.mark.gradio
def test_a_page_outlives_its_server(open_page, article_path: Path):
    with ExitStack() as first:
        address = first.enter_context(served(Index.build([article_path])))
        page = open_page(address, script=HASTE)
        ask(page, STAKE)
        first.close()
        page.locator("#lost").wait_for(state="visible")
        said = page.locator("#lost").bounding_box()
        for control in ("#bar", "#transcript", "#walk", "#composer"):
            box = page.locator(control).bounding_box()
            assert box["y"] + box["height"] <= said["y"] or box["y"] >= said["y"] + said["height"], control
        page.locator("[data-pin]").click(trial=True)
        with served(Index.build([article_path]), urlsplit(address).port):
            page.locator("#lost").wait_for(state="hidden")
            page.locator(".turn.answered").wait_for()
            assert page.locator(".asked").inner_text() == STAKE


@pytest.mark.gradio
def test_a_server_is_said_to_be_slow_while_somebody_waits_for_it(open_page, address):
    page = open_page(address, script=HASTE)
    ask(page, STAKE)
    held = []

    def hold(route):
        held.append(route)

    page.route("**/app_id", lambda _: None)
    for event in ("queue/join", "run/predict"):
        page.route(f"**/gradio_api/{event}*", hold)
    page.wait_for_timeout(2_500)
    assert page.locator("#slow").is_hidden()
    page.locator("#question textarea").fill(BEGIN)
    page.keyboard.press("Enter")
    page.locator("#slow").wait_for(state="visible")
    assert page.locator("#lost").is_hidden()
    for event in ("queue/join", "run/predict"):
        page.unroute(f"**/gradio_api/{event}*")
    for one in held:
        one.continue_()
    page.locator(".turn.answered[data-turn='2']").wait_for()
    page.locator("#slow").wait_for(state="hidden")


def test_launch_prints_its_address_takes_the_next_free_port_and_stops(article_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving("--file", article_path, port=port) as (address, stop):
            chosen = urlsplit(address)
            assert chosen.hostname == "127.0.0.1"
            assert port < chosen.port < port + 100
            with socket.create_connection(("127.0.0.1", chosen.port), timeout=60) as connection:
                connection.sendall(f"HEAD / HTTP/1.0\r\nHost: {chosen.netloc}\r\n\r\n".encode())
                assert b"200" in connection.recv(64)
            said = stop()
    assert "Traceback" not in said


IN_ONE_LINE = """(words) => {
    const all = document.createRange();
    all.selectNodeContents(words);
    const boxes = [...all.getClientRects()];
    return Math.max(...boxes.map((box) => box.top)) < Math.min(...boxes.map((box) => box.bottom));
}"""


def test_a_figure_of_a_table_is_shown_with_what_it_is_in_and_where_that_stands(open_page, tmp_path: Path):
    rows = "\n".join(f"| Item {number} | {number}1 | {number}2 |" for number in range(60))
    (tmp_path / "brewery.md").write_text(
        "# Brewery\n\nAll figures are in thousands of pounds.\n\n| Cost | 2023 | 2024 |\n|---|---|---|\n"
        f"{rows}\n| Malt | 610 | 655 |\n",
        "utf-8",
    )
    with served(Index.build([tmp_path])) as address:
        page = open_page(address)
        ask(page, "What did malt cost in 2024?")
        headline = "655\N{NO-BREAK SPACE}in thousands of pounds"
        assert page.locator(".short").inner_text() == headline
        assert page.locator(".short").evaluate(IN_ONE_LINE)
        assert is_in_view(page, "#pane mark.current.exact")
        assert current_words(page).endswith("655")
        page.locator("a.unit").click()
        assert is_in_view(page, "#pane mark.current")
        assert current_words(page) == "in thousands of pounds"
        page.get_by_role("button", name="Next citation").click()
        assert page.locator("a.cite.current").inner_text() == "1"
        assert faults(page) == []
        page.locator("[data-pin]").click()
        page.get_by_role("button", name="See your notes").click()
        assert page.locator("#past .note .short").inner_text() == headline
        page.keyboard.press("Escape")
        page.reload()
        page.locator(".short .unit", has_text="in thousands of pounds").wait_for()


def test_beside_a_refusal_stands_the_document_that_came_closest(open_page):
    texts = {
        "harbour": "The harbour of Velm was built in 1881 by Ida Lorn. Ships of forty tons may enter it.",
        "orchard": "The orchard grows 300 old apple trees. The harvest of the apples begins in September.",
    }
    with served(Index.from_texts(texts)) as address:
        page = open_page(address)
        ask(page, "When was the harbour of Velm built?")
        opened(page, "harbour")
        ask(page, "How much do the apples cost?", "refused")
        opened(page, "orchard")
        assert "apple" in current_words(page)
        page.locator("a.card").first.click()
        assert current_words(page).startswith("The orchard grows 300")
