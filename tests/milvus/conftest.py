"""What the tests of Milvus share: an address in a server, and a client that looks behind it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from index.address import MilvusAddress, parse
from index.milvus.client import Client


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
