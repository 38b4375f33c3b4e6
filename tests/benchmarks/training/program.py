"""Programs: what the commands of training have in common."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from index import CitedQAError

FILE = {"exists": True, "dir_okay": False}
LargerBase = Annotated[Path, typer.Argument(help="all-mpnet-base-v2's folder, as join_base.py makes it.")]
Squad = Annotated[Path, typer.Option(help="SQuAD 1.1's training file, .json or .json.xz.", **FILE)]
Unanswerable = Annotated[
    Path, typer.Option(help="SQuAD 2.0's file; its unanswerable questions are used alone.", **FILE)
]
Titles = Annotated[Path, typer.Option(help="Article titles, one a line, to leave out of both files.", **FILE)]
Stories = Annotated[Path, typer.Option(help="FairytaleQA's stories; their train part is used.", **FILE)]


def program() -> typer.Typer:
    """A program of one command, whose errors are told by `run`."""
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def run(app: typer.Typer) -> None:
    """Run a program; an error that the user can mend becomes one sentence and exit code 1."""
    try:
        app()
    except CitedQAError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
