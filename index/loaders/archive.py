"""Zip-based formats: their members come out through one door, within the limits, and only to memory."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import chain

from index.errors import DocumentError
from index.limits import Limits
from index.loaders import xml

_MAX_MEMBERS = 100_000
# No whole document is squeezed this much; below the size, a ratio says nothing.
_MAX_RATIO, _RATIO_FROM_BYTES = 250, 20_000_000
_CHUNK_BYTES = 1 << 22
_DIRECTORY_ENTRY = b"PK\x01\x02"
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = 0x1
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\0")
_XML_SUFFIXES = (".xml", ".rels")
# Spaces, byte order marks, and the zeros of UTF-16.
_BEFORE_XML = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"
# What `zipfile` raises on bytes that its authors did not think of.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, IndexError
)  # fmt: skip


class Archive:
    """A zip-based file.

    Nothing is ever unpacked to disk, and archives inside the archive stay packed. What comes out is counted
    while it is unpacked, so that sizes about which the archive's directory lies change nothing.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Look through the archive's directory; nothing is unpacked yet.

        Raises:
            DocumentError: if it is not a zip file, would unpack to more than the limit, or holds a member
                that is encrypted, packed in an unusual way, or named to land outside a folder.

        """
        self._data = data
        self._limits = limits
        self._zip = _opened(data)
        members = self._zip.infolist()
        self._members = {member.filename: member for member in members}
        self._unpacked = 0
        self._seen: set[str] = set()
        _check_size(sum(member.file_size for member in members), len(data), limits)
        for member in members:
            _check_member(member)

    @property
    def names(self) -> Collection[str]:
        """The names of the members, in the archive's order."""
        return self._members.keys()

    @cached_property
    def folded(self) -> dict[str, str]:
        """The members' names by themselves without their case."""
        return {name.casefold(): name for name in self._members}

    def read(self, name: str) -> bytes:
        """A member's bytes.

        Raises:
            DocumentError: if there is none of that name, it is damaged, or a limit is passed.

        """
        return b"".join(self._chunks(name))

    def checked(self) -> io.BytesIO:
        """The whole file, for a library that unpacks it by itself, after every member has been tried.

        Raises:
            DocumentError: if a member is damaged, passes a limit, or is XML that is not safe to parse.

        """
        for name in self._members:
            chunks = self._chunks(name)
            first = next(chunks, b"")
            named_xml = name.lower().endswith(_XML_SUFFIXES)
            try:
                if named_xml or first[:64].lstrip(_BEFORE_XML).startswith(b"<"):
                    xml.check(chain([first], chunks), self._limits)
            except xml.MalformedXML:
                # A library parses what it is told to, by whatever name; what is no XML harms no one.
                if named_xml:
                    raise
            for _ in chunks:
                pass
        return io.BytesIO(self._data)

    def replaced(self, parts: Mapping[str, bytes]) -> io.BytesIO:
        """The whole file with other bytes in these members."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name in self._members:
                archive.writestr(name, parts[name] if name in parts else self.read(name))
        return file

    def _chunks(self, name: str) -> Iterator[bytes]:
        if name not in self._members:
            raise DocumentError(f"it is damaged: it has no part {shown(name)}; save it anew")
        # The limit is on the whole; reading a member twice does not count twice.
        before = 0 if name in self._seen else self._unpacked
        unpacked = 0
        try:
            with self._zip.open(self._members[name]) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    unpacked += len(chunk)
                    _check_size(before + unpacked, len(self._data), self._limits)
                    yield chunk
        except (*_DAMAGE, RuntimeError):
            raise DocumentError(
                f"it is damaged: its part {shown(name)} cannot be unpacked; save it anew"
            ) from None
        if name not in self._seen:
            self._seen.add(name)
            self._unpacked += unpacked


def shown(name: str) -> str:
    """A member's name as it may stand in a message: printable ASCII, not too long."""
    return ascii(name[:100])


def _opened(data: bytes) -> zipfile.ZipFile:
    if data.startswith(_OLD_OFFICE):
        raise DocumentError(
            "it is encrypted or in the format of Office before 2007; save it without a password, or anew"
        )
    # Before the directory is read: each entry costs memory.
    if data.count(_DIRECTORY_ENTRY) > _MAX_MEMBERS:
        raise DocumentError(f"it holds more than {_MAX_MEMBERS:,} parts; split it first")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (*_DAMAGE, NotImplementedError):
        raise DocumentError("it is damaged or not the format its name says; save it anew") from None


def _check_size(unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > limits.max_unpacked_bytes:
        raise DocumentError(
            f"it unpacks to more than {limits.max_unpacked_bytes:,} bytes; split it or raise the limit"
        )
    if unpacked > _RATIO_FROM_BYTES and unpacked > _MAX_RATIO * packed:
        raise DocumentError(
            f"it unpacks to more than {_MAX_RATIO} times its size, as a zip bomb does; save it anew"
        )


def _check_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise DocumentError("it is encrypted; save it without a password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # No document format uses another, and `zipfile` unpacks the others without a bound.
        raise DocumentError(f"its part {shown(member.filename)} is packed in an unusual way; save it anew")
    if _OUTSIDE.search(member.filename):
        raise DocumentError(
            f"it holds a part named {shown(member.filename)}, which points outside it; don't trust it"
        )
