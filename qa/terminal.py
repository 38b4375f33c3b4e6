"""The terminal: where the commands print, what is safe to print there, and the bar for long work."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

    import index

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
def indexing_bar() -> Iterator[Callable[[index.Progress], None]]:
    """A bar on standard error with documents, passages and rate; it moves with each passage."""
    from rich.progress import TextColumn  # noqa: PLC0415

    told = "documents · {task.fields[passages]:,} passages · {task.fields[rate]:,.0f} a second"
    with _bar("Indexing", TextColumn(told)) as bar:
        task = bar.add_task("", total=None, passages=0, rate=0.0)

        def show(state: index.Progress) -> None:
            seconds = bar.tasks[task].elapsed or 0.0
            rate = state.passages / seconds if seconds else 0.0
            bar.update(task, completed=state.done, total=state.total, passages=state.passages, rate=rate)

        yield show


@contextmanager
def asking_bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error with questions, and the time that they take and still take."""
    from rich.progress import TimeRemainingColumn  # noqa: PLC0415

    with _bar("Asking", TimeRemainingColumn()) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _bar(doing: str, told: ProgressColumn) -> Progress:
    from rich import progress  # noqa: PLC0415

    columns = progress.TextColumn(doing), progress.BarColumn(), progress.MofNCompleteColumn(), told
    return progress.Progress(
        *columns, progress.TimeElapsedColumn(), console=err, transient=True, disable=not err.is_terminal
    )
