"""Office Open XML as its own programs read it: the Strict kind too, and without parts that are missing."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote
from xml.etree import ElementTree as Tree

from index.errors import Finding
from index.loaders.archive import Archive, shown
from index.loaders.xml import MalformedXML

_RELATIONS = ".rels"
_XML = (".xml", ".rels", ".vml")
# The Strict kind names the same things by other addresses.
_STRICT_MARK = b"http://purl.oclc.org/ooxml/"
_STRICT = re.compile(rb"([\"'])http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"\1http://schemas.openxmlformats.org/\2/2006/"
_MAIN = re.compile(r"(?:document|workbook|presentation)\.xml\Z")
_TOLD_NAMES = 5


def mended(archive: Archive, drops: bool = True) -> tuple[io.BytesIO, tuple[str, ...]]:
    """The file for a library that knows the Transitional kind alone, and the names of parts it lacks.

    Args:
        archive: the file.
        drops: whether what refers to a missing part is left out, since the library cannot bear it.

    Raises:
        DocumentError: if a member is damaged, passes a limit, or is XML that is not safe to parse.

    """
    file = archive.checked()
    parts: dict[str, bytes] = {}
    if any(_STRICT_MARK in archive.read(name) for name in archive.names if _tells_kind(name)):
        for name in archive.names:
            if name.lower().endswith(_XML):
                parts[name] = _STRICT.sub(_TRANSITIONAL, archive.read(name))
    missing: dict[str, None] = {}
    for name in [name for name in archive.names if name.endswith(_RELATIONS)]:
        relations = parts.get(name) or archive.read(name)
        kept = _without_dangling(name, relations, archive, missing, drops)
        if kept is not None:
            parts[name] = kept
    return (archive.replaced(parts) if parts else file), tuple(missing)


def told(missing: Iterable[str]) -> Iterator[Finding]:
    """A note on the parts that a file lacks."""
    names = [shown(name) for name in missing]
    if names:
        more = f" and {len(names) - _TOLD_NAMES:,} more" if len(names) > _TOLD_NAMES else ""
        yield Finding(f"It refers to parts that are not there: {', '.join(names[:_TOLD_NAMES])}{more}")


def _tells_kind(name: str) -> bool:
    return name.endswith(_RELATIONS) or bool(_MAIN.search(name))


def _without_dangling(
    name: str, relations: bytes, archive: Archive, missing: dict[str, None], drops: bool
) -> bytes | None:
    """Relations that lead to parts, the others noted as missing; None where all are as they were."""
    try:
        root = Tree.fromstring(relations)  # noqa: S314  (known to be safe by now)
    except Tree.ParseError as error:
        raise MalformedXML(
            f"it is damaged: its {shown(name)} breaks a rule ({error}); save it anew"
        ) from None
    folder = posixpath.dirname(posixpath.dirname(name))
    changed = False
    for relation in list(root):
        target = relation.get("Target", "")
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if relation.get("TargetMode") == "External" or path in archive.names:
            continue
        found = archive.folded.get(path.casefold()) or archive.folded.get(unquote(path).casefold())
        if found:
            relation.set("Target", f"/{found}")
            changed = True
            continue
        if drops:
            root.remove(relation)
            changed = True
        # A place in the file itself, or an address elsewhere, is no part of it.
        if not target.startswith("#") and ":" not in target:
            missing[target] = None
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True) if changed else None
