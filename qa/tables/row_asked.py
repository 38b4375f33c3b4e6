"""The row asked: which of a table's rows a question names, where the one read has fewer of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Span
from index.words import stems
from qa.contents.figures import is_total
from qa.contents.measured import names_a_measure
from qa.evidence.candidates import Candidate
from qa.evidence.clues import text_of
from qa.question import asked_words
from qa.tables.cell_asked import heads_of
from qa.tables.labels import label_among

# "Barn and yard" names the barn, and so does "barn (north side)".
_PARTS = re.compile(r"\s(?:and|or|with)\s|[&,;/()]", re.IGNORECASE)
_WHICH = re.compile(r"\bwhich\b", re.IGNORECASE)
_HOW = re.compile(r"\bhow\s", re.IGNORECASE)

# What a total is called names none of what it sums up.
_OF_SUMS = stems("total sum amount cost costs price expenditure income")


def row_asked(question: str, first: Candidate, others: Sequence[Candidate]) -> Candidate:
    """The first candidate, or the row of its table that a question names.

    Of "When is the mesh banner discontinued?" the row of the mesh banner is meant, though the one of another
    banner is that which says "discontinued"; of "What is the rent of the barn?" that of "Barn and yard",
    though the one of the stalls is that which is due "with the rent"; of "Who looks after the pumps?" that
    of "Pumps and pipes", whoever looks after another thing.
    """
    asked = stems(" ".join(asked_words(question)))
    columns = _columns(first)
    if not columns:
        return first
    rows = {
        place: said for place, one in enumerate(others) if (said := _columns(one)).keys() == columns.keys()
    }
    around = stems(f"{first.hit.passage.heading} {first.text}")
    head = max(columns, key=lambda one: len(asked & columns[one]))
    own = asked & columns[head]
    for place, said in rows.items():
        more = asked & said[head]
        if own and own < more and not (more - own) & around:
            return others[place]
    like = [one for one in others if _is_of_table(columns, one, first)]
    return first if _seeks_label(question, first) else _named_by_label(asked, first, like)


def _seeks_label(question: str, first: Candidate) -> bool:
    """Whether the label of a row may be what a question asks for: "Which item is due with the rent?"."""
    label = _label(first)
    is_read = label is not None and label.touches(first.span)
    is_measure = names_a_measure(question) or bool(_HOW.search(question))
    return bool(_WHICH.search(question)) or (is_read and not is_measure)


def _named_by_label(asked: frozenset[str], first: Candidate, others: Sequence[Candidate]) -> Candidate:
    """The only other row with a label that names what is asked for, where that of the first does not.

    "Pensioner, single" names the pensioner; "Ten-swim card", of which the swim alone is asked for, nothing.
    """
    label = _label(first)
    if label is not None and is_total(text_of(first.hit.passage, label)):
        asked -= _OF_SUMS
    if label is None or any(part and part <= asked for part in _parts(first)):
        return first
    is_partly = bool(stems(text_of(first.hit.passage, label)) & asked)
    known = stems(first.hit.passage.heading)
    said = {id(one): len(asked & stems(one.text)) for one in (first, *others)}
    near = [one for one in others if said[id(one)] >= said[id(first)]]
    named = [one for one in near if any(part and part <= asked and not part <= known for part in _parts(one))]
    partly = [
        one
        for one in near
        if said[id(one)] > said[id(first)] and any(part & asked - known for part in _parts(one))
    ]
    meant = named or ([] if is_partly else partly)
    return meant[0] if len(meant) == 1 else first


def _is_of_table(columns: dict[str, frozenset[str]], other: Candidate, first: Candidate) -> bool:
    """Whether another candidate is a row under the same heads; either may have a cell less."""
    theirs = _columns(other).keys()
    is_alike = bool(theirs) and (theirs <= columns.keys() or columns.keys() <= theirs)
    return is_alike and other.hit.passage.document == first.hit.passage.document


def _label(candidate: Candidate) -> Span | None:
    """The cell that names a row under heads."""
    return label_among(heads_of(candidate), candidate)


def _parts(candidate: Candidate) -> list[frozenset[str]]:
    """The stems of each thing that the label of a row names."""
    label = _label(candidate)
    return [stems(part) for part in _PARTS.split(text_of(candidate.hit.passage, label))] if label else []


def _columns(candidate: Candidate) -> dict[str, frozenset[str]]:
    """The stems of each cell of a row by the head of its column; none where it is no row with heads."""
    heads: dict[Span, str] = heads_of(candidate)
    if not all(heads.values()):
        return {}
    return {head.strip(" ·:"): stems(text_of(candidate.hit.passage, cell)) for cell, head in heads.items()}
