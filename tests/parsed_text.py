"""What tests of several formats ask of a parsed file, and archives whose members are changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from index.loaders import Parsed


def blocks(parsed: Parsed) -> list[str]:
    return [parsed.text[start:end] for start, end in parsed.blocks]


def headings(parsed: Parsed) -> list[tuple[str, int]]:
    return [(parsed.text[start:end], level) for start, end, level in parsed.headings]


def page_of(parsed: Parsed, words: str) -> int:
    offset = parsed.text.index(words)
    return sum(start <= offset for start in parsed.pages)


def check(parsed: Parsed, may_trail: bool = False) -> None:
    """What holds for every document, whatever it was made of; signs may come after the last block of some."""
    cursor = 0
    for start, end in parsed.blocks:
        assert cursor <= start < end <= len(parsed.text)
        assert not any(character.isalnum() for character in parsed.text[cursor:start])
        cursor = end
    assert cursor == len(parsed.text) or may_trail
    assert not any(character.isalnum() for character in parsed.text[cursor:])
    for start, end, level in parsed.headings:
        assert any(block.start <= start < end <= block.end for block in parsed.blocks)
        assert level >= 1
    assert list(parsed.pages) == sorted(parsed.pages)
    assert all(0 <= start <= len(parsed.text) for start in parsed.pages)
    (parsed.text + parsed.title).encode()


def repacked(
    data: bytes, change: Callable[[str, bytes], bytes], added: dict[str, bytes] | None = None
) -> bytes:
    """The archive with each member changed, and with others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return out.getvalue()
