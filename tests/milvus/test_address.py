"""Addresses of indexes: a folder, or one that begins with milvus."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import AddressError, Index, absolute_address
from index.address import MilvusAddress, parse


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
        "mivlus://host/a", "http://host:19530/a", "MILVUS://host/a", "file:///a",
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
