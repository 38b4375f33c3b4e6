"""What cannot be used as an index in Milvus: each is told in one sentence and in good time."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path

import pytest
from small_index import TEXTS, found

from index import CitedQAError, Index, IndexLocked, IndexNotFound, StorageError
from index.milvus.client import Client

# The client waits for seconds; without a bound it would for minutes, or for ever.
IN_GOOD_TIME_SECONDS = 60


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


def refused(address: str, *words: str) -> None:
    """Check that opening, building and copying each end in one sentence with these words, in good time."""
    for use in (lambda: Index.open(address), lambda: Index.from_texts(TEXTS, path=address)):
        start = time.monotonic()
        with pytest.raises(CitedQAError) as error:
            use()
        assert time.monotonic() - start < IN_GOOD_TIME_SECONDS
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
        assert time.monotonic() - start < IN_GOOD_TIME_SECONDS


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

    def start(version: str, refuses: bool = False, certificate: tuple[bytes, bytes] | None = None) -> str:
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
        if certificate:
            port = server.add_secure_port("localhost:0", grpc.ssl_server_credentials([certificate]))
        else:
            port = server.add_insecure_port("localhost:0")
        server.start()
        servers.append(server)
        return f"milvus{'+tls' if certificate else ''}://localhost:{port}/name"

    yield start
    for server in servers:
        server.stop(0)


def test_a_version_without_full_text_search_is_told(pretender: Callable[..., str]):
    refused(pretender("v2.4.23"), "is Milvus v2.4.23, which has no full-text search; use 2.5 or newer")


def test_what_speaks_as_milvus_and_can_do_nothing_is_told(pretender: Callable[..., str]):
    with pytest.raises(StorageError, match="is no Milvus server; check host and port") as error:
        Index.open(pretender("v2.6.1"))
    assert "Rpc" not in str(error.value)


def test_a_wrong_password_is_told_and_never_shown(
    pretender: Callable[..., str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("CITED_QA_MILVUS_TOKEN", "root:hush-hush")
    refused(pretender("v2.6.1", refuses=True), "refuses the name or password; set CITED_QA_MILVUS_TOKEN")
    assert "hush" not in "".join(capfd.readouterr())


@pytest.fixture(scope="module")
def certificate() -> tuple[bytes, bytes]:
    """A key of this machine, and the certificate that it signs itself."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(today).not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private, built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def test_a_server_is_trusted_by_the_certificate_that_is_named(
    pretender: Callable[..., str], certificate: tuple[bytes, bytes], tmp_path: Path, run_qa: Callable
):
    file = tmp_path / "ca.pem"
    file.write_bytes(certificate[1])
    address = pretender("v2.4.23", certificate=certificate)
    for named, told in (
        ("", "lets nobody in; check that it is Milvus, CITED_QA_MILVUS_TOKEN, CITED_QA_MILVUS_CA, and that"),
        (str(file), "this server is Milvus v2.4.23, which has no full-text search"),
        (f"{file}.none", f"CITED_QA_MILVUS_CA names cannot be read ({file}.none: No such file or directory)"),
    ):
        result = run_qa("ask", "Who?", "--index", address, CITED_QA_MILVUS_CA=named)
        assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1), result.stderr
        assert result.stderr.startswith(f"{address}: ")
        assert told in result.stderr


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
