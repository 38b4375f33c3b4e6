"""Train the reader's adapter: `python tests/benchmarks/train_reader.py --squad FILE --out DIR`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from training.program import program, run
from training.squad import Article, read_articles

from index import DocumentError
from index.encoder import packaged_model

app = program()
_FILE = {"exists": True, "dir_okay": False}


@app.command()
def command(
    *,
    squad: Annotated[Path, typer.Option(help="SQuAD 1.1's training file, .json or .json.xz.", **_FILE)],
    out: Annotated[
        Path, typer.Option(help="The folder to write to; made if it is not there.", file_okay=False)
    ],
    unanswerable: Annotated[
        Path | None,
        typer.Option(help="SQuAD 2.0's file; its unanswerable questions are used, nothing else.", **_FILE),
    ] = None,
    held_out: Annotated[
        Path | None,
        typer.Option(help="A text file of article titles, one a line, to leave out of both files.", **_FILE),
    ] = None,
    base: Annotated[
        Path | None,
        typer.Option(help="The encoder's folder; by default the packaged all-MiniLM-L6-v2.", file_okay=False),
    ] = None,
    distill: Annotated[bool, typer.Option(help="Train a teacher first and follow it.")] = True,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the questions.")] = 4,
    batch_size: Annotated[int, typer.Option(min=1, help="Examples a step.")] = 256,
    rank: Annotated[int, typer.Option(min=1, help="Rank of the updates.")] = 64,
    rate: Annotated[float, typer.Option(help="The adapter's highest learning rate.")] = 1.2e-3,
    teacher_rate: Annotated[float, typer.Option(help="The teacher's highest learning rate.")] = 3e-4,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything random.")] = 0,
    max_steps: Annotated[
        int | None, typer.Option(min=1, help="Stop each training after so many steps.")
    ] = None,
    device: Annotated[str | None, typer.Option(help="cuda or cpu; by default cuda if there is one.")] = None,
) -> None:
    """Train the reader's adapter on SQuAD.

    Writes adapter.safetensors, and training.json, which says how it was made. A teacher (the same network,
    fully fine-tuned) is trained first, then the adapter. This is work for a GPU; on a CPU, try it
    out with --max-steps. Needs scikit-learn: pip install "cited-qa[test]".
    """
    titles = held_out.read_text(encoding="utf-8").splitlines() if held_out else []
    articles = read_articles(squad, titles)
    more = read_articles(unanswerable, titles) if unanswerable else []
    if not any(question.answered for article in articles for question in article.questions):
        raise DocumentError(
            f"{squad}: no answered question is left to train on; give SQuAD 1.1's training file"
        )

    import torch
    from training.data import Examples
    from training.loop import Plan, train
    from training.model import save_adapter

    plan = Plan(
        epochs=epochs, batch_size=batch_size, rank=rank, rate=rate, teacher_rate=teacher_rate,
        distill=distill, seed=seed, max_steps=max_steps,
        device=device or ("cuda" if torch.cuda.is_available() else "cpu"),
    )  # fmt: skip
    model = train(
        Examples(articles, more), base or packaged_model(), plan, lambda line: typer.echo(line, err=True)
    )
    out.mkdir(parents=True, exist_ok=True)
    file = out / "adapter.safetensors"
    save_adapter(model, file)
    facts = {
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "plan": asdict(plan),
        "squad": _facts(squad, articles, answered=True),
        "unanswerable": _facts(unanswerable, more, answered=False) if unanswerable else None,
        "held_out": len(titles),
        "torch": torch.__version__,
    }
    (out / "training.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    typer.echo(f"{file}")


def main() -> None:
    """Run the command."""
    run(app)


def _facts(path: Path, articles: list[Article], answered: bool) -> dict[str, str | int]:
    """Say what a training file was, and how much of it was used."""
    used = [q for article in articles for q in article.questions if q.answered == answered]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"file": path.name, "sha256": digest, "articles": len(articles), "questions": len(used)}


if __name__ == "__main__":
    main()
