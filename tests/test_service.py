"""The service behind every screen: documents come, go, are renamed; answers are judged; work is bounded."""

from __future__ import annotations

import io
import itertools
import json
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import DocumentError, Index, Limits, UnknownDocument
from qa.app.uploads import uploaded
from qa.deadline import Deadline, TooSlow
from qa.keeping.adding import Added, Indexing, Receiving
from qa.keeping.feedback import Asked, Rating
from qa.keeping.kept import rows_of
from qa.keeping.names import MAX_NAME_BYTES, UnsupportedKind, clean_name
from qa.service import LONG_CHARS, WAITING_LONG, Service
from qa.work import Bounds, Busy, Workers, WorkFailed

HARBOUR = b"# Harbour report\n\nThe harbour took 412 ships in May.\n"
MILL = {"old.txt": "The old mill stands by the river."}


@pytest.fixture
def service() -> Iterator[Service]:
    index = Index.from_texts(MILL)
    made = Service(lambda: index)
    yield made
    made.close()


@pytest.fixture
def kept(place: str) -> Iterator[Service]:
    """A service over an index in a folder, and in a server."""
    Index.from_texts(MILL, path=place).close()
    made = Service(lambda: Index.open(place))
    yield made
    made.close()


def add(service: Service, name: str, content: bytes = HARBOUR, replace: bool = True) -> Added:
    *_, added = service.add(name, io.BytesIO(content), replace)
    assert isinstance(added, Added)
    return added


def questions(service: Service, file: str = "questions.jsonl") -> list[dict]:
    with service.opened.used() as index:
        return list(rows_of(index, file).read().values())


def test_the_list_tells_of_a_document_as_another_process_left_it(kept: Service, place: str, tmp_path: Path):
    file = tmp_path / "harbour.md"
    file.write_bytes(HARBOUR)
    other = Index.open(place)
    other.add([file])
    *_, before = kept.entries()
    assert (before.title, before.words) == ("Harbour report", 10)
    file.write_text("# Harbour and quay\n\nThe harbour took 412 ships and the quay none in May.\n")
    other.add([file])
    *_, after = kept.entries()
    assert (after.title, after.words) == ("Harbour and quay", 15)
    other.rename("harbour.md", "quay.md")
    other.remove("old.txt")
    assert [one.name for one in kept.entries()] == ["quay.md"]
    other.close()


def test_a_file_is_read_indexed_and_leaves_nothing_behind(service):
    steps = list(service.add("harbour.md", io.BytesIO(HARBOUR)))
    assert steps[0] == Receiving()
    assert all(isinstance(step, Indexing) for step in steps[1:-1])
    assert steps[-1] == Added("harbour.md", 1)
    assert service.names() == ["old.txt", "harbour.md"]
    assert [(entry.title, entry.words) for entry in service.entries()][1] == ("Harbour report", 10)
    assert list(service.folder.iterdir()) == []


def test_a_name_of_its_own_is_found_where_nothing_is_to_be_replaced(service):
    add(service, "harbour.md")
    assert add(service, "harbour.md", b"Another text altogether.", replace=False).name == "harbour (2).md"
    assert service.taken(["x/harbour.md", "new.md"]) == {"x/harbour.md": "harbour.md"}
    assert [entry.words for entry in service.entries()] == [7, 10, 3]
    assert add(service, "harbour.md", b"It is shut.") == Added("harbour.md", 1, is_new=False)
    assert service.document("harbour.md").text == "It is shut."
    assert [entry.words for entry in service.entries()] == [7, 3, 3]
    assert add(service, "harbour.md", b"It is shut.").passages == 0


@pytest.mark.parametrize(
    ("name", "content", "error", "said"),
    [
        (
            "x/program.exe",
            b"MZ",
            UnsupportedKind,
            "program.exe: this kind of file cannot be read; give one of",
        ),
        ("empty.txt", b"", DocumentError, "empty.txt: there is no text in it"),
        ("large.txt", b"x " * 600, DocumentError, "large.txt: it has 1,200 bytes and may have 1,000"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_name_and_leaves_all_as_it_was(name, content, error, said):
    index = Index.from_texts(MILL)
    service = Service(lambda: index, limits=Limits(max_bytes=1_000))
    with pytest.raises(error) as raised:
        add(service, name, content)
    assert str(raised.value).startswith(said)
    assert raised.value.subject == name.removeprefix("x/")
    assert service.names() == ["old.txt"]
    assert list(service.folder.iterdir()) == []
    service.close()


def test_what_cannot_be_read_takes_no_document_s_place(service):
    with pytest.raises(DocumentError):
        add(service, "old.txt", b"")
    assert "mill" in service.document("old.txt").text


def test_removing_sets_the_questions_on_a_document_aside(kept):
    kept.save(Asked(kept.ask("Where does the old mill stand?"), document="old.txt"))
    assert len(questions(kept)) == 1
    assert kept.remove("old.txt") == 1
    assert questions(kept) == []
    assert len(questions(kept, "questions-set-aside.jsonl")) == 1
    with pytest.raises(UnknownDocument, match=r"old\.txt: the index holds no such document"):
        kept.remove("old.txt")


def test_a_renamed_document_keeps_its_words_and_its_questions(kept):
    asked = Asked(kept.ask("Where does the old mill stand?", document="old.txt"), document="old.txt")
    kept.save(asked)
    assert kept.rename("old.txt", "x/mill?.txt") == "mill_.txt"
    assert kept.names() == [entry.name for entry in kept.entries()] == ["mill_.txt"]
    assert kept.document("mill_.txt").text == MILL["old.txt"]
    answer = kept.ask("Where does the old mill stand?", document="mill_.txt")
    assert answer.citations[0].document == "mill_.txt"
    assert [row["document"] for row in questions(kept)] == ["mill_.txt"]
    assert kept.judged([Asked(answer, document="mill_.txt")], "visitor")[0].saved
    add(kept, "harbour.md")
    with pytest.raises(DocumentError, match=r"harbour\.md: another document has this name"):
        kept.rename("mill_.txt", "harbour.md")
    with pytest.raises(UnknownDocument):
        kept.rename("old.txt", "new.txt")
    assert kept.opened.reopen() is None
    assert kept.names() == ["mill_.txt", "harbour.md"]


def test_a_rating_is_its_visitors_own_and_taken_back(kept):
    asked = Asked(kept.ask("Where does the old mill stand?"))
    kept.rate(asked, Rating.UP, "one")
    assert [kept.judged([asked], visitor)[0].rating for visitor in ("one", "two")] == [Rating.UP, Rating.NONE]
    kept.rate(asked, Rating.NONE, "one")
    assert kept.judged([asked], "one")[0].rating is Rating.NONE


def test_in_memory_nothing_is_kept_and_a_question_s_line_is_given_back(service):
    asked = Asked(service.ask("Where does the old mill stand?"))
    service.rate(asked, Rating.UP, "one")
    assert service.judged([asked], "one")[0].rating is Rating.NONE
    saved = service.save(asked)
    assert saved.kept is None
    assert json.loads(saved.line)["question"] == "Where does the old mill stand?"


def test_a_question_follows_the_answer_before_it(service):
    first = service.ask("Where does the old mill stand?")
    assert "mill" in service.ask("Since when?", after=first).question


def test_a_question_is_answered_however_fast_the_documents_change(monkeypatch):
    index = Index.from_texts(MILL)
    service = Service(lambda: index)
    searched, numbers = index.search, itertools.count()

    def change() -> None:
        add(service, "old.txt", f"The old mill, number {next(numbers)}, stands by the river.".encode())

    def search(*arguments, **named):
        hits = searched(*arguments, **named)
        changing = threading.Thread(target=change)
        changing.start()
        changing.join(0.5)
        return hits

    monkeypatch.setattr(index, "search", search)
    answer = service.ask("Where does the old mill stand?")
    monkeypatch.undo()
    assert answer.answered
    assert next(numbers) > 1
    service.close()


LEDGERS = {
    "north.csv": "Cost,Planned,Spent\nSails,900,1100\nRopes,200,150\n",
    "south.csv": "Cost,Planned,Spent\nSails,700,650\nOars,300,340\n",
}


@pytest.mark.parametrize(
    "question",
    ["Compare the sails of north.csv and south.csv", "Which costs more, the sails in north or in south?"],
)
@pytest.mark.parametrize("step", ["among", "search", "occurs"])
def test_a_document_that_is_removed_while_a_question_is_answered_costs_no_answer(
    monkeypatch, tmp_path: Path, question: str, step: str
):
    files = [tmp_path / name for name in LEDGERS]
    for file in files:
        file.write_text(LEDGERS[file.name])
    index = Index.build(files)
    service = Service(lambda: index)
    done = getattr(index, step)

    for removed_after in range(1, 9):
        index.add(files)
        steps = itertools.count(1)

        def look(*arguments, last=removed_after, steps=steps, **named):
            found = done(*arguments, **named)
            if next(steps) == last:
                index.remove("north.csv")
            return found

        monkeypatch.setattr(index, step, look)
        answer = service.ask(question)
        assert all(one.document in index.documents for one in answer.citations)
    service.close()


def test_a_chosen_document_that_is_removed_meanwhile_is_named(monkeypatch):
    index = Index.from_texts({**LEDGERS, **MILL})
    service = Service(lambda: index)
    searched = index.search

    def search(*arguments, **named):
        index.remove(*({"north.csv"} & set(index.documents)))
        return searched(*arguments, **named)

    monkeypatch.setattr(index, "search", search)
    with pytest.raises(UnknownDocument, match=r"north\.csv"):
        service.ask("How much are the ropes?", document=["north.csv", "old.txt"])
    service.close()


def test_work_beyond_the_bounds_is_refused_and_what_takes_too_long_is_given_up():
    workers, holding = Workers("test", threads=1, waiting=1), threading.Event()
    held = [workers.begin(holding.wait) for _ in range(2)]
    with pytest.raises(Busy) as busy:
        workers.run(lambda _: None, 1)
    assert busy.value.retry_seconds >= 1
    holding.set()
    for work in held:
        work.result()
    with pytest.raises(TooSlow, match=r"more than 0\.05 seconds"):
        workers.run(lambda _: threading.Event().wait(0.3), 0.05)
    with pytest.raises(WorkFailed, match="ZeroDivisionError"):
        workers.run(lambda _: 1 / 0, 5)
    workers.close()


def test_long_questions_wait_for_each_other_and_nobody_else_for_them():
    index, holding = Index.from_texts(MILL), threading.Event()
    search = index.search

    def held(query: str, *further, **named):
        if len(query) > LONG_CHARS:
            assert holding.wait(60)
        return search(query, *further, **named)

    index.search = held
    service = Service(lambda: index)
    long = "Where does the old mill stand? " * 100
    with ThreadPoolExecutor(WAITING_LONG + 1) as many:
        asked = [many.submit(service.ask, long) for _ in range(WAITING_LONG + 1)]
        while service.workers[1].pending < len(asked):
            time.sleep(0.01)
        with pytest.raises(Busy):
            service.ask(long)
        assert service.ask("Where does the old mill stand?").answered
        assert service.ask("Where does it stand?", ["Where is the old mill?"] * 20).answered
        holding.set()
        assert all(one.result() for one in asked)
    service.close()


def test_a_question_has_no_more_time_than_the_bounds_give_it():
    index = Index.from_texts(MILL)
    service = Service(lambda: index, Bounds(answer_seconds=0.001))
    with pytest.raises(TooSlow, match=r"more than 0\.001 seconds"):
        service.ask("Where does the old mill stand?", ["Is it old?"])
    service.close()


def test_a_deadline_is_past_after_its_seconds():
    Deadline(60).check()
    with pytest.raises(TooSlow):
        Deadline(0).check()


@pytest.mark.parametrize(
    "token", ["", "../../etc/passwd", "/etc/passwd", "a/b", "0" * 64 + "/../" + "0" * 32]
)
def test_no_path_of_the_page_s_choosing_is_opened(token, tmp_path):
    with pytest.raises(DocumentError, match="add the file again"), uploaded(token, tmp_path):
        pass


def test_an_upload_is_gone_once_it_was_read(tmp_path):
    token = f"{secrets.token_hex(32)}/{secrets.token_hex(16)}"
    (tmp_path / token).parent.mkdir()
    (tmp_path / token).write_bytes(HARBOUR)
    with uploaded(token, tmp_path) as content:
        assert content.read() == HARBOUR
    assert list(tmp_path.iterdir()) == []


def test_names_lose_folders_and_signs_and_keep_their_letters():
    assert clean_name("C:\\Users\\x\\Überblick – Q3 (final).pdf") == "Überblick – Q3 (final).pdf"
    assert clean_name("../../.ssh/authorized_keys") == "authorized_keys"
    assert clean_name('<img src=x onerror="1">.txt') == "_img src=x onerror=_1__.txt"
    assert clean_name("safe\u202etxt.exe") == "safe_txt.exe"
    assert clean_name("") == "document"
    assert clean_name("日本語" * 100 + ".docx").endswith(".docx")


@given(st.text())
def test_any_name_becomes_one_that_a_folder_can_hold(given_name):
    name = clean_name(given_name)
    assert name
    assert "/" not in name
    assert "\\" not in name
    assert not name.startswith(".")
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert clean_name(name) == name
