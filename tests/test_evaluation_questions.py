"""Question sets: what is read, and what is refused with the line that is to blame."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation import QuestionSetError, load_questions


@dataclass
class Text:
    text: str


DOCUMENTS = {
    "cats.txt": Text("Cats purr. Dogs bark. Cats purr."),
    "fish.txt": Text("Fish swim. “Öl” floats."),
}


def write(path, *rows):
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def row(**changes):
    return {
        "id": "a",
        "question": "What do dogs do?",
        "document": "cats.txt",
        "evidence": ["Dogs bark."],
    } | changes


def test_quotes_are_resolved_to_offsets(tmp_path):
    loaded = load_questions(
        write(tmp_path / "q.jsonl", row(evidence=["Dogs bark.", ["Dogs", "bark"]], tags=["x", "x"])),
        DOCUMENTS,
    )
    (question,) = loaded.questions
    assert question.line == 1
    assert question.tags == ("x",)
    assert [[place.quote for place in piece] for piece in question.evidence] == [
        ["Dogs bark."],
        ["Dogs", "bark"],
    ]
    for place in question.places:
        assert DOCUMENTS[place.document].text[place.start : place.end] == place.quote


def test_without_a_document_all_are_searched(tmp_path):
    loaded = load_questions(
        write(tmp_path / "q.jsonl", row(document=None, evidence=["“Öl” floats"])), DOCUMENTS
    )
    assert loaded.questions[0].places[0].document == "fish.txt"


def test_a_byte_order_mark_and_blank_lines_are_passed_over(tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text("\ufeff\n" + json.dumps(row()) + "\r\n\r\n", encoding="utf-8")
    assert load_questions(path, DOCUMENTS).questions[0].line == 2


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{not json", "line 2: Invalid JSON"),
        (row(id="b", question=" "), "line 2: question: "),
        (row(id="b", answers=[" "]), "line 2: answers.0: "),
        (row(id="b", answerable="perhaps"), "line 2: answerable: "),
        (
            {"question": "Who?"},
            "line 2: it does not say what is right; give answers, evidence or answerable.",
        ),
        (row(id="b", evidence=[[]]), "line 2: evidence.0"),
        (row(), "line 2: the id 'a' is on line 1 already"),
        (row(id="b", document="birds.txt"), "line 2: the document 'birds.txt' is not indexed"),
        (row(id="b", evidence=["Dogs meow."]), "line 2: the evidence 'Dogs meow.' is not in the document"),
        (row(id="b", evidence=["Cats purr."]), "line 2: the evidence 'Cats purr.' is there more than once"),
        (row(id="b", answerable=False), "line 2: 'What do dogs do?' is not answerable yet has answers"),
        ("[1]", "line 2: "),
    ],
)
def test_a_bad_line_is_named_with_the_remedy(tmp_path, bad, said):
    path = write(tmp_path / "q.jsonl", row(), bad)
    with pytest.raises(QuestionSetError) as caught:
        load_questions(path, DOCUMENTS)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("said", "answers", "quotes", "answerable"),
    [
        ({"answer": "bark"}, ("bark",), [], True),
        ({"answers": "bark"}, ("bark",), [], True),
        ({"answers": ["bark", "they bark"], "answer": "bark"}, ("bark", "they bark"), [], True),
        ({"answer": 1874}, ("1874",), [], True),
        ({"answers": {"text": ["bark"], "answer_start": [16]}}, ("bark",), [], True),
        ({"evidence": "Dogs bark."}, (), ["Dogs bark."], True),
        ({"answerable": True}, (), [], True),
        ({"answerable": False}, (), [], False),
        ({"answers": []}, (), [], False),
        ({"answer": None}, (), [], False),
        ({"answers": {"text": [], "answer_start": []}}, (), [], False),
    ],
)
def test_a_question_and_any_word_on_what_is_right_are_enough(tmp_path, said, answers, quotes, answerable):
    path = write(tmp_path / "q.jsonl", "", {"question": "What do dogs do?"} | said)
    (question,) = load_questions(path, DOCUMENTS).questions
    assert (question.id, question.line) == ("2", 2)
    assert question.answers == answers
    assert [place.quote for place in question.places] == quotes
    assert question.answerable is answerable


def test_unknown_keys_are_ignored_with_one_note(tmp_path, caplog):
    rows = [row(id=number, source="own", **{f"key {number % 3}": None}) for number in range(20)]
    loaded = load_questions(write(tmp_path / "q.jsonl", *rows), DOCUMENTS)
    assert [question.id for question in loaded.questions] == [str(number) for number in range(20)]
    (note,) = caplog.messages
    assert note.endswith("are ignored: source, key 0, key 1, key 2.")


KEYS = ["id", "question", "answers", "answer", "evidence", "answerable", "tags", "history", "x"]
VALUES = [
    None, True, False, 0, 7, 1.5, "", " ", "Dogs bark.", "Cats purr.", [], ["Dogs bark."], [7, "x"], [None],
    [["Dogs bark.", "Dogs"]], [[]], {}, {"text": "bark"}, {"text": []},
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES)))
def test_any_row_is_a_question_or_one_sentence_with_its_line(made):
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "q.jsonl", made)
        try:
            questions, said = load_questions(path, DOCUMENTS).questions, ""
        except QuestionSetError as error:
            questions, said = (), str(error)
    assert len(questions) == 1 or f"{path}, line 1: " in said
    for question in questions:
        assert question.question == str(made["question"])
        assert question.answerable or not (question.answers or question.evidence)


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_set_is_an_error(tmp_path, text):
    (tmp_path / "q.jsonl").write_text(text)
    with pytest.raises(QuestionSetError, match="no question"):
        load_questions(tmp_path / "q.jsonl", DOCUMENTS)


def test_a_missing_file_and_one_that_is_not_text_are_errors(tmp_path):
    with pytest.raises(QuestionSetError, match="no such question set"):
        load_questions(tmp_path / "none.jsonl", DOCUMENTS)
    (tmp_path / "q.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QuestionSetError, match="UTF-8"):
        load_questions(tmp_path / "q.jsonl", DOCUMENTS)


def squad(tmp_path, start=12, ids=("1", "2", "3")):
    first = "Cats purr. Dogs bark loudly. Cows moo."
    second = "Fish swim in the sea."
    asked = {
        "id": ids[0],
        "question": "How do dogs bark?",
        "answers": [{"text": "ogs bark", "answer_start": start}],
    }
    impossible = {"id": ids[1], "question": "Who flies?", "is_impossible": True, "answers": []}
    third = {"id": ids[2], "question": "Where?", "answers": [{"text": "the sea", "answer_start": 13}] * 2}
    paragraphs = [{"context": first, "qas": [asked, impossible]}, {"context": second, "qas": [third]}]
    path = tmp_path / "dev.json"
    path.write_text(json.dumps({"version": "v2.0", "data": [{"title": "Animals", "paragraphs": paragraphs}]}))
    return path


@pytest.mark.parametrize("paragraphs", [False, True])
def test_squad_articles_or_paragraphs_become_documents(tmp_path, paragraphs):
    loaded = load_questions(squad(tmp_path), paragraphs=paragraphs)
    assert list(loaded.texts) == (["Animals#1", "Animals#2"] if paragraphs else ["Animals"])
    first, second, third = loaded.questions
    assert [place.quote for place in first.places] == ["Dogs bark loudly."]
    assert not second.answerable
    assert third.answers == ("the sea",)
    assert [place.quote for place in third.places] == ["Fish swim in the sea."]
    for place in (*first.places, *third.places):
        assert loaded.texts[place.document][place.start : place.end] == place.quote


def test_squad_ids_may_be_numbers_or_missing(tmp_path):
    numbered = load_questions(squad(tmp_path, ids=(262, 3, 0)))
    assert [question.id for question in numbered.questions] == ["262", "3", "0"]
    unnamed = load_questions(squad(tmp_path, ids=(None, None, None)))
    assert len({question.id for question in unnamed.questions}) == 3


def test_squad_answers_must_be_where_they_say(tmp_path):
    with pytest.raises(QuestionSetError, match="not at 13"):
        load_questions(squad(tmp_path, start=13))
    (tmp_path / "other.json").write_text('{"data": 3}')
    with pytest.raises(QuestionSetError, match="SQuAD"):
        load_questions(tmp_path / "other.json")


def beir(folder, grade="1"):
    folder.mkdir()
    (folder / "corpus.jsonl").write_text(
        '{"_id": "d1", "title": "Cats", "text": "They purr."}\n'
        '{"_id": "d2", "title": "", "text": "Dogs bark."}\n'
    )
    (folder / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "who barks"}\n{"_id": "q2", "text": "idle"}\n'
    )
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\nq1\td2\t{grade}\nq1\td1\t0\n")
    return folder


def test_beir_folders_bring_their_judged_documents(tmp_path):
    loaded = load_questions(beir(tmp_path / "set"))
    assert loaded.texts == {"d1": "Cats\n\nThey purr.", "d2": "Dogs bark."}
    assert [(one.id, one.relevant) for one in loaded.questions] == [("q1", (("d2", 1),))]


def test_a_malformed_judgement_is_named_by_its_line(tmp_path):
    with pytest.raises(QuestionSetError, match=r"test.tsv, line 2"):
        load_questions(beir(tmp_path / "set", grade="good"))
    (tmp_path / "bare").mkdir()
    with pytest.raises(QuestionSetError, match=r"corpus.jsonl"):
        load_questions(tmp_path / "bare")
