"""Page worker: the process that draws pages, since a file that harms PDFium must harm nothing else.

Each request is JSON, `{"path", "do", ...}`; each reply one byte, `+` or `-`, and the answer or the reason.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from index.errors import DocumentError
from index.pipes import answer_each
from index.worker import held_to_memory

_MAX_MEMORY_BYTES = 4_000_000_000


def serve() -> None:
    """Answer what comes over standard input until it ends."""
    held_to_memory(_MAX_MEMORY_BYTES)
    answer_each(_reply)


def _reply(request: bytes) -> bytes:
    try:
        return b"+" + _answered(json.loads(request))
    except DocumentError as error:
        return f"-{error.reason}".encode()


def _answered(request: dict[str, Any]) -> bytes:
    import pypdfium2  # noqa: PLC0415  (an extra)

    from index.loaders.pdf_view import boxes, page_sizes, picture  # noqa: PLC0415

    if request["do"] == "prepare":
        return b""
    try:
        document = _opened(request["path"])
        match request["do"]:
            case "picture":
                return picture(document, request["page"], request["width"])
            case "boxes":
                return json.dumps(boxes(document, request["page"], request["wanted"])).encode()
        return json.dumps(page_sizes(document)).encode()
    except (pypdfium2.PdfiumError, IndexError):
        raise DocumentError("its page cannot be drawn; print or save it anew as PDF") from None


@lru_cache(maxsize=1)
def _opened(path: str) -> Any:
    import pypdfium2  # noqa: PLC0415

    return pypdfium2.PdfDocument(path)
