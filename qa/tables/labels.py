"""Labels: the cell of a row that names what the row is of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index import Span
from qa.contents.figures import has_word
from qa.evidence.candidates import Candidate
from qa.evidence.clues import text_of

# "A10" and "KS-204b" number a row, and do not name it.
_CODE = re.compile(r"[^\W\d_]{0,4}[\s./-]?\d[\w./-]*")


def label_among(cells: Iterable[Span], candidate: Candidate) -> Span | None:
    """The first of some cells of a row that holds a word, which no code does."""
    said = ((cell, text_of(candidate.hit.passage, cell)) for cell in cells)
    return next((cell for cell, own in said if has_word(own) and not _CODE.fullmatch(own.strip())), None)
