"""Recognition: the text in the picture of a page, read by RapidOCR's models, which come in its wheel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from statistics import median
from typing import Any

from index.errors import DocumentError
from index.loaders.pdf_lines import Line

_DOTS_PER_POINT = 150 / 72
_MIN_SCORE = 0.5
_SIZE_SHARE = 0.72  # of a line's height, which the lines around it leave free
_DESCENT_SHARE = 0.22
_SAME_SIZE = (0.75, 1.35)  # of the usual one; what lies within is the same, measured by eye


def recognised_lines(page: Any, number: int) -> list[Line]:
    """The lines in the picture of a page (a `pypdfium2.PdfPage`).

    Raises:
        DocumentError: if the package that reads pictures is not installed.

    """
    try:
        engine = _engine()
    except ModuleNotFoundError:
        raise DocumentError(
            "reading text in pictures takes a package that is not installed; pip install 'cited-qa[ocr]'"
        ) from None
    found = engine(page.render(scale=_DOTS_PER_POINT).to_numpy())
    if found.boxes is None:
        return []
    read = zip(found.boxes, found.txts, found.scores, strict=True)
    return _of_one_size(_line(box, text, number) for box, text, score in read if score >= _MIN_SCORE)


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415  (an extra; seconds to import)

    return RapidOCR(params={"Global.log_level": "critical"})


def _line(box: Any, text: str, number: int) -> Line:
    """A line where its box stands: four corners, from the upper left one round."""
    xs, ys = [float(x) / _DOTS_PER_POINT for x, _ in box], [float(y) / _DOTS_PER_POINT for _, y in box]
    height = (ys[2] + ys[3] - ys[0] - ys[1]) / 2
    base = (ys[2] + ys[3]) / 2 - _DESCENT_SHARE * height
    size = max(1.0, _SIZE_SHARE * height)
    return Line(" ".join(text.split()), min(xs), max(xs), base, size, bold=False, page=number)


def _of_one_size(lines: Iterable[Line]) -> list[Line]:
    """The lines, those of about the usual size at exactly that, as they were printed."""
    read = [line for line in lines if line.text]
    usual = median(line.size for line in read) if read else 1.0
    low, high = _SAME_SIZE
    return [
        replace(line, size=usual if low * usual < line.size < high * usual else line.size) for line in read
    ]
