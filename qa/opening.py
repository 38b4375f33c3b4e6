"""Opening: the index that a command asks, and the options that name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from index import Index, Rules
from qa import bundled
from qa.index_options import limits_with
from qa.remedies import in_terminal
from qa.terminal import counted, err, escaped, indexing_bar

if TYPE_CHECKING:
    from index import Note, Unreadable

DEFAULT_INDEX = ".qa"
_TOLD_NOTES = 10

IndexOption = Annotated[
    str | None,
    typer.Option(
        "--index",
        help="The index: a folder, or an address such as milvus://host:19530/name; by default .qa here if "
        "there is one, else the bundled article.",
    ),
]
FilesOption = Annotated[
    list[Path] | None,
    typer.Option("--file", "-f", help="Ask these files or folders, without keeping an index."),
]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", help="A sentence-transformers model: a folder, or a name on this machine."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def opened(
    index: str | None = None,
    files: list[Path] | None = None,
    model: str | None = None,
    ocr: bool = False,
    encoding: str = "",
) -> Index:
    """The index to ask: over these files, else in this folder or `.qa`, else of the bundled article."""
    if files:
        with indexing_bar() as progress:
            rules = Rules(limits=replace(limits_with(ocr), encoding=encoding))
            made = Index.build(files, model=model, progress=progress, rules=rules)
        print_notes(made.changes.notes)
        print_unreadable(made.changes.unreadable)
        return made
    if ocr:
        raise typer.BadParameter(
            "--ocr is for reading files; name them with --file, or build an index with it."
        )
    if index is None and not Path(DEFAULT_INDEX).exists():
        return Index.build([bundled.article()], model=model)
    return Index.open(index or DEFAULT_INDEX, model=model)


def print_notes(notes: Sequence[Note], verbose: bool = False, hint: str = "") -> None:
    """Say on standard error what of the documents is missing or was left unread."""
    most = len(notes) if verbose else _TOLD_NOTES
    for note in notes[:most]:
        err.print(Text(f"{escaped(note.name)}: {escaped(in_terminal(note.words))}"))
    if len(notes) > most:
        err.print(f"{len(notes) - most:,} more such notes are not shown{hint}.")


def print_unreadable(files: Sequence[Unreadable]) -> None:
    """List on standard error the files that could not be read, each with its reason."""
    if not files:
        return
    err.print(f"{counted(len(files), 'file')} could not be read:")
    for file in files:
        err.print(Text(f"  {escaped(file.name)}: {in_terminal(file.reason)}"))
