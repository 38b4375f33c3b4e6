"""The reader: which words of a passage answer a question, or that none do."""

from __future__ import annotations

import math
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, ModelError, Passage
from index.loaders import Span
from index.passages import cut
from qa.reader import Reader, Reading
from qa.reader.weights import ADAPTER, check_adapter


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def passages_of(text: str) -> list[Passage]:
    return cut(Document.from_text("d", text))


def check(reading: Reading, text: str) -> None:
    """What holds for any reading of a passage of `text`."""
    passage = reading.passage
    assert passage.start <= reading.start <= reading.end <= passage.end
    assert math.isfinite(reading.score)
    for one in reading.sentences:
        assert one.sentence in passage.sentences
        assert one.sentence.start <= one.span.start <= one.span.end <= one.sentence.end
        assert math.isfinite(one.score)
        assert (
            text[slice(*one.span)]
            == passage.text[one.span.start - passage.start : one.span.end - passage.start]
        )
    if reading.sentences:
        best = max(reading.sentences, key=lambda one: one.score)
        assert (reading.start, reading.end) == best.span


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When was the bridge opened?", "1931"),
        ("Who designed the bridge?", "Othmar Ammann"),
        ("How long is the bridge?", "1,450 metres"),
    ],
)
def test_the_words_that_answer_are_found_at_their_offsets(reader: Reader, question: str, answer: str):
    text = "It rained. The bridge, designed by Othmar Ammann, is 1,450 metres long.\nIt was opened in 1931."
    (passage,) = passages_of(text)
    (reading,) = reader.read(question, [passage])
    check(reading, text)
    assert answer in text[reading.start : reading.end]
    assert reading.score > 0


def test_a_passage_far_into_a_document_is_read_as_one_at_its_start(reader: Reader):
    sentence = "The bridge, designed by Othmar Ammann, is long."
    text = f"{'It rained on and on that week, and nobody went out. ' * 30}\n\n{sentence}"
    late, (first,) = passages_of(text)[-1], passages_of(sentence)
    assert (late.text, late.start > 1000) == (sentence, True)
    there, here = reader.read("Who designed the bridge?", [late, first])
    check(there, text)
    assert text[there.start : there.end] == sentence[here.start : here.end] == "Othmar Ammann"
    assert there.score == pytest.approx(here.score)


def test_a_passage_that_does_not_answer_scores_below_one_that_does(reader: Reader):
    (about,) = passages_of("The bridge was opened in 1931.")
    (beside,) = passages_of("The lion sleeps all day in the shade.")
    good, bad = reader.read("When was the bridge opened?", [about, beside])
    assert (good.passage, bad.passage) == (about, beside)
    assert good.score > 0 > bad.score


@given(st.data())
def test_readings_of_any_text_stand_inside_its_sentences(
    hostile_strings: st.SearchStrategy[str], data: st.DataObject
):
    text = data.draw(hostile_strings) + "\nThe end came in May"
    question = data.draw(hostile_strings)
    passages = passages_of(text)
    readings = Reader.load().read(question + " when", passages)
    assert [reading.passage for reading in readings] == passages
    for reading in readings:
        check(reading, text)


def test_readings_of_hostile_texts_stand_inside_their_sentences(
    reader: Reader, hostile_texts: dict[str, str]
):
    for text in hostile_texts.values():
        for reading in reader.read("How many dollars is the fee?", passages_of(text)):
            check(reading, text)


def test_a_span_is_cut_before_and_after_whole_characters(reader: Reader):
    text = "The mayor of İzmir is Çağla Şahin, and the fee is 40 €."
    (reading,) = reader.read("Who is the mayor?", passages_of(text))
    assert text[reading.start : reading.end] == "Çağla Şahin"


def test_a_passage_without_words_is_not_an_answer(reader: Reader):
    empty = Passage("d", 5, 5, "", sentences=())
    blank = Passage("d", 7, 9, "\u200b\u200b", sentences=(Span(7, 9),))
    for reading in reader.read("When?", [empty, blank]):
        assert reading.start == reading.end == reading.passage.start
        assert reading.score < -10
        assert reading.sentences == ()


def test_no_passages_give_no_readings(reader: Reader):
    assert reader.read("When?", []) == []


def test_a_question_longer_than_the_window_is_cut_between_words(reader: Reader):
    short = "When was the bridge opened?"
    long = short + " Or rather, is it known to anyone at all?" * 200
    assert reader.cut_question(short) == short
    kept = reader.cut_question(long)
    assert long.startswith(kept)
    assert 100 < len(kept) < len(long)
    (passage,) = passages_of("The bridge was opened in 1931.")
    check(*reader.read(long, [passage]), passage.text)


def test_a_passage_longer_than_the_window_is_read_to_its_end(reader: Reader):
    filler = "The weather stayed mild and nothing much of note happened that week. " * 60
    text = f"{filler}The bridge was opened in 1931. {filler}The tunnel was closed in 1987."
    document = Document.from_text("d", text)
    (passage,) = cut(document, max_chars=len(text))
    for question, answer in [
        ("When was the bridge opened?", "1931"),
        ("When was the tunnel closed?", "1987"),
    ]:
        (reading,) = reader.read(question, [passage])
        check(reading, text)
        assert text[reading.start : reading.end] == answer
    assert [one.sentence for one in reading.sentences] == list(passage.sentences)


def test_text_in_a_script_it_was_not_trained_on_is_read_without_harm(reader: Reader):
    text = "東京は日本の首都です。人口は約1400万人です。"
    (reading,) = reader.read("日本の首都はどこですか。", passages_of(text))
    check(reading, text)


def test_readings_do_not_depend_on_what_is_read_beside(reader: Reader, monkeypatch: pytest.MonkeyPatch):
    question = "When was the bridge opened?"
    texts = ("The bridge was opened in 1931.", "The bridge was closed in 1932.", "It rained. " * 60)
    passages = [passage for text in texts for passage in passages_of(text)]
    monkeypatch.setattr(reader, "remembers", 0)
    together = reader.read(question, passages)
    assert [reader.read(question, [passage])[0] for passage in passages] == together


def test_the_shipped_adapter_is_the_measured_one():
    check_adapter()


@pytest.mark.parametrize("damage", ["changed", "cut", "lost"])
def test_a_damaged_adapter_is_named(damage: str, tmp_path: Path):
    copy = tmp_path / ADAPTER.name
    shutil.copy(ADAPTER, copy)
    if damage == "lost":
        copy.unlink()
    elif damage == "cut":
        os.truncate(copy, copy.stat().st_size // 2)
    else:
        with copy.open("r+b") as file:
            file.seek(-1, os.SEEK_END)
            last = file.read(1)
            file.seek(-1, os.SEEK_END)
            file.write(bytes([last[0] ^ 1]))
    with pytest.raises(ModelError, match="reinstall cited-qa") as caught:
        check_adapter(path=copy)
    assert str(copy) in str(caught.value)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("How many boats may lie at the quay?", "4.2 Skippers are insured; nine boats may lie here.", "nine"),
        ("How many goats may we keep?", "(3) Each tenant may keep two goats on the common.", "two"),
        ("How many keys are handed over?", "§ 5 Three keys are handed over to the tenant.", "Three"),
        ("When does the hall open?", "9.30 The hall opens.", "9.30"),
        ("Which clause is of the keys?", "7.3 Of the keys, the tenant gets three.", "7.3"),
    ],
)  # fmt: skip
def test_the_number_that_opens_a_clause_answers_only_where_a_clause_is_sought(
    reader: Reader, question: str, text: str, answer: str
):
    (passage,) = passages_of(text)
    (reading,) = reader.read(question, [passage])
    check(reading, text)
    assert answer in text[reading.start : reading.end]
    assert answer[0].isdigit() or (text[reading.start] not in "(§" and not text[reading.start].isdigit())


def test_a_headline_leaves_out_the_number_of_its_clause(reader: Reader):
    text = "7.3 The harbour master may close the quay at once where ice is expected."
    (reading,) = reader.read("Who may close the quay?", passages_of(text))
    assert text[reading.start : reading.end].casefold().endswith("harbour master")
    assert "7.3" not in text[reading.start : reading.end]
