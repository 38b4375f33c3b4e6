"""Every control of the page, used under the `qa chat` that people start, without a refusal or an error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import ask, drop, keep, notice, opened, serving
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.browser

FERRY = "# Ferry times\n\nThe ferry to Aru Island costs 40 crowns.\n\nIt leaves at nine.\n"
# Notes which controls were ever in sight and which of them were used, by what tells their kinds apart.
NOTING = """
window.walk = { seen: new Set(), used: new Set() };
const controls = "button, a[href], summary, input, textarea, mark[data-cites]";
const values = ["step", "tab", "export", "rating", "choice", "seek", "view", "past", "notes"];
const kind = (element) => {
    const data = Object.keys(element.dataset).filter((name) => name !== "focus").sort();
    const told = data.map((name) => (values.includes(name) ? `${name}=${element.dataset[name]}` : name));
    return [element.localName + (element.id ? `#${element.id}` : ""), element.type || "", ...told].join(" ");
};
setInterval(() => {
    if (!document.querySelector("#transcript[role]")) return;  // still being drawn
    for (const element of document.querySelectorAll(controls))
        if (element.checkVisibility()) walk.seen.add(kind(element));
}, 200);
for (const event of ["click", "input", "change"])
    document.addEventListener(event, ({ target }) => {
        const control = target.closest?.(controls);
        if (control) walk.used.add(kind(control));
    }, true);
"""


@pytest.fixture(scope="module")
def address(article_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from index import Index

    folder = tmp_path_factory.mktemp("walk")
    (folder / "ferry.md").write_text(FERRY, "utf-8")
    long = "\n".join(f"Day {day}: the sea lay still and nothing was seen. " * 40 for day in range(110))
    (folder / "chronicle.txt").write_text(f"{long}\nThe chronicle ends here.\n", "utf-8")
    canvas = Canvas(str(folder / "mill.pdf"), invariant=1)
    canvas.drawString(60, 700, "The mill by the river was built in 1888.")
    canvas.save()
    # What comes last is suggested first: the article, whose text is shown as text.
    Index.build([folder, article_path], path=folder / "index").close()
    with serving("--index", folder / "index") as (address, _):
        yield address


@pytest.mark.gradio
def test_every_control_of_the_page_works(open_page, address, tmp_path):
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"], script=NOTING)
    _read(page)
    _judge(page)
    _export(page)
    _narrow(page)
    _turn(page)
    _choose(page)
    _add(page, tmp_path)
    seen, used = (set(page.evaluate(f"[...walk.{name}]")) for name in ("seen", "used"))
    assert len(used) > 30
    # Beginning a conversation leaves the page, sending may be too short to stop: both have their own tests.
    assert seen - used <= {"button button begin", "button button stop"}


def _read(page) -> None:
    page.locator("[data-ask]").first.click()
    page.locator(".turn.answered[data-turn='1']").wait_for()
    page.fill("#question textarea", "Since when?")
    page.locator("#ask").click()
    page.locator(".turn[data-turn='2']:not(.pending)").wait_for()
    page.locator("[data-literal]").click()
    page.locator(".turn[data-turn='3']:not(.pending)").wait_for()
    ask(page, "What is the capital of France?", "refused")
    page.locator("a.card").last.click()
    page.locator(".turn summary").first.click()
    page.locator(".turn a.cite").first.click()
    page.locator(".turn a.place").first.click()
    for mark in ("mark.active:not([data-exact])", "mark.active[data-exact]"):
        page.locator(f"#pane {mark}").first.click()
    card = page.locator("#pane article:not([hidden]) .overview > details")
    card.wait_for()
    if card.get_attribute("open") is None:
        card.locator("summary").first.click()
    card.locator("[data-point]").first.click()
    page.locator("#pane mark.current").first.wait_for()
    for step in ("-1", "1"):
        page.locator(f"[data-step='{step}']").click()
    page.locator("[data-seek=open]").click()
    page.fill("#seek-words", "OpenAI")
    page.wait_for_function("document.querySelector('#seek .told').innerText")
    for step in ("1", "-1", "close"):
        page.locator(f"[data-seek='{step}']").click()
    page.locator("[popovertarget=outline]").click()
    page.locator("#outline .said, #outline [data-point]").first.wait_for()
    page.keyboard.press("Escape")


def _judge(page) -> None:
    page.locator(".turn[data-turn='1'] .actions > [data-copy]").click()
    page.locator(".actions > button.done").wait_for()
    page.locator("[popovertarget='more-1']").click()
    page.locator("#more-1 [data-copy]").click()
    page.locator("#more-1 button.done").wait_for()
    page.keyboard.press("Escape")
    for rating in ("up", "down"):
        page.locator(f"[data-rate='1'][data-rating={rating}]").click()
        page.locator(f"[data-rating={rating}][aria-pressed=true]").wait_for()
    keep(page, 1)
    page.locator("#sheet [data-choice='']").click()
    keep(page, 1)
    page.locator("#sheet [data-close]").click()
    keep(page, 1)
    page.get_by_role("radio").first.check()
    page.locator("[data-saves='1']").click()
    notice(page, "Saved to questions.jsonl")
    keep(page, 4)
    notice(page, "Saved to questions.jsonl")


def _export(page) -> None:
    page.locator("[data-pin='1']").click()
    page.locator("[data-pin='1'][aria-pressed=true]").wait_for()
    page.locator("[data-open-past=conversations]").click()
    page.locator("[data-past=notes]").click()
    page.fill("#find-past", "microsoft")
    for kind in ("md", "html", "json"):
        with page.expect_download() as started:
            page.locator(f"[data-notes={kind}]").click()
        assert started.value.suggested_filename.endswith(f".{kind}")
    page.locator("[data-past=conversations]").click()
    page.locator("#past .rename").first.click()
    page.locator("#past .to:visible").fill("Deal")
    page.locator("#past .naming:visible .primary").click()
    page.locator("#past .rename").first.click()
    page.locator("#past [data-unname]:visible").click()
    page.locator("#past [data-close]").click()
    for label in ("md", "html", "json"):
        page.locator("[popovertarget=export]").click()
        with page.expect_download() as started:
            page.locator(f"[data-export={label}]").click()
        assert started.value.suggested_filename.endswith(f".{label}")


def _narrow(page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for side in ("source", "conversation"):
        page.locator(f"[data-tab={side}]").click()
        page.locator(f"#{side}").wait_for()
    page.set_viewport_size({"width": 1440, "height": 900})


def _turn(page) -> None:
    page.locator("#walk [data-open]").click()
    page.locator("[data-show='mill.pdf']").click()
    for view in ("text", "page"):
        page.locator(f"[data-view={view}]").click()
    page.fill("#page-number", "1")
    page.locator("#scope [data-open]").click()
    page.locator(".entry[data-choose='']").click()


def _choose(page) -> None:
    page.locator("#scope [data-open]").click()
    page.locator("#library .listing li").nth(3).wait_for()
    page.locator("#library [data-close]").click()
    page.locator("#scope [data-open]").click()
    page.fill("#find", "chron")
    page.locator("#library .listing li").nth(1).wait_for(state="detached")
    page.get_by_role("checkbox", name="Ask chronicle.txt").check()
    page.locator("[data-show='chronicle.txt']").click()
    page.locator("#scope [data-scope='[\"chronicle.txt\"]']").wait_for()
    page.locator("#pane article:not([hidden]) .part:empty").first.wait_for(state="attached")
    page.evaluate("document.querySelector('#pane').scrollTo({top: 1e9, behavior: 'instant'})")
    page.locator("#pane .part", has_text="The chronicle ends here.").wait_for()
    page.locator("#scope [data-open]").click()
    page.get_by_role("button", name="Rename chronicle.txt").click()
    page.locator(".naming:visible [data-unname]").click()
    for name, new in (("chronicle.txt", "tower.txt"), ("tower.txt", "chronicle.txt")):
        page.get_by_role("button", name=f"Rename {name}").click()
        page.fill(".naming:visible .to", new)
        page.locator(".naming:visible [data-renames]").click()
        page.locator(f"#scope [data-scope='{json.dumps([new])}']").wait_for(state="attached")
        page.locator(f"#library .listing [data-show='{new}']").wait_for()
        opened(page, new)
    page.get_by_role("checkbox", name="Ask ferry.md").check()
    page.locator("#scope", has_text="2 of 4 documents").wait_for()
    page.get_by_role("button", name="Remove chronicle.txt").click()
    page.locator(".sure:visible [data-unsure]").click()
    page.get_by_role("button", name="Remove chronicle.txt").click()
    page.locator(".sure:visible [data-remove]").click()
    page.locator("#library .listing [data-show='chronicle.txt']").wait_for(state="detached")
    page.keyboard.press("Escape")


def _add(page, folder: Path) -> None:
    harbour = folder / "harbour.md"
    harbour.write_text("# Harbour report\n\nThe harbour took 412 ships in May.\n", "utf-8")
    with page.expect_file_chooser() as chosen:
        page.locator("#scope [data-pick]").click()
    chosen.value.set_files(harbour)
    notice(page, "harbour.md was added: ask away.")
    page.locator("#scope [data-open]").click()
    with page.expect_file_chooser() as chosen:
        page.locator("#library [data-pick]").click()
    chosen.value.set_files(harbour)
    for choice, said in (("keep", "harbour (2).md was added"), ("replace", "is there already"), ("", "")):
        page.locator(f"#sheet [data-choice='{choice}']").click()
        if said:
            notice(page, said)
            drop(page, ("harbour.md", harbour.read_text("utf-8")))
    drop(page, ("barges.txt", "\n\n".join(f"Gate {n} counted {n * 7} barges. " * 12 for n in range(1_200))))
    page.locator("[data-cancel]").dispatch_event("click")  # it is drawn anew with every step
    notice(page, "barges.txt: stopped; nothing of it is in the index.")
    page.locator("#notice [data-close]").click()
    drop(page, ("bad.exe", "MZ"))
    notice(page, "bad.exe: this kind of file cannot be read")
    page.locator("#notice [data-close]").click()
