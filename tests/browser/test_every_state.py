"""Every state of the page is sound for every reader: axe looks at each, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from driving import ask, drop, faults, notice, served, small_targets

from index import Index

pytestmark = pytest.mark.browser

LEASE = (
    "# The {name} lease\n\n## Rent\n\nThe rent is {rent} euros a month, €5 of it for light.\n\n## Notice\n\n"
    "Either side may end the lease with {months} months' notice. The notice is given in writing.\n"
)
LEASES = {
    "mill.md": LEASE.format(name="mill", rent="900", months="three"),
    "barn.md": LEASE.format(name="barn", rent="1,250", months="six"),
}
COMPARISON = "Compare the notice of the mill lease and the barn lease"
COUNT = 'How often is "notice" mentioned?'
LIST = "Which documents mention the rent?"
ABOUT = "What are these documents about?"
RENT = "How much is the rent of the mill?"


# What axe cannot see: whether found words can be read, their marks seen, and told from what is cited.
SEEN = """() => {
    const pane = document.querySelector("#pane");
    const brightness = (colour) => {
        const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
        const linear = (part) => part <= 0.04 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        const [red, green, blue] = parts.map(linear);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one, other) => {
        const [low, high] = [brightness(one), brightness(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const found = getComputedStyle(pane, "::highlight(found)");
    const page = getComputedStyle(document.querySelector("#source")).backgroundColor;
    const cited = getComputedStyle(document.querySelector("#pane mark.current")).backgroundColor;
    return {
        words: contrast(found.color, found.backgroundColor) >= 4.5,
        edge: contrast(found.textDecorationColor, page) >= 3,
        "unlike citations": found.backgroundColor !== cited && found.textDecorationColor !== cited,
    };
}"""


@pytest.fixture(scope="module")
def leases_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("leases")
    for name, text in LEASES.items():
        (folder / name).write_text(text, "utf-8")
    with served(Index.build([folder])) as address:
        yield address


@pytest.fixture
def look(open_page, leases_address) -> Iterator[tuple[object, Callable]]:
    """A page on a phone, and what notes the states in which axe, or a finger there, finds something.

    Of what opens over a page that was looked at before, axe looks at that part alone.
    """
    page = open_page(leases_address, width=390, reduced_motion="reduce")
    found: dict[str, object] = {}

    def noted(state: str, opened: str = "") -> None:
        for width, scheme in ((1440, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            drawn = page.evaluate("document.documentElement.scrollWidth")
            small = small_targets(page) if width == 390 else []
            if (told := (faults(page, within=opened), drawn, small)) != ([], width, []):
                found[f"{state}, {width}, {scheme}"] = told

    yield page, noted
    assert found == {}


def test_axe_finds_nothing_in_a_conversation_of_every_kind_of_answer(look):
    page, noted = look
    page.locator(".welcome [data-ask]").first.wait_for()
    noted("first open")
    for question in (COMPARISON, COUNT, LIST, ABOUT):
        ask(page, question)
    ask(page, RENT)
    ask(page, "Who painted the Mona Lisa?", "refused")
    ask(page, "?!", "failed")
    for summary in page.locator(".turn summary").all():
        summary.click()
    page.locator("[data-rate='5'][data-rating=down]").click()
    page.locator("[data-rate='5'][aria-pressed=true]").wait_for()
    noted("answers, refusal and error")
    page.locator("[popovertarget='more-5']").click()
    noted("menu of an answer", "#more-5")
    page.locator("[data-save='5']").click()
    page.locator("#sheet[open]").wait_for()
    noted("what would have been right", "#sheet")
    page.keyboard.press("Escape")
    page.locator("[data-pin]").last.click()
    page.get_by_role("button", name="See your notes").wait_for()
    noted("notice", "#notice")
    page.locator("[popovertarget='export']").click()
    noted("export", "#export")
    page.keyboard.press("Escape")
    page.locator("[data-open-past=conversations]").click()
    page.locator("#past [data-sure]").click()
    noted("history", "#past")
    page.keyboard.press("Escape")
    page.locator("#past .rename").click()
    noted("history, renaming", "#past")
    page.keyboard.press("Escape")
    page.locator("[data-past=notes]").click()
    page.locator("#past .note").wait_for()
    noted("notes", "#past")


def test_axe_finds_nothing_where_documents_are_chosen_and_added(look):
    page, noted = look
    page.locator("#scope .scope").click()
    page.locator("#library .among").first.check()
    page.locator("#scope [data-scope*='.md']").wait_for()
    page.get_by_role("button", name="Rename mill.md").click()
    page.get_by_role("button", name="Remove barn.md").click()
    noted("documents", "#library")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('#library').close()")
    drop(page, ("mill.md", "The mill burned down."))
    page.locator("#sheet[open]").wait_for()
    noted("replace or keep", "#sheet")
    page.keyboard.press("Escape")
    drop(page, ("bad.exe", "MZ"), ("none.txt", ""))
    notice(page, "bad.exe: this kind of file cannot be read")
    noted("files that are refused", "#notice")
    page.route("**/gradio_api/upload*", lambda _: None)
    drop(page, ("hay.txt", "The hay is dry."))
    page.get_by_role("button", name="Cancel").wait_for()
    noted("uploading")
    page.locator("#scope .scope").click()
    page.locator("#library .coming", has_text="Reading").wait_for()
    noted("a file that is being read", "#library")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Cancel").click()
    notice(page, "Stopped; none of these files was added.")
    page.unroute_all(behavior="ignoreErrors")


def test_axe_finds_nothing_beside_the_source_and_while_the_server_is_away(look):
    page, noted = look
    ask(page, RENT)
    page.locator(".turn a.cite").first.click()
    page.locator("#pane mark.current").first.wait_for()
    page.locator("#pane article:not([hidden]) .overview summary").first.click()
    noted("source with its overview")
    page.get_by_role("button", name="Outline", exact=True).click()
    page.locator("#outline button").first.wait_for()
    noted("outline", "#outline")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Find in this document").click()
    page.locator("#seek-words:focus").wait_for()
    page.keyboard.type("notice")
    page.locator("#seek .told", has_text="3").wait_for()
    noted("words that are found", "#source")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(SEEN) == {"words": True, "edge": True, "unlike citations": True}, scheme
    page.keyboard.press("Enter")
    page.locator("#seek .told", has_text="1 of 3").wait_for()
    noted("find", "#source")
    for said in ("lost", "slow", "deleted"):
        page.evaluate(f"document.querySelector('#{said}').hidden = false")
    noted("server away, server slow, conversation deleted")
