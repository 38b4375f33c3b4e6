"""Teach the small reader windows: `python tests/benchmarks/distil_reader.py LARGER-BASE OUT --squad FILE …`.

The larger reader, frozen, is the teacher. Two idle cores with avx512_bf16 learn from 12 examples a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from training.program import FILE, LargerBase, Squad, Stories, Titles, Unanswerable, program, run
from training.squad import read_articles
from training.stories import read_stories

from index.encoder import packaged_model
from qa.reader.weights import ADAPTER, LARGER_ADAPTER

app = program()


@app.command()
def command(
    larger_base: LargerBase,
    out: Annotated[Path, typer.Argument(help="The adapter to write.", dir_okay=False)],
    *,
    squad: Squad,
    unanswerable: Unanswerable,
    titles: Titles,
    stories: Stories,
    start: Annotated[Path, typer.Option(help="The small reader's adapter to begin with.", **FILE)] = ADAPTER,
    teacher: Annotated[Path, typer.Option(help="The larger one's adapter.", **FILE)] = LARGER_ADAPTER,
    examples: Annotated[int, typer.Option(min=1, help="How many to learn from.")] = 30_000,
    rate: Annotated[float, typer.Option(min=0, help="The highest learning rate.")] = 6e-4,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything random.")] = 0,
) -> None:
    """Go on training the small reader: of windows it follows the larger one, of paragraphs itself as it was.

    The adapter so far is written every 100 steps. Needs scikit-learn: pip install "cited-qa[test]".
    """
    from training.data import Examples
    from training.distilling import Distilling, Given
    from training.windows import Windows

    held_out = titles.read_text(encoding="utf-8").splitlines()
    articles, more = read_articles(squad, held_out), read_articles(unanswerable, held_out)
    distilling = Distilling(Given(packaged_model(), start, larger_base, teacher), seed, rate)
    windows = Windows(articles, read_stories(stories), more)
    distilling.run(windows, Examples(articles, more), examples, out, lambda line: typer.echo(line, err=True))
    typer.echo(f"{out}")


def main() -> None:
    """Run the command."""
    run(app)


if __name__ == "__main__":
    main()
