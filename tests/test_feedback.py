"""Feedback: what people's judgements become is read by the real `qa eval`, and means what was meant."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Index
from qa import ask
from qa.keeping.feedback import (
    QUESTIONS,
    RATINGS,
    SET_ASIDE,
    Asked,
    Rating,
    question_row,
    rating_row,
    set_aside,
)
from qa.keeping.kept import FeedbackError, Kept, Lines, as_line, rows_of

FERRY = "The ferry to Aru Island costs 40 crowns.\nIt leaves at nine from the north pier.\n"
STAKE = "How much does the ferry to Aru Island cost?"


@pytest.fixture
def ferries(place: str) -> Index:
    return Index.from_texts({"ferry.txt": FERRY, "bridge.txt": "The bridge opened in 1999."}, path=place)


def saved(index: Index, asked: Asked, right=True) -> dict:
    row = question_row(asked, index, right)
    rows_of(index, QUESTIONS).put(row)
    return row


@pytest.fixture
def evaluated(qa_here, tmp_path: Path) -> Callable[[Index], list[dict]]:
    """What the real command makes of the saved questions."""

    def run(index: Index) -> list[dict]:
        questions, report = tmp_path / "kept.jsonl", tmp_path / "report.json"
        questions.write_bytes("".join(map(as_line, rows_of(index, QUESTIONS).read().values())).encode())
        done = qa_here("eval", questions, "--index", index.address, "--json", report)
        assert done.returncode == 0, done.stderr
        return json.loads(report.read_text("utf-8"))["records"]

    return run


def test_what_was_saved_is_evaluated_by_the_real_command(ferries, evaluated):
    cost, capital = ask(STAKE, ferries), ask("What is the capital of France?", ferries)
    assert cost.answered
    assert not capital.answered
    saved(ferries, Asked(cost))
    saved(ferries, Asked(ask("When does it leave?", ferries, history=[STAKE]), history=(STAKE,)))
    saved(
        ferries,
        Asked(ask("When did the bridge open?", ferries, document="bridge.txt"), document="bridge.txt"),
    )
    saved(ferries, Asked(capital))
    records = evaluated(ferries)
    assert len(records) == 4
    rows = list(rows_of(ferries, QUESTIONS).read().values())
    assert [row["answerable"] for row in rows] == [True, True, True, False]
    assert rows[0]["answers"] == [cost.span]
    assert rows[0]["evidence"] == [cost.citations[0].quote]
    assert rows[1]["history"] == [STAKE]
    assert rows[2]["document"] == "bridge.txt"


def test_a_wrong_answer_is_kept_as_what_would_have_been_right(ferries, evaluated):
    answer = ask(STAKE, ferries)
    refused = saved(ferries, Asked(answer), right=False)
    assert (refused["answerable"], refused["answers"], refused["evidence"]) == (False, [], [])
    other = next(hit.passage for hit in answer.nearest if hit.passage.document == "bridge.txt")
    mended = saved(ferries, Asked(answer), right=other)
    assert (mended["answerable"], mended["answers"], mended["evidence"]) == (True, [], [other.text])
    assert len(evaluated(ferries)) == 1


def test_evidence_that_stands_twice_is_quoted_with_words_around_it(tmp_path, evaluated):
    fee = "The fee is 40 crowns."
    twice = f"{fee}\n\nOn Monday the pier is open.\n\n{fee}\n\nOn Sunday it is shut.\n"
    index = Index.from_texts({"fees.txt": twice, "copy.txt": fee}, path=tmp_path / "i")
    row = saved(index, Asked(ask("How much is the fee?", index)))
    assert row["answerable"]
    assert len(evaluated(index)) == 1


def test_evidence_of_a_document_and_its_copy_is_sought_in_the_cited_one(tmp_path, evaluated):
    index = Index.from_texts({"one.txt": FERRY, "two.txt": FERRY}, path=tmp_path / "i")
    answer = ask(STAKE, index)
    assert saved(index, Asked(answer))["document"] == answer.citations[0].document
    assert len(evaluated(index)) == 1


def test_hostile_words_are_written_as_they_were_asked(tmp_path, hostile_texts, evaluated):
    index = Index.from_texts(hostile_texts, path=tmp_path / "i")
    questions = [
        'Who is the mayor of İstanbul? "quoted" \\ </script> \u2028 👩‍👩‍👧',
        "What is the fee?\x85 in \u202e40 dollars",
    ]
    for question in questions:
        saved(index, Asked(ask(question, index)))
    lines = (index.path / QUESTIONS).read_bytes().decode().split("\n")
    assert [json.loads(line)["question"] for line in lines if line] == questions
    assert len(evaluated(index)) == 2


def test_nothing_is_kept_twice_and_a_changed_mind_replaces(ferries):
    rows = rows_of(ferries, RATINGS)
    assert rows.put({"id": "a", "n": 1}) is Kept.ADDED
    assert rows.put({"id": "a", "n": 1}) is Kept.UNCHANGED
    assert rows.put({"id": "b", "n": 1}) is Kept.ADDED
    assert rows.put({"id": "c", "n": 1}) is Kept.ADDED
    assert rows.put({"id": "a", "n": 2}) is Kept.REPLACED
    rows.drop("b")
    rows.drop("unknown")
    assert list(rows_of(ferries, RATINGS).read().values()) == [{"id": "a", "n": 2}, {"id": "c", "n": 1}]
    assert rows_of(ferries, QUESTIONS).read() == {}


def test_what_is_kept_stays_when_the_index_is_built_anew_and_goes_along_when_it_is_copied(
    ferries, place, tmp_path, qa_here
):
    row = saved(ferries, Asked(ask(STAKE, ferries)))
    rows_of(ferries, RATINGS).put({"id": "a", "rating": "up"})
    again = Index.from_texts({"ferry.txt": FERRY}, path=place)
    assert rows_of(again, QUESTIONS).read() == {row["id"]: row}
    assert qa_here("index", "copy", place, tmp_path / "copy").returncode == 0
    assert qa_here("index", "copy", tmp_path / "copy", f"{place}_there").returncode == 0
    there = Index.open(f"{place}_there")
    assert rows_of(there, QUESTIONS).read() == {row["id"]: row}
    assert rows_of(there, RATINGS).read() == {"a": {"id": "a", "rating": "up"}}
    assert there.verify() == []
    assert qa_here("index", "kept", "--index", there.address).stdout == as_line(row)
    assert json.loads(qa_here("index", "kept", "ratings", "--index", there.address).stdout)["id"] == "a"


def test_many_at_once_lose_no_line(tmp_path):
    path = tmp_path / "lines.jsonl"
    threads = [
        threading.Thread(target=lambda n=n: [Lines(path).put({"id": f"{n}-{i}"}) for i in range(20)])
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]
    assert sorted(found) == sorted(f"{n}-{i}" for n in range(8) for i in range(20))


def test_a_file_written_by_hand_without_a_last_line_end_is_kept_whole(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text('{"id": "mine"}', "utf-8")
    Lines(path).put({"id": "new"})
    assert path.read_text("utf-8") == '{"id": "mine"}\n{"id": "new"}\n'


def test_a_damaged_file_is_told_by_its_line_and_left_alone(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text('{"id": "a"}\nnot json\n', "utf-8")
    with pytest.raises(FeedbackError, match=r"line 2: .* mend the line"):
        Lines(path).put({"id": "new"})
    assert path.read_text("utf-8") == '{"id": "a"}\nnot json\n'


def test_a_rating_names_the_answer_and_hides_the_visitor(ferries):
    row = rating_row(Asked(ask(STAKE, ferries)), Rating.DOWN, "visitor")
    assert row["rating"] == "down"
    assert row["citations"][0]["document"] == "ferry.txt"
    assert "visitor" not in json.dumps(row)
    assert row["id"] != rating_row(Asked(ask(STAKE, ferries)), Rating.DOWN, "another")["id"]
    assert rows_of(ferries, RATINGS).put(row) is Kept.ADDED


def test_questions_on_a_removed_document_are_set_aside_and_the_rest_is_evaluated(ferries, evaluated):
    bridge = ask("When did the bridge open?", ferries)
    saved(ferries, Asked(ask(STAKE, ferries)))
    saved(ferries, Asked(bridge))
    ferries.remove("bridge.txt")
    assert set_aside(ferries) == 1
    assert len(evaluated(ferries)) == 1
    (aside,) = rows_of(ferries, SET_ASIDE).read().values()
    assert "bridge" in aside["question"]
    with pytest.raises(FeedbackError, match="changed or removed since"):
        question_row(Asked(bridge), ferries)


def test_a_question_that_was_written_by_hand_stays_while_its_evidence_stands(ferries, evaluated):
    questions = rows_of(ferries, QUESTIONS)
    questions.put({"id": "own", "question": STAKE, "evidence": "costs 40 crowns"})
    questions.put({"id": "none", "question": STAKE, "answer": "40 crowns", "evidence": None})
    assert set_aside(ferries) == 0
    assert len(evaluated(ferries)) == 2
