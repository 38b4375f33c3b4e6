"""A small index, to be searched, changed and damaged."""

from __future__ import annotations

from pathlib import Path

from index import Index

TEXTS = {
    "zoo": "The lion sleeps all day.\nThe penguin swims in the cold pool.",
    "law": "The licensing fee is 40 dollars a year.",
    "sea": "A storm sank the ferry off the coast in 1987.",
}


def found(index: Index, query: str, **options) -> list[str]:
    """The names of the documents that a query finds, best first."""
    return [hit.passage.document for hit in index.search(query, **options)]


def three_files(folder: Path) -> Path:
    """A new folder of three files, one of them further down."""
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("A comet passed the moon.")
    (folder / "b.txt").write_text("The lion sleeps all day.")
    (folder / "sub" / "c.txt").write_text("The licensing fee is 40 dollars.")
    return folder
