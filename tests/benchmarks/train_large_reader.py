"""Train the larger reader's adapter: `python tests/benchmarks/train_large_reader.py BASE OUT --squad FILE …`.

In bfloat16 two idle cores with avx512_bf16 learn from 11 examples a second, in float32 from 3 to 5. The
vectors of all-mpnet-base-v2 in int8 keep a cosine of 0.98 to 0.99 to float only if the second product of
each feed-forward layer stays in float, as `index/runtime.py` leaves it for larger networks; otherwise 0.92.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from training.program import FILE, LargerBase, Squad, Stories, Titles, Unanswerable, program, run
from training.squad import read_articles
from training.stories import read_stories

from index import DocumentError

app = program()


@app.command()
def command(
    base: LargerBase,
    out: Annotated[Path, typer.Argument(help="The folder to train in; taken up where it was left.")],
    *,
    squad: Squad,
    unanswerable: Unanswerable,
    titles: Titles,
    stories: Stories,
    start: Annotated[
        Path | None, typer.Option(help="An adapter to begin with, where OUT holds no state.", **FILE)
    ] = None,
    examples: Annotated[int, typer.Option(min=1, help="Stop when so many are seen in all.")] = 200_000,
    anneal: Annotated[
        int, typer.Option(min=0, help="Let the rate fall to nothing over so many more, instead.")
    ] = 0,
    rate: Annotated[float, typer.Option(min=0, help="The highest learning rate.")] = 6e-4,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything random.")] = 0,
) -> None:
    """Train LoRA updates, norms and a span head on all-mpnet-base-v2, on a GPU or, in hours, on two cores.

    Every 50 steps OUT/state.pt and OUT/adapter.safetensors are written; the same command goes on from there.
    The rate is constant; to end a training, run it once more with --anneal. Needs scikit-learn:
    pip install "cited-qa[test]".
    """
    from training.lasting import Training
    from training.windows import Windows

    held_out = titles.read_text(encoding="utf-8").splitlines()
    articles = read_articles(squad, held_out)
    if not any(question.answered for article in articles for question in article.questions):
        raise DocumentError(
            f"{squad}: no answered question is left to train on; give SQuAD 1.1's training file"
        )
    training = Training(base, out, start, seed, rate)
    windows = Windows(articles, read_stories(stories), read_articles(unanswerable, held_out))
    typer.echo(str(windows), err=True)
    training.run(windows, examples, anneal, lambda line: typer.echo(line, err=True))
    typer.echo(f"{out / 'adapter.safetensors'}")


def main() -> None:
    """Run the command."""
    run(app)


if __name__ == "__main__":
    main()
