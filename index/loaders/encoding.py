"""Bytes to text: the encoding is detected, and what is not text is refused."""

from __future__ import annotations

import codecs

from index.errors import DocumentError

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1b")
_MAX_CONTROL_SHARE = 0.05


def decode(data: bytes) -> str:
    """Decode `data`, keeping every line end as it stands.

    Raises:
        DocumentError: if the bytes are not text in any known encoding.

    """
    text = _decode(data)
    controls = sum(character < " " and character not in _TEXT_CONTROLS for character in text)
    if controls > _MAX_CONTROL_SHARE * len(text):
        raise DocumentError("it looks like a binary file, not text; convert it to text first")
    return text


def _decode(data: bytes) -> str:
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise DocumentError("it looks like a binary file, not text; convert it to text first")
    from charset_normalizer import from_bytes  # noqa: PLC0415  (slow to import, rarely needed)

    found = from_bytes(data)
    best = found.best()
    if best is None:
        raise DocumentError("its text encoding could not be detected; save it as UTF-8")
    # Of encodings that fit alike, the commonest: a French text fits Central Europe’s letters too.
    as_good = [one for one in found if (one.chaos, -one.coherence) <= (best.chaos, -best.coherence)]
    return str(next((one for one in as_good if one.encoding == "cp1252"), best))
