"""EPUB: the chapters in the order of the book's spine, with their headings and the book's title.

Read here, by the container's few rules: the usual library for it is under a licence that this project avoids.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from index.errors import DocumentError
from index.limits import Limits
from index.loaders import html, xml
from index.loaders.archive import Archive, shown
from index.loaders.builder import Builder
from index.loaders.parsed import Parsed
from index.loaders.readable import read_chapter
from index.loaders.xml import End, Start, Text

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_PAGE_SUFFIXES = (".xhtml", ".html", ".htm")


@dataclass
class _Package:
    """What a book's package file says: its title, its files by id, and which are read in what order."""

    title: str = ""
    files: dict[str, Mapping[str, str | None]] = field(default_factory=dict)
    spine: list[str] = field(default_factory=list)


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of an EPUB book."""
    archive = Archive(data, limits)
    package_path = _package_path(archive, limits)
    package = _package(archive.read(package_path), limits)
    if len(package.spine) > limits.max_pages:
        raise DocumentError(
            f"it has {len(package.spine):,} chapters and may have {limits.max_pages:,}; "
            "split it or raise the limit"
        )
    encrypted = _encrypted(archive, limits)
    builder = Builder()
    for name in _chapters(archive, package, posixpath.dirname(package_path)):
        if name in encrypted:
            raise DocumentError("its text is encrypted against copying (DRM); get it without")
        read_chapter(html.events(archive.read(name), limits)).pour(builder)
    return builder.parsed(package.title)


def _package_path(archive: Archive, limits: Limits) -> str:
    for event in xml.events(archive.read(_CONTAINER), limits):
        if isinstance(event, Start) and event.tag == "rootfile":
            return _resolved("", event.attributes.get("full-path") or "")
    raise DocumentError("it is damaged: its container names no book; save it anew")


def _package(data: bytes, limits: Limits) -> _Package:
    package, titles, in_title = _Package(), list[str](), False
    for event in xml.events(data, limits):
        if isinstance(event, Text):
            if in_title:
                titles[-1] += event.words
        elif isinstance(event, End):
            in_title = False
        elif event.tag == "title":
            titles.append("")
            in_title = True
        elif event.tag == "item":
            package.files[event.attributes.get("id") or ""] = event.attributes
        elif event.tag == "itemref":
            package.spine.append(event.attributes.get("idref") or "")
    package.title = next((words for title in titles if (words := " ".join(title.split()))), "")
    return package


def _chapters(archive: Archive, package: _Package, folder: str) -> list[str]:
    """The names of the chapters' files, each once, in reading order.

    Raises:
        DocumentError: if one is missing, or there is none.

    """
    known = set(archive.names)
    chapters: dict[str, None] = {}
    for reference in package.spine:
        if reference not in package.files:
            raise DocumentError(
                f"it is damaged: its spine names {shown(reference)}, which is not in its list; save it anew"
            )
        attributes = package.files[reference]
        name = _resolved(folder, attributes.get("href") or "")
        kind = (attributes.get("media-type") or "").lower()
        if kind not in _PAGES and not name.lower().endswith(_PAGE_SUFFIXES):
            continue
        if name not in known:
            raise DocumentError(f"it is damaged: it has no part {shown(name)}; save it anew")
        chapters[name] = None
    if not chapters:
        raise DocumentError("it is damaged: it names no chapters; save it anew")
    return list(chapters)


def _encrypted(archive: Archive, limits: Limits) -> set[str]:
    """The files that are encrypted; those are often fonts alone."""
    if _ENCRYPTION not in archive.names:
        return set()
    return {
        _resolved("", event.attributes.get("URI") or "")
        for event in xml.events(archive.read(_ENCRYPTION), limits)
        if isinstance(event, Start) and event.tag == "CipherReference"
    }


def _resolved(folder: str, reference: str) -> str:
    """The member that a reference names; one to another host, or above the book, names none."""
    try:
        path = unquote(urlsplit(reference).path)
    except ValueError:
        path = reference
    return posixpath.normpath(posixpath.join(folder, path)).lstrip("/")
