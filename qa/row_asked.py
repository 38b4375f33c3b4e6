"""The row asked: which of a table's rows a question names, where the one read has fewer of its words."""

from __future__ import annotations

from collections.abc import Sequence

from index import Span
from index.words import stems
from qa.cell_asked import heads_of
from qa.clues import text_of
from qa.evidence import Candidate
from qa.question import asked_words


def row_asked(question: str, first: Candidate, others: Sequence[Candidate]) -> Candidate:
    """The first candidate, or the row of its table with all its words of a question in one column, and more.

    Of "When is the mesh banner discontinued?" the row of the mesh banner is meant, though the one of another
    banner is that which says "discontinued".
    """
    asked = stems(" ".join(asked_words(question)))
    columns = _columns(first)
    if not columns:
        return first
    named = {head: asked & said for head, said in columns.items()}
    head = max(named, key=lambda one: len(named[one]))
    own, around = named[head], stems(f"{first.hit.passage.heading} {first.text}")
    for other in others:
        theirs = _columns(other)
        more = asked & theirs.get(head, frozenset()) if theirs.keys() == columns.keys() else frozenset()
        if own and own < more and not (more - own) & around:
            return other
    return first


def _columns(candidate: Candidate) -> dict[str, frozenset[str]]:
    """The stems of each cell of a row by the head of its column; none where it is no row with heads."""
    heads: dict[Span, str] = heads_of(candidate)
    if not all(heads.values()):
        return {}
    return {head: stems(text_of(candidate.hit.passage, cell)) for cell, head in heads.items()}
