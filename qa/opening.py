"""Opening: the index that a command asks, and the options that name it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text
from typer.core import TyperCommand

from index import Index, Limits, Rules, absolute_address
from qa import bundled
from qa.fitted import ReaderSize
from qa.index_options import EncodingOption, OcrOption, limits_with, with_options
from qa.remedies import in_terminal
from qa.saying import counted
from qa.terminal import err, escaped, indexing_bar

if TYPE_CHECKING:
    from index import Finding, Unreadable

DEFAULT_INDEX = ".qa"
_TOLD_NOTES = 10

IndexOption = Annotated[
    str | None,
    typer.Option(
        "--index",
        help="An index that `qa index build` made: a folder, or an address such as milvus://host:19530/name; "
        "by default .qa here if there is one, else the bundled article.",
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


class ReaderChoice(StrEnum):
    """A reader, as it is named on the command line."""

    SMALL = "small"
    LARGE = "large"


ReaderOption = Annotated[
    ReaderChoice | None,
    typer.Option(
        "--reader",
        help="large: a larger network looks again at the best sentences (installed apart); small: none does. "
        "By default what $CITED_QA_READER says, else large where it is installed.",
        show_default=False,
    ),
]


def size_of(chosen: ReaderChoice | None) -> ReaderSize | None:
    """The reader, as `qa.ask` names it."""
    return None if chosen is None else "small" if chosen is ReaderChoice.SMALL else "large"


JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(frozen=True, slots=True)
class Source:
    """What a command asks: files, else the index at an address or in `.qa`, else the bundled article."""

    index: str | None = None
    files: tuple[Path, ...] = ()
    model: str | None = None
    limits: Limits = field(default_factory=Limits)

    def open(self) -> Index:
        """Open the index, or make one of the files in memory."""
        if self.files:
            with indexing_bar() as progress:
                made = Index.build(self.files, None, self.model, progress, Rules(limits=self.limits))
            print_notes(made.changes.notes)
            print_unreadable(made.changes.unreadable)
            return made
        if self.is_example:
            return Index.build([bundled.article()], model=self.model)
        return Index.open(self.index or DEFAULT_INDEX, self.model)

    @property
    def is_example(self) -> bool:
        """Whether it is the bundled article, for want of anything that was named."""
        return not self.files and self.index is None and not Path(DEFAULT_INDEX).exists()

    def begun(self) -> Source:
        """The same index, settled; where a folder is named that is not there, or is empty, it is made."""
        if self.index is not None and not self.files and Index.begin(self.index, self.model):
            where = escaped(absolute_address(self.index))
            err.print(Text(f"There was no index at {where}: a new one was made, without documents as yet."))
        return self.settled()

    def settled(self) -> Source:
        """The same index, whatever else stands there when it is opened again."""
        if self.files or self.is_example:
            return self
        return replace(self, index=absolute_address(self.index or DEFAULT_INDEX))


def _source(
    index: IndexOption = None,
    file: FilesOption = None,
    ocr: OcrOption = False,
    encoding: EncodingOption = "",
    model: ModelOption = None,
) -> Source:
    if (ocr or encoding) and not file:
        option = "--ocr" if ocr else "--encoding"
        raise typer.BadParameter(
            f"{option} is for reading files; name them with --file, or build an index with it."
        )
    if file and index:
        raise typer.BadParameter(
            "--file asks files without keeping an index; leave one of the two out, or add the files to the "
            "index first, with `qa index add`."
        )
    return Source(index, tuple(file or ()), model, replace(limits_with(ocr), encoding=encoding))


with_source = with_options(source=_source)
# What a command's parameter `source` is where nobody names one.
BUNDLED = Source()


class SourceCommand(TyperCommand):
    """A command that asks an index: whoever names one without its option is told of that."""

    allow_extra_args = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what was typed; more than the command takes is a usage error."""
        super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            named = shlex.quote(ctx.args[0])
            ctx.fail(
                f"“{' '.join(ctx.args)}” is too much. Name an index by an option, as in --index {named}; "
                f"files without an index, as in --file {named}."
            )
        return list(ctx.args)


def print_notes(notes: Sequence[Finding], verbose: bool = False, hint: str = "") -> None:
    """Say on standard error what of the documents is missing or was left unread."""
    most = len(notes) if verbose else _TOLD_NOTES
    for note in notes[:most]:
        err.print(Text(escaped(in_terminal(note))))
    if len(notes) > most:
        err.print(f"{len(notes) - most:,} more such notes are not shown{hint}.")


def print_unreadable(files: Sequence[Unreadable]) -> None:
    """List on standard error the files that could not be read, each with its reason."""
    if not files:
        return
    err.print(f"{counted(len(files), 'file')} could not be read:")
    for file in files:
        err.print(Text(f"  {escaped(in_terminal(file.why(file.name)))}"))
