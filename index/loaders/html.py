"""HTML: its readable text, in the reading order of the parsed page; nothing it refers to is fetched.

The parser is selectolax's Lexbor (MIT and Apache-2.0): it builds the tree that browsers build, whatever the
bytes, and is small and fast. lxml reads by the rules of HTML 4; trafilatura guesses what is worth reading,
and can lose it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.limits import Limits
from index.loaders import xml
from index.loaders.builder import Builder
from index.loaders.encoding import decode
from index.loaders.looks import styled
from index.loaders.parsed import Parsed
from index.loaders.readable import read_page, tags
from index.loaders.xml import Comment, End, Event, Start, Text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Where a page says its encoding; browsers look as far, or less.
_HEAD_BYTES = 4096
_DECLARED = re.compile(
    rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)|\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_XHTML = r"\A(?:\xef\xbb\xbf|\ufeff)?\s*<\?xml\b|\bxmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml[\"']"
_XHTML_BYTES = re.compile(_XHTML.replace(r"|\ufeff", "").encode())
_XHTML_TEXT = re.compile(_XHTML)
_CLOSED_AT_ONCE = re.compile(r"<([a-zA-Z][^\s<>/]*)((?:\s[^<>]*)?)/>")
# Sloppy markup leaves these open over and over; they are no structure and cost the parser nothing.
_INLINE = tags("a abbr b big code em font i nobr s small span strike strong sub sup tt u")
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)|<(/?)([a-zA-Z][^\s/>]*)", re.DOTALL | re.IGNORECASE
)
_ENDS_BY_ITSELF = tags(
    "area base br col dd dt embed hr img input li link meta option optgroup p param source tbody td tfoot th "
    "thead tr track wbr colgroup html head body"
)
_EMPTY = tags("area base br col embed hr img input link meta param source track wbr")
# The parser takes time by the square of the depth; far past the limit the page is not parsed to learn more.
_HOPELESS = 50


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of an HTML or XHTML page."""
    found = styled(events(data, limits))
    page = read_page(lambda: found)
    builder = Builder()
    page.pour(builder)
    return builder.parsed(page.title)


def events(data: bytes, limits: Limits) -> Iterator[Event]:
    """The elements and text of a page: by the rules of XML where it claims them and keeps them, else of HTML.

    Raises:
        DocumentError: if it declares XML entities, nests too deeply, or is not text.

    """
    if not limits.encoding and _XHTML_BYTES.search(data[:_HEAD_BYTES]):
        try:
            yield from list(xml.events(data, limits))
        except xml.MalformedXML:
            pass
        else:
            return
    text = decode_page(data, limits.encoding)
    if _XHTML_TEXT.search(text[:_HEAD_BYTES]):
        # To HTML's rules `<title/>` opens a title that never ends.
        text = _CLOSED_AT_ONCE.sub(_opened_and_closed, text)
    yield from _parsed(text, limits)


def decode_page(data: bytes, wanted: str = "") -> str:
    """Decode a page by its byte order mark, its own word for it, or its letters.

    Raises:
        DocumentError: if it is not text.

    """
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    label = (declared[1] or declared[2]).decode("ascii", "replace") if declared else ""
    return decode(data, wanted, label)


def _opened_and_closed(match: re.Match[str]) -> str:
    tag = match[1]
    return match[0] if tag.lower() in _EMPTY else f"<{tag}{match[2]}></{tag}>"


def _parsed(text: str, limits: Limits) -> Iterator[Event]:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # noqa: PLC0415  (for this format alone)

    _check_nesting(text, limits)
    try:
        root = LexborHTMLParser(text).root
    except (SelectolaxError, ValueError) as error:
        raise DocumentError(f"it cannot be parsed as HTML ({error}); save it anew") from None
    if root is not None:
        yield from _walked(root, limits)


def _walked(root: LexborNode, limits: Limits) -> Iterator[Event]:
    """The tree in reading order, without recursion: a page may be deeper than Python's stack."""
    node: LexborNode | None = root
    parents: list[str] = []
    depth = 0
    while node is not None:
        if node.is_text_node:
            yield Text(node.text_content or "")
        elif node.is_comment_node:
            yield Comment(node.comment_content or "")
        elif node.is_element_node:
            tag = node.tag or ""
            yield Start(tag, node.attributes)
            depth += tag not in _INLINE
            if depth > limits.max_nesting:
                raise _too_deep(limits)
            if (child := node.child) is not None:
                parents.append(tag)
                node = child
                continue
            depth -= tag not in _INLINE
            yield End(tag)
        while parents and node is not None and node.next is None:
            tag = parents.pop()
            depth -= tag not in _INLINE
            yield End(tag)
            node = node.parent
        node = node.next if parents and node is not None else None


def _check_nesting(text: str, limits: Limits) -> None:
    depth = 0
    for match in _TAG.finditer(text):
        tag = (match[3] or "").lower()
        if tag and tag not in _INLINE and tag not in _ENDS_BY_ITSELF:
            depth = max(0, depth - 1) if match[2] else depth + 1
            if depth > _HOPELESS * limits.max_nesting:
                raise _too_deep(limits)


def _too_deep(limits: Limits) -> DocumentError:
    return DocumentError(f"its elements nest deeper than {limits.max_nesting}; flatten it or raise the limit")
