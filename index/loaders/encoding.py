"""Bytes to text: the encoding is detected, and what is not text is refused."""

from __future__ import annotations

import codecs
import re

from index.errors import DocumentError, Remedy
from index.loaders import legacy

# The longer mark first: UTF-32's begins with UTF-16's.
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What browsers read where a page names one of these, since pages do; the larger set holds the smaller.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# Encodings that a name must not choose: they are no text encodings, or change what plain ASCII means.
_REFUSED = frozenset({"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "hz"})
_SINGLE_BYTE = re.compile(r"cp125\d|iso8859-\d+|koi8-[ru]|mac-\w+|cp(437|8\d\d)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROL_SHARE = 0.05
# Of a text with NULs in it: in UTF-16 without a mark, tabs may be halves of letters.
_MAX_TAB_SHARE = 0.2
_LOOKED_AT_BYTES = 500_000
# How ISO-2022-JP, which is plain ASCII in bytes, changes to Japanese.
_ESCAPED = re.compile(r"\x1b\$[@B]")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, wanted: str = "", declared: str = "") -> str:
    """Decode `data`, keeping every line end as it stands.

    Args:
        data: the bytes.
        wanted: the encoding that the user names; without a byte order mark it is the one.
        declared: the encoding that they name for themselves; believed where the bytes allow it.

    Raises:
        DocumentError: if the bytes are not text, not in the encoding that is wanted, or in one that cannot be
            told for certain.

    """
    text = _decode(data, wanted, declared)
    if _looks_binary(text):
        raise _binary()
    return text


def _decode(data: bytes, wanted: str, declared: str) -> str:
    mark = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)
    if mark:
        try:
            return data.decode(mark)
        except UnicodeDecodeError as error:
            raise DocumentError(
                f"it is marked as {mark.removesuffix('-sig').upper()} and is not, from byte {error.start:,}; "
                "save it as UTF-8"
            ) from None
    if wanted:
        return _decoded_as(data, wanted)
    by_name = _decoded_by_name(data, declared) if declared else None
    if by_name is not None:
        return by_name
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" not in data:
            _refuse_damaged_utf8(data, error.start)
    else:
        if _ESCAPED.search(text):
            text = _decoded_by_name(data, "iso2022_jp") or text
        # UTF-16 without a mark is valid UTF-8 too, with a NUL for each letter of the alphabet.
        if not _looks_binary(text) and not ("\0" in text and text.count("\t") > _MAX_TAB_SHARE * len(text)):
            return text
    found = legacy.read_as_language(data)
    if found is not None:
        return found
    if b"\0" in data:
        raise _binary()
    raise DocumentError("its text encoding cannot be told for certain", remedy=Remedy.ENCODING)


def _decoded_as(data: bytes, wanted: str) -> str:
    try:
        return data.decode(wanted)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"it is not in {wanted}, from byte {error.start:,}", remedy=Remedy.ENCODING
        ) from None
    except (LookupError, ValueError):
        raise DocumentError(
            f"there is no text encoding named {wanted!a}; name one such as cp1252 or utf-16"
        ) from None


def _decoded_by_name(data: bytes, declared: str) -> str | None:
    """The text in the encoding it names; None where there is no such encoding or the bytes forbid it."""
    try:
        name = codecs.lookup(declared).name
        name = _SUPERSETS.get(name, name)
        if name in _REFUSED:
            return None
        text = data.decode(name)
    except (LookupError, ValueError):
        return None
    if _SINGLE_BYTE.fullmatch(name) and _HIGH_BYTE.search(data):
        # Any bytes fit such an encoding, but hardly ever do its letters make up valid UTF-8.
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return text
    return text


def _refuse_damaged_utf8(data: bytes, first_wrong: int) -> None:
    """Text that is UTF-8 but for a few bytes, or for its cut end, is not to be read as another encoding."""
    around = data[max(0, first_wrong - _LOOKED_AT_BYTES) : first_wrong + _LOOKED_AT_BYTES]
    right = sum(map(len, _UTF8_CHARACTER.findall(around)))
    wrong = len(_HIGH_BYTE.findall(around)) - right
    if right > 2 * wrong:
        raise DocumentError(
            f"it is UTF-8 but for byte {first_wrong:,} and perhaps others; get it whole or save it as UTF-8"
        )


def _looks_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text)


def _binary() -> DocumentError:
    return DocumentError("it looks like a binary file, not text; convert it to text first")
