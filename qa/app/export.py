"""Export: a conversation as Markdown to read, and as JSON to go on with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qa.app.quoting import as_markdown, plain

if TYPE_CHECKING:
    from qa.app.turn import Turn

TITLE = "Questions and answers"


class Format(StrEnum):
    """What a conversation is written as."""

    MARKDOWN = "md"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Export:
    """A file to save: its name, and what stands in it."""

    name: str
    content: str


def export(turns: Sequence[Turn], kind: Format, now: datetime, title: str = "") -> Export:
    """The conversation as a file named by the day and time, below the title that it was given."""
    content = _markdown(turns, now, title) if kind is Format.MARKDOWN else _json(turns, now, title)
    return Export(f"conversation-{now:%Y-%m-%d-%H%M}.{kind.value}", content)


def _markdown(turns: Sequence[Turn], now: datetime, title: str) -> str:
    parts = [f"# {plain(title) or TITLE}", f"{now:%Y-%m-%d %H:%M}"]
    for turn in turns:
        if turn.answer is not None:
            parts.append(as_markdown(turn.answer, turn.spot, turn.pieces))
        elif turn.error:
            parts.append(f"**{plain(turn.question)}**\n\n{plain(turn.error)}")
        if turn.only:
            parts.append(f"Asked of {', '.join(map(plain, turn.only))} alone.")
    return "\n\n".join(parts) + "\n"


def _json(turns: Sequence[Turn], now: datetime, title: str) -> str:
    told: dict[str, Any] = {"exported": now.isoformat(timespec="seconds")}
    told |= {"title": title} if title else {}
    told["turns"] = [_turn(turn) for turn in turns]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "question": turn.question,
        "documents": list(turn.only) or None,
        "literal": turn.literal,
        "rating": turn.rating.value or None,
        "answer": turn.answer.to_dict() if turn.answer else None,
        "error": turn.error or None,
    }
