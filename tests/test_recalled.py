"""A conversation comes back as it was read, whatever became of its documents since."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from index import Index
from qa.app.desk import Desk
from qa.app.export import Format
from qa.app.notes import Note
from qa.service import Service

RENT = "The rent of the mill is 900 euros a month. It is paid on the first."
BOAT = "The boat is painted blue every spring by the harbour master."
QUESTION = "How much is the rent of the mill?"


class Turns(HTMLParser):
    """The attributes of a transcript's turns, and its words."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.turns: list[dict[str, str | None]] = []
        self.words: list[str] = []
        self.anchors = 0
        self.feed(markup)

    def handle_starttag(self, name, attributes):
        given = dict(attributes)
        self.turns += [given] if "data-turn" in given else []
        self.anchors += "data-cite" in given

    def handle_data(self, data):
        self.words.append(data)

    @property
    def said(self) -> str:
        return " ".join(" ".join(self.words).split())

    def kept(self) -> list[dict]:
        """What a browser keeps of them."""
        return [
            {
                "question": turn["data-asked"],
                "literal": "data-alone" in turn,
                "in": json.loads(turn.get("data-in") or "[]"),
                "note": json.loads(turn["data-read"] or ""),
            }
            for turn in self.turns
        ]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index.build([write(tmp_path, "mill.txt", RENT)])
    index.add([write(tmp_path, "boat.txt", BOAT)])
    return index


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


@pytest.fixture
def desk(index: Index, tmp_path: Path) -> Iterator[Desk]:
    service = Service(lambda: index)
    yield Desk(service, skip=lambda: None, uploads=tmp_path)
    service.close()


@pytest.fixture
def asked(desk: Desk) -> Callable[..., Turns]:
    """A conversation of these questions, of one document each if it is named."""

    def ask(*questions: str, of: str = "") -> Turns:
        visit = None
        for question in questions:
            if of:
                visit = desk.act(json.dumps({"do": "choose", "names": [of]}), visit)[-1]
            visit = desk.ask(json.dumps({"question": question}), visit)[-1]
            shown = desk.answer(visit)
        return Turns(shown[0])

    return ask


def reopened(desk: Desk, kept: list[dict]) -> Turns:
    return Turns(desk.restore(json.dumps({"turns": kept}), None)[0])


def test_what_stands_as_it_stood_comes_back_whole(desk, asked):
    before = asked(QUESTION, "Who paints the boat?")
    after = reopened(desk, before.kept())
    assert after.kept() == before.kept()
    assert after.anchors == before.anchors
    assert "How this was found" not in after.said


def test_a_refusal_comes_back_with_the_passages_that_stood_beside_it_while_they_stand(desk, asked, index):
    before = asked("What is the capital of France?")
    assert "The closest passages:" in before.said
    after = reopened(desk, before.kept())
    for words in ("do not occur there", "The closest passages:", RENT, BOAT):
        assert (words in after.said) == (words in before.said), words
    assert after.kept() == before.kept()
    assert after.anchors == before.anchors
    index.remove("mill.txt")
    left = reopened(desk, before.kept())
    assert RENT not in left.said
    assert "No answer was found" in left.said


def test_a_tab_that_is_loaded_anew_has_all_that_was_found_while_its_documents_stand(desk, index):
    def loaded(*kept: dict) -> Turns:
        return Turns(desk.restore(json.dumps({"turns": kept, "visitor": "tab"}), None)[0])

    visit = desk.restore(json.dumps({"visitor": "tab"}), None)[-1]
    for question in (QUESTION, "What is the capital of France?"):
        visit = desk.ask(json.dumps({"question": question}), visit)[-1]
        before = Turns(desk.answer(visit)[0])
    assert "The closest passages:" in before.said
    for _ in range(2):
        assert loaded(*before.kept()).said == before.said
    index.remove("mill.txt")
    assert "How this was found" not in loaded(*before.kept()).said


def test_an_answer_from_a_removed_document_comes_back_as_it_was_read_and_says_so(
    desk, asked, index, tmp_path
):
    before = asked(QUESTION, "Who paints the boat?")
    index.remove("mill.txt")
    after = reopened(desk, before.kept())
    assert "“ mill.txt ” is no longer among the documents: this is the answer as it was read." in after.said
    for words in ("900 euros", "The rent of the mill is 900 euros a month .", "mill.txt · line 1"):
        assert words in after.said
    assert after.kept() == before.kept()
    assert reopened(desk, after.kept()).kept() == before.kept()


def test_words_that_have_changed_are_told_from_those_that_stand(desk, asked, index, tmp_path):
    before = asked(QUESTION, "Who paints the boat?")
    index.add([write(tmp_path, "mill.txt", RENT.replace("900", "950"))])
    after = reopened(desk, before.kept())
    assert "“ mill.txt ” has changed since: this is the answer as it was read." in after.said
    assert "The rent of the mill is 900 euros a month ." in after.said
    assert "950" not in after.said
    assert 0 < after.anchors < before.anchors  # the boat's words still lead to where they stand


def test_another_answer_never_takes_the_place_of_the_one_that_was_read(desk, asked, index, tmp_path):
    before = asked("What does the harbour master paint every spring in the mill?", of="mill.txt")
    index.remove("mill.txt")
    refused = reopened(desk, before.kept())
    assert "“ mill.txt ” is no longer among the documents" in refused.said
    assert "boat is painted blue" not in refused.said
    before = asked("Who paints the boat?")
    news = "Since June the boat is painted by Ingrid Vestergaard. She paints the boat red."
    index.add([write(tmp_path, "news.txt", news)])
    now = asked("Who paints the boat?")
    assert now.kept() != before.kept()
    assert reopened(desk, before.kept()).kept() == before.kept()


def test_a_question_that_leans_on_an_answer_as_read_is_still_understood(desk, asked, index, tmp_path):
    before = asked(QUESTION)
    index.remove("mill.txt")
    index.add([write(tmp_path, "copy.txt", RENT)])
    visit = desk.restore(json.dumps({"turns": before.kept()}), None)[-1]
    visit = desk.ask(json.dumps({"question": "When is it paid?"}), visit)[-1]
    assert "the first" in Turns(desk.answer(visit)[0]).said


def test_an_answer_follows_its_document_to_a_new_name(desk, asked):
    shown = asked("How much is the rent of the mill and who paints the boat?", QUESTION)
    visit = desk.restore(json.dumps({"turns": shown.kept()}), None)[-1]
    told = desk.act(json.dumps({"do": "rename", "name": "mill.txt", "to": "Mill lease.txt"}), visit)
    after = Turns(told[0])
    assert "mill.txt" not in after.said
    assert "the documents" not in after.said
    assert after.anchors == shown.anchors
    (*_, kept) = after.kept()
    assert [quote["document"] for quote in kept["note"]["quotes"]] == ["Mill lease.txt"]
    assert kept["note"]["id"] == shown.kept()[-1]["note"]["id"]
    assert reopened(desk, after.kept()).kept() == after.kept()


@pytest.mark.parametrize(
    "broken",
    [
        {"end": 5},
        {"span_end": 10_000},
        {"quote": "The rent is 1 euro."},
        {"start": -1},
        {"n": "<b>"},
        {"more": 1},
    ],
)
def test_what_was_not_written_here_is_asked_anew(desk, asked, broken):
    before = asked(QUESTION)
    kept = before.kept()
    kept[0]["note"]["quotes"][0] |= broken
    assert reopened(desk, kept).kept() == before.kept()


def test_notes_pinned_by_an_earlier_version_are_still_notes(desk, asked, index):
    (kept,) = asked(QUESTION).kept()
    quote = {
        name: kept["note"]["quotes"][0][name] for name in ("n", "document", "place", "quote", "start", "end")
    }
    note = {
        "id": kept["note"]["id"],
        "asked": QUESTION,
        "short": "900",
        "at": "2026-01-02T10:00+01:00",
        "quotes": [quote],
    }
    assert Note.model_validate(note).answered
    index.remove("mill.txt")
    after = reopened(desk, [{"question": QUESTION, "in": [], "note": note}])
    assert "900 The rent of the mill is 900 euros a month." in after.said


def test_an_answer_as_read_leaves_as_a_file_like_any_other(desk, asked, index):
    before = asked(QUESTION)
    index.remove("mill.txt")
    visit = desk.restore(json.dumps({"turns": before.kept()}), None)[-1]
    files = {kind: visit.export(Format(kind)).content for kind in ("md", "json", "html")}
    assert "mill.txt, line 1" in files["md"]
    (told,) = json.loads(files["json"])["turns"]
    assert told["answer"]["citations"][0]["first_line"] == 1
    assert all("The rent of the mill is" in content for content in files.values())


def test_a_document_that_is_there_again_is_missed_no_more(desk, asked, index, tmp_path):
    before = asked(QUESTION)
    index.remove("mill.txt")
    visit = desk.restore(json.dumps({"turns": before.kept()}), None)[-1]
    index.add([write(tmp_path, "mill.txt", RENT)])
    visit = desk.ask(json.dumps({"question": "Who paints the boat?"}), visit)[-1]
    after = Turns(desk.answer(visit)[0])
    assert "the answer as it was read" not in after.said
    assert after.turns[0]["data-read"] == before.turns[0]["data-read"]


def test_of_documents_that_were_asked_only_those_that_were_cited_can_have_changed(desk):
    visit = desk.act(json.dumps({"do": "choose", "names": ["mill.txt", "boat.txt"]}), None)[-1]
    visit = desk.ask(json.dumps({"question": QUESTION}), visit)[-1]
    before = Turns(desk.answer(visit)[0])
    assert "has changed since" not in reopened(desk, before.kept()).said


def test_a_place_names_its_document_where_there_are_several(desk, asked, index):
    assert "mill.txt · line 1" in asked(QUESTION, of="mill.txt").said
    index.remove("boat.txt")
    assert "mill.txt · line 1" not in asked(QUESTION).said
