"""Pages: a PDF document's pages as pictures, and where on them its words stand."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from index.documents import Document
from index.errors import DocumentError
from index.loaders.places import Place, unpacked, within
from index.originals import Originals
from index.process import Process, ProcessDied

_SECONDS = 20.0
# Pictures that are kept in memory, in bytes: some 200 pages of text on a screen of high density.
_KEPT_BYTES = 64_000_000
# A page that took too long is not tried again for so long, nor, once there are so many, is any of its file:
# everybody else's pages wait meanwhile.
_AGAIN_SECONDS, _MOST_LATE = 600.0, 3
# The widths in pixels that pages are drawn in, so that many windows share their pictures.
WIDTHS = (200, 800, 1200, 1600, 2400)


class PageSize(NamedTuple):
    """Width and height of a page in points, as it is shown."""

    width: float
    height: float


class Rectangle(NamedTuple):
    """A stretch of a page, from 1, its edges in shares of the page's width and height as it is shown."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Pages:
    """Draws pages, in a process of its own that is started for the first one.

    Args:
        originals: the files.

    """

    def __init__(self, originals: Originals) -> None:
        self._originals = originals
        self._process = Process("index.page_worker")
        self._lock = threading.Lock()
        self._pictures: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        # When pages took too long to draw, by their files' hashes; 0 for the sizes of all.
        self._late: dict[str, dict[int, float]] = {}

    def prepare(self) -> None:
        """Start the process, so that the first page need not wait for it; returns at once."""
        threading.Thread(target=self._prepare, name="cited-qa-pages", daemon=True).start()

    def close(self) -> None:
        """Stop the process."""
        self._process.close()

    def sizes(self, document: Document) -> tuple[PageSize, ...]:
        """The size of each page; none where the document is no PDF or its file is not to be had.

        Raises:
            DocumentError: if the file cannot be drawn.

        """
        file = self._originals.find(document)
        if file is None:
            return ()
        return tuple(PageSize(*size) for size in json.loads(self._asked(document, file, do="sizes")))

    def image(self, document: Document, page: int, width: int) -> bytes:
        """A page, from 1, as a PNG of the first of `WIDTHS` that is not narrower than `width`, or the last.

        Raises:
            DocumentError: if there is no such page, or it cannot be drawn.

        """
        width = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
        key = document.file_sha256, page, width
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        file = self._originals.find(document)
        if file is None or not 1 <= page <= len(document.pages):
            raise DocumentError("there is no picture of this page; read its text", document.name)
        drawn = self._asked(document, file, do="picture", page=page, width=width)
        with self._lock:
            self._pictures[key] = drawn
            while sum(map(len, self._pictures.values())) > _KEPT_BYTES:
                self._pictures.popitem(last=False)
        return drawn

    def rectangles(self, document: Document, start: int, end: int) -> list[Rectangle]:
        """Where `text[start:end]` stands on its pages, one rectangle for each printed line of it.

        Words that are not printed there, such as the heads of columns that a row repeats, have none; nor has
        anything where the file is not to be had or was read by an earlier release.

        Raises:
            DocumentError: if the file cannot be drawn.

        """
        found = list(within(_places(document.places), start, end))
        file = self._originals.find(document) if found else None
        if file is None:
            return []
        rectangles: list[Rectangle] = []
        for page, places in groupby(found, lambda place: place.page):
            wanted = [_wanted(document, place) for place in places]
            boxes = json.loads(self._asked(document, file, do="boxes", page=page, wanted=wanted))
            rectangles += (Rectangle(page, *box) for box in boxes)
        return rectangles

    def _prepare(self) -> None:
        with suppress(ProcessDied, EOFError, OSError), self._lock:  # told where a page is asked for
            self._process.ask(json.dumps({"do": "prepare"}).encode(), seconds=_SECONDS)

    def _asked(self, document: Document, file: Path, **request: Any) -> bytes:
        message = json.dumps({"path": str(file), **request}).encode()
        page = request.get("page", 0)
        try:
            with self._lock:
                self._check_quick(document, page)
                reply = self._process.ask(message, seconds=_SECONDS)
        except ProcessDied as death:
            if death.is_late:
                self._late.setdefault(document.file_sha256, {})[page] = time.monotonic()
                raise _too_late(document) from None
            raise DocumentError(f"its page cannot be drawn ({death}); read its text", document.name) from None
        except (EOFError, OSError) as error:
            raise DocumentError(
                "the process that draws pages did not start; try again", document.name
            ) from error
        if not reply.startswith(b"+"):
            raise DocumentError(reply[1:].decode(), document.name)
        return reply[1:]

    def _check_quick(self, document: Document, page: int) -> None:
        known = self._late.get(document.file_sha256, {})
        late = [one for one, at in known.items() if time.monotonic() - at < _AGAIN_SECONDS]
        if page in late or len(late) >= _MOST_LATE:
            raise _too_late(document)


def _too_late(document: Document) -> DocumentError:
    return DocumentError("its page takes too long to draw; read its text", document.name)


def _wanted(document: Document, place: Place) -> tuple[int, str]:
    return place.at, document.text[place.start : place.end]


@lru_cache(maxsize=4)
def _places(packed: str) -> list[Place]:
    return unpacked(packed)
