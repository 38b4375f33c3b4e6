"""Train the larger reader's adapter: `python tests/benchmarks/train_large_reader.py BASE OUT --squad FILE …`.

This is work for a GPU: on an H100 the teacher learns from 3,200 examples a second, the adapter from 2,000.
The vectors of all-mpnet-base-v2 in int8 keep a cosine of 0.98 to 0.99 to float only if the second product of
each feed-forward layer stays in float, as `index/runtime.py` leaves it for larger networks; otherwise 0.92.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from training.program import LargerBase, Squad, Stories, Titles, Unanswerable, program, run
from training.squad import read_articles
from training.stories import read_stories

from index import DocumentError

app = program()


@app.command()
def command(
    base: LargerBase,
    out: Annotated[Path, typer.Argument(help="The adapter to write.", dir_okay=False)],
    *,
    squad: Squad,
    unanswerable: Unanswerable,
    titles: Titles,
    stories: Stories,
    teacher_examples: Annotated[int, typer.Option(min=1, help="How many the teacher learns from.")] = 746_000,
    examples: Annotated[int, typer.Option(min=1, help="How many the adapter learns from.")] = 772_000,
    workers: Annotated[int, typer.Option(min=0, help="Processes that draw examples; 0: this one.")] = 15,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything random.")] = 0,
) -> None:
    """Train LoRA updates, norms and a span head on all-mpnet-base-v2.

    A teacher (the same network, fine-tuned whole) is trained first; the adapter learns from answers and
    teacher. Needs scikit-learn: pip install "cited-qa[test]".
    """
    from training.following import train
    from training.model import save_adapter
    from training.windows import Windows

    held_out = titles.read_text(encoding="utf-8").splitlines()
    articles = read_articles(squad, held_out)
    if not any(question.answered for article in articles for question in article.questions):
        raise DocumentError(
            f"{squad}: no answered question is left to train on; give SQuAD 1.1's training file"
        )
    windows = Windows(articles, read_stories(stories), read_articles(unanswerable, held_out))
    typer.echo(str(windows), err=True)
    model = train(
        base, windows, (teacher_examples, examples), seed, workers, lambda line: typer.echo(line, err=True)
    )
    save_adapter(model, out)
    typer.echo(f"{out}")


def main() -> None:
    """Run the command."""
    run(app)


if __name__ == "__main__":
    main()
