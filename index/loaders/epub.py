"""EPUB: the chapters in the order of the book's spine, with their headings and the book's title.

Read here, by the container's few rules: the usual library for it is under a licence that this project avoids.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from index.errors import DocumentError, Finding
from index.limits import Limits
from index.loaders import html, xml
from index.loaders.archive import Archive, shown
from index.loaders.builder import Builder
from index.loaders.looks import styled
from index.loaders.parsed import Parsed
from index.loaders.readable import read_chapter
from index.loaders.xml import End, Start, Text

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_TOLD_NAMES = 5
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
    chapters, missing = _chapters(archive, package, posixpath.dirname(package_path))
    if missing:
        names = [shown(name) for name in missing[:_TOLD_NAMES]]
        more = f" and {len(missing) - len(names):,} more" if len(missing) > len(names) else ""
        builder.note(Finding(f"It names chapters that are not there: {', '.join(names)}{more}"))
    sheets = [
        archive.read(name).decode("utf-8", "replace")
        for name in archive.names
        if name.lower().endswith(".css") and name not in encrypted
    ]
    for name in chapters:
        if name in encrypted:
            raise DocumentError("its text is encrypted against copying (DRM); get it without")
        read_chapter(styled(html.events(archive.read(name), limits), sheets)).pour(builder)
    return builder.parsed(package.title)


def _package_path(archive: Archive, limits: Limits) -> str:
    if _CONTAINER in archive.names:
        for event in xml.events(archive.read(_CONTAINER), limits):
            if isinstance(event, Start) and event.tag == "rootfile":
                named = _member(archive, "", event.attributes.get("full-path") or "")
                if named in archive.names:
                    return named
    found = next((name for name in archive.names if name.lower().endswith(".opf")), None)
    if found is None:
        raise DocumentError("it is damaged: its container names no book; save it anew")
    return found


def _package(data: bytes, limits: Limits) -> _Package:
    package, titles, in_title = _Package(), list[str](), False
    for event in xml.events(data, limits):
        if isinstance(event, Text):
            if in_title:
                titles[-1] += event.words
        elif isinstance(event, End):
            in_title = False
        elif not isinstance(event, Start):
            continue
        elif event.tag == "title":
            titles.append("")
            in_title = True
        elif event.tag == "item":
            package.files[event.attributes.get("id") or ""] = event.attributes
        elif event.tag == "itemref":
            package.spine.append(event.attributes.get("idref") or "")
    package.title = next((words for title in titles if (words := " ".join(title.split()))), "")
    return package


def _chapters(archive: Archive, package: _Package, folder: str) -> tuple[list[str], list[str]]:
    """The names of the chapters' files, each once, in reading order; then what is named and not there.

    Raises:
        DocumentError: if there is none.

    """
    chapters: dict[str, None] = {}
    missing: dict[str, None] = {}
    for reference in package.spine:
        attributes = package.files.get(reference)
        if attributes is None:
            missing[reference] = None
            continue
        name = _member(archive, folder, attributes.get("href") or "")
        kind = (attributes.get("media-type") or "").lower()
        if kind in _PAGES or name.lower().endswith(_PAGE_SUFFIXES):
            (chapters if name in archive.names else missing)[name] = None
    if not chapters:
        raise DocumentError("it is damaged: none of the chapters that it names is there; save it anew")
    return list(chapters), list(missing)


def _member(archive: Archive, folder: str, reference: str) -> str:
    """The member that a reference names: as written, else in another case, else as it should be."""
    resolved = _resolved(folder, reference)
    verbatim = posixpath.normpath(posixpath.join(folder, reference))
    for name in (resolved, verbatim):
        if name in archive.names:
            return name
    return archive.folded.get(resolved.casefold(), resolved)


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
