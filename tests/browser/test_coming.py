"""The page as it comes: its own ground from the first moment, and an answer while a reader is prepared."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from driving import STAKE, ask, serving

from index.models import cache_folder
from qa.meanwhile import NOTE
from qa.reader import Reader

pytestmark = pytest.mark.browser

# What is seen while a page comes: the colours of its ground, and its words.
SEEN = """
window.seen = { grounds: [], words: [] };
const look = () => {
    if (document.body) {
        const add = (name, value) => seen[name].includes(value) || seen[name].push(value);
        add("grounds", getComputedStyle(document.body).backgroundColor);
        const isSeen = (one) => one.checkVisibility({ visibilityProperty: true });
        for (const one of [...document.querySelectorAll("p")].filter(isSeen)) add("words", one.textContent);
    }
    requestAnimationFrame(look);
};
look();
"""


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(244, 245, 246)"), ("dark", "rgb(18, 19, 21)")])
def test_a_new_conversation_comes_calmly(open_page, address: str, scheme: str, ground: str):
    page = open_page(address, script=SEEN, color_scheme=scheme)
    ask(page, STAKE)
    page.locator("#bar [data-begin]").click()
    page.locator(".welcome h2").wait_for()
    page.locator(".welcome .examples button").first.wait_for()
    seen = page.evaluate("seen")
    assert seen["grounds"] == [ground]
    assert not [words for words in seen["words"] if "Loading" in words]


def test_while_the_larger_reader_is_prepared_the_small_one_answers_and_says_so(
    open_page, larger: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    Reader.load()
    for kept in cache_folder().iterdir():
        if kept.is_file() and not kept.name.startswith("larger"):
            shutil.copy(kept, tmp_path)
    monkeypatch.setenv("CITED_QA_CACHE", str(tmp_path))
    with serving("--reader", "large") as (address, stop):
        page = open_page(address)
        ask(page, STAKE)
        assert page.locator(".short").inner_text() == "27%"
        assert page.locator(".turn > .searched").all_inner_texts() == [f"{NOTE[0].upper()}{NOTE[1:]}"]
        said = stop()
    assert "Traceback" not in said
    assert all(kept.is_file() for kept in tmp_path.iterdir()), "nothing half done stays"
