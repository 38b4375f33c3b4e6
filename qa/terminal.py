"""The terminal: where the commands print, what is safe to print there, and the bar for long work."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from index import Progress

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def visible(text: str) -> str:
    """A text on one line for a terminal: line ends and control characters, one for one, become spaces."""
    return "".join(character if character.isprintable() else " " for character in text)


def escaped(name: str) -> str:
    r"""A name or message on one line for a terminal: what does not show, or reorders it, as `\u202e`."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in name
    )


@contextmanager
def indexing_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error with documents, passages and rate; it moves with each passage."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (
        TextColumn("Indexing"), BarColumn(), MofNCompleteColumn(),
        TextColumn("documents · {task.fields[passages]:,} passages · {task.fields[rate]:,.0f} a second"),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None, passages=0, rate=0.0)

        def show(state: Progress) -> None:
            seconds = bar.tasks[task].elapsed or 0.0
            rate = state.passages / seconds if seconds else 0.0
            bar.update(task, completed=state.done, total=state.total, passages=state.passages, rate=rate)

        yield show
