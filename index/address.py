"""Addresses: where an index is kept, as a user writes it; a folder, or a name in a Milvus server or file."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from index.errors import AddressError

FORMS = "write milvus://host:19530/name, milvus+tls://host:19530/name or milvus:./file.db"
DEFAULT_PORT = 19530
# The one index of a file.
FILE_NAME = "cited_qa"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_SERVER = re.compile(
    r"milvus(?P<tls>\+tls)?://(?P<host>\[[^]]+\]|[^/:@]+)(:(?P<port>[0-9]{1,5}))?(/(?P<name>.*))?"
)


@dataclass(frozen=True, slots=True)
class MilvusAddress:
    """An index in a Milvus server, or in a file of the embedded Milvus Lite.

    Attributes:
        name: the index's name there.
        host, port, tls: where the server is; host is "" for a file.
        file: the file; None for a server.

    """

    name: str
    host: str = ""
    port: int = DEFAULT_PORT
    tls: bool = False
    file: Path | None = None

    @property
    def real_file(self) -> Path:
        """The file by its path without links; a link that leads to itself stands for itself."""
        return Path(os.path.realpath(self.file or ""))

    def __str__(self) -> str:
        """As a user writes it."""
        if self.file:
            return f"milvus:{self.file}"
        return f"milvus{'+tls' if self.tls else ''}://{self.host}:{self.port}/{self.name}"


def parse(address: str | Path) -> Path | MilvusAddress:
    """A folder, or what an address that begins with `milvus` means.

    Raises:
        AddressError: if it begins so, or as other addresses do, and is none, or holds what no path can.

    """
    text = os.fspath(address)
    if "\0" in text:
        raise AddressError(f"an address holds no NUL; name a folder, or {FORMS}", text)
    is_milvus = text.startswith(("milvus:", "milvus+tls:"))
    if not is_milvus and not _SCHEME.match(text):
        return Path(address)
    # Before "://" a name and its password may also be written with "%40", and after it in a query.
    if "@" in text or ("://" in text and set(text) & set("%?#")):
        raise AddressError(
            "An address holds no password, since it is shown; set CITED_QA_MILVUS_TOKEN=user:password instead"
        )
    if found := _SERVER.fullmatch(text):
        name, port = found["name"] or "", int(found["port"] or DEFAULT_PORT)
        if not _NAME.fullmatch(name) or not 0 < port < 65_536:
            raise AddressError(
                f"there is no name of letters, digits and underscores at its end, or no such port; {FORMS}",
                text,
            )
        return MilvusAddress(name, found["host"], port, bool(found["tls"]))
    file = text.removeprefix("milvus:")
    if not text.startswith("milvus:") or file.startswith("//") or not file.endswith(".db"):
        raise AddressError(f"this is no address of an index; {FORMS}", text)
    return MilvusAddress(FILE_NAME, file=Path(file))


def absolute_address(address: str | Path) -> str:
    """The same address, whatever folder is the current one later."""
    parsed = parse(address)
    if isinstance(parsed, MilvusAddress):
        return f"milvus:{parsed.real_file}" if parsed.file else str(parsed)
    return str(parsed.resolve())
