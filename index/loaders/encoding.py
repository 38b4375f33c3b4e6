"""Bytes to text: the encoding is detected, and what is not text is refused."""

from __future__ import annotations

import codecs
import re

from index.errors import DocumentError

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
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1b")
_MAX_CONTROL_SHARE = 0.05
_MAX_HIGH_SHARE = 0.3
_LOOKED_AT_BYTES = 500_000
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, declared: str = "") -> str:
    """Decode `data`, keeping every line end as it stands.

    Args:
        data: the bytes.
        declared: the encoding that they name for themselves; believed where the bytes allow it.

    Raises:
        DocumentError: if the bytes are not text in any known encoding.

    """
    text = _decode(data, declared)
    controls = sum(character < " " and character not in _TEXT_CONTROLS for character in text)
    if controls > _MAX_CONTROL_SHARE * len(text):
        raise DocumentError("it looks like a binary file, not text; convert it to text first")
    return text


def _decode(data: bytes, declared: str) -> str:
    mark = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)
    if mark:
        try:
            return data.decode(mark)
        except UnicodeDecodeError as error:
            raise DocumentError(
                f"it is marked as {mark.removesuffix('-sig').upper()} and is not, from byte {error.start:,}; "
                "save it as UTF-8"
            ) from None
    by_name = _decoded_by_name(data, declared) if declared else None
    if by_name is not None:
        return by_name
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first_wrong = error.start
    if b"\0" in data:
        raise DocumentError("it looks like a binary file, not text; convert it to text first")
    _refuse_damaged_utf8(data, first_wrong)
    return _detected(data)


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


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415  (slow to import, rarely needed)

    found = from_bytes(data)
    best = found.best()
    if best is None:
        raise _undetected()
    if not best.coherence:
        return _without_a_language(data)
    # Of encodings that fit alike, the commonest: a French text fits Central Europe’s letters too.
    as_good = [one for one in found if (one.chaos, -one.coherence) <= (best.chaos, -best.coherence)]
    return str(next((one for one in as_good if one.encoding == "cp1252"), best))


def _without_a_language(data: bytes) -> str:
    """Too few letters to know a language by: what is nearly ASCII is the West’s, the rest is not guessed."""
    start = data[:_LOOKED_AT_BYTES]
    if len(_HIGH_BYTE.findall(start)) > _MAX_HIGH_SHARE * len(start):
        raise _undetected()
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise _undetected() from None


def _undetected() -> DocumentError:
    return DocumentError("its text encoding could not be detected; save it as UTF-8")
