"""Milvus: the storage that machines share; what it has in common with the folder is in test_search."""

from __future__ import annotations

import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path

import pytest
from shared import kill_server, kill_writers

from index import (
    AddressError,
    CitedQAError,
    Index,
    IndexCorrupt,
    IndexLocked,
    IndexNotFound,
    ModelMismatch,
    StorageError,
    absolute_address,
)
from index.address import MilvusAddress, parse
from index.milvus.analysis import analysis, written
from index.milvus.client import Client
from qa.service import Service
from qa.suggested import Wanted

TEXTS = {
    "zoo": "The lion sleeps all day.\nThe penguin swims in the cold pool.",
    "law": "The licensing fee is 40 dollars a year.",
    "sea": "A storm sank the ferry off the coast in 1987.",
}


@pytest.fixture
def address(milvus: str) -> str:
    """An address where no index is yet."""
    return f"{milvus}/test_{secrets.token_hex(8)}"


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    """A client of the server, to look at and to damage what an index keeps."""
    parsed = parse(address)
    assert isinstance(parsed, MilvusAddress)
    opened = Client(parsed)
    yield opened
    opened.close()


def collection(client: Client, kind: str) -> str:
    """The one collection of a kind that the index has."""
    (name,) = [one for one in client.collections() if one.startswith(f"{client.address.name}_{kind}_")]
    return name


# Addresses


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("milvus://host/name", MilvusAddress("name", "host")),
        ("milvus://10.0.0.7:9000/a_1", MilvusAddress("a_1", "10.0.0.7", 9000)),
        ("milvus+tls://[::1]:443/x", MilvusAddress("x", "[::1]", 443, tls=True)),
        ("milvus:./file.db", MilvusAddress("cited_qa", file=Path("file.db"))),
        ("milvus:/var/file.db", MilvusAddress("cited_qa", file=Path("/var/file.db"))),
        ("milvus", Path("milvus")),
        ("a/milvus:b", Path("a/milvus:b")),
    ],
)
def test_an_address_is_a_folder_or_begins_with_milvus(text: str, parsed: object):
    assert parse(text) == parsed


@pytest.mark.parametrize(
    "text",
    [
        "milvus://host", "milvus://host/", "milvus://host:0/a", "milvus://host:70000/a", "milvus://host/a/b",
        "milvus://host/a-b", "milvus://host/1a", "milvus://", "milvus:", "milvus:file", "milvus+tls:file.db",
        f"milvus://host/{'a' * 101}", f"milvus://host:{'1' * 5_000}/a", "milvus:./a\0.db", "a\0folder",
    ],
)  # fmt: skip
def test_a_malformed_address_is_told_with_how_to_write_it(text: str):
    with pytest.raises(AddressError, match="write milvus://host:19530/name"):
        Index.open(text)


@pytest.mark.parametrize(
    "given", ["root:secret@host/name", "root:secret%40host/name", "host/name?token=secret"]
)
def test_a_password_in_an_address_is_refused_and_not_repeated(given: str):
    with pytest.raises(AddressError, match="CITED_QA_MILVUS_TOKEN") as error:
        Index.open(f"milvus://{given}")
    assert "secret" not in str(error.value)


def test_an_address_of_a_file_or_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert absolute_address("milvus:./a.db") == f"milvus:{tmp_path / 'a.db'}"
    assert absolute_address("folder") == str(tmp_path / "folder")
    assert absolute_address("milvus://host/name") == "milvus://host:19530/name"


# Ranking


def test_both_storages_find_the_same_with_the_same_scores(article_index: Index, address: str):
    shared = article_index.copy(address)
    for query in (
        "How large is Microsoft's stake in OpenAI?", "Who is the CEO?", "the agreement of the companies",
        "restructuring", "How much will OpenAI spend on Azure, and until when?", "AGI AGI artificial",
    ):  # fmt: skip
        own, theirs = article_index.search(query, k=8), shared.search(query, k=8)
        assert [hit.passage for hit in own] == [hit.passage for hit in theirs]
        for field in ("score", "dense_score", "lexical_score"):
            assert [getattr(hit, field) for hit in theirs] == pytest.approx(
                [getattr(hit, field) for hit in own], rel=0.001, abs=1e-4
            )


def test_stems_are_those_of_the_folder_and_of_letters_that_no_analyzer_changes():
    assert analysis().stems(["The licensing fees, Émile's naïve fees_due", "", "東京 зима"]) == [
        ["the", "licens", "fee", "emil", "s", "naiv", "fee", "due"], [], ["東京", "зима"],
    ]  # fmt: skip
    assert written("licens") == "licens"
    lines = [written(stem) for stem in ("зима", "東京", "zq1", "x" * 300, "y" * 300)]
    assert len({*lines}) == 5
    assert all(line.isascii() and line.isalnum() and line == line.lower() for line in lines)


def test_a_word_occurs_whatever_its_form_and_script(address: str):
    index = Index.from_texts({**TEXTS, "other": "Зима in 東京, as naïve as fee_due."}, path=address)
    for word in ("lions", "LICENSES", "зима", "naive", "fee_due", "sank"):
        assert index.occurs(word), word
    for word in ("giraffe", "fee_lion", "", "?"):
        assert not index.occurs(word), word


def test_a_passage_with_an_id_or_labelled_number_of_the_query_comes_first_in_both(address: str):
    texts = {f"order {n}": f"Order ORD-{1200 + n} went to room {200 + n}, with much care." for n in range(12)}
    own, shared = Index.from_texts(texts), Index.from_texts(texts, path=address)
    for query, first in (("Where did ORD-1207 go?", "order 7"), ("Who is in room 203?", "order 3")):
        assert found(own, query, k=3) == found(shared, query, k=3)
        assert found(shared, query)[0] == first


def test_what_is_suggested_to_ask_is_the_same_in_both(address: str):
    minutes = Path(__file__).parent / "benchmarks" / "kinds" / "minutes.txt"
    suggested = []
    for place in (None, address):
        service = Service(lambda place=place: Index.build([minutes], place))
        suggested.append(service.suggestions(Wanted()))
        service.close()
    assert suggested[0] == suggested[1]
    assert len(suggested[0]) >= 3


# Texts


def test_a_text_of_many_parts_is_given_back_whole_and_in_stretches(address: str):
    text = "\n\n".join(
        f"# Part {n} 👩‍👩‍👧 İ\n\n" + f"Line {n} of ﬁne words é\u0301. " * 40 for n in range(30)
    )
    index = Index.from_texts({"long": text}, path=address)
    opened = Index.open(address)
    assert opened.documents["long"].text == text
    hits = opened.search("fine words", k=1000)
    assert len(hits) == len(index) > 20
    for hit in hits:
        assert (
            index.documents[hit.passage.document].text[hit.passage.start : hit.passage.end]
            == hit.passage.text
        )
    assert opened.verify() == []


# Several writers


def test_a_writer_that_is_killed_leaves_whole_documents_alone(address: str, tmp_path: Path):
    kill_writers(address, tmp_path, kills=2)


def stopped_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Have the writer stop where it would write for the so-manieth time."""
    left = [number]

    def stop(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt

    for name in ("put", "delete"):
        original = getattr(Client, name)

        def stopping(self: Client, *given: object, original: Callable = original) -> None:
            stop()
            original(self, *given)

        monkeypatch.setattr(Client, name, stopping)


def test_a_writer_that_is_stopped_anywhere_leaves_whole_documents_alone(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text("The fee is 40 dollars.")
    Index.build([files], path=address).close()
    old = {"a.txt": "The fee is 40 dollars."}
    new = {"a.txt": "The fee is 55 dollars.", "b.txt": "A comet passed the moon."}
    for name, text in new.items():
        (files / name).write_text(text)
    seen = []
    for number in range(1, 20):
        index = Index.open(address)
        with monkeypatch.context() as patch:
            stopped_at(patch, number)
            try:
                index.add([files])
            except KeyboardInterrupt:
                pass
            else:
                break
        held = {name: document.text for name, document in Index.open(address).documents.items()}
        assert held in (old, new)
        hits = index.search("What is the fee?", k=9)
        assert {hit.passage.text for hit in hits} == set(held.values())
        assert all("and are never shown" in problem for problem in index.verify())
        seen.append((held == new, bool(index.verify())))
    assert {(False, True), (True, True)} <= set(seen), (
        "it was stopped before and after its documents were seen"
    )
    assert index.sweep() == 0, "what was written a moment ago may be a writer's at work"
    index.sweep(older_than_seconds=0)
    assert index.verify() == []
    assert found(index, "comet")[0] == "b.txt"


def test_a_build_that_is_stopped_leaves_the_index_before_and_is_swept(
    address: str, monkeypatch: pytest.MonkeyPatch, client: Client
):
    index = Index.from_texts(TEXTS, path=address)
    before = client.collections()
    with monkeypatch.context() as patch:
        patch.setattr("index.milvus.storage.MilvusStorage._give_up", lambda *_: None)  # as if it were killed
        stopped_at(patch, 3)
        with pytest.raises(KeyboardInterrupt):
            Index.from_texts({"other": "Something else."}, path=address)
    assert list(Index.open(address).documents) == list(TEXTS)
    (problem,) = index.verify()
    assert "belong to no index" in problem
    assert index.sweep(older_than_seconds=0) == 3
    assert (client.collections(), index.verify()) == (before, [])


def test_eight_writers_at_once_make_one_document_of_each_file(address: str, tmp_path: Path):
    shared = tmp_path / "shared"
    shared.mkdir()
    for number in range(4):
        (shared / f"{number}.txt").write_text(f"Comet {number} was seen in {1900 + number}.")
    Index.from_texts({"zoo": TEXTS["zoo"]}, path=address).close()

    def write(number: int) -> None:
        (tmp_path / f"own-{number}.txt").write_text(f"Writer {number} has 12{number} pages.")
        index = Index.open(address)
        index.add([shared, tmp_path / f"own-{number}.txt"])
        index.close()

    with futures.ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(8)))
    index = Index.open(address)
    names = {"zoo", *(f"{n}.txt" for n in range(4)), *(f"own-{n}.txt" for n in range(8))}
    assert sorted(index.documents) == sorted(names)
    assert len(index.search("comet writer lion", k=100)) == len(index) == len(names)
    index.sweep(older_than_seconds=0)
    assert index.verify() == []


@pytest.mark.parametrize("moment", ["put", "delete"])
def test_of_two_writers_of_one_document_the_last_has_it_whole(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
):
    """The second one writes, back to what was there before, while the first is between two steps."""
    file = tmp_path / "fee.txt"
    file.write_text("The fee is 40 dollars.")
    first = Index.build([file], path=address)
    second = Index.open(address)
    original = getattr(Client, moment)
    waiting = threading.local()
    waiting.is_first = True

    def interrupted(self: Client, name: str, given: object) -> None:
        if getattr(waiting, "is_first", False) and "_documents_" not in name:
            waiting.is_first = False
            for text in ("The fee is 60 dollars.", "The fee is 40 dollars."):
                file.write_text(text)
                second.add([file])
        original(self, name, given)

    file.write_text("The fee is 55 dollars.")
    monkeypatch.setattr(Client, moment, interrupted)
    first.add([file])
    monkeypatch.undo()
    for index in (first, second, Index.open(address)):
        (hit,) = index.search("What is the fee?", k=9)
        assert hit.passage.text == index.documents["fee.txt"].text
    first.sweep(older_than_seconds=0)
    assert first.verify() == []


def test_what_one_process_removes_or_builds_anew_the_others_see_at_once(address: str):
    first, second = Index.from_texts(TEXTS, path=address), Index.open(address)
    assert found(first, "lion")[0] == "zoo"
    second.remove("zoo")
    assert "zoo" not in found(first, "lion penguin", k=99)
    assert "zoo" not in first.documents
    Index.from_texts({"new": "Only this is left."}, path=address).close()
    assert found(first, "lion", k=99) == found(second, "what is left", k=99) == ["new"]
    assert list(first.documents) == ["new"]


# Damage


def test_verify_names_what_is_missing_or_changed(address: str, client: Client):
    index = Index.from_texts(TEXTS, path=address)
    texts, passages = collection(client, "texts"), collection(client, "passages")
    (row,) = [
        one for one in client.each(texts, ["blob", "stamp", "text", "written"]) if "ferry" in one["text"]
    ]
    client.put(texts, [{**row, "text": row["text"].replace("1987", "1988"), "nothing": [0.0, 0.0]}])
    law = index._store._entry("law")
    client.delete(passages, f'edition == "{law.edition}"')
    problems = sorted(Index.open(address).verify())
    assert problems == [
        "law: it has 0 passages instead of 1; remove it and add its file again.",
        "sea: its text is not what was indexed; remove it and add its file again.",
    ]
    with pytest.raises(IndexCorrupt, match="damaged or incomplete"):
        _ = Index.open(address).documents["sea"]


# Copies


def test_a_copy_there_and_back_is_the_same_index(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
):
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.md").write_text("# Fees\n\nThe licensing fee is 40 dollars a year.\n")
    own = Index.build([files], path=tmp_path / "own")
    own.add_copy(files / "a.md", "copy.md")
    monkeypatch.setattr("index.encoder.Encoder.encode", None)  # nothing is encoded again
    shared = own.copy(address)
    back = shared.copy(tmp_path / "back")
    for index in (shared, back):
        assert dict(index.documents.items()) == dict(own.documents.items())
        assert index.search("fee") == pytest.approx(own.search("fee")) or found(index, "fee") == found(
            own, "fee"
        )
        assert index.verify() == []
        assert index.add([files]).unchanged == 1, "the file is known again"
    own.remove("copy.md")
    assert list(own.copy(address).documents) == ["a.md", "copy.md"], "what is there stays"


def test_a_copy_over_an_index_of_another_model_is_refused(tmp_path: Path, address: str, client: Client):
    own = Index.from_texts(TEXTS)
    own.copy(address).close()
    documents = collection(client, "documents")
    (row,) = client.query(documents, 'id == "meta"', ["*"])
    client.put(documents, [{**row, "name": row["name"].replace('"model_key": "', '"model_key": "0')}])
    for use in (lambda: own.copy(address), lambda: Index.open(address)):
        with pytest.raises(ModelMismatch, match="this index was made with all-MiniLM-L6-v2"):
            use()


# Files


def test_of_two_servers_over_one_index_one_may_be_killed(address: str, tmp_path: Path):
    kill_server(address, tmp_path, seconds=4, askers=2)


def test_a_file_is_used_by_one_process_at_a_time(tmp_path: Path):
    address = f"milvus:{tmp_path / 'index.db'}"
    Index.from_texts(TEXTS, path=address).close()
    code = "import sys; from index import Index; print(len(Index.open(sys.argv[1])), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "3\n"
        with pytest.raises(IndexLocked, match="another process has this file open"):
            Index.open(address)
        other.communicate("\n")
    index = Index.open(address)
    assert found(index, "lion")[0] == "zoo"
    index.close()
    with pytest.raises(IndexNotFound, match="no index here"):
        Index.open(f"milvus:{tmp_path / 'none.db'}")
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "text.db").write_text("no database")
    with pytest.raises(StorageError, match="cannot be opened"):
        Index.open(f"milvus:{tmp_path / 'text.db'}")


# Servers that cannot be used


def refused(address: str, *words: str) -> None:
    """Check that opening, building and copying each end in one sentence with these words, in good time."""
    for use in (lambda: Index.open(address), lambda: Index.from_texts(TEXTS, path=address)):
        start = time.monotonic()
        with pytest.raises(CitedQAError) as error:
            use()
        assert time.monotonic() - start < 10
        for word in (address, *words):
            assert word in str(error.value)
        assert "\n" not in str(error.value)


def test_a_server_that_is_not_there_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        refused(
            f"milvus://127.0.0.1:{taken.getsockname()[1]}/name",
            "no server can be reached",
            "check host and port",
        )


@pytest.mark.parametrize("host", ["a..b", "a" * 70])
def test_a_host_that_no_machine_can_be_called_is_told(host: str):
    refused(f"milvus://{host}:19530/name", "no server can be reached", "check host and port")


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path):
    link = tmp_path / "loop.db"
    link.symlink_to(link)
    with pytest.raises(StorageError, match="the file cannot be opened"):
        Index.from_texts({"a": "A text."}, path=f"milvus:{link}")


def test_a_server_that_never_answers_is_told_in_good_time():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"milvus://127.0.0.1:{silent.getsockname()[1]}/name"
        start = time.monotonic()
        with pytest.raises(StorageError, match="check that"):
            Index.open(address)
        assert time.monotonic() - start < 10


def test_a_name_that_no_index_has_is_told_and_nothing_is_made(address: str, client: Client):
    before = client.collections()
    with pytest.raises(IndexNotFound, match=f"{address}: there is no index here"):
        Index.open(address)
    assert client.collections() == before


def test_a_server_that_is_no_milvus_is_told():
    with socket.create_server(("127.0.0.1", 0)) as silent:

        def hang_up() -> None:
            while True:
                try:
                    silent.accept()[0].close()
                except OSError:
                    return

        threading.Thread(target=hang_up, daemon=True).start()
        refused(f"milvus://127.0.0.1:{silent.getsockname()[1]}/name", "check that")


@pytest.fixture
def pretender() -> Iterator[Callable[..., str]]:
    """Starts a server that says it is a Milvus of some version, or that refuses whoever asks."""
    import grpc
    from pymilvus.grpc_gen import common_pb2, milvus_pb2, milvus_pb2_grpc

    servers = []

    def start(version: str, refuses: bool = False) -> str:
        class Pretender(milvus_pb2_grpc.MilvusServiceServicer):
            def Connect(self, request, context):
                if refuses:
                    context.abort(
                        grpc.StatusCode.UNAUTHENTICATED,
                        "auth check failure, please check username and password",
                    )
                return milvus_pb2.ConnectResponse(
                    status=common_pb2.Status(),
                    server_info=common_pb2.ServerInfo(build_tags=version),
                    identifier=1,
                )

            def GetVersion(self, request, context):
                return milvus_pb2.GetVersionResponse(status=common_pb2.Status(), version=version)

        server = grpc.server(futures.ThreadPoolExecutor(2))
        milvus_pb2_grpc.add_MilvusServiceServicer_to_server(Pretender(), server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        servers.append(server)
        return f"milvus://127.0.0.1:{port}/name"

    yield start
    for server in servers:
        server.stop(0)


def test_a_version_without_full_text_search_is_told(pretender: Callable[..., str]):
    refused(pretender("v2.4.23"), "is Milvus v2.4.23, which has no full-text search; use 2.5 or newer")


def test_a_wrong_password_is_told_and_never_shown(
    pretender: Callable[..., str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("CITED_QA_MILVUS_TOKEN", "root:hush-hush")
    refused(pretender("v2.6.1", refuses=True), "refuses the name or password; set CITED_QA_MILVUS_TOKEN")
    assert "hush" not in "".join(capfd.readouterr())


def make_foreign(client: Client, name: str) -> None:
    """Make a collection as another program might, with a row in it."""
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=2)
    client.create(name, schema, [{"field_name": "vector", "index_type": "FLAT", "metric_type": "L2"}])
    client.put(name, [{"id": 1, "vector": [0.0, 1.0]}])


def test_a_collection_of_another_program_is_left_alone(address: str, client: Client):
    make_foreign(client, client.address.name)
    before = client.collections()
    refused(address, "a collection of another program has this name; choose another name")
    assert client.collections() == before
    assert client.count(client.address.name) == 1


def test_a_collection_of_another_program_beside_the_index_is_left_alone(address: str, client: Client):
    make_foreign(client, f"{client.address.name}_notes")
    notes = Index.from_texts(TEXTS, path=address).notes("ratings")
    for use in (notes.read, lambda: notes.put("id", "text")):
        with pytest.raises(StorageError, match="a collection of another program has this name"):
            use()
    assert client.count(f"{client.address.name}_notes") == 1


def test_a_note_that_is_too_long_is_told(address: str):
    notes = Index.from_texts(TEXTS, path=address).notes("ratings")
    with pytest.raises(StorageError, match="has 70,000 bytes, and Milvus takes 65,535; choose a shorter"):
        notes.put("id", "x" * 70_000)
    assert notes.read() == {}


def found(index: Index, query: str, **options) -> list[str]:
    return [hit.passage.document for hit in index.search(query, **options)]
