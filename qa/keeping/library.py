"""The library: the documents of the open index as screens read them, and their pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from weakref import WeakValueDictionary

from index import Document, PageSize, Rectangle, UnknownDocument
from qa.keeping.names import clean_name
from qa.keeping.opened import Opened
from qa.wire import Documents, Listed, listed


class Library:
    """Documents to be listed, read and shown, by any number of callers at once.

    Args:
        opened: the open index.

    """

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self._entries: dict[str, tuple[str, Listed]] = {}
        self._held: WeakValueDictionary[str, Document] = WeakValueDictionary()

    @property
    def in_memory(self) -> bool:
        """Whether everything ends with the service."""
        return not self.opened.address

    def names(self) -> list[str]:
        """The documents' names, in the order they were added."""
        with self.opened.used() as index:
            return list(index.documents)

    def entries(self, offset: int = 0, limit: int | None = None) -> list[Listed]:
        """The documents with titles and sizes, or some of them; each is read anew once it has changed."""
        with self.opened.used() as index:
            versions = index.documents.versions()
        known = list(self._entries.items())
        self._entries = {name: one for name, one in known if versions.get(name) == one[0]}
        names = list(islice(versions, offset, None if limit is None else offset + limit))
        entries = [self._entries.get(name) or self._read(name, versions[name]) for name in names]
        return [one[1] for one in entries if one]

    def listing(self, offset: int = 0, limit: int | None = None) -> Documents:
        """The documents, or some of them, as every screen lists them."""
        return Documents(len(self.names()), offset, self.entries(offset, limit))

    def document(self, name: str) -> Document:
        """A document by name.

        Raises:
            UnknownDocument: if there is none.

        """
        document = self.found(name)
        if document is None:
            raise UnknownDocument(name)
        return document

    def found(self, name: str) -> Document | None:
        """A document as it stands now, None where it was removed; callers share one copy."""
        with self.opened.used() as index:
            found = index.documents.get(name)
        held = self._held.get(name)
        if found is not None and held != found:
            self._held[name] = held = found
        return held if found is not None else None

    def prepare_pages(self) -> None:
        """Get ready to draw pages, as `Index.prepare_pages`."""
        with self.opened.used() as index:
            index.prepare_pages()

    def page_sizes(self, name: str) -> tuple[PageSize, ...]:
        """The sizes of a document's pages as they are drawn; errors and none as of `Index.page_sizes`."""
        with self.opened.used() as index:
            return index.page_sizes(name)

    def page_image(self, name: str, page: int, width: int) -> bytes:
        """A page as a PNG; arguments and errors as of `Index.page_image`."""
        with self.opened.used() as index:
            return index.page_image(name, page, width)

    def page_rectangles(self, name: str, spans: Sequence[tuple[int, int]]) -> list[list[Rectangle]]:
        """Where stretches of a document's text stand on its pages; errors as of `Index.page_rectangles`."""
        with self.opened.used() as index:
            return [index.page_rectangles(name, start, end) for start, end in spans]

    def taken(self, names: Sequence[str]) -> dict[str, str]:
        """Those of some files' names that the index has a document of, each with the document's name."""
        known = set(self.names())
        return {given: name for given in names if (name := clean_name(given)) in known}

    def _read(self, name: str, version: str) -> tuple[str, Listed] | None:
        document = self.found(name)
        if document is None:
            return None
        self._entries[name] = entry = version, listed(document)
        return entry
