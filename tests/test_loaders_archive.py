"""Archives, XML and the table of loaders: nothing hostile is unpacked, expanded or imported."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from index import DocumentError
from index.limits import Limits
from index.loaders import LOADERS, xml
from index.loaders.archive import Archive

LIMITS = Limits(max_unpacked_bytes=30_000_000)


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return file.getvalue()


def test_members_come_out_as_they_went_in():
    archive = Archive(packed({"a.txt": b"one", "b/c.txt": b""}), LIMITS)
    assert tuple(archive.names) == ("a.txt", "b/c.txt")
    assert (archive.read("a.txt"), archive.read("b/c.txt"), archive.read("a.txt")) == (b"one", b"", b"one")
    with pytest.raises(DocumentError, match="no part 'd'"):
        archive.read("d")


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(DocumentError, match="unpacks to more than 30,000,000 bytes"):
        Archive(packed({"a": bytes(31_000_000)}), LIMITS)
    with pytest.raises(DocumentError, match="more than 250 times its size"):
        Archive(packed({"a": bytes(25_000_000)}), LIMITS)


def test_a_size_that_lies_does_not_pass():
    data = packed({"a": bytes(31_000_000)})
    honest = (31_000_000).to_bytes(4, "little")
    assert data.count(honest) == 2
    archive = Archive(data.replace(honest, (100).to_bytes(4, "little")), LIMITS)
    for unpack in (lambda: archive.read("a"), archive.checked):
        with pytest.raises(DocumentError, match="cannot be unpacked"):
            unpack()


def test_many_members_over_one_packed_body_count_each():
    """The bomb of overlapping members: a directory that names one body again and again."""
    data = packed({"a" * 8: bytes(1_000_000)})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    count = 40
    tail = bytearray(data[end:])
    tail[8:10] = tail[10:12] = count.to_bytes(2, "little")
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    with pytest.raises(DocumentError, match="unpacks to more than"):
        Archive(data[:start] + entry * count + bytes(tail), LIMITS)


def test_an_archive_in_the_archive_stays_packed():
    inner = packed({"bomb": bytes(29_000_000)})
    archive = Archive(packed({"inner.zip": inner}), LIMITS)
    assert archive.read("inner.zip") == inner
    archive.checked()


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "..\\a", "C:\\a", "\\\\host\\a", "a/..", "../\u202etxt\n"]
)
def test_a_name_that_leads_outside_is_refused(name: str):
    with pytest.raises(DocumentError, match="points outside") as caught:
        Archive(packed({name: b"x"}), LIMITS)
    assert str(caught.value).isascii()
    assert "\n" not in str(caught.value)


def test_dots_in_a_name_are_no_way_out():
    assert Archive(packed({"a..b/...c": b"x"}), LIMITS).read("a..b/...c") == b"x"


def test_encrypted_and_unusual_members_are_named_as_such():
    data = bytearray(packed({"a": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(DocumentError, match="encrypted"):
        Archive(bytes(data), LIMITS)
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with pytest.raises(DocumentError, match="unusual way"):
            Archive(packed({"a": b"x"}, method), LIMITS)


def test_every_truncation_and_every_flipped_byte_is_refused_or_read():
    data = packed({"a.xml": b"<a>words and words</a>", "b": b"plain"})
    damaged = [data[:end] for end in range(len(data))]
    damaged += [
        data[:at] + bytes([data[at] ^ flip]) + data[at + 1 :] for at in range(len(data)) for flip in (1, 0xFF)
    ]
    for one in damaged:
        try:
            archive = Archive(one, LIMITS)
            archive.checked()
            bodies = {name: archive.read(name) for name in archive.names}
        except DocumentError:
            continue
        assert set(bodies.values()) <= {b"<a>words and words</a>", b"plain", b""}


def test_too_many_members_are_refused_before_they_are_listed():
    with pytest.raises(DocumentError, match="100,000 parts"):
        Archive(b"PK\x01\x02" * 100_001, LIMITS)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "entities"),
        (b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://example.org/x">%b;]><a/>', "entities"),
        (
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16"),
            "entities",
        ),
        (b"<a>" * 201, "nest deeper than 200"),
        (b"<a>", "breaks a rule"),
        (b"", "breaks a rule"),
        (b'<?xml version="1.0" encoding="shift_jis"?><a/>', "encoding"),
        (b'<?xml version="1.0" encoding="rot13"?><a/>', "encoding"),
    ],
)
def test_xml_that_is_hostile_or_broken_is_refused(data: bytes, reason: str):
    with pytest.raises(DocumentError, match=reason):
        list(xml.events(data, LIMITS))
    with pytest.raises(DocumentError, match=reason):
        xml.check([data], LIMITS)


def test_an_outer_definition_is_not_fetched_and_its_usual_entities_are_known():
    data = b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a b="c">x&nbsp;y&unknown;</a>'
    words = "".join(event.words for event in xml.events(data, LIMITS) if isinstance(event, xml.Text))
    assert words == "x\u00a0y&unknown;"


def test_importing_the_index_imports_no_parser():
    parsers = {"openpyxl", "selectolax", "markdown_it", "lxml", "index.loaders.html", "index.loaders.xlsx"}
    code = f"import sys, index; print({parsers} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_a_package_that_is_missing_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch):
    for loaded in ("index.loaders.xlsx", "index.loaders.xlsx_cells"):
        monkeypatch.delitem(sys.modules, loaded, raising=False)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.setattr("index.loaders._EXTRAS", {"xlsx": "office"})
    with pytest.raises(DocumentError, match=r"pip install 'cited-qa\[office\]'"):
        LOADERS[".xlsx"](packed({"a.xml": b"<a/>"}), LIMITS)
