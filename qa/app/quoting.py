"""Quoting: an answer as text or Markdown to paste elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from qa.citation import AnswerKind, Group
from qa.excerpt import bare_pieces
from qa.saying import how_sure

if TYPE_CHECKING:
    from qa import Answer, Citation

# Says where a citation stands, for people.
Spot: TypeAlias = Callable[["Citation"], str]
# A quotation's words and what they are; see `qa.excerpt.pieces`.
Pieces: TypeAlias = Sequence[tuple[str, str]]
# What opens a list or underlines a heading at the start of a line.
_BLOCK_SIGN = re.compile(r"^(\s*\d*)([-+=.)])(?=\s|[-+=]|$)")


def as_text(answer: Answer, spot: Spot, pieces: Callable[[Citation], Pieces] = bare_pieces) -> str:
    """An answer as plain text: the question, each quotation and its place; `pieces` tells signs of markup."""
    if not answer.answered:
        return f"{answer.asked}\n\n{answer.text}"
    quotations = [
        f"“{_shown(pieces(citation))}”\n[{citation.n}] {citation.document}, {spot(citation)}"
        for citation in answer.citations
    ]
    searched = f"(searched for: {answer.question})" if answer.question != answer.asked else ""
    asked = f"{answer.asked}\n{searched}".strip()
    return "\n\n".join(filter(None, [asked, short(answer), *remarks(answer), *quotations]))


def as_markdown(answer: Answer, spot: Spot, pieces: Callable[[Citation], Pieces] = bare_pieces) -> str:
    """An answer as Markdown: each quotation as a block quote, the exact words bold, its place below.

    `pieces` tells a quotation's words from the signs of markup that its document's file has among them.
    """
    if not answer.answered:
        return f"**{plain(answer.asked)}**\n\n{plain(answer.text)}"
    parts = [f"**{plain(answer.asked)}**"]
    if answer.question != answer.asked:
        parts.append(f"Searched for “{plain(answer.question)}”")
    if short(answer):
        parts.append(plain(short(answer)))
    parts += map(plain, remarks(answer))
    for citation in answer.citations:
        where = plain(spot(citation))
        parts.append(f"{quoted(pieces(citation))}\n>\n> — [{citation.n}] {plain(citation.document)}, {where}")
    return "\n\n".join(parts)


def short(answer: Answer) -> str:
    """The short answer, with what it is in where that is said elsewhere, or what several places are of."""
    return f"{answer.span} ({answer.unit})" if answer.unit else answer.span or answer.statement


def remarks(answer: Answer) -> list[str]:
    """How sure an answer is, or each of its parts, where they were looked up, and what else is said of it."""
    is_one = answer.answered and answer.kind is AnswerKind.LOOK_UP
    return [*([how_sure(answer.confidence)] if is_one else parts_sure(answer.groups)), *answer.notes]


def parts_sure(groups: Iterable[Group]) -> list[str]:
    """How sure each part of an answer is that was looked up by itself."""
    return [f"{one.label} {how_sure(one.confidence)}" for one in groups if one.confidence]


def quoted(pieces: Pieces) -> str:
    """A quotation in Markdown, the exact words bold, without the signs of markup."""
    runs = groupby(((said, kind) for said, kind in pieces if kind != "syntax"), key=lambda piece: piece[1])
    told = ((kind, plain("".join(said for said, _ in run))) for kind, run in runs)
    words = "".join(f"**{said}**" if kind else said for kind, said in told)
    lines = (_BLOCK_SIGN.sub(r"\1\\\2", line) for line in words.splitlines())
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _shown(pieces: Pieces) -> str:
    return "".join(said for said, kind in pieces if kind != "syntax")


def note_id(answer: Answer) -> str:
    """What tells an answer from another one: its question and quotes, whatever their documents are called."""
    told = [answer.asked, *([one.quote, one.start, one.end] for one in answer.citations)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def plain(text: str) -> str:
    """Text whose signs mean nothing in Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|~$&" else sign for sign in text)
