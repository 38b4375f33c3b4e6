"""XML that may be hostile: no entities, nothing fetched, no deeper than the limit.

Python's own expat is told so directly. That is what defusedxml does too, but it counts no depth and builds
a tree; lxml would bound the depth at a figure of its own and is a large package for what is a stream here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html.entities import html5
from itertools import chain
from typing import NamedTuple
from xml.parsers import expat

from index.errors import DocumentError
from index.limits import Limits

_CHUNK_BYTES = 1 << 22


class Start(NamedTuple):
    """An element begins; names are given without their namespace."""

    tag: str
    attributes: Mapping[str, str | None]


class End(NamedTuple):
    """An element ends."""

    tag: str


class Text(NamedTuple):
    """Characters stand here."""

    words: str


class Comment(NamedTuple):
    """A remark to whoever edits the file stands here; its readers are not shown it."""

    words: str


Event = Start | End | Text | Comment


class MalformedXML(DocumentError):
    """The bytes are no well-formed XML."""


def events(data: bytes, limits: Limits) -> Iterator[Event]:
    """The elements and characters in order.

    An entity that HTML knows, such as `&nbsp;`, is its character even where the file does not declare it.

    Raises:
        MalformedXML: if the bytes are no well-formed XML.
        DocumentError: if they declare entities or nest deeper than the limit.

    """
    found: list[Event] = []
    parser = _parser(limits, found)
    for chunk in chain(_chunked(data), [None]):
        _feed(parser, chunk)
        yield from found
        found.clear()


def check(chunks: Iterable[bytes], limits: Limits) -> None:
    """Raise DocumentError unless the chunks are XML that is safe to parse, see `events`."""
    parser = _parser(limits, None)
    for chunk in chain(chunks, [None]):
        _feed(parser, chunk)


def _parser(limits: Limits, found: list[Event] | None) -> expat.XMLParserType:
    """A parser that notes what it meets in `found`, if anything is to be noted."""
    parser = expat.ParserCreate(None, " ") if found is not None else expat.ParserCreate()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.max_nesting:
            raise DocumentError(
                f"its elements nest deeper than {limits.max_nesting}; flatten it or raise the limit"
            )
        if found is not None:
            plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
            # An attribute of no namespace is the element's own; it wins over another's of the same name.
            plain.update({key: value for key, value in attributes.items() if " " not in key})
            found.append(Start(name.rpartition(" ")[2], plain))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if found is not None:
            found.append(End(name.rpartition(" ")[2]))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = _refuse_entity
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    if found is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = lambda words: found.append(Text(words))
        parser.CommentHandler = lambda words: found.append(Comment(words))
        parser.SkippedEntityHandler = lambda name, _: found.append(Text(html5.get(f"{name};", f"&{name};")))
    return parser


def _refuse_entity(*_: object) -> None:
    raise DocumentError("it declares XML entities, which can hide a bomb or a file's address; save it anew")


def _feed(parser: expat.XMLParserType, chunk: bytes | None) -> None:
    try:
        parser.Parse(chunk or b"", chunk is None)
    except expat.ExpatError as error:
        raise MalformedXML(
            f"it is damaged: its XML breaks off or breaks a rule ({error}); save it anew"
        ) from None
    except (ValueError, LookupError) as error:
        raise MalformedXML(f"its XML is in an encoding that cannot be read ({error}); save it anew") from None


def _chunked(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _CHUNK_BYTES):
        yield data[start : start + _CHUNK_BYTES]
