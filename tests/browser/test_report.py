"""The page of a report: sound for every reader, on a phone, a tablet and a desk."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from driving import HOSTILE, faults, small_targets

from index import Document
from qa.evaluation import Excerpt, Record, Report, compare
from qa.evaluation.report_page import render

pytestmark = pytest.mark.browser
TEXT = f"The ferry costs 40 crowns. {HOSTILE} The bridge opened in 1999, says the mayor of the town."


def record(number: int) -> Record:
    """A question whose first citation is wrong for every third."""
    gold, other = TEXT.index("The bridge"), 0
    start = gold if number % 3 else other
    cited = Excerpt("town.txt", start, start + 26, TEXT[start : start + 26])
    return Record(
        id=f"q{number}",
        question=f"When did {HOSTILE} open?",
        history=(),
        document=None,
        tags=(f"kind-{number % 25}-of-a-long-name",),
        answerable=bool(number % 4),
        answers=("1999",),
        evidence=((Excerpt("town.txt", gold, gold + 26, TEXT[gold : gold + 26]),),),
        asked="When did the bridge open?",
        answered=True,
        text=cited.quote,
        confidence=(number % 10) / 10,
        citations=(cited,),
        seconds=0.01 * number,
        scores={
            "first_citation": float(bool(number % 3)),
            "f1": 1.0,
            "right": float(bool(number % 3)),
            "hit@5": 1,
        },
    )


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    report = Report(f"{HOSTILE}.jsonl", tuple(record(number) for number in range(30)), total=30)
    before = replace(
        report, records=tuple(replace(one, scores={"first_citation": 0.5}) for one in report.records)
    )
    file = tmp_path_factory.mktemp("report") / "index.html"
    documents = {"town.txt": Document.from_text("town.txt", TEXT)}
    file.write_text(render(report, documents, compare(before, report)), encoding="utf-8")
    return file


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (900, "light"), (1440, "light")])
def test_axe_finds_nothing_to_mend_and_nothing_is_wider_than_the_screen(chromium, page_file, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(page_file.as_uri())
    for summary in page.locator("summary").all()[:3]:
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("window.broken") is None
    tops = page.locator(".cards > div").evaluate_all("(cards) => cards.map((card) => card.offsetTop)")
    assert len(set(Counter(tops).values())) == 1  # no row has fewer cards than another
    assert faults(page) == []
    assert said == []
    context.close()


def test_a_phone_has_room_for_fingers_and_for_every_stage(chromium, page_file):
    page = chromium.new_page(viewport={"width": 390, "height": 900})
    page.goto(page_file.as_uri())
    assert small_targets(page) == []
    stages = page.get_by_role("region", name="Stage by stage").get_by_role("group")
    assert stages.evaluate("(box) => box.scrollWidth <= box.clientWidth")
    for name in ("Retrieval alone", "Hit@5"):
        assert stages.get_by_role("rowheader", name=name).is_visible()
    page.close()


def test_marks_stand_where_the_words_do(chromium, page_file):
    page = chromium.new_page()
    page.goto(page_file.as_uri())
    first = page.locator("#failures ~ details", has_text="wrong place").first
    first.locator("summary").click()
    assert first.locator("mark.evidence").inner_text() == "The bridge opened in 1999,"
    assert first.locator("mark.cited").inner_text() == "The ferry costs 40 crowns."
    page.close()
