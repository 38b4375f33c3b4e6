"""Programs: what the commands of training have in common."""

from __future__ import annotations

import sys

import typer

from index import CitedQAError


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
